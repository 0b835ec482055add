"""What becomes of a cell that holds a formula: its value, or a text."""

from dataclasses import dataclass, field

from lxml import etree

from betahedge.hosts.places import IN_CELL
from betahedge.workbook.package import Element, has_value, tag


@dataclass
class Plain:
    """What became of the cells that called the add-in."""

    replaced: list[str] = field(default_factory=list)  # by a native formula
    frozen: list[str] = field(default_factory=list)  # by their value
    valueless: list[str] = field(default_factory=list)  # no form and no value: left as they were
    elsewhere: list[str] = field(default_factory=list)  # names and rules that still call it
    unproved: list[str] = field(default_factory=list)  # replaced, but only a spreadsheet can tell


def formula(cell: Element) -> str:
    """Give the text of a cell's formula; "" where another cell shares one with it."""
    return cell.findtext(IN_CELL) or ""


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
