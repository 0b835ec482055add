"""The proof of a calculated workbook: every function cell against its native twin and the core.

It knows no workbook: each call's arguments and answer are read from the calculated cells, by the
names that the sheets declare, and asked again of the function in Python.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from betahedge.cells import ErrorValue
from betahedge.sheets.blocks import Panel, Spill, Table
from betahedge.sheets.book import Built
from betahedge.sheets.items import Call, Here
from betahedge.sheets.layout import Place, every
from betahedge.sheets.proofs import home

TOLERANCE = 1e-9  # of the size of what is compared, where that is above 1
_ITEM = re.compile(r"\{([\w.]+)(?::(\w+))?\}")
_COLUMN = re.compile(r"INDEX\((\{[\w.]+\}),0,(\{[\w.]+\})\)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared, and every cell that differs: its address, it and what it should be."""

    native: int
    core: int
    different: list[tuple[str, object, object]]


Read = Callable[[int], Any]  # gives what an argument is in a row of its block


@dataclass
class Comparison:
    """The values of a calculated workbook, compared."""

    values: Mapping[str, object]
    built: Built
    native: int = 0
    core: int = 0
    different: list[tuple[str, object, object]] = field(default_factory=list)
    _columns: dict[Place, list[object]] = field(default_factory=dict)

    def value(self, address: str) -> object:
        """Give what a cell shows; an input is what was given."""
        found = self.values.get(address)
        return self.built.given.get(address) if found is None else found

    def compare(
        self, place: Place, row: int, found: object, wanted: object, size: float = 1.0
    ) -> None:
        """Note a cell that differs."""
        if not same(found, wanted, size):
            self.different.append((at(place, row), found, wanted))

    def calls(self, item: str, call: Call, here: Here) -> None:
        """Compare the calls of an item with their twins, and with the function in Python."""
        names = self.built.names
        place, twin = names.places[item], names.natives.get(item)
        own, native = self.reader(place), self.reader(twin) if twin else None
        needed = [self.reader(names.place(need, here)) for need in call.needs]
        arguments = [self.argument(text, here) for text in call.arguments]
        part = self.argument(str(call.part[1]), here) if call.part else None
        for row in range(len(self.built.cells(item))):
            shown = own(row)
            if shown in ("", None):
                continue
            if native:
                self.native += 1
                self.compare(place, row, shown, native(row))
            if all(need(row) not in (0, "", None) for need in needed):
                self.core += 1
                column = int(part(row)) if part else 1
                given = [argument(row) for argument in arguments]
                self.compare(place, row, shown, answer(call, given, column))

    def reader(self, place: Place) -> Read:
        """Read a column by its rows; what has fewer is the same in all others."""
        if place not in self._columns:
            rows = range(place.first, place.last + 1)
            self._columns[place] = [self.value(f"{place.sheet}!{place.letter}{n}") for n in rows]
        column = self._columns[place]
        last = len(column) - 1
        return lambda row: column[min(row, last)]

    def argument(self, text: str, here: Here) -> Read:
        """Read an argument: an item, a column of a block, a name or a literal."""
        column = _COLUMN.fullmatch(text)
        if column:
            block, number = (self.argument(each, here) for each in column.groups())
            return lambda row: [[line[int(number(row)) - 1]] for line in block(row)]
        item = _ITEM.fullmatch(text)
        if item:
            place = self.built.names.place(item[1], here, native=False)
            if place.family and place.family == here.family and item[2] != "all":
                return self.reader(place)
            found = self._block(place)
        elif text in self.built.names.defined:
            found = self.value(self.built.named(text))
        else:
            found = text.strip('"') if text.startswith('"') else float(text)
        return lambda _: found

    def _block(self, place: Place) -> Any:
        letters = map(get_column_letter, range(place.column, (place.until or place.column) + 1))
        columns = list(letters)
        rows = [
            [self.value(f"{place.sheet}!{letter}{row}") for letter in columns]
            for row in range(place.first, place.last + 1)
        ]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def spill(self, block: Spill, here: Here) -> None:
        """Compare a block that a function fills, row by row."""
        names = self.built.names
        given = [self.argument(text, here)(0) for text in block.call.arguments]
        rows = block.call.function(*given)
        for key, row in zip(("", *block.row_keys), rows, strict=True):
            sizes = [abs(value) for value in row if isinstance(value, float | int)]
            for column, wanted in zip(block.native.head, row, strict=True):
                item = f"{block.key}.{column}.{key}"
                place, size = names.places[item], max(sizes, default=1.0)
                shown = self.reader(place)(0)
                self.core += 1
                self.compare(place, 0, shown, wanted, size)
                if key:
                    self.native += 1
                    self.compare(place, 0, shown, self.reader(names.natives[item])(0), size)


def proof(values: Mapping[str, object], built: Built) -> Proof:
    """Compare the values of a calculated workbook, by address, with both."""
    comparison = Comparison(values, built)
    for sheet in built.sheets:
        for block in every((*sheet.blocks, *sheet.below)):
            if isinstance(block, Spill):
                comparison.spill(block, home(sheet, block.key))
            elif isinstance(block, Table | Panel) and not sheet.proves:
                family = block.family if isinstance(block, Table) else ""
                for item in block.columns if isinstance(block, Table) else block.items:
                    if isinstance(item.what, Call):
                        here = home(sheet, block.key, family)
                        comparison.calls(f"{block.key}.{item.key}", item.what, here)
    return Proof(comparison.native, comparison.core, comparison.different)


def at(place: Place, row: int) -> str:
    """Give the address of a place in its nth row."""
    number = min(place.first + row, place.last)
    return f"{place.sheet}!{place.letter}{number}"


def answer(call: Call, arguments: list[Any], column: int = 1) -> object:
    """Ask the function, as its cell shows the answer: of a block, the column of its part."""
    found = call.function(*arguments)
    if call.part and isinstance(found, list):
        found = found[call.part[0] - 1][column - 1]
    elif isinstance(found, list):
        found = found[0][0]
    if isinstance(found, ErrorValue) and call.error:
        return call.error.strip('"')
    return found


def same(value: object, expected: object, size: float = 1.0) -> bool:
    """Tell that two cell values are the same, numbers to 1e-9 of themselves, of 1 or of `size`."""
    if isinstance(value, float | int) and isinstance(expected, float | int):
        return math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE * max(1.0, size))
    return value == expected
