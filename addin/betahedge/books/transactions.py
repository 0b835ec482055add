"""What tells a list of transactions, which is none of balances, of positions or of quotes."""

import re
from collections.abc import Sequence

from betahedge.books.coins import coin, is_cash
from betahedge.books.columns import Columns, cell
from betahedge.books.declared import POSITIONS, TRADES
from betahedge.books.faults import Unclear
from betahedge.books.grid import Grid
from betahedge.books.header import Header, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.text import escaped

# What only a list of what was done has: what it is filed as, what it cost, what went both ways.
_MOVES = re.compile(
    r"((order|ord|trade|fill|exec|entry|bill|ref|transfer|transactions?|operation|trx|tran|txn?)"
    r"(id|hash|uuid|number|no))|hash|oid|(order|transaction|operation)(type|kind|description)"
    r"|(transaction|txn?|network|trading|trade|operation)?fees?(amount|currency|coin|asset|paid)?"
    r"|fee[a-z]{3}|commission(asset)?|(sent|received|outgoing|incoming)(amount|quantity)"
)
_FILLS = re.compile(r"(order|ord|trade|fill|exec)(id|hash|uuid|number|no)")
# What only what is held has, be there a number of an order beside it or not.
_HELD = frozenset(("held", "short", "long", "position", "entry_price"))
_REMEDIES = {
    "holdings": "balances; give the balances, or say --map quantity=COLUMN to add up all",
    "positions": "positions; give what is held by --positions, and what was traded by --trades",
    "market": "quotes; give the prices of now",
}


def moves_in(found: Sequence[Heading], kind: str) -> str:
    """Give the heading by which a row lists transactions and nothing of a kind, "" if none."""
    if kind not in _REMEDIES or (kind == "positions" and names_in(found, POSITIONS) & _HELD):
        return ""
    return next((each.text for each in found if _MOVES.fullmatch(each.key)), "")


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


_COINS = frozenset(("asset", "coin"))
_PLAIN = frozenset(("amount", "change", "cashflow"))  # of anything that moves


def check_funding(columns: Columns) -> None:
    """Refuse amounts of trades, of nothing that is said, and of coins that may be paid for."""
    if columns.header.layout:
        return
    if not columns.header.mapped:
        _refuse_no_funding(columns.grid, columns.header)
    _refuse_coins_paid_for(columns)


def _refuse_no_funding(grid: Grid, header: Header) -> None:
    place = f"{escaped(grid.name)}, {grid.place(grid.numbers[header.row])}"
    named = [(each, names_in([each], TRADES)) for each in header.headings]
    prices = [each.text for each, names in named if "price" in names]
    filed = [each.text for each, names in named if "side" in names or _FILLS.fullmatch(each.key)]
    if prices and filed:
        raise Unclear(
            f"{place}: has a column {escaped(filed[0])} and a column {escaped(prices[0])}, so it "
            "lists trades and no funding; give it by --trades"
        )
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
