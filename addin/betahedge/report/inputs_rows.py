"""The lines of a file, CSV or XLSX, each with its place in words; a sheet begins with its name."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from betahedge.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

SHEETS = (".xlsx", ".xlsm")
ROWS, COLUMNS = 5_000, 100  # of a sheet of inputs, at most
TEXTS = (".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: where it stands, its values; `sheet` begins one."""

    place: str
    values: tuple[Any, ...]
    sheet: str = ""


def read_rows(path: Path, data: bytes) -> Iterator[Row]:
    """Read the lines of a file by its kind."""
    kind = path.suffix.lower()
    if kind in SHEETS:
        return _from_xlsx(path, data)
    if kind in TEXTS:
        return _from_csv(path, data)
    raise InputError(f"{path}: is neither .csv nor .xlsx")


def _from_csv(path: Path, data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1:,}"
        raise InputError(f"{path}: is not UTF-8 text ({where}); save it as CSV UTF-8") from None
    delimiter = max(",;\t", key=text.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for values in reader:
            cells = tuple(value.strip() for value in values)
            yield Row(f"{path}, line {reader.line_num}", cells)
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: is not CSV ({error})") from None


def open_book(path: Path, data: bytes) -> Workbook:
    """Open an .xlsx file for its values."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # of what a sheet has beside its cells
            return load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # openpyxl raises many types for a bad file
        raise InputError(f"{path}: is not a spreadsheet (.xlsx)") from None


def _from_xlsx(path: Path, data: bytes) -> Iterator[Row]:
    for sheet in open_book(path, data).worksheets:
        where = f"{path}, sheet {sheet.title}"
        yield Row(where, (), sheet.title)
        if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
            raise InputError(f"{where}: has cells beyond row {ROWS:,} or column {COLUMNS}")
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = tuple(v.strip() if isinstance(v, str) else v for v in values)
            yield Row(f"{where}, line {number}", cells)
