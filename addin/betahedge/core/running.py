"""Running a hedge: how far it drifted, what to trade, and what to close as spot is sold.

Contracts are + sold short, - bought; a trade of + sells more, of - buys back.  Ratios are
decimals.
"""

from typing import Any, Literal, NamedTuple

from betahedge.core.operations import FLOATS, Operations
from betahedge.core.rounding import Rounding, is_above, round_lots
from betahedge.core.sizing import hedge_contracts
from betahedge.core.sizing import hedge_ratio as achieved_ratio

Destination = Literal["target", "edge"]

BAND = 0.05  # the drift that is left alone, either way


def hedge_drift(
    spot_value: Any, contracts: Any, contract_value: Any, hedge_ratio: Any, beta: Any = 1.0
) -> Any:
    """Drift: the ratio a position achieves less the target; + is over-hedged.

    contract_value: of an inverse position held, face x price / entry.  A spot value or beta of 0
    divides by zero.
    """
    return achieved_ratio(spot_value, contracts, contract_value, beta) - hedge_ratio


def hedge_rebalance(
    spot_value: Any,
    contracts: Any,
    contract_value: Any,
    hedge_ratio: Any,
    band: Any = BAND,
    lot_size: Any = 0.0,
    beta: Any = 1.0,
    rounding: Rounding = "nearest",
    to: Destination = "target",
    ops: Operations = FLOATS,
) -> Any:
    """Count the contracts to trade: 0 inside the band, else what brings the position back.

    contract_value: of an inverse position held, face x price / entry.  band: the drift left
    alone, a decimal either way; its edge, to 9 decimals, is inside.  to: the "target", or the
    band's "edge" on the side where the hedge is, which trades less.  The position is rounded to
    lots and never the trade, and nothing is traded unless it brings the ratio nearer to its
    target: so one trade settles it, and lots too coarse for the target never turn it to and fro.
    A spot value or beta of 0 divides by zero.
    """
    drift = hedge_drift(spot_value, contracts, contract_value, hedge_ratio, beta)
    side = ops.where(drift < 0, 0.0 - band, band)
    aim = hedge_ratio + side if to == "edge" else hedge_ratio
    exact = hedge_contracts(spot_value, contract_value, aim, beta)
    position = round_lots(exact, lot_size, rounding, ops)
    after = hedge_drift(spot_value, position, contract_value, hedge_ratio, beta)
    distance = ops.absolute(drift)
    outside = is_above(distance, band)
    nearer = is_above(distance, ops.absolute(after))
    return ops.where(outside, ops.where(nearer, position - contracts, 0.0), 0.0)


class Counting(NamedTuple):
    """How a target is counted: at the value of a contract, beside money that is there already."""

    value: Any
    there: Any


def _count(
    money: Any, contracts: Any, contract_value: Any, new_value: Any, ops: Operations
) -> Counting:
    """Tell how to count a target in money, where contracts held move like another value.

    What falls short of the contracts held is counted at their value.  What goes beyond them is
    counted at that of new ones, and what those held move like more than that is there already.
    """
    held = contracts * contract_value
    same_side = money * contracts >= 0
    is_less = ops.absolute(money) < ops.absolute(held)
    more = contracts * (contract_value - new_value)
    return Counting(
        ops.where(same_side, ops.where(is_less, contract_value, new_value), new_value),
        ops.where(same_side, ops.where(is_less, 0.0, more), 0.0),
    )


def target_position(
    exact: Any,
    contracts: Any,
    contract_value: Any,
    new_value: Any,
    lot_size: Any = 0.0,
    rounding: Rounding = "nearest",
    ops: Operations = FLOATS,
) -> Any:
    """Count the contracts of a target in whole lots, those held that stay and new ones.

    exact: the target in new contracts.  contracts: held.  contract_value, new_value: of one
    held, and of a new one; neither is 0.
    """
    value, there = _count(exact * new_value, contracts, contract_value, new_value, ops)
    return round_lots(exact * (new_value / value) - there / value, lot_size, rounding, ops)


def position_money(
    position: Any,
    contracts: Any,
    contract_value: Any,
    new_value: Any,
    ops: Operations = FLOATS,
) -> Any:
    """Tell the money that a position moves like, + short: contracts held that stay, and new ones.

    contract_value, new_value: of one held, and of a new one.
    """
    smaller = ops.where(ops.absolute(position) < ops.absolute(contracts), position, contracts)
    kept = ops.where(position * contracts > 0, smaller, 0.0)
    return position * new_value + kept * (contract_value - new_value)


def netted_order(
    net: Any,
    gross: Any,
    money: Any,
    contracts: Any,
    contract_value: Any,
    new_value: Any,
    band: Any = BAND,
    lot_size: Any = 0.0,
    rounding: Rounding = "nearest",
    ops: Operations = FLOATS,
) -> Any:
    """Count what to trade in the one contract that hedges several lines; 0 inside the band.

    net, gross: exposures of the lines in money, + long, added up as they are and by their sizes.
    money: what they want sold short together, - bought.  contracts: held.  contract_value: of an
    inverse position held, face x price / entry.  new_value: of a contract sold from now on.  The
    ratio is that of the net exposure; where the money is against it, or it is 0, of the gross
    one.  What hedges nothing, a gross exposure of 0, is closed.  A contract of value 0 is not
    traded.
    """
    whole = ops.where(net == 0, gross, ops.where(net * money >= 0, net, gross))
    some = ops.where(whole == 0, 1.0, whole)
    value, there = _count(money, contracts, contract_value, new_value, ops)
    each = ops.where(contract_value == 0, 1.0, value)
    aim = (money - there) / some
    # Contracts on the wrong side are counted as new ones; the band takes up what they are not.
    apart = ops.absolute(contracts / some) * (each - contract_value)
    edge = band + ops.where(money * contracts < 0, apart, 0.0)
    trade = hedge_rebalance(some, contracts, each, aim, edge, lot_size, 1.0, rounding, ops=ops)
    closed = ops.where(contracts == 0, 0.0, 0.0 - contracts)  # Polars makes -0.0 of 0.0 - 0.0
    return ops.where(contract_value == 0, 0.0, ops.where(whole == 0, closed, trade))


class Transition(NamedTuple):
    """What selling part of a hedged holding asks of its short."""

    buy_back: float
    net_exposure: float
    kept_exposure: float


def hedge_transition(quantity: float, hedged_fraction: float, sold_fraction: float) -> Transition:
    """Tell how much of a short to buy back as the spot it stands for is sold.

    quantity: coins held before.  hedged_fraction, sold_fraction: of that quantity.
    buy_back: the fraction of the original short, sold / hedged and at most all of it; 0 when
    nothing was hedged.  net_exposure: coins long once it is bought back, what was left unhedged
    or, when more is sold than was hedged, what is left.  kept_exposure: coins long if the short
    is kept instead, which is the mistake: with 30 % hedged and sold, 40 % and not 70 %.
    """
    closed = min(hedged_fraction, sold_fraction)
    buy_back = closed / hedged_fraction if hedged_fraction else 0.0
    kept = 1.0 - sold_fraction - hedged_fraction
    return Transition(buy_back, quantity * (kept + closed), quantity * kept)
