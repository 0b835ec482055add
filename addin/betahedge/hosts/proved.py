"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Collection, Iterator, Mapping

from openpyxl.utils import get_column_letter

from betahedge.hosts.places import IN_CELL, change_sheets, has_formula
from betahedge.xlsx.cells import bounds
from betahedge.xlsx.package import Package, holds
from betahedge.xlsx.sheet_part import SheetPart
from betahedge.xlsx.xml import Element, tag


def refs_on(sheet: str, addresses: Collection[str]) -> set[str]:
    """Give those of some addresses, Sheet!A1, that are on a sheet, without its name."""
    parts = (address.rpartition("!") for address in addresses)
    return {ref for name, _, ref in parts if name == sheet}


def without_values(package: Package, addresses: Collection[str]) -> Package:
    """Make the copy on which native formulas are proved: their cells have no value."""
    copy = Package(dict(package.parts))

    def empty(cell: Element, chosen: bool) -> None:
        for value in cell.findall(tag("v")) if chosen else ():
            cell.remove(value)

    change_sheets(
        copy, lambda sheet: sheet.changed(empty, refs_on(sheet.name, addresses)), has_formula
    )
    return copy


def different_cells(
    package: Package, addresses: Collection[str], answers: Mapping[str, object]
) -> set[str]:
    """Name the cells whose native formula gives another value than is stored in its range.

    A cell with a stored error is one of them if its native formula cannot be calculated here.
    """
    different: set[str] = set()
    for name, part in package.sheets().items():
        refs = refs_on(name, addresses)
        if refs:
            sheet = SheetPart.read(name, package.parts[part])
            on_it = {ref: answers.get(f"{name}!{ref}") for ref in refs_on(name, answers)}
            different |= {f"{name}!{ref}" for ref in _different(sheet, refs, on_it)}
    return different


def _different(
    sheet: SheetPart, refs: Collection[str], answers: Mapping[str, object]
) -> Iterator[str]:
    spilled: dict[str, list[str]] = {}
    for cell in sheet.cells(refs):
        own = cell.get("r", "")
        if own not in answers:
            if cell.get("t") == "e":
                yield own
            continue
        if not holds(cell, answers.get(own)):
            yield own
        for ref in filled(cell):
            if ref != own:
                spilled.setdefault(ref, []).append(own)
    stored = {cell.get("r", ""): cell for cell in sheet.cells(spilled)} if spilled else {}
    for ref, owners in spilled.items():
        if not holds(stored.get(ref), answers.get(ref)):
            yield from owners


def filled(cell: Element) -> list[str]:
    """List the addresses that a formula cell fills: its own, and what an array formula spills."""
    own, formula = cell.get("r", ""), cell.find(IN_CELL)
    extent = formula.get("ref", own) if formula is not None else own
    if formula is None or formula.get("t") != "array":
        return [own]
    left, top, right, bottom = bounds(extent)
    columns = [get_column_letter(column) for column in range(left, right + 1)]
    return [f"{column}{row}" for row in range(top, bottom + 1) for column in columns]
