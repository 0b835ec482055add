"""A short that coins and cash back together: what is left exposed, and where it is liquidated.

Contracts are + sold short, - bought.  Money is in the quote currency.
"""

from typing import Any

from betahedge.core.contract import Kind
from betahedge.core.margin import NEVER


def hedge_delta(
    coins: Any, contracts: Any, contract_size: Any, entry_price: Any, kind: Kind = "linear"
) -> Any:
    """Tell the coins left exposed: + long, - short.

    linear: Q - n x size, whatever the price.  inverse: Q - n x face / E: a short of X dollars
    entered at E is short X / E coins for as long as it is held.  A full hedge leaves 0.
    Source: Q + X (1/P - 1/E) coins are Q P + X - X P / E dollars; their slope in P.
    """
    sold = contracts * contract_size
    return coins - (sold / entry_price if kind == "inverse" else sold)


def hedge_liquidation_shared(
    entry_price: float,
    contracts: float,
    contract_size: float,
    maintenance_rate: float,
    cash: float,
    coins: float,
    collateral_ratio: float = 1.0,
    other_pnl: float = 0.0,
    other_maintenance: float = 0.0,
    maintenance_amount: float = 0.0,
) -> float | None:
    """Tell the price at which an account of coins and cash falls to its maintenance margin.

    (cash + other P&L - other maintenance + amount + n E) / (n + |n| m - h Q), for n coins sold
    at E and Q coins held that count at h of their value; linear contracts.  A price below the
    present one is a fall that liquidates: a position bought, or coins bought on debt.
    None where no price above 0 does it, as for a short with coins enough behind it.
    Source: the price P at which cash + h Q P + n (E - P) + other P&L = |n| m P - amount + other
    maintenance.
    """
    sold = contracts * contract_size
    cover = cash + other_pnl - other_maintenance + maintenance_amount + sold * entry_price
    exposed = sold + abs(sold) * maintenance_rate - collateral_ratio * coins
    price = cover / exposed if exposed else 0.0
    return price if entry_price / NEVER < price < entry_price * NEVER else None
