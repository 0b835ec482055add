"""The totals of a table, found by their words, and checked against what stands above them."""

import math

from betahedge.books.columns import Columns, cell
from betahedge.books.line_words import NAMED_TOTAL, TOTAL, spoken
from betahedge.books.numbers import amount

_SUMMED = ("quantity", "price", "value", "collateral", "cost_basis", "held", "futures_price")


def take_totals(columns: Columns) -> list[int]:
    """Take the lines of totals out of the body, by their word where a name or a wallet stands."""
    header, rows, totals = columns.header, columns.grid.rows, []
    used = set(header.columns.values())
    names_of = ("asset", "contract", "wallet")
    named = [header.columns[name] for name in names_of if name in header.columns]
    beside = [] if header.layout else [n for n in range(len(header.headings)) if n not in used]
    words, others = spoken(columns, named), spoken(columns, beside)
    for row in columns.body:
        names = [word for _, word in words.get(row, ())]
        if not named or cell(columns, row, named[0]) in (None, ""):  # it may stand under a number
            names.append(next((value for value in rows[row] if type(value) is str and value), ""))
        said = any(TOTAL.fits(word) for _, word in others.get(row, ()))
        if said or any(map(NAMED_TOTAL.fits, names)):
            totals.append(row)
    if totals:
        gone = set(totals)
        columns.body = [row for row in columns.body if row not in gone]
    return totals


def check_totals(columns: Columns) -> None:
    """Find totals that are not the sum of their lines: lines may be missing."""
    for row in columns.values.get("#totals", []):
        for name in _SUMMED:
            place = columns.header.columns.get(name)
            values = columns.grid.rows[row]
            raw = values[place] if place is not None and place < len(values) else None
            total = _number(raw, columns.decimal)
            if total is not None and not _adds_up(columns, row, name, total):
                columns.fault(
                    row,
                    name,
                    raw,
                    "is not the total of the lines above",
                    "are lines missing? else take the total out",
                )


def _number(raw: object, decimal: str) -> float | None:
    if isinstance(raw, str):
        found = amount(raw)
        return found.value(decimal) if found else None
    return raw if isinstance(raw, float) else None


def _adds_up(columns: Columns, row: int, name: str, total: float) -> bool:
    """Tell a total of its column or of quantity x price, of all lines or since the last total."""
    rows = columns.body
    before = [other for other in columns.values["#totals"] if other < row]
    for start in {-1, max(before, default=-1)}:
        among = [k for k, each in enumerate(rows) if start < each < row]
        own = columns.values.get(name, [])
        sums = [math.fsum(own[k] or 0.0 for k in among)] if own else []
        quantities, prices = columns.values.get("quantity"), columns.values.get("price")
        if quantities and prices and name != "quantity":
            sums.append(math.fsum((quantities[k] or 0.0) * (prices[k] or 0.0) for k in among))
        if any(_close(total, each, len(among)) for each in sums):
            return True
    return False


def _close(total: float, found: float, lines: int) -> bool:
    """Allow for each line what rounding to whole units or to cents leaves."""
    slack = 0.51 * lines if total == int(total) else 0.0051 * lines
    return abs(total - found) <= max(1e-9 * abs(found), min(slack, 1e-3 * abs(found)))
