"""What arithmetic has no operator for, handed to a formula as words: floor, absolute, where.

A formula takes them as its last argument, `ops`.  By default they are Python's own, for plain
floats.  A column engine hands in its own three, such as `np.floor, np.abs, np.where`, and the
same formula makes an array, a Polars expression or a column of a database.  An engine's own
rounding is never one of them: half of the engines round a half to even.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Steps = tuple[Sequence[float], Sequence[float]]  # bounds, and one value more than bounds


@dataclass(frozen=True)
class Operations:
    """The words of an engine.

    floor: the greatest whole number that is not above a value.  absolute: its size.
    choose(condition, one, other): row by row one or the other; either may be a plain number or a
    text.  missing: what stands for no answer.
    """

    floor: Callable[[Any], Any]
    absolute: Callable[[Any], Any]
    choose: Callable[[Any, Any, Any], Any]
    missing: Any = None

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Choose one or the other; of plain numbers alone, such as one lot size for all, at once.

        Both are worked out, so a divisor is made safe before it divides.
        """
        if isinstance(condition, bool):
            return one if condition else other
        return self.choose(condition, one, other)

    def step(self, value: Any, steps: Steps) -> Any:
        """Choose by size: the first of the steps' values, or that of the last bound reached."""
        bounds, values = steps
        chosen: Any = values[-1]
        for bound, before in zip(reversed(bounds), reversed(values[:-1])):
            chosen = self.where(value < bound, before, chosen)
        return chosen


class FloatOperations(Operations):
    """Python's own words for plain floats."""

    def step(self, value: float, steps: Steps) -> float:
        """Choose by size, by bisection."""
        return steps[1][bisect_right(steps[0], value)]


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _choose(condition: bool, one: Any, other: Any) -> Any:
    return one if condition else other


FLOATS = FloatOperations(_floor, abs, _choose)
