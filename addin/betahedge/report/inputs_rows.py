"""The lines of a file, CSV or XLSX, each with its place in words; a sheet begins with its name."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from betahedge.books.delimited import read_text
from betahedge.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from betahedge.books.grid import Score

SHEETS = (".xlsx", ".xlsm")
ROWS, COLUMNS = 5_000, 100  # of a sheet of inputs, at most
TEXTS = (".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: where it stands, its values; `sheet` begins one."""

    place: str
    values: tuple[Any, ...]
    sheet: str = ""


def read_rows(path: Path, data: bytes, score: Score) -> Iterator[Row]:
    """Read the lines of a file by its kind; `score` counts the names of inputs in a line."""
    kind = path.suffix.lower()
    if kind in SHEETS:
        return _from_xlsx(path, data)
    if kind in TEXTS:
        return _from_text(path, data, score)
    raise InputError(f"{path}: is neither .csv nor .xlsx")


def _from_text(path: Path, data: bytes, score: Score) -> Iterator[Row]:
    grid = read_text(str(path), data, score)
    before = 0
    for number, values in zip(grid.numbers, grid.rows, strict=True):
        if number > before + 1:
            yield Row(f"{path}, line {before + 1}", ())
        yield Row(f"{path}, line {number}", tuple(values))
        before = number


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
