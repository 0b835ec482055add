"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.places import (
    find_rules,
    has_formula,
    list_formula_cells,
    remove_calculation_order,
)
from betahedge.hosts.plain.freezing import Plain, freeze, grouped
from betahedge.hosts.plain.names import write_native_names, write_native_rules
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import tag

NOT_NEEDED = "not needed: values only"


def freeze_values(package: Package) -> Plain:
    """Take every formula out of every cell; the values stay."""
    plain = Plain()
    names = write_native_names(package, NOT_NEEDED, plain, constants=False)
    for name, part in package.sheets().items():
        if has_formula(package.parts[part]):
            frozen = _freeze_sheet(package, name, part, plain)
            rules = write_native_rules(find_rules(package.tree(part)), name, names, plain)
            if frozen or rules:
                package.touch(part)
    for part in package.tables():
        _remove_table_formulas(package, part)
    remove_calculation_order(package)
    return plain


def _freeze_sheet(package: Package, name: str, part: str, plain: Plain) -> bool:
    """Freeze the cells of a sheet; tell whether any has changed."""
    cells = list_formula_cells(package, part)
    kept = len(plain.valueless)
    for cell, _, group in grouped(cells):
        if not (group.valued and freeze(cell)):
            plain.valueless.append(f"{name}!{cell.get('r')}")
    return len(plain.valueless) - kept < len(cells)


def _remove_table_formulas(package: Package, part: str) -> None:
    """Let a table's columns and totals be values too."""
    for column in package.tree(part).iter(tag("tableColumn")):
        formulas = [
            *column.findall(tag("calculatedColumnFormula")),
            *column.findall(tag("totalsRowFormula")),
        ]
        for element in formulas:
            column.remove(element)
        if column.attrib.pop("totalsRowFunction", "") or formulas:
            package.touch(part)
