"""Maintenance margin in tiers, and the price that liquidates a position under them.

A tier is a rate from a notional on.  Money is in the settlement currency: the quote currency
for linear contracts, coin for inverse and quanto ones.  Contracts are + sold short, - bought.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from betahedge.core.contract import Kind
from betahedge.core.margin import NEVER, Tier


@lru_cache(maxsize=32)  # a column of positions asks for one table again and again
def margin_tiers(floors: tuple[float, ...], rates: tuple[float, ...]) -> tuple[Tier, ...]:
    """Work out each tier's amount, so that the margin does not jump at a floor.

    amount_k = amount_(k-1) + floor_k x (rate_k - rate_(k-1)), the first 0.  floors: ascending
    from 0, in the settlement currency.  rates: decimals.
    Source: Binance, Leverage and Margin of USD-M Futures (maintenance amount).
    """
    tiers: list[Tier] = []
    amount, before = 0.0, rates[0]
    for floor, rate in zip(floors, rates, strict=True):
        amount += floor * (rate - before)
        tiers.append(Tier(floor, rate, amount))
        before = rate
    return tuple(tiers)


def hedge_maintenance(notional: float, floors: Sequence[float], rates: Sequence[float]) -> float:
    """Tell the maintenance margin of a notional: |notional| x its tier's rate - its amount.

    The same as each slice of the notional at its own tier's rate.  Long and short alike; 0 for
    no position.
    """
    return _maintenance(abs(notional), margin_tiers(tuple(floors), tuple(rates)))


def _maintenance(notional: float, tiers: Sequence[Tier]) -> float:
    tier = tiers[bisect_right(tiers, notional, key=lambda tier: tier.floor) - 1]
    return notional * tier.maintenance_rate - tier.maintenance_amount


def hedge_liquidation_tiered(
    entry_price: float,
    contracts: float,
    contract_size: float,
    collateral: float,
    floors: Sequence[float],
    rates: Sequence[float],
    kind: Kind = "linear",
) -> float | None:
    """Tell the price at which collateral + P&L falls to the tiered maintenance margin.

    The tier is that of the notional at the price itself, not at the entry.  collateral: wallet
    of the position, in the settlement currency; for cross margin with the P&L less the
    maintenance of the other positions.  None where no price above 0 does it.

    In the notional N, |n| x size x P (or / P for inverse), collateral + P&L is a line with a
    slope of -1 where N grows against the position and of 1 where it grows with it.
    """
    coins = contracts * contract_size
    if not coins:
        return None
    inverse = kind == "inverse"
    entry_notional = coins / entry_price if inverse else coins * entry_price
    against = (coins < 0) == inverse
    slope = -1.0 if against else 1.0
    start = collateral - slope * abs(entry_notional)
    notional = _where_it_meets(start, slope, margin_tiers(tuple(floors), tuple(rates)))
    price = abs(coins) / notional if inverse and notional > 0.0 else notional / abs(coins)
    return price if entry_price / NEVER < price < entry_price * NEVER else None


def _where_it_meets(start: float, slope: float, tiers: Sequence[Tier]) -> float:
    """Find the notional where start + slope x N is the maintenance margin; 0 where none is.

    What is over it only falls along N for a slope of -1 and only rises for 1: the tier is the
    last whose floor is on the near side.
    """
    if start * slope >= 0.0:
        return 0.0

    def is_before(tier: Tier) -> bool:
        margin = tier.floor * tier.maintenance_rate - tier.maintenance_amount
        return (start + slope * tier.floor - margin) * slope <= 0.0

    tier = [tier for tier in tiers if is_before(tier)][-1]
    return (start + tier.maintenance_amount) / (tier.maintenance_rate - slope)
