"""What release 0.18 of the engine gets wrong, call by call: such a formula is not calculated.

Found by the values that other programs have stored in 1,201 public workbooks, by its own list of
divergences, and by trying.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.formula.tokenizer import Token

from betahedge.cells import ErrorValue
from betahedge.engine.arrays import may_be_many
from betahedge.formula.references import function_name, functions, reference
from betahedge.formula.tokens import calls_in, tokens

_WRONG = (
    *("FREQUENCY", "GROUPBY", "PIVOTBY", "PHONETIC", "EUROCONVERT", "ECMA.CEILING", "FORMULATEXT"),
    *("LENB", "LEFTB", "RIGHTB", "MIDB", "REPLACEB", "FINDB", "SEARCHB"),
)
_WRONG_IF_LEFT_EMPTY = ("FIXED", "ADDRESS", "SEQUENCE", "DCOUNT", "DCOUNTA")
_WITHOUT_X = ("LINEST", "LOGEST", "TREND", "GROWTH")  # left empty before another argument
_RANKS = ("RANK", "RANK.EQ", "RANK.AVG")  # of one number
_OF_ONE_EACH = (*_RANKS, "LOOKUP", "CODE", "NETWORKDAYS", "WEEKNUM", "WORKDAY")
_OF_ONE_RANGE = (*_RANKS, "PERCENTRANK", "IRR")
_COUNTING_IF = ("COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS")
_WRONG_ABOVE = {"MINIFS": 3, "MAXIFS": 3}  # so many arguments
_MODES = {"XMATCH": 2, "XLOOKUP": 4}  # the place of the match mode; the search mode comes after it
# Of the old Analysis ToolPak: a range of several cells is no value, and an error in Excel.
_OF_ONE_VALUE = (
    *("EDATE", "EOMONTH", "YEARFRAC", "WEEKNUM", "WORKDAY", "NETWORKDAYS", "CONVERT", "COMPLEX"),
    *("ERF", "ERFC", "DELTA", "GESTEP", "MROUND", "ISEVEN", "ISODD", "SQRTPI", "FACTDOUBLE"),
    *("CUMIPMT", "CUMPRINC", "QUOTIENT", "EFFECT", "NOMINAL", "DOLLARDE", "DOLLARFR"),
    *("ERF.PRECISE", "ERFC.PRECISE"),
)
_OLD_FAMILIES = re.compile(
    "BESSEL[IJKY]|(?:BIN|DEC|HEX|OCT)2(?:BIN|DEC|HEX|OCT)|IM(?!AGE$|SUM$|PRODUCT$)[A-Z0-9]+"
)
_COUNTING_TEXTS = ("AVERAGEA", "MAXA", "MINA", "STDEVA", "STDEVPA", "VARA", "VARPA")  # in a range
_OF_ALL = (["4"], ["6"])  # options of AGGREGATE by which no row is passed over
_COLOURS = "black|blue|cyan|green|magenta|red|white|yellow"
_ODD_FORMAT = re.compile(
    rf"(?-i:e[+-])|a/p|%[^;]*%|\[(?!(?:h+|m+|s+|\$-409|{_COLOURS})\])|#\.(?![0#?])"
    r"|(?<![dmy?#0 ])/|/(?![dmy?#0]|pm)|(?<![0#?s])(?<![0#?],)\.[0#?]|\.[0#?]*,[0#?]|[0#?]:[0#?]",
    re.IGNORECASE,
)
_ODD_TILDE = re.compile(r"~(?![*?])")  # before a letter or another, which it stands for
_ODD_CRITERION = re.compile(
    r'"(?:=|<>)?#(?:N/A|GETTING_DATA|[A-Z0/]+[!?])"|"[<>]=?(?:TRUE|FALSE)"', re.IGNORECASE
)
# The place of what must be one value: a rate, a guess, a delimiter, a number of days, a kind.
_ONE_AT = {
    **dict.fromkeys(("NPV", "XNPV", "SUBTOTAL", "AGGREGATE"), 0),
    **dict.fromkeys(("IRR", "TEXTBEFORE", "TEXTAFTER", "NETWORKDAYS", "WORKDAY"), 1),
    **{"XIRR": 2, "MATCH": 2, "VLOOKUP": 3, "HLOOKUP": 3},
}
_BONDS = re.compile(
    "(?:PRICE|YIELD)(?:DISC|MAT)?|M?DURATION|ACCRINTM?|DISC|INTRATE|RECEIVED|TBILL[A-Z]+|COUP[A-Z]+"
    "|ODD[FL](?:PRICE|YIELD)"
)


def is_wrong(name: str, arguments: list[str]) -> bool:
    """Tell a call that the engine gets wrong."""
    return any(wrong(name, arguments) for wrong in _WRONG_CALLS)


@lru_cache(maxsize=4096)
def criteria(form: str) -> tuple[str, ...]:
    """List the criteria in a form that may be references."""
    found: list[str] = []
    for call in calls_in(form):
        name = function_name(call.function)
        first = 1 if name in ("COUNTIF", "COUNTIFS", "SUMIF", "AVERAGEIF") else 2
        last = 2 if name in ("COUNTIF", "SUMIF", "AVERAGEIF") else None
        if name in (*_COUNTING_IF, *_WRONG_ABOVE):
            found += (form[slice(*each)].strip() for each in call.arguments[first:last:2])
    return tuple(found)


def is_odd_criterion(value: str) -> bool:
    """Tell a text by which errors, truths or a ~ are looked for; an error as such is found."""
    return not isinstance(value, ErrorValue) and _is_odd(f'"{value}"')


def _is_odd(criterion: str) -> bool:
    return bool(_ODD_CRITERION.match(criterion) or _ODD_TILDE.search(criterion))


def is_odd_format(text: str) -> bool:
    """Tell a format that the engine does not write as a spreadsheet does."""
    return bool(_ODD_FORMAT.search(text))


def _has_odd_mode(name: str, arguments: list[str]) -> bool:
    place = _MODES.get(name, len(arguments))
    modes = arguments[place:]
    return any(mode not in usual for mode, usual in zip(modes, (("", "0"), ("", "1"))))


def _is_union(argument: str) -> bool:
    """Tell several areas in brackets."""
    return any(each.type == Token.OP_IN and each.value == "," for each in tokens(argument))


def _finds_a_range(name: str, arguments: list[str]) -> bool:
    """Tell a sum that passes over rows, of a range that is found: of that it takes them all."""
    passes_over = name == "SUBTOTAL" or (name == "AGGREGATE" and arguments[1:2] not in _OF_ALL)
    return passes_over and any(map(functions, arguments[1 if name == "SUBTOTAL" else 2 :]))


def _is_given_range(name: str, arguments: list[str]) -> bool:
    if name not in _OF_ONE_VALUE and not _OLD_FAMILIES.fullmatch(name):
        return False
    days = arguments[:2] if name in ("NETWORKDAYS", "WORKDAY") else arguments  # no holidays
    areas = (reference(each).area for each in days)
    return any(area and area[:2] != area[2:] for area in areas)


def _is_many_at_one(name: str, arguments: list[str]) -> bool:
    place = _ONE_AT.get(name, len(arguments))
    return any(map(may_be_many, arguments[place : place + 1]))


def _splits_by_nothing(arguments: list[str]) -> bool:
    """Tell a delimiter that is an empty text, or none at all: an error in Excel."""
    delimiters = arguments[1:3]
    return '""' in delimiters or not any(delimiters)


def _counts_texts_found(name: str, arguments: list[str]) -> bool:
    """Tell a sum that counts texts and truths, of what is no range: there it does not."""
    found = (each for each in arguments if not reference(each).area)
    return name in _COUNTING_TEXTS and any(map(may_be_many, found))


_WRONG_CALLS: tuple[Callable[[str, list[str]], bool], ...] = (
    lambda name, _: name in _WRONG,
    lambda name, arguments: name in _WRONG_IF_LEFT_EMPTY and not all(arguments),
    lambda name, arguments: name == "SUBTOTAL" and any("#REF!" in each for each in arguments),
    lambda name, arguments: name in _WITHOUT_X and len(arguments) > 1 and not arguments[1],
    lambda name, arguments: name in _OF_ONE_RANGE and any(map(_is_union, arguments)),
    lambda name, arguments: name in _OF_ONE_EACH and any(map(may_be_many, arguments[:1])),
    lambda name, arguments: name in _COUNTING_IF and any(map(_is_odd, arguments)),
    lambda name, arguments: name in _WRONG_ABOVE and len(arguments) > _WRONG_ABOVE[name],
    lambda name, arguments: name == "TEXT" and any(map(is_odd_format, arguments[1:2])),
    lambda name, arguments: name == "TEXTSPLIT" and _splits_by_nothing(arguments),
    lambda name, arguments: bool(_BONDS.fullmatch(name)) and any(map(may_be_many, arguments)),
    _is_many_at_one,
    _has_odd_mode,
    _is_given_range,
    _counts_texts_found,
    _finds_a_range,
)
SOMETIMES_WRONG = frozenset(
    (
        *("SUBTOTAL", "AGGREGATE", *_WRONG, *_WRONG_IF_LEFT_EMPTY, *_WRONG_ABOVE, *_MODES),
        *(*_OF_ONE_VALUE, *_WITHOUT_X, *_OF_ONE_RANGE, *_COUNTING_IF, *_OF_ONE_EACH),
        *(*_COUNTING_TEXTS, *_ONE_AT, "TEXTSPLIT"),
    )
)
