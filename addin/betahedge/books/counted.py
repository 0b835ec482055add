"""What contracts are counted in: in contracts, or in the coins or the money that they are of."""

from __future__ import annotations

from betahedge.books.amounts import OF_CONTRACTS, no_contracts
from betahedge.books.coins import known_coins
from betahedge.books.columns import Columns, cell
from betahedge.books.contracts import name_contract, size_in, size_text
from betahedge.books.numbers import SIGNS, amount


def unit_beside(columns: Columns, name: str, k: int) -> str:
    """Give the unit that stands beside a number, as 0.001BNB."""
    place = columns.header.columns.get(name)
    values = columns.grid.rows[columns.body[k]]
    raw = values[place] if place is not None and place < len(values) else None
    found = amount(raw) if isinstance(raw, str) and raw else None
    return SIGNS.get(found.unit, found.unit).upper() if found else ""


def money_beside(columns: Columns, name: str, k: int) -> str:
    """Give the currency of a number: beside it, in its format, or in its heading."""
    place = columns.header.columns.get(name)
    if place is None:
        return ""
    shown = columns.grid.formats.get((columns.grid.numbers[columns.body[k]], place), "")
    return unit_beside(columns, name, k) or shown or columns.header.headings[place].currency


def in_contracts(columns: Columns, name: str, k: int, contract: str, unit: str) -> float | None:
    """Give a number as contracts; None with a fault where its unit is another, or is not clear.

    contract: a coin's name has no size, though a venue has a future of that name: the book says
    what hedges it.  unit: what the line says that it is counted in; empty where it says nothing.
    """
    number = float(columns.values[name][k])
    if unit.lower() in OF_CONTRACTS or not (unit or _is_unclear(columns, name, number, contract)):
        return number
    size = size_in(contract, unit) if unit and contract not in known_coins() else None
    if size is not None:
        return number / size
    row = columns.body[k]
    said = cell(columns, row, columns.header.columns[name])
    if unit:
        columns.fault(row, name, said, no_contracts(unit))
    else:
        text, each = columns.header.text(name), size_text(contract)
        must = f"may be contracts of {each} each, or {each.split()[-1]}"
        remedy = f"give a column unit, or say --map {name}={text} if it is contracts"
        columns.fault(row, name, said, must, remedy)
    return None


def _is_unclear(columns: Columns, name: str, number: float, contract: str) -> bool:
    """Tell a number under a heading that venues use for coins and for money too."""
    header, named = columns.header, name_contract(contract)
    is_told = header.layout or name in header.mapped or "unit" in header.columns
    if is_told or contract in known_coins():
        return False
    text, is_of_money = header.text(name).lower(), named.terms.get("kind") == "inverse"
    is_open = text == "amount" or (text == "size" and is_of_money)
    return is_open and number != 0 and len(named.sizes) == 1 and named.sizes != (1.0,)
