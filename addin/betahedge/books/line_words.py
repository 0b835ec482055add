"""Words in a line by which it is no holding like the others: totals, what is owed, what went away.

Written once, for a book and for many portfolios: Python, Polars and Spark read the patterns alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from betahedge.books.columns import Columns, cell
from betahedge.books.layouts import WORDS


@dataclass(frozen=True, slots=True)
class Said:
    """Texts that match one pattern whole and not the other, in letters of any size."""

    pattern: str
    never: str = ""

    def fits(self, value: object) -> bool:
        """Tell a text that says so."""
        if type(value) is not str or not re.fullmatch(self.pattern, value, re.IGNORECASE):
            return False
        return not (self.never and re.fullmatch(self.never, value, re.IGNORECASE))


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


_SAYINGS = (TOTAL, OWED, SHORT, VOID, PARTS, OF_FUTURES)
_ANY = re.compile("|".join(f"({each.pattern})" for each in _SAYINGS), re.IGNORECASE)
MOVES = frozenset(("type", "operation", "transactiontype", "action", "transaction"))  # of a ledger
AWAY = frozenset(word for word, sign in WORDS.items() if sign < 0)


def no_holding(key: str) -> list[tuple[Said, str, str]]:
    """Give what a word under a heading may say against its line.  key: of the heading."""
    return [
        (said, must, remedy)
        for said, keys, must, remedy in _NO_HOLDING
        if keys is None or key in keys
    ]


def spoken(columns: Columns, places: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Give the cells of the body that say any of these things, by their rows, with their places.

    Each text of a column is looked at once, for a long file has few of them; so are the lines, of
    which the totals leave the body.
    """
    found: dict[int, list[tuple[int, str]]] = {}
    for place in places:
        if place not in columns.words:
            columns.words[place] = _words_of(columns, place)
        for row, text in columns.words[place].items():
            found.setdefault(row, []).append((place, text))
    return found


def _words_of(columns: Columns, place: int) -> dict[int, str]:
    texts = [cell(columns, row, place) for row in columns.body]
    words = {text for text in set(texts) if type(text) is str and _ANY.fullmatch(text)}
    return {row: text for row, text in zip(columns.body, texts) if text in words} if words else {}
