"""What tells a list of transactions, which is none of balances, of positions or of quotes."""

import re
from collections.abc import Sequence

from betahedge.books.coins import coin, is_cash
from betahedge.books.columns import Columns, cell
from betahedge.books.declared import FLOWS, POSITIONS, TRADES
from betahedge.books.faults import Unclear
from betahedge.books.grid import Grid
from betahedge.books.header import Header, is_meant, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.held import check_repeats
from betahedge.books.text import escaped

# What only a list of what was done has: what it is filed as, what it cost, what went both ways.
_MOVES = re.compile(
    r"((order|ord|trade|fill|exec|entry|bill|ref|transfer|transactions?|operation|trx|tran|txn?)"
    r"(id|hash|uuid|number|no))|hash|oid|(order|transaction|operation)(type|kind|description)"
    r"|(transaction|txn?|network|trading|trade|operation)?fees?(amount|currency|coin|asset|paid)?"
    r"|fee[a-z]{3}|commission(asset)?|(sent|received|outgoing|incoming)(amount|quantity)"
)
# What funding is headed, and what only a chain has.
_PAID = re.compile("fund|(payment|income)s?$")
_CHAIN = re.compile(r"((transaction|trx|txn?)hash|txid|hash|address|confirmations?|network)")
# What only what is held has, be there a number of an order beside it or not.
_HELD = frozenset(("held", "short", "long", "position"))
_REMEDIES = {
    "holdings": "balances; give the balances, or say --map quantity=COLUMN to add up all",
    "positions": "positions; give what is held by --positions, and what was traded by --trades",
    "market": "quotes; give the prices of now",
}


def moves_in(found: Sequence[Heading], kind: str) -> str:
    """Give the heading by which a row lists transactions and nothing of a kind, "" if none."""
    if kind not in _REMEDIES or (kind == "positions" and _is_held(found)):
        return ""
    return next((each.text for each in found if _MOVES.fullmatch(each.key)), "")


def _is_held(found: Sequence[Heading]) -> bool:
    """Tell positions by their counts or entry; an average price may be that of an order."""
    own = [each for each in found if each.key != "contracts"]  # fills count them too
    return bool(names_in(own, POSITIONS) & _HELD) or any("entryp" in each.key for each in found)


def is_funding(found: Sequence[Heading]) -> bool:
    """Tell what was paid at a time by the heading of the amount alone."""
    paid = [each for each in found if _PAID.search(each.key)]
    return "date" in names_in(found, FLOWS) and "amount" in names_in(paid, FLOWS)


def is_no_funding(found: Sequence[Heading]) -> str:
    """Say why amounts are no funding, having a price or a chain; "" where they may be."""
    if "funding_rate" in names_in(found, FLOWS) or any(_PAID.search(each.key) for each in found):
        return ""
    price = next((each.text for each in found if "price" in names_in([each], TRADES)), "")
    if price:
        return (
            f"has a column {escaped(price)}, so it lists trades and no funding; give it by --trades"
        )
    chain = next((each.text for each in found if _CHAIN.fullmatch(each.key)), "")
    told = "so it lists transfers and no funding; give what contracts paid"
    return f"has a column {escaped(chain)}, {told}" if chain else ""


def refuse_moves(grid: Grid, kind: str) -> None:
    """Raise Unclear where the first row of several names lists transactions.  kind: was wanted."""
    rows = ((row, headings(values)) for row, values in enumerate(grid.rows))
    heads = ((row, found) for row, found in rows if sum(bool(each.key) for each in found) > 1)
    row, found = next(heads, (0, ()))
    text = moves_in(found, kind)
    if text:
        raise Unclear(
            f"{escaped(grid.name)}, {grid.place(grid.numbers[row])}: has a column "
            f"{escaped(text)}, so it lists transactions and no {_REMEDIES[kind]}"
        )


# What may number the lines; two fills of one order may be alike but for it.
_OF_ONE = re.compile(
    r"(trade|fill|exec|execution|transaction|tran|txn?|bill|match)(id|uuid|number|no)|u?id|tid"
)


def check_twice(columns: Columns) -> None:
    """Find a line of fills or funding that was pasted twice, where each has a number of its own."""
    lines = {tuple(map(str, columns.grid.rows[row])) for row in columns.body}
    numbers = (
        {str(cell(columns, row, place)) for row in columns.body}
        for place, each in enumerate(columns.header.headings)
        if _OF_ONE.fullmatch(each.key)
    )
    if any(len(each) == len(lines) for each in numbers):  # and not of an account, or blank
        check_repeats(columns, "take one out")


_IN_MONEY = "sizeinquote"
_COINS = frozenset(("asset", "coin"))
_PLAIN = frozenset(("amount", "change", "cashflow"))  # of anything that moves


def check_lines(columns: Columns, kind: str) -> None:
    """Refuse lines of another kind: coins bought and sold, and amounts that are no funding."""
    header = columns.header
    if kind == "trades":
        _refuse_money(columns)
    if header.layout:
        return
    if kind == "holdings" and not is_meant(kind, header.mapped):
        _refuse_sides(columns)
    if kind == "funding" and not is_meant(kind, header.mapped):
        _refuse_no_funding(columns.grid, header)
    if kind == "funding":
        _refuse_coins_paid_for(columns)


def _refuse_money(columns: Columns) -> None:
    """Find trades whose size a column beside says is in money, as Coinbase has it."""
    place = next((n for n, each in enumerate(columns.header.headings) if each.key == _IN_MONEY), -1)
    for row in columns.body if place >= 0 else ():
        if str(cell(columns, row, place)).lower() == "true":
            size = columns.grid.rows[row][columns.header.columns["quantity"]]
            must = "is in money; must be in coins or contracts"
            columns.fault(row, "quantity", size, must, "divide it by the price")


def _refuse_sides(columns: Columns) -> None:
    place = columns.header.columns.get("side")
    if place is None:
        return
    words = {str(cell(columns, row, place)).strip().lower() for row in columns.body}
    if words & {"buy", "bought"} and words & {"sell", "sold"}:
        raise Unclear(
            f"{escaped(columns.grid.name)}: says in {columns.header.text('side')} what was bought "
            f"and sold, so it lists transactions and no {_REMEDIES['holdings']}"
        )


def _refuse_no_funding(grid: Grid, header: Header) -> None:
    place = f"{escaped(grid.name)}, {grid.place(grid.numbers[header.row])}"
    why = is_no_funding(header.headings)
    if why:
        raise Unclear(f"{place}: {why}")
    said = header.columns.keys() & {"flow", "contract", "funding_rate"}
    if not said and header.headings[header.columns["amount"]].short in _PLAIN:
        raise Unclear(
            f"{place}: does not say what its {header.text('amount')} is; head it funding, or add a "
            "column type or contract"
        )


def _refuse_coins_paid_for(columns: Columns) -> None:
    header = columns.header
    place = header.columns.get("currency", -1)
    if "contract" in header.columns or place < 0 or "currency" in header.mapped:
        return
    coins = (coin(str(cell(columns, row, place))) for row in columns.body)
    if header.headings[place].key in _COINS and not all(map(is_cash, coins)):
        text = header.text("currency")
        raise Unclear(
            f"{escaped(columns.grid.name)}: {text} may be what it was paid in or paid for; say "
            f"--map currency={text} or --map contract={text}, or head it currency or contract"
        )
