"""Margin, and the price at which a position is liquidated.

Contracts are + sold short, - bought.  Margin is positive money: in the quote currency for
linear contracts, in coin for inverse and quanto ones.  Rates are decimals of the notional.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from betahedge.core.contract import Kind, coin_notional, hedge_futures_pnl
from betahedge.core.rounding import DECIMALS

LiquidationMethod = Literal["mark", "mark_fee", "entry"]

_NEVER = 1e12  # a price this many times away from the entry is rounding noise, not a price


def hedge_margin(contracts: Any, contract_value: Any, rate: Any, deduction: Any = 0.0) -> Any:
    """Initial or maintenance margin: notional x rate - deduction, the same for both sides.

    rate: 1 / leverage, or the venue's.  deduction: the tier's maintenance amount, or 0.
    """
    return abs(contracts) * contract_value * rate - deduction


def hedge_liquidation(
    entry_price: float,
    leverage: float,
    maintenance_rate: float,
    kind: Kind = "linear",
    method: LiquidationMethod = "mark",
    taker_fee: float = 0.0,
    maintenance_amount: float = 0.0,
    contracts: float = 1.0,
    contract_size: float = 1.0,
    collateral: float | None = None,
) -> float | None:
    """Tell the price at which collateral + P&L falls to the maintenance margin.

    method: the margin is on the mark price, on the mark price with the closing fee
    (`taker_fee`) in it, or on the entry price.  collateral: wallet of the position, by
    default notional / leverage; for cross margin the wallet plus the P&L less the maintenance
    of the other positions.  A maintenance_rate of 0 gives the bankruptcy price.
    None where no price above 0 does it: a bought position paid in full, an inverse short with
    its coins as collateral, or no position; and where the collateral is below the maintenance
    margin at the entry price already.
    Source: Binance, How to Calculate Liquidation Price of USD-M Futures Contracts (mark);
    Bybit, Liquidation Price Calculation under Isolated Mode (entry).
    """
    rate = maintenance_rate + (taker_fee if method == "mark_fee" else 0.0)
    position = contracts * contract_size
    if kind == "inverse":
        notional = coin_notional(contracts, contract_size, entry_price)
    else:
        notional = position * entry_price
    if collateral is None:
        collateral = abs(notional) / leverage
    if collateral + maintenance_amount < rate * abs(notional):
        return None
    solve = _inverse_price if kind == "inverse" else _linear_price
    top, bottom = solve(position, notional, collateral + maintenance_amount, rate, method)
    price = top / bottom if bottom else 0.0
    return price if entry_price / _NEVER < price < entry_price * _NEVER else None


def _linear_price(
    coins: float, notional: float, cover: float, rate: float, method: LiquidationMethod
) -> tuple[float, float]:
    """Solve cover + notional - coins x P = rate x |coins| x P (or of the entry) for P."""
    if method == "entry":
        return cover + notional - rate * abs(notional), coins
    return cover + notional, coins + rate * abs(coins)


def _inverse_price(
    face: float, notional: float, cover: float, rate: float, method: LiquidationMethod
) -> tuple[float, float]:
    """Solve cover + face / P - notional = rate x |face| / P (or of the entry) for P."""
    if method == "entry":
        return face, notional + rate * abs(notional) - cover
    return face - rate * abs(face), notional - cover


def hedge_survival(
    contracts: Any, contract_value: Any, rally: Any, maintenance_rate: Any, collateral: Any = 0.0
) -> Any:
    """Tell the collateral still needed to survive a rally, in the quote currency; never below 0.

    The loss of the contracts sold, n x contract value x rally, plus the maintenance margin on
    the higher notional, less what is there.  Linear contracts, margin apart from the spot.
    """
    loss = contracts * contract_value * rally
    need = loss + hedge_margin(contracts, contract_value * (1.0 + rally), maintenance_rate)
    lacking = need - collateral
    return (lacking + abs(lacking)) / 2.0


class Tier(NamedTuple):
    """A margin tier: from this notional (included), this rate less this amount."""

    floor: float
    maintenance_rate: float
    maintenance_amount: float


def margin_tier(notional: float, tiers: Sequence[Tier]) -> Tier:
    """Find the tier of a notional; tiers in order of their floors, the first from 0."""
    return [tier for tier in tiers if tier.floor <= abs(notional)][-1]


class LedgerDay(NamedTuple):
    """A day of the margin account, before its call is paid; money in the quote currency."""

    settlement: float
    gain: float
    cumulative: float
    balance: float
    call: float


def margin_ledger(
    contracts: float,
    contract_size: float,
    entry_price: float,
    settlements: Iterable[float],
    initial_margin: float,
    maintenance_margin: float,
) -> list[LedgerDay]:
    """Run a linear position's margin account day by day.

    A balance under the maintenance margin, to 9 decimals, brings a call back up to the initial
    margin, paid before the next day's settlement.
    Source: Hull, Options, Futures, and Other Derivatives, section 2.4 and table 2.1.
    """
    days: list[LedgerDay] = []
    before, balance, cumulative = entry_price, initial_margin, 0.0
    for price in settlements:
        gain = hedge_futures_pnl(contracts, contract_size, before, price)
        cumulative += gain
        balance += gain
        lacking = round(balance - maintenance_margin, DECIMALS) < 0.0
        call = initial_margin - balance if lacking else 0.0
        days.append(LedgerDay(price, gain, cumulative, balance, call))
        before, balance = price, balance + call
    return days
