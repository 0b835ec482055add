"""CSV, TSV and TXT: which letters, which delimiter, and the rows."""

import csv
import io
import re
from itertools import islice

from betahedge.books.faults import BadFile, TooLarge
from betahedge.books.grid import (
    MAX_COLUMNS,
    MAX_LINES,
    Grid,
    Score,
    check_cells,
    check_columns,
    check_lines,
)
from betahedge.books.text import escaped

DELIMITERS = ",;\t|"
LOOKED_AT = 20  # lines in which a header may stand
_SEP = re.compile(r"\s*\"?sep=(.)\"?\s*(?:\r\n|\r|\n)", re.IGNORECASE)
_UNITS = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16


def read_text(name: str, data: bytes, score: Score) -> Grid:
    """Read a delimited file; `score` tells a header, and so the delimiter."""
    text, notes = decode(name, data)
    first = 1
    told = _SEP.match(text)
    if told:
        text, first = text[told.end() :], 2
    delimiter = told[1] if told else _delimiter(text, score)
    rows, numbers = _rows(name, text, delimiter, first)
    return Grid(name, rows, numbers, notes=notes)


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text, and say which letters they were if not UTF-8."""
    shown = escaped(name)
    encoding = "utf-8-sig"
    notes: tuple[str, ...] = ()
    if data.startswith(_UNITS):
        encoding = "utf-16"
    elif b"\0" in data[:200]:
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise BadFile(f"{shown}: is no text ({encoding}, byte {error.start + 1:,})") from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            where = f"byte {error.start + 1:,}"
            raise BadFile(f"{shown}: is not UTF-8 text ({where}); save it as CSV UTF-8") from None
        notes = ("read as Windows-1252 text, for it is not UTF-8: look at the names",)
    if "\0" in text:
        raise BadFile(f"{shown}: holds the character \\x00; it is no text")
    return text, notes


def _delimiter(text: str, score: Score) -> str:
    """Choose the delimiter by which a line names the most fields, then the commonest one."""
    end = 0
    for _ in range(LOOKED_AT):
        end = text.find("\n", end) + 1 or len(text)
    head = text[: min(end, 200_000)]

    def rank(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(io.StringIO(head), delimiter=delimiter), LOOKED_AT))
        except csv.Error:
            return 0, 0
        best = max((score([value.strip() for value in row]) for row in rows), default=0)
        return best, head.count(delimiter)

    return max(DELIMITERS, key=rank)


def _rows(name: str, text: str, delimiter: str, first: int) -> tuple[list[list[str]], list[int]]:
    if text.count("\n") > 10 * MAX_LINES:  # blank ones count too
        check_lines(name, text.count("\n"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    cells = 0
    try:
        for values in reader:
            if len(values) > MAX_COLUMNS:
                check_columns(name, len(values), f"line {reader.line_num + first - 1}")
            if not any(values):
                continue
            rows.append([value.strip() for value in values])
            numbers.append(reader.line_num + first - 1)
            cells += len(values)
            if not len(rows) & 0xFFF:
                check_cells(name, cells)
                check_lines(name, len(rows) - LOOKED_AT)
    except csv.Error as error:
        place = f"{escaped(name)}, line {reader.line_num + first - 1}"
        if "field limit" in str(error):
            raise TooLarge(f"{place}: has a value of more than 131,072 characters") from None
        raise BadFile(f"{place}: is not CSV ({error})") from None
    check_cells(name, cells)
    check_lines(name, len(rows) - LOOKED_AT)
    return rows, numbers
