"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from betahedge.xlsx.cells import (
    CELL,
    FORMULA,
    VALUE,
    address,
    bounds,
    has_value,
    same_value,
    value_of,
)
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

    So is one that fills an empty cell beyond its range, and one with a stored error if its native
    formula cannot be calculated here.
    """
    strings, different = package.strings(), set()
    for name, refs in by_sheet(cells).items():
        found = package.tree(package.sheets()[name]).iter(CELL)
        sheet = _Sheet(name, {cell.get("r", ""): cell for cell in found}, strings, answers)
        different |= {f"{name}!{ref}" for ref in refs if sheet.differs(ref)}
    return different


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with its stored values, and what its native formulas answer."""

    name: str
    cells: Mapping[str, Element]
    strings: Sequence[str]
    answers: Mapping[str, object]

    def differs(self, ref: str) -> bool:
        """Tell a native formula that does not give what is stored, if something is."""
        cell = self.cells[ref]
        if not has_value(cell):
            return False
        if f"{self.name}!{ref}" not in self.answers:
            return cell.get("t") == "e"
        left, top, right, bottom = _extent(cell)
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        filled = (address(row, column) for row in rows for column in columns)
        beyond = (address(bottom + 1, left), address(top, right + 1)) if cell.get("cm") else ()
        return not all(map(self._holds, filled)) or any(map(self._grows, beyond))

    def _holds(self, ref: str) -> bool:
        value = value_of(self.cells[ref], self.strings) if ref in self.cells else None
        return same_value(value, self.answers.get(f"{self.name}!{ref}"))

    def _grows(self, ref: str) -> bool:
        """Tell a cell that is empty and is filled."""
        cell = self.cells.get(ref)
        empty = cell is None or (cell.find(FORMULA) is None and not has_value(cell))
        return empty and f"{self.name}!{ref}" in self.answers


def _extent(cell: Element) -> tuple[int, int, int, int]:
    """Give the left, top, right and bottom of what a formula cell fills: an array, or its own."""
    own, formula = cell.get("r", ""), cell.find(FORMULA)
    if formula is None or formula.get("t") != "array":
        return bounds(own)
    return bounds(formula.get("ref", own))
