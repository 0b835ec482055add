"""Margin, liquidation prices, survival of a rally, tiers and the margin account."""

import itertools
import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.contract import Kind, coin_notional, hedge_futures_pnl
from betahedge.core.margin import (
    LiquidationMethod,
    Tier,
    hedge_liquidation,
    hedge_margin,
    hedge_survival,
    margin_ledger,
    margin_tier,
)
from published import BY_ID

KINDS = st.sampled_from(["linear", "inverse", "quanto"])
METHODS = st.sampled_from(["mark", "mark_fee", "entry"])
SIDES = st.sampled_from([-1.0, 1.0])


def test_margin() -> None:
    """Binance: notional x rate - maintenance amount; the same for both sides."""
    assert hedge_margin(5, 65000, 0.1) == 32500
    assert hedge_margin(5, 65000, 0.01, 1300) == 1950
    assert hedge_margin(-5, 65000, 0.01, 1300) == 1950


@pytest.mark.parametrize(
    ("method", "short", "long"),
    [
        ("mark", 12.01 / 1.01, 7.99 / 0.99),
        ("mark_fee", 12.01 / 1.0106, 7.99 / 0.9894),
        ("entry", 11.91, 8.09),
    ],
)
def test_linear_liquidation(method: LiquidationMethod, short: float, long: float) -> None:
    """By hand from the conventions: 10 at 5x, 1 % maintenance less 0.01, taker 0.06 %."""
    for n, price in ((1.0, short), (-1.0, long)):
        answer = hedge_liquidation(10, 5, 0.01, "linear", method, 0.0006, 0.01, n)
        assert answer == pytest.approx(price, rel=1e-14)


def test_the_default_is_a_linear_short_on_the_mark_price() -> None:
    price = hedge_liquidation(10, 5, 0.01, maintenance_amount=0.01)
    assert price == pytest.approx(11.891089, abs=5e-7)  # the example of the function reference
    assert hedge_liquidation(10, 5, 0.01, taker_fee=0.5) == pytest.approx(12 / 1.01)
    assert hedge_liquidation(10, 5, 0.01, method="mark_fee") == pytest.approx(12 / 1.01)


@pytest.mark.parametrize(
    ("contracts", "method", "price"),
    [
        (600, "entry", 60000 / (1.2 - (0.12 - 0.006))),  # Bybit: 60,000 USD at 50,000, 10x
        (-600, "entry", 60000 / (1.2 + (0.12 - 0.006))),
        (600, "mark", 60000 * (1 - 0.005) / (60000 / 50000 - 0.12)),  # the conventions
        (-600, "mark", 60000 * (1 + 0.005) / (60000 / 50000 + 0.12)),
        (600, "mark_fee", 60000 * (1 - 0.0056) / (60000 / 50000 - 0.12)),
    ],
)
def test_inverse_liquidation(contracts: float, method: LiquidationMethod, price: float) -> None:
    """Bybit, Liquidation Price Calculation under Isolated Mode, maintenance rate 0.5 %."""
    answer = hedge_liquidation(50000, 10, 0.005, "inverse", method, 0.0006, 0.0, contracts, 100)
    assert answer == pytest.approx(price, rel=1e-14)


@given(KINDS, METHODS, SIDES, st.floats(1.1, 50), st.floats(0, 0.01), st.floats(0.1, 1e5))
def test_at_the_liquidation_price_equity_is_the_maintenance_margin(
    kind: Kind,
    method: LiquidationMethod,
    side: float,
    leverage: float,
    rate: float,
    entry: float,
) -> None:
    """The definition, worked from the P&L: collateral + P&L = maintenance."""
    n, size, fee, amount = side * 30.0, 0.1, 0.0006, 0.001
    arguments = (entry, leverage, rate, kind, method, fee, amount, n, size)
    price = hedge_liquidation(*arguments)
    assume(price is not None)
    assert price is not None
    base = entry if method == "entry" else price
    value = coin_notional(n, size, base) if kind == "inverse" else n * size * base
    start = coin_notional(n, size, entry) if kind == "inverse" else n * size * entry
    owed = abs(value) * (rate + (fee if method == "mark_fee" else 0.0)) - amount
    equity = abs(start) / leverage + hedge_futures_pnl(n, size, entry, price, kind)
    assert equity == pytest.approx(owed, rel=1e-6, abs=1e-9 * abs(start))
    assert hedge_liquidation(*arguments, abs(start) / leverage) == pytest.approx(price)


def test_quanto_is_linear_in_the_settlement_coin() -> None:
    arguments = (0.0, 0.0, -3.0, 0.0001, 0.02)
    linear = hedge_liquidation(250, 5, 0.01, "linear", "mark", *arguments)
    assert hedge_liquidation(250, 5, 0.01, "quanto", "mark", *arguments) == linear
    assert linear is not None


@pytest.mark.parametrize(
    "arguments",
    [
        (1000, 1, 0.0, "inverse"),  # an inverse short with its coins as collateral
        (1000, 1, 0.005, "inverse"),
        (1000, 0.5, 0.005, "inverse"),
        (31234.7, 5, 0.005, "inverse", "mark", 0, 0, 3, 100, 300 / 31234.7 * (1 - 1e-16)),
        (1000, 1, 0.0, "linear", "mark", 0, 0, -1),  # bought and paid in full
        (1000, 0.5, 0.01, "linear", "mark", 0, 0, -1),
        (1000, 0.5, 0.01, "linear", "entry", 0, 0, -1),
        (0.3, 1, 0.0, "linear", "mark", 0, 0, -0.7, 0.1, 0.7 * 0.1 * 0.3 * (1 - 1e-15)),
        (1000, 5, 0.01, "linear", "mark", 0, 0, 0),  # no position
        (1000, 5, 0.01, "inverse", "mark", 0, 0, 0, 1, 1.0),
    ],
)
def test_there_may_be_no_liquidation_price(arguments: tuple[Any, ...]) -> None:
    assert hedge_liquidation(*arguments) is None


@given(st.floats(0.1, 1e5), st.floats(0, 1.5), st.floats(0.001, 0.1), st.floats(0.1, 1e3))
def test_collateral_to_survive_a_rally_puts_the_liquidation_at_its_top(
    price: float, rally: float, rate: float, n: float
) -> None:
    needed = hedge_survival(n, price, rally, rate)
    top = hedge_liquidation(price, 1, rate, contracts=n, collateral=needed)
    assert top == pytest.approx(price * (1 + rally), rel=1e-9)
    assert hedge_survival(n, price, rally, rate, needed) == pytest.approx(0, abs=1e-9 * n * price)
    assert hedge_survival(n, price, rally, rate, needed / 2) == pytest.approx(needed / 2)


def test_collateral_to_survive_a_rally() -> None:
    """By hand: 5 of 65,000 up 30 %: a loss of 97,500 and 1 % of 422,500."""
    assert hedge_survival(5, 65000, 0.3, 0.01) == pytest.approx(101725)
    assert hedge_survival(5, 65000, 0.3, 0.01, 100000) == pytest.approx(1725)
    assert hedge_survival(5, 65000, 0.3, 0.01, 200000) == 0
    assert hedge_survival(-5, 65000, 0.3, 0.01) == 0  # contracts bought gain
    assert hedge_survival(-5, 65000, -0.3, 0.01) == pytest.approx(97500 + 2275)


@pytest.mark.parametrize(
    ("notional", "rate"), [(0, 0.01), (99.99, 0.01), (100, 0.02), (-100, 0.02), (1e9, 0.05)]
)
def test_a_tier_includes_its_floor(notional: float, rate: float) -> None:
    tiers = [Tier(0, 0.01, 0), Tier(100, 0.02, 1), Tier(1000, 0.05, 31)]
    assert margin_tier(notional, tiers).maintenance_rate == rate


def test_a_ledger_of_a_short() -> None:
    """By hand: 10 coins sold at 100, 200 put up, a call under 100."""
    days = margin_ledger(10, 1, 100, [105, 112, 112, 110], 200, 100)
    assert [day.gain for day in days] == [-50, -70, 0, 20]
    assert [day.cumulative for day in days] == [-50, -120, -120, -100]
    assert [day.balance for day in days] == [150, 80, 200, 220]
    assert [day.call for day in days] == [0, 120, 0, 0]
    at_the_margin = margin_ledger(10, 1, 100, [110], 200, 100)
    assert at_the_margin[0].call == 0


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


def test_hulls_margin_calls():
    """Oracle: Hull, table 2.1: calls on days 7 and 11, a balance of 15,180 at the end."""
    i = BY_ID["MG-17"]["inputs"]
    days = margin_ledger(-2, 100, 1750, i["settlements"], 12000, 9000)
    calls = [[day, round(line.call, 9)] for day, line in enumerate(days, 1) if line.call]
    assert calls == BY_ID["MG-17"]["expected"]["margin_calls_by_day"]
    assert days[-1].balance == pytest.approx(15180)


def test_a_balance_at_the_maintenance_margin_has_no_call():
    """0.3 - 0.1 is 0.19999999999999998: at 0.2, and not under it."""
    (day,) = margin_ledger(1, 1, 1.0, [1.1], 0.3, 0.2)
    assert day.call == 0


def test_the_venues_amount_counts_as_cover():
    """10 % maintenance on 100 is 10: a wallet of 9.5 lacks it, and has it with an amount of 1."""
    call = {"contracts": 1.0, "contract_size": 1.0, "collateral": 9.5}
    assert hedge_liquidation(100.0, 1.0, 0.1, **call) == pytest.approx(109.5 / 1.1)
    price = hedge_liquidation(100.0, 1.0, 0.1, maintenance_amount=1.0, **call)
    assert price == pytest.approx((9.5 + 1.0 + 100.0) / 1.1)


def test_a_ledger_calls_by_nine_decimals() -> None:
    days = margin_ledger(1.0, 1.0, 100.0, [100.4, 100.4 + 1e-12], 1.0, 0.6)
    assert [day.settlement for day in days] == [100.4, 100.4 + 1e-12]
    assert [day.call for day in days] == [0.0, 0.0]
    assert margin_ledger(1.0, 1.0, 100.0, [100.41], 1.0, 0.6)[0].call == pytest.approx(0.41)


def test_survival_asks_no_collateral_and_a_price_of_1() -> None:
    """By hand: up 50 %: a loss of 50 and 10 % of 150, or in coins bought at 1 and sold at 1.5."""
    assert hedge_survival(1, 100, 0.5, 0.1) == pytest.approx(65)
    inverse = hedge_survival(1, 100, 0.5, 0.1, kind="inverse")
    assert inverse == pytest.approx(100 * 0.5 / 1.5 + 10 / 1.5)
    assert math.copysign(1, hedge_survival(-1, 100, 0.0, 0.0)) == 1  # no minus 0
