"""A row of units below the header: money and per cent join the headings above them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from betahedge.books.coins import cash_codes
from betahedge.books.declared import DECLARED
from betahedge.books.grid import Grid
from betahedge.books.header import Header
from betahedge.cells.kinds import Number

_JOINED = frozenset((*map(str.lower, cash_codes()), "$", "€", "£", "%"))
_WORDS = _JOINED | frozenset(
    (
        *("in", "per", "each", "coin", "coins", "unit", "units", "token", "tokens", "contracts"),
        *("lots", "text", "name", "code", "ticker", "number", "date", "#", "/"),
    )
)


def join_units(grid: Grid, header: Header, kind: str) -> Grid | None:
    """Give the grid with its units in its headings; None where no row of units is below them."""
    at = header.row + 1
    heads, units = grid.rows[at - 1], grid.rows[at] if at < len(grid.rows) else []
    numbers = [each.name for each in DECLARED[kind][0] if isinstance(each.kind, Number)]
    counted = [header.columns[name] for name in numbers if name in header.columns]
    is_row = all(cell in (None, "") or _words(cell) for cell in units)
    if not is_row or not any(place < len(units) and units[place] for place in counted):
        return None
    rows = list(grid.rows)
    rows[at - 1 : at + 1] = [[], _joined(heads, units)]
    return replace(grid, rows=rows)


def _joined(heads: Sequence[Any], units: Sequence[Any]) -> list[Any]:
    own = [*units, *[None] * (len(heads) - len(units))]
    return [
        f"{head} ({unit.strip('()[]')})" if head and _JOINED & set(_words(unit)) else head
        for head, unit in zip(heads, own)
    ]


def _words(cell: object) -> list[str]:
    """Give the words of a cell if it is a unit, else none."""
    words = re.findall(r"[^\W_]+|[^\w\s()\[\]]", cell.lower()) if type(cell) is str else []
    return words if _WORDS.issuperset(words) else []
