"""The functions as xlwings finds them: the module to name as an add-in's UDF module.

Values are asked for raw, so that all coercion is in this room; without Excel on Windows and
without a server, xlwings's decorators do nothing.
"""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

import xlwings as xw
from xlwings.conversion import Converter

from betahedge.cells import *  # noqa: F403 - xlwings takes the functions among this module's names
from betahedge.cells.declaration import CATALOGUE, HELP_LIMIT, Arg, declaration
from betahedge.cells.errors import ErrorValue

CATEGORY = "betahedge"

# Excel's ErrorCellValueType of each error that a custom function may return; the rest is "Value".
ERROR_TYPES = {
    "#DIV/0!": "Div0",
    "#N/A": "NotAvailable",
    "#NAME?": "Name",
    "#NULL!": "Null",
    "#NUM!": "Num",
    "#REF!": "Ref",
}
ERROR_OBJECTS = 1.4  # the first runtime of Office.js that takes them; before, texts


class Answer(Converter):
    """An answer on its way to Excel, as rows: neither of xlwings's servers takes a bare value.

    Through COM an error goes as its text, of which the VBA makes an error value.  Office.js shows
    such a text as a mere text: there it needs an object.
    """

    base_type = "raw"  # type: ignore[assignment] # xlwings types it by its own default

    @staticmethod
    def write_value(answer: Any, options: Mapping[str, Any]) -> Any:
        """Give the answer as the host takes it; Office.js alone tells its runtime."""
        rows = answer if isinstance(answer, list) else [[answer]]
        if float(options.get("runtime", 0)) < ERROR_OBJECTS:
            return rows
        if ErrorValue not in set(map(type, chain.from_iterable(rows))):
            return rows
        return [list(map(outgoing, row)) for row in rows]


def outgoing(value: Any) -> Any:
    """Write an error value as Office.js has it."""
    if isinstance(value, ErrorValue):
        return {"type": "Error", "errorType": ERROR_TYPES.get(value, "Value")}
    return value


def argument_help(arg: Arg) -> str:
    """Write the help of an argument as Excel's function wizard shows it."""
    return f"{arg.help} ({arg.unit})"[:HELP_LIMIT]


def register(function: Callable[..., Any]) -> None:
    """Give xlwings a function's declaration."""
    for arg in declaration(function).args:
        xw.arg(arg.name, "raw", doc=argument_help(arg))(function)
    xw.ret(Answer)(function)
    xw.func(category=CATEGORY)(function)


def register_all() -> None:
    """Register every function; by another name in this module, xlwings would declare it twice."""
    for function in CATALOGUE.values():
        register(function)


register_all()
