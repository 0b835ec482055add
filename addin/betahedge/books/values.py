"""The cells of a column as values of its field, with every fault of them."""

from __future__ import annotations

import datetime
from typing import Any

from betahedge.books.amounts import read_numbers
from betahedge.books.columns import Columns, cells, has_problem
from betahedge.books.dates import REMEDY, day_first, read_date
from betahedge.books.field import DATE, SIDES, Field, Words
from betahedge.books.headings import zone
from betahedge.books.numbers import NOTHING
from betahedge.books.text import NAME_LIMIT, bad_name
from betahedge.cells.kinds import Number


def read_column(columns: Columns, declared: Field) -> None:
    """Read the cells of a field; a cell that cannot be read is None, and a fault."""
    found = cells(columns, declared.name)
    kind = declared.kind
    if isinstance(kind, Number):
        columns.values[declared.name] = read_numbers(columns, declared, kind)
    elif isinstance(kind, Words):
        columns.values[declared.name] = _words(columns, declared, kind, found)
    elif kind == DATE:
        columns.values[declared.name] = _dates(columns, declared, found)
    else:
        columns.values[declared.name] = _names(columns, declared, found)


def _words(columns: Columns, declared: Field, kind: Words, found: list[Any]) -> list[str | None]:
    out: list[str | None] = []
    for row, value in zip(columns.body, found):
        word = str(value).strip().lower() if value is not None and value != "" else ""
        word = "" if word in NOTHING else word
        if declared.name == "side":
            word = SIDES.get(word.rpartition("position_side_")[2], word)
        if has_problem(columns, row, declared.name):
            out.append(None)
        elif word and word not in kind.words:
            columns.fault(row, declared.name, value, kind.must)
            out.append(None)
        else:
            out.append(word or None)
    return out


def _dates(columns: Columns, declared: Field, found: list[Any]) -> list[datetime.datetime | None]:
    out: list[datetime.datetime | None] = []
    must, order = "must be a date that can be read in one way", day_first(found)
    ahead = zone(columns.header.headings[columns.header.columns[declared.name]])
    for row, value in zip(columns.body, found):
        date = None
        if not has_problem(columns, row, declared.name) and value not in (None, "", "-"):
            date = read_date(value, order, ahead)
            if date is None:
                columns.fault(row, declared.name, value, must, REMEDY)
        out.append(date)
    return out


def _names(columns: Columns, declared: Field, found: list[Any]) -> list[str | None]:
    problems = columns.grid.problems
    if not problems and set(map(type, found)) <= {str}:
        together = "".join(found)
        plain = together.isascii() and together.isprintable() and "'" not in together
        if plain and max(map(len, found), default=0) <= NAME_LIMIT:
            return [value or None for value in found]
    out: list[str | None] = []
    for row, value in zip(columns.body, found):
        name = value if type(value) is str else _name(value)
        wrong = "" if name.isascii() and name.isprintable() and len(name) < 100 else bad_name(name)
        if problems and has_problem(columns, row, declared.name):
            name = ""
        elif wrong or isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            columns.fault(row, declared.name, value, wrong or "must be a name")
            name = ""
        elif name[:1] == "'" and name[1:2] in ("=", "+", "-", "@"):
            name = name[1:]  # as a spreadsheet marks a text that is no formula
        out.append(name or None)
    return out


def _name(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
