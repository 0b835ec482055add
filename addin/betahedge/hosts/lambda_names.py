"""Excel 365 and 2024 with nothing installed: the functions are LAMBDAs of the workbook itself."""

from collections.abc import Set
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.cells.lambdas import without_lambda
from betahedge.engine.store import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.formula.formulas import calls
from betahedge.hosts.freezing import Plain, formula, freeze
from betahedge.hosts.places import IN_CELL, mentioned, places, remove_calculation_order
from betahedge.xlsx.lambda_names import put_lambdas
from betahedge.xlsx.package import WORKBOOK, Element, Package, defined_names, parse, serialize, tag
from betahedge.xlsx.references import shifted


def with_lambdas(package: Package) -> tuple[Package, Plain]:
    """Add the names and mark what calls them; a function that has no LAMBDA becomes its value."""
    lacking = {*without_lambda(), *put_lambdas(package)}
    plain = Plain()
    for name, part in package.sheets().items():
        if mentioned(package.parts[part]):
            root = parse(package.parts[part])
            sheet = _Sheet(name, root, lacking, plain)
            for cell in sheet.calling():
                sheet.change(package, cell)
            package.parts[part] = serialize(root)
    _list_elsewhere(package, lacking, plain)
    remove_calculation_order(package)
    recalculate_on_load(package)
    return package, plain


@dataclass
class _Sheet:
    """A sheet whose cells may call functions.  lacking: those that have no LAMBDA there."""

    name: str
    root: Element
    lacking: Set[str]
    plain: Plain

    def calling(self) -> list[Element]:
        """List the cells that call a function, each with a text of its own."""
        found = []
        masters: dict[str, tuple[str, str]] = {}
        for element in self.root.iter(IN_CELL):
            cell, shared = element.getparent(), element.get("si")
            if cell is None or cell.tag != tag("c"):
                continue
            if shared and element.text:
                masters[shared] = element.text, cell.get("r", "")
            text = masters[shared][0] if shared in masters else element.text or ""
            if calls(text):
                _stand_alone(element, cell, *masters.get(shared or "", (text, "")))
                found.append(cell)
        return found

    def change(self, package: Package, cell: Element) -> None:
        """Make a calling cell a dynamic array, or its value."""
        address = f"{self.name}!{cell.get('r')}"
        element = cell.find(IN_CELL)
        if not calls(formula(cell)).isdisjoint(self.lacking):
            became = self.plain.frozen if freeze(cell) else self.plain.valueless
            became.append(address)
        elif element is not None and element.get("t") != "array":
            mark_dynamic(cell, cell.get("r", ""), dynamic_array_mark(package))


def _stand_alone(element: Element, cell: Element, text: str, master: str) -> None:
    """Write out a formula that a cell shares with another one, the master."""
    if element.attrib.pop("si", ""):
        (row, column), (top, left) = map(coordinate_to_tuple, (cell.get("r", ""), master))
        element.text = shifted(text, row - top, column - left)
        for name in ("t", "ref"):
            element.attrib.pop(name, "")


def _list_elsewhere(package: Package, lacking: Set[str], plain: Plain) -> None:
    """List the names and rules that call a function which has no LAMBDA."""
    for _, name in defined_names(parse(package.parts[WORKBOOK])):
        if not calls(name.text or "").isdisjoint(lacking):
            plain.elsewhere.append(f"name {name.get('name')}")
    parts = {part: sheet for sheet, part in package.sheets().items()}
    for part, where in {**parts, **dict.fromkeys(package.tables(), "a table")}.items():
        for place in places(parse(package.parts[part])) if mentioned(package.parts[part]) else ():
            if place.element.tag != IN_CELL and not calls(place.text).isdisjoint(lacking):
                plain.elsewhere.append(f"{place.described} on {where}")
