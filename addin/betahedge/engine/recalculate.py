"""The one place that knows formualizer: a workbook in, the value of any cell out.

Limits of formualizer 0.13 that are met here, in `formulas` or in `references`: an empty argument
arrives as 0; a function of one value is not mapped over a range; tables, unions, intersections and
LAMBDA are not read; hidden rows count; 10,000 cells are the most that a formula fills.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import formualizer
from openpyxl.utils import quote_sheetname
from openpyxl.utils.cell import rows_from_range

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.errors import InputError
from betahedge.formula.formulas import for_the_engine, with_blanks
from betahedge.formula.references import sheet_and_ref

Value = float | str | bool | ErrorValue | None

_KINDS = {
    "Null": "#NULL!",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Na": "#N/A",
    "Spill": "#SPILL!",
    "NImpl": "#NAME?",  # a union, an intersection, a LAMBDA: no better known than a name it lacks
    "Circ": "#NAME?",  # a circle, which a spreadsheet may be set to go round
}
# Errors that a spreadsheet may not have: it knows more names, and may fill more cells.
LIMITS = ("#NAME?", "#SPILL!")
_NAMES = {text: kind for kind, text in reversed(_KINDS.items())}


def incoming(value: Any) -> Any:
    """Turn what the engine hands to a function into what a cell function takes."""
    if isinstance(value, list):
        return [incoming(element) for element in value]
    if isinstance(value, dict):
        return ErrorValue(_KINDS.get(value.get("kind", ""), "#VALUE!"))
    return value


def outgoing(value: Any) -> Any:
    """Turn a cell function's answer into what the engine takes."""
    if isinstance(value, list):
        return [outgoing(element) for element in value]
    if isinstance(value, ErrorValue):
        return {"type": "Error", "kind": _NAMES.get(value, "Value")}
    return value


def adapted(function: Callable[..., Any], reasons: list[str] | None) -> Callable[..., Any]:
    """Make a cell function callable by the engine; the reasons of refusals are noted."""

    def call(*arguments: Any) -> Any:
        answer = function(*map(incoming, arguments))
        if reasons is not None and isinstance(answer, ErrorValue):
            reasons.append(answer.reason)
        return outgoing(answer)

    return call


class Recalculation:
    """A workbook with the add-in's functions, recalculated."""

    def __init__(self, book: Any, reasons: list[str] | None = None) -> None:
        """Calculate everything in a workbook of the engine; the reasons of refusals are noted."""
        self._book = book
        with refusing():
            register(book, reasons)
            book.evaluate_all()

    @classmethod
    def of(cls, data: bytes) -> "Recalculation":
        """Load a package and calculate everything in it."""
        with refusing():
            book = formualizer.Workbook.from_bytes(data)
        return cls(book)

    def cell(self, sheet: str, ref: str) -> tuple[Value, str]:
        """Give the value of a cell (a date as its serial number) and the range it fills."""
        with refusing():
            found = self._book.inspect_cell(f"{quote_sheetname(sheet)}!{ref}").cell
        spill = found.spill
        extent = spill.extent.rpartition("!")[2] if spill is not None and spill.extent else ref
        return from_engine(found.value), extent

    def dependents(self, cells: Iterable[str]) -> set[str]:
        """Find every cell that depends on one of these, directly or not; addresses are Sheet!A1."""
        found: set[str] = set()
        waiting = list(cells)
        while waiting:
            sheet, _, ref = waiting.pop().rpartition("!")
            asked = f"{quote_sheetname(sheet)}!{ref}"
            with refusing():
                report = self._book.dependents(asked, max_results=1 << 20, max_work=1 << 30)
            cells = {"!".join(sheet_and_ref(each.cell)) for each in report.dependents}
            waiting.extend(cells - found)
            found |= cells
        return found


def is_limit(value: Value) -> bool:
    """Tell an error that may be the engine's alone."""
    return isinstance(value, ErrorValue) and value in LIMITS


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the engine raises, of many types, for a bad file or an address no sheet has."""
    try:
        yield
    except Exception as error:
        line = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"the workbook cannot be calculated ({line})") from None


def register(book: Any, reasons: list[str] | None = None) -> None:
    """Give a workbook the add-in's functions."""
    for name, function in CATALOGUE.items():
        book.register_function(
            name,
            adapted(function, reasons),
            min_args=0,  # a missing argument is refused by the function, with its reason
            max_args=len(declaration(function).args),
        )


def from_engine(value: Any) -> Value:
    """Turn a value of the engine into a cell's."""
    if isinstance(value, dict):
        return ErrorValue(_KINDS.get(value.get("kind", ""), "#VALUE!"))
    if value is None or isinstance(value, bool | float | str):
        return value
    if isinstance(value, int):
        return float(value)
    raise TypeError(f"the engine gave a {type(value).__name__}")


def evaluate(formula: str) -> tuple[list[list[Value]], list[str]]:
    """Evaluate one formula on its own: the block it fills, and the reasons of error values.

    Raises InputError for what is no formula.
    """
    try:
        formualizer.parse(formula)
    except formualizer.ParserError as error:
        hint = "; separate arguments by commas" if ";" in formula else ""
        place = re.search(r"position (\d+)", str(error))
        where = f" at character {place[1]}" if place else ""
        raise InputError(f"{formula}: is not a formula{where}{hint}") from None
    reasons: list[str] = []
    with refusing():
        book = formualizer.Workbook()
        book.sheet("Sheet1").set_formula(1, 1, with_blanks(for_the_engine(formula)))
    engine = Recalculation(book, reasons)
    filled = rows_from_range(engine.cell("Sheet1", "A1")[1])
    return [[engine.cell("Sheet1", ref)[0] for ref in row] for row in filled], reasons
