"""Fees of trades and logs: paid is above 0; funding: received is above 0, however it is written."""

import math
import re
from itertools import product
from typing import Any

from betahedge.books.columns import Columns, cell
from betahedge.books.faults import Unclear
from betahedge.books.text import escaped

_WAYS = frozenset(("side", "direction", "type", "inout", "flow", "action"))
_PAID = re.compile(
    r"(.*[-_ ])?(out|outflow|paid|withdraw|withdrawal|decrease|expenditure|expense|debit)",
    re.IGNORECASE,
)


def sign_fees(columns: Columns) -> None:
    """Take fees as paid above 0, less rebates: as the layout says, or as the file tells."""
    layout = columns.header.layout
    if layout and layout.fees_below:
        _turn(columns, "fee")
    elif not layout:
        _sign(columns)


def sign_flows(columns: Columns) -> None:
    """Take funding and fees of a log by the signs that make up the changes of its balance."""
    if not columns.header.layout:
        _sign(columns)
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


def _sign(columns: Columns) -> None:
    """Tell what was paid from what was received; a rebate makes a fee less.

    Where each has a column of its own, one that has all its numbers below 0 has them turned.
    """
    fees, rebates = columns.values.get("fee"), columns.values.get("rebate")
    if fees and rebates:
        for name in ("fee", "rebate"):
            if max(filter(None, columns.values[name]), default=0.0) < 0:
                _turn(columns, name)
    elif fees and _are_paid_below(columns):
        _turn(columns, "fee")
    if rebates:
        pairs = zip(columns.values.get("fee") or [0.0] * len(rebates), columns.values["rebate"])
        columns.values["fee"] = [(fee or 0.0) - (rebate or 0.0) for fee, rebate in pairs]


def _are_paid_below(columns: Columns) -> bool:
    """Tell fees that were paid below 0; raises Unclear where nothing says which were received."""
    fees = [fee for fee in columns.values["fee"] if fee]
    if not fees or min(fees) > 0 or "fee" in columns.header.mapped:
        return False
    paid = _of_takers(columns) or _of_higher_rates(columns)
    if len(paid) == 1:
        return paid == {-1}
    if sum(fees) >= 0 and not paid:
        return False
    every, text = "every" if max(fees) < 0 else "some", columns.header.text("fee")
    shown = repr(text) if " " in text else text
    raise Unclear(
        f"{escaped(columns.grid.name)}: {every} {text} is below 0; say --map rebate={shown} if "
        f"what is below 0 was paid, or --map fee={shown} if it was received"
    )


def _of_takers(columns: Columns) -> set[int]:
    """Give the signs of what takers paid: no venue pays them for it."""
    lines = zip(columns.body, columns.values["fee"])
    return {
        1 if fee > 0 else -1
        for row, fee in lines
        if fee and any(str(each).lower() == "taker" for each in columns.grid.rows[row])
    }


def _of_higher_rates(columns: Columns) -> set[int]:
    """Give the signs of the higher rates, of contracts with fees of both signs.

    A venue pays its rebates out of the fees of the other side, which are higher.  One line alone
    of a sign may be a correction, and tells nothing.
    """
    nothing = [None] * len(columns.body)
    names = ("contract", "fee_currency", "fee", "quantity", "price")
    paid: dict[tuple[Any, ...], dict[int, list[tuple[float, float]]]] = {}
    lines = zip(*(columns.values.get(name) or nothing for name in names))
    for contract, unit, fee, quantity, price in lines:
        if fee and quantity and price:
            found = paid.setdefault((contract, unit), {1: [], -1: []})
            found[1 if fee > 0 else -1].append((abs(fee), abs(quantity) * price))
    both = [each for each in paid.values() if min(map(len, each.values())) > 1]
    return {max(each, key=lambda sign: _rate(each[sign])) for each in both}


def _rate(lines: list[tuple[float, float]]) -> float:
    """Give the rate of fees that were paid on amounts."""
    return math.fsum(fee for fee, _ in lines) / math.fsum(amount for _, amount in lines)
