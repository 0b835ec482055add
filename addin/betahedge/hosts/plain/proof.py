"""The proof that native formulas give the values stored in their cells."""

from collections.abc import Collection, Iterator, Mapping

from betahedge.xlsx.cells import FORMULA, VALUE, Sheet, addresses, same_value, value_of
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import Element


def refs_on(sheet: str, cells: Collection[str]) -> set[str]:
    """Give those of some addresses, Sheet!A1, that are on a sheet, without its name."""
    parts = (cell.rpartition("!") for cell in cells)
    return {ref for name, _, ref in parts if name == sheet}


def _sheets(package: Package, cells: Collection[str]) -> Iterator[tuple[Sheet, set[str]]]:
    """Run through the sheets that some cells are on."""
    for name, part in package.sheets().items():
        refs = refs_on(name, cells)
        if refs:
            yield Sheet(package, name, part), refs


def write_unvalued(package: Package, cells: Collection[str]) -> bytes:
    """Write the file on which native formulas are proved: their cells have no value in it."""
    taken = []
    for sheet, refs in _sheets(package, cells):
        for ref in refs:
            cell = sheet.at(ref)
            value = None if cell is None else cell.find(VALUE)
            if cell is not None and value is not None:
                taken.append((cell, cell.index(value), value))
                cell.remove(value)
        sheet.touch()
    data = package.write()
    for cell, place, value in taken:
        cell.insert(place, value)
    for sheet, _ in _sheets(package, cells):
        sheet.touch()
    return data


def find_different(
    package: Package, cells: Collection[str], answers: Mapping[str, object]
) -> set[str]:
    """Name the cells whose native formula gives another value than is stored in its range.

    A cell with a stored error is one of them if its native formula cannot be calculated here.
    """
    strings = package.strings()
    return {
        f"{sheet.name}!{ref}"
        for sheet, refs in _sheets(package, cells)
        for ref in refs
        if _differs(sheet, ref, answers, strings)
    }


def _differs(sheet: Sheet, ref: str, answers: Mapping[str, object], strings: list[str]) -> bool:
    own = sheet.at(ref)
    if own is None or f"{sheet.name}!{ref}" not in answers:
        return own is not None and own.get("t") == "e"
    for filled in _filled(own):
        stored = sheet.at(filled)
        value = None if stored is None else value_of(stored, strings)
        if not same_value(value, answers.get(f"{sheet.name}!{filled}")):
            return True
    return False


def _filled(cell: Element) -> list[str]:
    """List the addresses that a formula cell fills: its own, and what an array formula spills."""
    own, formula = cell.get("r", ""), cell.find(FORMULA)
    if formula is None or formula.get("t") != "array":
        return [own]
    return addresses(formula.get("ref", own))
