"""Formulas that are alike but for the cells they name: worked out once, then filled in."""

import re
import sys
from collections.abc import Callable
from functools import lru_cache

from betahedge.formula.tokens import LONGEST

# What is passed over in a formula: a text, a quoted sheet's name, a part of a table.
TEXT, SHEET = r'"(?:[^"]|"")*"', r"'(?:[^']|'')*'"
COLUMN = r"\[(?:[^\[\]']|'.)*\]"
PART = rf"\[(?:[^\[\]']|'.|{COLUMN})*\]"
OPAQUE = rf"{TEXT}|{SHEET}|{PART}"

# In a form, the n-th cell of a formula is a cell in the last rows of the last column.
_FIRST_ROW, _MOST = 1_048_000, 500
# No columns and no rows: ZAR1 and BTC20240101 are names.
LETTERS = r"(?!(?:[YZ][A-Z]{2}|X[G-Z][A-Z]|XF[E-Z]))[A-Z]{1,3}"
DIGITS = (
    r"(?:[1-9]\d{0,5}|10[0-3]\d{4}|104[0-7]\d{3}|1048[0-4]\d{2}|10485[0-6]\d|104857[0-6])(?!\d)"
)
_CELL = re.compile(
    rf"(?P<still>{OPAQUE})"
    rf"|(?<![\w.$\\])\$?{LETTERS}\$?{DIGITS}(?![\w.(!\\\[])",
    re.DOTALL,
)
_CORNER = re.compile(r"XFD(1048\d{3})(?!\d)")


def form_of(formula: str) -> tuple[str, list[str]]:
    """Give a formula's form, in which stand-ins are in the place of its cells, and the cells."""
    cells: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        if found["still"]:
            return found[0]
        return cells.setdefault(found[0], f"XFD{_FIRST_ROW + len(cells)}")

    form = _CELL.sub(stand_in, formula)
    odd = "XFD1048" in formula or len(cells) > _MOST
    return (formula, []) if odd else (sys.intern(form), list(cells))


def fill(form: str, cells: list[str]) -> str:
    """Put cells in the place of their stand-ins."""
    if not cells:
        return form
    return _CORNER.sub(lambda found: cells[int(found[1]) - _FIRST_ROW], form)


def once_for_all_alike(change: Callable[[str], str]) -> Callable[[str], str]:
    """Make a change of formulas that asks `change` once for all that are alike."""
    known = lru_cache(maxsize=1000)(change)

    def changed(formula: str) -> str:
        form, cells = form_of(formula)
        written = fill(known(form), cells)
        return written if len(written) < LONGEST else change(formula)

    return changed
