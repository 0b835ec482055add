"""What is read of a table: values by field, faults, and what was said of money."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from betahedge.books.faults import NOTHING, Fault
from betahedge.books.grid import Grid
from betahedge.books.header import Header
from betahedge.books.numbers import POINT


@dataclass(slots=True)
class Columns:
    """What was read of a table: values by field, one a line; faults; what was said of money."""

    grid: Grid
    header: Header
    body: list[int]  # rows of the grid
    decimal: str = POINT
    values: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    currencies: dict[str, str] = field(default_factory=dict)  # to where each was met
    texts: dict[str, int] = field(default_factory=dict)  # texts of spreadsheets that are numbers
    units: dict[str, list[str]] = field(default_factory=dict)

    words: dict[int, dict[int, str]] = field(
        default_factory=dict
    )  # by place and row: what they say
    _rows: dict[int, int] = field(default_factory=dict)

    def row_of(self, number: int) -> int:
        """Give the row of the grid that has this number in the file."""
        if not self._rows:
            self._rows.update((self.grid.numbers[row], row) for row in self.body)
        return self._rows[number]

    def fault(self, row: int, name: str, value: object, must: str, remedy: str = "") -> None:
        """Note what is wrong with a cell."""
        number = self.grid.numbers[row]
        place = self.grid.place(number, self.header.columns.get(name))
        self.faults.append(Fault(place, number, name.replace("_", " "), value, must, remedy))


def cells(columns: Columns, name: str) -> list[Any]:
    """Give the cells of a field as the file has them."""
    place, rows = columns.header.columns[name], columns.grid.rows
    body = (rows[row] for row in columns.body)
    return [values[place] if place < len(values) else None for values in body]


def cell(columns: Columns, row: int, place: int) -> Any:
    """Give a cell of a row, which may end before it."""
    values = columns.grid.rows[row]
    return values[place] if place < len(values) else None


def has_problem(columns: Columns, row: int, name: str) -> bool:
    """Note a cell whose value cannot be trusted."""
    where = (columns.grid.numbers[row], columns.header.columns[name])
    problem = columns.grid.problems.get(where)
    if problem:
        columns.fault(row, name, NOTHING, *problem)
    return problem is not None
