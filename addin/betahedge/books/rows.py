"""Rows of a file of positions, trades or flows: the good lines, and the faults of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract
from betahedge.books.faults import BadLines, Fault
from betahedge.books.text import escaped

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """The good lines of a file, its faults, and the columns that were not used."""

    source: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    mapped: dict[str, str]

    def accept(self, *, skip_bad_lines: bool = False) -> tuple[Row, ...]:
        """Give the rows; with faults only where bad lines may be left out."""
        if self.faults and not skip_bad_lines:
            raise BadLines(self.source, self.faults)
        return self.rows


Get = Callable[[str, int], Any]


def rows_of(columns: Columns, rows: Sequence[Row]) -> Rows[Row]:
    """Put the rows of a file together with its faults, and with how its columns were read."""
    header = columns.header
    mapped = {name: header.text(name) for name in header.columns}
    ignored = tuple(escaped(each) for each in header.ignored)
    return Rows(columns.grid.name, tuple(rows), tuple(columns.faults), ignored, mapped)


def good_rows(
    columns: Columns, make: Callable[[Columns, Get, int], Row | None]
) -> list[tuple[int, Row]]:
    """Make a row of each line that has no fault."""

    def get(name: str, k: int) -> Any:
        column = columns.values.get(name)
        return column[k] if column else None

    bad = {fault.line for fault in columns.faults}
    found = []
    for k, row in enumerate(columns.body):
        if columns.grid.numbers[row] not in bad:
            made = make(columns, get, k)
            if made is not None:
                found.append((k, made))
    return found


def contract_in(columns: Columns, code: str) -> str:
    """Give VENUE:CODE: of a venue's file by its venue alone, for two venues may share a code."""
    layout = columns.header.layout
    venue = layout.venue if layout and ":" not in code else ""
    named = name_contract(f"{venue}:{code}" if venue else code)
    return code if named.fault else named.name


def needs(columns: Columns, get: Get, k: int, *names: str) -> bool:
    """Tell a line that has these fields; a blank one is a fault."""
    for name in names:
        if get(name, k) is None:
            columns.fault(columns.body[k], name, None, "must not be blank")
            return False
    return True
