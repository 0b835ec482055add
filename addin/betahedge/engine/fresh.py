"""A workbook that our builder has just written, calculated and stored as text.

What a tree of half a million cells takes is saved: a sheet's part is run through once, each
formula gets its value, and each text its place among the shared ones.
"""

import datetime
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from itertools import product
from typing import Any, cast

from openpyxl.utils import get_column_letter

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.engine.built import Solved, incoming, solve_built
from betahedge.engine.calculate import Calculated
from betahedge.xlsx.cells import NUMBER, Value, address, bounds, number_text, place_of, write_value
from betahedge.xlsx.dynamic import dynamic_array_mark, recalculate_on_load
from betahedge.xlsx.finish import add_strings, order_fonts, stamp
from betahedge.xlsx.package import Package, defined_names, entry

LARGE = 4 << 20  # bytes of a packed workbook from which speed counts more than size
CHUNK = 1 << 20  # bytes of a part that are stored at a time
_CELL = re.compile(  # without a formula, from its address on
    rb'([A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?'
    rb"(?:/>|><is><t(?:[^>]*)>(.*?)</t></is></c>|>(.*?)</c>)",
    re.DOTALL,
)
_OURS = re.compile(rb"HEDGE_[A-Z0-9_]+(?=\()")
_ROW, _OPEN, _EMPTY = b'<row r="', b'<c r="', b"</f><v/></c>"
_COLUMN = {get_column_letter(n).encode(): n - 1 for n in range(1, 1025)}
_HOLLOW = re.compile(rb"<((\w+)(?: [^<>]*)?)></\2>")
_FILLS = re.compile(rb":\$?[A-Z]+\$?\d+\)$")  # its native twin is a range
_BY_NUMBER = re.compile(rb"&#(\d{3,});")
_SIZE = re.compile(rb'<dimension ref="([^"]*)"')
_HEADER = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


@dataclass(eq=False)
class StoredValues(Mapping[str, Value]):
    """The values of the formulas of a workbook by address, Sheet!A1, without a copy of each.

    filled: the cells of each sheet that have one, a byte each.
    """

    solved: Solved
    filled: dict[str, list[bytearray]] = field(default_factory=dict)

    def row(self, sheet: str, number: int, width: int) -> bytearray:
        """Give the marks of a row."""
        rows = self.filled.setdefault(sheet, [])
        while len(rows) < number:
            rows.append(bytearray(width))
        return rows[number - 1]

    def __getitem__(self, ref: str) -> Value:
        """Give the value of a cell."""
        sheet, _, cell = ref.rpartition("!")
        row, column = place_of(cell)
        try:
            if self.filled[sheet][row - 1][column - 1]:
                return cast(Value, incoming(self.solved.blocks[sheet][row - 1][column - 1]))
        except (KeyError, IndexError):
            pass
        raise KeyError(ref)

    def column(self, sheet: str, column: int, rows: range) -> list[Value]:
        """Give the values in some rows of a column; None where no formula is."""
        filled, block, n = self.filled.get(sheet, []), self.solved.blocks[sheet], column - 1
        return [
            incoming(block[row - 1][n])
            if row <= len(filled) and n < len(filled[row - 1]) and filled[row - 1][n]
            else None
            for row in rows
        ]

    def __iter__(self) -> Iterator[str]:
        """Run through the addresses."""
        for sheet, rows in self.filled.items():
            for row, line in enumerate(rows, start=1):
                yield from (f"{sheet}!{address(row, n)}" for n, has in enumerate(line, 1) if has)

    def __len__(self) -> int:
        """Count the values."""
        return sum(sum(line) for rows in self.filled.values() for line in rows)

    def __eq__(self, other: object) -> bool:
        """Compare with other values by address."""
        return isinstance(other, Mapping) and dict(self) == dict(other)


@dataclass
class Fresh:
    """A calculated workbook of our own while it is stored."""

    values: StoredValues
    mark: bytes
    texts: dict[str, int] = field(default_factory=dict)
    count: int = 0  # of cells with a text that is shared
    functions: Counter[bytes] = field(default_factory=Counter)
    errors: dict[str, ErrorValue] = field(default_factory=dict)
    filled: set[tuple[str, int, int]] = field(default_factory=set)  # by another cell's formula

    def store(self, sheet: str, source: Any, out: Any) -> None:
        """Write a sheet's part with its values."""
        out.write(_HEADER)
        rest = b""
        while chunk := source.read(CHUNK):
            text = rest + chunk
            end = text.rfind(b"</row>") + len(b"</row>")
            if end >= len(b"</row>"):
                out.write(self._rows(sheet, _plain(text[:end])))
                text = text[end:]
            rest = text
        out.write(_HOLLOW.sub(rb"<\1/>", _plain(rest)))

    def _rows(self, sheet: str, text: bytes) -> bytes:
        """Put the values into some rows."""
        top, *rows = text.split(_ROW)
        done = [top]
        for row in rows:
            head, *cells = row.split(_OPEN)
            number = head[: head.index(b'"')]
            done += (_ROW, head)
            self._cells(sheet, number, cells, done)
        return b"".join(done)

    def _cells(self, sheet: str, number: bytes, cells: list[bytes], done: list[bytes]) -> None:
        """Put the values into the cells of a row."""
        row, digits = int(number), len(number)
        line = self.values.solved.row(sheet, row)
        has = self.values.row(sheet, row, len(line))
        for cell in cells:
            end = cell.find(_EMPTY)
            column = _COLUMN[cell[: cell.index(b'"') - digits]]
            if end < 0:
                done.append(self._constant(sheet, row, column, cell))
                continue
            has[column] = 1
            value = line[column]
            if type(value) is float:
                kind, stored = b"", b"<v>%s</v>" % number_text(value).encode()
            elif type(value) is str:
                kind, stored = _stored_text(value)
            else:
                kind, stored = self._other(sheet, cell, incoming(value))
            if b"HEDGE_" in cell:
                done.append(self._array(sheet, cell, end, kind, stored))
            elif kind:
                start = cell.index(b">")
                done += (_OPEN, cell[:start], kind, cell[start:end], b"</f>", stored)
            else:
                done += (_OPEN, cell[:end], b"</f>", stored)
            done += (b"</c>", cell[end + 12 :])

    def _other(self, sheet: str, cell: bytes, value: Value) -> tuple[bytes, bytes]:
        """Give what a value that is rare makes of a cell, and remember an error."""
        if isinstance(value, ErrorValue):
            ref = cell[: cell.index(b'"')].decode()
            self.errors[f"{sheet}!{ref}"] = value
        return _stored(value)

    def _constant(self, sheet: str, row: int, column: int, cell: bytes) -> bytes:
        """Write a cell without a formula: a shared text, a number, or what a formula fills."""
        found = _CELL.match(cell)
        assert found is not None  # noqa: S101 - of our own writing
        head, text, value = found.groups()
        rest = cell[found.end() :]
        if text is not None:
            self.count += 1
            place = self.texts.setdefault(unescape(text.decode()), len(self.texts))
            return b'%s%s t="s"><v>%d</v></c>%s' % (_OPEN, head, place, rest)
        if (sheet, row, column) in self.filled:
            line = self.values.solved.row(sheet, row)
            self.values.row(sheet, row, len(line))[column] = 1
            kind, stored = _stored(incoming(line[column]))
            return b"%s%s%s>%s</c>%s" % (_OPEN, head, kind, stored, rest)
        return b"%s%s%s%s" % (_OPEN, head, b">%s</c>" % value if value else b"/>", rest)

    def _array(self, sheet: str, cell: bytes, end: int, kind: bytes, stored: bytes) -> bytes:
        """Write a cell with a formula that calls the add-in, as a dynamic array."""
        start = cell.index(b"><f>")
        head, formula, ref = cell[:start], cell[start + 4 : end], cell[: cell.index(b'"')]
        for name in {*_OURS.findall(formula)}:
            self.functions[name] += 1
        extent = ""
        if _FILLS.search(formula):
            extent = self.values.solved.filled(sheet, ref.decode())
            self.filled |= {(each, row, n - 1) for each, row, n in _places(sheet, extent)}
        array = b'%s%s cm="%s"%s><f t="array" ref="%s">%s</f>%s'
        return array % (_OPEN, head, self.mark, kind, extent.encode() or ref, formula, stored)


def _places(sheet: str, extent: str) -> Iterator[tuple[str, int, int]]:
    if extent:
        left, top, right, bottom = bounds(extent)
        yield from product([sheet], range(top, bottom + 1), range(left, right + 1))


def calculate_built(
    data: bytes, advance: Callable[[str], None], made_on: datetime.date
) -> Calculated:
    """Calculate a workbook fresh from our builder, and store its values; see `calculate`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        package = Package({n: b"" if _is_sheet(n) else archive.read(n) for n in names})
        parts = package.sheets()
        advance("calculating")
        solved = solve_built(data, {title: _size(archive, part) for title, part in parts.items()})
        advance("storing")
        order_fonts(package)
        stamp(package, made_on)
        recalculate_on_load(package)
        fresh = Fresh(StoredValues(solved), dynamic_array_mark(package).encode())
        stored = _write(archive, package, fresh)
        solved.engine = None  # its values are taken, and what comes needs the room
    master = next(n.text or "" for _, n in defined_names(package.book)
                  if n.get("name") == "master_check")  # fmt: skip
    values = fresh.values
    functions = {name.decode(): count for name, count in fresh.functions.items()}
    functions = {name: count for name, count in functions.items() if name in CATALOGUE}
    return Calculated(stored, values, functions, fresh.errors, {}, {}, {},
                      values.get(master.replace("$", "")))  # fmt: skip


def _write(archive: zipfile.ZipFile, package: Package, fresh: Fresh) -> bytes:
    """Write the package: the sheets one by one, then what they share."""
    stream = io.BytesIO()
    level = 1 if sum(each.compress_size for each in archive.infolist()) > LARGE else 6
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for title, part in package.sheets().items():
            with archive.open(part) as source, new.open(entry(part), "w") as out:
                fresh.store(title, source, out)
        add_strings(package, fresh.texts, fresh.count)
        for name, data in package.settle().items():
            if not _is_sheet(name):
                new.writestr(entry(name), data)
    return stream.getvalue()


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _size(archive: zipfile.ZipFile, part: str) -> str:
    """Give the used range of a sheet, which stands near the top of its part."""
    with archive.open(part) as source:
        found = _SIZE.search(source.read(4096))
    return found[1].decode() if found else "A1"


def _plain(text: bytes) -> bytes:
    """Write characters beyond ASCII as themselves, and what is empty in one way."""
    text = text.replace(b"<v></v>", b"<v/>")
    if b"&#" not in text:
        return text
    return _BY_NUMBER.sub(lambda found: chr(int(found[1])).encode(), text)


def _stored(value: Value) -> tuple[bytes, bytes]:
    """Give what a value makes of a cell: its kind, and the element that holds it."""
    if value is None:
        return b"", b""
    kind, text = write_value(value)
    element = f"<v>{escape(text, quote=False)}</v>" if text else "<v/>"
    return (b"" if kind == NUMBER else f' t="{kind}"'.encode()), element.encode()


_stored_text = lru_cache(1 << 14)(_stored)  # most say one of a few words
