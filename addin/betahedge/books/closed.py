"""Positions that were closed: a line that says when, or at what price, is held no more."""

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Unclear
from betahedge.books.numbers import amount
from betahedge.books.text import escaped

_WHEN = frozenset(
    (
        *("exitprice", "avgexitprice", "averageexitprice", "avgcloseprice", "closeavgprice"),
        *("closedat", "closedtime", "closetime", "closedate", "closed", "exittime", "exitdate"),
    )
)
_STATES = frozenset(("status", "state", "positionstatus"))
_CLOSED = frozenset(("closed", "liquidated", "settled", "expired"))
_NOT_YET = frozenset(("", "-", "--", "none", "null", "nan", "nat", "false", "no", "n/a"))


def still_open(columns: Columns) -> list[int]:
    """Give the lines of positions that are open.

    Raises Unclear where lines are there, and every one was closed: that is a history.
    """
    headings = columns.header.headings
    when = [place for place, each in enumerate(headings) if each.key in _WHEN]
    states = [place for place, each in enumerate(headings) if each.key in _STATES]
    rows = [
        row
        for row in columns.body
        if not any(_is_said(cell(columns, row, place)) for place in when)
        and not any(str(cell(columns, row, place)).lower() in _CLOSED for place in states)
    ]
    if columns.body and not rows:
        raise Unclear(
            f"{escaped(columns.grid.name)}: every line is a position that was closed; give those "
            "that are open, or none"
        )
    return rows


def _is_said(value: object) -> bool:
    """Tell a cell with a time or a price; 0 is none."""
    text = str(value if value is not None else "").strip().lower()
    found = amount(text) if text else None
    return text not in _NOT_YET and (found is None or bool(found.with_point or found.with_comma))
