"""What no engine can calculate, or this one gets wrong: the value stored there is kept, if any."""

import re
from functools import lru_cache

from betahedge.cells import CATALOGUE
from betahedge.cells.lambdas import without_lambda
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import plan_of
from betahedge.engine.spreadsheet import functions as functions_of_the_engine
from betahedge.formula.alike import fill
from betahedge.formula.calls import plain_name
from betahedge.formula.references import functions, operands, reference
from betahedge.formula.tokens import Call, calls_in, tokens
from betahedge.xlsx.cells import bounds

MOST = 1_000_000  # cells of one array formula
_FEEDS = ("RTD", "GETPIVOTDATA", "WEBSERVICE", "STOCKHISTORY", "IMAGE", "PY", "TRANSLATE")
# About the file, the computer or the window: only the program itself can answer.
_OF_THE_PROGRAM = ("INFO", "CELL")
# What release 0.18 of the engine gets wrong, found by its own list of divergences and by the
# values that other programs have stored in public workbooks.
_WRONG = ("FREQUENCY", "GROUPBY", "PIVOTBY", "PHONETIC")
_WRONG_IF_LEFT_EMPTY = ("FIXED", "ADDRESS", "SEQUENCE")
_WRONG_ABOVE = {"MINIFS": 3, "MAXIFS": 3}  # so many arguments
_SEARCHING = {"INDIRECT", "OFFSET"}  # by one text or offset at a time, never by an array of them
_COUNTING = {"ROW", "ROWS", "COLUMN", "COLUMNS"}
_RANDOM = {"RAND", "RANDBETWEEN", "RANDARRAY"}
_ARRAYS = {"ROW", "COLUMN", "SEQUENCE", "TRANSPOSE", "UNIQUE", "FILTER", "SORT", "MMULT"}


def why_not(book: Book, formula: Formula) -> str:
    """Say why a formula is not calculated here; "" if it is."""
    if formula.is_data_table:
        return "is a cell of a what-if data table"
    left, top, right, bottom = bounds(formula.array or "A1")
    if (right - left + 1) * (bottom - top + 1) > MOST:
        return f"fills more than {MOST:,} cells"
    as_array = bool(formula.array) or formula.dynamic
    return fill(_why_not(formula.form, as_array), formula.cells) or _by_name(book, formula)


@lru_cache(maxsize=4096)
def _why_not(form: str, as_array: bool) -> str:
    """Say why formulas of a form are not calculated here, whatever the cells in them."""
    if not tokens(form) and form:
        return "cannot be read"
    for operand in operands(form):
        if reference(operand).of_file:
            return f"reads another file, {operand}"
    for name in sorted(functions(form)):
        if "!" in name:
            return f"calls {name}, a function of another file"
        if name in _FEEDS or name.startswith("CUBE"):
            return f"calls {name}, which reads data from elsewhere"
        if name in _OF_THE_PROGRAM:
            return f"calls {name}, which only the program itself can answer"
    for call in calls_in(form):
        name, arguments = _plain(call.function), _arguments(form, call)
        if _searches_by_array(name, arguments):
            return "looks up an array of addresses"
        if _is_wrong(name, arguments) or (name == "LOOKUP" and not as_array and _folds(arguments)):
            return f"calls {name} in a way that is not calculated here"
    return ""


def _arguments(form: str, call: Call) -> list[str]:
    return [form[start:end].strip() for start, end in call.arguments]


def _is_wrong(name: str, arguments: list[str]) -> bool:
    """Tell a call of which the engine is known to make something else than a spreadsheet."""
    if name in _WRONG or len(arguments) > _WRONG_ABOVE.get(name, len(arguments)):
        return True
    return name in _WRONG_IF_LEFT_EMPTY and not all(arguments)


def _folds(arguments: list[str]) -> bool:
    """Tell arguments of which one calculates with ranges, which a plain formula would cut."""
    return any(reference(each).area is None and _may_be_many(each) for each in arguments[1:])


def _searches_by_array(name: str, arguments: list[str]) -> bool:
    """Tell a call in which INDIRECT or OFFSET is given, or may be given, many addresses."""
    if name in _COUNTING:
        return any(not _SEARCHING.isdisjoint(functions(each)) for each in arguments)
    addresses = arguments if name == "INDIRECT" else arguments[1:]
    return name in _SEARCHING and any(map(_may_be_many, addresses))


def _may_be_many(argument: str) -> bool:
    areas = (reference(operand).area for operand in operands(argument))
    many = any(area and area[:2] != area[2:] for area in areas)
    return many or "{" in argument or not _ARRAYS.isdisjoint(functions(argument))


def _by_name(book: Book, formula: Formula) -> str:
    """Say which function of a formula nobody here knows."""
    for name in sorted(plan_of(formula.form).bound & _not_as_lambdas()):
        return f"calls {name} on a name that a LET or LAMBDA gives"
    for name in _unknown(formula.form):
        if book.names.meaning(formula.sheet, "", name) is None:
            if name.startswith("HEDGE_"):
                return f"calls {name}, which is no function of betahedge"
            return f"calls {name}, which another add-in has"
    return ""


@lru_cache(maxsize=1)
def _not_as_lambdas() -> frozenset[str]:
    """Name the functions that have no LAMBDA, or one that needs the register in the workbook."""
    return frozenset({*without_lambda(), "HEDGE_SPEC"})


@lru_cache(maxsize=4096)
def _unknown(form: str) -> tuple[str, ...]:
    """Name the functions of a form that neither the engine nor the add-in has."""
    bound = {word.rpartition(".")[2].upper() for word in re.findall(r"_xlpm\.\w+", form)}
    known = functions_of_the_engine()
    found = functions(form) - bound - known - {""}
    return tuple(sorted(name for name in found if plain_name(name) not in CATALOGUE))


def is_random(formula: str) -> bool:
    """Tell a formula that gives something else each time it is calculated."""
    return "RAND" in formula.upper() and not _RANDOM.isdisjoint(functions(formula))


def _plain(function: str) -> str:
    return function.rpartition(":")[2].upper().rpartition(".")[2]
