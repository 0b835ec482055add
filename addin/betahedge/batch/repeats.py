"""Two lines of which one is too many: the same line twice, and one coin at two times."""

from __future__ import annotations

from dataclasses import dataclass

from betahedge.books.faults import Unclear
from betahedge.books.text import escaped

# Marks of a line, equal where what they stand for is.
ALIKE, COIN, TIME = "mark_alike", "mark_coin", "mark_time"


@dataclass(frozen=True, slots=True)
class Place:
    """A line: whose coin it is, and where it stands, as far as that is known."""

    portfolio: object
    asset: str
    line: int | None = None
    file: str = ""

    def __str__(self) -> str:
        """Say where it stands."""
        if self.line is None:
            return "another line"
        return f"line {self.line:,}" + (f" of {escaped(self.file)}" if self.file else "")


def refuse_twice(source: str, key: str, first: Place, second: Place, count: int) -> Unclear:
    """Say that a line is there twice, or a coin at two times.  count: of such lines or coins."""
    coin = f"{escaped(first.asset)} of portfolio {escaped(str(first.portfolio))}"
    more = f", one of {count:,} such" if count > 1 else ""
    if key == COIN:
        what = f"{coin}: {second} is of another time than {first}{more}, as in a history"
        remedy = "leave one time, or take what says it out where all are to be added up"
    else:
        what = f"{coin}: {second} repeats {first}{more}"
        remedy = "take one out, or tell them apart by a column, as wallet"
    return Unclear(f"{escaped(source)}, {what}; {remedy}")
