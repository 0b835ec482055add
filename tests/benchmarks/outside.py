"""Which cells of a workbook depend on what its file does not hold."""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import formulon
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE

from benchmarks.stored_workbook import Area, Formula, Place, StoredWorkbook, area_of, tokens_of

_VOLATILE = "TODAY NOW RAND RANDBETWEEN RANDARRAY CELL INFO"
_FEEDS = """
RTD WEBSERVICE STOCKHISTORY IMAGE TRANSLATE DETECTLANGUAGE COPILOT PY CALL REGISTER.ID SQL.REQUEST
CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT CUBEVALUE
"""
UNKNOWABLE = frozenset([*_VOLATILE.split(), *_FEEDS.split()])
ANYWHERE = frozenset(["INDIRECT", "OFFSET"])  # functions that may read any cell
_catalogue = formulon.Workbook
KNOWN = {
    *FORMULAE,
    *(_catalogue.function_name_at(index) for index in range(_catalogue.function_count())),
    "TABLE",  # how a data table's cells are read here
}
_OTHER_BOOK = re.compile(r"'?[^'\[]*\[[^\]]+\][^\[\]]*'?!")


@dataclass
class Reading:
    """What a formula reads: areas, and why it depends on the outside by itself."""

    areas: list[Area] = field(default_factory=list)
    reason: str = ""
    anywhere: bool = False


def depend_on_outside(book: StoredWorkbook) -> dict[Place, str]:
    """Give the reason for every formula's cell that depends on what is not in the file."""
    readings = {place: _read(book, place, formula) for place, formula in book.formulas.items()}
    reasons = {place: reading.reason for place, reading in readings.items() if reading.reason}
    marked = _Marked(reasons)
    waiting = {place: reading for place, reading in readings.items() if not reading.reason}
    while True:
        before = len(reasons)
        for place in list(waiting):
            if marked.touches(waiting[place]):
                reasons[place] = "depends on such a cell"
                marked.add(place)
                del waiting[place]
        if len(reasons) == before:
            return reasons


class _Marked:
    """Places, by sheet and column in the order of their rows."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        sheet, row, column = place
        insort(self.rows[sheet][column], row)

    def touches(self, reading: Reading) -> bool:
        if reading.anywhere and self.rows:
            return True
        return any(self._lies_in(area) for area in reading.areas)

    def _lies_in(self, area: Area) -> bool:
        sheet, top, left, bottom, right = area
        for column, rows in self.rows.get(sheet, {}).items():
            if left <= column <= right:
                first = bisect_left(rows, top)
                if first < len(rows) and rows[first] <= bottom:
                    return True
        return False


def _read(book: StoredWorkbook, place: Place, formula: Formula) -> Reading:
    reading = Reading()
    for found in _pieces(book, place, formula, set()):
        if isinstance(found, str):
            reading.anywhere = reading.anywhere or found in ANYWHERE
            reading.reason = reading.reason or ("" if found in ANYWHERE else found)
        else:
            reading.areas.append(found)
    return reading


def _pieces(
    book: StoredWorkbook, place: Place, formula: Formula, names: set[str]
) -> Iterator[Area | str]:
    """Run through the areas and the tell-tale functions in a formula, names written out."""
    for token in tokens_of(formula.text):
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            yield from _of_call(book, place, formula, token.value[:-1], names)
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            yield from _of_operand(book, place, formula, token.value, names)


def _of_call(
    book: StoredWorkbook, place: Place, formula: Formula, called: str, names: set[str]
) -> Iterator[Area | str]:
    start, colon, name = called.rpartition(":")  # A1:INDEX( begins with a cell
    if colon:
        yield from _of_operand(book, place, formula, start, names)
    name = name.upper().lstrip("@+-").removeprefix("_XLFN.").removeprefix("_XLWS.")
    if name in UNKNOWABLE | ANYWHERE:
        yield name
    elif name not in KNOWN and not name.startswith("_XLPM."):
        if _named(book, place, name) is None:
            yield f"add-in: {name}"
        else:
            yield from _of_operand(book, place, formula, name, names)


def _of_operand(
    book: StoredWorkbook, place: Place, formula: Formula, text: str, names: set[str]
) -> Iterator[Area | str]:
    if _OTHER_BOOK.match(text):
        yield "another workbook"
        return
    sheet, _, ref = text.rpartition("!")
    table = book.tables.get(ref.partition("[")[0].upper())
    if ref.startswith("["):  # a column of the table around the cell
        yield from (area for area in book.tables.values() if area[0] == place[0])
    elif table is not None:
        yield table
    for name in _sheets_between(book, sheet) if sheet else [place[0]]:
        area = area_of(ref, name, formula.down, formula.right)
        if area is not None:
            yield area
            continue
        key = f"{name}!{ref}".upper()
        meaning = _named(book, (name, 0, 0), ref)
        if meaning is not None and key not in names:
            _, row, column = place  # a name is written as seen from A1
            written = Formula(meaning, row - 1, column - 1)
            yield from _pieces(book, (name, row, column), written, names | {key})


def _named(book: StoredWorkbook, place: Place, name: str) -> str | None:
    own = book.names.get(f"{place[0]}!{name}".upper())
    return book.names.get(name.upper()) if own is None else own


def _sheets_between(book: StoredWorkbook, text: str) -> list[str]:
    """Name the sheets of Sheet!A1 and of First:Last!A1."""
    written = text[1:-1].replace("''", "'") if text.startswith("'") else text
    if written.upper() in book.sheet_by_capitals:
        return [book.sheet_by_capitals[written.upper()]]
    ends = [book.sheet_by_capitals.get(name.upper()) for name in written.split(":")]
    if len(ends) != 2 or None in ends:
        return []
    first, last = sorted(map(book.sheets.index, ends))
    return book.sheets[first : last + 1]
