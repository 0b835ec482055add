"""The one place that knows formualizer, the faster engine, for what our own builder has written.

Our templates use a small, tested set of functions in which formualizer 0.13 is right.  An empty
argument reaches it as 0, so a blank cell is written there.
"""

from collections.abc import Callable
from typing import Any

import formualizer

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.engine.book import Book, Formula
from betahedge.engine.errors import EngineError
from betahedge.engine.solve import Solution
from betahedge.engine.values import Values
from betahedge.formula.calls import with_arguments
from betahedge.xlsx.cells import bounds

_BLANK_CELL = "$XFD$1048576"
_ERRORS = {
    "Null": "#NULL!",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Na": "#N/A",
    "Spill": "#SPILL!",
}
_KINDS = {text: kind for kind, text in _ERRORS.items()}


def solve_built(book: Book) -> Solution:
    """Calculate a workbook that our builder has just written: every formula in it."""
    try:
        engine = formualizer.Workbook.from_bytes(book.package.write())
        _register(engine)
        for formula in book.formulas:
            if formula.calls:
                text = with_arguments(formula.text, lambda each: each.strip() or _BLANK_CELL)
                if text != formula.text:
                    _, row, column = formula.place
                    engine.set_formula(formula.sheet, row, column, text)
        engine.evaluate_all()
        solution = Solution(book, set(book.formulas))
        solution.values = _read(engine, book)
    except Exception as error:  # of many types; the workbook is ours, and so is the fault
        raise EngineError(f"the template cannot be calculated ({error})") from error
    return solution


def _read(engine: Any, book: Book) -> Values:
    """Read the values of every sheet at once."""
    values = Values()
    for number, (title, (rows, columns)) in enumerate(zip(book.titles, book.used, strict=True)):
        if book.sheets[number] is None:
            continue
        area = formualizer.RangeAddress(title, 1, 1, rows, columns)
        for row, line in enumerate(engine.sheet(title).get_values(area), start=1):
            for column, value in enumerate(line, start=1):
                values.cells[number, row, column] = _incoming(value)
    for formula in book.formulas:
        if formula.dynamic or formula.calls:
            _read_filled(engine, formula, values)
    return values


def _read_filled(engine: Any, formula: Formula, values: Values) -> None:
    """Read what a formula fills beyond its own cell."""
    title = formula.sheet.replace("'", "''")
    spill = engine.inspect_cell(f"'{title}'!{formula.ref}").cell.spill
    extent = spill.extent.rpartition("!")[2] if spill is not None and spill.extent else ""
    if ":" not in extent:
        return
    values.extents[formula.place] = extent
    number = formula.place[0]
    left, top, right, bottom = bounds(extent)
    area = formualizer.RangeAddress(formula.sheet, top, left, bottom, right)
    for row, line in enumerate(engine.sheet(formula.sheet).get_values(area), start=top):
        for column, value in enumerate(line, start=left):
            values.cells[number, row, column] = _incoming(value)


def _register(engine: Any) -> None:
    """Give the engine the add-in's functions."""
    for name, function in CATALOGUE.items():
        most = len(declaration(function).args)
        engine.register_function(name, _adapt(function), min_args=0, max_args=most)


def _adapt(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: _outgoing(function(*map(_received, arguments)))


def _received(value: Any) -> Any:
    """Turn what the engine hands to a function into what a cell function takes."""
    return [_received(each) for each in value] if isinstance(value, list) else _incoming(value)


def _incoming(value: Any) -> Any:
    """Turn a value of the engine into a cell's."""
    if isinstance(value, dict):
        return ErrorValue(_ERRORS.get(value.get("kind", ""), "#VALUE!"))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _outgoing(value: Any) -> Any:
    """Turn a cell function's answer into what the engine takes."""
    if isinstance(value, list):
        return [_outgoing(each) for each in value]
    if isinstance(value, ErrorValue):
        return {"type": "Error", "kind": _KINDS.get(value, "Value")}
    return value
