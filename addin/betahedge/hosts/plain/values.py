"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.places import (
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
        cells = list_formula_cells(package, part) if has_formula(package.parts[part]) else []
        for cell, _, group in grouped(cells):
            if group.valued and freeze(cell):
                package.touch(part)
            else:
                plain.valueless.append(f"{name}!{cell.get('r')}")
    for part in package.tables():
        _remove_table_formulas(package, part)
    write_native_rules(package, names, plain)
    remove_calculation_order(package)
    return plain


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
