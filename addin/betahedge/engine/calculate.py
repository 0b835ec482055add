"""The calculation of a workbook, whole: read, recalculate, store.

Only what the add-in is answerable for is stored: cells that call it, cells that depend on those,
and cells that have no value yet.  What another program calculated and stored stays.
"""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.cells import ErrorValue
from betahedge.engine.recalculate import Value
from betahedge.engine.sheets import FormulaCell, Sheet, sheets_of
from betahedge.engine.solution import Solution
from betahedge.engine.store import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.errors import InputError
from betahedge.formula.calls import joins_texts, strangers
from betahedge.formula.references import sheet_and_ref
from betahedge.xlsx.cells import set_value
from betahedge.xlsx.finish import finish
from betahedge.xlsx.package import WORKBOOK, Package, defined_names
from betahedge.xlsx.xml import parse, serialize, tag

_NUMBER = re.compile(r"(?<![\d.])\d+\.\d+(?:e[+-]?\d+)?(?![\d.])")
_DIGITS = 15  # of a number that is joined to a text


@dataclass(frozen=True)
class Calculated:
    """A calculated workbook: its bytes, and what was found in it."""

    data: bytes
    values: dict[str, Value]  # every value stored, by address
    functions: dict[str, int]  # cells that call each add-in function
    errors: dict[str, ErrorValue]  # the error values among the values
    left: list[str]  # addresses whose value is left to the spreadsheet
    kept: list[str]  # addresses whose value stays as it came, and was calculated with
    unknown: dict[str, list[str]]  # cells that call a HEDGE_ function there is not, by its name
    master_check: Value  # of the cell named master_check, as a template has; else None


def calculate(
    data: bytes,
    advance: Callable[[str], None] = lambda _: None,
    made_on: datetime.date | None = None,
) -> Calculated:
    """Recalculate a workbook and store the values in it.

    data: the bytes of an .xlsx.  advance: hears of each step.  made_on: for a workbook of our own,
    fresh from openpyxl: the day that its properties give, see `finish`.

    Addresses are Sheet!A1, whatever the sheet is called; dates are serial numbers, counted in days
    from 1900.  Raises InputError for a file that is damaged or counts days from 1904.
    """
    try:
        return _calculate(data, advance, made_on)
    except (ValueError, KeyError, IndexError) as error:
        raise InputError(f"the workbook has a damaged part ({error})") from None


def _calculate(
    data: bytes, advance: Callable[[str], None], made_on: datetime.date | None
) -> Calculated:
    advance("reading")
    package = Package.read(data)
    check_days(package)
    if made_on is not None:
        finish(package, made_on)
    sheets = sheets_of(package)
    formulas = [formula for sheet in sheets.values() for formula in sheet.formulas]
    advance("calculating")
    solution = Solution.of(package, sheets, formulas)
    kept = solution.kept
    chosen = _chosen(solution, formulas) - kept
    left = solution.left & chosen
    advance("storing")
    mark = dynamic_array_mark(package) if any(f.functions for f in formulas) else ""
    values: dict[str, Value] = {}
    for sheet in sheets.values():
        mine = [formula for formula in sheet.formulas if formula.address in chosen]
        if mine:
            values.update(_store(sheet, mine, solution, left, mark))
            package.parts[sheet.part] = serialize(sheet.root)
    recalculate_on_load(package)
    counts = Counter(name for formula in formulas for name in sorted(formula.functions))
    errors = {ref: value for ref, value in values.items() if isinstance(value, ErrorValue)}
    master = values.get(_named_cell(package, "master_check"))
    unknown: dict[str, list[str]] = {}
    for formula in formulas:
        for name in sorted(strangers(formula.formula)):
            unknown.setdefault(name, []).append(formula.address)
    return Calculated(
        package.write(), values, dict(counts), errors, sorted(left), sorted(kept), unknown, master
    )


def _store(
    sheet: Sheet, formulas: list[FormulaCell], solution: Solution, left: set[str], mark: str
) -> dict[str, Value]:
    """Store the values of a sheet's formulas and of the cells they fill."""
    stored: dict[str, Value] = {}
    for formula in formulas:
        cell = sheet.cells.at(formula.ref)
        if formula.address in left:
            set_value(cell, None)
            continue
        sheet.cells.clear_spill(formula.ref)
        if formula.functions and not formula.fills and not formula.shared:
            mark_dynamic(cell, solution.extent(formula), mark)
        for ref, value in solution.filled(formula).items():
            value = as_joined(value) if joins_texts(formula.formula) else value
            set_value(sheet.cells.make(*coordinate_to_tuple(ref)), value)
            stored[f"{sheet.name}!{ref}"] = value
    return stored


def as_joined(value: Value) -> Value:
    """Write the numbers within a text as a spreadsheet joins them: to 15 digits.

    The engine writes as many as a float has; what has others is a text of the user's.
    """
    if isinstance(value, ErrorValue) or not isinstance(value, str):
        return value

    def shorter(found: re.Match[str]) -> str:
        number, written = float(found[0]), Decimal(found[0])
        long = len(written.as_tuple().digits) > _DIGITS and Decimal(repr(number)) == written
        return f"{number:.{_DIGITS}g}".upper() if long else found[0]

    return _NUMBER.sub(shorter, value)


def _chosen(solution: Solution, formulas: list[FormulaCell]) -> set[str]:
    """Choose the cells to store: calls of the add-in, what depends on them, and the valueless."""
    chosen = {formula.address for formula in formulas if formula.functions or not formula.stored}
    return chosen | solution.after_calls() if len(chosen) < len(formulas) else chosen


def _named_cell(package: Package, name: str) -> str:
    """Give the address, as Sheet!A1, of the cell that a name stands for."""
    found = defined_names(parse(package.parts[WORKBOOK]))
    texts = (each.text or "" for _, each in found if each.get("name") == name)
    return "!".join(sheet_and_ref(next(texts, "")))


def check_days(package: Package) -> None:
    """Refuse a workbook whose days have other numbers than the engine gives them."""
    for properties in parse(package.parts.get(WORKBOOK, b"<x/>")).iter(tag("workbookPr")):
        if properties.get("date1904") in ("1", "true"):
            raise InputError(
                "the workbook counts days from 1904, which is not calculated here; "
                "in Excel: File, Options, Advanced, Use 1904 date system"
            )
