"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Iterable, Mapping

from betahedge.xlsx.cells import CELL, FORMULA, VALUE, address, bounds, same_value, value_of
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import Element, tag


def by_sheet(cells: Iterable[str]) -> dict[str, set[str]]:
    """Give some addresses, Sheet!A1, by the sheet, without its name."""
    found: dict[str, set[str]] = {}
    for cell in cells:
        name, _, ref = cell.rpartition("!")
        found.setdefault(name, set()).add(ref)
    return found


def write_unvalued(package: Package, cells: Iterable[str]) -> bytes:
    """Write the file on which native formulas are proved: their cells alone have no value in it.

    The values of the others count, so that a random number is the same again.
    """
    bare = package.copy()
    for settings in bare.book.iter(tag("calcPr")):
        settings.attrib.pop("fullCalcOnLoad", "")
        bare.touch(WORKBOOK)
    for name, refs in by_sheet(cells).items():
        part = bare.sheets()[name]
        for cell in bare.tree(part).iter(CELL):
            for value in cell.findall(VALUE) if cell.get("r") in refs else ():
                cell.remove(value)
        bare.touch(part)
    return bare.write()


def find_different(
    package: Package, cells: Iterable[str], answers: Mapping[str, object]
) -> set[str]:
    """Name the cells whose native formula gives another value than is stored in its range.

    A cell with a stored error is one of them if its native formula cannot be calculated here.
    """
    strings, different = package.strings(), set()
    for name, refs in by_sheet(cells).items():
        found = package.tree(package.sheets()[name]).iter(CELL)
        known = {cell.get("r", ""): cell for cell in found}

        def holds(ref: str, name: str = name, known: Mapping[str, Element] = known) -> bool:
            value = value_of(known[ref], strings) if ref in known else None
            return same_value(value, answers.get(f"{name}!{ref}"))

        for place, cell in ((f"{name}!{ref}", known[ref]) for ref in refs):
            unknown = place not in answers
            if cell.get("t") == "e" if unknown else not all(map(holds, _filled(cell))):
                different.add(place)
    return different


def _filled(cell: Element) -> list[str]:
    """List the addresses that a formula cell fills: its own, and what an array formula spills."""
    own, formula = cell.get("r", ""), cell.find(FORMULA)
    if formula is None or formula.get("t") != "array":
        return [own]
    left, top, right, bottom = bounds(formula.get("ref", own))
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return [address(row, column) for row in rows for column in columns]
