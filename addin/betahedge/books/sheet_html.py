"""Pages of HTML under the name of a workbook, as banks and brokers export them: their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from betahedge.books.delimited import decode
from betahedge.books.faults import BadFile
from betahedge.books.grid import Grid, Score, check_cells, check_columns, check_lines
from betahedge.books.text import escaped

_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<body|<table|<div|<style|<!--)", re.I)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]{2,20})", re.I)
_SPAN = re.compile("[1-9][0-9]{0,3}")
_CODE = ("script", "style")
_BREAKS = ("br", "p", "div")


def is_page(data: bytes) -> bool:
    """Tell a page by how it begins."""
    return _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read_page(name: str, data: bytes, score: Score) -> Iterator[Grid]:
    """Read the tables of a page; a row has its number within its table."""
    text, notes = _decode(name, data, score)
    found: Any = _Tables(name)
    try:
        etree.fromstring(text.encode(), etree.HTMLParser(target=found, encoding="utf-8"))
    except (etree.XMLSyntaxError, ValueError):
        raise BadFile(f"{escaped(name)}: is a damaged page of HTML; save it as .xlsx") from None
    tables = [rows for rows in found.tables if rows]
    if not tables:
        raise BadFile(f"{escaped(name)}: is a page of HTML without a table; save it as .xlsx")
    for n, rows in enumerate(tables, 1):
        sheet = f"table {n}" if len(tables) > 1 else ""
        yield Grid(name, rows, range(1, len(rows) + 1), sheet, notes=notes)


def _decode(name: str, data: bytes, score: Score) -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text, by the letters that the page itself names where they are not UTF-8."""
    said = _CHARSET.search(data, 0, 4096)
    letters = said[1].decode() if said else "utf-8"
    try:
        text = data.decode(letters)
    except (LookupError, UnicodeDecodeError):
        return decode(name, data, score)
    is_usual = letters.lower() == "utf-8"
    return text, () if is_usual else (f"read as {letters} text, as the page says",)


class _Tables:
    """Rows of cells, table by table; what stands in a table within a cell is a table of its own.

    What lxml's parser meets on its way through a page is taken, and no tree is made of it.
    """

    def __init__(self, name: str) -> None:
        self.name, self.lines, self.cells = name, 0, 0
        self.tables: list[list[list[str]]] = []
        self._open: list[_Open] = []  # tables within one another
        self._cell: list[str] | None = None
        self._wide, self._high, self._is_code = 1, 1, False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a table, a row or a cell."""
        if tag in ("table", "tr"):
            self._end_cell()
            self.lines += 1
            check_lines(self.name, self.lines)
        if tag == "table":
            self._open.append(_Open())
            self.tables.append(self._open[-1].rows)
        elif tag == "tr" and self._open:
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            spans = (attributes.get(f"{way}span", "") for way in ("col", "row"))
            self._wide, self._high = (int(n) if _SPAN.fullmatch(n) else 1 for n in spans)
            self._cell = []
        elif tag in _BREAKS:
            self.data(" ")
        self._is_code = tag in _CODE

    def end(self, tag: str) -> None:
        """End a cell or a table."""
        self._is_code = False
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def data(self, text: str) -> None:
        """Take the text of a cell."""
        if self._cell is not None and not self._is_code:
            self._cell.append(text)

    def close(self) -> None:
        """End the page."""

    def _end_cell(self) -> None:
        """Put a cell into its row; one that is wide or high leaves blanks behind and below it."""
        if self._cell is None or not self._open:
            return
        text = " ".join("".join(self._cell).split())
        self._cell = None
        wide = self._open[-1].put(text, self._wide, self._high)
        self.cells += self._wide
        check_columns(self.name, wide)
        check_cells(self.name, self.cells)


class _Open:
    """A table that is not at its end: its rows, and to which row a high cell fills a column."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._filled: dict[int, int] = {}

    def put(self, text: str, wide: int, high: int) -> int:
        """Put a cell into the last row, beside what reaches into it from above; give its width."""
        if not self.rows:
            self.rows.append([])
        row, number = self.rows[-1], len(self.rows)
        while self._filled.get(len(row), 0) >= number:
            row.append("")
        if high > 1:
            places = range(len(row), len(row) + wide)
            self._filled.update(dict.fromkeys(places, number + high - 1))
        row += [text, *[""] * (wide - 1)]
        return len(row)
