"""The cells of a sheet that hold a formula, and how one becomes its value."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from betahedge.hosts.places import IN_CELL
from betahedge.workbook.package import Element, tag


@dataclass
class Plain:
    """What became of the cells that called the add-in."""

    replaced: list[str] = field(default_factory=list)  # by a native formula
    frozen: list[str] = field(default_factory=list)  # by their value
    valueless: list[str] = field(default_factory=list)  # no form and no value: left as they were
    elsewhere: list[str] = field(default_factory=list)  # names and rules that still call it
    unproved: list[str] = field(default_factory=list)  # replaced, but only a spreadsheet can tell
    old: list[str] = field(default_factory=list)  # use a name that calls it: value as it came


def formula_cells(root: Element) -> Iterator[Element]:
    """Run through the cells of a sheet that hold a formula."""
    for formula in root.iter(IN_CELL):
        cell = formula.getparent()
        if cell is not None and cell.tag == tag("c"):
            yield cell


def has_value(cell: Element) -> bool:
    """Tell a cell in which a value is stored; no text at all is one."""
    value = cell.find(tag("v"))
    return value is not None and (bool(value.text) or cell.get("t") == "str")


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
    cell.attrib.pop("cm", "")
    cell.set("t", "str")
    etree.SubElement(cell, tag("v")).text = text
