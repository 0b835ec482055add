"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Collection, Iterator, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from betahedge.hosts.freezing import formula_cells
from betahedge.hosts.places import IN_CELL
from betahedge.workbook.package import Element, Package, parse, serialize, tag


def without_values(package: Package, addresses: Collection[str]) -> Package:
    """Make the copy on which native formulas are proved: their cells have no value."""
    copy = Package(dict(package.parts))
    for sheet, part in copy.sheets().items():
        root = parse(copy.parts[part])
        cells = [c for c in formula_cells(root) if f"{sheet}!{c.get('r')}" in addresses]
        for cell in cells:
            for value in cell.findall(tag("v")):
                cell.remove(value)
        if cells:
            copy.parts[part] = serialize(root)
    return copy


def different_cells(
    package: Package, addresses: Collection[str], answers: Mapping[str, object]
) -> set[str]:
    """Name the cells whose native formula gives another value than is stored in its range."""
    different = set()
    for sheet, part in package.sheets().items():
        root = parse(package.parts[part])
        stored = {cell.get("r", ""): cell for cell in root.iter(tag("c"))}
        for cell in formula_cells(root):
            address = f"{sheet}!{cell.get('r')}"
            if address in addresses and address in answers:
                pairs = ((stored.get(ref), answers.get(f"{sheet}!{ref}")) for ref in filled(cell))
                if not all(same(found, answer) for found, answer in pairs):
                    different.add(address)
    return different


def filled(cell: Element) -> list[str]:
    """List the addresses that a formula cell fills: its own, and what an array formula spills."""
    own, formula = cell.get("r", ""), cell.find(IN_CELL)
    extent = formula.get("ref", own) if formula is not None else own
    if formula is None or formula.get("t") != "array":
        return [own]
    return list(_members(extent))


def _members(extent: str) -> Iterator[str]:
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(extent))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield f"{get_column_letter(column)}{row}"


def same(cell: Element | None, answer: object) -> bool:
    """Compare a stored value with an answer: numbers to 9 digits after the point or in all."""
    value = cell.findtext(tag("v")) if cell is not None else None
    kind = cell.get("t", "n") if cell is not None else "n"
    if value is None or kind == "s":
        return answer is None
    if kind == "b":
        return answer is (value == "1")
    if kind in ("str", "e"):
        return isinstance(answer, str) and str(answer) == value
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    return abs(answer - float(value)) <= 1e-9 * max(1.0, abs(float(value)))
