"""What an engine gives: the values of cells, and the ranges that formulas fill."""

from dataclasses import dataclass, field

from betahedge.xlsx.cells import Value

Place = tuple[int, int, int]  # sheet from 0, row and column from 1


@dataclass
class Values:
    """The values of a calculated workbook, by place.

    cells: what formulas give, in their own cells and in those that they fill; constants may be
    among them.  extents: the ranges of those formulas that fill more cells than their own.
    """

    cells: dict[Place, Value] = field(default_factory=dict)
    extents: dict[Place, str] = field(default_factory=dict)
