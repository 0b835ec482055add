"""Fees of trades and logs: paid is above 0; funding: received is above 0, however it is written."""

import math
from itertools import product

from betahedge.books.columns import Columns
from betahedge.books.faults import Unclear
from betahedge.books.text import escaped


def sign_fees(columns: Columns) -> None:
    """Take fees as paid above 0: as the layout says, or as they stand."""
    layout = columns.header.layout
    if layout and layout.fees_below:
        _turn(columns, "fee")
    elif not layout:
        _check_fees(columns)


def sign_flows(columns: Columns) -> None:
    """Take funding and fees of a log by the signs that make up the changes of its balance."""
    if "change" not in columns.values:
        return
    nothing = [0.0] * len(columns.body)
    names = ("change", "cash_flow", "amount", "fee")
    found = zip(*(columns.values.get(name) or nothing for name in names))
    lines = [tuple(number or 0.0 for number in numbers) for numbers in found]

    def missed(signs: tuple[int, ...]) -> float:
        received, paid = signs
        return math.fsum(
            abs(change - cash - received * funding + paid * fee)
            for change, cash, funding, fee in lines
        )

    received, paid = min(product((1, -1), repeat=2), key=missed)
    if received < 0:
        _turn(columns, "amount")
    if paid < 0:
        _turn(columns, "fee")


def _turn(columns: Columns, name: str) -> None:
    """Give the numbers of a field the other sign."""
    numbers = columns.values.get(name, [])
    columns.values[name] = [None if number is None else -number for number in numbers]


def _check_fees(columns: Columns) -> None:
    """Refuse fees that add up to less than 0: most brokers write so what was paid."""
    fees = [fee for fee in columns.values.get("fee", []) if fee]
    if sum(fees) < 0 and not columns.header.layout:
        every = "every" if max(fees) < 0 else "the sum of"
        raise Unclear(
            f"{escaped(columns.grid.name)}: {every} {columns.header.text('fee')} is below 0; write "
            "what was paid above 0; rebates go into the file of funding, received above 0"
        )
