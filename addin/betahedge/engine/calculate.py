"""The calculation of a workbook, whole: read, recalculate, store.

Only what the add-in is answerable for is stored: cells that call it, cells that depend on those,
and cells that have no value yet.  What another program calculated and stored stays.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from betahedge.cells import ErrorValue
from betahedge.engine.recalculate import Recalculation, Value
from betahedge.engine.store import (
    SheetCells,
    dynamic_array_mark,
    mark_dynamic,
    members,
    recalculate_on_load,
    set_value,
)
from betahedge.workbook.files import BadInput
from betahedge.workbook.finish import finish
from betahedge.workbook.formulas import calls, maps_scalars, with_blanks
from betahedge.workbook.package import Element, Package, parse, serialize, tag
from betahedge.workbook.references import References, unread


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula, as the package holds it."""

    sheet: str
    ref: str
    formula: str  # with tables and names of calls written out
    stored: bool  # there is a value, and no error, beside the formula
    functions: frozenset[str]  # of the add-in
    fixed: bool  # an array formula of the older kind or a shared one: its range stays as it is

    @property
    def address(self) -> str:
        """Give the address as the engine writes it."""
        plain = self.sheet.replace("_", "").isalnum() and not self.sheet[0].isdigit()
        quoted = self.sheet.replace("'", "''")
        return f"{self.sheet}!{self.ref}" if plain else f"'{quoted}'!{self.ref}"


@dataclass(frozen=True)
class Calculated:
    """A calculated workbook: its bytes, and what was found in it."""

    data: bytes
    values: dict[str, Value]  # every value stored, by address
    functions: dict[str, int]  # cells that call each add-in function
    errors: dict[str, ErrorValue]  # the error values among the values
    left: list[str]  # addresses whose value is left to the spreadsheet
    master_check: Value  # of the cell named master_check, as a template has; else None


def calculated(
    data: bytes,
    advance: Callable[[str], None] = lambda _: None,
    made_on: datetime.date | None = None,
) -> Calculated:
    """Recalculate a workbook and store the values in it.

    advance: hears of each step.  made_on: for a workbook of our own, fresh from openpyxl: the day
    that its properties give, see `finish`.
    """
    try:
        return _calculated(data, advance, made_on)
    except (ValueError, KeyError, IndexError) as error:
        raise BadInput(f"the workbook has a damaged part ({error})") from None


def _calculated(
    data: bytes, advance: Callable[[str], None], made_on: datetime.date | None
) -> Calculated:
    advance("reading")
    package = Package.read(data)
    if made_on is not None:
        finish(package, made_on)
    references = References.of(package)
    sheets = {
        name: Sheet(name, part, parse(package.parts[part]), references)
        for name, part in package.sheets().items()
    }
    formulas = [formula for sheet in sheets.values() for formula in sheet.formulas]
    advance("calculating")
    engine = Recalculation(_prepared(package, sheets, references).write())
    chosen = _chosen(engine, formulas)
    left = (_left(engine, formulas) | _failed(engine, formulas)) & chosen
    advance("storing")
    mark = dynamic_array_mark(package) if any(f.functions for f in formulas) else ""
    values: dict[str, Value] = {}
    for sheet in sheets.values():
        mine = [formula for formula in sheet.formulas if formula.address in chosen]
        if mine:
            values.update(_store(sheet, mine, engine, left, mark))
            package.parts[sheet.part] = serialize(sheet.root)
    recalculate_on_load(package)
    counts = Counter(name for formula in formulas for name in sorted(formula.functions))
    errors = {ref: value for ref, value in values.items() if isinstance(value, ErrorValue)}
    master = values.get(package.named_cells().get("master_check", ""))
    return Calculated(package.write(), values, dict(counts), errors, sorted(left), master)


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


def _formulas(sheet: str, root: Element, references: References) -> Iterator[FormulaCell]:
    """Find the cells that hold a formula; a shared one takes its master's text."""
    masters: dict[str, str] = {}
    for element in root.iter(tag("f")):
        cell = element.getparent()
        if cell is None or cell.tag != tag("c"):
            continue
        index, text = element.get("si") or "", element.text or ""
        if index and text:
            masters[index] = text
        ref = cell.get("r", "")
        formula = references.written_out(text or masters.get(index, ""), sheet, ref)
        value = cell.find(tag("v"))
        older = element.get("t") == "array" and cell.get("cm") is None
        yield FormulaCell(
            sheet=sheet,
            ref=ref,
            formula=formula,
            stored=value is not None and bool(value.text) and cell.get("t") != "e",
            functions=frozenset(calls(formula)),
            fixed=older or bool(index),
        )


def _prepared(package: Package, sheets: dict[str, Sheet], references: References) -> Package:
    """Make the copy that the engine reads.

    No spilled values in the way, no empty arguments, tables and names of calls written out.
    """
    copy = Package(dict(package.parts))
    for sheet in sheets.values():
        root = deepcopy(sheet.root)
        cells = SheetCells(root)
        changed = [cells.clear_spill(formula.ref) for formula in sheet.formulas]
        for formula in sheet.formulas:
            element = cells.at(formula.ref).find(tag("f"))
            if element is not None and element.text:
                told = references.written_out(element.text, sheet.name, formula.ref)
                told = with_blanks(told) if formula.functions else told
                changed.append(told != element.text)
                element.text = told
        if any(changed):
            copy.parts[sheet.part] = serialize(root)
    return copy


def _store(
    sheet: Sheet,
    formulas: list[FormulaCell],
    engine: Recalculation,
    left: set[str],
    mark: str,
) -> dict[str, Value]:
    """Store the values of a sheet's formulas and of the cells they spill into."""
    stored: dict[str, Value] = {}
    for formula in formulas:
        cell = sheet.cells.at(formula.ref)
        if formula.address in left:
            set_value(cell, None)
            continue
        sheet.cells.clear_spill(formula.ref)
        value, extent = engine.cell(sheet.name, formula.ref)
        if formula.functions and not formula.fixed:
            mark_dynamic(cell, extent, mark)
        set_value(cell, value)
        stored[f"{sheet.name}!{formula.ref}"] = value
        for row, column in members(extent):
            ref = f"{get_column_letter(column)}{row}"
            value, _ = engine.cell(sheet.name, ref)
            set_value(sheet.cells.make(row, column), value)
            stored[f"{sheet.name}!{ref}"] = value
    return stored


def _left(engine: Recalculation, formulas: list[FormulaCell]) -> set[str]:
    """Name the cells that the engine would get wrong, and those that depend on them."""
    wrong = {
        formula.address
        for formula in formulas
        if maps_scalars(formula.formula) or unread(formula.formula)
    }
    return wrong | engine.dependents(wrong) if wrong else wrong


def _failed(engine: Recalculation, formulas: list[FormulaCell]) -> set[str]:
    """Name the native cells with a value of their own that the engine makes an error of."""
    return {
        formula.address
        for formula in formulas
        if formula.stored
        and not formula.functions
        and isinstance(engine.cell(formula.sheet, formula.ref)[0], ErrorValue)
    }


def _chosen(engine: Recalculation, formulas: list[FormulaCell]) -> set[str]:
    """Choose the cells to store: calls of the add-in, what depends on them, and the valueless."""
    chosen = {formula.address for formula in formulas if formula.functions or not formula.stored}
    if len(chosen) < len(formulas):
        chosen |= engine.dependents(formula.address for formula in formulas if formula.functions)
    return chosen
