"""Formula texts: which cells call the add-in, and what the engine must be told differently."""

import re
from collections.abc import Iterator

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
CELL = r"\$?[A-Z]{1,3}\$?\d+"
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
_OF_SERIES = "AVERAGE_PRICE BETA EFFECTIVENESS VAR ES FUNDING_HISTORY TRACKING_ERROR"
OF_SERIES = frozenset(f"HEDGE_{name}" for name in _OF_SERIES.split())  # a value for whole ranges
_GIVES_ARRAYS = "IF IFERROR IFNA CHOOSE INDEX TRANSPOSE FILTER SORT UNIQUE MMULT"
ARRAYS = frozenset(_GIVES_ARRAYS.split())
ARRAY = "\ua400"  # stands for a range or an array in a formula that is taken apart
_RANGE = re.compile(
    rf"{ON_SHEET}"
    rf"(?:{CELL}:{CELL}|"
    r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3})"
    r"|\{[^{}]*\}",
    re.IGNORECASE,
)
_INNERMOST = re.compile(r"([A-Za-z_][\w.]*)?\s*\(([^()]*)\)")
_OPAQUE = re.compile(OPAQUE, re.DOTALL)
_TEXT = re.compile(TEXT, re.DOTALL)
_LOOKS_UP = re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)
_LIKE_OURS = re.compile(rf"{BEFORE}HEDGE_\w+(?=\s*\()", re.IGNORECASE)
_OF_SHOWN_ROWS = re.compile(r"\b(?:AGGREGATE|SUBTOTAL)\s*\(", re.IGNORECASE)
_MOST_OPERATORS = 250  # in one formula; the engine nests no deeper
_OPERATOR = re.compile(r"[-+*/^&]")
_NUMBER_FORMAT = r'[+-]?\$?(?:#,##)?[0#]*(?:\.[0#]+)?,*%?(?: ?"[^"]*")?'
_KNOWN_FORMAT = re.compile(  # numbers, dates and times as the engine writes them
    rf"{_NUMBER_FORMAT}(?:;{_NUMBER_FORMAT})?|General|@|[dmyhs][dmyhs/:., -]*", re.IGNORECASE
)
_FORMAT = re.compile(rf"(?P<text>\bTEXT\s*\()|{OPAQUE}|[(),]", re.IGNORECASE | re.DOTALL)
_SINGLE = re.compile(rf"{OPAQUE}|_xlfn\.SINGLE\(", re.DOTALL)
_EMPTY = re.compile(r",\s*[,)]|\(\s*,")


def _opens(token: Token) -> bool:
    return token.type == Token.FUNC and token.subtype == Token.OPEN


def mentions(formula: str) -> bool:
    """Tell, fast, that a formula may call the add-in."""
    return "HEDGE_" in formula or "hedge_" in formula.lower()


def bare(formula: str) -> str:
    """Take the texts, quoted sheet names and table columns out of a formula."""
    return _OPAQUE.sub("0", formula)


def without_texts(formula: str) -> str:
    """Take the texts out of a formula."""
    return _TEXT.sub("0", formula)


# A call as files store it: under a host's prefix, and the namespace of an xlwings Server.
_CALL = rf"(?:_xlfn\.|_xludf\.)?(?:{LITE}(?:\w+?_)??|{re.escape(SERVICE)}\.)?"
_CALL += rf"(?P<name>{'|'.join(CATALOGUE)})(?=\s*\()"
_STORED = re.compile(rf"{OPAQUE}|{BEFORE}{_CALL}", re.IGNORECASE | re.DOTALL)
_ANYWHERE = re.compile(rf"(?<![\w.\\]){_CALL}", re.IGNORECASE)


def calls(formula: str) -> set[str]:
    """Name the add-in functions that a formula calls; text that mentions one does not count."""
    if not mentions(formula):
        return set()
    return {found["name"].upper() for found in _STORED.finditer(formula) if found["name"]}


def renamed(formula: str, prefix: str = "") -> str:
    """Put a prefix before the name of every function called, instead of what stood there."""
    if not mentions(formula):
        return formula
    return _STORED.sub(
        lambda found: f"{prefix}{found['name'].upper()}" if found["name"] else found[0], formula
    )


def strangers(formula: str) -> set[str]:
    """Name what a formula calls that begins like our functions and is none of them."""
    if not mentions(formula):
        return set()
    return {found[0].upper() for found in _LIKE_OURS.finditer(_STORED.sub("0", formula))}


def still_calls(formula: str) -> bool:
    """Tell a formula that needs the add-in, under whatever name and from whatever file."""
    return mentions(formula) and bool(_ANYWHERE.search(bare(formula)))


def with_blanks(formula: str) -> str:
    """Put a blank cell where an argument of an add-in function is left empty.

    The engine hands an empty argument over as 0; a spreadsheet means the default.
    """
    if not _EMPTY.search(bare(formula)):
        return formula
    written, inside = [], [False]
    previous = None
    try:
        tokens = Tokenizer(f"={formula.removeprefix('=')}").items
    except TokenizerError:  # such as #SPILL! in it: the engine may know better
        return formula
    for token in tokens:
        if token.type == Token.WSPACE:  # between two ranges it is an operator
            written.append(token.value)
            continue
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
        ours = name in CATALOGUE and name not in OF_SERIES
        return ARRAY if ARRAY in arguments and (not name or ours or name in ARRAYS) else "0"

    while not wrong and _INNERMOST.search(text):
        text = _INNERMOST.sub(taken, text)
    return wrong


def looks_up(formula: str) -> bool:
    """Tell a formula whose cells are known only when it is calculated."""
    return bool(_LOOKS_UP.search(without_texts(formula)))


def has_odd_format(formula: str) -> bool:
    """Tell a formula with a format of a text that the engine does not know."""
    return "TEXT" in formula.upper() and not all(map(_KNOWN_FORMAT.fullmatch, _formats(formula)))


def _formats(formula: str) -> Iterator[str]:
    """Run through the formats that stand in calls of TEXT as texts."""
    brackets: list[tuple[bool, str]] = []  # whether it is TEXT's, and the last piece in it
    for token in _FORMAT.finditer(formula):
        piece = token[0]
        if piece.endswith("(") and piece[0] not in "\"'[":
            brackets.append((bool(token["text"]), ""))
        elif piece == ")" and brackets:
            is_text, last = brackets.pop()
            if is_text and last:
                yield last[1:-1].replace('""', '"')
        elif brackets:
            brackets[-1] = brackets[-1][0], piece if piece[0] == '"' else ""


def is_too_deep(formula: str) -> bool:
    """Tell a formula with more operators than the engine can nest."""
    long = len(formula) > 2 * _MOST_OPERATORS
    return long and len(_OPERATOR.findall(bare(formula))) > _MOST_OPERATORS


def joins_texts(formula: str) -> bool:
    """Tell a formula that may put a number into a text."""
    return "&" in formula or "CONCAT" in formula or "TEXTJOIN" in formula


def counts_shown_rows(formula: str) -> bool:
    """Tell a formula that leaves out rows that are hidden, which the engine does not."""
    return bool(_OF_SHOWN_ROWS.search(formula))


def for_the_engine(formula: str) -> str:
    """Write a formula with the names and the @ that the engine knows."""
    known = renamed(formula)
    if "_xlfn.SINGLE(" not in known:
        return known
    return _SINGLE.sub(lambda found: "@(" if found[0] == "_xlfn.SINGLE(" else found[0], known)
