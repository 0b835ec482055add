"""How a workbook stores a call of the add-in, for one release of LibreOffice or another.

From an .xlsx, LibreOffice 7.4 takes a function of an add-in by its full name only, the service's
name and the function's; 25.2 takes both.  On saving, 7.4 writes the full name, in capitals.

An empty cell that stands alone as an argument reaches an add-in as 0 in every release, and a
default would never be taken.  Written as a range of one cell, (C4):C4, it arrives empty; to every
other spreadsheet that is the same cell.  C4:C4 does the same until 25.2 saves it as C4.  A name of
a cell, and a table's column in this row, are written so too.
"""

from collections.abc import Set
from functools import partial

from betahedge.formula.calls import SERVICE, calls, renamed, with_arguments
from betahedge.formula.names import cell_in, is_one_cell
from betahedge.hosts.places import rewrite
from betahedge.xlsx.package import Package, texts_of_names


def write_for_calc(formula: str, *, full: bool, names: Set[str] = frozenset()) -> str:
    """Rewrite the calls in one formula: full names and one-cell ranges, or back to plain ones.

    names: the defined names that stand for a cell, in capitals.
    """
    if not calls(formula):
        return formula

    def argument(text: str) -> str:
        cell = cell_in(text, names)
        return text.replace(text.strip(), f"({cell}):{cell}" if full else cell) if cell else text

    return renamed(with_arguments(formula, argument), f"{SERVICE}." if full else "")


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
