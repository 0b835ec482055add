"""What a sheet may depend on when it is made: how large the book is, and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from betahedge.sheets import theme

MILLIONS = 2_000_000  # from here on an axis is in millions


@dataclass(frozen=True)
class Facts:
    """The values of the inputs by item, columns as lists; and the largest amount of money."""

    values: Mapping[str, Any] = field(default_factory=dict)
    largest: float = 0.0

    def count(self, column: str) -> int:
        """Count the values of a column."""
        return len(self.values.get(column, ()))

    @property
    def decimals(self) -> int:
        """Give the decimals of money in this book."""
        return theme.money_decimals(self.largest)

    @property
    def millions(self) -> bool:
        """Tell a book whose charts are in millions."""
        return self.largest >= MILLIONS
