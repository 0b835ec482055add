"""The calculation of a workbook, whole: read, calculate, store."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from betahedge.cells import ErrorValue
from betahedge.engine.book import Book, Formula
from betahedge.engine.solve import Solution, solve
from betahedge.formula.references import sheet_and_ref
from betahedge.xlsx.cells import FORMULA, Sheet, Value, address, places_in, set_value
from betahedge.xlsx.dynamic import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.xlsx.package import Package


@dataclass(frozen=True)
class Calculated:
    """A calculated workbook: its bytes, and what was found in it.

    Addresses are Sheet!A1, whatever the sheet is called; dates are serial numbers, counted as the
    workbook counts them.  values: every value stored.  functions: cells that call each add-in
    function.  errors: the error values among the values, with reasons where calls gave them.
    left: cells whose value is left to the spreadsheet; kept: cells whose value stays as it came,
    and was calculated with; each with the reason.  unknown: cells that call a HEDGE_ function
    there is not, by its name.  master_check: the value of the cell named so, as a template has
    one; else None.
    """

    data: bytes
    values: Mapping[str, Value]
    functions: dict[str, int]
    errors: dict[str, ErrorValue]
    left: dict[str, str]
    kept: dict[str, str]
    unknown: dict[str, list[str]]
    master_check: Value


def calculate(
    data: bytes,
    advance: Callable[[str], None] = lambda _: None,
    made_on: datetime.date | None = None,
) -> Calculated:
    """Calculate a workbook and store the values in it.

    data: the bytes of an .xlsx.  advance: hears of each step.  made_on: for a workbook of our own,
    fresh from our builder: the day that its properties give; it is calculated by the
    faster engine, which knows the functions that our templates use.

    Raises InputError for a file that is damaged.
    """
    advance("reading")
    if made_on is not None:
        from betahedge.engine.fresh import calculate_built

        return calculate_built(data, advance, made_on)
    book = Book(Package.read(data))
    advance("calculating")
    solution = solve(book)
    advance("storing")
    values = store(solution)
    return report(solution, values)


def store(solution: Solution) -> dict[str, Value]:
    """Store the values in the package; give them by address."""
    book, values = solution.book, dict[str, Value]()
    chosen = solution.chosen - solution.kept.keys()
    mark = dynamic_array_mark(book.package) if any(f.calls for f in book.formulas) else ""
    for formula in sorted(chosen, key=lambda each: each.place):
        sheet = book.sheets[formula.place[0]]
        if sheet is None:
            continue
        if formula in solution.left:
            set_value(formula.cell, None)
        else:
            _clear_spill(sheet, formula)
    for formula in book.formulas:
        sheet = book.sheets[formula.place[0]]
        if sheet is not None and formula in chosen and formula not in solution.left:
            values.update(_store(sheet, formula, solution, mark))
    for number in {formula.place[0] for formula in chosen}:
        book.sheets[number].touch()  # type: ignore[union-attr]
    recalculate_on_load(book.package)
    return values


def _clear_spill(sheet: Sheet, formula: Formula) -> None:
    """Take away what a formula had filled other cells with."""
    extent = formula.element.get("ref") or ""
    if formula.element.get("t") == "array" and ":" in extent:
        for cell in sheet.within(extent):
            if cell.find(FORMULA) is None:
                set_value(cell, None)


def _store(sheet: Sheet, formula: Formula, solution: Solution, mark: str) -> dict[str, Value]:
    """Store the values of a formula's own cell and of those that it fills."""
    extent = formula.array or solution.values.extents.get(formula.place)
    if formula.calls and not formula.array and not formula.is_shared:
        mark_dynamic(formula.cell, extent or formula.ref, mark)
    elif formula.dynamic:
        formula.element.set("ref", extent or formula.ref)
    stored: dict[str, Value] = {}
    for place in places_in(formula.place[0], extent) if extent else [formula.place]:
        _, row, column = place
        value = solution.values.cells.get(place)
        set_value(sheet.make(row, column), value)
        stored[f"{sheet.name}!{address(row, column)}"] = value
    return stored


def report(solution: Solution, values: dict[str, Value]) -> Calculated:
    """Say what was found in a workbook."""
    book = solution.book
    counts = Counter(function for each in book.formulas for function in sorted(each.functions))
    master = book.names.meaning("", "", "master_check") or ""
    unknown: dict[str, list[str]] = {}
    for formula in book.formulas:
        for name in formula.strangers:
            unknown.setdefault(name, []).append(formula.address)
    return Calculated(
        data=book.package.write(),
        values=values,
        functions=dict(counts),
        errors=_errors(solution, values),
        left=_by_address(solution.left),
        kept=_by_address(solution.kept),
        unknown=unknown,
        master_check=values.get("!".join(sheet_and_ref(master))),
    )


def _errors(solution: Solution, values: dict[str, Value]) -> dict[str, ErrorValue]:
    """Give the error values, each with the reason that a call in its cell gave."""
    found = {ref: value for ref, value in values.items() if isinstance(value, ErrorValue)}
    reasons: dict[str, str] = {}
    for call in solution.calls if found else ():
        for answer in call.answers:
            if isinstance(answer, ErrorValue) and answer.reason:
                reasons.setdefault(call.formula.address, answer.reason)
    return {ref: ErrorValue(value, reasons.get(ref, "")) for ref, value in found.items()}


def _by_address(formulas: dict[Formula, str]) -> dict[str, str]:
    ordered = sorted(formulas.items(), key=lambda each: each[0].place)
    return {formula.address: why for formula, why in ordered}
