"""XLSX, XLS and ODS by python-calamine, after a look at what it would not say.

calamine gives cells with their types and nothing else: an error value and a formula that was never
calculated are blanks to it, and one cell far out makes it fill the memory.  So each sheet is looked
over first: how far it goes, and which cells hold no value that can be trusted.
"""

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from betahedge.books import sheet_ods, sheet_xls, sheet_xlsx
from betahedge.books.extent import Extent
from betahedge.books.faults import BadChoice, BadFile, TooLarge
from betahedge.books.grid import MAX_LINES, MAX_UNPACKED, Grid, check_cells, check_columns
from betahedge.books.text import escaped, listed

MAX_PARTS = 10_000
_OLD = b"\xd0\xcf\x11\xe0"  # a compound file: XLS, or an encrypted workbook
_OURS = {"Cover", "Inputs", "Checks", "Proof"}  # sheets of every workbook of ours


def read_sheets(name: str, data: bytes, wanted: str = "") -> Iterator[Grid]:
    """Read the visible sheets of a workbook one by one, or the wanted one."""
    shown = escaped(name)
    looks = _look_over(name, data)
    for sheet, extent in looks.found.items():  # of kinds that calamine reads whole at once
        _check(name, sheet, extent)
    with _refusing(f"{shown}: is not a spreadsheet, or is encrypted; save it as a plain workbook"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [s.name for s in book.sheets_metadata if _is_table(s, hidden=bool(wanted))]
    if wanted and wanted not in names:
        there = f"there is no sheet {escaped(wanted)}; there are {listed(names)}"
        raise BadChoice(f"{shown}, --sheet: {there}")
    if not wanted and _OURS.issubset(names):
        remedy = "read the file that it was made from, or name its sheet by --sheet"
        raise BadFile(f"{shown}: is a workbook that betahedge made; {remedy}")
    for sheet in names:
        if not wanted or sheet == wanted:
            yield _grid(name, book, sheet, looks.get(sheet), len(book.sheet_names) > 1)


def _is_table(sheet: Any, *, hidden: bool) -> bool:
    """Tell a sheet of cells, and one that is seen; a hidden one is read where it is asked for."""
    seen = hidden or sheet.visible == SheetVisibleEnum.Visible
    return bool(seen and sheet.typ == SheetTypeEnum.WorkSheet)


@contextmanager
def _refusing(message: str) -> Iterator[None]:
    """Say that a file cannot be read; a panic of calamine is no exception of the usual kind."""
    try:
        yield
    except (CalamineError, ValueError, OSError):
        raise BadFile(message) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise BadFile(message) from None
        raise


def _look_over(name: str, data: bytes) -> "sheet_xlsx.Looks | sheet_ods.Looks | sheet_xls.Looks":
    """Tell what kind of workbook it is, and give its sheets to be looked over by name."""
    if data.startswith(_OLD):
        return sheet_xls.Looks(name, data)
    if data.lstrip().startswith(b"<?xml"):
        raise BadFile(f"{escaped(name)}: is a workbook as XML of Excel 2003; save it as .xlsx")
    parts = _unpack(name, data)
    if "xl/workbook.xml" in parts:
        return sheet_xlsx.Looks(name, parts)
    if "content.xml" in parts:
        return sheet_ods.Looks(name, parts)
    raise BadFile(f"{escaped(name)}: is a zip archive, but no workbook (.xlsx, .ods)")


def _unpack(name: str, data: bytes) -> dict[str, bytes]:
    """Unpack the XML parts of a package, within the limit whatever it says of itself."""
    shown, parts, left = escaped(name), {}, MAX_UNPACKED
    limit = (
        f"unpacks to more than {MAX_UNPACKED >> 20} MiB or {MAX_PARTS:,} parts; it is not opened"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise TooLarge(f"{shown}: {limit}")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    parts[info.filename] = package.read(info)
                    left -= len(parts[info.filename])
                    if left < 0:
                        raise TooLarge(f"{shown}: {limit}")
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        ValueError,
        OSError,
        RuntimeError,
        EOFError,
    ):
        raise BadFile(f"{shown}: is not a spreadsheet, or is damaged") from None
    return parts


def _check(name: str, sheet: str, extent: Extent) -> None:
    """Refuse a sheet that goes too far, before it is filled up to there."""
    if extent.rows > MAX_LINES + 20:
        where = f"has a value in row {extent.rows:,}; a book is read up to row {MAX_LINES + 20:,}"
        raise TooLarge(f"{escaped(name)}, sheet {escaped(sheet)}: {where}")
    check_columns(name, extent.columns, f"sheet {sheet}")
    check_cells(name, extent.rows * extent.columns)


def _grid(name: str, book: Any, sheet: str, extent: Extent, many: bool) -> Grid:
    _check(name, sheet, extent)
    with _refusing(f"{escaped(name)}, sheet {escaped(sheet)}: cannot be read; it is damaged"):
        table = book.get_sheet_by_name(sheet)
        left = [""] * (table.start[1] if table.start else 0)  # calamine begins where values do
        rows = [
            left + [value if type(value) is float else _value(value) for value in row]
            for row in table.iter_rows()
        ]
    label = (sheet if sheet.isalnum() else f"'{sheet}'") if many else ""
    return Grid(
        name, rows, range(1, len(rows) + 1), label, True, (), extent.problems, extent.hidden,
        extent.formats,
    )  # fmt: skip


def _value(value: Any) -> Any:
    if type(value) is str:
        return value.strip()
    if type(value) is int:  # a whole number of an old workbook
        return float(value)
    return (
        datetime.datetime.combine(value, datetime.time()) if type(value) is datetime.date else value
    )
