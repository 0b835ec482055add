"""Which formulas depend on which: what moves when a cell has another value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from betahedge.engine.book import Book, Formula
from betahedge.engine.values import Place
from betahedge.formula.alike import fill, form_of
from betahedge.formula.references import functions, operands, reference, shifted, unquoted
from betahedge.xlsx.cells import bounds

Area = tuple[int, int, int, int, int]  # sheet, left, top, right, bottom
_ROWS_TOGETHER = 1024  # rows of a column of which the areas are listed together
_MOST_LISTS = 64  # an area in more of them is listed by its sheet
_SEARCHING = {"INDIRECT", "OFFSET"}


@lru_cache(maxsize=4096)
def _operands(form: str) -> tuple[str, ...]:
    return tuple(operands(form))


@lru_cache(maxsize=4096)
def _searches(form: str) -> bool:
    return not _SEARCHING.isdisjoint(functions(form))


class Graph:
    """The formulas of a workbook by what they read."""

    def __init__(self, book: Book) -> None:
        """Read every formula once."""
        self._book = book
        self._cells: dict[tuple[int, int, int], list[Formula]] = {}
        self._lists: dict[tuple[int, int, int], list[tuple[Area, Formula]]] = {}
        self._wide: dict[int, list[tuple[Area, Formula]]] = {}
        self.searching: list[Formula] = []  # what they read is known only when it is calculated
        for formula in book.formulas:
            if _searches(form_of(formula.text)[0]):
                self.searching.append(formula)
            for area in set(self.precedents(formula)):
                self._add(area, formula)

    def _add(self, area: Area, formula: Formula) -> None:
        sheet, left, top, right, bottom = area
        if (left, top) == (right, bottom):
            self._cells.setdefault((sheet, top, left), []).append(formula)
            return
        first, last = top // _ROWS_TOGETHER, bottom // _ROWS_TOGETHER
        if (last - first + 1) * (right - left + 1) > _MOST_LISTS:
            self._wide.setdefault(sheet, []).append((area, formula))
            return
        for column in range(left, right + 1):
            for block in range(first, last + 1):
                self._lists.setdefault((sheet, column, block), []).append((area, formula))

    def precedents(self, formula: Formula) -> Iterator[Area]:
        """Run through the areas that a formula reads, by name or by address."""
        form, cells = form_of(formula.text)
        for operand in _operands(form):
            yield from self._areas(fill(operand, cells), formula, 0)

    def _areas(self, operand: str, formula: Formula, depth: int) -> Iterator[Area]:
        found = reference(operand)
        if found.of_file:
            return
        if found.area:
            for sheet in self._sheets(found.sheet, formula.place[0]):
                yield (sheet, *found.area)
            return
        name = found.name.partition("[")[0].lower()
        if found.name.startswith("["):  # of the table that the cell is in
            yield from ((n, *a) for n, a in self._book.tables.values() if n == formula.place[0])
        elif name in self._book.tables:
            sheet, area = self._book.tables[name]
            yield (sheet, *area)
        text = self._book.meaning(formula.sheet, found.sheet, found.name)
        if text is not None and depth < 20:
            _, row, column = formula.place
            for each in operands(shifted(text, row - 1, column - 1)):
                yield from self._areas(each, formula, depth + 1)

    def _sheets(self, name: str, own: int) -> range | tuple[int, ...]:
        """Give the numbers of the sheets that a reference names: its own, one, or a run."""
        first, _, last = name.partition(":")
        numbers = [
            self._book.numbers.get(unquoted(each).lower()) for each in (first, last or first)
        ]
        if not name:
            return (own,)
        if numbers[0] is None or numbers[1] is None:
            return ()
        return range(min(numbers[0], numbers[1]), max(numbers[0], numbers[1]) + 1)

    def dependents(
        self, first: Iterable[Formula], extents: Mapping[Place, str] | None = None
    ) -> set[Formula]:
        """Find every formula that depends on some, directly or not.

        extents: the ranges that formulas fill, where that is known better than from the file.
        """
        waiting, found = list(first), set[Formula]()
        lists: dict[object, list[tuple[Area, Formula]]] = {**self._lists, **self._wide}
        while waiting:
            for place in _filled(waiting.pop(), extents or {}):
                for formula in self._readers(place, lists):
                    if formula not in found:
                        found.add(formula)
                        waiting.append(formula)
        return found

    def _readers(
        self, place: Place, lists: dict[object, list[tuple[Area, Formula]]]
    ) -> Iterator[Formula]:
        """Run through what reads a cell; an area that has been met is not met again."""
        sheet, row, column = place
        yield from self._cells.get(place, ())
        for key in ((sheet, column, row // _ROWS_TOGETHER), sheet):
            areas = lists.get(key, [])
            hit = [f for a, f in areas if a[2] <= row <= a[4] and a[1] <= column <= a[3]]
            if hit:
                gone = set(hit)
                lists[key] = [each for each in areas if each[1] not in gone]
                yield from hit


def _filled(formula: Formula, extents: Mapping[Place, str]) -> Iterator[Place]:
    """Run through the cells that a formula fills, its own among them."""
    extent = extents.get(formula.place) or formula.array
    if not extent and formula.dynamic:
        extent = formula.element.get("ref") or ""
    left, top, right, bottom = bounds(extent) if extent else (0, 0, -1, -1)
    yield formula.place
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield formula.place[0], row, column
