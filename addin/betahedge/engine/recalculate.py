"""The one place that knows formualizer: a workbook in, the value of any cell out.

Limits of formualizer 0.13 that are met here or in `formulas`: an empty argument arrives as 0; a
function of one value is not mapped over a range; table references and LAMBDA names are not read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import formualizer
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.workbook.files import BadInput
from betahedge.workbook.formulas import LITE, SERVICE, with_blanks

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
}
_NAMES = {text: kind for kind, text in _KINDS.items()}


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

    def __init__(self, data: bytes) -> None:
        """Load a package and calculate everything in it."""
        with refusing():
            self._book = formualizer.Workbook.from_bytes(data)
            register(self._book)
            self._book.evaluate_all()

    def cell(self, sheet: str, ref: str) -> tuple[Value, str]:
        """Give the value of a cell (a date as its serial number) and the range it fills."""
        quoted = sheet.replace("'", "''")
        with refusing():
            found = self._book.inspect_cell(f"'{quoted}'!{ref}").cell
        spill = found.spill
        extent = spill.extent.rpartition("!")[2] if spill is not None and spill.extent else ref
        return from_engine(found.value), extent

    def dependents(self, cells: Iterable[str]) -> set[str]:
        """Find every cell that depends on one of these, directly or not."""
        found: set[str] = set()
        waiting = list(cells)
        while waiting:
            with refusing():
                report = self._book.dependents(waiting.pop(), max_results=1 << 20, max_work=1 << 30)
            for dependent in report.to_dict()["dependents"]:
                if dependent["cell"] not in found:
                    found.add(dependent["cell"])
                    waiting.append(dependent["cell"])
        return found


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the engine raises, of many types, for a bad file or an address no sheet has."""
    try:
        yield
    except Exception as error:
        line = str(error).splitlines()[0]
        raise BadInput(f"the workbook cannot be calculated ({line})") from None


def register(book: Any, reasons: list[str] | None = None) -> None:
    """Give a workbook the add-in's functions, by every name under which files store them."""
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        for stored in (name, f"{LITE}{name}".upper(), f"{SERVICE}.{name}".upper()):
            book.register_function(
                stored,
                adapted(function, reasons),
                min_args=0,  # a missing argument is refused by the function, with its reason
                max_args=len(declared.args),
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
    """Evaluate one formula on its own: the block it fills, and the reasons of error values."""
    try:
        formualizer.parse(formula)
    except formualizer.ParserError as error:
        hint = "; separate arguments by commas" if ";" in formula else ""
        place = re.search(r"position (\d+)", str(error))
        where = f" at character {place[1]}" if place else ""
        raise BadInput(f"{formula}: is not a formula{where}{hint}") from None
    book = formualizer.Workbook()
    reasons: list[str] = []
    register(book, reasons)
    book.sheet("Sheet1").set_formula(1, 1, with_blanks(formula))
    book.evaluate_all()
    cell = book.inspect_cell("Sheet1!A1").cell
    extent = cell.spill.extent if cell.spill is not None else None
    _, _, width, height = range_boundaries((extent or "Sheet1!A1").rpartition("!")[2])
    block = [
        [
            from_engine(book.inspect_cell(f"Sheet1!{get_column_letter(column)}{row}").cell.value)
            for column in range(1, int(width or 1) + 1)
        ]
        for row in range(1, int(height or 1) + 1)
    ]
    return block, reasons
