"""Whole lots: one formula for a float and for a column."""

from typing import Any, Literal

from betahedge.core.operations import FLOATS, Operations, Steps

Rounding = Literal["nearest", "down", "up"]

# A quotient of lots is settled to 9 decimals before it is rounded, so that
# 3.0 * 0.6 / 0.1 = 17.999999999999996 counts as 18 lots in every engine; and to 15 significant
# digits, which from a million lots on are fewer: 419430.6 / 0.1 = 4194305.999999999 is 4194306.
DECIMALS = 9
DIGITS = 15


_SAME = 0.5 * 10.0**-DECIMALS


def is_above(value: Any, limit: Any) -> Any:
    """Tell a ratio above a limit: they are compared to 9 decimals, as lots are counted."""
    return value - limit >= _SAME


def _shifts(whole: float, settle: float) -> Steps:
    """Tell what to add to a size so that its floor is the whole lots, by the size.

    Half of what it is settled to is added or taken; from 10^15 on lots are whole as they are.
    """
    powers = range(DIGITS - DECIMALS, DIGITS + 1)
    units = [10.0 ** (power - DIGITS) for power in powers]
    bounds = [10.0**power for power in powers]
    return bounds, [*(whole + settle * unit for unit in units), 0.0]


_SHIFTS = {"nearest": _shifts(0.5, 0.5), "down": _shifts(0.0, 0.5), "up": _shifts(1.0, -0.5)}


def round_lots(
    contracts: Any, lot_size: Any, rounding: Rounding = "nearest", ops: Operations = FLOATS
) -> Any:
    """Round a number of contracts to whole lots.

    contracts: + sold, - bought.  lot_size: contracts per lot, > 0; 0 leaves the count exact.
    rounding: "nearest" (a half goes away from zero), "down" (towards zero), "up" (away from
    zero).  Returns contracts, with the sign they came with; infinity and NaN come back as such.
    """
    lots = contracts / ops.where(lot_size == 0, 1.0, lot_size)
    size = ops.absolute(lots)
    whole = ops.floor(size + ops.step(size, _SHIFTS[rounding])) * lot_size
    is_bought = (lots < 0) & (whole > 0)  # no lots are 0.0: 0.0 - 0.0 has any sign in Polars
    return ops.where(lot_size == 0, contracts, ops.where(is_bought, 0.0 - whole, whole))
