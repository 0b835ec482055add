"""The lines of one coin in several wallets become one line of the book."""

from __future__ import annotations

import math
from typing import Any

from betahedge.books.columns import Columns, cell
from betahedge.books.field import by_name
from betahedge.books.fields import HOLDINGS
from betahedge.books.ledgers import Part
from betahedge.books.model import Line, Wallet

SAME_PRICE = 0.005  # prices of one coin in one file differ by less, or one is wrong
_FIELDS = by_name(HOLDINGS)
_OF_POSITIONS = ("held", "collateral")  # of a contract, and not of a wallet


def add_up(columns: Columns, group: list[Part], said: list[tuple[str, list[Any]]]) -> Line | None:
    """Make the line of a coin from its parts; None where they contradict one another."""
    first = group[0]
    numbers = columns.grid.numbers
    lines = tuple(numbers[columns.body[part.at]] for part in group)
    wallets = tuple(Wallet(part.wallet, part.quantity) for part in group if part.wallet)
    if len(group) == 1:
        values = {name: column[first.at] for name, column in said}
        price = _price(columns, first.at, first.quantity)
        return Line(first.asset, first.quantity, price, **values, wallets=wallets, numbers=lines)
    quantity = math.fsum(part.quantity for part in group)
    prices = [_price(columns, part.at, part.quantity) for part in group]
    good = _check_repeats(columns, group) and _check_times(columns, group)
    good = good and _check_subtotal(columns, group)
    good = good and _check_prices(columns, group, prices)
    values = {}
    for name, column in said:
        fits, values[name] = _value(columns, name, group, column)
        good = good and fits
    price = _average(group, prices) if good else None
    return (
        Line(first.asset, quantity, price, **values, wallets=wallets, numbers=lines)
        if good
        else None
    )


def _price(columns: Columns, at: int, quantity: float) -> float | None:
    """Give the price of a line, or its value by its quantity; the two are checked."""
    prices, worths = columns.values.get("price"), columns.values.get("value")
    price = prices[at] if prices else None
    value = worths[at] if worths else None
    if value is None or (price is None and quantity == 0):
        return price
    if price is None:
        if value / quantity < 0:
            columns.fault(columns.body[at], "value", value, "must have the sign of the quantity")
            return None
        return float(value / quantity)
    if abs(price * quantity - value) > max(0.01 * abs(value), 1.0):
        product = f"{price * quantity:.15g}"
        columns.fault(
            columns.body[at],
            "value",
            value,
            f"is not quantity x price, which is {product}",
            "mend one of the three, or say --map value= to leave it unread",
        )
    return float(price)


NUMBERED = frozenset(("no", "nr", "id", "row", "line", "index", "rank", "number"))


def _check_repeats(columns: Columns, group: list[Part]) -> bool:
    """Find a line that was pasted twice: a whole line alike, or the same wallet and quantity.

    What stands in columns that are not read tells lines apart, as validators or chains of one
    wallet; numbers of lines do not.  The exports of venues have wallets of their own kind beside,
    so there the whole line counts.
    """
    header, used = columns.header, set(columns.header.columns.values())
    beside = [
        place
        for place, each in enumerate(header.headings)
        if place not in used and each.key and each.key not in NUMBERED
    ]
    seen: dict[tuple[object, ...], int] = {}
    good = True
    for part in group:
        row = columns.body[part.at]
        number = columns.grid.numbers[row]
        whole = tuple(map(str, columns.grid.rows[row]))
        own = (part.wallet, part.quantity, *(str(cell(columns, row, place)) for place in beside))
        first = seen.setdefault(whole if header.layout else own, number)
        if first != number:
            must = f"repeats {columns.grid.place(first)}"
            columns.fault(row, "asset", part.asset, must, "take one out, or give each its wallet")
            good = False
    return good


def _check_times(columns: Columns, group: list[Part]) -> bool:
    """Find one wallet at two times: a history or a ledger, whose lines are no sum."""
    times = columns.values.get("as_of")
    if not times:
        return True
    seen: dict[str, Part] = {}
    for part in group:
        first = seen.setdefault(part.wallet, part)
        if times[first.at] != times[part.at]:
            place = columns.grid.place(columns.grid.numbers[columns.body[first.at]])
            must = f"is another time of {part.asset} than that of {place}, as in a history"
            remedy = "leave one time, or say --map as_of= to add them up"
            columns.fault(columns.body[part.at], "as_of", str(times[part.at]), must, remedy)
            return False
    return True


def _check_subtotal(columns: Columns, group: list[Part]) -> bool:
    """Find a line without a wallet that is the sum of those with one: it counts them again."""
    wallets = [part.quantity for part in group if part.wallet]
    total = math.fsum(wallets)
    for part in group:
        if wallets and not part.wallet and math.isclose(part.quantity, total, rel_tol=1e-9):
            must = f"is the sum of the wallets of {part.asset}, as a subtotal is"
            remedy = "take it out, or give it its wallet"
            columns.fault(columns.body[part.at], "quantity", part.quantity, must, remedy)
            return False
    return True


def _check_prices(columns: Columns, group: list[Part], prices: list[float | None]) -> bool:
    known = [(part, price) for part, price in zip(group, prices) if price is not None]
    for part, price in known:
        if abs(price - known[0][1]) > SAME_PRICE * abs(known[0][1]):
            number = columns.grid.numbers[columns.body[known[0][0].at]]
            columns.fault(
                columns.body[part.at],
                "price",
                price,
                f"is not {known[0][1]:.15g}, the price of {part.asset} in "
                f"{columns.grid.place(number)}",
                "give a coin one price",
            )
            return False
    return True


def _average(group: list[Part], prices: list[float | None]) -> float | None:
    """Give the price at which the whole is worth what its parts are."""
    known = [(part.quantity, price) for part, price in zip(group, prices) if price is not None]
    if not known:
        return None
    if len({price for _, price in known}) == 1:
        return known[0][1]
    whole = math.fsum(abs(quantity) for quantity, _ in known)
    worth = math.fsum(abs(quantity) * price for quantity, price in known)
    return worth / whole if whole else known[0][1]


def _check_once(columns: Columns, name: str, known: list[tuple[Part, Any]]) -> bool:
    """Find a position that is written beside each wallet, and would be counted twice."""
    seen: dict[float, int] = {}
    for part, value in known:
        number = columns.grid.numbers[columns.body[part.at]]
        first = seen.setdefault(value, number)
        if value and first != number:
            must = f"is that of {part.asset} in {columns.grid.place(first)} too"
            columns.fault(columns.body[part.at], name, value, must, "say it in one line of a coin")
            return False
    return True


def _value(columns: Columns, name: str, group: list[Part], column: list[Any]) -> tuple[bool, Any]:
    """Give the sum of what adds up, or the one value of what must be the same."""
    known = [(part, column[part.at]) for part in group if column[part.at] is not None]
    if not known:
        return True, None
    if _FIELDS[name].adds == "sum":
        good = name not in _OF_POSITIONS or _check_once(columns, name, known)
        return good, math.fsum(value for _, value in known)
    for part, value in known:
        if value != known[0][1]:
            number = columns.grid.numbers[columns.body[known[0][0].at]]
            columns.fault(
                columns.body[part.at],
                name,
                value,
                f"is not that of {part.asset} in {columns.grid.place(number)}",
                "say one for all lines of a coin",
            )
            return False, None
    return True, known[0][1]
