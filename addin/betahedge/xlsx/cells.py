"""The cells of a worksheet, row by row, and the values in them."""

import io
import math
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_ISO8601, to_excel

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NUM, error_in
from betahedge.errors import InputError
from betahedge.formula.references import COLUMNS, ROWS, shifted
from betahedge.xlsx.package import Package, text_in
from betahedge.xlsx.xml import (
    Element,
    parse,
    run_through,
    section,
    serialize_around,
    serialize_within,
    tag,
)

MOST_CELLS = 5_000_000  # of a sheet: some gigabytes as a tree
Value = float | str | bool | ErrorValue | None
Row = tuple[int, Element, dict[int, Element]]  # its number, itself, its cells by column

NUMBER = "n"  # the kind of a value that has none
DATA, ROW, CELL, FORMULA, VALUE, INLINE = map(tag, ("sheetData", "row", "c", "f", "v", "is"))
# Written by its number: what XML has not, and an underscore that would be read as such a number.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BY_NUMBER = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_rows(package: Package, name: str, part: str) -> Iterator[Row]:
    """Run through the rows of a sheet's part, with their numbers and their cells by column.

    A row is forgotten once it has been passed, so that no tree of all the cells takes room.
    """
    whole = package.settle()[part]
    _check_size(name, whole)
    return number_rows(run_through(io.BytesIO(whole), ROW, DATA))


def number_rows(rows: Iterable[Element]) -> Iterator[Row]:
    """Give rows their numbers and their cells by column; what lacks an address gets its own."""
    number, seen = 0, set[int]()
    for row in rows:
        try:
            number = int(row.get("r") or number + 1)
            _check(number, 1)
            if number in seen:
                raise ValueError(f"row {number} is there twice")
            seen.add(number)
            cells = _place(row, number)
        except ValueError as error:
            raise InputError(f"the workbook has a damaged part ({error})") from None
        row.set("r", str(number))
        yield number, row, cells


def change_cells(
    package: Package,
    name: str,
    part: str,
    columns: Mapping[int, Iterable[int]],
    change: Callable[[Element, int, int], None],
) -> None:
    """Change cells of a sheet's part, row by row; those that it lacks are made in their place.

    columns: of the cells, by row.  change: is given a cell, its row and its column.
    """
    root, rows = None, list[tuple[int, bytes]]()
    for number, row, cells in read_rows(package, name, part):
        root = row.getroottree().getroot()
        _change_row(row, number, cells, columns.get(number, ()), change)
        rows.append((number, _remarks(row) + serialize_within(root, row)))
    root = parse(package.parts[part]) if root is None else root
    data = section(root, "sheetData", "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")
    for number in columns.keys() - {number for number, _ in rows}:
        row = etree.SubElement(data, ROW, {"r": str(number)})
        _change_row(row, number, {}, columns[number], change)
        rows.append((number, serialize_within(root, row)))
    for row in data.findall(ROW):
        data.remove(row)
    whole = b"".join(row for _, row in sorted(rows, key=itemgetter(0)))
    package.put(part, serialize_around(root, data, whole))


def _change_row(
    row: Element,
    number: int,
    cells: dict[int, Element],
    columns: Iterable[int],
    change: Callable[[Element, int, int], None],
) -> None:
    known = sorted(cells)
    for column in sorted(columns):
        if column not in cells:
            cells[column] = cell = etree.Element(CELL, {"r": address(number, column)})
            place = bisect(known, column)
            if place < len(known):
                cells[known[place]].addprevious(cell)
            elif known:
                cells[known[-1]].addnext(cell)
            else:
                row.insert(0, cell)
            known.insert(place, column)
        change(cells[column], number, column)


def _remarks(row: Element) -> bytes:
    """Write the comments and instructions between a row and the one before it."""
    before = [each for each in row.itersiblings(preceding=True) if not isinstance(each.tag, str)]
    return b"".join(etree.tostring(each) for each in reversed(before))


def own_text(
    formula: Element, row: int, column: int, masters: dict[str, tuple[str, int, int]]
) -> str:
    """Give a formula's text; one that is shared stands in its master's, which comes before it."""
    index, text = formula.get("si") or "", formula.text or ""
    text += "".join(remark.tail or "" for remark in formula)
    if index and text:
        masters[index] = text, row, column
    elif index in masters:
        text, top, left = masters[index]
        text = shifted(text, row - top, column - left)
    return text


def _check_size(name: str, text: bytes) -> None:
    rows, cells = (text.count(b"<" + x) + text.count(b":" + x) for x in (b"row", b"c "))
    if rows > ROWS or cells > MOST_CELLS:
        limit = f"{ROWS:,} rows or {MOST_CELLS:,} cells"
        raise InputError(f"sheet {name}: has more than {limit}; it is not read")


def _place(row: Element, number: int) -> dict[int, Element]:
    """Give the cells of a row by column."""
    cells, place = {}, (number, 0)
    for cell in row.iterchildren(CELL):
        ref = cell.get("r")
        place = place_of(ref) if ref else (number, place[1] + 1)
        _check(*place)
        if place[0] != number or place[1] in cells:
            raise ValueError(f"{ref} is in row {number}, or twice in it")
        if not ref:
            cell.set("r", address(*place))
        cells[place[1]] = cell
    return cells


def _check(row: int, column: int) -> None:
    """Refuse a place that no sheet has."""
    if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
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
    kind, text = cell.get("t", NUMBER), cell.findtext(VALUE)
    if kind == "inlineStr":
        found = cell.find(tag("is"))
        return plain_text(text_in(found)) if found is not None else None
    if kind == "str":
        return plain_text(text or "")
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
        return plain_text(strings[_index_of(text)])
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


def _index_of(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def plain_text(text: str) -> str:
    """Read a text as a part holds it: what stands by its number is that sign."""
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(text: str) -> str:
    """Write a text as a part holds it: what XML has not stands by its number."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def number_text(value: float) -> str:
    """Write a number as a sheet part holds it: shortest, and exact."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def write_value(value: float | str) -> tuple[str, str]:
    """Give the kind of a value, and the text by which a cell holds it."""
    if isinstance(value, ErrorValue):
        return "e", str(value)
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return "str", escaped(value)
    return NUMBER, number_text(value)


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
    kind, text = write_value(value)
    if kind != NUMBER:
        cell.set("t", kind)
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
