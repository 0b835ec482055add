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
_MARKED = re.compile(rf"(?:^|(?<=[{DELIMITERS}\n]))\ufeff+")  # OKX begins every value with one
_KEPT = re.compile(r'\A="([^"]*)"\Z')  # a text that a spreadsheet is not to take for a number
_OLD_LETTERS = {  # as Python calls them; of those that fit alike, the first
    "Windows-1252": "cp1252",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "Shift-JIS": "cp932",
    "GB 18030": "gb18030",
    "EUC-KR": "cp949",
    "Big5": "cp950",
}
_UNITS = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16


def read_text(name: str, data: bytes, score: Score) -> Grid:
    """Read a delimited file; `score` tells a header, and so the letters and the delimiter."""
    text, notes = decode(name, data, score)
    text = _MARKED.sub("", text) if "\ufeff" in text else text
    first = 1
    told = _SEP.match(text)
    if told:
        text, first = text[told.end() :], 2
    delimiter = told[1] if told else _delimiter(text, score)
    rows, numbers = _rows(name, text, delimiter, first)
    if '="' in text:
        rows = [[_KEPT.sub(r"\1", value) for value in row] for row in rows]
    return Grid(name, rows, numbers, notes=notes)


def decode(name: str, data: bytes, score: Score) -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text, and say which letters they were if not UTF-8."""
    encoding = "utf-8-sig"
    if data.startswith(_UNITS):
        encoding = "utf-16"
    elif b"\0" in data[:200]:  # beside each letter of English, in front of it or behind
        encoding = "utf-16-be" if data[:200:2].count(0) > data[1:200:2].count(0) else "utf-16-le"
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1:,}"
        if encoding != "utf-8-sig":
            raise BadFile(f"{escaped(name)}: is no text ({encoding}, {where})") from None
        known, text = _old_letters(data, score)
        if not known:
            told = f"is not UTF-8 text ({where}); save it as CSV UTF-8"
            raise BadFile(f"{escaped(name)}: {told}") from None
        notes = (f"read as {known} text, for it is not UTF-8: look at the names",)
    if "\0" in text:
        raise BadFile(f"{escaped(name)}: holds the character \\x00; it is no text")
    return text, notes


def _old_letters(data: bytes, score: Score) -> tuple[str, str]:
    """Find the letters of before UTF-8 in which the header names the most fields, and the text.

    Where it names as many in several, as one in English does, only Windows-1252 is taken: of the
    others, bytes alone do not tell which.
    """
    found: list[tuple[int, str, str]] = []
    for name, encoding in _OLD_LETTERS.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        points = max(_rank(_head(text), each, score)[0] for each in DELIMITERS)
        found.append((points, name, text))
    most = max((points for points, _, _ in found), default=0)
    best = [(name, text) for points, name, text in found if points == most]
    if len(best) > 1 and best[0][0] != "Windows-1252":
        return "", ""
    return best[0] if best else ("", "")


def _delimiter(text: str, score: Score) -> str:
    """Choose the delimiter by which a line names the most fields, then the commonest one."""
    head = _head(text)
    return max(DELIMITERS, key=lambda delimiter: _rank(head, delimiter, score))


def _head(text: str) -> str:
    """Give the lines in which a header may stand."""
    end = 0
    for _ in range(LOOKED_AT):
        end = text.find("\n", end) + 1 or len(text)
    return text[: min(end, 200_000)]


def _rank(head: str, delimiter: str, score: Score) -> tuple[int, int]:
    """Count the fields that a line names, and how often the delimiter is there."""
    try:
        rows = list(
            islice(
                csv.reader(
                    io.StringIO(head, newline=""), delimiter=delimiter, skipinitialspace=True
                ),
                LOOKED_AT,
            )
        )
    except csv.Error:
        return 0, 0
    best = max((score([value.strip() for value in row]) for row in rows), default=0)
    return best, head.count(delimiter)


def _rows(name: str, text: str, delimiter: str, first: int) -> tuple[list[list[str]], list[int]]:
    if text.count("\n") > 10 * MAX_LINES:  # blank ones count too
        check_lines(name, text.count("\n"))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
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
