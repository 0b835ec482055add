"""Where the P&L of a hedged book came from."""

from typing import Any, NamedTuple


class Attribution(NamedTuple):
    """P&L by source, in the quote currency: gains and cash received +, fees -."""

    spot: Any
    futures: Any
    basis: Any
    funding: Any
    fees: Any
    total: Any


def hedge_attribution(
    quantity: Any,
    spot_entry: Any,
    spot_exit: Any,
    contracts: Any,
    contract_size: Any,
    futures_entry: Any,
    futures_exit: Any,
    funding: Any = 0.0,
    fees: Any = 0.0,
) -> Attribution:
    """Split the P&L of a holding and the linear contracts sold against it.

    quantity: coins held.  contract_size: coins per contract.  funding: cash received (+) or
    paid (-).  fees: fees and slippage, as a positive number; they come back as -.
    The contracts earn n x size x (F0 - F1): the price part is what they would have earned at
    the spot price, n x size x (S0 - S1), and the basis part is the rest, n x size x (b0 - b1)
    with basis b = futures - spot, a gain to the seller when it narrows.  The parts sum to the
    total.
    """
    coins = contracts * contract_size
    spot = quantity * (spot_exit - spot_entry)
    futures = coins * (spot_entry - spot_exit)
    basis = coins * ((futures_entry - spot_entry) - (futures_exit - spot_exit))
    total = spot + futures + basis + funding - fees
    return Attribution(spot, futures, basis, funding, -fees, total)
