"""Dates as files write them: the day must be certain."""

import datetime
import re

REMEDY = "write it as 2026-04-03"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?\d*( ?(Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T]+(.*))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?[ T]+(.*))?")
_MONTH_NAMED = re.compile(r"(\d{1,2})[ -]?([A-Za-z]{3})[a-z]*[ -]?'?(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(AM|PM)? ?(?:Z|UTC)?", re.IGNORECASE)


def read_date(value: object) -> datetime.datetime | None:
    """Read a date or a time in UTC; None if it is none, or could be two."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    if not isinstance(value, str) or not value.isascii():
        return None
    try:
        return _text(value.strip())
    except (ValueError, OverflowError):
        return None


def _text(text: str) -> datetime.datetime | None:
    if _ISO.fullmatch(text):
        found = datetime.datetime.fromisoformat(text.replace(" UTC", "Z").replace(" +", "+"))
        return found.astimezone(datetime.UTC).replace(tzinfo=None) if found.tzinfo else found
    if re.fullmatch(r"20\d{6}", text):
        return datetime.datetime.strptime(text, "%Y%m%d")
    parts = _YEAR_FIRST.fullmatch(text)
    if parts:
        return _at(int(parts[1]), int(parts[2]), int(parts[3]), parts[4])
    parts = _YEAR_LAST.fullmatch(text)
    if parts:
        return _year_last(int(parts[1]), parts[2], int(parts[3]), int(parts[4]), parts[5])
    parts = _MONTH_NAMED.fullmatch(text)
    if parts:
        year = int(parts[3]) + (2000 if len(parts[3]) == 2 else 0)
        return _at(year, _MONTHS.index(parts[2].lower()) + 1, int(parts[1]), None)
    parts = _MONTH_FIRST.fullmatch(text)
    if parts:
        return _at(int(parts[3]), _MONTHS.index(parts[1].lower()) + 1, int(parts[2]), None)
    return None


def _year_last(
    first: int, mark: str, second: int, year: int, time: str | None
) -> datetime.datetime | None:
    """Read 31.12.2025, and 12/31/2025 where only one of the two can be the month."""
    if mark == "." or first > 12 or first == second:
        return _at(year, second, first, time)
    return _at(year, first, second, time) if second > 12 else None


def _at(year: int, month: int, day: int, time: str | None) -> datetime.datetime | None:
    if not time:
        return datetime.datetime(year, month, day)
    parts = _TIME.fullmatch(time.strip())
    if parts is None:
        return None
    hour = int(parts[1])
    if parts[4]:
        hour = hour % 12 + (12 if parts[4].upper() == "PM" else 0)
    return datetime.datetime(year, month, day, hour, int(parts[2]), int(parts[3] or 0))
