"""Running a hedge: how far it drifted, what to trade, and what to close as spot is sold.

Contracts are + sold short, - bought; a trade of + sells more, of - buys back.  Ratios are
decimals.
"""

from typing import Any, NamedTuple

from betahedge.core.rounding import DECIMALS, Rounding, round_lots
from betahedge.core.sizing import hedge_contracts
from betahedge.core.sizing import hedge_ratio as achieved_ratio


def hedge_drift(
    spot_value: Any, contracts: Any, contract_value: Any, hedge_ratio: Any, beta: Any = 1.0
) -> Any:
    """Drift: the ratio a position achieves less the target; + is over-hedged.

    A spot value or beta of 0 divides by zero.
    """
    return achieved_ratio(spot_value, contracts, contract_value, beta) - hedge_ratio


def hedge_rebalance(
    spot_value: float,
    contracts: float,
    contract_value: float,
    hedge_ratio: float,
    band: float = 0.05,
    lot_size: float = 0.0,
    beta: float = 1.0,
    rounding: Rounding = "nearest",
) -> float:
    """Count the contracts to trade: 0 inside the band, else all the way to the target.

    band: the drift left alone, a decimal either way; its edge, to 9 decimals, is inside.  The
    trade is rounded to lots, not the position: "down" trades less, "up" trades more.
    """
    drift = hedge_drift(spot_value, contracts, contract_value, hedge_ratio, beta)
    if round(abs(drift) - band, DECIMALS) <= 0.0:
        return 0.0
    target = hedge_contracts(spot_value, contract_value, hedge_ratio, beta)
    return round_lots(target - contracts, lot_size, rounding)


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
