"""Dates as files write them: the day must be certain."""

import datetime
import re
from collections.abc import Iterable

REMEDY = "write it as 2026-04-03"
_NO_TIME = datetime.timedelta()
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?\d*( ?(Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]+(.*))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?[ T]+(?:- )?(.*))?")
_MONTH_NAMED = re.compile(r"(\d{1,2})[ -]?([A-Za-z]{3})[a-z]*[ -]?'?(\d{4}|\d{2})(?:,? +(.*))?")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?:, (.*))?")
_SINCE_1970 = re.compile(r"1[0-9]{9}([0-9]{3})?")
_DIGITS_OF_SECONDS, _LEAST_SECONDS = 10, 1e9
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(AM|PM)? ?(Z|UTC)?", re.IGNORECASE)


def day_first(values: Iterable[object]) -> bool | None:
    """Tell whether the dates of a column have the day first, as 31/12/2025 has.

    None where none proves it, or where two contradict one another.
    """
    texts = {value for value in values if type(value) is str}
    found = [parts for text in texts if (parts := _YEAR_LAST.fullmatch(text.strip()))]
    days = any(int(parts[1]) > 12 for parts in found)
    months = any(int(parts[3]) > 12 for parts in found)
    return None if days == months else days


def read_date(
    value: object, day_first: bool | None = None, ahead: datetime.timedelta = _NO_TIME
) -> datetime.datetime | None:
    """Read a date or a time in UTC; None if it is none, or could be two.

    day_first: how 03/04/2026 is meant, where that is known.  ahead: of UTC, by its heading, where
    no zone stands beside it.  Seconds and milliseconds since 1970 are times in UTC.
    """
    try:
        found = _read(value, day_first)
        if found is None or found.tzinfo is None:
            return found - ahead if found else None
        return found.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _read(value: object, day_first: bool | None) -> datetime.datetime | None:
    """Read a date or a time, with the zone that stands beside it."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    if isinstance(value, float) and value >= _LEAST_SECONDS and value.is_integer():
        value = f"{value:.0f}"
    if not isinstance(value, str) or not value.isascii():
        return None
    return _text(value.strip().replace(";", " "), day_first)


def _text(text: str, day_first: bool | None) -> datetime.datetime | None:
    if _ISO.fullmatch(text):
        return datetime.datetime.fromisoformat(text.replace(" UTC", "Z").replace(" +", "+"))
    if re.fullmatch(r"20\d{6}( \d{6})?", text):
        return datetime.datetime.strptime(f"{text} 000000"[:15], "%Y%m%d %H%M%S")
    if _SINCE_1970.fullmatch(text):
        seconds = int(text) / (1 if len(text) == _DIGITS_OF_SECONDS else 1000)
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    parts = _YEAR_FIRST.fullmatch(text)
    if parts:
        return _at(int(parts[1]), int(parts[2]), int(parts[3]), parts[4])
    parts = _YEAR_LAST.fullmatch(text)
    if parts:
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        known = True if parts[2] == "." or first > 12 or first == second else day_first
        if known is None and second <= 12:
            return None
        day, month = (first, second) if known else (second, first)
        return _at(year, month, day, parts[5])
    parts = _MONTH_NAMED.fullmatch(text)
    if parts:
        year = int(parts[3]) + (2000 if len(parts[3]) == 2 else 0)
        return _at(year, _MONTHS.index(parts[2].lower()) + 1, int(parts[1]), parts[4])
    parts = _MONTH_FIRST.fullmatch(text)
    if parts:
        return _at(int(parts[3]), _MONTHS.index(parts[1].lower()) + 1, int(parts[2]), parts[4])
    return None


def _at(year: int, month: int, day: int, time: str | None) -> datetime.datetime | None:
    if not time:
        return datetime.datetime(year, month, day)
    parts = _TIME.fullmatch(time.strip())
    if parts is None:
        return None
    hour = int(parts[1])
    if parts[4]:
        hour = hour % 12 + (12 if parts[4].upper() == "PM" else 0)
    minute, second, zone = int(parts[2]), int(parts[3] or 0), datetime.UTC if parts[5] else None
    return datetime.datetime(year, month, day, hour, minute, second, tzinfo=zone)
