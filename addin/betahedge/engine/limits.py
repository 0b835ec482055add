"""What no engine can calculate, or this one gets wrong: the value stored there is kept, if any."""

import re
from collections.abc import Mapping
from functools import lru_cache

from openpyxl.formula.tokenizer import Token

from betahedge.cells import CATALOGUE
from betahedge.cells.lambdas import without_lambda
from betahedge.engine.arrays import SEARCHING, may_be_many, needs_array
from betahedge.engine.book import Book, Formula
from betahedge.engine.days import has_day, is_day, read_for_days
from betahedge.engine.plan import plan_of
from betahedge.engine.searches import is_open
from betahedge.engine.spreadsheet import functions as functions_of_the_engine
from betahedge.engine.values import Area, Place
from betahedge.engine.wrong import (
    SOMETIMES_WRONG,
    criteria,
    is_odd_criterion,
    is_odd_format,
    is_wrong,
)
from betahedge.formula.alike import fill
from betahedge.formula.calls import calls, plain_name
from betahedge.formula.references import (
    RANDOM,
    count_random,
    function_name,
    functions,
    operands,
    reference,
)
from betahedge.formula.tokens import Call, calls_in, tokens
from betahedge.xlsx.cells import Value, bounds

MOST = 1_000_000  # cells of one array formula
NOWHERE = ("is no function of betahedge", "another add-in has")  # of a function nobody here knows
_ELSEWHERE = (
    *("RTD", "GETPIVOTDATA", "WEBSERVICE", "STOCKHISTORY", "IMAGE", "PY", "COPILOT", "TRANSLATE"),
    *("DETECTLANGUAGE", "CALL", "REGISTER.ID", "SQL.REQUEST"),
)
_OF_THE_PROGRAM = ("INFO", "CELL")  # about the computer or the window
_LEAVES_OUT = re.compile(r"1\d\d")  # the hidden rows, as a kind of SUBTOTAL
_VOLATILE = {*RANDOM, "TODAY", "NOW", *SEARCHING}

# A text that ends in an address, or in the beginning of one.
_ADDRESS_IN_TEXT = re.compile(
    r"""["!']\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?"|\d:\$?"|R\d*C\d*"""
)
# How a text ends that ends in an address: A1, 7, A:C, after a sheet or a part of the same.
_ENDS_IN_ADDRESS = re.compile(r'["!:]\$?[A-Za-z]{0,3}\$?\d+"\Z|:\$?[A-Za-z]{1,3}"\Z')


def why_not(book: Book, formula: Formula) -> str:
    """Say why a formula is not calculated here; "" if it is."""
    if formula.kind == "dataTable":
        return "is a cell of a what-if data table"
    if book.rounds_as_shown:
        return "is calculated with the digits that are shown, which is not done here"
    if book.language and "DOLLAR" in functions(formula.form):
        return "calls DOLLAR, which has the currency of the program"
    if Area(0, *bounds(formula.array or "A1")).size > MOST:
        return f"fills more than {MOST:,} cells"
    found = _why_not(formula.form, bool(formula.array) or formula.dynamic, book.has_names)
    found = fill(found, formula.cells) or _by_sheet(book, formula) or _by_format(book, formula)
    return found or _by_filter(book, formula) or _by_name(book, formula)


def why_not_so(written: str, formula: Formula) -> str:
    """Say why a formula is not calculated with what its searches find; "" if it is.

    Where it calls the add-in, what is written has slots in the place of calls.
    """
    as_array = bool(formula.array) or formula.dynamic
    return "" if formula.calls else _why_not(written, as_array, has_names=False)


@lru_cache(maxsize=4096)
def _why_not(form: str, as_array: bool, has_names: bool) -> str:
    """Say why formulas of a form are not calculated here, whatever the cells in them."""
    if not tokens(form) and form:
        return "cannot be read"
    for operand in operands(form):
        if reference(operand).of_file:
            return f"reads another file, {operand}"
    for name in sorted(functions(form)):
        if "!" in name:
            return f"calls {name}, a function of another file"
        if name in _ELSEWHERE or name.startswith("CUBE"):
            return f"calls {name}, which reads data from elsewhere"
        if name in _OF_THE_PROGRAM:
            return f"calls {name}, which only the program itself can answer"
    if not as_array and needs_array(form) is None:
        return "has a range that may count as a whole, or be cut to one cell"
    is_bound = not (is_open(form) and functions(form).isdisjoint({"LET", "LAMBDA"}))
    for call in calls_in(form):
        name, arguments = function_name(call.function), _arguments(form, call)
        many = _searches_many(name, arguments, in_array=as_array)
        if many or (is_bound and has_names and _searches_names(name, arguments)):
            return f"calls {name} on what may be more than one address"
        if is_wrong(name, arguments):
            return f"calls {name} in a way that is not calculated here"
    return ""


def _arguments(form: str, call: Call) -> list[str]:
    return [form[start:end].strip() for start, end in call.arguments]


def _searches_many(name: str, arguments: list[str], *, in_array: bool) -> bool:
    """Tell a call in which INDIRECT or OFFSET gives, or may give, many areas."""
    addresses = arguments if name == "INDIRECT" else arguments[1:]
    many = (may_be_many(each, in_array=in_array) for each in addresses)
    return name in SEARCHING and any(many)


def _searches_names(name: str, arguments: list[str]) -> bool:
    """Tell INDIRECT of a text that may be a name: the engine knows addresses only."""
    if name != "INDIRECT" or not arguments:
        return False
    ends = [each.value for each in tokens(arguments[0])[-1:] if each.subtype == Token.TEXT]
    if ends and len(arguments) == 1 and not _ENDS_IN_ADDRESS.search(ends[0]):
        return True
    return not _ADDRESS_IN_TEXT.search(arguments[0])


def _by_sheet(book: Book, formula: Formula) -> str:
    """Say which sheet that a formula reads has no cells that are known here."""
    if None not in book.pages:
        return ""
    for area in book.areas(formula, operands(formula.form)):
        if book.pages[area.sheet] is None:
            return f"reads the sheet {book.titles[area.sheet]}, which is a macro's or a dialogue's"
    return ""


def _by_format(book: Book, formula: Formula) -> str:
    """Say which cell, in which TEXT finds its format, holds a rare one or one yet to be found."""
    for area in book.areas(formula, _formats(formula.form)):
        is_constant = area.is_cell and area.place not in book.by_place
        if not is_constant or is_odd_format(str(book.constant(area.place) or "")):
            return "calls TEXT with a format in a cell that is not calculated here"
    return ""


@lru_cache(maxsize=4096)
def _formats(form: str) -> tuple[str, ...]:
    """List the cells in which TEXT finds its format."""
    texts = [call for call in calls_in(form) if function_name(call.function) == "TEXT"]
    given = [form[slice(*call.arguments[1])] for call in texts if len(call.arguments) > 1]
    return tuple(operand for format_ in given for operand in operands(format_))


def _by_filter(book: Book, formula: Formula) -> str:
    """Say whether a SUBTOTAL that counts rows hidden by hand has some on a sheet with a filter."""
    for area in book.areas(formula, _subtotals(formula.form)):
        page = book.pages[area.sheet]
        if page and any(area.top <= row <= area.bottom for row in page.hidden_beside_filter):
            return "calls SUBTOTAL of rows that are hidden by hand on a sheet with a filter"
    return ""


@lru_cache(maxsize=4096)
def _subtotals(form: str) -> tuple[str, ...]:
    """List the ranges of SUBTOTAL, but of its kinds that leave out all hidden rows."""
    found: list[str] = []
    for call in calls_in(form):
        kind, *ranges = [*_arguments(form, call), ""]
        if function_name(call.function) == "SUBTOTAL" and not _LEAVES_OUT.fullmatch(kind):
            found += ranges
    return tuple(operand for text in found for operand in operands(text))


def _by_name(book: Book, formula: Formula) -> str:
    """Say which function of a formula nobody here knows."""
    for name in sorted(plan_of(formula.form).bound & _not_as_lambdas()):
        return f"calls {name} on a name that a LET or LAMBDA gives"
    for name in _names(formula.form):
        if "[" in name:
            return f"names {name}, a part of a table that is not found"
        meaning = book.names.meaning(formula.sheet, "", name) if book.has_names else None
        if meaning and "LAMBDA(" not in meaning:
            return f"uses the name {name}, which is endless or too long"
    for name in unknown(formula.form):
        meaning = book.names.meaning(formula.sheet, "", name)
        for ours in sorted(calls(meaning or "") & _not_as_lambdas()):
            return f"calls {name}, which calls {ours}"
        if meaning is None:
            if name.startswith("HEDGE_"):
                return f"calls {name}, which {NOWHERE[0]}"
            return f"calls {name}, which {NOWHERE[1]}"
    return ""


@lru_cache(maxsize=4096)
def _names(form: str) -> tuple[str, ...]:
    """List the names that have not been written out."""
    return tuple(name for each in operands(form) if (name := reference(each).name))


@lru_cache(maxsize=1)
def _not_as_lambdas() -> frozenset[str]:
    """Name the functions that have no LAMBDA, or one that needs the register in the workbook."""
    return frozenset({*without_lambda(), "HEDGE_SPEC"})


@lru_cache(maxsize=4096)
def unknown(form: str) -> tuple[str, ...]:
    """Name the functions of a form that neither the engine nor the add-in has."""
    bound = {operand.rpartition(".")[2].upper() for operand in operands(form)}  # of LET, LAMBDA
    known = functions_of_the_engine()
    found = functions(form) - bound - known - {""}
    return tuple(sorted(name for name in found if plain_name(name) not in CATALOGUE))


def misread(book: Book, formula: Formula, values: Mapping[Place, Value]) -> str:
    """Say what in the cells that a formula reads is not understood here; "" for nothing."""
    if book.day_zero and _reads_day(book, formula, values):
        return "reads a day in a text, which is counted from 1900 here"
    if _has_odd_criterion(book, formula, values):
        return "has a criterion in a cell that is not understood here"
    return ""


def _reads_day(book: Book, formula: Formula, values: Mapping[Place, Value]) -> bool:
    """Tell a formula in which, or in a cell that it reads, a day is written as a text."""
    if has_day(formula.form):
        return True
    for area in book.areas(formula, read_for_days(formula.form)):
        shown, page = values.get(area.place), book.pages[area.sheet]
        days = page.days if page else ()
        if isinstance(shown, str) and is_day(shown):
            return True
        if any(area.holds((area.sheet, *spot)) for spot in days):
            return True
    return False


def _has_odd_criterion(book: Book, formula: Formula, values: Mapping[Place, Value]) -> bool:
    """Tell a formula with a criterion in a cell, such as the text #N/A, that finds nothing here."""
    areas = book.areas(formula, criteria(formula.form))
    places = (area.place for area in areas if area.is_cell)
    shown = (values.get(place, book.constant(place)) for place in places)
    return any(is_odd_criterion(each) for each in shown if isinstance(each, str))


def is_volatile(formula: str) -> bool:
    """Tell a formula that may give something else each time, with nothing changed in its file."""
    return not _VOLATILE.isdisjoint(functions(formula))


def is_random(formula: str) -> bool:
    """Tell a formula that gives something else each time it is calculated."""
    return count_random(formula) > 0


def named_in_tables() -> set[str]:
    """Name the functions that are not calculated, or not in every use; the README lists them."""
    return {"DOLLAR", *_ELSEWHERE, *_OF_THE_PROGRAM, *SEARCHING, *SOMETIMES_WRONG}
