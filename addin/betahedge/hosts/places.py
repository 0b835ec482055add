"""Where a package holds formulas, and how they are changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from betahedge.errors import InputError
from betahedge.formula.tokens import LONGEST
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.shapes import NUMBERS
from betahedge.xlsx.sheet_part import SheetPart
from betahedge.xlsx.xml import RELATIONS, Element, parse, serialize, tag

LATER = "http://schemas.microsoft.com/office/excel/2006/main"  # formulas in extensions
IN_CELL = tag("f")
_KINDS = {
    "dataValidation": "the validation of",
    "conditionalFormatting": "the conditional format of",
    "tableColumn": "the table column",
}
LONGEST_RULE = 255  # characters in the formula of a validation
FORMULAS = (
    IN_CELL,
    *map(tag, ("formula", "formula1", "formula2", "definedName")),
    *map(tag, ("calculatedColumnFormula", "totalsRowFormula")),
    f"{{{LATER}}}f",
)


def opened(data: bytes) -> Package:
    """Unpack a workbook and look whether it is one that can be worked on."""
    package = Package.read(data)
    package.sheets()
    if "_rels/.rels" not in package.parts:
        raise InputError("the workbook has no part _rels/.rels")
    return package


def mentioned(data: bytes) -> bool:
    """Tell a part that may call the add-in."""
    return _is_wide(data) or b"hedge_" in data.lower()


def has_formula(data: bytes) -> bool:
    """Tell a part that may hold a formula."""
    return _is_wide(data) or any(name in data for name in (b"<f", b":f", b"ormula"))


def _is_wide(data: bytes) -> bool:
    """Tell a part in UTF-16."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]


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


def places(root: Element) -> Iterator[Place]:
    """Run through all formulas of a part."""
    for element in root.iter(*FORMULAS):
        if element.text:
            yield Place(element)
    for element in root.iter(tag("cfvo")):
        if element.get("type") == "formula":
            yield Place(element, "val")


def change_sheets(
    package: Package,
    change: Callable[[SheetPart], SheetPart],
    concerned: Callable[[bytes], bool] = mentioned,
) -> None:
    """Change the sheets whose part is concerned; a sheet that comes back itself stays."""
    for name, part in package.sheets().items():
        if concerned(package.parts[part]):
            sheet = SheetPart.read(name, package.parts[part])
            changed = change(sheet)
            if changed is not sheet:
                package.parts[part] = changed.data


def change_around(sheet: SheetPart, change: Callable[[Element], bool]) -> SheetPart:
    """Change what is around the rows of a sheet, if it may call the add-in."""
    around = sheet.around
    if not mentioned(around):
        return sheet
    root = parse(around)
    return sheet.put_around(root) if change(root) else sheet


def change_part(package: Package, part: str, change: Callable[[Element], bool]) -> None:
    """Change a part that is no sheet, if it may call the add-in."""
    if mentioned(package.parts[part]):
        root = parse(package.parts[part])
        if change(root):
            package.parts[part] = serialize(root)


def rewrite(package: Package, change: Callable[[str], str], varies: bytes = NUMBERS) -> bool:
    """Change every formula of a package, and nothing else in it; tell whether any has changed.

    varies: what formulas may differ in and still be changed alike.
    """

    def everywhere(root: Element) -> bool:
        changed = False
        for place in places(root):
            new = change(place.text)
            if new != place.text:
                place.put(new)
                changed = True
        return changed

    def in_cell(cell: Element, _: bool) -> None:
        everywhere(cell)

    before = dict(package.parts)
    change_sheets(
        package, lambda sheet: change_around(sheet.changed(in_cell, varies=varies), everywhere)
    )
    for part in (*package.tables(), WORKBOOK):
        change_part(package, part, everywhere)
    return package.parts != before


def remove_calculation_order(package: Package) -> None:
    """Take away the list of formula cells; a spreadsheet makes it anew."""
    kind = f"{RELATIONS}/calcChain"
    for name in package.related(WORKBOOK, kind).values():
        package.remove(name, WORKBOOK)
