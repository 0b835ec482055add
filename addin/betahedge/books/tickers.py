"""Which of two columns has the coins: their tickers, or their names beside."""

from collections.abc import Sequence
from typing import Any

from betahedge.books.coins import coin, known_coins, pair
from betahedge.books.headings import Heading

_TICKERS = frozenset(("symbol", "ticker", "assetsymbol", "coinsymbol", "tokensymbol"))
_NAMES = frozenset(("asset", "coin", "token", "crypto", "cryptocurrency", "assetname", "coinname"))


def tickers(
    below: Sequence[Sequence[Any]], found: Sequence[Heading], hits: Sequence[int]
) -> list[int]:
    """Give the column of tickers beside one of their names; none where it has a pair."""
    short = [hit for hit in hits if found[hit].key in _TICKERS]
    if len(short) != 1 or not {found[hit].key for hit in hits} <= _TICKERS | _NAMES:
        return []
    cells = [str(row[short[0]]) for row in below if len(row) > short[0]]
    return [] if any(pair(text)[0] for text in cells) else short


def heads_coins(rows: Sequence[Sequence[Any]]) -> bool:
    """Tell a first column without a heading, and coins below, as pandas writes an index."""
    names = [str(row[0]) for row in rows[1:] if row and row[0] not in (None, "")]
    is_bare = bool(rows[0]) and rows[0][0] in (None, "")
    return is_bare and any(coin(name) in known_coins() for name in names)
