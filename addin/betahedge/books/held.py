"""Which lines of positions are held: they are open, of one time, and short or long for certain."""

import datetime

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import NOTHING, Unclear
from betahedge.books.numbers import amount
from betahedge.books.tells import margin_in
from betahedge.books.text import escaped

_WHEN = frozenset(
    (
        *("exitprice", "avgexitprice", "averageexitprice", "avgcloseprice", "closeavgprice"),
        *("closedat", "closedtime", "closetime", "closedate", "closed", "exittime", "exitdate"),
    )
)
_STATES = frozenset(("status", "state", "positionstatus"))
_CLOSED = frozenset(("closed", "liquidated", "settled", "expired"))
_OF_ONE = ("contract", "wallet", "side")  # venues hold a contract both ways, each with its time
_NOT_YET = frozenset(("", "-", "--", "none", "null", "nan", "nat", "false", "no", "n/a"))


def still_open(columns: Columns) -> list[int]:
    """Give the lines of positions that are open.

    Raises Unclear where lines are there, and every one was closed: that is a history.
    """
    headings = columns.header.headings
    when = [place for place, each in enumerate(headings) if each.key in _WHEN]
    states = [place for place, each in enumerate(headings) if each.key in _STATES]
    rows = [row for row in columns.body if _is_open(columns, row, when, states)]
    if columns.body and not rows:
        raise Unclear(
            f"{escaped(columns.grid.name)}: every line is a position that was closed; give those "
            "that are open, or none"
        )
    return rows


def _is_open(columns: Columns, row: int, when: list[int], states: list[int]) -> bool:
    """Tell a position by its state, or by when it was left; a part may be, of one that is open."""
    words = {str(cell(columns, row, place)).lower() for place in states}
    if "open" in words:
        return True
    return not words & _CLOSED and not any(_is_said(cell(columns, row, place)) for place in when)


def _is_said(value: object) -> bool:
    """Tell a cell with a time or a price; 0 is none."""
    text = str(value if value is not None else "").strip().lower()
    found = amount(text) if text else None
    return text not in _NOT_YET and (found is None or bool(found.with_point or found.with_comma))


def check_signs(columns: Columns) -> None:
    """Refuse a file that does not say which of its contracts are sold short.

    A venue's list of positions has those below 0, if it has any sign at all.
    """
    header, name = columns.header, escaped(columns.grid.name)
    if not {"held", "short", "long", "position"} & header.columns.keys():
        raise Unclear(
            f"{name}: names no column of contracts held; say --map held=COLUMN where a short is "
            "above 0, or --map position=COLUMN where it is below; or head it so"
        )
    if header.layout or {"held", "short", "long", "side"} & header.columns.keys():
        return
    numbers = [number for number in columns.values["position"] if number]
    of_venue = margin_in(header.headings) and any(number < 0 for number in numbers)
    if "position" in header.mapped or of_venue or all(number < 0 for number in numbers):
        return
    text = header.text("position")
    shown = repr(text) if " " in text else text
    raise Unclear(
        f"{name}: {text} may be sold short or bought; say --map held={shown} if a short is above "
        f"0, or --map position={shown} if it is below; or head it held, or add a column side"
    )


def check_repeats(columns: Columns, remedy: str = "take one out, or give each its wallet") -> None:
    """Find a line that was pasted twice: every cell of it is alike."""
    seen: dict[tuple[str, ...], int] = {}
    for row in columns.body:
        number = columns.grid.numbers[row]
        first = seen.setdefault(tuple(map(str, columns.grid.rows[row])), number)
        if first != number:
            must = f"repeats {columns.grid.place(first)}"
            columns.fault(row, "contract", NOTHING, must, remedy)


def check_times(columns: Columns) -> None:
    """Find a contract at two times: a history or fills, whose lines are no sum."""
    own = [columns.values[name] for name in _OF_ONE if name in columns.values]
    seen: dict[tuple[str, ...], tuple[int, datetime.datetime]] = {}
    for k, stamp in enumerate(columns.values.get("as_of", [])):
        if stamp is None:
            continue
        row = columns.body[k]
        of = tuple(str(values[k]) for values in own)
        first, time = seen.setdefault(of, (row, stamp))
        if time != stamp:
            place = columns.grid.place(columns.grid.numbers[first])
            must = f"is another time of {of[0]} than that of {place}, as in a history"
            remedy = "leave one time, or head the column opened"
            columns.fault(row, "as_of", str(stamp), must, remedy)
