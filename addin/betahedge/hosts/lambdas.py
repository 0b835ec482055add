"""Excel 365 and 2024 with nothing installed: the functions are LAMBDAs of the workbook itself."""

from collections.abc import Iterator, Set

from betahedge.cells.lambdas import without_lambda
from betahedge.formula.calls import calls
from betahedge.hosts.places import (
    find_rules,
    list_formula_cells,
    mentioned,
    remove_calculation_order,
)
from betahedge.hosts.plain.freezing import Plain, freeze
from betahedge.xlsx.cells import own_text, place_of
from betahedge.xlsx.dynamic import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.xlsx.lambda_names import put_lambdas
from betahedge.xlsx.package import Package, defined_names
from betahedge.xlsx.xml import Element


def write_lambdas(package: Package) -> Plain:
    """Add the names and mark what calls them; a function that has no LAMBDA becomes its value."""
    lacking, plain = {*without_lambda(), *put_lambdas(package)}, Plain()
    for name, part in package.sheets().items():
        if mentioned(package.parts[part]):
            for cell, formula in list(_calling_cells(package, part)):
                if not calls(formula.text or "").isdisjoint(lacking):
                    became = plain.frozen if freeze(cell) else plain.valueless
                    became.append(f"{name}!{cell.get('r')}")
                elif formula.get("t") != "array":
                    mark_dynamic(cell, cell.get("r", ""), dynamic_array_mark(package))
            package.touch(part)
    _list_elsewhere(package, lacking, plain)
    remove_calculation_order(package)
    recalculate_on_load(package)
    return plain


def _calling_cells(package: Package, part: str) -> Iterator[tuple[Element, Element]]:
    """Run through the cells that call a function, each given a text of its own."""
    masters: dict[str, tuple[str, int, int]] = {}
    for cell, formula in list_formula_cells(package, part):
        text = own_text(formula, *place_of(cell.get("r", "")), masters)
        if calls(text):
            if formula.get("si"):
                formula.text = text
                for name in ("si", "t", "ref"):
                    formula.attrib.pop(name, "")
            yield cell, formula


def _list_elsewhere(package: Package, lacking: Set[str], plain: Plain) -> None:
    """List the names and rules that call a function which has no LAMBDA."""
    for _, name in defined_names(package.book):
        if not calls(name.text or "").isdisjoint(lacking):
            plain.elsewhere.append(f"name {name.get('name')}")
    for _, where, place in find_rules(package, mentioned):
        if not calls(place.text).isdisjoint(lacking):
            plain.elsewhere.append(f"{place.described} on {where}")
