"""The one place that knows formualizer, the faster engine, for what our own builder has written.

Our templates use a small, tested set of functions in which formualizer 0.13 is right.  Every
argument of a call in them stands in a cell, so none is empty.
"""

import datetime
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import formualizer
from openpyxl.utils.datetime import to_excel

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.errors import EngineError
from betahedge.xlsx.cells import Value, bounds

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
_AS_THEY_ARE = frozenset({float, str, bool, type(None)})  # nearly all
_KINDS = {text: kind for kind, text in _ERRORS.items()}
Block = list[list[Any]]


@dataclass
class Solved:
    """A workbook that is calculated: the values of its sheets, row by row, and what spills."""

    engine: Any
    blocks: dict[str, Block]

    def value(self, sheet: str, row: int, column: int) -> Value:
        """Give the value of a cell."""
        block = self.blocks[sheet]
        return incoming(block[row - 1][column - 1]) if row <= len(block) else None

    def filled(self, sheet: str, ref: str) -> str:
        """Give the range that a cell's formula fills; "" where that is its own cell."""
        spill = self.engine.inspect_cell(f"'{sheet}'!{ref}").cell.spill
        extent = spill.extent.rpartition("!")[2] if spill is not None and spill.extent else ""
        return extent if ":" in extent else ""


def solve_built(path: Path, sizes: Mapping[str, str]) -> Solved:
    """Calculate a workbook that our builder has just written; sizes: the used range by sheet."""
    gc.collect()  # openpyxl's objects hold one another, and the engine needs their room
    try:
        engine = formualizer.Workbook.load_path(str(path), config=_config())
        _register(engine)
        engine.evaluate_all()
        return Solved(engine, {sheet: _block(engine, sheet, size) for sheet, size in sizes.items()})
    except Exception as error:  # of many types; the workbook is ours, and so is the fault
        raise EngineError(f"the template cannot be calculated ({error})") from error


def _config() -> Any:
    """Calculate on one core: Python's functions wait for each other, and more cost a quarter."""
    evaluation = formualizer.EvaluationConfig()
    evaluation.enable_parallel = False
    return formualizer.WorkbookConfig(eval_config=evaluation)


def _block(engine: Any, sheet: str, size: str) -> Block:
    _, _, right, bottom = bounds(size)
    area = formualizer.RangeAddress(sheet, 1, 1, bottom, right)
    return list(engine.sheet(sheet).get_values(area))


def _register(engine: Any) -> None:
    """Give the engine the add-in's functions."""
    for name, function in CATALOGUE.items():
        most = len(declaration(function).args)
        engine.register_function(name, _adapt(function), min_args=0, max_args=most)


def _adapt(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: _outgoing(function(*map(_received, arguments)))


def _received(value: Any) -> Any:
    """Turn what the engine hands to a function into what a cell function takes."""
    return [_received(each) for each in value] if isinstance(value, list) else incoming(value)


def incoming(value: Any) -> Any:
    """Turn a value of the engine into a cell's."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, dict):
        return ErrorValue(_ERRORS.get(value.get("kind", ""), "#VALUE!"))
    if isinstance(value, int):
        return float(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return float(to_excel(value))
    return value


def _outgoing(value: Any) -> Any:
    """Turn a cell function's answer into what the engine takes."""
    if isinstance(value, list):
        return [_outgoing(each) for each in value]
    if isinstance(value, ErrorValue):
        return {"type": "Error", "kind": _KINDS.get(value, "Value")}
    return value
