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
    sectors = _Sectors()
    small, small_table = _small_streams(directory)
    root.data = small
    for entry in directory:
        if entry.kind == ROOT or (entry.kind == STREAM and len(entry.data) >= SMALL_LIMIT):
            entry.start = sectors.add(entry.data)
    small_start = sectors.add(_numbers(small_table))
    unused = [_Entry("", UNUSED)] * (-len(directory) % ROWS_PER_SECTOR)
    directory_start = sectors.add(b"".join(map(_row, [*directory, *unused])))
    return sectors.file(directory_start, small_start, len(small_table))


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


def _small_streams(directory: list[_Entry]) -> tuple[bytes, list[int]]:
    """Put the short streams one after another; give them and the table of their sectors."""
    small, table = bytearray(), list[int]()
    for entry in directory:
        if entry.kind == STREAM and len(entry.data) < SMALL_LIMIT:
            entry.start = _chain(table, -(-len(entry.data) // SMALL_SECTOR))
            small += entry.data.ljust(-(-len(entry.data) // SMALL_SECTOR) * SMALL_SECTOR, b"\0")
    return bytes(small), table


def _chain(table: list[int], count: int) -> int:
    """Add a chain of sectors to a table; give its first."""
    first = len(table)
    table += [*range(first + 1, first + count), END] if count else []
    return first if count else END


def _row(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0" if entry.name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name,
        len(name),
        entry.kind,
        entry.color,
        entry.left,
        entry.right,
        entry.child,
        b"",
        0,
        0,
        0,
        entry.start,
        len(entry.data),
    )


def _numbers(table: list[int]) -> bytes:
    padded = [*table, *[FREE] * (-len(table) % NUMBERS_PER_SECTOR)]
    return struct.pack(f"<{len(padded)}I", *padded)


class _Sectors:
    """The sectors of a file in the making, and the table that chains them."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Put bytes into sectors of their own; give the first."""
        count = -(-len(data) // SECTOR)
        self.body += data.ljust(count * SECTOR, b"\0")
        return _chain(self.table, count)

    def file(self, directory: int, small: int, small_sectors: int) -> bytes:
        """Write the header, the sectors and, behind them, the table."""
        tables = -(-len(self.table) // (NUMBERS_PER_SECTOR - 1))  # it names its own sectors too
        if tables > TABLES_IN_HEADER:
            raise ValueError(f"{len(self.body)} bytes are more than a compound file here can hold")
        places = [*range(len(self.table), len(self.table) + tables)]
        header = struct.pack(
            "<8s16sHHHHH6sIIIIIIIII",
            _SIGNATURE,
            b"",
            *(0x3E, 3, 0xFFFE, 9, 6),
            b"",
            0,
            tables,
            directory,
            0,
            SMALL_LIMIT,
            small,
            -(-small_sectors // NUMBERS_PER_SECTOR),
            END,
            0,
        ) + struct.pack(f"<{TABLES_IN_HEADER}I", *places, *[FREE] * (TABLES_IN_HEADER - tables))
        return header + bytes(self.body) + _numbers([*self.table, *[TABLE] * tables])
