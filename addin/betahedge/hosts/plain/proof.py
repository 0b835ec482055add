"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Collection, Iterator, Mapping

from betahedge.xlsx.cells import CELL, FORMULA, VALUE, address, bounds, same_value, value_of
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import Element


def refs_on(sheet: str, cells: Collection[str]) -> set[str]:
    """Give those of some addresses, Sheet!A1, that are on a sheet, without its name."""
    parts = (cell.rpartition("!") for cell in cells)
    return {ref for name, _, ref in parts if name == sheet}


Sheet = dict[str, Element]  # the cells by address


def _sheets(package: Package, cells: Collection[str]) -> Iterator[tuple[str, Sheet, set[str]]]:
    """Run through the sheets that some cells are on: their name, their cells, those cells."""
    for name, part in package.sheets().items():
        refs = refs_on(name, cells)
        if refs:
            found = package.tree(part).iter(CELL)
            yield name, {cell.get("r", ""): cell for cell in found}, refs


def write_unvalued(package: Package, cells: Collection[str]) -> bytes:
    """Write the file on which native formulas are proved: their cells have no value in it."""
    bare = package.copy()
    for name, sheet, refs in _sheets(bare, cells):
        for ref in refs:
            for value in sheet[ref].findall(VALUE):
                sheet[ref].remove(value)
        bare.touch(bare.sheets()[name])
    return bare.write()


def find_different(
    package: Package, cells: Collection[str], answers: Mapping[str, object]
) -> set[str]:
    """Name the cells whose native formula gives another value than is stored in its range.

    A cell with a stored error is one of them if its native formula cannot be calculated here.
    """
    strings = package.strings()
    different = set()
    for name, sheet, refs in _sheets(package, cells):

        def holds(ref: str, name: str = name, sheet: Sheet = sheet) -> bool:
            value = value_of(sheet[ref], strings) if ref in sheet else None
            return same_value(value, answers.get(f"{name}!{ref}"))

        for place, cell in ((f"{name}!{ref}", sheet[ref]) for ref in refs):
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
