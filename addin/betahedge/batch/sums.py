"""Sums that are the same every time: of whole units, never of floats.

The sum of floats depends on the order in which an engine's threads come by.  Money is summed as
whole micro-units; contracts as whole 2^-56ths of one, finer than a float of 0.1 is.
"""

from __future__ import annotations

from betahedge.batch.lines import SUMMED, Step, divisor
from betahedge.batch.policy import Policy
from betahedge.batch.words import MISSING_NUMBER, Words
from betahedge.core.rounding import round_lots
from betahedge.core.running import netted_order, target_position

MICRO = 1e6
UNITS = 1 << 56  # of a contract
SUMS = tuple(f"{name}_micro" for name in SUMMED)
COUNTED = ("exact", "held", "exposure", "gross", "entered", "moved")  # of a contract
COUNTS = tuple(f"{name}_units" for name in COUNTED)
ALONE = ("exact", "held", "exposure", "held_value")  # what a sum of one line is
ORDERS = (
    *("portfolio", "contract", "lines", "contract_value", "lot_size", "exact", "target", "held"),
    *("order", "note"),
)
NETTED = ("portfolio", "contract", "contract_value", "lot_size")
TWO_TERMS = "its lines give it two prices or sizes; one contract has one of each"


def micro_units(words: Words) -> Step:
    """Count the money of a line in whole micro-units, half away from zero."""
    step: Step = {}
    for name in SUMMED:
        amount = words.column(name) * MICRO
        step[f"{name}_micro"] = words.wide(words.whole(amount + words.where(amount < 0, -0.5, 0.5)))
    return step


def contract_units(words: Words) -> Step:
    """Count what is summed of a contract in whole units.

    gross: the exposure, either way.  entered: contracts held, either way, whose value depends on
    their entry.  moved: that value of them.
    """
    exact, held, exposure, moves = words.columns("exact", "held", "exposure", "held_value")
    entered = words.where(words.is_known(moves), words.ops.absolute(held), 0.0)
    moved = entered * words.first(moves, words.literal(0.0))
    numbers = (exact, held, exposure, words.ops.absolute(exposure), entered, moved)
    return {name: words.units(number, UNITS) for name, number in zip(COUNTS, numbers)}


def _together(words: Words) -> Step:
    """Read sums of units as numbers, rounded once; of one line it is that line's number itself."""
    sums = {
        name: words.number(words.column(count)) * (1.0 / UNITS)
        for name, count in zip(COUNTED, COUNTS)
    }
    is_one = words.column("lines") == 1
    exact, held, exposure, moves = words.columns(*(f"{name}_alone" for name in ALONE))
    entered = sums["entered"]
    since = words.where(
        entered == 0,
        words.blank(MISSING_NUMBER),
        sums["moved"] / words.where(entered == 0, 1.0, entered),
    )
    return {
        "exact": words.where(is_one, exact, sums["exact"]),
        "held": words.where(is_one, held, sums["held"]),
        "net": words.where(is_one, exposure, sums["exposure"]),
        "gross": words.where(is_one, words.ops.absolute(exposure), sums["gross"]),
        "moves": words.first(words.where(is_one, moves, since), words.column("contract_value")),
    }


def net_order(words: Words, policy: Policy) -> list[Step]:
    """Round the netted count once; trade what is held to it, where its ratio is outside the band.

    As a book's orders are (`books.netting`), by core's `netted_order`.
    """
    exact, held, value, lot, moves, net, gross, money = words.columns(
        *("exact", "held", "contract_value", "lot_size", "moves", "net", "gross", "money")
    )
    each = words.where(held == 0, value, moves)
    there, new = divisor(words, moves), divisor(words, value)
    order = netted_order(
        net, gross, money, held, moves, value, policy.band, lot, policy.rounding, words.ops
    )
    return [
        _together(words),
        {"moves": each, "money": exact * value},
        {"exact": target_position(exact, held, there, new, ops=words.ops)},
        {"target": round_lots(exact, lot, policy.rounding, words.ops), "order": order},
    ]
