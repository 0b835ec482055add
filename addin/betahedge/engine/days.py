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
    found = (each for each in tokens(_without_counted(form)) if each.subtype == Token.TEXT)
    return any(is_day(each.value[1:-1]) for each in found)


@lru_cache(maxsize=4096)
def read_for_days(form: str) -> tuple[str, ...]:
    """List what formulas of a form read, where they do more than show it."""
    form = _without_counted(form)
    return tuple(operands(form)) if len(tokens(form)) > 1 else ()


def _without_counted(form: str) -> str:
    """Write a form without DATEVALUE, which counts as the workbook does."""
    return replace_calls(form, lambda name, _: "0" if function_name(name) == "DATEVALUE" else None)
