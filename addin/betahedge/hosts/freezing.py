"""What becomes of a cell that holds a formula: its value, or a text.

Cells that share a formula go together: the first alone has its text, and the others need it.
"""

from collections.abc import Set
from dataclasses import dataclass, field

from lxml import etree

from betahedge.hosts.places import IN_CELL
from betahedge.xlsx.cells import has_value
from betahedge.xlsx.shapes import REFERENCES
from betahedge.xlsx.sheet_part import SheetPart
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


def formula(cell: Element) -> str:
    """Give the text of a cell's formula; "" where another cell shares one with it."""
    return cell.findtext(IN_CELL) or ""


@dataclass
class Group:
    """Cells that share a formula, or one with a formula of its own."""

    texts: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    valued: bool = True  # every cell has a value
    differs: bool = False  # the native formula of a cell gives another value

    @classmethod
    def of(cls, cell: Element, *, differs: bool) -> "Group":
        """Make the group of one cell."""
        group = cls(differs=differs)
        group.add(cell)
        return group

    def add(self, cell: Element) -> None:
        """Add a cell, or the cells of one shape."""
        self.texts += [formula(cell)] if formula(cell) else []
        self.valued = self.valued and has_value(cell)


def group_number(cell: Element) -> str:
    """Give the number of the formula that a cell shares; "" if it has its own."""
    found = cell.find(IN_CELL)
    return found.get("si", "") if found is not None else ""


def groups_on(sheet: SheetPart, differ: Set[str] = frozenset()) -> dict[str, Group]:
    """Find the cells of a sheet that share a formula; `differ` are addresses, Sheet!A1."""
    groups: dict[str, Group] = {}

    def gather(cell: Element, _: bool) -> list[str] | None:
        number = group_number(cell)
        if not number:
            return None
        group = groups.setdefault(number, Group())
        group.add(cell)
        return group.addresses

    sheet.changed(gather, having=b" si=", varies=REFERENCES)
    for group in groups.values():
        group.differs = not differ.isdisjoint(group.addresses)
    return groups


def freeze(cell: Element) -> bool:
    """Make a cell its value; without one it keeps its formula."""
    formula = cell.find(IN_CELL)
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
