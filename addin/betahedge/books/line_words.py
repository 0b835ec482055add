"""Words in a line by which it is no holding like the others: totals, what is owed, what went away.

Written once, for a book and for many portfolios: Python, Polars and Spark read the patterns alike.
"""

import functools
import re
from dataclasses import dataclass

from betahedge.books.layouts import WORDS


@dataclass(frozen=True, slots=True)
class Said:
    """Texts that match one pattern whole and not the other, in letters of any size."""

    pattern: str
    never: str = ""

    def fits(self, value: object) -> bool:
        """Tell a text that says so."""
        return type(value) is str and _fits(self, value)


@functools.lru_cache(maxsize=4096)
def _fits(said: Said, text: str) -> bool:
    if not re.fullmatch(said.pattern, text, re.IGNORECASE):
        return False
    return not (said.never and re.fullmatch(said.never, text, re.IGNORECASE))


# Total, Sub-total, Total assets, Crypto total; of up to 40 letters or so.
TOTAL = Said(
    r"(((grand|net|portfolio) )?(sub[- ]?)?totals?( .{0,30})?|.{1,30} total|sum( of .{0,30})?"
    r"|net asset value|net assets|(zwischen)?summe|gesamt(summe)?|insgesamt|totale"
    r"|total général|sous-total|totaal|somme|suma|合計|итого"
    r"|consolidated|all (wallets|accounts|venues|exchanges|custodians|portfolios|funds))[ :.]*",
    r"total return.*",
)
OWED = Said(
    r"((variable|stable) )?(debts?|borrow)"
    r"|([^ ]+ ){0,3}(liabilit(y|ies)|borrow(ed|ings?)|owed|payables?)",
    r"no[nt] .*",
)
SHORT = Said(r"shorts?|short (positions?|sales?)|sold short")
VOID = Said(r"cancell?ed|rejected|failed|void(ed)?|reversed|deleted|closed|expired")
PARTS = Said(r"sats|satoshis?|g?wei|lamports?|drops|[mµu]btc")
OF_FUTURES = Said(
    r"(call|put|option|future|forward|swap|perp|perpetual|perpetual (swap|future)|derivative)s?"
    r"|(call|put|stock|crypto) (option|future)s?"
)
_KINDS = frozenset(  # headings under which a word says what kind of thing the line is
    (
        *("type", "securitytype", "assettype", "instrumenttype", "producttype", "sectype"),
        *("assetclass", "class", "category", "assetcategory"),
    )
)
_NO_HOLDING = (  # what it says, under which headings, what must be said of it, and the remedy
    (VOID, None, "says that it is no holding", "take the line out"),
    (PARTS, None, "counts parts of a coin", "write whole coins"),
    (OF_FUTURES, _KINDS, "says that it is no coin", "take it out, or into a file of positions"),
)


MOVES = frozenset(("type", "operation", "transactiontype", "action", "transaction"))  # of a ledger
AWAY = frozenset(word for word, sign in WORDS.items() if sign < 0)


def no_holding(key: str) -> list[tuple[Said, str, str]]:
    """Give what a word under a heading may say against its line.  key: of the heading."""
    return [
        (said, must, remedy)
        for said, keys, must, remedy in _NO_HOLDING
        if keys is None or key in keys
    ]
