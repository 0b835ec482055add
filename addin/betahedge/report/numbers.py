"""Numbers as sentences and tables write them: a half goes away from zero, as on the page."""

from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite

from betahedge.core.rounding import DECIMALS, DIGITS
from betahedge.report.rows import Money

MINUS = "\N{MINUS SIGN}"
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # for the largest float with decimals
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_WORDS = (
    *("No", "One", "Two", "Three", "Four", "Five", "Six"),
    *("Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
)


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Round the shortest decimal that stands for a float; a half away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def fixed(value: float, decimals: int = 0, *, plus: bool = False) -> str:
    """Write a number with separators; what rounds to nothing has no sign."""
    number = rounded(value, decimals)
    sign = MINUS if number < 0 else "+" if plus and number > 0 else ""
    return f"{sign}{abs(number):,f}"


def percent(value: float | None, decimals: int = 1, *, plus: bool = False) -> str:
    """Write a share in per cent; None is not available."""
    if value is None or not isfinite(100 * value):
        return "n.a."
    return f"{fixed(float(Decimal(repr(float(value))).scaleb(2)), decimals, plus=plus)}%"


def bound(value: float | None) -> str:
    """Write an end of a band in per cent, with a decimal only where it has one."""
    return percent(value).replace(".0%", "%")


def setting(value: float | None) -> str:
    """Write a setting of the policy in per cent, with the decimals that it has, four at most."""
    text = percent(value, 4)
    return text if value is None else f"{text.rstrip('%').rstrip('0').rstrip('.')}%"


def told(value: float, *limits: float) -> str:
    """Write a share with one decimal, or with as many, six at most, as tell it from its limits.

    A limit by itself is a setting.
    """
    if not limits:
        return setting(value)
    apart = [limit for limit in limits if abs(value - limit) > 10.0**-DECIMALS]
    for decimals in range(1, 6):
        text = percent(value, decimals)
        if text not in [percent(limit, decimals) for limit in apart]:
            return text
    return percent(value, 6)


def days(number: float) -> str:
    """Write a number of days: 1 day, 30 days."""
    return f"{number:g} day{'s' * (number != 1)}"


def count(value: float) -> str:
    """Write a count with as many decimals as it needs, eight at most, to the digits of a float."""
    text = f"{rounded(float(f'{value:.{DIGITS}g}'), 8):,f}".rstrip("0").rstrip(".")
    return MINUS + text[1:] if text.startswith("-") and text != "-0" else text.replace("-0", "0")


def amount(value: float, money: Money, *, plus: bool = False) -> str:
    """Write money as the report's tables do, in its unit."""
    return fixed(value / money.scale, money.decimals, plus=plus)


def spoken(value: float, money: Money) -> str:
    """Write the size of an amount in a sentence: three digits and a word from a million on."""
    size = abs(value)
    for scale, word in _SIZES:
        if size >= scale * 0.9995:
            return f"{_three(size / scale)} {word}"
    return fixed(size, money.decimals)


def _three(value: float) -> str:
    """Write three digits: 4.99, 12.5, 623; from a thousand on, whole."""
    whole = len(str(int(value * 1.0005)))
    text = f"{rounded(value, max(0, 3 - whole)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def worded(number: int) -> str:
    """Write a count at the head of a sentence: in words up to twelve."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def shorter(name: str, most: int = 26) -> str:
    """Cut a name to what a sentence has room for."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def listed(names: list[str], most: int = 3) -> str:
    """Name a few, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(shorter(name) for name in names[:most]) + more
