"""What an engine gives: the values of cells, and the ranges that formulas fill."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from betahedge.xlsx.cells import Value, address, places_in

Place = tuple[int, int, int]  # sheet from 0, row and column from 1


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
