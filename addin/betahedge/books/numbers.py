"""Numbers as desks write them, read as they were meant or not at all.

1,250 is one and a quarter in Berlin and twelve hundred and fifty in Boston.  A text is read both
ways; where the two differ, the file as a whole must leave no doubt, or the user is asked.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from betahedge.books.text import NARROW

POINT, COMMA = ".", ","
_SPACES = " \t\u00a0\u2007\u2009\u202f"
_MARKS = {"'": "'", "\u2019": "'", **dict.fromkeys(_SPACES, " ")}
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₿": "BTC"}
NOTHING = frozenset({"-", "--", "\u2013", "\u2014", "\u2212"})  # an accountant's nothing
_SIMPLE = re.compile(
    r"-?(?:[0-9]+|0?\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|(?:[0-9]{4,}|0)\.[0-9]+)"
)
_WITH_POINT = re.compile(
    r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
    r"|[1-9][0-9]{0,2}(?P<mark>[,' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]*)?"
)
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?")  # and crores
_SWAP = str.maketrans(".,", ",.")
_BRACKETED = re.compile(r"([^0-9()]*)\(([^()]*)\)([^0-9()]*)")  # (5), $(5) and (5)% are below 0
_TAKEN_APART = re.compile(
    r"(?P<front>[^0-9.,+()-]*)(?P<sign>[+-]?)(?P<front2>[^0-9.,+()-]*)"
    r"(?P<body>[0-9.,][0-9.,' ]*(?:[eE][+-]?[0-9]+)?)(?P<minus>-?)(?P<behind>[^0-9.,()]*)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a file writes it: read with a decimal point, with a decimal comma, and its unit.

    None: it is no number that way.  unit: what stands in front or behind, as it is written.
    """

    with_point: float | None
    with_comma: float | None
    unit: str = ""
    per_cent: bool = False

    @property
    def proves(self) -> str:
        """Tell which decimal sign the text proves; "?" if it could be either, "" if it has none."""
        if self.with_comma is None:
            return POINT
        if self.with_point is None:
            return COMMA
        return "" if self.with_point == self.with_comma else "?"

    def value(self, decimal: str) -> float | None:
        """Read it with this decimal sign."""
        number = self.with_point if decimal == POINT else self.with_comma
        return number / 100 if self.per_cent and number is not None else number


SHAPE = str.maketrans("23456789", "11111111")
_PLAIN, _GROUPED = "plain", "grouped"
_BARE = re.compile(r"-?[01.,]+")
_UNGROUPED = {POINT: str.maketrans("", "", ","), COMMA: str.maketrans(",", ".", ".")}


@lru_cache(maxsize=4096)
def proof(shape: str) -> str:
    """Tell which decimal sign a shape proves, as `Amount.proves` does; "" for what is no number.

    The shape of a text is the text with every digit above 0 as 1: what a text proves hangs on it
    alone, and a file has few shapes.
    """
    if _SIMPLE.fullmatch(shape):
        return POINT if "." in shape else ""
    found = amount(shape)
    return found.proves if found else ""


@lru_cache(maxsize=4096)
def _way(shape: str, decimal: str) -> str:
    """Tell how texts of a shape are read: as Python does, without their groups, or closely."""
    found = amount(shape)
    if found is None or found.value(decimal) is None or not _BARE.fullmatch(shape):
        return ""
    return _PLAIN if _SIMPLE.fullmatch(shape) and decimal == POINT else _GROUPED


def shapes(texts: list[str]) -> list[str]:
    """Give the shapes of many texts, none of which holds a NUL."""
    return "\0".join(texts).translate(SHAPE).split("\0") if texts else []


def quick_numbers(texts: list[str], decimal: str) -> list[float | None]:
    """Read texts of digits, points and commas; None asks for a closer look at one."""
    found = shapes(texts)
    ways = {shape: _way(shape, decimal) for shape in set(found)}
    plain_form = _UNGROUPED[decimal]
    return [
        float(text)
        if (way := ways[shape]) == _PLAIN
        else float(text.translate(plain_form))
        if way
        else None
        for text, shape in zip(texts, found)
    ]


@lru_cache(maxsize=4096)
def amount(text: str) -> Amount | None:
    """Read a text both ways; None if it is a number in neither."""
    text = "".join(_MARKS.get(each, each) for each in text.strip().translate(NARROW)).translate(
        _MINUS
    )
    bracketed = _BRACKETED.fullmatch(text)
    found = _TAKEN_APART.fullmatch("".join(bracketed.groups()).strip() if bracketed else text)
    if found is None or len(text) > 100:
        return None
    negative = bool(bracketed) + (found["sign"] == "-") + bool(found["minus"])
    if negative > 1 or (bracketed and found["sign"]):
        return None
    unit, per_cent = _unit(found["front"] + " " + found["front2"], found["behind"])
    body = found["body"].strip()
    with_point, with_comma = _number(body, _LAKHS), _number(body.translate(_SWAP))
    if unit is None or (with_point is None and with_comma is None):
        return None
    sign = -1.0 if negative else 1.0
    return Amount(
        None if with_point is None else sign * with_point,
        None if with_comma is None else sign * with_comma,
        unit,
        per_cent,
    )


def _unit(front: str, behind: str) -> tuple[str | None, bool]:
    """Give the one unit of a number, and whether per cent stands behind; None for two units."""
    front, behind = front.strip(), behind.strip()
    if behind.startswith("%"):
        return (front, True) if not behind[1:].strip() else (None, True)
    if front and behind and SIGNS.get(front, front).upper() != SIGNS.get(behind, behind).upper():
        return None, False
    return front or behind, False


def _number(body: str, other: re.Pattern[str] = _WITH_POINT) -> float | None:
    if _WITH_POINT.fullmatch(body) is None and other.fullmatch(body) is None:
        return None
    number = float(re.sub(r"[,' ]", "", body))
    return number if number - number == 0 else None  # 1e999 is no number


def plain(value: float) -> str:
    """Write a number for a file: the shortest digits that give it back, and a point.

    A zero behind three digits, as in 160.0570, tells the point from a mark of thousands.
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{text}0" if proof(text.translate(SHAPE)) == "?" else text
