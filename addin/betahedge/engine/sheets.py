"""The sheets of a workbook as the engine is told them: their formulas, written out."""

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_ISO8601, to_excel

from betahedge.cells import ErrorValue
from betahedge.cells.errors import VALUE
from betahedge.engine.recalculate import Value
from betahedge.engine.store import SheetCells
from betahedge.formula.alike import TEXT
from betahedge.formula.calls import calls
from betahedge.formula.formulas import (
    BLANK_CELL,
    for_the_engine,
    has_odd_format,
    is_too_deep,
    maps_scalars,
    with_blanks,
)
from betahedge.formula.references import CELL, shifted
from betahedge.xlsx.cells import bounds, has_value, set_value
from betahedge.xlsx.package import Package
from betahedge.xlsx.references import References, unread
from betahedge.xlsx.xml import Element, parse, serialize, tag

MOST = 1_000_000  # cells of one array formula
_ELSEWHERE = re.compile(  # [2]Prices!A1, '[p.xlsx]S 1'!A1:B2, [2]!name; texts are passed over
    rf"{TEXT}|(?P<link>(?:'(?:[^'\[\]]|'')*\[[^\[\]]*\](?:[^']|'')*'|\[(?!0\])[^\[\]]*\][\w.]*)"
    rf"!(?:{CELL}(?::{CELL})?(?![\w.(])|[\w.\\]+(?P<call>\s*\()?))"
)


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula, as the package holds it."""

    sheet: str
    ref: str
    formula: str  # with tables and names of calls written out
    written_out: bool  # it differs from what the package holds
    stored: bool  # there is a value beside the formula, no error, and no 0 beside a call
    shows_error: bool  # there is an error beside it
    functions: frozenset[str]  # of the add-in
    reads_elsewhere: bool  # another file, of which a blank cell stands in the formula
    shared: bool  # its text is another cell's too
    fills: str  # the range of an array formula of the older kind, which stays as it is

    @property
    def address(self) -> str:
        """Give the address, as Sheet!A1."""
        return f"{self.sheet}!{self.ref}"

    @property
    def beyond_the_engine(self) -> bool:
        """Tell a formula that the engine would get wrong."""
        formula = self.formula
        left, top, right, bottom = bounds(self.fills or "A1")
        large = (right - left + 1) * (bottom - top + 1) > MOST
        odd = self.reads_elsewhere or unread(formula) or has_odd_format(formula)
        return large or odd or maps_scalars(formula) or is_too_deep(formula)


@dataclass
class Sheet:
    """A worksheet of the package: its part, its cells and its formulas."""

    name: str
    part: str
    root: Element
    references: References

    def __post_init__(self) -> None:
        """Index the cells and find the formulas."""
        self.cells = SheetCells(self.root)
        self.formulas = list(_formulas(self.name, self.root, self.references))
        rows = self.root.iter(tag("row"))
        self.hides_rows = any(row.get("hidden") in ("1", "true") for row in rows)


def sheets_of(package: Package) -> dict[str, Sheet]:
    """Read the sheets of a package, by name."""
    references = References.of(package)
    return {
        name: Sheet(name, part, parse(package.parts[part]), references)
        for name, part in package.sheets().items()
    }


def _formulas(sheet: str, root: Element, references: References) -> Iterator[FormulaCell]:
    """Find the cells that hold a formula; a shared one stands in its master's text."""
    masters: dict[str, tuple[str, str]] = {}
    for element in root.iter(tag("f")):
        cell = element.getparent()
        if cell is None or cell.tag != tag("c"):
            continue
        ref, index, text = cell.get("r", ""), element.get("si") or "", element.text or ""
        if index and text:
            masters[index] = text, ref
        elif index in masters:
            text = _from_master(*masters[index], ref)
        linked = for_the_engine(references.written_out(text, sheet, ref))
        formula = _without_links(linked)
        functions = frozenset(calls(formula))
        older = element.get("t") == "array" and cell.get("cm") is None
        # A library that writes workbooks stores 0 for a call, which it cannot calculate.
        unknown = cell.get("t") == "e" or (functions and cell.findtext(tag("v")) == "0")
        yield FormulaCell(
            sheet=sheet,
            ref=ref,
            formula=formula,
            written_out=formula != text,
            stored=has_value(cell) and not unknown,
            shows_error=has_value(cell) and cell.get("t") == "e",
            functions=functions,
            reads_elsewhere=formula != linked,
            shared=bool(index),
            fills=element.get("ref", ref) if older else "",
        )


def _without_links(formula: str) -> str:
    """Write a blank cell for what a formula reads in other files, which the engine has not."""

    def blank(found: re.Match[str]) -> str:
        if not found["link"]:
            return found[0]
        return "N(" if found["call"] else BLANK_CELL

    return _ELSEWHERE.sub(blank, formula) if "[" in formula else formula


def _from_master(text: str, master: str, ref: str) -> str:
    """Give the formula of a cell that shares the text of another."""
    (row, column), (top, left) = coordinate_to_tuple(ref), coordinate_to_tuple(master)
    return shifted(text, row - top, column - left)


def prepared(
    package: Package,
    sheets: dict[str, Sheet],
    constant: Collection[str],
    arrays: Mapping[str, Mapping[str, Value]],
) -> Package:
    """Make the copy that the engine reads.

    No spilled values in the way, no empty arguments, tables and names written out; cells at the
    addresses in `constant` have their stored value and no formula, and those in `arrays` the
    values that they fill their cells with.
    """
    copy = Package(dict(package.parts))
    for sheet in sheets.values():
        root = deepcopy(sheet.root)
        cells = SheetCells(root)
        told = {f.ref for f in sheet.formulas if f.written_out or f.address in constant}
        apart = any(formula.shared and formula.ref in told for formula in sheet.formulas)
        changed = []
        for formula in sheet.formulas:
            told_values = arrays.get(formula.address, {})
            fixed = formula.address in constant or bool(told_values)
            cell = cells.at(formula.ref)
            changed.append(not fixed and cells.clear_spill(formula.ref))
            changed.append(_tell(cell, formula, constant=fixed, apart=apart and formula.shared))
            for ref, value in told_values.items():
                set_value(cells.make(*coordinate_to_tuple(ref)), value)
        changed += [_put_plainly(cell) for cell in root.iter(tag("c"))]
        if any(changed):
            copy.parts[sheet.part] = serialize(root)
    return copy


def _put_plainly(cell: Element) -> bool:
    """Write a stored value as the engine reads it: a date by its number, an error it knows."""
    kind = cell.get("t")
    text = cell.findtext(tag("v")) if kind in ("d", "e") else None
    if not text or text in ERROR_CODES:
        return False
    set_value(cell, to_excel(from_ISO8601(text)) if kind == "d" else ErrorValue(VALUE))
    return True


def _tell(cell: Element, formula: FormulaCell, *, constant: bool, apart: bool) -> bool:
    """Write the formula of a cell as the engine takes it; tell whether that changes it.

    apart: the cell has a text of its own, for what it shares may be gone, or absolute.
    """
    element = cell.find(tag("f"))
    if element is None:
        return False
    if constant:
        cell.remove(element)
        return True
    for name in ("si", "t", "ref") if apart else ():
        element.attrib.pop(name, "")
    if formula.written_out or apart:
        element.text = formula.formula
    before, text = element.text, element.text or ""
    element.text = with_blanks(text) if formula.functions else before
    return formula.written_out or apart or element.text != before
