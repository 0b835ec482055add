"""What tells a list of transactions, which is none of balances, of positions or of quotes."""

import re
from collections.abc import Iterable, Sequence

from betahedge.books.declared import POSITIONS, TRADES
from betahedge.books.faults import Unclear
from betahedge.books.grid import Grid
from betahedge.books.header import Header, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.text import escaped

# What only a list of what was done has: what it is filed as, what it cost, what went both ways.
_MOVES = re.compile(
    r"((order|ord|trade|fill|exec|entry|bill|ref|transfer|transactions?|operation|trx|tran|txn?)"
    r"(id|hash|uuid|number|no))|hash|oid|ordertype"
    r"|(transaction|txn?|network|trading|trade|operation)?fees?(amount|currency|coin|asset|paid)?"
    r"|commission(asset)?|(sent|received|outgoing|incoming)(amount|quantity)"
)
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


def refuse_moves(grid: Grid, rows: Iterable[int], kind: str) -> None:
    """Raise Unclear where a row is the header of transactions.  kind: what was wanted."""
    for row in rows:
        text = moves_in(headings(grid.rows[row]), kind)
        if text:
            raise Unclear(
                f"{escaped(grid.name)}, {grid.place(grid.numbers[row])}: has a column "
                f"{escaped(text)}, so it lists transactions and no {_REMEDIES[kind]}"
            )


_PLAIN = frozenset(("amount", "change", "cashflow"))  # of anything that moves


def refuse_no_funding(grid: Grid, header: Header) -> None:
    """Raise Unclear where amounts are those of trades, or nothing says what they are."""
    if header.layout or header.mapped:
        return
    place = f"{escaped(grid.name)}, {grid.place(grid.numbers[header.row])}"
    traded = [each.text for each in header.headings if names_in([each], TRADES) & {"side", "price"}]
    if {"side", "price"} <= names_in(header.headings, TRADES):
        raise Unclear(
            f"{place}: has a column {' and a column '.join(map(escaped, traded))}, so it lists "
            "trades and no funding; give it by --trades"
        )
    said = header.columns.keys() & {"flow", "contract", "funding_rate"}
    if not said and header.headings[header.columns["amount"]].short in _PLAIN:
        raise Unclear(
            f"{place}: does not say what its {header.text('amount')} is; head it funding, or add a "
            "column type or contract"
        )
