"""What INDIRECT and OFFSET find, written into formulas as the references that they give.

The engine (formulon 0.18) finds no name by a text, and in a range that is found it takes for 0 what
depends on the search, though INDEX may take another cell.  So what the two are given is calculated
in cells of its own, round by round, until it moves no more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from openpyxl.utils import get_column_letter

from betahedge.cells import ErrorValue
from betahedge.cells.errors import REF
from betahedge.engine.arrays import SEARCHING
from betahedge.engine.book import Book
from betahedge.engine.values import Place, Values
from betahedge.formula.calls import replace_calls
from betahedge.formula.names import is_constant
from betahedge.formula.references import (
    COLUMNS,
    ROWS,
    function_name,
    functions,
    operands,
    reference,
    shifted,
    unquoted,
)
from betahedge.formula.tokens import calls_in, tokens
from betahedge.xlsx.cells import Value, same_value

COUNTING = {"ROW", "ROWS", "COLUMN", "COLUMNS"}  # the engine takes for one cell what is searched
_ROOM = 300  # free columns before the last, so that there is room on a row
_CORNER = re.compile(r"\)\s*:")  # what is found is the corner of a range
_TEXT = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?(?P<rest>[^!]+)")
_ADDRESS = re.compile(r"[$A-Z\d:]+", re.IGNORECASE)
Asked = tuple[int, int, str]  # the sheet and the row on which a text is calculated
Area = tuple[int, int, int, int, int]  # sheet, left, top, right, bottom


@lru_cache(maxsize=4096)
def is_open(text: str) -> bool:
    """Tell a formula in which what INDIRECT and OFFSET give can be written."""
    return not SEARCHING.isdisjoint(functions(text)) and not _CORNER.search(text)


@dataclass
class Searches:
    """The searches of a workbook's formulas, and what is known of them.

    cells: what is asked for, in the places where it is calculated.  written: the formulas, as far
    as it is known what they search.  found: the areas that those of a place read.
    """

    book: Book
    cells: dict[Place, str] = field(default_factory=dict)
    written: dict[Place, str] = field(default_factory=dict)
    found: dict[Place, set[Area]] = field(default_factory=dict)
    _unclear: set[Place] = field(default_factory=set)
    _places: dict[Asked, Place] = field(default_factory=dict)
    _known: dict[Asked, Value] = field(default_factory=dict)
    _moving: set[Asked] = field(default_factory=set)
    _who: dict[Asked, set[Place]] = field(default_factory=dict)
    _on_row: dict[tuple[int, int], int] = field(default_factory=dict)

    def write(self, texts: Mapping[Place, str]) -> None:
        """Write formulas with what their searches are known to find."""
        places = self._places, self._who, self._on_row
        for each in (self.cells, self.found, self._unclear, *places):
            each.clear()
        self.written = {
            place: replace_calls(text, partial(self._form, place))
            for place, text in texts.items()
            if is_open(text)
        }

    def learn(self, values: Values) -> bool:
        """Take what was asked from the values of the workbook; tell whether any of it is new."""
        given = {asked: values.cells.get(place) for asked, place in self._places.items()}
        self._moving = {
            asked
            for asked, value in given.items()
            if asked not in self._known or not same_value(value, self._known[asked])
        }
        self._known |= given
        return bool(self._moving)

    def moving(self) -> set[Place]:
        """Name the places of formulas whose searches still move."""
        return {place for asked in self._moving for place in self._who.get(asked, ())}

    def unclear(self) -> set[Place]:
        """Name the places of formulas that find what is not known here."""
        return self._unclear | {p for p, text in self.written.items() if _counts_found(text)}

    def _form(self, place: Place, function: str, arguments: list[str]) -> str | None:
        name, given = function_name(function), [each.strip() for each in arguments]
        bound = any(reference(each).name for text in given for each in operands(text))
        if name not in SEARCHING or not given or bound or ":" in function:
            return None
        text = self._indirect(place, given) if name == "INDIRECT" else self._offset(place, given)
        found = reference(text) if text else None
        if found is None or found.area is None:
            return text
        sheet = self.book.numbers.get(found.sheet.lower())
        if sheet is None:
            return REF
        self.found.setdefault(place, set()).add((sheet, *found.area))
        return text

    def _ask(self, place: Place, text: str) -> tuple[bool, Value]:
        """Give the value of what a search is given, and whether it is known."""
        if is_constant(text):
            return True, _constant(text)
        text = replace_calls(text, partial(_here, place))
        sheet, row, _ = place
        asked = sheet, row, text
        if asked not in self._places:
            free = self._free(sheet, row)
            if free is None:
                return False, None
            self._places[asked], self.cells[free] = free, text
        self._who.setdefault(asked, set()).add(place)
        return asked in self._known, self._known.get(asked)

    def _free(self, sheet: int, row: int) -> Place | None:
        """Find a cell near the end of a row, or where that is read, of one below the sheet's."""
        last_row, last_column = self.book.used[sheet]
        line = row + last_row + 1 if self.book.reads_row(sheet, row) else row
        column = COLUMNS - self._on_row.get((sheet, line), 0)
        if column < last_column + _ROOM or line > ROWS:
            return None
        self._on_row[sheet, line] = COLUMNS - column + 1
        return sheet, line, column

    def _indirect(self, place: Place, given: list[str]) -> str | None:
        is_known, value = self._ask(place, given[0])
        if not is_known:
            return None
        if isinstance(value, ErrorValue):
            return value
        text = "" if value is None else value if isinstance(value, str) else f"{value}"
        if text != text.strip():
            return None
        parts = _TEXT.fullmatch(text)
        by_name = self._named(place, parts) if parts else None
        if len(given) > 1 and given[1].upper() not in ("1", "TRUE"):
            return by_name  # of R1C1 the engine finds the cells
        if parts and _is_address(parts["rest"]):
            title = unquoted(parts["sheet"] or "") or self.book.titles[place[0]]
            return f"{_quoted(title)}!{parts['rest']}"
        return by_name or REF

    def _named(self, place: Place, parts: re.Match[str]) -> str | None:
        """Give the address of a name, or of a part of a table; #REF! for what has none."""
        names, own = self.book.names, self.book.titles[place[0]]
        sheet = unquoted(parts["sheet"] or "")
        title, bracket, _ = parts["rest"].partition("[")
        table = names.tables.get(title.lower())
        if table is not None:
            part = parts["rest"][len(title) :] if bracket else "[#Data]"
            return table.reference(part, place[1]) or REF
        is_there = not sheet or sheet.lower() in self.book.numbers
        meaning = names.meaning(own, sheet, parts["rest"]) if is_there else None
        if meaning is None:
            return None
        found = _address(meaning)
        if found is None:
            self._unclear.add(place)
        return found

    def _offset(self, place: Place, given: list[str]) -> str | None:
        base = reference(given[0])
        asked = [self._ask(place, text) if text else (True, None) for text in given[1:5]]
        if base.area is None or base.of_file or ":" in base.sheet:
            return None
        numbers: list[float | None] = []
        for is_known, value in asked:
            if is_known and isinstance(value, ErrorValue):
                return value
            if not is_known or isinstance(value, str) or (value is not None and value % 1):
                return None
            numbers.append(value)
        left, top, right, bottom = base.area
        down, across, height, width = [*numbers, None, None, None, None][:4]
        rows = _moved(top, bottom, down, height, ROWS)
        columns = _moved(left, right, across, width, COLUMNS)
        if rows is None or columns is None:
            return REF
        title = base.sheet or self.book.titles[place[0]]
        first, last = (f"${get_column_letter(c)}${r}" for c, r in zip(columns, rows))
        return f"{_quoted(title)}!{first}" + (f":{last}" if last != first else "")


def _here(place: Place, function: str, arguments: list[str]) -> str | None:
    """Write the row or the column of a formula's own cell, for it is calculated in another."""
    if any(each.strip() for each in arguments):
        return None
    return {"ROW": str(place[1]), "COLUMN": str(place[2])}.get(function_name(function))


def _counts_found(text: str) -> bool:
    """Tell a formula that counts the rows or columns of a search that is still in it."""
    return any(
        function_name(call.function) in COUNTING
        and not SEARCHING.isdisjoint(functions(text[call.start : call.end]))
        for call in calls_in(text)
    )


def _constant(text: str) -> Value:
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def _quoted(title: str) -> str:
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def _is_address(text: str) -> bool:
    is_plain = _ADDRESS.fullmatch(text) and text.count(":") < 2
    return bool(is_plain) and reference(text).area is not None


def _address(text: str) -> str | None:
    """Give the address that a name stands for; #REF! if it is calculated, None if not clear."""
    if functions(text) or is_constant(text) or "{" in text or "#REF!" in text:
        return REF
    found = reference(text) if len(tokens(text)) == 1 else None
    if found is None or found.area is None or found.of_file or ":" in found.sheet:
        return None
    return text if found.sheet and shifted(text, 1, 1) == text else None


def _moved(
    first: int, last: int, by: float | None, size: float | None, most: int
) -> tuple[int, int] | None:
    """Move the edges of a range, and give it another size; None where it leaves the sheet."""
    start = first + int(by or 0)
    count = last - first + 1 if size is None else int(size)
    edges = (start, start + count - 1) if count > 0 else (start + count + 1, start)
    return edges if count and edges[0] >= 1 and edges[1] <= most else None
