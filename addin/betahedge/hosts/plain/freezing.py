"""Cells that hold a formula become the value that is stored in them.

Cells that share a formula go together: the first alone has its text, and the others need it.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from betahedge.xlsx.cells import FORMULA, has_value
from betahedge.xlsx.xml import Element


@dataclass
class Plain:
    """What became of the cells that called the add-in."""

    replaced: list[str] = field(default_factory=list)  # by a native formula
    frozen: list[str] = field(default_factory=list)  # by their value
    valueless: list[str] = field(default_factory=list)  # with no form, and not all with a value
    by_name: list[str] = field(default_factory=list)  # use a name that was replaced so
    elsewhere: list[str] = field(default_factory=list)  # names and rules that still call it
    unproved: list[str] = field(default_factory=list)  # replaced, but only a spreadsheet can tell


@dataclass(slots=True)
class Group:
    """Cells that share a formula, or one with a formula of its own."""

    texts: list[str] = field(default_factory=list)
    valued: bool = True  # every cell has a value
    differs: bool = False  # the native formula of a cell gives another value

    def add(self, cell: Element, formula: Element, differ: Set[str]) -> "Group":
        """Add a cell; `differ` are addresses."""
        self.texts += [formula.text] if formula.text else []
        self.valued = self.valued and has_value(cell)
        self.differs = self.differs or cell.get("r") in differ
        return self


def grouped(
    cells: Sequence[tuple[Element, Element]], differ: Set[str] = frozenset()
) -> Iterator[tuple[Element, Element, Group]]:
    """Run through the cells of a sheet, and their formulas, each with its group."""
    groups: dict[str, Group] = {}  # by the number of the formula that they share
    for cell, formula in cells:
        number = formula.get("si")
        if number:
            groups.setdefault(number, Group()).add(cell, formula, differ)
    for cell, formula in cells:
        group = groups.get(formula.get("si", ""))
        yield cell, formula, group or Group().add(cell, formula, differ)


def freeze(cell: Element) -> bool:
    """Make a cell its value; without one it keeps its formula."""
    formula = cell.find(FORMULA)
    if formula is None or not has_value(cell):
        return False
    cell.remove(formula)
    cell.attrib.pop("cm", "")
    return True
