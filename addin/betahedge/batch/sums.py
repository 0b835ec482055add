"""Sums that are the same every time: of whole units, never of floats.

The sum of floats depends on the order in which an engine's threads come by.  Money is summed as
whole micro-units; contracts as whole contracts and whole millionths of millionths of one.
"""

from __future__ import annotations

from typing import Any

from betahedge.batch.lines import SUMMED, Step
from betahedge.batch.words import Words
from betahedge.core.rounding import round_lots

MICRO = 1e6
PICO = 1e12
SUMS = tuple(f"{name}_micro" for name in SUMMED)
COUNTED = ("exact", "held")  # contracts
PARTS = tuple(f"{name}_{part}" for name in COUNTED for part in ("whole", "pico"))
ORDERS = (
    *("portfolio", "contract", "lines", "contract_value", "lot_size", "exact", "target", "held"),
    *("order", "note"),
)
NETTED = ("portfolio", "contract", "contract_value", "lot_size")
TWO_TERMS = "its lines give it two prices or sizes; one contract has one of each"


def micro_units(words: Words) -> Step:
    """Count the money of a line in whole micro-units, half away from zero."""
    return {f"{name}_micro": _nearest(words, words.column(name) * MICRO) for name in SUMMED}


def _nearest(words: Words, amount: Any) -> Any:
    return words.whole(amount + words.where(amount < 0, -0.5, 0.5))


def contract_parts(words: Words) -> Step:
    """Take counts of contracts apart: wholes and the rest, both with the count's sign."""
    parts: Step = {}
    for name in COUNTED:
        count = words.column(name)
        whole = words.whole(count)
        parts[f"{name}_whole"] = whole
        parts[f"{name}_pico"] = _nearest(words, (count - words.number(whole)) * PICO)
    return parts


def net_count(words: Words, name: str) -> Any:
    """Put a sum of parts together; of one line it is that line's count itself."""
    whole, pico, alone = words.columns(f"{name}_whole", f"{name}_pico", f"{name}_alone")
    # By way of 64 bits, and a product: engines read a decimal as a float, and divide by a
    # constant, each in its own way.
    several = words.number(words.whole(whole)) + words.number(words.whole(pico)) * (1.0 / PICO)
    return words.where(words.column("lines") == 1, alone, several)


def net_order(words: Words, rounding: Any) -> list[Step]:
    """Round the netted count once, and trade what is held to it."""
    exact, lot, target, held = words.columns("exact", "lot_size", "target", "held")
    return [
        {name: net_count(words, name) for name in COUNTED},
        {"target": round_lots(exact, lot, rounding, words.ops)},
        {"order": target - held},
    ]
