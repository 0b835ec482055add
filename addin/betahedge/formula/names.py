"""Names in a formula: which there are, what they stand for; what is surely one cell or value."""

import re
from collections.abc import Callable, Mapping, Set
from functools import lru_cache
from itertools import dropwhile
from types import EllipsisType

from openpyxl.formula.tokenizer import Token

from betahedge.formula.alike import COLUMN, OPAQUE, TEXT
from betahedge.formula.references import WORD, functions, operands, reference
from betahedge.formula.tokens import tokens

_WORD = re.compile(rf"{OPAQUE}|({WORD})(?![\w.\\?!])", re.DOTALL)
_THIS_ROW = re.compile(rf"{WORD}?\[\[#This Row\],{COLUMN}\]", re.IGNORECASE)
_LINK = re.compile(r"(?<![\w\]])\[(\d+)\]")
_NUMBER = re.compile(r"([+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(%?)")
_TEXT = re.compile(TEXT)
_GIVE_ARRAYS = frozenset(["CHOOSE", "INDEX", "INDIRECT", "MUNIT", "OFFSET", "TRANSPOSE"])


@lru_cache(maxsize=4096)
def names_in(formula: str) -> frozenset[str]:
    """Give what may be a name in a formula, in capitals; a function's may be one of a LAMBDA."""
    found = functions(formula)
    for operand in operands(formula):
        if reference(operand).area is None:
            words = (match[1] for match in _WORD.finditer(operand))
            found |= {word.upper() for word in words if word}
    return frozenset(found)


def uses(formula: str, names: Set[str]) -> bool:
    """Tell a formula that uses one of some names, in capitals."""
    return bool(names) and not names.isdisjoint(names_in(formula))


def is_constant(text: str) -> bool:
    """Tell a number, a text or a truth value."""
    return literal(text.strip()) not in (None, ...)


def literal(text: str) -> float | str | bool | EllipsisType | None:
    """Read an argument that is a number, a text, a truth value, or nothing; ... means none."""
    if not text:
        return None
    number = _NUMBER.fullmatch(text)
    if number:
        value = float("".join(number[1].split()))
        return value / 100 if number[2] else value
    if _TEXT.fullmatch(text):
        return text[1:-1].replace('""', '"')
    return text.upper() == "TRUE" if text.upper() in ("TRUE", "FALSE") else ...


def with_constants(formula: str, constants: Mapping[str, str]) -> str:
    """Write a formula with constants in the place of their names; these are in capitals."""
    written, place = [], 0
    for token in tokens(formula) if uses(formula, constants.keys()) else ():
        text = formula[place : place + len(token.value)]
        place += len(text)
        is_name = token.type == Token.OPERAND and token.subtype == Token.RANGE
        found = constants.get(text.lstrip("@").rpartition("!")[2].upper()) if is_name else None
        signed = found is not None and found[:1] in "+-"
        written.append(text if found is None else f"({found})" if signed else found)
    return "".join(written) or formula


def is_one_cell(operand: str) -> bool:
    """Tell the address of a single cell, on whatever sheet."""
    area = reference(operand).area if operand else None
    return area is not None and area[:2] == area[2:] and not set(":#") & set(operand)


def cell_in(argument: str, names: Set[str] = frozenset()) -> str:
    """Give the one cell that an argument is, written once or as a range of one: (A1):A1.

    That is a cell, one of a table's columns in this row, or a name; names: those of a cell, in
    capitals.  What is more than one cell, or none, gives "".
    """
    text = argument.strip()
    cell = once(text)
    found = tokens(cell)
    if len(found) != 1 or found[0].subtype != Token.RANGE:
        return ""
    is_name = cell.upper() in names or (cell != text and bool(re.fullmatch(WORD, cell)))
    return cell if is_one_cell(cell) or is_name or _THIS_ROW.fullmatch(cell) else ""


def once(text: str) -> str:
    """Take a range of one cell for the cell: (A1):A1, S!A1:A1."""
    half = text[1 : len(text) // 2]
    if text == f"({half}):{half}":
        return half
    first, _, last = text.rpartition(":")
    return first if first.rpartition("!")[2] == last and is_one_cell(first) else text


def gives_one_value(formula: str, is_cell: Callable[[str], bool]) -> bool:
    """Tell a formula that surely gives one value, whether or not it is an array formula.

    is_cell: tells the defined names that stand for one cell or value.
    """
    open_ended = "_xlfn" in formula.lower() or functions(formula) & _GIVE_ARRAYS
    if open_ended or any(token.type == Token.ARRAY for token in tokens(formula)):
        return False
    return bool(tokens(formula)) and all(_is_one(operand, is_cell) for operand in operands(formula))


def _is_one(operand: str, is_cell: Callable[[str], bool]) -> bool:
    found = reference(operand)
    return is_one_cell(operand) if found.area else not found.sheet and is_cell(found.name)


def may_be_blank(argument: str) -> bool:
    """Tell an argument that may lead to a blank cell, for which a default is taken."""
    signs = (token for token in tokens(argument) if token.type != Token.WSPACE)
    found = list(dropwhile(lambda token: token.type == Token.PAREN, signs))
    if found and found[0].type == Token.FUNC:
        return not _GIVE_REFERENCES.isdisjoint(functions(found[0].value + ")"))
    values = {Token.NUMBER, Token.TEXT, Token.LOGICAL, Token.ERROR}
    is_value = len(found) == 1 and found[0].subtype in values
    return not is_value and not any(token.type in _OPERATORS for token in found)


_OPERATORS = {Token.OP_PRE, Token.OP_IN, Token.OP_POST, Token.ARRAY}
_REFERENCES = "CHOOSE HLOOKUP IF IFERROR IFNA IFS INDEX INDIRECT LOOKUP OFFSET SINGLE SWITCH"
_GIVE_REFERENCES = frozenset(f"{_REFERENCES} VLOOKUP XLOOKUP".split())


def links_in(formula: str) -> set[int]:
    """Give the numbers of the links to other files that stand in a formula, or in any text."""
    return {int(number) for number in _LINK.findall(formula)}
