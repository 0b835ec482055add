"""How many contracts to sell, and what a position of contracts achieves.

`spot_value` is signed market value in the quote currency (+ long).  Contracts are + sold
short, - bought.  Ratios are decimals.  Every formula is one expression, so that a float, a
NumPy array and an expression of Polars or DuckDB give the same answer.
"""

from typing import Any

from betahedge.core.operations import FLOATS, Operations


def hedge_contracts(
    spot_value: Any, contract_value: Any, hedge_ratio: Any = 1.0, beta: Any = 1.0
) -> Any:
    """Count the contracts to sell, exactly: beta x H x V / contract value.

    spot_value, contract_value: quote currency; a contract's value is at the futures price.
    hedge_ratio: share of the exposure to hedge.  beta: of the book to the hedge instrument.
    Returns contracts, + to sell, - to buy.  A contract value of 0 divides by zero.
    Source: Hull, Options, Futures, and Other Derivatives, section 3.5.
    """
    return beta * hedge_ratio * spot_value / contract_value


def hedge_ratio(spot_value: Any, contracts: Any, contract_value: Any, beta: Any = 1.0) -> Any:
    """Tell the hedge ratio a position achieves: contracts x contract value / (beta x V).

    The inverse of `hedge_contracts`: same units and signs.  contract_value: of an inverse
    position held it is face x price / entry, what the position moves like.  Returns a decimal;
    above 1 is over-hedged, below 0 adds to the exposure.  A spot value or beta of 0 divides by
    zero.
    """
    return contracts * contract_value / (beta * spot_value)


def net_exposure(spot_value: Any, contracts: Any, contract_value: Any, beta: Any = 1.0) -> Any:
    """Tell the exposure left after the hedge: beta x V - contracts x contract value.

    In the quote currency at the hedge instrument's price; + is long.
    """
    return beta * spot_value - contracts * contract_value


def hedge_action(contracts: Any, ops: Operations = FLOATS) -> Any:
    """Turn the sign of a count into a word: "Short" (sell), "Long" (buy) or "None"."""
    return ops.where(contracts > 0, "Short", ops.where(contracts < 0, "Long", "None"))
