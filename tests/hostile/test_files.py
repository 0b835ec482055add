"""Files that would fill the memory, or run for hours: one line, exit code 2, within bounds."""

import zipfile
from pathlib import Path

import pytest

from books.files import HEAD, number_cell, ods, raw_sheet, text_cell, xls, xlsx
from command import refused, run

ROW = "".join(map(text_cell, HEAD))


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


def value_far_out(path: Path) -> None:
    path.write_bytes(
        xlsx(HEAD, ["BTC", 3, 65000], change=lambda book: book.active.__setitem__("XFD1048576", 1))
    )


def old_far_out(path: Path) -> None:
    rows = [[None] * 256 for _ in range(2)]
    rows[0][:3] = HEAD
    path.write_bytes(xls(*rows, *[[None]] * 65_533, [None] * 255 + [1.0]))


def claims_rows(path: Path) -> None:
    """Make an old workbook that says that it has 3 billion rows."""
    data = bytearray(xls(HEAD, ["BTC", 3.0, 65000.0]))
    at = data.find(b"\x00\x02\x0e\x00") + 8
    data[at : at + 4] = (3_000_000_000).to_bytes(4, "little")
    path.write_bytes(bytes(data))


TEXT, GIGABYTE = "asset,quantity,price\n", 1 << 30
HOSTILE = {
    "a gigabyte of CSV": ("h.csv", lambda p: sparse(p, GIGABYTE), "has more than 64 MiB, the limit of a book; split it"),
    "a line of 60 MB": ("h.csv", lambda p: p.write_text(TEXT + "x" * (60 << 20)), "line 2: has a value of more than 131,072 characters"),
    "an open quote": ("h.csv", lambda p: p.write_text(TEXT + '"' + "x" * (60 << 20)), "has a value of more than 131,072 characters"),
    "20,000 columns": ("h.csv", lambda p: p.write_text(",".join(f"c{n}" for n in range(20_000)) + "\n"), "line 1: has more than 1,000 columns"),
    "commas alone": ("h.csv", lambda p: p.write_text(TEXT + "," * (50 << 20)), "line 2: has more than 1,000 columns"),
    "blank lines alone": ("h.csv", lambda p: p.write_text(TEXT + "\n" * (60 << 20)), "has more than 200,000 lines"),
    "too many lines": ("h.csv", lambda p: p.write_text(TEXT + "BTC,1,2\n" * 300_000), "has more than 200,000 lines; split it, or use betahedge batch"),
    "a row numbered 99999999999": ("h.xlsx", lambda p: p.write_bytes(raw_sheet(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')), "it names row 99999999999"),
    "a value in the last cell": ("h.xlsx", value_far_out, "has a value in row 1,048,576; a book is read up to row 200,020"),
    "50 million empty rows": ("h.xlsx", lambda p: rows_of(p, 50_000_000), "unpacks to more than 256 MiB"),
    "40 million empty rows": ("h.xlsx", lambda p: rows_of(p, 40_000_000), "has too many cells to read"),
    "a zip that lies": ("h.xlsx", lying_zip, "is not a spreadsheet, or is damaged"),
    "an old workbook far out": ("h.xls", old_far_out, "has more than 8,000,000 cells"),
    "an old workbook that claims rows": ("h.xls", claims_rows, "is a damaged .xls workbook"),
    "a cell repeated for ever": ("h.ods", lambda p: p.write_bytes(ods(ROW, number_cell(1, repeated=2_000_000_000))), "has more than 1,000 columns"),
    "entities in entities": (
        "h.xlsx",
        entities,
        "cannot be read; it is damaged",
    ),
    "a device": ("/dev/zero", None, "has more than 64 MiB"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(tmp_path, name, make, message):
    path = tmp_path / name
    if make:
        make(path)
    assert refused(run("read", path), message)
