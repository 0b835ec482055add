"""What INDIRECT and OFFSET find, written into formulas as the references that they give.

The engine (formulon 0.18) finds no name by a text, and in a range that is found it takes for 0 what
depends on the search, though INDEX may take another cell.  So what the two are given is calculated
in cells of its own, round by round, until it moves no more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from betahedge.cells import ErrorValue
from betahedge.cells.errors import REF
from betahedge.engine.addresses import address_of, by_numbers, is_address, moved, quoted, written
from betahedge.engine.arrays import SEARCHING
from betahedge.engine.book import Book
from betahedge.engine.room import Room
from betahedge.engine.values import Area, Place, Values
from betahedge.formula.calls import replace_calls
from betahedge.formula.names import literal
from betahedge.formula.references import (
    COLUMNS,
    ROWS,
    function_name,
    functions,
    operands,
    reference,
    unquoted,
)
from betahedge.formula.tokens import calls_in
from betahedge.xlsx.cells import Value, same_value

_COUNTING = {"ROW", "ROWS", "COLUMN", "COLUMNS"}  # the engine takes for one cell what is searched
_SEARCHING = re.compile("INDIRECT|OFFSET", re.IGNORECASE)  # told fast
_CORNER = re.compile(r"\)\s*:")  # what is found is the corner of a range
_TEXT = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?(?P<rest>[^!]+)")
_ZEROS = re.compile(r"(?<!\d)0+(?=[1-9])")  # A01 is A1
Asked = tuple[int, int, str]  # the sheet and the row on which a text is calculated


@lru_cache(maxsize=4096)
def is_open(text: str) -> bool:
    """Tell a formula in which what INDIRECT and OFFSET give can be written."""
    if not _SEARCHING.search(text) or _CORNER.search(text):
        return False
    return not SEARCHING.isdisjoint(functions(text))


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
    _room: Room = field(init=False)
    _in_the_way: bool = False  # a row is read to its end, on which something may be asked

    def write(self, texts: Mapping[Place, str], room: Room) -> None:
        """Write formulas with what their searches are known to find; room: for what is asked."""
        for each in (self.cells, self.found, self._unclear, self._places, self._who):
            each.clear()
        self._room = room
        ends = len(self.book.rows_read)
        self.written = {
            place: replace_calls(text, partial(self._form, place))
            for place, text in texts.items()
            if is_open(text)
        }
        self._in_the_way = bool(self.cells) and len(self.book.rows_read) > ends

    def learn(self, values: Values) -> bool:
        """Take what was asked from the values of the workbook; tell whether to write anew."""
        given = {asked: values.cells.get(place) for asked, place in self._places.items()}
        self._moving = {
            asked
            for asked, value in given.items()
            if asked not in self._known or not same_value(value, self._known[asked])
        }
        self._known |= given
        return bool(self._moving) or self._in_the_way

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
        area = Area(sheet, *found.area)
        self.found.setdefault(place, set()).add(area)
        if area.right == COLUMNS:
            self.book.rows_read.add((sheet, area.top, area.bottom))
        return text

    def _ask(self, place: Place, text: str) -> tuple[bool, Value]:
        """Give the value of what a search is given, and whether it is known."""
        constant = literal(text)
        if constant is not ...:
            return True, constant
        text = of_cell(text, place)
        sheet, row, _ = place
        asked = sheet, row, text
        if asked not in self._places:
            free = self._room.cell(sheet, row)
            if free is None:
                self._unclear.add(place)
                return False, None
            self._places[asked], self.cells[free] = free, text
        self._who.setdefault(asked, set()).add(place)
        return asked in self._known, self._known.get(asked)

    def _indirect(self, place: Place, given: list[str]) -> str | None:
        text, way = (*given, "TRUE")[:2]
        is_known, value = self._ask(place, text)
        way_known, by_letters = self._ask(place, way or "FALSE")
        if not (is_known and way_known):
            return None
        for each in (value, by_letters):
            if isinstance(each, ErrorValue):
                return each
        address = "" if value is None else value if isinstance(value, str) else f"{value}"
        if address != address.strip() or isinstance(by_letters, str):
            return None
        return self._at(place, address, by_letters=bool(by_letters))

    def _at(self, place: Place, text: str, *, by_letters: bool) -> str | None:
        """Give the address that a text stands for, written as A1 or as R1C1."""
        if text.endswith("#"):  # what a formula fills
            self._unclear.add(place)
            return None
        parts = _TEXT.fullmatch(text)
        if parts is None:
            return REF
        title = unquoted(parts["sheet"] or "") or self.book.titles[place[0]]
        rest = _ZEROS.sub("", parts["rest"])
        if by_letters and is_address(rest):
            return f"{quoted(title)}!{rest}"
        area = None if by_letters else by_numbers(rest, *place[1:])
        if area is None:
            return self._named(place, parts) or REF
        if place not in self.book.by_place and area != by_numbers(rest, 1, 1):
            self._unclear.add(place)  # it is seen from the call's cell, not the argument's
        return written(title, *area)

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
        found = address_of(meaning)
        if found is None:
            self._unclear.add(place)
        return found

    def _offset(self, place: Place, given: list[str]) -> str | None:
        if given[0].endswith("#REF!"):
            return REF
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
        rows = moved(top, bottom, down, height, ROWS)
        columns = moved(left, right, across, width, COLUMNS)
        if rows is None or columns is None:
            return REF
        return written(base.sheet or self.book.titles[place[0]], rows, columns)


def of_cell(text: str, place: Place) -> str:
    """Write ROW() and COLUMN() in a cell's formula as numbers, for it to stand in another."""
    return replace_calls(text, partial(_own, place))


def _own(place: Place, function: str, arguments: list[str]) -> str | None:
    if any(each.strip() for each in arguments):
        return None
    return {"ROW": str(place[1]), "COLUMN": str(place[2])}.get(function_name(function))


def _counts_found(text: str) -> bool:
    """Tell a formula that counts the rows or columns of a search that is still in it."""
    return any(
        function_name(call.function) in _COUNTING
        and not SEARCHING.isdisjoint(functions(text[call.start : call.end]))
        for call in calls_in(text)
    )
