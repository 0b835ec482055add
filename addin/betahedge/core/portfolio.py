"""The mixed-portfolio table: one line an asset, and the total of what is held."""

from typing import NamedTuple

from betahedge.core.rounding import Rounding, round_lots
from betahedge.core.sizing import hedge_action, hedge_contracts


class Holding(NamedTuple):
    """A coin held and the contract that hedges it.

    quantity: coins, + held, - owed.  price: quote currency per coin.  contract_size: coins per
    contract.  lot_size: contracts per lot, 0 for an exact count.  futures_price: quote currency
    per coin, at which the contract is valued; None takes the spot price.
    """

    asset: str
    quantity: float
    price: float
    contract_size: float = 1.0
    hedge_ratio: float = 1.0
    beta: float = 1.0
    lot_size: float = 0.0
    futures_price: float | None = None


class HedgeLine(NamedTuple):
    """A line of the table; values in the quote currency, hedges in contracts (+ sold)."""

    asset: str
    spot_value: float
    contract_value: float
    full_hedge: float
    hedge: float
    order: float
    action: str


def hedge_line(holding: Holding, rounding: Rounding = "nearest") -> HedgeLine:
    """Size one holding: exactly at 100 % and at its ratio, then the order in whole lots."""
    spot_value = holding.quantity * holding.price
    futures_price = holding.price if holding.futures_price is None else holding.futures_price
    contract_value = futures_price * holding.contract_size
    full = hedge_contracts(spot_value, contract_value, beta=holding.beta)
    exact = hedge_contracts(spot_value, contract_value, holding.hedge_ratio, holding.beta)
    order = round_lots(exact, holding.lot_size, rounding)
    return HedgeLine(
        holding.asset, spot_value, contract_value, full, exact, order, hedge_action(order)
    )


def hedge_table(holdings: list[Holding], rounding: Rounding = "nearest") -> list[HedgeLine]:
    """Size every holding, in the order given."""
    return [hedge_line(holding, rounding) for holding in holdings]
