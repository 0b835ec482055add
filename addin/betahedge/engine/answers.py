"""The add-in's answers: every call in a workbook is asked of its function, until nothing moves.

What a call is given is read from the engine, and its answer goes back there; so cells and calls
see the same values.
"""

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.cells.broadcast import CELLS
from betahedge.cells.errors import REF, SPILL, VALUE
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import Answer, Call, Calls, Cells, Picked, is_pending
from betahedge.engine.limits import is_random
from betahedge.engine.plan import Constant
from betahedge.engine.source import text_of, write_source
from betahedge.engine.spreadsheet import Spreadsheet
from betahedge.engine.values import Area, Place, Values
from betahedge.formula.references import COLUMNS, ROWS
from betahedge.xlsx.cells import Value, bounds

_ROUNDS, _SEARCHES = 100, 20
# Measured: putting an answer costs as much as loading some formulas; letting a name stand for
# another range, as much as loading a thirtieth of the workbook.
_FORMULAS_PER_ANSWER, _MOST_NAMES = 4, 20


class Answers:
    """A workbook in the engine whose calls are answered."""

    def __init__(self, book: Book, calls: Calls) -> None:
        """Take a workbook and the calls in its formulas."""
        self._book, self._calls = book, calls
        self._seen: Values | None = None
        self._known: dict[Place, Value] = {}  # in ranges, while calls are asked one by one
        self._read_before: dict[Area, object] = {}  # of what is seen
        self._named: dict[Call, str] = {}  # what the names of answers stand for in the engine
        self.unsettled: set[Formula] = set()
        self._load()

    def settle(self) -> Values:
        """Answer the calls until nothing moves; give all values.

        A round asks all calls of what the round before has given.  Few that wait for others, as in
        a chain, are asked one by one.
        """
        try:
            self._throw_once()
            return self._settle_searches()
        finally:
            self._engine.close()

    def _settle_searches(self) -> Values:
        """Answer the calls with what searches find, until that moves no more."""
        values, searches = self._settle(), self._calls.searches
        for _ in range(_SEARCHES):
            if not searches.learn(values):
                break
            self._reload()
            values = self._settle()
        if moving := searches.moving():
            owners = self._calls.owners()
            self.unsettled |= {owners[place] for place in moving}
        return values

    def _settle(self) -> Values:
        calls, self.unsettled = self._calls.calls, set()
        self._look()
        for _ in range(_ROUNDS):
            moved = [call for call in calls if self._ask(call)]
            waiting = [call for call in calls if call.given is None]
            if not moved and not waiting:
                return self._values
            if not moved:
                moved = [call for call in waiting if self._ask(call, even_if_pending=True)]
            self._tell(moved)
            if len(moved) < len(waiting):
                self._ask_one_by_one([call for call in calls if call.given is None])
                if self._calls.settle_sizes():
                    self._reload()
            self._look()
        self.unsettled = {call.formula for call in moved}
        return self._values

    def _load(self) -> None:
        """Give the engine the workbook with the answers so far."""
        source = write_source(self._book, self._calls)
        self._engine = Spreadsheet(source, self._book.now, self._book.language)
        self._named = {each: self._calls.stands(each) for each in self._calls.calls if each.many}

    def _reload(self) -> None:
        """Give the engine the workbook anew; what it had makes room first."""
        self._engine.close()
        self._load()

    @property
    def _values(self) -> Values:
        """Give the values that were seen last; nothing else holds them, so that they make room."""
        assert self._seen is not None  # noqa: S101 - after a look
        return self._seen

    def _look(self) -> Values:
        """See all values; arguments that had no room for their cells get it first."""
        while True:
            self._engine.recalculate()
            self._seen, self._read_before = None, {}  # what was seen makes room
            self._seen = seen = self._engine.values(len(self._book.pages))
            arguments = self._calls.arguments.keys() - self._calls.roomy
            tight = sorted(place for place in arguments if seen.cells.get(place) == SPILL)
            if not tight:
                return seen
            for place in tight:
                text = text_of(place, self._calls)
                self._calls.spread(place, self._engine.width(place, text))
            self._reload()

    def _throw_once(self) -> None:
        """Let formulas with a random number be the first that they give."""
        by_chance = [place for place, text in self._calls.texts.items() if is_random(text)]
        if by_chance:
            self._calls.thrown = self._look().filled(by_chance)
            self._reload()

    def _ask_one_by_one(self, waiting: list[Call]) -> None:
        """Ask calls that wait for others in the order of their cells, and against it."""
        self._seen, self._known = None, {}
        while waiting:
            still = []
            for call in waiting:
                self._engine.recalculate()
                if self._ask(call):
                    self._put(call)
                else:
                    still.append(call)
            if len(still) == len(waiting):
                return
            waiting = still[::-1]

    def _ask(self, call: Call, *, even_if_pending: bool = False) -> bool:
        """Ask a call's function if it is given something new; tell whether its answer moved."""
        given = [self._argument(each) for each in call.arguments]
        if given == call.given or (not even_if_pending and any(map(is_pending, given))):
            return False
        first, before = call.given is None, call.answer
        call.given, call.answer = given, _answer(call.function, given, self._book.day_zero)
        return first or call.answer != before

    def _tell(self, moved: list[Call]) -> None:
        """Let the engine have answers: by themselves, or with the workbook anew if that is less."""
        size, stands = len(self._calls.texts), self._calls.stands
        sized = [call for call in moved if call.many and self._named[call] != stands(call)]
        is_much = len(sized) > _MOST_NAMES or len(moved) * _FORMULAS_PER_ANSWER > size
        if self._calls.settle_sizes() or is_much:
            self._reload()
        else:
            for call in moved:
                self._put(call)

    def _put(self, call: Call) -> None:
        """Put an answer into its place in the engine."""
        area = self._calls.area(call)
        for row, values in enumerate(call.rows, start=area.top):
            for column, value in enumerate(values, start=area.left):
                self._engine.put((area.sheet, row, column), value)
        room = self._calls.stands(call)
        if call.many and self._named[call] != room:
            self._named[call] = room
            self._engine.define(call.reference, room)

    def _argument(self, argument: Constant | Cells | Picked | Call) -> object:
        """Give the value of an argument."""
        if isinstance(argument, Constant):
            return argument.value
        if isinstance(argument, Call):
            return argument.answer_so_far
        if isinstance(argument, Picked):
            return self._picked(argument)
        area = argument.area
        if argument.own and self._seen is not None:
            extent = self._seen.extents.get(area.place)
            area = Area(area.sheet, *bounds(extent)) if extent else area
        return self._read(area, whole=argument.own)

    def _picked(self, argument: Picked) -> object:
        """Give a column of a range, or why there is none."""
        number, area = self._argument(argument.number), argument.area
        if not isinstance(number, float):
            return number if isinstance(number, str) else ErrorValue(VALUE)
        column = area.left + int(number) - 1
        if not area.left <= column <= area.right:
            return ErrorValue(REF)
        return self._read(area._replace(left=column, right=column), whole=False)

    def _read(self, area: Area, *, whole: bool) -> object:
        """Read a cell or a range; of one to the edge of the sheet what lies in the used cells."""
        if area.is_cell:
            return self._value(area.place)
        if self._seen is None:
            return self._rows(area, whole=whole)
        if area not in self._read_before:  # many calls are given the same range
            self._read_before[area] = self._rows(area, whole=whole)
        return self._read_before[area]

    def _rows(self, area: Area, *, whole: bool) -> object:
        """Read the rows of a range; one of too many cells is an error that says so."""
        sheet, left, top, right, bottom = area
        last_row, last_column = self._book.used[sheet]
        if bottom == ROWS and not whole:
            bottom = max(top + (bottom > top), last_row)
        if right == COLUMNS and not whole:
            right = max(left + (right > left), last_column)
        columns, rows = range(left, right + 1), range(top, bottom + 1)
        if len(columns) * len(rows) > CELLS:
            given = f"was {len(rows)} rows by {len(columns)} columns; must be {CELLS} cells at most"
            return ErrorValue(VALUE, f"a range: {given}")
        known = self._known if self._seen is None else {}
        return [[self._in_range((sheet, r, c), known) for c in columns] for r in rows]

    def _in_range(self, place: Place, known: dict[Place, Value]) -> Value:
        """Give the value of a cell in a range; a cell is asked of the engine until it has one.

        Should it change after all, the next round finds out.
        """
        if place in known:
            return known[place]
        value = self._value(place)
        if not is_pending(value):
            known[place] = value
        return value

    def _value(self, place: Place) -> Value:
        """Give the value of a cell: its own, or what the engine has for it now."""
        formula = self._book.by_place.get(place)
        if formula is not None and place not in self._calls.texts:
            return formula.stored
        if self._seen is not None and place in self._seen.cells:
            return self._seen.cells[place]
        value = self._book.constant(place) if formula is None else None
        if value is None and self._seen is None:
            return self._engine.value(place)
        return value


def _answer(function: str, given: list[object], day_zero: int) -> Answer:
    """Give a function's answer as cells hold it: one value, or rows of them.

    day_zero: the number from which the workbook's days count.
    """
    asked = CATALOGUE[function]
    answer, less = asked(*given), day_zero if declaration(asked).gives_date else 0
    if not isinstance(answer, list):
        return _cell_value(answer, less)
    rows = [[_cell_value(each, less) for each in row] for row in answer]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _cell_value(value: object, less: int) -> Value:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) - less
    assert isinstance(value, str | bool)  # noqa: S101 - a function gives nothing else
    return value
