"""What a sheet may depend on when it is made: how large the book is, and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from betahedge.sheets import theme

AXES = ((2e9, '0.0,,,"bn"'), (2e6, '0.0,,"m"'))  # of money, by the largest amount of a book


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
    def axis(self) -> str:
        """Give the format of money on an axis of a large book; formats have no conditions."""
        return next((form for least, form in AXES if self.largest >= least), "")
