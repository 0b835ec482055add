"""What the conventions say of running a hedge, margin, averages and shortfall, as properties.

Named here too are the oracles of the design's functions.md (Changes) that core answers.
"""

import itertools
import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.contract import (
    Kind,
    hedge_contract_value,
    hedge_futures_pnl,
)
from betahedge.core.margin import LiquidationMethod, hedge_liquidation, hedge_survival
from betahedge.core.position import hedge_average_price
from betahedge.core.regression import hedge_minvar_several
from betahedge.core.risk import (
    NotMaterial,
    hedge_effectiveness,
    hedge_effectiveness_several,
    hedge_es,
    hedge_var,
    whole_changes,
)
from betahedge.core.rounding import Rounding, round_lots
from betahedge.core.running import Destination, hedge_drift, hedge_rebalance
from betahedge.core.sizing import hedge_contracts

KINDS = st.sampled_from(["linear", "inverse"])
METHODS = st.sampled_from(["mark", "mark_fee", "entry"])
ROUNDINGS = st.sampled_from(["nearest", "down", "up"])
TO = st.sampled_from(["target", "edge"])
HELD = st.one_of(st.integers(-40, 40).map(float), st.floats(-40, 40))
BOOK = st.floats(1e3, 1e6).map(lambda value: round(value, 2))


@given(
    BOOK,
    HELD,
    st.sampled_from([1.0, -1.0, 1.4, -0.5]),
    st.floats(50, 2e5),
    st.floats(0, 2),
    st.floats(0, 0.3),
    st.sampled_from([0.0, 0.1, 1.0, 5.0]),
    ROUNDINGS,
    TO,
)
def test_a_rebalanced_position_needs_no_further_trade_and_is_no_further_from_its_target(
    value: float,
    held: float,
    beta: float,
    contract: float,
    ratio: float,
    band: float,
    lot: float,
    rounding: Rounding,
    to: Destination,
) -> None:
    def trade(position: float) -> float:
        arguments = (value, position, contract, ratio, band, lot, beta, rounding, to)
        return hedge_rebalance(*arguments)

    first = trade(held)
    assert trade(held + first) == 0.0
    before = abs(hedge_drift(value, held, contract, ratio, beta))
    after = abs(hedge_drift(value, held + first, contract, ratio, beta))
    assert after <= before + 1e-9
    if first:
        assert before > band
        position = held + first
        assert round_lots(position, lot, "nearest") == pytest.approx(position, rel=1e-9, abs=1e-9)
    if lot == 0.0 and before > band + 1e-8:
        assert after == pytest.approx(band if to == "edge" else 0.0, abs=1e-8)


@given(BOOK, HELD, st.floats(50, 2e5), st.floats(0, 2), st.floats(0, 0.3), ROUNDINGS)
def test_to_the_edge_trades_no_more_than_to_the_target(
    value: float, held: float, contract: float, ratio: float, band: float, rounding: Rounding
) -> None:
    arguments = (value, held, contract, ratio, band, 0.0, 1.0, rounding)
    edge, target = hedge_rebalance(*arguments, "edge"), hedge_rebalance(*arguments)
    assert abs(edge) <= abs(target) + 1e-9
    assert edge * target >= 0.0


@pytest.mark.parametrize("price", [6e3, 45e3, 90e3, 6e5])
def test_a_full_inverse_hedge_needs_no_trade_at_any_price(price: float) -> None:
    """Conventions, section 4: 10 BTC, short 6,000 x 100 USD at 60,000, needs no trade at 90,000."""
    contract = hedge_contract_value(price, 100.0, "inverse", 1.0, 60000.0)
    assert hedge_drift(10 * price, 6000.0, contract, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert hedge_rebalance(10 * price, 6000.0, contract, 1.0, 0.0) == 0.0
    opened_now = hedge_contract_value(price, 100.0, "inverse")
    assert hedge_contracts(10 * price, opened_now) == pytest.approx(price / 10)


def equity_less_maintenance(
    price: float, entry: float, rate: float, kind: Kind, n: float, size: float, wallet: float
) -> float:
    """The payoff of a position at a price, less what the venue wants there."""
    notional = n * size / price if kind == "inverse" else n * size * price
    return wallet + hedge_futures_pnl(n, size, entry, price, kind) - rate * abs(notional)


@given(
    st.floats(1.0, 1e5),
    st.floats(0.0, 0.2),
    KINDS,
    st.sampled_from([-3.0, 3.0]),
    st.floats(0.001, 2.0),
)
def test_liquidation_by_bisection_of_the_payoff(
    entry: float, rate: float, kind: Kind, n: float, share: float
) -> None:
    """Any collateral, below maintenance at the entry too; none only where there is no root."""
    size = 10.0
    notional = abs(n) * size / entry if kind == "inverse" else abs(n) * size * entry
    wallet = share * notional
    price = hedge_liquidation(
        entry, 1.0, rate, kind, contracts=n, contract_size=size, collateral=wallet
    )

    def left(at: float) -> float:
        return equity_less_maintenance(at, entry, rate, kind, n, size, wallet)

    low, high = entry * 1e-9, entry * 1e9
    if left(low) * left(high) > 0.0:
        assert price is None or not low < price < high
        return
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if left(low) * left(middle) > 0.0 else (low, middle)
    assert price == pytest.approx(low, rel=1e-8)


@given(st.floats(1.0, 1e5), st.floats(0, 0.1), METHODS, KINDS, st.floats(0.01, 0.2))
def test_more_collateral_moves_the_price_away_from_a_short(
    entry: float, rate: float, method: LiquidationMethod, kind: Kind, share: float
) -> None:
    notional = 1.0 / entry if kind == "inverse" else entry
    wallets = [share * notional * times for times in (0.0, 0.5, 1.0, 1.5)]
    prices = [
        hedge_liquidation(entry, 1.0, rate, kind, method, 0.0006, collateral=wallet)
        for wallet in wallets
    ]
    assert all(later > sooner for sooner, later in itertools.pairwise(prices))


@given(
    st.floats(1e3, 1e5), st.floats(-0.5, 1.5), st.floats(0.001, 0.1), st.sampled_from([-7.0, 7.0])
)
def test_inverse_collateral_to_survive_puts_the_liquidation_at_the_top(
    price: float, rally: float, rate: float, n: float
) -> None:
    needed = hedge_survival(n, 100.0, rally, rate, 0.0, "inverse", price)
    assume(needed > 0.0)
    top = hedge_liquidation(
        price, 1.0, rate, "inverse", contracts=n, contract_size=100.0, collateral=needed
    )
    assert top == pytest.approx(price * (1.0 + rally), rel=1e-7)


FILLS = st.lists(
    st.tuples(st.integers(-50, 50).filter(bool), st.integers(1, 200)), min_size=1, max_size=20
)


@given(FILLS, st.sampled_from(["linear", "inverse"]))
def test_an_average_price_and_what_was_realised_make_the_cash_of_the_fills(
    fills: list[tuple[int, int]], kind: Kind
) -> None:
    """P&L at a mark is each fill's own, whichever way the fills lie."""
    realised, held, average = 0.0, 0, 1.0
    for count, (quantity, price) in enumerate(fills, start=1):
        if held * quantity < 0:
            closed = math.copysign(min(abs(held), abs(quantity)), held)
            realised += hedge_futures_pnl(closed, 1.0, average, price, kind)
        held += quantity
        if held:
            quantities, prices = zip(*fills[:count])
            average = hedge_average_price(quantities, prices, kind)
    mark = 100.0
    each = math.fsum(hedge_futures_pnl(q, 1.0, p, mark, kind) for q, p in fills)
    whole = realised + hedge_futures_pnl(held, 1.0, average, mark, kind)
    assert whole == pytest.approx(each, rel=1e-9, abs=1e-9)


@given(FILLS)
def test_an_average_price_is_among_the_prices(fills: list[tuple[int, int]]) -> None:
    quantities, prices = zip(*fills)
    assume(sum(quantities))
    for kind in ("linear", "inverse"):
        average = hedge_average_price(quantities, prices, kind)
        assert min(prices) * (1 - 1e-12) <= average <= max(prices) * (1 + 1e-12)


BOOKS = st.integers(2, 60).flatmap(
    lambda n: st.tuples(*[st.lists(st.floats(-0.5, 0.5), min_size=n, max_size=n)] * 2)
)


@given(BOOKS, st.floats(0.501, 0.999))
def test_es_is_coherent(books: tuple[list[float], list[float]], confidence: float) -> None:
    """At least the VaR; of two books together no more than of each; monotone; moves with cash."""
    one, other = books
    both = [a + b for a, b in zip(one, other)]
    assert hedge_es(one, confidence) >= hedge_var(one, confidence) - 1e-12
    apart = hedge_es(one, confidence) + hedge_es(other, confidence)
    assert hedge_es(both, confidence) <= apart + 1e-9
    worse = [min(a, b) for a, b in zip(one, other)]
    assert hedge_es(worse, confidence) >= hedge_es(one, confidence) - 1e-12
    with_cash = [r + 0.01 for r in one]
    assert hedge_es(with_cash, confidence) == pytest.approx(hedge_es(one, confidence) - 0.01)


def test_offset_is_not_meaningful_below_its_materiality() -> None:
    call: tuple[Any, ...] = ([100, 99.9], [100, 99], 1.0, "prices", "dollar_offset")
    assert hedge_effectiveness(*call) == pytest.approx(10.0)
    assert hedge_effectiveness(*call, 0.001) == pytest.approx(10.0)  # the change itself
    with pytest.raises(NotMaterial, match=r"changed by 0\.001, less than 0\.0011"):
        hedge_effectiveness(*call, 0.0011)


def test_whole_changes_lose_no_move_in_a_gap() -> None:
    """By hand: from the first complete row, 100 and 50, to the last, 80 and 60."""
    series = ([90, 100, None, 110, 80, None], [None, 50, 70, None, 60, 90])
    assert whole_changes(series) == pytest.approx([-0.2, 0.2])
    assert whole_changes(([-0.1, 0.1, None], [0.2, 0.5, 0.3]), "returns") == pytest.approx(
        [-0.01, 0.8]
    )


def test_effectiveness_of_several_at_their_minimum_variance_ratios_is_r2() -> None:
    spot = [0.01, -0.02, 0.03, -0.01, 0.02, 0.015, -0.03]
    futures = [
        [0.012, -0.018, 0.025, -0.02, 0.02, 0.01, -0.03],
        [0.0, 0.01, 0.02, 0.01, -0.01, 0, 0.01],
    ]
    ratios = hedge_minvar_several(spot, futures, "returns")
    best = hedge_effectiveness_several(spot, futures, ratios, "returns")
    r2 = hedge_effectiveness_several(spot, futures, [9.0, 9.0], "returns", "r2")
    assert best == pytest.approx(r2, rel=1e-12)
    for other in ([ratios[0] + 0.1, ratios[1]], [ratios[0], ratios[1] - 0.1], [ratios[0], 0.0]):
        assert hedge_effectiveness_several(spot, futures, other, "returns") < best
    one = hedge_effectiveness_several(spot, futures, [0.7, 0.0], "returns")
    assert one == pytest.approx(hedge_effectiveness(spot, futures[0], 0.7, "returns"))
