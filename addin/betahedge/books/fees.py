"""Fees of trades and logs: paid is above 0; funding: received is above 0, however it is written."""

import math
import re
from itertools import product

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Unclear
from betahedge.books.text import escaped

_WAYS = frozenset(("side", "direction", "type", "inout", "flow", "action"))
_PAID = re.compile(
    r"(.*[-_ ])?(out|outflow|paid|withdraw|withdrawal|decrease|expenditure|expense|debit)",
    re.IGNORECASE,
)


def sign_fees(columns: Columns) -> None:
    """Take fees as paid above 0: as the layout says, or as they stand."""
    layout = columns.header.layout
    if layout and layout.fees_below:
        _turn(columns, "fee")
    elif not layout:
        _check_fees(columns)


def sign_flows(columns: Columns) -> None:
    """Take funding and fees of a log by the signs that make up the changes of its balance."""
    if not columns.header.layout:
        _check_fees(columns)
        _check_paid(columns)
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


def _check_paid(columns: Columns) -> None:
    """Find amounts above 0 of which a word beside says that they were paid."""
    for place, each in enumerate(columns.header.headings):
        for k, row in enumerate(columns.body) if each.key in _WAYS else ():
            word, number = str(cell(columns, row, place)), columns.values["amount"][k]
            if number and number > 0 and _PAID.fullmatch(word):
                must = (
                    f"is above 0, and {escaped(word)[:40]} beside it; write what was paid below 0"
                )
                columns.fault(row, "amount", number, must)


def _turn(columns: Columns, name: str) -> None:
    """Give the numbers of a field the other sign."""
    numbers = columns.values.get(name, [])
    columns.values[name] = [None if number is None else -number for number in numbers]


def _check_fees(columns: Columns) -> None:
    """Refuse fees that add up to less than 0: most brokers write so what was paid."""
    fees = [fee for fee in columns.values.get("fee", []) if fee]
    if sum(fees) < 0:
        every = "every" if max(fees) < 0 else "the sum of"
        is_trades = "quantity" in columns.values
        rebates = "; rebates go into the file of funding, received above 0" if is_trades else ""
        raise Unclear(
            f"{escaped(columns.grid.name)}: {every} {columns.header.text('fee')} is below 0; write "
            f"what was paid above 0{rebates}"
        )
