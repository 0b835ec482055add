"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.places import has_formula, remove_calculation_order
from betahedge.hosts.plain.freezing import Plain, freeze, group_cells
from betahedge.hosts.plain.names import write_native_names, write_native_sheet_rules
from betahedge.xlsx.cells import Sheet
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import tag

NOT_NEEDED = "not needed: values only"


def freeze_values(package: Package) -> tuple[Package, Plain]:
    """Take every formula out of every cell; the values stay."""
    plain = Plain()
    names = write_native_names(package, NOT_NEEDED, plain, constants=False)
    for name, part in package.sheets().items():
        if has_formula(package.parts[part]):
            sheet = Sheet(package, name, part)
            _freeze_sheet(sheet, plain)
            write_native_sheet_rules(sheet, names, plain)
    for part in package.tables():
        _remove_table_formulas(package, part)
    remove_calculation_order(package)
    return package, plain


def _freeze_sheet(sheet: Sheet, plain: Plain) -> None:
    groups = group_cells(sheet)
    for cell, formula in list(sheet.formula_cells()):
        group = groups.get(formula.get("si", ""))
        if (group is None or group.valued) and freeze(cell):
            sheet.touch()
        else:
            plain.valueless.append(f"{sheet.name}!{cell.get('r')}")


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
