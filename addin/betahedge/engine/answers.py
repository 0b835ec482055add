"""The add-in's answers: every call in a workbook is asked of its function, until nothing moves.

What a call is given is read from the engine; so cells and calls see the same values.
"""

import re

from openpyxl.utils import get_column_letter

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import HELPER, NUMBER, PENDING, TEXT, Answer, Call, Calls
from betahedge.engine.limits import is_random
from betahedge.engine.spreadsheet import Place, Snapshot, Spreadsheet
from betahedge.formula.references import reference, unquoted
from betahedge.xlsx.cells import Value, address, places_in

_ONE_SLOT = re.compile(rf"{HELPER}!\$A\$(\d+)|{HELPER}_(\d+)")
_FEW = 200  # calls that are asked one by one, rather than all at once
_ROUNDS = 100


class Answers:
    """A workbook in the engine whose calls are answered."""

    def __init__(self, book: Book, engine: Spreadsheet, calls: Calls) -> None:
        """Take a workbook that has just been loaded."""
        self._book, self._engine, self._calls = book, engine, calls
        self._helper = len(book.sheets)
        self._free = len(calls.calls) + 1  # the first free row of the helper sheet
        self._snapshot: Snapshot | None = None
        self.outgrown: set[tuple[Place, int]] = set()  # single slots that got many values
        self.unsettled: set[Formula] = set()

    def settle(self) -> Snapshot:
        """Answer the calls until nothing moves; give all values."""
        calls = self._calls.calls
        self._throw_once()
        for _ in range(_ROUNDS):
            snapshot = self._look()
            moved = [call for call in calls if self._ask(call)]
            if self.outgrown:
                return snapshot
            if not moved:
                waiting = [call for call in calls if call.given is None]
                if not waiting:
                    return snapshot
                moved = [call for call in waiting if self._ask(call, even_if_pending=True)]
            self._snapshot = None
            waiting = [call for call in calls if call.given is None]
            if waiting and (len(moved) < len(waiting) or len(waiting) < _FEW):
                self._one_by_one(waiting)
        self.unsettled = {call.formula for call in moved}
        return self._look()

    def _throw_once(self) -> None:
        """Let formulas with a random number be the first that they give."""
        by_chance = [place for place, text in self._calls.texts.items() if is_random(text)]
        snapshot = self._look() if by_chance else None
        for place in by_chance if snapshot else ():
            extent = snapshot.extents.get(place) or address(*place[1:])
            for each in places_in(place[0], extent):
                self._engine.put(each, snapshot.values.get(each))

    def _look(self) -> Snapshot:
        self._engine.recalculate()
        self._snapshot = self._engine.snapshot(len(self._book.sheets) + 1)
        return self._snapshot

    def _one_by_one(self, waiting: list[Call]) -> None:
        """Ask calls that wait for others in the order of their cells, and against it."""
        while waiting:
            still = []
            for call in waiting:
                self._engine.recalculate()
                if not self._ask(call):
                    still.append(call)
            if len(still) == len(waiting):
                return
            waiting = still[::-1]

    def _ask(self, call: Call, *, even_if_pending: bool = False) -> bool:
        """Ask a call's function if it is given something new; tell whether its answer moved."""
        given = [self._argument(call, text) for text in call.arguments]
        if given == call.given or (not even_if_pending and any(map(_is_pending, given))):
            return False
        first = call.given is None
        call.given = given
        answer = _answer(call.function, given)
        if not first and answer == call.answer:
            return False
        call.answer = answer
        self._put(call)
        return True

    def _put(self, call: Call) -> None:
        """Put an answer into its slot."""
        if not isinstance(call.answer, list):
            self._engine.put((self._helper, call.slot, 1), call.answer)
            if call.many:
                self._engine.define(call.reference, f"{HELPER}!$A${call.slot}")
            return
        if not call.many:
            number = [c for c in self._calls.calls if c.formula is call.formula].index(call)
            self.outgrown.add((call.formula.place, number))
            return
        top, rows = self._free, call.answer
        for row, values in enumerate(rows, start=top):
            for column, value in enumerate(values, start=1):
                self._engine.put((self._helper, row, column), value)
        self._free += len(rows)
        last = f"${get_column_letter(len(rows[0]))}${self._free - 1}"
        self._engine.define(call.reference, f"{HELPER}!$A${top}:{last}")

    def _argument(self, call: Call, text: str) -> object:
        """Give the value of an argument: a literal, a slot, a cell, a range or a calculation."""
        plain = _literal(text)
        if plain is not _NO_LITERAL:
            return plain
        slot = _ONE_SLOT.fullmatch(text)
        if slot:
            return self._calls.calls[int(slot[1] or slot[2]) - 1].answer_so_far
        found = reference(text)
        sheet = self._sheet(found.sheet, call.formula) if found.area else None
        if found.area and sheet is not None:
            return self._read(sheet, found.area)
        rows = self._engine.evaluate(call.formula.place, text)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _sheet(self, name: str, formula: Formula) -> int | None:
        return self._book.numbers.get(unquoted(name).lower()) if name else formula.place[0]

    def _read(self, sheet: int, area: tuple[int, int, int, int]) -> object:
        left, top, right, bottom = area
        if (left, top) == (right, bottom):
            return self._value((sheet, top, left))
        last_row, last_column = self._last(sheet)
        rows = range(top, max(top, min(bottom, last_row)) + 1)
        columns = range(left, max(left, min(right, last_column)) + 1)
        return [[self._value((sheet, row, column)) for column in columns] for row in rows]

    def _last(self, sheet: int) -> tuple[int, int]:
        rows, columns = self._book.used[sheet]
        return max(rows, 2), max(columns, 2)

    def _value(self, place: Place) -> Value:
        """Give the value of a cell: its own, or what the engine has for it now."""
        formula = self._book.by_place.get(place)
        if formula is not None and place not in self._calls.texts:
            return formula.stored
        if self._snapshot is not None:
            if place in self._snapshot.values:
                return self._snapshot.values[place]
            return None if formula else self._book.constant(place)
        value = self._book.constant(place) if formula is None else None
        return self._engine.value(place) if value is None else value


_NO_LITERAL = object()


def _literal(text: str) -> object:
    """Read an argument that is a number, a text, a truth value, an error, or nothing at all."""
    if not text:
        return None
    number = NUMBER.fullmatch(text)
    if number:
        value = float(number[1].replace(" ", ""))
        return value / 100 if number[2] else value
    quoted = TEXT.fullmatch(text)
    if quoted:
        return quoted[1].replace('""', '"')
    return {"TRUE": True, "FALSE": False}.get(text.upper(), _NO_LITERAL)


def _answer(function: str, given: list[object]) -> Answer:
    """Give a function's answer as cells hold it: one value, or rows of them."""
    answer = CATALOGUE[function](*given)
    if not isinstance(answer, list):
        return _cell_value(answer)
    rows = [[_cell_value(each) for each in row] for row in answer]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _cell_value(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    assert isinstance(value, str | float | bool)  # noqa: S101 - a function gives nothing else
    return value


def _is_pending(given: object) -> bool:
    """Tell an argument in which something waits for a call that is not answered yet."""
    if isinstance(given, list):
        return any(map(_is_pending, given))
    return isinstance(given, ErrorValue) and given == PENDING
