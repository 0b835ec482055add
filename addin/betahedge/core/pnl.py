"""What a hedged book earns when prices move.

Money is in the quote currency: P&L and cash received are +.  Returns are simple, as decimals.
`contracts` are + sold short, so a fall in the futures price is a gain.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple


def spot_pnl(spot_value: Any, spot_return: Any) -> Any:
    """P&L of the spot book: V x r."""
    return spot_value * spot_return


def short_pnl(contracts: Any, contract_value: Any, futures_return: Any) -> Any:
    """P&L of contracts sold, from a return: -n x contract value x r_futures."""
    return -contracts * contract_value * futures_return


def hedge_pnl(
    spot_value: Any,
    contracts: Any,
    contract_value: Any,
    spot_return: Any,
    futures_return: Any,
    funding: Any = 0.0,
    costs: Any = 0.0,
) -> Any:
    """P&L of the hedged book: V r_spot - n x contract value x r_futures + funding - costs.

    funding: cash received (+) or paid (-).  costs: given as a positive number.
    """
    return (
        spot_pnl(spot_value, spot_return)
        + short_pnl(contracts, contract_value, futures_return)
        + funding
        - costs
    )


class Impact(NamedTuple):
    """One line of the impact table, in the quote currency."""

    component: str
    initial: float
    change: float
    final: float


def hedge_impact(
    spot_value: float,
    contracts: float,
    contract_value: float,
    spot_return: float,
    futures_return: float,
) -> list[Impact]:
    """Show a price move line by line: spot, futures and their sum.

    A futures position starts at 0: it is margined, not paid for.
    """
    spot = spot_pnl(spot_value, spot_return)
    futures = short_pnl(contracts, contract_value, futures_return)
    return [
        Impact("Spot", spot_value, spot, spot_value + spot),
        Impact("Futures", 0.0, futures, futures),
        Impact("Net", spot_value, spot + futures, spot_value + spot + futures),
    ]


class Scenario(NamedTuple):
    """One rung of the ladder: a return of the hedge's market, and money in quote currency."""

    market_return: Any
    unhedged_pnl: Any
    futures_pnl: Any
    hedged_pnl: Any
    final_value: Any


def hedge_scenario(
    spot_value: Any,
    contracts: Any,
    contract_value: Any,
    market_return: Any,
    beta: Any = 1.0,
    basis_change: Any = 0.0,
) -> Scenario:
    """Price one rung: the market moves by `market_return`, the book by beta times it.

    basis_change: widening of the basis (futures - spot) as a share of the contract's value;
    it adds to the futures return, so a short hedge loses when it is positive.
    """
    unhedged = spot_pnl(spot_value, beta * market_return)
    futures = short_pnl(contracts, contract_value, market_return + basis_change)
    hedged = unhedged + futures
    return Scenario(market_return, unhedged, futures, hedged, spot_value + hedged)


def hedge_scenarios(
    spot_value: Any,
    contracts: Any,
    contract_value: Any,
    returns: Iterable[Any],
    beta: Any = 1.0,
    basis_change: Any = 0.0,
) -> list[Scenario]:
    """Price a ladder of market returns, one `Scenario` each, in the order given."""
    return [
        hedge_scenario(spot_value, contracts, contract_value, r, beta, basis_change)
        for r in returns
    ]
