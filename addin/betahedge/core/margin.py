"""Margin, and the price at which a position is liquidated.

Contracts are + sold short, - bought.  Margin is positive money: in the quote currency for
linear contracts, in coin for inverse and quanto ones.  Rates are decimals of the notional.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from betahedge.core.contract import Kind, hedge_futures_pnl
from betahedge.core.operations import FLOATS, Operations
from betahedge.core.rounding import DECIMALS

LiquidationMethod = Literal["mark", "mark_fee", "entry"]
SurvivalKind = Literal["linear", "inverse"]

NEVER = 1e12  # a price this many times away from the entry is rounding noise, not a price


def hedge_margin(
    contracts: Any,
    contract_value: Any,
    rate: Any,
    deduction: Any = 0.0,
    ops: Operations = FLOATS,
) -> Any:
    """Initial or maintenance margin: notional x rate - deduction, the same for both sides.

    In the unit of the contract value.  rate: 1 / leverage, or the venue's.  deduction: the tier's
    maintenance amount, or 0; one of another tier can be more than the margin, which is then below
    0 and no margin.
    """
    return ops.absolute(contracts) * contract_value * rate - deduction


def hedge_liquidation(
    entry_price: Any,
    leverage: Any,
    maintenance_rate: Any,
    kind: Kind = "linear",
    method: LiquidationMethod = "mark",
    taker_fee: Any = 0.0,
    maintenance_amount: Any = 0.0,
    contracts: Any = 1.0,
    contract_size: Any = 1.0,
    collateral: Any = None,
    ops: Operations = FLOATS,
) -> Any:
    """Tell the price at which collateral + P&L falls to the maintenance margin.

    method: the margin is on the mark price, on the mark price with the closing fee
    (`taker_fee`) in it, or on the entry price.  collateral: wallet of the position, by
    default notional / leverage; for cross margin the wallet plus the P&L less the maintenance
    of the other positions.  A maintenance_rate of 0 gives the bankruptcy price.
    Collateral below the maintenance margin at the entry has a price all the same: a short in
    profit, its profit withdrawn, is liquidated below its entry and above the mark.
    Missing (None) where no price above 0 does it: a bought position paid in full, an inverse
    short with its coins as collateral, or no position.
    Source: Binance, How to Calculate Liquidation Price of USD-M Futures Contracts (mark);
    Bybit, Liquidation Price Calculation under Isolated Mode (entry).
    """
    position = contracts * contract_size
    inverse, on_entry = kind == "inverse", method == "entry"
    notional = position / entry_price if inverse else position * entry_price
    size = ops.absolute(notional)
    cover = (size / leverage if collateral is None else collateral) + maintenance_amount
    rate = maintenance_rate + taker_fee if method == "mark_fee" else maintenance_rate
    on_mark = 0.0 if on_entry else rate * ops.absolute(position)
    owed = rate * size if on_entry else 0.0
    if inverse:  # cover + face / P - notional = rate x |face| / P, or owed
        top, bottom = position - on_mark, notional + owed - cover
    else:  # cover + notional - coins x P = rate x |coins| x P, or owed
        top, bottom = cover + notional - owed, position + on_mark
    price = top / ops.where(bottom == 0, 1.0, bottom)
    is_price = (price > entry_price / NEVER) & (price < entry_price * NEVER) & (bottom != 0)
    return ops.where(is_price, price, ops.missing)


def hedge_survival(
    contracts: Any,
    contract_value: Any,
    rally: Any,
    maintenance_rate: Any,
    collateral: Any = 0.0,
    kind: SurvivalKind = "linear",
    price: Any = 1.0,
    ops: Operations = FLOATS,
) -> Any:
    """Tell the collateral still needed to survive a rally; never below 0.

    The loss of the contracts sold plus the maintenance margin at the top of the rally, less what
    is there; margin apart from the spot, whose gain is not counted.
    linear, in the quote currency: N r + |N| m (1 + r), with N = n x contract value.  inverse, in
    coins, from the price P the rally starts at: X (1/P - 1/(P (1 + r))) + |X| m / (P (1 + r)), with
    X = n x face, the contract value of an inverse contract.  A price of 0 divides by zero.
    """
    value = contracts * contract_value
    if kind == "inverse":
        top = price * (1.0 + rally)
        loss, owed = value * rally / top, maintenance_rate * ops.absolute(value) / top
    else:
        loss, owed = value * rally, maintenance_rate * ops.absolute(value) * (1.0 + rally)
    lacking = loss + owed - collateral
    return ops.where(lacking > 0, lacking, 0.0)


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
