"""Compound files, the container of a VBA project: streams in storages, as one file.

Source: [MS-CFB], version 3: sectors of 512 bytes; streams under 4,096 bytes share small sectors of
64; every storage has its entries in a red-black tree, ordered by length, then by capitals.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SECTOR, SMALL_SECTOR, SMALL_LIMIT = 512, 64, 4096
FREE, END, TABLE, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
RED, BLACK = 0, 1
NUMBERS_PER_SECTOR, ROWS_PER_SECTOR = SECTOR // 4, SECTOR // 128
TABLES_IN_HEADER = 109
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass
class _Entry:
    """An entry of the directory: a storage with its entries, or a stream with its bytes."""

    name: str
    kind: int
    data: bytes = b""
    entries: dict[str, "_Entry"] = field(default_factory=dict)
    color: int = BLACK
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = 0


def build_compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Write a file of streams, named like "VBA/dir"; the same streams give the same bytes."""
    root = _Entry("Root Entry", ROOT)
    for path, data in streams.items():
        *folders, name = path.split("/")
        place = root
        for folder in folders:
            place = place.entries.setdefault(folder, _Entry(folder, STORAGE))
        place.entries[name] = _Entry(name, STREAM, data)
    directory = list(_listed(root))
    for entry in directory:
        entry.child = _tree(list(entry.entries.values()), directory)
    sectors, small = _Sectors(SECTOR), _Sectors(SMALL_SECTOR)
    written = [entry for entry in directory if entry.kind == STREAM]
    for entry in (each for each in written if len(each.data) < SMALL_LIMIT):
        entry.start = small.add(entry.data)
    root.data = bytes(small.body)
    for entry in (root, *(each for each in written if len(each.data) >= SMALL_LIMIT)):
        entry.start = sectors.add(entry.data)
    small_start = sectors.add(_numbers(small.table))
    unused = [_Entry("", UNUSED)] * (-len(directory) % ROWS_PER_SECTOR)
    directory_start = sectors.add(b"".join(map(_row, [*directory, *unused])))
    return _file(sectors, directory_start, small_start, len(small.table))


def _listed(entry: _Entry) -> Iterator[_Entry]:
    yield entry
    for each in entry.entries.values():
        yield from _listed(each)


def _order(entry: _Entry) -> tuple[int, str]:
    return len(entry.name), entry.name.upper()


def _tree(entries: list[_Entry], directory: list[_Entry]) -> int:
    """Link the entries of a storage as a tree; give the place of its top."""
    lowest = len(entries).bit_length() - 1

    def linked(part: list[_Entry], depth: int) -> int:
        if not part:
            return NONE
        middle = len(part) // 2
        top = part[middle]
        top.color = RED if 0 < depth == lowest else BLACK
        top.left = linked(part[:middle], depth + 1)
        top.right = linked(part[middle + 1 :], depth + 1)
        return next(place for place, entry in enumerate(directory) if entry is top)

    return linked(sorted(entries, key=_order), 0)


def _row(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0" if entry.name else b""
    tree = (entry.kind, entry.color, entry.left, entry.right, entry.child)
    return struct.pack("<64sHBBIII36xIQ", name, len(name), *tree, entry.start, len(entry.data))


def _numbers(table: list[int]) -> bytes:
    padded = [*table, *[FREE] * (-len(table) % NUMBERS_PER_SECTOR)]
    return struct.pack(f"<{len(padded)}I", *padded)


@dataclass
class _Sectors:
    """Sectors of one size in the making, and the table that chains them."""

    size: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Put bytes into sectors of their own; give the first."""
        first, count = len(self.table), -(-len(data) // self.size)
        self.body += data.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), END] if count else []
        return first if count else END


def _file(sectors: _Sectors, directory: int, small: int, small_sectors: int) -> bytes:
    """Write the header, the sectors and, behind them, the table."""
    count = len(sectors.table)
    tables = -(-count // (NUMBERS_PER_SECTOR - 1))  # it names its own sectors too
    if tables > TABLES_IN_HEADER:
        raise ValueError(f"{len(sectors.body)} bytes are more than a compound file here can hold")
    places = [*range(count, count + tables), *[FREE] * (TABLES_IN_HEADER - tables)]
    rest = (SMALL_LIMIT, small, -(-small_sectors // NUMBERS_PER_SECTOR), END)
    version = (0x3E, 3, 0xFFFE, 9, 6)
    header = struct.pack("<8s16x5H10xII4xIIII4x", _SIGNATURE, *version, tables, directory, *rest)
    header += struct.pack(f"<{TABLES_IN_HEADER}I", *places)
    return header + bytes(sectors.body) + _numbers([*sectors.table, *[TABLE] * tables])
