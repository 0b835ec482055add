"""The files that hold the lines: found, counted and hashed before anything is made of them."""

from __future__ import annotations

import csv
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from betahedge.books.faults import BadFile
from betahedge.books.text import escaped
from betahedge.errors import InputError

KINDS = (".parquet", ".csv", ".tsv")
_BLOCK = 1 << 20
_DELIMITERS = ",;\t|"
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its name within the source, its bytes hashed, and how many lines it may have."""

    path: Path
    name: str
    sha256: str
    lines: int

    @property
    def is_text(self) -> bool:
        """Tell CSV and TSV."""
        return self.path.suffix.lower() != ".parquet"


def find_files(source: Path) -> list[Path]:
    """Give the file, or the files of a folder by name; hidden ones and those with _ are none."""
    try:
        if source.is_dir():
            inside = sorted(path for path in source.rglob("*") if _is_data(path, source))
            if not inside:
                raise BadFile(f"{escaped(str(source))}: has no file {', '.join(KINDS)}")
            return inside
        if not source.exists():
            raise InputError(f"{escaped(str(source))}: there is no such file or folder")
    except OSError as error:
        raise InputError(f"{escaped(str(source))}: cannot be read ({error.strerror})") from None
    if source.suffix.lower() not in KINDS:
        raise BadFile(f"{escaped(str(source))}: must be a file {', '.join(KINDS)}, or a folder")
    return [source]


def _is_data(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
    return not hidden and path.suffix.lower() in KINDS and path.is_file()


def days_of(names: Sequence[str]) -> list[int]:
    """Give the day in the name of each file, as 20260930; 0 where not all have one, or the same.

    What comes before in all names, as a folder, says nothing of them.
    """
    start = len(posixpath.commonpath(names)) if len(names) > 1 else 0
    found = [_DAY.search(name, start) for name in names]
    days = [int("".join(each.groups())) for each in found if each]
    is_told = len(days) == len(names) and len(set(days)) > 1
    return days if is_told else [0] * len(names)


def look(source: Path, advance: Callable[[int], None]) -> list[Part]:
    """Hash the files, and count the lines of texts on the way.  advance: takes bytes read."""
    parts = []
    for path in find_files(source):
        try:
            name = path.relative_to(source).as_posix() if source != path else path.name
            digest, lines = _read(path, advance)
        except OSError as error:
            raise InputError(f"{escaped(str(path))}: cannot be read ({error.strerror})") from None
        parts.append(Part(path, name, digest, lines))
    return parts


def _read(path: Path, advance: Callable[[int], None]) -> tuple[str, int]:
    digest, lines = hashlib.sha256(), 0
    is_text = path.suffix.lower() != ".parquet"
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n") if is_text else 0
            advance(len(block))
    if path.stat().st_size == 0:
        raise InputError(f"{escaped(str(path))}: is empty")
    return digest.hexdigest(), lines


def delimiter(path: Path) -> str:
    """Find what parts the columns of a CSV: of , ; tab and | what its header has most."""
    with path.open("rb") as stream:
        header = stream.readline(_BLOCK).decode("utf-8", "replace")
    return max(_DELIMITERS, key=header.count)


def header(path: Path) -> list[str]:
    """Read the first line of a CSV as headings, as the file has them."""
    with path.open("rb") as stream:
        first = stream.readline(_BLOCK)
    if wrong := find_letters(first):
        raise BadFile(f"{escaped(str(path))}: {wrong}")
    line = first.decode("utf-8-sig")
    try:
        return next(csv.reader([line], delimiter=delimiter(path)), [])
    except csv.Error:  # a heading longer than any
        return []


def find_overlong(path: Path) -> str:
    """Say which line of a CSV is the first to have more values than its header; "" for none."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows = csv.reader(stream, delimiter=delimiter(path))
        try:
            wide = len(next(rows, []))
            for row in rows:
                if len(row) > wide:
                    return f"line {rows.line_num} has {len(row)} values, and the header {wide}"
        except csv.Error:
            pass
    return ""


def find_letters(data: bytes) -> str:
    """Say that bytes are no text of UTF-8; "" where they are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8 text (byte {error.start + 1:,}); save it as CSV UTF-8"
    return ""


def text_blocks(path: Path, least: int = 8 << 20) -> Iterator[bytes]:
    """Give a text in blocks of whole lines, each with the header above.

    A block ends at the end of a line that is not within quotes.
    """
    with path.open("rb") as stream:
        header = stream.readline()
        rest = stream.read(least)
        while rest:
            more = stream.read(least)
            end = len(rest) if not more else _last_line(rest)
            if end:
                yield header + rest[:end]
            rest = rest[end:] + more
            if not more:
                return
        if not rest:
            yield header


def _last_line(block: bytes) -> int:
    """Find the end of the last line of a block that is not within quotes; 0 for none."""
    end = block.rfind(b"\n") + 1
    while end and block.count(b'"', 0, end) % 2:
        end = block.rfind(b"\n", 0, end - 1) + 1
    return end
