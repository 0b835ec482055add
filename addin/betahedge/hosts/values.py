"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.freezing import Plain, freeze, group_number, groups_on
from betahedge.hosts.names import native_names, with_native_rules
from betahedge.hosts.places import change_sheets, has_formula, remove_calculation_order
from betahedge.xlsx.package import Package
from betahedge.xlsx.shapes import NUMBERS, REFERENCES
from betahedge.xlsx.sheet_part import SheetPart
from betahedge.xlsx.xml import Element, parse, serialize, tag


def with_values(package: Package) -> tuple[Package, Plain]:
    """Take every formula out of every cell; the values stay."""
    plain = Plain()
    native_names(package, "not needed: values only", plain)

    def on_sheet(sheet: SheetPart) -> SheetPart:
        groups = groups_on(sheet)

        def frozen(cell: Element, _: bool) -> list[str] | None:
            group = groups.get(group_number(cell))
            valued = group is None or group.valued
            return None if valued and freeze(cell) else plain.valueless

        varies = REFERENCES if groups else NUMBERS  # a group has a number
        return with_native_rules(sheet.changed(frozen, varies=varies), plain)

    change_sheets(package, on_sheet, concerned=has_formula)
    for part in package.tables():
        _without_table_formulas(package, part)
    remove_calculation_order(package)
    return package, plain


def _without_table_formulas(package: Package, part: str) -> None:
    """Let a table's columns and totals be values too."""
    root = parse(package.parts[part])
    before = serialize(root)
    for column in root.iter(tag("tableColumn")):
        for name in ("calculatedColumnFormula", "totalsRowFormula"):
            for element in column.findall(tag(name)):
                column.remove(element)
        column.attrib.pop("totalsRowFunction", "")
    if serialize(root) != before:
        package.parts[part] = serialize(root)
