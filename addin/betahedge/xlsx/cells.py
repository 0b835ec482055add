"""The cells of a worksheet's tree, and the values in them."""

import math
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_ISO8601, to_excel

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NUM, error_in
from betahedge.errors import InputError
from betahedge.xlsx.package import Package, text_in
from betahedge.xlsx.xml import Element, tag

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 5_000_000  # of a sheet: some gigabytes as a tree
Value = float | str | bool | ErrorValue | None

ROW, CELL, FORMULA, VALUE, INLINE = map(tag, ("row", "c", "f", "v", "is"))
# Written by its number: what XML has not, and an underscore that would be read as such a number.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BY_NUMBER = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Sheet:
    """A worksheet: its name, its part, and its cells by row and column."""

    def __init__(self, package: Package, name: str, part: str) -> None:
        """Take the part's tree; a cell or row without an address is given its own."""
        self.package, self.name, self.part = package, name, part
        text = package.parts[part]
        rows, cells = (text.count(b"<" + x) + text.count(b":" + x) for x in (b"row", b"c "))
        if rows > _LAST_ROW or cells > MOST_CELLS:
            limit = f"{_LAST_ROW:,} rows or {MOST_CELLS:,} cells"
            raise InputError(f"sheet {name}: has more than {limit}; it is not read")
        self.root = package.tree(part)
        self._index: dict[tuple[int, int], Element] = {}
        self._rows: dict[int, Element] = {}
        self._numbers: list[int] = []
        try:
            self._read()
        except ValueError as error:
            raise InputError(f"the workbook has a damaged part ({error})") from None

    def _read(self) -> None:
        data = self.root.find(tag("sheetData"))
        number = 0
        for row in () if data is None else data.iterchildren(ROW):
            number, column = int(row.get("r") or number + 1), 0
            if not row.get("r"):
                row.set("r", str(number))
            _check(number, 1)
            for cell in row.iterchildren(CELL):
                ref = cell.get("r")
                place = place_of(ref) if ref else (number, column + 1)
                _check(*place)
                column = place[1]
                if not ref:
                    cell.set("r", address(number, column))
                self._index[number, column] = cell
            self._rows[number] = row
        self._numbers = sorted(self._rows)

    def touch(self) -> None:
        """Say that the sheet has been changed."""
        self.package.touch(self.part)

    def formula_cells(self) -> Iterator[tuple[Element, Element]]:
        """Run through the cells that hold a formula, each with the formula's element."""
        for cell in self._index.values():
            formula = cell.find(FORMULA)
            if formula is not None:
                yield cell, formula

    def items(self) -> Iterator[tuple[tuple[int, int], Element]]:
        """Run through the cells with their row and column."""
        return iter(self._index.items())

    def rows(self) -> Iterator[tuple[int, Element]]:
        """Run through the rows that the part has, with their numbers."""
        return iter(self._rows.items())

    def find(self, row: int, column: int) -> Element | None:
        """Give the cell at a place, if the part has it."""
        return self._index.get((row, column))

    def at(self, ref: str) -> Element | None:
        """Give the cell at an address, if the part has it."""
        return self._index.get(place_of(ref))

    def make(self, row: int, column: int) -> Element:
        """Give the cell at a place, made where it belongs if the part lacks it."""
        if (row, column) in self._index:
            return self._index[row, column]
        if row not in self._rows:
            self._make_row(row)
        parent = self._rows[row]
        columns = (place_of(each.get("r", ""))[1] for each in parent.iterchildren(CELL))
        place = next((n for n, other in enumerate(columns) if other > column), len(parent))
        cell = etree.Element(CELL, {"r": address(row, column)})
        parent.insert(place, cell)
        self._index[row, column] = cell
        return cell

    def _make_row(self, row: int) -> None:
        data = self.root.find(tag("sheetData"))
        if data is None:
            data = etree.SubElement(self.root, tag("sheetData"))
        place = bisect(self._numbers, row)
        self._rows[row] = etree.Element(ROW, {"r": str(row)})
        data.insert(place, self._rows[row])
        self._numbers.insert(place, row)

    def within(self, extent: str) -> list[Element]:
        """List the cells in a range that the part has."""
        left, top, right, bottom = bounds(extent)
        if (right - left + 1) * (bottom - top + 1) > len(self._index):
            return [
                cell
                for (row, column), cell in self._index.items()
                if top <= row <= bottom and left <= column <= right
            ]
        places = product(range(top, bottom + 1), range(left, right + 1))
        return [self._index[place] for place in places if place in self._index]


def _check(row: int, column: int) -> None:
    """Refuse a place that no sheet has."""
    if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
        raise ValueError(f"row {row}, column {column} is on no sheet")


def bounds(extent: str) -> tuple[int, int, int, int]:
    """Give the left, top, right and bottom of a range."""
    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(extent))
    return left, top, right, bottom


def places_in(sheet: int, extent: str) -> Iterator[tuple[int, int, int]]:
    """Run through the sheet, row and column of the cells in a range, row by row."""
    left, top, right, bottom = bounds(extent)
    return ((sheet, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))


@cache
def _column(letters: str) -> int:
    return column_index_from_string(letters)


def place_of(ref: str) -> tuple[int, int]:
    """Give the row and the column of an address without signs, such as B12."""
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]), _column(letters)


def address(row: int, column: int) -> str:
    """Write the address of a cell on its sheet."""
    return f"{get_column_letter(column)}{row}"


def has_value(cell: Element) -> bool:
    """Tell a cell in which a value is stored; no text at all is one."""
    value = cell.find(VALUE)
    return value is not None and (bool(value.text) or cell.get("t") == "str")


def value_of(cell: Element, strings: Sequence[str] = ()) -> Value:
    """Read the value stored in a cell; a date is its serial number, counted from 1900.

    strings: the texts that cells share, by their number.  What is no finite number is #NUM!.

    Raises InputError for what is no value a cell can hold.
    """
    kind, text = cell.get("t", "n"), cell.findtext(VALUE)
    if kind == "inlineStr":
        found = cell.find(tag("is"))
        return _plain_text(text_in(found)) if found is not None else None
    if kind == "str":
        return _plain_text(text or "")
    if text is None or not text.strip():
        return None
    try:
        return _typed(kind, text.strip(), strings)
    except (ValueError, IndexError, OverflowError):
        what = f'{cell.get("r")} holds "{text[:40]}"'
        raise InputError(f"the workbook has a damaged part ({what})") from None


def _typed(kind: str, text: str, strings: Sequence[str]) -> Value:
    """Read the text of a value of a kind."""
    if kind == "s":
        return _plain_text(strings[_place(text)])
    if kind == "b":
        return text in ("1", "true")
    if kind == "e" or (text[0] == "#" and error_in(text)):
        return ErrorValue(text)
    if kind == "d":
        return float(to_excel(from_ISO8601(text)))
    if "_" in text:  # Python's, not a spreadsheet's
        raise ValueError(text)
    number = float(text)
    return number if math.isfinite(number) else ErrorValue(NUM)


def _place(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _plain_text(text: str) -> str:
    if "_x" not in text:
        return text
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(text: str) -> str:
    """Write a text as a part holds it: what XML has not stands by its number."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def number_text(value: float) -> str:
    """Write a number as a sheet part holds it: shortest, and exact."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def set_value(cell: Element, value: Value) -> None:
    """Put a value beside a cell's formula; None takes the value away."""
    place = 0
    for child in list(cell):
        if child.tag == FORMULA:
            place = cell.index(child) + 1
        elif child.tag in (VALUE, INLINE):
            cell.remove(child)
    for mark in ("t", "vm"):  # of a value that is richer than what stands in the cell
        cell.attrib.pop(mark, "")
    if value is None:
        return
    if isinstance(value, ErrorValue):
        cell.set("t", "e")
        text = str(value)
    elif isinstance(value, bool):
        cell.set("t", "b")
        text = str(int(value))
    elif isinstance(value, str):
        cell.set("t", "str")
        text = escaped(value)
    else:
        text = number_text(value)
    element = etree.Element(VALUE)
    element.text = text or None  # as it is read again
    cell.insert(place, element)


def same_value(one: object, other: object) -> bool:
    """Tell that two values are one: numbers to 9 decimals or 9 significant digits."""
    one, other = ("" if value is None else value for value in (one, other))
    kinds = [
        isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)
    ]
    if all(kinds):
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)  # type: ignore[arg-type]
    return type(one) is type(other) and one == other
