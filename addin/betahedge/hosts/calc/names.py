"""How a workbook stores a call of the add-in, for one release of LibreOffice or another.

From an .xlsx, LibreOffice 7.4 takes a function of an add-in by its full name only, the service's
name and the function's; 25.2 takes both.  On saving, 7.4 writes the full name, in capitals.

An empty cell that stands alone as an argument reaches an add-in as 0 in every release, and a
default would never be taken.  Written as a range of one cell, (C4):C4, it arrives empty; to every
other spreadsheet that is the same cell.  C4:C4 does the same until 25.2 saves it as C4.  A name of
a cell, a table's column in this row, and what INDEX, OFFSET or INDIRECT finds are written so too.
"""

import re
from collections.abc import Set
from functools import partial

from betahedge.formula.alike import PART
from betahedge.formula.calls import SERVICE, calls, renamed, with_arguments
from betahedge.formula.names import cell_in, is_one_cell, once
from betahedge.formula.references import WORD, function_name, reference
from betahedge.formula.tokens import calls_in
from betahedge.hosts.places import rewrite
from betahedge.xlsx.package import Package, texts_of_names

_FIND = {"INDIRECT", "OFFSET"}
_COLUMN = re.compile(rf"{WORD}{PART}", re.DOTALL)  # of a table


def write_for_calc(formula: str, *, full: bool, names: Set[str] = frozenset()) -> str:
    """Rewrite the calls in one formula: full names and one-cell ranges, or back to plain ones.

    names: the defined names that stand for a cell, in capitals.
    """
    if not calls(formula):
        return formula

    def argument(text: str) -> str:
        cell = cell_in(text, names) or _finding(text)
        return text.replace(text.strip(), f"({cell}):{cell}" if full else cell) if cell else text

    return renamed(with_arguments(formula, argument), f"{SERVICE}." if full else "")


def _finding(argument: str) -> str:
    """Give the call that finds cells, if an argument is one, written once or twice: (f(x)):f(x)."""
    text = once(argument.strip())
    for call in calls_in(text)[-1:]:
        name, given = function_name(call.function), [text[slice(*each)] for each in call.arguments]
        finds = name in _FIND or (name == "INDEX" and _is_range("".join(given[:1]).strip()))
        if finds and (call.start, call.end) == (0, len(text)) and "{" not in text:
            return text
    return ""


def _is_range(text: str) -> bool:
    return reference(text).area is not None or bool(_COLUMN.fullmatch(text))


def rename_for_calc(package: Package, *, full: bool) -> bool:
    """Rewrite the calls in a workbook for LibreOffice; tell whether any has changed.

    full: to full names and one-cell ranges, which every release takes from a file; otherwise back
    to what a user types, from whatever form they have.  Parts without a call stay byte for byte.
    """
    names = cell_names(package) if full else frozenset()
    return rewrite(package, partial(write_for_calc, full=full, names=names))


def cell_names(package: Package) -> frozenset[str]:
    """Give the defined names that stand for a cell wherever they are used, in capitals."""
    texts = texts_of_names(package.book).items()
    return frozenset(name for name, each in texts if all(map(is_one_cell, each)))
