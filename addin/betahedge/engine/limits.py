"""What no engine can calculate, or this one gets wrong: the value stored there is kept, if any."""

from functools import lru_cache

from betahedge.cells import CATALOGUE
from betahedge.engine.book import Book, Formula
from betahedge.engine.spreadsheet import functions as functions_of_the_engine
from betahedge.formula.alike import fill, form_of
from betahedge.formula.calls import plain_name
from betahedge.formula.references import functions, operands, reference
from betahedge.formula.tokens import calls_in, tokens
from betahedge.xlsx.cells import bounds

MOST = 1_000_000  # cells of one array formula
_FEEDS = {
    "RTD",
    "GETPIVOTDATA",
    "WEBSERVICE",
    "STOCKHISTORY",
    "IMAGE",
    "PY",
    "COPILOT",
    "TRANSLATE",
}
# Not wrong, but the answer of another program: about the file, the computer, or the window.
_OF_THE_PROGRAM = {"INFO", "CELL"}
_NEED_ARGUMENTS = {"FIXED", "ADDRESS"}  # the default is not taken
# Functions that search by a text or an offset: the engine takes one at a time, no array of them.
_SEARCHING = {"INDIRECT", "OFFSET"}


def why_not(book: Book, formula: Formula) -> str:
    """Say why a formula is not calculated here; "" if it is."""
    if formula.is_data_table:
        return "is a cell of a what-if data table"
    left, top, right, bottom = bounds(formula.array or "A1")
    if (right - left + 1) * (bottom - top + 1) > MOST:
        return f"fills more than {MOST:,} cells"
    form, cells = form_of(formula.text)
    return fill(_why_not(form), cells) or _by_name(book, formula)


@lru_cache(maxsize=4096)
def _why_not(form: str) -> str:
    """Say why formulas of a form are not calculated here, whatever the names in them."""
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
    if _searches_by_array(form):
        return "looks up an array of addresses"
    return _left_empty(form)


def _left_empty(form: str) -> str:
    """Name a call with an argument left empty of which the engine makes something else."""
    for call in calls_in(form):
        empty = any(not form[start:end].strip() for start, end in call.arguments)
        if empty and _plain(call.function) in _NEED_ARGUMENTS:
            return f"calls {call.function} with an argument left empty"
    return ""


def _searches_by_array(form: str) -> bool:
    """Tell a formula in which INDIRECT or OFFSET is given, or may be given, many addresses."""
    for call in calls_in(form):
        if _plain(call.function) in _COUNTING and _searches(form[call.start : call.end]):
            return True
        if _plain(call.function) in _SEARCHING:
            arguments = [form[start:end] for start, end in call.arguments]
            texts = arguments if _plain(call.function) == "INDIRECT" else arguments[1:]
            if any(map(_may_be_many, texts)):
                return True
    return False


_RANDOM = {"RAND", "RANDBETWEEN", "RANDARRAY"}
_COUNTING = {"ROW", "ROWS", "COLUMN", "COLUMNS"}
_ARRAYS = {"ROW", "COLUMN", "SEQUENCE", "TRANSPOSE", "UNIQUE", "FILTER", "SORT", "MMULT"}


def _searches(text: str) -> bool:
    return not _SEARCHING.isdisjoint(functions(text))


def _may_be_many(argument: str) -> bool:
    areas = (reference(operand).area for operand in operands(argument))
    many = any(area and area[:2] != area[2:] for area in areas)
    return many or "{" in argument or not _ARRAYS.isdisjoint(functions(argument))


def _by_name(book: Book, formula: Formula) -> str:
    """Say which function or name of a formula nobody here knows."""
    known = functions_of_the_engine()
    form = form_of(formula.text)[0]
    for name in sorted(functions(form)):
        ours = plain_name(name) in CATALOGUE
        bound = f"_XLPM.{name}" in form.upper()
        if name and not ours and not bound and name not in known:
            meant = book.meaning(formula.sheet, "", name)
            if meant is None and name.startswith("HEDGE_"):
                return f"calls {name}, which is no function of betahedge"
            if meant is None:
                return f"calls {name}, which another add-in has"
    for operand in operands(form):
        found = reference(operand)
        text = book.meaning(formula.sheet, found.sheet, found.name) if found.name else None
        reason = _why_not(text) if text else ""
        if reason:
            return f"uses the name {found.name}, which {reason}"
    return ""


def is_random(formula: str) -> bool:
    """Tell a formula that gives something else each time it is calculated."""
    return "RAND" in formula.upper() and not _RANDOM.isdisjoint(functions(formula))


def _plain(function: str) -> str:
    return function.rpartition(":")[2].upper().rpartition(".")[2]
