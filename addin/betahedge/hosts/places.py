"""Where a package holds formulas, and how they are changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from betahedge.errors import InputError
from betahedge.formula.alike import once_for_all_alike
from betahedge.formula.calls import mentions
from betahedge.formula.tokens import LONGEST
from betahedge.xlsx.cells import CELL, FORMULA, ROW, number_rows
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import LATER, RELATIONS, Element, tag

_KINDS = {
    "dataValidation": "the validation of",
    "conditionalFormatting": "the conditional format of",
    "tableColumn": "the table column",
}
LONGEST_RULE = 255  # characters in the formula of a validation
ROWS = tag("sheetData")
FORMULAS = (
    FORMULA,
    *map(tag, ("formula", "formula1", "formula2", "definedName")),
    *map(tag, ("calculatedColumnFormula", "totalsRowFormula")),
    f"{{{LATER}}}f",
)


def open_package(data: bytes) -> Package:
    """Unpack a workbook and look whether it is one that can be worked on."""
    package = Package.read(data)
    package.sheets()
    if "_rels/.rels" not in package.parts:
        raise InputError("the workbook has no part _rels/.rels")
    return package


def mentioned(data: bytes) -> bool:
    """Tell a part that may call the add-in."""
    return b"HEDGE_" in data or b"hedge_" in data.lower()


def has_formula(data: bytes) -> bool:
    """Tell a part that may hold a formula."""
    return any(name in data for name in (b"<f", b":f", b"ormula"))


@dataclass(frozen=True, slots=True)
class Place:
    """A formula that stands in an element or, for a threshold of a colour scale, an attribute."""

    element: Element
    attribute: str = ""

    @property
    def text(self) -> str:
        """Give the formula."""
        found = self.element.get(self.attribute) if self.attribute else self.element.text
        return found or ""

    @property
    def described(self) -> str:
        """Name the rule or column that the formula belongs to."""
        for element in (self.element, *self.element.iterancestors()):
            kind = _KINDS.get(etree.QName(element).localname)
            if kind:
                below = (each.text for each in element if each.tag == f"{{{LATER}}}sqref")
                cells = element.get("sqref") or element.get("name") or next(below, "")
                return f"{kind} {cells}".rstrip()
        return "a rule"

    @property
    def longest(self) -> int:
        """Give how many characters Excel takes there."""
        parent = self.element.getparent()
        rule = parent is not None and etree.QName(parent).localname.startswith("dataValidation")
        return LONGEST_RULE if rule else LONGEST - 1

    def put(self, formula: str) -> None:
        """Write the formula."""
        if self.attribute:
            self.element.set(self.attribute, formula)
        else:
            self.element.text = formula


def find_places(root: Element) -> Iterator[Place]:
    """Run through all formulas of a part, or of what stands in it."""
    for element in root.iter(*FORMULAS):
        if element.text:
            yield Place(element)
    for element in root.iter(tag("cfvo")):
        if element.get("type") == "formula":
            yield Place(element, "val")


def list_formula_cells(package: Package, part: str) -> list[tuple[Element, Element]]:
    """List the cells of a sheet that hold a formula, each with the formula's element."""
    found = ((formula.getparent(), formula) for formula in package.tree(part).iter(FORMULA))
    cells = [(cell, formula) for cell, formula in found if cell is not None and cell.tag == CELL]
    if any(cell.get("r") is None for cell, _ in cells):
        for _ in number_rows(package.tree(part).iter(ROW)):
            pass
    return cells


def find_rules(
    package: Package, concerned: Callable[[bytes], bool]
) -> Iterator[tuple[str, str, Place]]:
    """Run through the formulas that stand in no cell: their part, what it is called, and each.

    concerned: tells a part that is looked at.
    """
    sheets = {part: name for name, part in package.sheets().items()}
    for part, where in {**sheets, **dict.fromkeys(package.tables(), "a table")}.items():
        for child in package.tree(part) if concerned(package.parts[part]) else ():
            if child.tag != ROWS:
                yield from ((part, where, place) for place in find_places(child))


def rewrite(package: Package, change: Callable[[str], str]) -> bool:
    """Change every formula that calls the add-in, and nothing else; tell whether any has changed.

    A formula is changed alike whatever cells it names.
    """
    alike, changed = once_for_all_alike(change), False
    for part in (*package.sheets().values(), *package.tables(), WORKBOOK):
        if mentioned(package.parts[part]):
            for place in find_places(package.tree(part)):
                new = alike(place.text) if mentions(place.text) else place.text
                if new != place.text:
                    place.put(new)
                    package.touch(part)
                    changed = True
    return changed


def remove_calculation_order(package: Package) -> None:
    """Take away the list of formula cells; a spreadsheet makes it anew."""
    kind = f"{RELATIONS}/calcChain"
    for name in package.related(WORKBOOK, kind).values():
        package.remove(name, WORKBOOK)
