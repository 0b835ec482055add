"""Coins and cash behind a short: accounts by hand, slopes, and the root of the payoff."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.shared import hedge_delta, hedge_liquidation_shared
from core.strategies import bisected, prices, signed, thousandths


@pytest.mark.parametrize(
    ("account", "price"),
    [
        ((100, -1, 1, 0.004, 5, 0, 1, 0, 4), 99.3976),
        ((65000, 100, 1, 0.01, 200_000, 100, 0.95), 1_116_666.67),
        ((65000, 1000, 0.1, 0.01, 200_000, 100, 0.95), 1_116_666.67),
        ((10, 1, 1, 0.01, 2, 0, 1, 0, 0, 0.01), 11.891089108910892),  # freqtrade: an isolated one
    ],
)
def test_an_account_of_coins_and_cash(account, price):
    """Oracle: cross margin worked out by hand; freqtrade, tests of Binance, without coins."""
    assert hedge_liquidation_shared(*account) == pytest.approx(price, abs=0.006)


@pytest.mark.parametrize(
    "account",
    [
        (65000, 90, 1, 0.01, 0, 100),  # coins enough behind the short
        (65000, 100, 1, 0, 1000, 100),  # an exact hedge: the price does not matter
        (100, -1, 1, 0.01, 200, 0),  # bought and paid in full
        (100, 1, 1, 0.01, -101, 0),  # lost at any price
        (100, 0, 1, 0.01, 50, 0),
    ],
)
def test_an_account_that_no_price_liquidates(account):
    assert hedge_liquidation_shared(*account) is None


def test_coins_on_debt_are_liquidated_by_a_fall():
    """By hand: 100 coins at 0.8 and 10 sold at 50 against a debt of 3,500: 80 P - 10 P = 3,000."""
    account = (50, 10, 1, 0, -3500, 100, 0.8)
    assert hedge_liquidation_shared(*account) == pytest.approx(3000 / 70)


def test_a_full_inverse_hedge_leaves_no_coin_exposed():
    """Oracle: 10 BTC and 6,000 contracts of 100 USD from 60,000 stay 600,000 at any price."""
    assert hedge_delta(10, 6000, 100, 60000, "inverse") == 0
    for price in (30_000.0, 90_000.0):
        dollars = 10 * price + 600_000 * (1 / price - 1 / 60000) * price
        assert dollars == pytest.approx(600_000)
    assert hedge_delta(5, 2.5, 1, 65000) == 2.5


@given(
    *[prices, signed, st.floats(0, 0.5), st.floats(-1e6, 1e6), st.floats(0, 100), st.floats(0, 1)],
    *[st.floats(-1e5, 1e5), st.floats(0, 1e5), st.floats(0, 1e4)],
)
def test_a_shared_price_by_bisection_of_the_payoff(
    entry, contracts, rate, cash, coins, ratio, pnl, others, amount
):
    """Oracle: cash, coins and P&L against all maintenance, found without the formula."""

    def excess(price):
        account = cash + ratio * coins * price + contracts * (entry - price) + pnl
        return account - others - abs(contracts) * rate * price + amount

    account = (entry, contracts, 1.0, rate, cash, coins, ratio, pnl, others, amount)
    found, expected = hedge_liquidation_shared(*account), bisected(excess)
    near = expected is not None and 1e-6 * entry < expected < 1e8 * entry
    if found is not None and near:
        assert found == pytest.approx(expected, rel=1e-6)
    assert not near or found is not None
    assert expected is not None or found is None or not 1e-6 * entry < found < 1e8 * entry


@given(thousandths, thousandths, prices, prices)
def test_delta_is_the_slope_of_the_value(coins, contracts, entry, price):
    """The value in dollars of coins and contracts, a little up and a little down."""

    def value(at, kind):
        gain = contracts * 7 * (1 / at - 1 / entry) * at
        return coins * at + (gain if kind == "inverse" else contracts * 7 * (entry - at))

    for kind in ("linear", "inverse"):
        step = price / 2
        slope = (value(price + step, kind) - value(price - step, kind)) / (2 * step)
        delta = hedge_delta(coins, contracts, 7, entry, kind)
        scale = (abs(coins) + 7 * abs(contracts)) * max(1, 1 / entry, entry / price) + 1
        assert delta == pytest.approx(slope, rel=1e-6, abs=1e-9 * scale)


def test_a_linear_short_against_coins_in_full() -> None:
    """By hand: 5 less 2 coins; 100 + 100 of cash and entry over half a coin."""
    assert hedge_delta(5, 2, 1, 60_000) == 3
    assert hedge_delta(5, 6000, 100, 60_000, "inverse") == -5
    assert hedge_liquidation_shared(100, 1, 1, 0.0, 100, 0.5) == pytest.approx(400)
