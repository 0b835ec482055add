"""The calls in a workbook's formulas, taken out of them.

A call has a slot on a helper sheet, from which the formula that it stands in takes the answer.
"""

import re
from dataclasses import dataclass, field

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.engine.addresses import written
from betahedge.engine.book import Book, Formula
from betahedge.engine.plainly import written_plainly
from betahedge.engine.plan import SLOT, Constant, Inner, Text, plan_of
from betahedge.engine.room import Room
from betahedge.engine.searches import Searches, of_cell
from betahedge.engine.values import Area, Place, cell_at
from betahedge.formula.alike import fill
from betahedge.formula.references import ROWS
from betahedge.xlsx.cells import Value

HELPER = "_hc"  # short, so that no formula grows by what stands for its calls
PENDING = "#NULL!"  # what a slot shows until its call has been answered
_PICKED = re.compile(r"INDEX\(([^(),]+),0?,([^(),]+)\)", re.IGNORECASE)
Answer = Value | list[list[Value]]


@dataclass(frozen=True, slots=True)
class Cells:
    """An argument that is a cell or a range, or a calculation in a cell of its own."""

    area: Area
    own: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """An argument that is a column of a range, by its number in a cell: blank cells stay blank."""

    area: Area
    number: Cells


@dataclass(eq=False, slots=True)
class Call:
    """A call in a cell: its slot, its function, its arguments, and what came of it.

    many: it may answer with more than one value; then a name stands for its slot.
    """

    slot: int
    formula: Formula
    function: str
    arguments: tuple["Constant | Cells | Picked | Call", ...]
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
    def rows(self) -> list[list[Value]]:
        """Give the rows of the answer so far."""
        answer = self.answer_so_far
        return answer if isinstance(answer, list) else [[answer]]

    @property
    def reference(self) -> str:
        """Write what stands for the call in its formula: one value is no reference to a cell."""
        return f"{HELPER}_{self.slot}" if self.many else f"+{HELPER}!$A${self.slot}"


@dataclass
class Calls:
    """The calls of a workbook's formulas, and the formulas without them.

    thrown: cells with a random number, which keep the first.  arguments: formulas in cells of
    their own, which are on the row of the call, so that they mean the same.  cramped: formulas
    that have no room for one; roomy: arguments with room for all that they fill.  bound: functions
    whose calls stay in formulas.  searches: what INDIRECT and OFFSET find.
    """

    book: Book
    calls: list[Call] = field(default_factory=list)
    texts: dict[Place, str] = field(default_factory=dict)
    thrown: dict[Place, Value] = field(default_factory=dict)
    arguments: dict[Place, str] = field(default_factory=dict)
    cramped: set[Formula] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    searches: Searches = field(init=False)
    room: Room = field(init=False)
    roomy: set[Place] = field(default_factory=set)
    _areas: dict[Call, Area] = field(default_factory=dict)
    _next: tuple[int, int, int] = (1, 1, 2)  # free row and column, and the column after those used

    def __post_init__(self) -> None:
        """Begin with nothing searched and nothing taken."""
        self.searches, self.room = Searches(self.book), Room(self.book)

    def add(self, formula: Formula) -> None:
        """Take the calls out of a formula that is to be calculated."""
        if not formula.functions:
            self.texts[formula.place] = fill(written_plainly(formula.form), formula.cells)
            return
        plan = plan_of(formula.form)
        mine: list[Call] = []
        for function, arguments in plan.calls:
            given = tuple(self._argument(formula, mine, each) for each in arguments)
            many = declaration(CATALOGUE[function]).gives_table
            mine.append(Call(len(self.calls) + 1, formula, function, given, many))
            self.calls.append(mine[-1])
        self.texts[formula.place] = _filled(plan.text, formula, mine)
        self.bound |= plan.bound

    def _argument(
        self, formula: Formula, mine: list[Call], planned: Constant | Inner | Text
    ) -> "Constant | Cells | Picked | Call":
        """Find out what an argument reads; a calculation is put into a cell of its own."""
        if isinstance(planned, Constant):
            return planned
        if isinstance(planned, Inner):
            return mine[planned.number]
        text = _filled(planned.text, formula, mine)
        read = self._cells(formula, text)
        if read is not None:
            return read
        picked = _PICKED.fullmatch(text)
        if picked:
            table, number = (self._cells(formula, each) for each in picked.groups())
            if table and number:
                return Picked(table.area, number)
        place = self.room.cell(*formula.place[:2])
        if place is None:
            self.cramped.add(formula)
            return Constant(None)
        if planned.leads:  # a blank cell that it leads to is no 0
            text = f'_xlfn.LET(_xlpm.x,{text},IF(ISBLANK(_xlpm.x),"",_xlpm.x))'
        self.arguments[place] = of_cell(text, formula.place)
        return Cells(cell_at(place), own=True)

    def _cells(self, formula: Formula, text: str) -> "Cells | None":
        """Read a text that is a reference."""
        found = list(self.book.areas(formula, [text]))
        return Cells(found[0]) if len(found) == 1 else None

    def spread(self, place: Place, width: int) -> None:
        """Give an argument that fills many columns a place with room for them, if there is one."""
        wide = self.room.block(place, width) or place
        self.roomy.add(wide)
        self.arguments[wide] = self.arguments.pop(place)
        before, after = (Cells(cell_at(each), own=True) for each in (place, wide))
        for call in self.calls:
            call.arguments = tuple(after if each == before else each for each in call.arguments)

    def owners(self) -> dict[Place, Formula]:
        """Give the formula that stands in each place, or whose argument does."""
        arguments = {
            each.area.place: call.formula
            for call in self.calls
            for each in call.arguments
            if isinstance(each, Cells) and each.own
        }
        return arguments | self.book.by_place

    def area(self, call: Call) -> Area:
        """Find room for an answer on the helper sheet: its slot, or, for many values, below all."""
        slot = cell_at((len(self.book.pages), call.slot, 1))
        if not isinstance(call.answer, list):
            return slot
        down, across = len(call.answer) - 1, len(call.answer[0]) - 1
        area = self._areas.get(call)
        if area is None or (area.bottom - area.top, area.right - area.left) != (down, across):
            top, left, beyond = self._next
            top = max(top, len(self.calls) + 1) if left == 1 else top
            if top + down > ROWS:
                top, left = 1, beyond
            self._areas[call] = area = Area(slot.sheet, left, top, left + across, top + down)
            self._next = area.bottom + 1, left, max(beyond, area.right + 1)
        return area

    def stands(self, call: Call) -> str:
        """Write where an answer stands on the helper sheet."""
        area = self.area(call)
        return written(HELPER, (area.top, area.bottom), (area.left, area.right))

    def settle_sizes(self) -> bool:
        """Let names stand for the slots of calls that have answered with many values."""
        found = [each for each in self.calls if isinstance(each.answer, list) and not each.many]
        owners = self.owners() if found else {}
        changes: dict[Formula, list[tuple[re.Pattern[str], str]]] = {}
        for call in found:
            slot, call.many = re.compile(rf"{re.escape(call.reference)}(?!\d)"), True
            changes.setdefault(call.formula, []).append((slot, call.reference))
        for texts in (self.texts, self.arguments) if found else ():
            for place in texts:
                for slot, name in changes.get(owners[place], ()):
                    texts[place] = slot.sub(name, texts[place])
        return bool(found)


def _filled(text: str, formula: Formula, mine: list[Call]) -> str:
    """Write a part of a formula's form with its cells, and the slots of its calls."""
    whole = fill(text, formula.cells)
    return SLOT.sub(lambda found: mine[int(found[1])].reference, whole) if mine else whole


def is_pending(given: object) -> bool:
    """Tell an argument in which something waits for a call that is not answered yet."""
    if isinstance(given, list):
        return any(map(is_pending, given))
    return isinstance(given, ErrorValue) and given == PENDING
