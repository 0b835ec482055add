"""How a workbook stores a call of the add-in, for one release of LibreOffice or another.

From an .xlsx, LibreOffice 7.4 takes a function of an add-in by its full name only, the service's
name and the function's; 25.2 takes both.  On saving, 7.4 writes the full name, in capitals.

An empty cell that stands alone as an argument reaches an add-in as 0 in every release, and a
default would never be taken.  Written as a range of one cell, (C4):C4, it arrives empty; to every
other spreadsheet that is the same cell.  C4:C4 does the same until 25.2 saves it as C4.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from betahedge.cells import CATALOGUE
from betahedge.hosts.libreoffice import SERVICE
from betahedge.workbook.package import Element, Package, parse, serialize

# Where a package holds formulas: cells, defined names, conditional formats, validations, tables.
FORMULA_ELEMENTS = frozenset(
    {"f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula"}
    | {"totalsRowFormula"}
)
FORMULA_PARTS = ("xl/workbook.xml", "xl/worksheets/", "xl/tables/", "xl/charts/")

# Texts, sheet names and column names of tables are passed over; a call is found by its bracket.
_CALL = re.compile(
    rf"""("[^"]*"|'[^']*'|\[[^\[\]]*\])"""
    rf"""|(?<![\w.!])(?:_xlfn\.)?(?:_xldudf_)?(?:{re.escape(SERVICE)}\.)?(HEDGE_\w+)(?=\s*\()""",
    re.IGNORECASE,
)
_MARK = re.compile(r"""\"[^"]*"|'[^']*'|\[[^\[\]]*\]|((?:[A-Za-z_][\w.]*\s*)?\(|[{}),])""")
_SHEET = r"((?:(?:'(?:[^']|'')+'|[\w.]+)!)?)"
_ONE_CELL = re.compile(rf"{_SHEET}(\$?[A-Z]{{1,3}}\$?\d+)")
_DOUBLED = re.compile(rf"{_SHEET}(\$?[A-Z]{{1,3}}\$?\d+):\2|\(({_SHEET}\$?[A-Z]{{1,3}}\$?\d+)\):\3")


def calc_formula(formula: str, *, full: bool) -> str:
    """Rewrite the calls in one formula: full names and one-cell ranges, or back to plain ones."""
    if not calls(formula):
        return formula

    def renamed(found: re.Match[str]) -> str:
        name = (found[2] or "").upper()
        if name not in CATALOGUE:
            return found[0]
        return f"{SERVICE}.{name}" if full else name

    return _CALL.sub(renamed, with_cells(formula, doubled=full))


def calls(formula: str) -> bool:
    """Tell whether a formula calls the add-in, under any name."""
    if "hedge_" not in formula.lower():
        return False
    return any((found[2] or "").upper() in CATALOGUE for found in _CALL.finditer(formula))


def with_cells(formula: str, *, doubled: bool) -> str:
    """Write the single cells among the arguments of the add-in as ranges of one, or back."""
    written, done = [], 0
    for start, end in _arguments(formula):
        text = formula[start:end]
        cell = _one_cell(text.strip())
        if cell:
            now = f"({cell}):{cell}" if doubled else cell
            written += [formula[done:start], text.replace(text.strip(), now)]
            done = end
    return "".join([*written, formula[done:]])


def _one_cell(text: str) -> str:
    """Give the cell that stands in an argument alone, once or as a range of one."""
    doubled = _DOUBLED.fullmatch(text)
    cell = (doubled[3] or f"{doubled[1]}{doubled[2]}") if doubled else text
    return cell if _ONE_CELL.fullmatch(cell) else ""


def _arguments(formula: str) -> Iterator[tuple[int, int]]:
    """Find where each argument of the add-in's functions begins and ends; calls in it included."""
    open_calls = [(False, 0)]  # for each bracket: whether it is ours, and where its argument began
    for mark in _MARK.finditer(formula):
        sign = mark[1] or ""
        if sign.endswith(("(", "{")):
            ours = formula[mark.start() - 1 : mark.start()] != "!" and _is_ours(sign)
            open_calls.append((ours, mark.end()))
        elif sign and len(open_calls) > 1:
            ours, start = open_calls.pop()
            if ours:
                yield start, mark.start()
            if sign == ",":
                open_calls.append((ours, mark.end()))


@lru_cache(maxsize=256)
def _is_ours(opening: str) -> bool:
    return calls(opening)


def calc_names(data: bytes, *, full: bool) -> bytes:
    """Rewrite the calls in a workbook for LibreOffice.

    full: to full names and one-cell ranges, which every release takes from a file; otherwise back
    to what a user types, from whatever form they have.  Parts without a call stay byte for byte.
    """
    package = Package.read(data)
    changed = False
    for name, part in package.parts.items():
        if not (name.startswith(FORMULA_PARTS) and name.endswith(".xml")):
            continue
        if b"hedge_" not in part.lower():
            continue
        root = parse(part)
        changes = [_renamed(element, full) for element in root.iter(etree.Element)]
        if any(changes):
            package.parts[name] = serialize(root)
            changed = True
    return package.write() if changed else data


def _renamed(element: Element, full: bool) -> bool:
    if etree.QName(element).localname not in FORMULA_ELEMENTS or not element.text:
        return False
    formula = calc_formula(element.text, full=full)
    if formula == element.text:
        return False
    element.text = formula
    return True
