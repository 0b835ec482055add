"""How a workbook stores a call of the add-in, for one release of LibreOffice or another.

From an .xlsx, LibreOffice 7.4 takes a function of an add-in by its full name only, the service's
name and the function's; 25.2 takes both.  On saving, 7.4 writes the full name, in capitals.

An empty cell that stands alone as an argument reaches an add-in as 0 in every release, and a
default would never be taken.  Written as a range of one cell, (C4):C4, it arrives empty; to every
other spreadsheet that is the same cell.  C4:C4 does the same until 25.2 saves it as C4.  A name of
a cell, and a table's column in this row, are written so too.
"""

import re
from collections.abc import Iterator, Set
from functools import lru_cache, partial

from betahedge.formula.alike import COLUMN, OPAQUE
from betahedge.formula.calls import SERVICE, calls, renamed
from betahedge.formula.formulas import ON_SHEET
from betahedge.formula.references import CELL, WORD
from betahedge.hosts.names import Names
from betahedge.hosts.places import rewrite
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.shapes import NOTHING, NUMBERS, REFERENCE_MARK
from betahedge.xlsx.xml import parse

_BRACKET = re.compile(rf"{OPAQUE}|((?:[A-Za-z_][\w.]*\s*)?\(|[{{}}),])", re.DOTALL)
_ONE_CELL = re.compile(  # a cell, or that of a table's column in this row
    rf"{ON_SHEET}(?:{CELL}|{REFERENCE_MARK})|{WORD}?\[\[\#This Row\],{COLUMN}\]", re.IGNORECASE
)
_DOUBLED = re.compile(
    rf"({ON_SHEET}(?P<cell>{CELL})):(?P=cell)|\((?P<whole>.+)\):(?P=whole)", re.DOTALL
)
_MAY_BE_DOUBLED = re.compile(rb"(\$?[A-Z]{1,3}\$?\d+)\)?:[^,()<:]*?\1\b|\(([^<]{1,300}?)\):\2")


def calc_formula(formula: str, *, full: bool, names: Set[str] = frozenset()) -> str:
    """Rewrite the calls in one formula: full names and one-cell ranges, or back to plain ones.

    names: the defined names that stand for a cell, in capitals.
    """
    if not calls(formula):
        return formula
    prefix = f"{SERVICE}." if full else ""
    return renamed(with_cells(formula, names, doubled=full), prefix)


def with_cells(formula: str, names: Set[str], *, doubled: bool) -> str:
    """Write the single cells among the arguments of the add-in as ranges of one, or back."""
    written, done = [], 0
    for start, end in _arguments(formula):
        text = formula[start:end]
        cell = _one_cell(text.strip(), names)
        if cell:
            now = f"({cell}):{cell}" if doubled else cell
            written += [formula[done:start], text.replace(text.strip(), now)]
            done = end
    return "".join([*written, formula[done:]])


def _one_cell(text: str, names: Set[str]) -> str:
    """Give the cell that stands in an argument alone, once or as a range of one."""
    doubled = _DOUBLED.fullmatch(text)
    cell = (doubled["whole"] or doubled[1]) if doubled else text
    named = cell.upper() in names or (doubled and re.fullmatch(WORD, cell))
    return cell if named or _ONE_CELL.fullmatch(cell) else ""


def _arguments(formula: str) -> Iterator[tuple[int, int]]:
    """Find where each argument of the add-in's functions begins and ends; calls in it included."""
    open_calls = [(False, 0)]  # for each bracket: whether it is ours, and where its argument began
    for bracket in _BRACKET.finditer(formula):
        sign = bracket[1] or ""
        if sign.endswith(("(", "{")):
            ours = formula[bracket.start() - 1 : bracket.start()] != "!" and _is_ours(sign)
            open_calls.append((ours, bracket.end()))
        elif sign and len(open_calls) > 1:
            ours, start = open_calls.pop()
            if ours:
                yield start, bracket.start()
            if sign == ",":
                open_calls.append((ours, bracket.end()))


@lru_cache(maxsize=256)
def _is_ours(opening: str) -> bool:
    return bool(calls(opening))


def rename_for_calc(package: Package, *, full: bool) -> bool:
    """Rewrite the calls in a workbook for LibreOffice; tell whether there were any.

    full: to full names and one-cell ranges, which every release takes from a file; otherwise back
    to what a user types, from whatever form they have.  Parts without a call stay byte for byte.
    """
    parts = [package.parts[part] for part in package.sheets().values()]
    # Whether a range is one cell is seen in its references: then no two cells are alike.
    doubled = not full and any(map(_MAY_BE_DOUBLED.search, parts))
    names = Names(parse(package.parts[WORKBOOK])).cells if full else frozenset()
    change = partial(calc_formula, full=full, names=names)
    return rewrite(package, change, NOTHING if doubled else NUMBERS)
