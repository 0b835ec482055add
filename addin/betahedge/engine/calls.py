"""The calls in a workbook's formulas, taken out of them.

A call has a slot on a helper sheet, from which the formula that it stands in takes the answer.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.utils import get_column_letter

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.engine.book import Book, Formula
from betahedge.engine.values import Place
from betahedge.formula.alike import fill, form_of
from betahedge.formula.calls import our_calls, plain_name
from betahedge.formula.references import Reference, operands, reference, shifted
from betahedge.xlsx.cells import Value

HELPER = "_hedge_calls"
PENDING = "#NULL!"  # what a slot shows until its call has been answered
Answer = Value | list[list[Value]]
_NUMBER = re.compile(r"([+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(%?)")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_MOST_ARGUMENTS, _ROOM = 200, 64  # in cells of their own on a row; columns for what fills many
_SLOT = re.compile(r"\x00(\d+)\x00")


@dataclass(frozen=True, slots=True)
class Plan:
    """A formula with slots in the place of its calls, and the calls, innermost first."""

    text: str
    calls: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=4096)
def plan_of(form: str) -> Plan:
    """Take the calls out of a formula; in arguments too, a slot stands for a call."""
    found: list[tuple[str, tuple[str, ...]]] = []
    while ours := our_calls(form):
        call = ours[0]  # nothing of ours is within it
        arguments = tuple(form[start:end].strip() for start, end in call.arguments)
        form = f"{form[: call.start]}\x00{len(found)}\x00{form[call.end :]}"
        found.append((plain_name(call.function), arguments))
    return Plan(form, tuple(found))


@dataclass(eq=False, slots=True)
class Call:
    """A call in a cell: its slot, its function, its arguments, and what came of it.

    An argument that is a calculation stands in a cell of its own, of which the place is given.
    many: it may answer with more than one value; then a name stands for its slot.
    """

    slot: int
    formula: Formula
    function: str
    arguments: tuple[str | Place, ...]
    many: bool
    given: list[object] | None = None
    answer: Answer = None

    @property
    def answer_so_far(self) -> Answer:
        """Give the answer, or what its slot shows until there is one."""
        return ErrorValue(PENDING) if self.given is None else self.answer

    @property
    def waits(self) -> bool:
        """Tell a call that is given what waits for an answer still."""
        return self.given is None or any(map(is_pending, self.given))

    @property
    def answers(self) -> list[Value]:
        """List the values that the call has given."""
        if isinstance(self.answer, list):
            return [value for row in self.answer for value in row]
        return [self.answer]

    @property
    def reference(self) -> str:
        """Write what stands for the call in its formula."""
        return f"{HELPER}_{self.slot}" if self.many else f"{HELPER}!$A${self.slot}"


@dataclass(frozen=True, slots=True)
class Area:
    """Where an answer of many values stands on the helper sheet."""

    top: int
    rows: int
    columns: int

    @property
    def reference(self) -> str:
        """Write the range."""
        last = f"${get_column_letter(self.columns)}${self.top + self.rows - 1}"
        return f"{HELPER}!$A${self.top}:{last}"


@dataclass
class Calls:
    """The calls of a workbook's formulas, and the formulas without them.

    filling: formulas that may fill more than their own cell.  thrown: cells with a random number,
    which keep the first.  arguments: formulas in cells of their own.
    """

    book: Book
    calls: list[Call] = field(default_factory=list)
    texts: dict[Place, str] = field(default_factory=dict)
    filling: set[Place] = field(default_factory=set)
    thrown: dict[Place, Value] = field(default_factory=dict)
    by_reference: dict[str, Call] = field(default_factory=dict)
    arguments: dict[Place, str] = field(default_factory=dict)
    _columns: dict[tuple[int, int], int] = field(default_factory=dict)
    _spread: dict[int, int] = field(default_factory=dict)
    _roomy: set[Place] = field(default_factory=set)
    _areas: dict[Call, Area] = field(default_factory=dict)
    _free: int = 0

    def add(self, formula: Formula) -> None:
        """Take the calls out of a formula that is to be calculated."""
        form, cells = form_of(formula.text)
        plan = plan_of(form)
        slots: list[str] = []

        def filled(text: str) -> str:
            whole = fill(text, cells)
            return _SLOT.sub(lambda found: slots[int(found[1])], whole) if slots else whole

        for function, arguments in plan.calls:
            texts = tuple(map(filled, arguments))
            many = _may_be_many(function, texts)
            given = tuple(self._argument(formula, text) for text in texts)
            call = Call(len(self.calls) + 1, formula, function, given, many)
            slots.append(call.reference)
            self.calls.append(call)
            self.by_reference[call.reference] = call
        self.texts[formula.place] = text = filled(plan.text)
        if slots and not _is_single(text):
            self.filling.add(formula.place)

    def _argument(self, formula: Formula, text: str) -> str | Place:
        """Give an argument's text if it is plain, or else the place of the cell it is put in.

        That is one behind the used columns, on the formula's own row, so that it means the same.
        """
        plain = literal(text) is not ... or text in self.by_reference
        if plain or self.meant(text, formula).area:
            return text
        sheet, row, _ = formula.place
        if self.book.reads_row(sheet, row):  # there it would be read
            row = self.book.used[sheet][0] + row + 1
        column = self._columns.get((sheet, row), self.book.used[sheet][1] + 2)
        self._columns[sheet, row] = column + 1
        self._put(place := (sheet, row, column), text)
        return place

    def _put(self, place: Place, text: str) -> None:
        self.arguments[place] = text
        if not _is_single(text):
            self.filling.add(place)

    def spread(self, place: Place) -> bool:
        """Give an argument that fills many cells a place with room for them, if it has none."""
        if place in self._roomy:
            return False
        sheet, row, _ = place
        column = self._spread.get(sheet, self.book.used[sheet][1] + _MOST_ARGUMENTS)
        self._spread[sheet] = column + _ROOM
        self._put(new := (sheet, row, column), self.arguments.pop(place))
        for call in self.calls:
            if place in call.arguments:
                call.arguments = tuple(new if each == place else each for each in call.arguments)
        self._roomy.add(new)
        return True

    def meant(self, text: str, formula: Formula) -> Reference:
        """Read a reference, by a name too if that stands for cells at fixed places."""
        found = reference(text)
        meaning = self.book.meaning(formula.sheet, found.sheet, found.name) if found.name else None
        if meaning and "!" in meaning and meaning == shifted(meaning, 1, 1):
            return reference(meaning)
        return found

    def place(self, call: Call) -> Area:
        """Find room for an answer of many values, below the slots and what stands there."""
        assert isinstance(call.answer, list)  # noqa: S101 - one value needs no more than its slot
        size = len(call.answer), len(call.answer[0])
        area = self._areas.get(call)
        if area is None or (area.rows, area.columns) != size:
            top = max(self._free, len(self.calls) + 1)
            self._areas[call] = area = Area(top, *size)
            self._free = top + size[0]
        return area

    def settle_sizes(self) -> None:
        """Let a name stand for the slot of a call that has answered with many values after all."""
        for call in self.calls:
            if isinstance(call.answer, list) and not call.many:
                self._name(call)

    def _name(self, call: Call) -> None:
        before, call.many = re.compile(rf"{re.escape(call.reference)}(?!\d)"), True
        self.by_reference[call.reference] = call
        place = call.formula.place
        self.texts[place] = before.sub(call.reference, self.texts[place])
        self.filling.add(place)
        for other in self.calls:
            if other.formula is call.formula:
                for place in other.arguments:
                    if isinstance(place, tuple):
                        self._put(place, before.sub(call.reference, self.arguments[place]))


def literal(text: str) -> object:
    """Read an argument that is a number, a text, a truth value, or nothing; ... means none."""
    if not text:
        return None
    number = _NUMBER.fullmatch(text)
    if number:
        value = float(number[1].replace(" ", ""))
        return value / 100 if number[2] else value
    quoted = _TEXT.fullmatch(text)
    if quoted:
        return quoted[1].replace('""', '"')
    return {"TRUE": True, "FALSE": False}.get(text.upper(), ...)


def _may_be_many(function: str, arguments: tuple[str, ...]) -> bool:
    """Tell a call that gives a table, or is given more than single cells where it takes one."""
    cell = declaration(CATALOGUE[function])
    if cell.gives_table:
        return True
    return not cell.whole and not all(map(_is_single, arguments))


def _is_single(text: str) -> bool:
    """Tell a formula in which no range, name, or array stands, as far as can be seen."""
    if literal(text) is not ...:
        return True
    areas = [reference(each).area for each in operands(text)]
    return "{" not in text and all(area and area[:2] == area[2:] for area in areas)


def is_pending(given: object) -> bool:
    """Tell an argument in which something waits for a call that is not answered yet."""
    if isinstance(given, list):
        return any(map(is_pending, given))
    return isinstance(given, ErrorValue) and given == PENDING
