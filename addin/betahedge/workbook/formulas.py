"""Formula texts: which cells call the add-in, and what the engine must be told differently."""

import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from betahedge.cells import CATALOGUE

LITE = "_xldudf_"  # how a workbook stores a call of an Office.js function
SERVICE = "org.betahedge.Functions"  # LibreOffice's: it stands before every function's full name
BLANK_CELL = "$XFD$1048576"
LONGEST = 8192  # characters in a formula that Excel takes

# What is passed over in a formula: a text, a quoted sheet's name, a part of a table.
TEXT, SHEET = r'"(?:[^"]|"")*"', r"'(?:[^']|'')*'"
COLUMN = r"\[(?:[^\[\]']|'.)*\]"
PART = rf"\[(?:[^\[\]']|'.|{COLUMN})*\]"
OPAQUE = rf"{TEXT}|{SHEET}|{PART}"
WORD = r"(?:[^\W\d][\w.\\]*|\\[\w.\\]*)"  # a name, of a cell, a function, a sheet or anything
ON_SHEET = rf"(?:(?:{SHEET}|[\w.]+)!)?"
BEFORE = r"(?<![\w.!\\])"  # a call; after "!" it is a function of another workbook

# Functions of one value that the engine (formualizer 0.13) does not map over a range:
# SUMPRODUCT(ABS(A1:A9)) and the like give an error or a wrong number there.
_SCALAR = """
ABS ROUND ROUNDUP ROUNDDOWN INT TRUNC SIGN MOD EXP LN LOG LOG10 SQRT POWER CEILING FLOOR EVEN ODD
LEN LEFT RIGHT MID TEXT VALUE UPPER LOWER PROPER TRIM SUBSTITUTE REPLACE REPT SEARCH FIND EXACT CODE
CHAR N T NOT ISERROR ISERR ISNA ISNUMBER ISTEXT ISBLANK ISLOGICAL DATE YEAR MONTH DAY WEEKDAY HOUR
MINUTE SECOND ROW COLUMN
"""
SCALAR_FUNCTIONS = frozenset(_SCALAR.split())
CRITERIA = {"COUNTIF": (1,), "SUMIF": (1,), "AVERAGEIF": (1,), "LARGE": (1,), "SMALL": (1,)}
_GIVES_ARRAYS = "IF IFERROR IFNA CHOOSE INDEX TRANSPOSE FILTER SORT UNIQUE MMULT"
ARRAYS = frozenset(_GIVES_ARRAYS.split())
ARRAY = "\ua400"  # stands for a range or an array in a formula that is taken apart
_RANGE = re.compile(
    rf"{ON_SHEET}"
    r"(?:\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})"
    r"|\{[^{}]*\}",
    re.IGNORECASE,
)
_INNERMOST = re.compile(r"([A-Za-z_][\w.]*)?\s*\(([^()]*)\)")
_OPAQUE = re.compile(OPAQUE, re.DOTALL)
_TEXT = re.compile(TEXT, re.DOTALL)
_LOOKS_UP = re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)
_EMPTY = re.compile(r",\s*[,)]|\(\s*,")


def _opens(token: Token) -> bool:
    return token.type == Token.FUNC and token.subtype == Token.OPEN


def _tokens(formula: str) -> list[Token]:
    tokens = Tokenizer(f"={formula.removeprefix('=')}").items
    return [token for token in tokens if token.type != Token.WSPACE]


def mentions(formula: str) -> bool:
    """Tell, fast, that a formula may call the add-in."""
    return "HEDGE_" in formula or "hedge_" in formula.lower()


def bare(formula: str) -> str:
    """Take the texts, quoted sheet names and table columns out of a formula."""
    return _OPAQUE.sub("0", formula)


def without_texts(formula: str) -> str:
    """Take the texts out of a formula."""
    return _TEXT.sub("0", formula)


@lru_cache(maxsize=8)
def call_stored(namespace: str = "") -> re.Pattern[str]:
    """Match a call as files store it, whose function is group 1, or what is passed over.

    namespace: the one of an xlwings Server under which the names may be stored.
    """
    within = f"(?:{re.escape(namespace)}_)?" if namespace else ""
    prefix = rf"(?:_xlfn\.)?(?:{LITE}{within}|{re.escape(SERVICE)}\.)?"
    call = rf"{BEFORE}{prefix}(HEDGE_\w+)(?=\s*\()"
    return re.compile(rf"{OPAQUE}|{call}", re.IGNORECASE | re.DOTALL)


def calls(formula: str, namespace: str = "") -> set[str]:
    """Name the add-in functions that a formula calls; text that mentions one does not count."""
    if not mentions(formula):
        return set()
    names = {(found[1] or "").upper() for found in call_stored(namespace).finditer(formula)}
    return names & CATALOGUE.keys()


def with_blanks(formula: str) -> str:
    """Put a blank cell where an argument of an add-in function is left empty.

    The engine hands an empty argument over as 0; a spreadsheet means the default.
    """
    if not _EMPTY.search(bare(formula)):
        return formula
    written, inside = [], [False]
    previous = None
    try:
        tokens = _tokens(formula)
    except TokenizerError:  # such as #SPILL! in it: the engine may know better
        return formula
    for token in tokens:
        closes = token.subtype == Token.CLOSE
        empty = token.type == Token.SEP or (closes and token.type == Token.FUNC)
        after = previous is not None and (previous.type == Token.SEP or _opens(previous))
        nothing = closes and previous is not None and _opens(previous)  # a call with no arguments
        if inside[-1] and empty and after and not nothing:
            written.append(BLANK_CELL)
        if token.subtype == Token.OPEN:
            inside.append(_opens(token) and bool(calls(token.value)))
        elif closes:
            inside.pop()
        written.append(token.value)
        previous = token
    return "".join(written)


def maps_scalars(formula: str) -> bool:
    """Tell a formula that the engine would get wrong: a function of one value over a range."""
    text = without_texts(formula)
    if "(" not in text or not _RANGE.search(text):
        return False
    text, wrong = _RANGE.sub(ARRAY, text), False

    def taken(call: re.Match[str]) -> str:
        nonlocal wrong
        name, arguments = (call[1] or "").upper().removeprefix("_XLFN."), call[2]
        places = CRITERIA.get(name, ())
        each = arguments.split(",")
        wrong = wrong or (name in SCALAR_FUNCTIONS and ARRAY in arguments)
        wrong = wrong or any(ARRAY in each[n] for n in places if n < len(each))
        return ARRAY if ARRAY in arguments and (not name or name in ARRAYS) else "0"

    while not wrong and _INNERMOST.search(text):
        text = _INNERMOST.sub(taken, text)
    return wrong


def looks_up(formula: str) -> bool:
    """Tell a formula whose cells are known only when it is calculated."""
    return bool(_LOOKS_UP.search(without_texts(formula)))
