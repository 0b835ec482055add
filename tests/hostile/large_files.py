"""Files that are larger than they look."""

import zipfile
from pathlib import Path

from books.files import raw_sheet


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.write(b"asset,quantity,price\nBTC,1,2\n")
        stream.truncate(size)


def lying_zip(path: Path) -> None:
    """Make a workbook whose directory says that a large part is small."""
    path.write_bytes(raw_sheet(b"<row/>" * 20_000_000))
    data = bytearray(path.read_bytes())
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
        at = data.find(size)
    path.write_bytes(bytes(data))


def rows_of(path: Path, count: int) -> None:
    """Make a workbook of empty rows, piece by piece."""
    base = raw_sheet(b"")
    path.write_bytes(base)
    source = zipfile.ZipFile(path)
    parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                package.writestr(name, data)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            head, tail = parts["xl/worksheets/sheet1.xml"].split(b"</sheetData>")
            part.write(head)
            for _ in range(count // 1_000_000):
                part.write(b"<row/>" * 1_000_000)
            part.write(b"</sheetData>" + tail)


def entities(path: Path) -> None:
    """Make a workbook whose one cell unfolds to gigabytes."""
    path.write_bytes(raw_sheet(b""))
    source = zipfile.ZipFile(path)
    parts = {name: source.read(name) for name in source.namelist()}
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    parts["xl/worksheets/sheet1.xml"] = (
        f'<!DOCTYPE x [<!ENTITY e0 "lol">{nested}]><worksheet xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    ).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
