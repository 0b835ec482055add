"""The cells of a header: as they are written, as they are compared, and their unit."""

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from betahedge.books.coins import cash_codes

_FILLERS = {"in", "per", "ea", "each"}
_PER = {"coin", "unit"}  # behind per or /, for a fee coin and a size unit are no fee and no size
_OTHER_MONEY = "¥₩₽₺₫฿₴"  # signs of no one currency, or of one that is not known: part of the name


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of a header: as written, as compared, its currency, and whether it says per cent."""

    text: str
    key: str
    short: str
    currency: str = ""
    per_cent: bool = False


def key(text: str) -> str:
    """Give letters of any alphabet, without their accents, and digits, for comparing."""
    return "".join(each for each in _plain(text) if each.isalnum() or each in _OTHER_MONEY)


_ZONE = re.compile(r"\((?:utc|gmt)(?:([+-]?)(\d{1,2})(?::?(\d{2}))?)?\)")  # (UTC+08:00)


def without_zone(found: Heading) -> str:
    """Give the key of a heading without the time zone that it says."""
    return key(_ZONE.sub("", _plain(found.text)))


def zone(found: Heading) -> datetime.timedelta:
    """Give how far the times under a heading are ahead of UTC; nothing, if it says no zone."""
    parts = _ZONE.search(_plain(found.text))
    hours, minutes = (int(each or 0) for each in parts.groups()[1:]) if parts else (0, 0)
    ahead = datetime.timedelta(hours=hours, minutes=minutes)
    return -ahead if parts and parts[1] == "-" else ahead


def _plain(text: str) -> str:
    """Write a text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text).lower()
    return "".join(each for each in parts if not unicodedata.combining(each))


def heading(value: object) -> Heading:
    """Read a cell of a header; its currency, and a per cent sign, are apart from its name."""
    text = " ".join(str(value if value is not None else "").replace("\ufeff", "").split())
    words = re.findall(
        rf"[^\W_]+|[$€£₹%{_OTHER_MONEY}]", _ZONE.sub("", _plain(text)).replace("/", " per ")
    )
    signs = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR"}
    money = [signs.get(word, word.upper()) for word in words]
    currencies = [each for each in money if each in cash_codes()]
    rest = [word for word, each in zip(words, money) if each not in cash_codes() and word != "%"]
    while len(rest) > 1 and (rest[-1] in _FILLERS or (rest[-1] in _PER and rest[-2] == "per")):
        rest.pop()
    currency = currencies[0] if len(set(currencies)) == 1 and rest else ""
    return Heading(text, key(text), "".join(rest), currency, "%" in words and bool(rest))


def headings(row: Sequence[Any]) -> tuple[Heading, ...]:
    """Read a row as a header; the second column of a name has #2 behind it."""
    found: list[Heading] = []
    seen: dict[str, int] = {}
    for value in row:
        each = heading(value if isinstance(value, str) else "" if value is None else str(value))
        count = seen[each.key] = seen.get(each.key, 0) + 1
        if each.key and count > 1:
            each = Heading(
                each.text, f"{each.key}#{count}", each.short, each.currency, each.per_cent
            )
        found.append(each)
    return tuple(found)
