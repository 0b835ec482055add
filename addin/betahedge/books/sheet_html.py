"""Pages of HTML under the name of a workbook, as banks and brokers export them: their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from betahedge.books.delimited import decode
from betahedge.books.faults import BadFile
from betahedge.books.grid import Grid, Score, check_cells, check_columns, check_lines
from betahedge.books.text import escaped

_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<body|<table|<div|<style|<!--)", re.I)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]{2,20})", re.I)
_BREAKS = ("br", "p", "div")


def is_page(data: bytes) -> bool:
    """Tell a page by how it begins."""
    return _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read_page(name: str, data: bytes, score: Score) -> Iterator[Grid]:
    """Read the tables of a page; a row has its number within its table."""
    text, notes = _decode(name, data, score)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = [rows for rows in parser.tables if rows]
    if not tables:
        raise BadFile(f"{escaped(name)}: is a page of HTML without a table; save it as .xlsx")
    for n, rows in enumerate(tables, 1):
        check_lines(name, len(rows))
        check_columns(name, max(map(len, rows)))
        check_cells(name, sum(map(len, rows)))
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


class _Tables(HTMLParser):
    """Rows of cells, table by table; what stands in a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []  # tables within one another
        self._cell: list[str] | None = None
        self._wide = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell; each ends the cell before, as pages leave ends out."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            wide = dict(attrs).get("colspan") or "1"
            self._cell, self._wide = [], min(int(wide) if wide.isdecimal() else 1, 1000)
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        """Put a cell into its row; one that is wide leaves blanks behind it."""
        if self._cell is None:
            return
        rows = self._open[-1] if self._open else []
        if self._open and not rows:
            rows.append([])
        if rows:
            text = " ".join("".join(self._cell).split())
            rows[-1] += [text, *[""] * (self._wide - 1)]
        self._cell = None
