"""Which formulas depend on which: what moves when a cell has another value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from betahedge.engine.arrays import SEARCHING
from betahedge.engine.book import Book, Formula
from betahedge.engine.values import Area, Place, cell_at
from betahedge.formula.calls import replace_calls
from betahedge.formula.references import (
    computes_corner,
    function_name,
    functions,
    operands,
    reference,
)
from betahedge.xlsx.cells import bounds

Reader = tuple[Area, Formula]
_ROWS_TOGETHER = 1024  # rows of a column of which the areas are listed together
_MOST_CELLS = 4096  # filled by one formula: beyond, readers are looked through instead
_MOST_LISTS = 64  # an area in more of them is listed by its sheet
_PLACES = ("ROW", "COLUMN", "ROWS", "COLUMNS")


@lru_cache(maxsize=4096)
def _operands(form: str) -> tuple[str, ...]:
    """List what formulas of a form read; where a cell stands is no value of it."""
    return tuple(operands(replace_calls(form, _place)))


def _place(function: str, arguments: list[str]) -> str | None:
    only = arguments[0].strip() if len(arguments) == 1 else ""
    return "0" if function.upper() in _PLACES and only and reference(only).area else None


@lru_cache(maxsize=4096)
def _values(form: str) -> tuple[str, ...]:
    """List what formulas of a form read, without the cells from which OFFSET counts."""
    return tuple(operands(replace_calls(replace_calls(form, _place), _from)))


def _from(function: str, arguments: list[str]) -> str | None:
    moved = ",".join(["0", *arguments[1:]])
    return f"{function}({moved})" if function_name(function) == "OFFSET" else None


@lru_cache(maxsize=4096)
def _searches(form: str) -> bool:
    far = not SEARCHING.isdisjoint(functions(form))
    return far or computes_corner(form)


class Graph:
    """The formulas of a workbook by what they read."""

    def __init__(self, book: Book) -> None:
        """Read every formula once."""
        self._book = book
        self._cells: dict[Place, list[Formula]] = {}
        self._lists: dict[tuple[int, int, int], list[Reader]] = {}
        self._arrays = [each for each in book.formulas if ":" in each.array]
        self.searching: list[Formula] = []  # what they read is known only when it is calculated
        self._found: dict[Formula, set[Area]] = {}  # and what that was
        for formula in book.formulas:
            if _searches(formula.form):
                self.searching.append(formula)
            for area in set(self.precedents(formula)):
                self._add(area, formula)

    def find(self, formula: Formula, areas: set[Area]) -> None:
        """Take what a formula was found to read as well."""
        before = self._found.setdefault(formula, set())
        for area in areas - before:
            self._add(area, formula)
        before |= areas

    def _add(self, area: Area, formula: Formula) -> None:
        if area.is_cell:
            self._cells.setdefault(area.place, []).append(formula)
            return
        sheet, left, top, right, bottom = area
        first, last = top // _ROWS_TOGETHER, bottom // _ROWS_TOGETHER
        if (last - first + 1) * (right - left + 1) > _MOST_LISTS:
            self._lists.setdefault((sheet, 0, 0), []).append((area, formula))
            return
        for column in range(left, right + 1):
            for block in range(first, last + 1):
                self._lists.setdefault((sheet, column, block), []).append((area, formula))

    def precedents(self, formula: Formula) -> Iterator[Area]:
        """Run through the areas that a formula reads, sheet by sheet.

        What has no text is a cell of an array formula, and as that one is.
        """
        for array in self._arrays if not formula.form else ():
            if Area(array.place[0], *bounds(array.array)).holds(formula.place):
                yield cell_at(array.place)
        yield from self._found.get(formula, ())
        yield from self._book.areas(formula, _operands(formula.form))

    def finds_itself(self, formula: Formula) -> bool:
        """Tell a formula that was found to read its own cell."""
        return any(area.holds(formula.place) for area in self._found.get(formula, ()))

    def dependents(
        self, first: Iterable[Formula], extents: Mapping[Place, str] | None = None
    ) -> set[Formula]:
        """Find every formula that depends on some, directly or not.

        extents: the ranges that formulas fill, where that is known better than from the file.
        """
        waiting, found = list(first), set[Formula]()
        lists = dict(self._lists)
        while waiting:
            for area in _filled(waiting.pop(), extents or {}):
                for formula in self._readers_of(area, lists):
                    if formula not in found:
                        found.add(formula)
                        waiting.append(formula)
        return found

    def _readers_of(self, area: Area, lists: dict[Place, list[Reader]]) -> Iterator[Formula]:
        """Run through what reads a cell of an area: from the cells, or where these are too many."""
        sheet, left, top, right, bottom = area
        if area.size <= _MOST_CELLS:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield from self._readers((sheet, row, column), lists)
            return
        for place, formulas in self._cells.items():
            if area.holds(place):
                yield from formulas
        for readers in list(lists.values()):
            yield from (formula for read, formula in readers if area.meets(read))

    def _readers(self, place: Place, lists: dict[Place, list[Reader]]) -> Iterator[Formula]:
        """Run through what reads a cell; an area that has been met is not met again."""
        sheet, row, column = place
        yield from self._cells.get(place, ())
        for key in ((sheet, column, row // _ROWS_TOGETHER), (sheet, 0, 0)):
            areas = lists.get(key, [])
            hit = [formula for area, formula in areas if area.holds(place)]
            if hit:
                gone = set(hit)
                lists[key] = [each for each in areas if each[1] not in gone]
                yield from hit


def reads_itself(book: Book, formula: Formula) -> bool:
    """Tell a formula in which its own cell stands, alone or in a range, for its value."""
    if ":" not in formula.form and formula.ref not in map(_without_dollars, formula.cells):
        return False  # told fast
    return any(a.holds(formula.place) for a in book.areas(formula, _values(formula.form)))


def _without_dollars(cell: str) -> str:
    return cell.replace("$", "")


def _filled(formula: Formula, extents: Mapping[Place, str]) -> Iterator[Area]:
    """Give the areas that a formula fills: its own cell, and those beyond."""
    yield cell_at(formula.place)
    extent = extents.get(formula.place) or formula.array
    if not extent and formula.dynamic:
        extent = formula.extent
    if ":" in extent:
        yield Area(formula.place[0], *bounds(extent))
