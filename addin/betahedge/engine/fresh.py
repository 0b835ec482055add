"""A workbook that our builder has just made, calculated, and its values stored.

Its long lists are written as text together with their values: no object stands for a cell.
"""

import datetime
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product
from pathlib import Path

from betahedge.cells import ErrorValue
from betahedge.engine.built import Solved, solve_built
from betahedge.engine.calculate import Calculated
from betahedge.engine.valued import Valued
from betahedge.formula.calls import calls
from betahedge.sheets.book import Built
from betahedge.sheets.rows import SIZE, LongList
from betahedge.xlsx.cells import CELL, FORMULA, Value, address, place_of, places_in, set_value
from betahedge.xlsx.dynamic import dynamic_array_mark, mark_dynamic, recalculate_on_load
from betahedge.xlsx.finish import finish
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import Element

LARGE = 200_000  # cells of lists from which speed counts more than size
Spot = tuple[int, int]  # row and column


@dataclass(eq=False)
class StoredValues(Mapping[str, Value]):
    """The values of the formulas of a workbook by address, Sheet!A1, without a copy of each.

    lists: by sheet.  others: the other cells with a formula, or filled by one, on each sheet.
    """

    solved: Solved
    lists: Mapping[str, LongList]
    others: dict[str, dict[Spot, None]]

    def has(self, sheet: str, row: int, column: int) -> bool:
        """Tell a cell whose value comes from a formula."""
        long = self.lists.get(sheet)
        if long and long.first <= row <= long.last:
            return column in long.formulas
        return (row, column) in self.others.get(sheet, ())

    def __getitem__(self, ref: str) -> Value:
        """Give the value of a cell."""
        sheet, _, cell = ref.rpartition("!")
        spot = place_of(cell)
        if not self.has(sheet, *spot):
            raise KeyError(ref)
        return self.solved.value(sheet, *spot)

    def column(self, sheet: str, column: int, rows: range) -> list[Value]:
        """Give the values in some rows of a column; None where no formula is."""
        return [
            self.solved.value(sheet, row, column) if self.has(sheet, row, column) else None
            for row in rows
        ]

    def __iter__(self) -> Iterator[str]:
        """Run through the addresses."""
        for sheet in self.solved.blocks:
            spots = [*self.others.get(sheet, ())]
            if long := self.lists.get(sheet):
                spots += product(range(long.first, long.last + 1), sorted(long.formulas))
            yield from (f"{sheet}!{address(*spot)}" for spot in spots)

    def __len__(self) -> int:
        """Count the values."""
        return sum(map(_cells, self.lists.values())) + sum(map(len, self.others.values()))

    def __eq__(self, other: object) -> bool:
        """Compare with other values by address."""
        return isinstance(other, Mapping) and dict(self) == dict(other)


@dataclass
class Fresh:
    """A calculated workbook of our own while it is stored."""

    solved: Solved
    lists: Mapping[str, LongList]  # by sheet
    mark: str
    functions: Counter[str] = field(default_factory=Counter)
    errors: dict[str, ErrorValue] = field(default_factory=dict)
    others: dict[str, dict[Spot, None]] = field(default_factory=dict)

    def fill(self, sheet: str, root: Element) -> None:
        """Put the values into the cells of a sheet that are in no list, and count what is there."""
        found = self.others.setdefault(sheet, {})
        for cell in root.iter(CELL):
            spot, formula = place_of(cell.get("r", "")), cell.find(FORMULA)
            if formula is not None:
                found[spot] = None
                self._mark(sheet, cell, calls(formula.text or ""))
            if spot in found:
                value = self.solved.value(sheet, *spot)
                set_value(cell, value)
                if isinstance(value, ErrorValue):
                    self.errors[f"{sheet}!{address(*spot)}"] = value
        if long := self.lists.get(sheet):
            for _, text in long.formulas.values():
                self.functions.update(dict.fromkeys(calls(text), long.last - long.first + 1))

    def _mark(self, sheet: str, cell: Element, called: set[str]) -> None:
        """Mark a cell that calls the add-in as a dynamic array, of all the cells that it fills."""
        self.functions.update(called)
        if called:
            ref = cell.get("r", "")
            extent = self.solved.filled(sheet, ref) or ref
            mark_dynamic(cell, extent, self.mark)
            self.others[sheet].update(dict.fromkeys(at[1:] for at in places_in(0, extent)))


def calculate_built(
    built: Built, made_on: datetime.date, advance: Callable[[str], None] = lambda _: None
) -> Calculated:
    """Calculate a workbook of our own, and store its values in a file of it.

    It is calculated by the faster engine, which knows the functions that our templates use.
    made_on: the day that its properties give.  advance: hears of each step.
    """
    advance("calculating")
    package = built.package.copy()
    parts = package.sheets()
    lists = {title: built.lists[part] for title, part in parts.items() if part in built.lists}
    with tempfile.TemporaryDirectory() as folder:  # the engine needs the room of its bytes
        path = Path(folder, "book.xlsx")
        with path.open("wb") as stream:
            built.write_to(stream)
        solved = solve_built(path, _sizes(package, lists))
    advance("storing")
    fresh = Fresh(solved, lists, dynamic_array_mark(package))
    for title, part in parts.items():
        fresh.fill(title, package.tree(part))
        package.touch(part)
    solved.engine = None  # its values are taken, and what comes needs the room
    texts = finish(package, made_on, chain.from_iterable(each.texts() for each in lists.values()))
    recalculate_on_load(package)
    package.settle()
    pieces = {
        parts[title]: long.within(package.parts[parts[title]], Valued(
            title, solved.blocks[title], sorted(long.formulas), fresh.mark, texts, fresh.errors))
        for title, long in lists.items()
    }  # fmt: skip
    data = package.write(pieces, level=1 if sum(map(_cells, lists.values())) > LARGE else 6)
    values = StoredValues(solved, lists, fresh.others)
    master = built.named("master_check") if "master_check" in built.names.defined else ""
    return Calculated(data, values, dict(fresh.functions), fresh.errors, {}, {}, {},
                      values.get(master))  # fmt: skip


def _sizes(package: Package, lists: Mapping[str, LongList]) -> dict[str, str]:
    """Give the used range of every sheet, without a tree: the engine needs the room."""
    sizes = {}
    for title, part in package.sheets().items():
        found = SIZE.search(package.parts[part])
        size = found[0].decode() if found else "A1"
        sizes[title] = lists[title].used(size) if title in lists else size
    return sizes


def _cells(long: LongList) -> int:
    return (long.last - long.first + 1) * len(long.formulas)
