"""What a sheet may depend on when it is made: how large the book is, and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from betahedge.sheets.items import Column

LARGE = 1e9  # money from here on asks for more than the width of its column
WIDEST = 29.0  # what is longer shrinks
# with the digits that a tick has: the unit stays where the book becomes a smaller one
BILLIONS, MILLIONS, THOUSANDS = '0.0########,,,"bn"', '0.0#####,,"m"', '#,##0.0#####,"k"'
AXES = {  # by the largest amount of a book; what a hedge earns or costs is a hundredth of it
    "money": ((2e9, BILLIONS), (2e6, MILLIONS)),
    "cash": ((2e11, BILLIONS), (2e8, MILLIONS), (1e7, THOUSANDS)),
}


@dataclass(frozen=True)
class Facts:
    """The values of the inputs by item, columns as lists; and the largest amount of money."""

    values: Mapping[str, Any] = field(default_factory=dict)
    largest: float = 0.0

    def count(self, column: str) -> int:
        """Count the values of a column."""
        return len(self.values.get(column, ()))

    def room(self, column: Column) -> float:
        """Give the width of a column in which the names, counts and money of the book fit."""
        needed = [column.width]
        needed += [len(_text(each)) + 1 for each in self.values.get(column.fits, ()) if each]
        if column.form in ("money", "pnl") and self.largest >= LARGE:
            needed.append(len(f"{self.largest:,.0f}") - 1)
        return max(column.width, min(WIDEST, max(needed)))

    @property
    def axes(self) -> dict[str, str]:
        """Give the formats of money on an axis of a large book; formats have no conditions."""
        found = {
            kind: next((form for least, form in steps if self.largest >= least), "")
            for kind, steps in AXES.items()
        }
        return {kind: form for kind, form in found.items() if form}


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{abs(value):,.2f}".rstrip("0").rstrip(".")
