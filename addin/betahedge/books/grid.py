"""A file as rows of cells with their places, whatever its format."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from betahedge.books.faults import TooLarge
from betahedge.books.text import escaped

# Limits: what lies beyond is refused before it fills the memory.
MAX_BYTES = 64 << 20  # of a file, packed or as text
MAX_UNPACKED = 256 << 20  # of the parts of a spreadsheet
MAX_LINES = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 8_000_000
BATCH = "split it, or use betahedge batch"

Problem = tuple[str, str]  # what is wrong with a cell, and the remedy
Score = Callable[[Sequence[Any]], int]  # how many fields a row names, if it is the header


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of a table: cells as the file types them, each row with its number in the file.

    problems: cells whose value cannot be trusted, by row number and column index.
    hidden: numbers of rows that are not seen.  formats: units that number formats show of cells: a
    currency, or %.
    """

    name: str
    rows: list[list[Any]]
    numbers: Sequence[int]
    sheet: str = ""
    is_sheet: bool = False
    notes: tuple[str, ...] = ()
    problems: dict[tuple[int, int], Problem] = field(default_factory=dict)
    hidden: Collection[int] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def place(self, number: int, column: int | None = None) -> str:
        """Say where a cell or a line is, as its program names it."""
        if not self.is_sheet:
            return f"line {number}"
        where = f"row {number}" if column is None else f"{get_column_letter(column + 1)}{number}"
        return f"{self.sheet}!{where}" if self.sheet else where


def check_size(name: str, size: int) -> None:
    """Refuse a file of too many bytes."""
    if size > MAX_BYTES:
        limit = f"more than {MAX_BYTES >> 20} MiB, the limit of a book"
        raise TooLarge(f"{escaped(name)}: has {limit}; {BATCH}")


def check_lines(name: str, lines: int) -> None:
    """Refuse a file of too many lines."""
    if lines > MAX_LINES:
        raise TooLarge(f"{escaped(name)}: has more than {MAX_LINES:,} lines; {BATCH}")


def check_columns(name: str, columns: int, place: str = "") -> None:
    """Refuse a file of too many columns."""
    if columns > MAX_COLUMNS:
        where = f", {escaped(place)}" if place else ""
        raise TooLarge(f"{escaped(name)}{where}: has more than {MAX_COLUMNS:,} columns")


def check_cells(name: str, cells: int) -> None:
    """Refuse a table of too many cells."""
    if cells > MAX_CELLS:
        raise TooLarge(f"{escaped(name)}: has more than {MAX_CELLS:,} cells; {BATCH}")
