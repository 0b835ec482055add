"""Where cells are, and what an engine gives: their values, and the ranges that formulas fill."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from betahedge.xlsx.cells import Value, address, places_in

Place = tuple[int, int, int]  # sheet from 0, row and column from 1


class Area(NamedTuple):
    """Cells of a sheet: its number, and the first and last of their columns and rows."""

    sheet: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def place(self) -> Place:
        """Give the place of the first cell."""
        return self.sheet, self.top, self.left

    @property
    def size(self) -> int:
        """Count the cells."""
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)

    @property
    def is_cell(self) -> bool:
        """Tell a single cell."""
        return self.size == 1

    def holds(self, place: Place) -> bool:
        """Tell whether a cell is in it."""
        sheet, row, column = place
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return sheet == self.sheet and inside

    def meets(self, other: "Area") -> bool:
        """Tell areas with a cell in common."""
        across = self.left <= other.right and other.left <= self.right
        down = self.top <= other.bottom and other.top <= self.bottom
        return self.sheet == other.sheet and across and down


def cell_at(place: Place) -> Area:
    """Give the area that is one cell."""
    sheet, row, column = place
    return Area(sheet, column, row, column, row)


@dataclass
class Values:
    """The values of a calculated workbook, by place.

    cells: what formulas give, in their own cells and in those that they fill; constants may be
    among them.  extents: the ranges of those formulas that fill more cells than their own.
    """

    cells: dict[Place, Value] = field(default_factory=dict)
    extents: dict[Place, str] = field(default_factory=dict)

    def filled(self, places: Iterable[Place]) -> dict[Place, Value]:
        """Give the values of some formulas, with those of all cells that they fill."""
        found = {}
        for place in places:
            for each in places_in(place[0], self.extents.get(place) or address(*place[1:])):
                found[each] = self.cells.get(each)
        return found
