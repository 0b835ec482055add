"""Lines written in Python, read as those of a file are: filled, checked, faults said at once."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Protocol

from betahedge.books.faults import Unclear
from betahedge.books.fields import HOLDINGS
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.market import Market
from betahedge.books.model import Book, Reading
from betahedge.books.text import escaped
from betahedge.cells.kinds import is_blank


class Frame(Protocol):
    """A table of pandas or Polars, a row a line; what it has no value for is blank."""

    @property
    def columns(self) -> Any:
        """Name its columns."""

    def __getitem__(self, name: str, /) -> Any:
        """Give a column."""


Lines = Sequence[Mapping[str, Any]] | Frame
FIELDS = tuple(field.name for field in HOLDINGS)


def read_lines(lines: Lines, how: How | None = None, market: Market | None = None) -> Reading:
    """Read lines such as {"asset": "BTC", "quantity": 3.0, "price": 65000.0}, or a table of them.

    Faults are in the reading; the first line is line 2, as it would be under a header.
    Raises Unclear for a name that is no field.
    """
    lines = lines if isinstance(lines, Sequence) else _rows(lines)
    for name in (name for line in lines for name in line):
        if name not in FIELDS:
            raise Unclear(f"{escaped(name)}: is no field of a line; there are {', '.join(FIELDS)}")
    text = io.StringIO()
    names = [name for name in FIELDS if any(name in line for line in lines)]
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows({name: _text(value) for name, value in line.items()} for line in lines)
    return holdings_of(
        "lines.csv", text.getvalue().encode(), replace(how or How(), decimal="."), market
    )


def book_of_lines(lines: Lines, how: How, market: Market | None) -> Book:
    """Give the book of lines written in Python; raises BadLines with every fault."""
    return replace(read_lines(lines, how, market).accept(), source="")


def _rows(frame: Frame) -> list[dict[str, Any]]:
    """Give the rows of a table, without what it has no value for."""
    columns = {str(name): frame[name].to_list() for name in frame.columns}
    rows = zip(*columns.values(), strict=True)
    return [
        {name: value for name, value in zip(columns, row) if not is_blank(value) and value == value}
        for row in rows
    ]


def _text(value: object) -> str:
    """Write a value as a file has it: a number without an exponent, a day as a day."""
    if value is None:
        return ""
    if isinstance(value, Real) and not isinstance(value, Integral):
        value = Decimal(repr(float(value)))
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
