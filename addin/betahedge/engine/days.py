"""Days written as texts, which the engine (formulon 0.18) counts from 1900 in any workbook.

Only DATEVALUE counts them as a workbook of 1904 does.
"""

import re
from functools import lru_cache

from openpyxl.formula.tokenizer import Token

from betahedge.formula.calls import replace_calls
from betahedge.formula.references import function_name, operands
from betahedge.formula.tokens import tokens

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# In a criterion an order comes before it: ">2026-03-31".
_DAY = re.compile(
    rf"[<>=]*(?=.*\d)(?=.*(?:\d\s*[-/]\s*\d|{_MONTH}))"
    rf"[\d\s/:.,-]*(?:{_MONTH})?[\d\s/:.,-]*(?:[ap]m?)?\s*",
    re.IGNORECASE,
)


def is_day(text: str) -> bool:
    """Tell a text that a spreadsheet may take for a day."""
    return bool(_DAY.fullmatch(text))


@lru_cache(maxsize=4096)
def has_day(form: str) -> bool:
    """Tell a form with a text in it that may be taken for a day."""
    texts = (each.value[1:-1] for each in _tokens(form) if each.subtype == Token.TEXT)
    return any(map(is_day, texts))


@lru_cache(maxsize=4096)
def read_for_days(form: str) -> tuple[str, ...]:
    """List what formulas of a form read, where they do more than show it."""
    return tuple(operands(_without(form))) if len(_tokens(form)) > 1 else ()


def _tokens(form: str) -> list[Token]:
    return list(tokens(_without(form)))


def _without(form: str) -> str:
    return replace_calls(form, _counted)


def _counted(function: str, _: list[str]) -> str | None:
    return "0" if function_name(function) == "DATEVALUE" else None
