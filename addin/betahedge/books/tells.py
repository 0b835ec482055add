"""What a header tells of the kind of a file, beside the fields that it names."""

import re
from collections.abc import Iterable, Sequence

from betahedge.books.declared import POSITIONS
from betahedge.books.faults import Unclear
from betahedge.books.fields import HOLDINGS
from betahedge.books.grid import Grid
from betahedge.books.header import names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.text import escaped

# What only a list of balances has, be it a count of some kind or a part of what is held.
_BALANCES = re.compile(
    "qty|quantit|balance|holding|amount|available|free|locked|staked|frozen|inorder|reserved|onhold|held|supplied|borrow"
)
# What only a list of positions in futures says of its lines.
_MARGIN = frozenset(
    (
        *("liquidationprice", "liqprice", "estliqprice", "estimatedliqprice", "liquidationpx"),
        *("estimatedliquidationprice", "liqpx", "leverage", "lever", "marginmode", "margintype"),
    )
)
# What a title says of all numbers below it.
_SCALED = re.compile(
    r"\bin (\S+ )?(thousands|millions|billions|tausend|millionen|tsd|mio|[kt](usd|eur))\b"
    r"|\b(thousands|millions|billions) of\b|(?<!\d)'000|\b000s\b",
    re.IGNORECASE,
)


def balances_in(found: Sequence[Heading]) -> bool:
    """Tell a row that names counts of some kind, or parts of balances, as what is staked."""
    return any(_BALANCES.search(each.key) for each in found)


def margin_in(found: Sequence[Heading]) -> str:
    """Give the heading of a row by which it lists positions in futures, "" if there is none."""
    return next((each.text for each in found if each.key in _MARGIN), "")


def coins_in(found: Sequence[Heading]) -> bool:
    """Tell a row that lists coins with their prices, and says nothing of contracts held."""
    coins = {"asset", "quantity", "price"} <= names_in(found, HOLDINGS)
    own = names_in(found, POSITIONS) - {"side", "wallet", "as_of", "currency"}
    return coins and not own and not margin_in(found)


def refuse_positions(grid: Grid, rows: Iterable[int], what: str) -> None:
    """Raise Unclear where a row is the header of positions in futures.  what: was wanted."""
    for row in rows:
        margin = margin_in(headings(grid.rows[row]))
        if margin:
            raise Unclear(
                f"{escaped(grid.name)}, {grid.place(grid.numbers[row])}: has a column "
                f"{escaped(margin)}, so it lists positions in futures and no {what}; give it by "
                "--positions"
            )


def refuse_scales(grid: Grid, rows: Iterable[int]) -> None:
    """Raise Unclear where a row above the header says that the numbers are thousands or more."""
    for row in rows:
        for text in map(str, grid.rows[row]):
            if _SCALED.search(text):
                raise Unclear(
                    f"{escaped(grid.name)}, {grid.place(grid.numbers[row])}: says "
                    f"{escaped(text)[:40]!r}; write the numbers in full, and take that line out"
                )
