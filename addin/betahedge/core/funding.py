"""Funding that a position received, stamp by stamp."""

import math
from collections.abc import Sequence

from betahedge.core.contract import Kind


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
    """Add up the funding of the stamps from `start` to `finish`, both included.

    contracts: + sold short, which receives a positive rate (+); - bought.  stamps: times on one
    clock, such as a spreadsheet's days, in any order.  rates: decimals of the notional at the
    mark price.  In the settlement currency: n x size x mark x rate for linear and quanto, n x
    face / mark x rate coins for inverse.  No stamp in between is 0.
    Source: freqtrade, Exchange.calculate_funding_fees.
    """
    held = [
        rate / mark if kind == "inverse" else rate * mark
        for stamp, rate, mark in zip(stamps, rates, marks, strict=True)
        if start <= stamp <= finish
    ]
    return contracts * contract_size * math.fsum(held)
