"""What a formula refers to: cells and ranges, names, tables, other files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter

from betahedge.formula.alike import DIGITS, LETTERS, OPAQUE, SHEET
from betahedge.formula.tokens import opens, tokens

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet; an address beyond its edge goes on at the other
RANDOM = frozenset({"RAND", "RANDBETWEEN", "RANDARRAY"})
WORD = r"(?:[^\W\d][\w.\\?]*|\\[\w.\\?]*)"  # a name, of a cell, a function, a sheet or anything
CELL = r"\$?[A-Z]{1,3}\$?[1-9]\d*"
_ADDRESS = re.compile(  # a cell, whole columns, whole rows
    rf"{OPAQUE}|(?<![\w.$\\])(?:"
    rf"(?P<fixed>\$?)(?P<column>{LETTERS})(?P<set>\$?)(?P<row>{DIGITS})"
    rf"|(?P<a>\$?)(?P<first>{LETTERS}):(?P<b>\$?)(?P<last>{LETTERS})"
    rf"|(?P<c>\$?)(?P<top>{DIGITS}):(?P<d>\$?)(?P<bottom>{DIGITS}))(?![\w.(!\[])",
    re.IGNORECASE | re.DOTALL,
)
_RANGE = re.compile(
    rf"\$?(?P<left>{LETTERS})?\$?(?P<top>[1-9]\d{{0,6}})?"
    rf"(?::\$?(?P<right>{LETTERS})?\$?(?P<bottom>[1-9]\d{{0,6}})?)?#?",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"({SHEET}!|{WORD}!)([^!]+):\1([^!]+)")  # S!A1:S!B2
_OF_FILE = re.compile(r"'?[^'\[\]!]*\[(?!0\])[^\[\]]+\]")


@dataclass(frozen=True, slots=True)
class Reference:
    """What an operand stands for.

    sheet: as written, unquoted; "" for the formula's own.  area: left, top, right, bottom, or
    None for a name, a table, or a whole that is in another file.
    """

    sheet: str
    area: tuple[int, int, int, int] | None
    name: str = ""
    of_file: bool = False


def operands(formula: str) -> Iterator[str]:
    """Run through what a formula refers to, as written; A1:INDEX( refers to A1."""
    for token in tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            yield token.value.lstrip("@").strip(":")
        elif opens(token) and ":" in token.value:
            yield token.value.rpartition(":")[0].lstrip("@")


@lru_cache(maxsize=65_536)
def reference(operand: str) -> Reference:
    """Read an operand."""
    place, _, rest = _TWICE.sub(r"\1\2:\3", operand).rpartition("!")
    of_file = bool(_OF_FILE.match(place or operand)) and (bool(place) or operand[0] == "'")
    sheet = "" if place == "[0]" else unquoted(place)
    area = _area(rest.rpartition("!")[2])
    return Reference(sheet, area, "" if area else rest, of_file)


def _area(text: str) -> tuple[int, int, int, int] | None:
    """Give the left, top, right and bottom of A1, A1:B2, B2:A1, A:B, 1:2 or A1:A9:C1:C9."""
    if text.count(":") > 1:
        return _around([_area(each) for each in text.split(":")])
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    left, top, right, bottom = found.group("left", "top", "right", "bottom")
    if not (left and top) and ":" not in text:
        return None
    one = [column_index_from_string(each) for each in (left, right) if each] or [1, COLUMNS]
    two = [int(each) for each in (top, bottom) if each] or [1, ROWS]
    if max(one) > COLUMNS or max(two) > ROWS:
        return None
    return min(one), min(two), max(one), max(two)


def _around(areas: list[tuple[int, int, int, int] | None]) -> tuple[int, int, int, int] | None:
    """Give the area around some areas; None if one is none."""
    known = [area for area in areas if area]
    if len(known) < len(areas):
        return None
    left, top, right, bottom = zip(*known, strict=True)
    return min(left), min(top), max(right), max(bottom)


def functions(formula: str) -> set[str]:
    """Name the functions that a formula calls, in capitals, without what files put before them."""
    found = set()
    for token in tokens(formula):
        if opens(token):
            found.add(function_name(token.value[:-1]))
    return found


def count_random(formula: str) -> int:
    """Count the calls in a formula that give another number each time."""
    if "RAND" not in formula.upper():
        return 0
    called = (token.value[:-1] for token in tokens(formula) if opens(token))
    return sum(function_name(each) in RANDOM for each in called)


def function_name(function: str) -> str:
    """Give the name of a function called, in capitals, without what files put before it."""
    name = function.rpartition(":")[2].strip().lstrip("@").upper()
    return re.sub(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.|_XLPM\.)+", "", name)


def computes_corner(formula: str) -> bool:
    """Tell a formula with a range of which a corner is calculated: A1:INDEX(, or (A1):B2."""
    return any(map(_is_computed_corner, tokens(formula)))


def _is_computed_corner(token: Token) -> bool:
    if opens(token):
        return ":" in token.value
    corners = token.value.split(":")
    is_reference = token.type == Token.OPERAND and token.subtype == Token.RANGE
    return is_reference and (not corners[0] or not corners[-1])


def unquoted(sheet: str) -> str:
    """Give a sheet's name as it is, from how it stands in a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def sheet_and_ref(reference: str) -> tuple[str, str]:
    """Take apart a reference such as 'O''Brien'!$A$1."""
    sheet, _, ref = reference.rpartition("!")
    return unquoted(sheet), ref.replace("$", "")


def shifted(formula: str, down: int, right: int) -> str:
    """Move the relative addresses of a formula, over the edge of the sheet to its other side."""

    def column(fixed: str, letters: str) -> str:
        place = column_index_from_string(letters) + (0 if fixed else right)
        return f"{fixed}{get_column_letter((place - 1) % COLUMNS + 1)}"

    def row(fixed: str, number: str) -> str:
        return f"{fixed}{(int(number) + (0 if fixed else down) - 1) % ROWS + 1}"

    def address(match: re.Match[str]) -> str:
        if match["row"]:
            return column(*match.group("fixed", "column")) + row(*match.group("set", "row"))
        if match["first"]:
            return f"{column(*match.group('a', 'first'))}:{column(*match.group('b', 'last'))}"
        if match["top"]:
            return f"{row(*match.group('c', 'top'))}:{row(*match.group('d', 'bottom'))}"
        return match[0]

    return _ADDRESS.sub(address, formula) if down or right else formula
