"""Workbooks of numbers only: every formula in a cell becomes the value stored beside it."""

from betahedge.hosts.freezing import Plain, formula_cells, freeze
from betahedge.hosts.names import native_names, native_rules
from betahedge.hosts.places import has_formula, remove_calculation_order, tables
from betahedge.workbook.package import Package, parse, serialize, tag


def with_values(package: Package) -> tuple[Package, Plain]:
    """Take every formula out of every cell; the values stay."""
    done, plain = Package(dict(package.parts)), Plain()
    native_names(done, "not needed: values only", plain)
    for sheet, part in done.sheets().items():
        if has_formula(done.parts[part]):
            root = parse(done.parts[part])
            for cell in list(formula_cells(root)):
                if not freeze(cell):
                    plain.valueless.append(f"{sheet}!{cell.get('r')}")
            native_rules(root, sheet, plain)
            done.parts[part] = serialize(root)
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
