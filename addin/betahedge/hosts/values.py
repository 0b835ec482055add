"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.freezing import Plain, freeze
from betahedge.hosts.names import native_names, with_native_rules
from betahedge.hosts.places import change_sheets, has_formula, remove_calculation_order, tables
from betahedge.workbook.package import Element, Package, parse, serialize, tag


def with_values(package: Package) -> tuple[Package, Plain]:
    """Take every formula out of every cell; the values stay."""
    done, plain = Package(dict(package.parts)), Plain()
    native_names(done, "not needed: values only", plain)

    def frozen(cell: Element, _: bool) -> list[str] | None:
        return None if freeze(cell) else plain.valueless

    change_sheets(
        done, lambda sheet: with_native_rules(sheet.changed(frozen), plain), concerned=has_formula
    )
    for part in tables(done):
        _without_table_formulas(done, part)
    remove_calculation_order(done)
    return done, plain


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
