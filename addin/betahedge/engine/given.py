"""The values of a workbook that came from a file, stored in its trees."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from betahedge.cells import ErrorValue
from betahedge.engine.book import Formula
from betahedge.engine.calculate import Calculated
from betahedge.engine.page import Page
from betahedge.engine.solve import Solution
from betahedge.engine.values import Area
from betahedge.formula.calls import strangers
from betahedge.formula.references import sheet_and_ref
from betahedge.xlsx.cells import (
    FORMULA,
    Value,
    address,
    bounds,
    change_cells,
    places_in,
    set_value,
)
from betahedge.xlsx.dynamic import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.xlsx.xml import Element

Spot = tuple[int, int]  # row and column


def store(solution: Solution) -> dict[str, Value]:
    """Store the values in the package; give them by address."""
    book, values = solution.book, dict[str, Value]()
    chosen = solution.chosen - solution.kept.keys()
    mark = dynamic_array_mark(book.package) if any(f.calls for f in book.formulas) else ""
    for number, page in enumerate(book.pages):
        own = {each.place[1:]: each for each in chosen if each.place[0] == number}
        if page and own:
            values.update(_store(page, number, own, solution, mark))
    recalculate_on_load(book.package)
    return values


def _store(
    page: Page, number: int, own: Mapping[Spot, Formula], solution: Solution, mark: str
) -> dict[str, Value]:
    """Store the values of a sheet's formulas in their own cells and in those that they fill."""
    stored: dict[Spot, Value] = {}
    emptied: set[Spot] = set()
    for spot, formula in sorted(own.items()):
        emptied |= _filled_before(page, formula)
        if formula in solution.left:
            emptied.add(spot)
            continue
        for place in places_in(number, _extent(formula, solution)):
            stored[place[1:]] = solution.values.cells.get(place)
    changed: dict[int, list[int]] = {}
    for row, column in emptied | stored.keys():
        changed.setdefault(row, []).append(column)

    def change(cell: Element, row: int, column: int) -> None:
        formula = own.get((row, column))
        if formula and formula not in solution.left:
            _mark(cell, formula, _extent(formula, solution), mark)
        set_value(cell, stored.get((row, column)))

    change_cells(solution.book.package, page.name, page.part, changed, change)
    return {f"{page.name}!{address(*spot)}": value for spot, value in stored.items()}


def _extent(formula: Formula, solution: Solution) -> str:
    """Give the range that a formula fills, or its own cell."""
    return formula.array or solution.values.extents.get(formula.place) or formula.ref


def _filled_before(page: Page, formula: Formula) -> set[Spot]:
    """Name the cells beside its own that a formula had filled."""
    if formula.kind != "array" or ":" not in formula.extent:
        return set()
    area = Area(0, *bounds(formula.extent))
    if area.size <= len(page.constants):
        return {each[1:] for each in places_in(0, formula.extent)} & page.constants.keys()
    return {spot for spot in page.constants if area.holds((0, *spot))}


def _mark(cell: Element, formula: Formula, extent: str, mark: str) -> None:
    """Mark a cell that fills others, or may, with the range."""
    if formula.calls and not formula.array and formula.kind != "shared":
        mark_dynamic(cell, extent, mark)
    elif formula.dynamic:
        cell.find(FORMULA).set("ref", extent)  # type: ignore[union-attr]


def report(solution: Solution, values: dict[str, Value]) -> Calculated:
    """Say what was found in a workbook."""
    book = solution.book
    counts = Counter(function for each in book.formulas for function in sorted(each.functions))
    master = book.names.meaning("", "", "master_check") or ""
    unknown: dict[str, list[str]] = {}
    for formula in book.formulas:
        for name in _strangers(formula.form):
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


@lru_cache(maxsize=4096)
def _strangers(form: str) -> tuple[str, ...]:
    return tuple(sorted(strangers(form)))


def _errors(solution: Solution, values: dict[str, Value]) -> dict[str, ErrorValue]:
    """Give the error values, each with the reason that a call in its cell gave."""
    found = {ref: value for ref, value in values.items() if isinstance(value, ErrorValue)}
    reasons: dict[str, str] = {}
    for call in solution.calls if found else ():
        for answer in chain.from_iterable(call.rows):
            if isinstance(answer, ErrorValue) and answer.reason:
                reasons.setdefault(call.formula.address, answer.reason)
    return {ref: ErrorValue(value, reasons.get(ref, "")) for ref, value in found.items()}


def _by_address(formulas: dict[Formula, str]) -> dict[str, str]:
    ordered = sorted(formulas.items(), key=lambda each: each[0].place)
    return {formula.address: why for formula, why in ordered}
