"""Funding that a position received, stamp by stamp."""

import math
from collections.abc import Sequence

from betahedge.core.contract import Kind

SAME_TIME = 0.5e-6  # of a time: a twentieth of a second, where times are days


def hedge_funding_history(
    contracts: float,
    contract_size: float,
    stamps: Sequence[float],
    rates: Sequence[float],
    marks: Sequence[float],
    start: float,
    finish: float,
    kind: Kind = "linear",
) -> float:
    """Add up the funding of the stamps from `start` to `finish`, both included to 6 decimals.

    contracts: + sold short, which receives a positive rate (+); - bought.  stamps: times on one
    clock, such as a spreadsheet's days, in any order.  rates: decimals of the notional at the
    mark price.  In the settlement currency: n x size x mark x rate for linear and quanto, n x
    face / mark x rate coins for inverse.  No stamp in between is 0.
    Source: freqtrade, Exchange.calculate_funding_fees.
    """
    held = [
        rate / mark if kind == "inverse" else rate * mark
        for stamp, rate, mark in zip(stamps, rates, marks, strict=True)
        if is_within(stamp, start, finish)
    ]
    return contracts * contract_size * math.fsum(held)


def is_within(stamp: float, start: float, finish: float) -> bool:
    """Tell a time from `start` to `finish`, to 6 decimals: 8 hours three times over are a day."""
    return is_in_order(start, stamp) and is_in_order(stamp, finish)


def is_in_order(earlier: float, later: float) -> bool:
    """Tell that one time is not after another, to 6 decimals."""
    return later - earlier > -SAME_TIME
