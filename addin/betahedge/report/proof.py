"""The proof of a calculated workbook: every function cell against its native twin and the core.

It knows no workbook: each call's arguments and answer are read from the calculated cells, by the
names that the sheets declare, and asked again of the function in Python.
"""

import math
import re
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Called:
    """A call in one row of its block: its item, where it is written, its place."""

    item: str
    call: Call
    here: Here
    place: Place
    row: int


@dataclass
class Comparison:
    """The values of a calculated workbook, compared."""

    values: Mapping[str, object]
    built: Built
    native: int = 0
    core: int = 0
    different: list[tuple[str, object, object]] = field(default_factory=list)

    def value(self, address: str) -> object:
        """Give what a cell shows; an input is what was given."""
        found = self.values.get(address)
        return self.built.given.get(address) if found is None else found

    def compare(self, address: str, wanted: object, size: float = 1.0) -> bool:
        """Note a cell that differs."""
        found = self.value(address)
        if same(found, wanted, size):
            return True
        self.different.append((address, found, wanted))
        return False

    def call(self, called: Called) -> None:
        """Compare a call with its twin, and with the function in Python."""
        own = at(called.place, called.row)
        if self.value(own) in ("", None):
            return
        twin = self.built.names.natives.get(called.item)
        if twin is not None:
            self.native += 1
            self.compare(own, self.value(at(twin, called.row)))
        if all(self._needed(called)):
            self.core += 1
            column = self.argument(str(called.call.part[1]), called) if called.call.part else 1
            self.compare(own, answer(called.call, self._arguments(called), int(column)))

    def _needed(self, called: Called) -> Iterator[bool]:
        for need in called.call.needs:
            place = self.built.names.place(need, called.here)
            yield self.value(at(place, called.row)) not in (0, "", None)

    def _arguments(self, called: Called) -> list[Any]:
        return [self.argument(text, called) for text in called.call.arguments]

    def argument(self, text: str, called: Called) -> Any:
        """Read an argument: an item, a column of a block, a name or a literal."""
        column = _COLUMN.fullmatch(text)
        if column:
            block = self.argument(column[1], called)
            number = int(self.argument(column[2], called))
            return [[row[number - 1]] for row in block]
        item = _ITEM.fullmatch(text)
        if item:
            place = self.built.names.place(item[1], called.here, native=False)
            if place.family and place.family == called.here.family and item[2] != "all":
                return self.value(at(place, called.row))
            return self._block(place)
        if text in self.built.names.defined:
            return self.value(self.built.named(text))
        return text.strip('"') if text.startswith('"') else float(text)

    def _block(self, place: Place) -> Any:
        columns = range(place.column, (place.until or place.column) + 1)
        rows = [
            [self.value(f"{place.sheet}!{get_column_letter(column)}{row}") for column in columns]
            for row in range(place.first, place.last + 1)
        ]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def spill(self, block: Spill, here: Here) -> None:
        """Compare a block that a function fills, row by row."""
        names = self.built.names
        corner = names.places[next(n for n in names.places if n.startswith(f"{block.key}."))]
        called = Called(block.key, block.call, here, corner, 0)
        rows = block.call.function(*self._arguments(called))
        for key, row in zip(("", *block.row_keys), rows, strict=True):
            sizes = [abs(value) for value in row if isinstance(value, float | int)]
            for column, wanted in zip(block.native.head, row, strict=True):
                item = f"{block.key}.{column}.{key}"
                own, twin = (at(found[item], 0) for found in (names.places, names.natives))
                size = max(sizes, default=1.0)
                self.core += 1
                self.compare(own, wanted, size)
                if key:
                    self.native += 1
                    self.compare(own, self.value(twin), size)


def proof(values: Mapping[str, object], built: Built) -> Proof:
    """Compare the values of a calculated workbook, by address, with both."""
    comparison = Comparison(values, built)
    for sheet in built.sheets:
        for block in every((*sheet.blocks, *sheet.below)):
            if isinstance(block, Spill):
                comparison.spill(block, home(sheet, block.key))
            elif isinstance(block, Table | Panel) and not sheet.proves:
                family = block.family if isinstance(block, Table) else ""
                for called in _calls(block, built, home(sheet, block.key, family)):
                    comparison.call(called)
    return Proof(comparison.native, comparison.core, comparison.different)


def _calls(block: Table | Panel, built: Built, here: Here) -> Iterator[Called]:
    items = block.columns if isinstance(block, Table) else block.items
    for item in items:
        if isinstance(item.what, Call):
            name = f"{block.key}.{item.key}"
            place = built.names.places[name]
            for row in range(len(built.cells(name))):
                yield Called(name, item.what, here, place, row)


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
