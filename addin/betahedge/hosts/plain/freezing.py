"""What becomes of a cell that holds a formula: its value, or a text.

Cells that share a formula go together: the first alone has its text, and the others need it.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from lxml import etree

from betahedge.xlsx.cells import FORMULA, has_value
from betahedge.xlsx.xml import Element, tag


@dataclass
class Plain:
    """What became of the cells that called the add-in."""

    replaced: list[str] = field(default_factory=list)  # by a native formula
    frozen: list[str] = field(default_factory=list)  # by their value
    valueless: list[str] = field(default_factory=list)  # with no form, and not all with a value
    by_name: list[str] = field(default_factory=list)  # use a name that was replaced so
    elsewhere: list[str] = field(default_factory=list)  # names and rules that still call it
    unproved: list[str] = field(default_factory=list)  # replaced, but only a spreadsheet can tell


@dataclass
class Group:
    """Cells that share a formula, or one with a formula of its own."""

    texts: list[str] = field(default_factory=list)
    valued: bool = True  # every cell has a value
    differs: bool = False  # the native formula of a cell gives another value

    def add(self, cell: Element, formula: Element, *, differs: bool) -> "Group":
        """Add a cell."""
        self.texts += [formula.text] if formula.text else []
        self.valued = self.valued and has_value(cell)
        self.differs = self.differs or differs
        return self


def group_cells(
    cells: Iterable[tuple[Element, Element]], differ: Set[str] = frozenset()
) -> dict[str, Group]:
    """Find the cells of a sheet that share a formula, by its number; `differ` are addresses."""
    groups: dict[str, Group] = {}
    for cell, formula in cells:
        number = formula.get("si")
        if number:
            groups.setdefault(number, Group()).add(cell, formula, differs=cell.get("r") in differ)
    return groups


def freeze(cell: Element) -> bool:
    """Make a cell its value; without one it keeps its formula."""
    formula = cell.find(FORMULA)
    if formula is None or not has_value(cell):
        return False
    cell.remove(formula)
    cell.attrib.pop("cm", "")
    return True


def put_text(cell: Element, text: str) -> None:
    """Make a cell a text."""
    for child in list(cell):
        cell.remove(child)
    for mark in ("cm", "vm"):
        cell.attrib.pop(mark, "")
    cell.set("t", "str")
    etree.SubElement(cell, tag("v")).text = text
