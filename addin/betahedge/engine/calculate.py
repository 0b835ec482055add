"""The calculation of a workbook, whole: read, recalculate, store.

Only what the add-in is answerable for is stored: cells that call it, cells that depend on those,
and cells that have no value yet.  What another program calculated and stored stays.
"""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NAME
from betahedge.engine.recalculate import Recalculation, Value
from betahedge.engine.sheets import FormulaCell, Sheet, prepared, sheets_of
from betahedge.engine.store import (
    dynamic_array_mark,
    mark_dynamic,
    members,
    recalculate_on_load,
    set_value,
)
from betahedge.workbook.files import BadInput
from betahedge.workbook.finish import finish
from betahedge.workbook.package import Package, serialize


@dataclass(frozen=True)
class Calculated:
    """A calculated workbook: its bytes, and what was found in it."""

    data: bytes
    values: dict[str, Value]  # every value stored, by address
    functions: dict[str, int]  # cells that call each add-in function
    errors: dict[str, ErrorValue]  # the error values among the values
    left: list[str]  # addresses whose value is left to the spreadsheet
    kept: list[str]  # addresses whose value stays as it came, and was calculated with
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
    sheets = sheets_of(package)
    formulas = [formula for sheet in sheets.values() for formula in sheet.formulas]
    advance("calculating")
    engine, constant = _engine(package, sheets, formulas)
    kept = {f.address for f in formulas if f.stored and f.address in constant}
    chosen = _chosen(engine, formulas) - kept
    left = _left(engine, formulas, constant, kept) & chosen
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
    return Calculated(
        package.write(), values, dict(counts), errors, sorted(left), sorted(kept), master
    )


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


def _engine(
    package: Package, sheets: dict[str, Sheet], formulas: list[FormulaCell]
) -> tuple[Recalculation, set[str]]:
    """Calculate; tell the cells for which the engine had only the stored value, or none.

    They read another file, or the engine cannot do them and nothing of ours comes before them.
    """
    constant = {formula.address for formula in formulas if formula.reads_elsewhere}
    while True:
        engine = Recalculation(prepared(package, sheets, constant).write())
        unable = _unable(engine, formulas, constant)
        if not unable:
            return engine, constant
        constant |= unable


def _unable(engine: Recalculation, formulas: list[FormulaCell], constant: set[str]) -> set[str]:
    """Name cells whose stored value is better than what the engine makes of them."""
    found = {
        formula.address
        for formula in formulas
        if formula.stored
        and not formula.functions
        and formula.address not in constant
        and (formula.beyond_the_engine or _is_error(engine, formula))
    }
    if found:
        found -= engine.dependents(formula.address for formula in formulas if formula.functions)
    if found:
        found -= engine.dependents(found)  # those may do, once these have their values
    return found


def _is_error(engine: Recalculation, formula: FormulaCell) -> bool:
    return isinstance(engine.cell(formula.sheet, formula.ref)[0], ErrorValue)


def _left(
    engine: Recalculation, formulas: list[FormulaCell], constant: set[str], kept: set[str]
) -> set[str]:
    """Name the cells that the engine would get wrong, and those that depend on them.

    A stored value that the engine makes an error of shows one of its limits; with a call of ours,
    an unknown name does.
    """
    wrong = constant - kept
    for formula in formulas:
        if formula.address in constant:
            continue
        if formula.beyond_the_engine:
            wrong.add(formula.address)
        elif formula.stored and _is_error(engine, formula):
            value = engine.cell(formula.sheet, formula.ref)[0]
            if not formula.functions or value == NAME:
                wrong.add(formula.address)
    return wrong | engine.dependents(wrong) if wrong else wrong


def _chosen(engine: Recalculation, formulas: list[FormulaCell]) -> set[str]:
    """Choose the cells to store: calls of the add-in, what depends on them, and the valueless."""
    chosen = {formula.address for formula in formulas if formula.functions or not formula.stored}
    if len(chosen) < len(formulas):
        chosen |= engine.dependents(formula.address for formula in formulas if formula.functions)
    return chosen
