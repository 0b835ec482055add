"""Addresses that INDIRECT and OFFSET are given: in letters, by numbers, as a name, or as a move."""

import re

from openpyxl.utils import get_column_letter

from betahedge.cells.errors import REF
from betahedge.formula.names import is_constant
from betahedge.formula.references import CELL, COLUMNS, ROWS, functions, reference, shifted
from betahedge.formula.tokens import tokens

_ADDRESS = re.compile(
    rf"{CELL}(?::{CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[1-9]\d*:\$?[1-9]\d*", re.IGNORECASE
)
_NUMBER = r"(\d{0,7}|\[-?\d{1,7}\])"
_BY_NUMBERS = re.compile(rf"(?:R{_NUMBER})?(?:C{_NUMBER})?", re.IGNORECASE)
_TITLE = re.compile(r"(?!')[^\\/?*\[\]:]+(?<!')", re.DOTALL)
Edges = tuple[int, int]  # the first and the last row, or column


def is_title(title: str) -> bool:
    """Tell what a spreadsheet takes as the name of a sheet, and the engine too."""
    return len(title.encode("utf-16-le")) <= 62 and bool(_TITLE.fullmatch(title))


def quoted(title: str) -> str:
    """Give a sheet's name as it stands in a formula."""
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def written(title: str, rows: Edges, columns: Edges) -> str:
    """Write the address of some rows and columns of a sheet."""
    first, last = (f"${get_column_letter(c)}${r}" for c, r in zip(columns, rows))
    return f"{quoted(title)}!{first}" + (f":{last}" if last != first else "")


def by_numbers(text: str, row: int, column: int) -> tuple[Edges, Edges] | None:
    """Give the rows and columns of an address as R1C1, seen from a cell; None for what is none."""
    corners = [_BY_NUMBERS.fullmatch(each) for each in text.split(":")]
    rows: list[int] = []
    columns: list[int] = []
    for corner in corners:
        if not (corner and corner[0]) or len(corners) > 2:
            return None
        rows += _lines(corner[1], row, ROWS)
        columns += _lines(corner[2], column, COLUMNS)
    if min(*rows, *columns) < 1 or max(rows) > ROWS or max(columns) > COLUMNS:
        return None
    return (min(rows), max(rows)), (min(columns), max(columns))


def _lines(number: str | None, own: int, most: int) -> list[int]:
    """Give the row or column of 3, [-1] or nothing; the first and the last where none is named."""
    if number is None:
        return [1, most]
    return [int(number) if number.isdigit() else own + int(number[1:-1] or 0)]


def is_address(text: str) -> bool:
    """Tell A1, A1:B2, A:B or 1:2, with or without $."""
    return bool(_ADDRESS.fullmatch(text)) and reference(text).area is not None


def address_of(text: str) -> str | None:
    """Give the address that a name stands for; #REF! if it is calculated, None if not clear."""
    if functions(text) or is_constant(text) or "{" in text or "#REF!" in text:
        return REF
    found = reference(text) if len(tokens(text)) == 1 else None
    if found is None or found.area is None or found.of_file or ":" in found.sheet:
        return None
    return text if found.sheet and shifted(text, 1, 1) == text else None


def moved(first: int, last: int, by: float | None, size: float | None, most: int) -> Edges | None:
    """Move the edges of a range, and give it another size; None where it leaves the sheet."""
    start = first + int(by or 0)
    count = last - first + 1 if size is None else int(size)
    edges = (start, start + count - 1) if count > 0 else (start + count + 1, start)
    return edges if count and edges[0] >= 1 and edges[1] <= most else None
