"""What an argument may be, and how the value a host sends becomes one.

Each kind turns a raw value into a checked one or refuses it with the reason: what it was, and
what it must be.  Nothing else in the project coerces cell values.
"""

import datetime
import math
import numbers
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from betahedge.cells.errors import DIV0, HIGHEST_COM_ERROR, NUM, VALUE, Refused, error_in, refuse

_EPOCH = datetime.datetime(1899, 12, 30)  # day 0 of Excel's 1900 date system
_NULLS = ("JsNull", "NAType", "NaTType")  # of Pyodide and of pandas
_LARGEST = 10**308
_SHOWN = 40  # characters of a refused value that a reason shows


def is_blank(value: object) -> bool:
    """Tell an empty cell: hosts send None, "" from inside a range, or a null of their own."""
    if value is None or isinstance(value, str):
        return not value
    return type(value).__name__ in _NULLS


def is_truth(value: object) -> bool:
    """Tell TRUE and FALSE, Python's or NumPy's."""
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def shown(value: object) -> str:
    """Write a refused value in a reason, on one short line."""
    if is_blank(value):
        return "blank"
    if is_truth(value):
        return str(value).upper()
    if isinstance(value, list | tuple):
        return "a range"
    if isinstance(value, str) and len(value) > _SHOWN:
        value = value[:_SHOWN]  # a cell may hold 32,767 characters
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "a number of too many digits"
    if isinstance(value, float):
        return f"{value + 0.0:.15g}"  # no minus zero
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _refusal(error: str, name: str, value: object, must: str) -> Refused:
    return refuse(error, f"{name}: was {shown(value)}; must be {must}")


def _received(value: Any, name: str, must: str) -> Any:
    """Give the plain value of what a host sent; an error value is passed on.

    Office.js sends errors and formatted numbers as objects that hold the plain value.
    """
    if isinstance(value, dict):
        value = value.get("basicValue")
    error = error_in(value)
    if error is not None:
        reason = error.reason or f"{name}: was {error}; must be {must}"
        raise refuse(error, reason)
    return value


def _serial(value: datetime.date) -> float:
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    return (value.replace(tzinfo=None) - _EPOCH) / datetime.timedelta(days=1)


def date_text(serial: float) -> str:
    """Write the number of a day as its date, 2026-01-31, with the time where it has one."""
    moment = _EPOCH + datetime.timedelta(days=serial)
    return moment.isoformat(" ", "minutes") if serial % 1 else moment.date().isoformat()


def _to_float(value: object) -> float | None:
    """Read a number as any host sends it; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | numbers.Real | Decimal):  # the commonest first
        try:
            return float(value)
        except (OverflowError, ValueError):
            return math.nan
    if isinstance(value, datetime.date):
        return _serial(value)
    return None


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number within bounds; `zero` names the error of a zero divisor."""

    must: str = "a number"
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    zero: str = ""

    def coerce(self, value: object, name: str) -> float:
        """Give the value as a float, or refuse it."""
        number = value if type(value) is float else self._number(value, name)
        if self.low < number < self.high and (number or not self.zero):
            return number
        return self._at_bound(number, value, name)

    def _number(self, value: object, name: str) -> float:
        value = _received(value, name, self.must)
        number = _to_float(value)
        if number is None:
            raise _refusal(VALUE, name, value, self.must)
        return number

    def _at_bound(self, number: float, value: object, name: str) -> float:
        if number == 0 and self.zero:
            raise _refusal(self.zero, name, value, self.must)
        if math.isfinite(number) and (
            (number == self.low and not self.open_low)
            or (number == self.high and not self.open_high)
        ):
            return number
        raise _refusal(NUM, name, value, self.must)

    @property
    def quick(self) -> tuple[float, float, bool]:
        """Give two bounds and whether 0 fits: a float strictly between needs no further look."""
        above = self.low if self.open_low else math.nextafter(self.low, -math.inf)
        below = self.high if self.open_high else math.nextafter(self.high, math.inf)
        return above, below, not self.zero

    def all_of(self, values: list[Any]) -> list[Any] | None:
        """Give, fast, the values as floats if every one will do; None asks for a closer look."""
        found = _floats(values)
        if not found:
            return None
        total = sum(found)
        if total - total != 0:  # an infinity, NaN or overflow is in it
            return None
        above, below, zero_fits = self.quick
        if above > -math.inf and not min(found) > above:
            return None
        if below < math.inf and not max(found) < below:
            return None
        return found if zero_fits or 0.0 not in found else None


def _floats(values: list[Any]) -> list[float] | None:
    """Give the floats, if there are only floats and integers and no integer is a COM error."""
    types = list(map(type, values))
    floats = types.count(float)
    if floats == len(values):
        return values
    if floats + types.count(int) != len(values) or not min(values) > HIGHEST_COM_ERROR:
        return None
    try:
        return list(map(float, values))
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a few, in any case."""

    words: tuple[str, ...]

    @property
    def must(self) -> str:
        """Say which words there are."""
        return "one of " + ", ".join(f'"{word}"' for word in self.words)

    def coerce(self, value: object, name: str) -> str:
        """Give the word in lower case, or refuse it."""
        if isinstance(value, str) and value in self.words:
            return str(value)
        value = _received(value, name, self.must)
        word = value.strip().lower() if isinstance(value, str) else ""
        if word in self.words:
            return word
        raise _refusal(VALUE, name, value, self.must)

    def all_of(self, values: list[Any]) -> list[Any] | None:
        """Give the values if every one is one of the words as it stands."""
        known = all(type(value) is str and value in self.words for value in values)
        return values if known else None


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; a number is taken as its text, and TRUE as "TRUE", as a cell shows them."""

    must: str = "text"

    def coerce(self, value: object, name: str) -> str:
        """Give the value as text; blank is refused."""
        value = _received(value, name, self.must)
        if is_blank(value) or isinstance(value, list | tuple):
            raise _refusal(VALUE, name, value, self.must)
        if isinstance(value, int) and abs(value) > _LARGEST:
            raise _refusal(NUM, name, value, self.must)
        if is_truth(value):
            return str(value).upper()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value)

    def all_of(self, values: list[Any]) -> list[Any] | None:  # noqa: ARG002
        """Leave every text to `coerce`."""
        return None


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever is there, unread; only an error value is passed on."""

    must: str = "anything"

    def coerce(self, value: Any, name: str) -> Any:
        """Give the value as it came."""
        return _received(value, name, self.must)

    def all_of(self, values: list[Any]) -> list[Any] | None:  # noqa: ARG002
        """Leave every value to `coerce`."""
        return None


Kind = Number | Word | Text | Anything

ANY_NUMBER = Number()
NOT_NEGATIVE = Number("a number, 0 or above", low=0.0)
ABOVE_ZERO = Number("a number above 0", low=0.0, open_low=True)
DIVISOR = Number("a number other than 0", zero=DIV0)
MOVE = Number("a return above -1", low=-1.0, open_low=True)
POSITIVE_DIVISOR = Number("a number above 0", low=0.0, zero=DIV0)
