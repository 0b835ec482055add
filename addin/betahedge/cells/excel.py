"""The functions as xlwings finds them: the module to name as an add-in's UDF module.

Values are asked for raw, so that all coercion is in this room; without Excel on Windows and
without a server, xlwings's decorators do nothing.
"""

from collections.abc import Callable
from typing import Any

import xlwings as xw

from betahedge.cells import *  # noqa: F403 - xlwings takes the functions among this module's names
from betahedge.cells.declaration import CATALOGUE, HELP_LIMIT, Arg, declaration

CATEGORY = "betahedge"


def argument_help(arg: Arg) -> str:
    """Write the help of an argument as Excel's function wizard shows it."""
    return f"{arg.help} ({arg.unit})"[:HELP_LIMIT]


def register(function: Callable[..., Any]) -> None:
    """Give xlwings a function's declaration."""
    for arg in declaration(function).args:
        xw.arg(arg.name, "raw", doc=argument_help(arg))(function)
    xw.ret("raw")(function)
    xw.func(category=CATEGORY)(function)


def register_all() -> None:
    """Register every function; by another name in this module, xlwings would declare it twice."""
    for function in CATALOGUE.values():
        register(function)


register_all()
