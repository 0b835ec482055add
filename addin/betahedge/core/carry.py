"""What a hedge earns and costs while it is held: basis, funding, fees and capital.

Basis is futures - spot (some textbooks use spot - futures).  Money is in the quote currency:
cash received is +, and a `cost` is + when the hedge costs money.  Time is act/365, rates are
decimals.  Contracts are + sold short, - bought.
"""

import math
from typing import Any, Literal

from betahedge.core.operations import FLOATS, Operations

BasisMethod = Literal["simple", "compounded", "continuous"]
TailMethod = Literal["compounded", "continuous"]

DAYS = 365.0
HOURS = 8760.0


def hedge_basis(futures_price: Any, spot_price: Any) -> Any:
    """Basis: futures - spot, in the quote currency; + is contango."""
    return futures_price - spot_price


def hedge_basis_rate(
    futures_price: Any, spot_price: Any, days: Any, method: BasisMethod = "simple"
) -> Any:
    """Basis as a rate a year; + is what a short hedge held to expiry earns.

    days: to expiry.  simple: (F/S - 1) x 365/d.  compounded: (F/S)^(365/d) - 1.  continuous:
    ln(F/S) x 365/d, on plain numbers only.  A spot price or days of 0 divides by zero.
    """
    if method == "compounded":
        return (futures_price / spot_price) ** (DAYS / days) - 1.0
    if method == "continuous":
        return math.log(futures_price / spot_price) * DAYS / days
    return (futures_price - spot_price) / spot_price * DAYS / days


def hedge_fair_price(spot_price: Any, rate: Any, days: Any, income: Any = 0.0) -> Any:
    """Price a dated future at its cost of carry: (S - I) x exp(rate x days / 365).

    rate: a year, continuous, net of any yield.  income: present value of what the coin pays
    until expiry, in the quote currency.
    Source: Hull, Options, Futures, and Other Derivatives, sections 5.4 and 5.5.
    """
    return (spot_price - income) * math.e ** (rate * days / DAYS)


def hedge_tailed(contracts: Any, rate: Any, days: Any, method: TailMethod = "compounded") -> Any:
    """Tail a hedge: the contracts whose daily settled P&L, with interest, match the hedge's.

    compounded: n / (1 + r)^T.  continuous: n x exp(-rT), with T = days / 365.
    Returns contracts, exact, with the sign they came with.
    Source: Hull, Options, Futures, and Other Derivatives, section 3.4.
    """
    if method == "continuous":
        return contracts * math.e ** (-rate * days / DAYS)
    return contracts / (1.0 + rate) ** (days / DAYS)


def hedge_funding(contracts: Any, contract_value: Any, funding_rate: Any, stamps: Any = 1.0) -> Any:
    """Funding cash of a perpetual: contracts x contract value x rate x stamps.

    funding_rate: for one stamp; above 0 longs pay shorts, so a short hedge receives (+).
    """
    return contracts * contract_value * funding_rate * stamps


def hedge_funding_rate(funding_rate: Any, interval_hours: Any = 8.0) -> Any:
    """Funding as a rate a year, not compounded: rate x 8760 / interval_hours."""
    return funding_rate * HOURS / interval_hours


def hedge_cost(
    contracts: Any,
    contract_value: Any,
    days: Any,
    fee_rate: Any = 0.0,
    slippage_rate: Any = 0.0,
    funding_rate: Any = 0.0,
    interval_hours: Any = 8.0,
    basis: Any = 0.0,
    margin_rate: Any = 0.0,
    capital_rate: Any = 0.0,
    ops: Operations = FLOATS,
) -> Any:
    """Total what a hedge costs over `days`, in the quote currency; - when it earns.

    fee_rate: of the notional, a side, so paid twice, in and out.  slippage_rate: of the
    notional, for the whole trip, so counted once.  funding_rate: each interval_hours, received
    by a short.
    basis: (futures - spot) / futures as it converges over the days, a decimal and not a rate a
    year, earned by a short.  margin_rate x notional is the capital tied up, at capital_rate a
    year.  Contracts bought pay the same fees and capital, and pay funding and basis.
    """
    size = ops.absolute(contracts) * contract_value
    charged = size * (2.0 * fee_rate + slippage_rate + margin_rate * capital_rate * days / DAYS)
    earned = hedge_funding(contracts, contract_value, funding_rate, days * 24.0 / interval_hours)
    return charged - earned - contracts * contract_value * basis


def hedge_breakeven(spot_value: Any, hedge_ratio: Any, cost: Any, beta: Any = 1.0) -> Any:
    """Tell the fall that pays for the hedge: cost / (H x beta x V), a decimal.

    The fall is of the hedge's market; + is a fall, - when the hedge earns.  A spot value,
    ratio or beta of 0 divides by zero.
    """
    return cost / (hedge_ratio * beta * spot_value)
