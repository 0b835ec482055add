"""Sides: a word beside a number says whether it is bought or sold."""

from betahedge.books.columns import Columns


def sign_by_side(columns: Columns, name: str) -> None:
    """Sign the numbers of a field by their sides: what is sold is below 0.

    A number below 0 whose side is to buy is a fault.  A side that says nothing leaves the sign.
    """
    numbers, sides = columns.values.get(name, []), columns.values.get("side", [])
    for k, (number, side) in enumerate(zip(numbers, sides)):
        if number is None:
            continue
        if side == "sell":
            numbers[k] = -abs(number)
        elif side == "buy" and number < 0:
            columns.fault(columns.body[k], name, number, "is below 0, and its side is to buy")
            numbers[k] = None
