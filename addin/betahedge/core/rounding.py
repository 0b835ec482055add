"""Whole lots: rounding has no operator, so it is the one formula with two forms."""

import math
from typing import Any, Literal

Rounding = Literal["nearest", "down", "up"]

# A quotient of lots is settled to 9 decimals before it is rounded, so that
# 3.0 * 0.6 / 0.1 = 17.999999999999996 counts as 18 lots in every engine.
DECIMALS = 9
_SETTLE = 0.5 * 10.0**-DECIMALS
_SHIFT = {"nearest": 0.5 + _SETTLE, "down": _SETTLE, "up": 1.0 - _SETTLE}


def round_lots(contracts: float, lot_size: float, rounding: Rounding = "nearest") -> float:
    """Round a number of contracts to whole lots.

    contracts: + sold, - bought.  lot_size: contracts per lot, > 0; 0 leaves the count exact.
    rounding: "nearest" (a half goes away from zero), "down" (towards zero), "up" (away from
    zero).  Returns contracts, with the sign they came with; infinity and NaN come back as such.
    """
    if lot_size == 0 or not math.isfinite(contracts):
        return contracts
    lots = round(contracts / lot_size, DECIMALS)
    size = abs(lots)
    if rounding == "nearest":
        whole = math.floor(size)
        whole += size - whole >= 0.5
    else:
        whole = math.floor(size) if rounding == "down" else math.ceil(size)
    return math.copysign(whole, lots) * lot_size


def round_lots_expr(contracts: Any, lot_size: Any, rounding: Rounding = "nearest") -> Any:
    """Give `round_lots` in operators alone: for NumPy arrays and Polars expressions.

    The same arguments and answer for lot_size > 0; there is no lot_size 0 here.
    """
    lots = contracts / lot_size
    return (abs(lots) + _SHIFT[rounding]) // 1.0 * ((lots >= 0) * 2.0 - 1.0) * lot_size
