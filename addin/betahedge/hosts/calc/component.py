"""The UNO component of the LibreOffice extension: what Calc asks of an add-in, answered.

It is copied into the extension as it stands and runs there, in LibreOffice's own Python; nothing
else imports it.  The functions, their help and their order come from the declarations, which the
extension carries beside it.

A text within a block equals no other text in Calc, not even the same one (releases 7.4 and 25.2):
it is never entered in the table of texts by which Calc compares.  An error within a block, be it of
one value, is not seen by MAX and MIN: =MAX(0;f()) would be 0.  So a function that may answer with
one value is declared `any` and gives it bare.  Where it must give a block after all, it hands that
over like a result that comes later, the one other way to give rows.
"""

# ruff: noqa: N802 - UNO gives the methods their names; the path comes before the imports

import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before any betahedge of another version that this Python may have.
sys.path.insert(0, str(Path(__file__).parent / "pythonpath"))

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]
from com.sun.star.lang import (  # type: ignore[import-not-found]
    Locale,
    XServiceInfo,
    XServiceName,
)
from com.sun.star.sheet import (  # type: ignore[import-not-found]
    LocalizedName,
    ResultEvent,
    XAddIn,
    XCompatibilityNames,
    XVolatileResult,
)
from org.betahedge import XFunctions  # type: ignore[import-not-found]

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.cells.declaration import REQUIRED
from betahedge.cells.native import literal

SERVICE = "org.betahedge.Functions"
SERVICES = ("com.sun.star.sheet.AddIn", SERVICE)
ENGLISH = Locale("en", "US", "")

# Calc knows a fixed set of categories; those of the declarations go into the nearest.
CATEGORIES = {"Statistics": "Statistical", "Reference": "Information"}

# Calc's own numbers of the error values; in a NaN's low bits they make a result an error.
ERROR_CODES = {
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
QUIET_NAN = 0x7FF8000000000000

INTERFACE = (Path(__file__).parent / "betahedge.idl").read_text("utf-8")
BARE = frozenset(re.findall(r"^ *any (HEDGE_\w+)", INTERFACE, re.MULTILINE))


def error_number(text: str) -> float:
    """Give the NaN that Calc shows as an error value."""
    code = ERROR_CODES.get(text, ERROR_CODES["#VALUE!"])
    number: float = struct.unpack("<d", struct.pack("<Q", QUIET_NAN | code))[0]
    return number


def outgoing(value: Any) -> float | str:
    """Turn one value of an answer into what Calc takes: a number or a text."""
    if isinstance(value, ErrorValue):
        return error_number(value)
    if isinstance(value, str):
        return value
    return "" if value is None else float(value)


class Rows(unohelper.Base, XVolatileResult):  # type: ignore[misc]
    """A block for a function declared `any`: told to the listener at once, and never again."""

    def __init__(self, rows: tuple[tuple[float | str, ...], ...]) -> None:
        self.rows = rows

    def addResultListener(self, listener: Any) -> None:
        """Tell the result."""
        listener.modified(ResultEvent(self, uno.Any("[][]any", self.rows)))

    def removeResultListener(self, listener: Any) -> None:
        """Forget the listener, which was not kept."""


def adapted(function: Callable[..., Any], bare: bool) -> Callable[..., Any]:
    """Make a method of a cell function; bare: a single value is not wrapped as rows."""

    def method(_: Any, *arguments: Any) -> Any:
        answer = function(*arguments)
        if type(answer) is float:  # most often, and fast
            return answer if bare else ((answer,),)
        if isinstance(answer, list):
            rows = tuple(tuple(map(outgoing, row)) for row in answer)
            return Rows(rows) if bare else rows
        return outgoing(answer) if bare else ((outgoing(answer),),)

    return method


class AddIn(unohelper.Base, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo):  # type: ignore[misc]
    """Names and help of the functions, as Calc's function wizard shows them."""

    def __init__(self, _: object) -> None:
        self.locale = ENGLISH

    def getServiceName(self) -> str:
        """Name the service, which is also the first part of every function's full name."""
        return SERVICE

    def getImplementationName(self) -> str:
        """Name the implementation."""
        return SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """List the services."""
        return SERVICES

    def supportsService(self, name: str) -> bool:
        """Tell whether a service is one of them."""
        return name in SERVICES

    def setLocale(self, locale: Any) -> None:
        """Take the language of the office; the functions speak English in all."""
        self.locale = locale

    def getLocale(self) -> Any:
        """Give the language that was set."""
        return self.locale

    def getProgrammaticFuntionName(self, shown: str) -> str:
        """Give the method of a function; the interface has the word misspelt."""
        return shown

    def getDisplayFunctionName(self, name: str) -> str:
        """Give the name that a user types."""
        return name

    def getFunctionDescription(self, name: str) -> str:
        """Give the help of a function."""
        return declaration(CATALOGUE[name]).help

    def getDisplayArgumentName(self, name: str, index: int) -> str:
        """Give the name of an argument."""
        return declaration(CATALOGUE[name]).args[index].name

    def getArgumentDescription(self, name: str, index: int) -> str:
        """Give the help of an argument, and its default."""
        declared = declaration(CATALOGUE[name])
        arg, default = declared.args[index], declared.defaults[index]
        unit = f" ({arg.unit})" if arg.unit else ""
        if default is REQUIRED:
            return f"{arg.help}{unit}; required"
        shown = arg.shown_default or ("none" if default is None else literal(default))
        return f"{arg.help}{unit}; {shown} if left out"

    def getProgrammaticCategoryName(self, name: str) -> str:
        """Give the category under which the wizard lists a function."""
        return CATEGORIES.get(declaration(CATALOGUE[name]).category, "Financial")

    def getDisplayCategoryName(self, name: str) -> str:
        """Give the category as shown."""
        return self.getProgrammaticCategoryName(name)

    def getCompatibilityNames(self, name: str) -> tuple[Any, ...]:
        """Give the name under which an .xlsx stores a function."""
        return (LocalizedName(ENGLISH, name),)


Functions = type(
    "Functions",
    (AddIn, XFunctions),
    {name: adapted(function, name in BARE) for name, function in CATALOGUE.items()},
)

# The loader looks for this name.
g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(Functions, SERVICE, SERVICES)
