"""Basis, fair price, tailing, funding and the cost of a hedge."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.carry import (
    BasisMethod,
    hedge_basis,
    hedge_basis_rate,
    hedge_breakeven,
    hedge_cost,
    hedge_fair_price,
    hedge_funding,
    hedge_funding_rate,
    hedge_tailed,
)
from betahedge.core.pnl import hedge_pnl
from betahedge.core.sizing import hedge_contracts

RATES = st.floats(-0.5, 0.5)
DAYS = st.floats(1, 1000)


def test_basis_is_futures_less_spot() -> None:
    assert hedge_basis(66000, 65000) == 1000
    assert hedge_basis(64000, 65000) == -1000


@pytest.mark.parametrize(
    ("method", "rate"),
    [
        ("simple", 0.0625),  # 1/64 four times a year
        ("compounded", (1 + 1 / 64) ** 4 - 1),
        ("continuous", 4 * math.log1p(1 / 64)),
    ],
)
def test_annualised_basis(method: BasisMethod, rate: float) -> None:
    """By hand: 65,000 on 64,000, a quarter of 91.25 days."""
    assert hedge_basis_rate(65000, 64000, 91.25, method) == pytest.approx(rate, rel=1e-12)
    if method == "simple":
        assert hedge_basis_rate(65000, 64000, 91.25) == pytest.approx(rate, rel=1e-12)


@given(st.floats(1, 1e6), RATES, DAYS)
def test_the_continuous_basis_of_a_fair_price_is_its_rate(s: float, r: float, d: float) -> None:
    fair = hedge_fair_price(s, r, d)
    assert hedge_basis_rate(fair, s, d, "continuous") == pytest.approx(r, rel=1e-9, abs=1e-12)
    yearly = math.expm1(r)  # the same growth, compounded once a year
    assert hedge_basis_rate(fair, s, d, "compounded") == pytest.approx(yearly, rel=1e-9, abs=1e-12)


def test_fair_price() -> None:
    """Hull, chapter 5: 40 at 5 % for three months is 40.50; 900 with income of 39.60 PV, 886.60."""
    assert hedge_fair_price(40, 0.05, 91.25) == pytest.approx(40.503, abs=5e-4)
    assert hedge_fair_price(900, 0.04, 9 / 12 * 365, 40 * math.exp(-0.03 * 4 / 12)) == (
        pytest.approx(886.60, abs=0.005)
    )


def test_tailed_hedge() -> None:
    """By hand: half a year at 21 % is 1.1; 10 contracts are 1 / 1.1 of that."""
    assert hedge_tailed(11, 0.21, 182.5) == pytest.approx(10, rel=1e-15)
    assert hedge_tailed(11, 0.21, 182.5, "continuous") == pytest.approx(11 * math.exp(-0.105))
    assert hedge_tailed(-11, 0.21, 182.5) == -hedge_tailed(11, 0.21, 182.5)


@given(RATES, DAYS, st.floats(-1e4, 1e4))
def test_both_tails_agree_on_the_same_growth(r: float, d: float, n: float) -> None:
    continuous = hedge_tailed(n, r, d, "continuous")
    assert hedge_tailed(n, math.expm1(r), d) == pytest.approx(continuous, rel=1e-9)
    assert hedge_fair_price(continuous, r, d) == pytest.approx(n, rel=1e-12)


def test_a_short_receives_a_positive_funding_rate() -> None:
    """Errata of the article: 5 contracts at 65,000, 0.01 % for 90 stamps, is +2,925."""
    assert hedge_funding(5, 65000, 0.0001, 90) == pytest.approx(2925)
    assert hedge_funding(5, 65000, 0.0001) == pytest.approx(32.5)
    assert hedge_funding(5, 65000, -0.0001) == pytest.approx(-32.5)
    assert hedge_funding(-5, 65000, 0.0001) == pytest.approx(-32.5)


def test_funding_a_year() -> None:
    assert hedge_funding_rate(0.0001) == pytest.approx(0.1095)
    assert hedge_funding_rate(0.0001, 1) == pytest.approx(0.876)


@pytest.mark.parametrize(
    ("name", "value", "cost"),
    [
        ("fee_rate", 0.0005, 325),  # both ways
        ("slippage_rate", 0.0005, 162.5),  # the whole trip
        ("funding_rate", 0.0001, -2925),  # 90 stamps in 30 days
        ("basis", 0.01, -3250),  # earned as it converges
        ("margin_rate", 0.1, 0),  # capital that costs nothing
        ("capital_rate", 0.05, 0),  # no capital
    ],
)
def test_each_cost_of_a_hedge(name: str, value: float, cost: float) -> None:
    """By hand: 5 contracts of 65,000 for 30 days."""
    assert hedge_cost(5, 65000, 30, **{name: value}) == pytest.approx(cost, abs=1e-9)


def test_cost_of_a_hedge() -> None:
    capital = 325000 * 0.1 * 0.0365 * 30 / 365  # 97.5
    costs = {"margin_rate": 0.1, "capital_rate": 0.0365}
    assert hedge_cost(5, 65000, 30, **costs) == pytest.approx(capital)
    total = hedge_cost(5, 65000, 30, 0.0005, 0.0002, 0.0001, 4, 0.01, 0.1, 0.0365)
    assert total == pytest.approx(325 + 65 - 5850 - 3250 + 97.5)
    bought = hedge_cost(-5, 65000, 30, 0.0005, 0.0002, 0.0001, 4, 0.01, 0.1, 0.0365)
    assert bought == pytest.approx(325 + 65 + 5850 + 3250 + 97.5)
    assert hedge_cost(5, 65000, 30) == 0


def test_breakeven_fall() -> None:
    assert hedge_breakeven(325000, 0.5, 1625) == pytest.approx(0.01)
    assert hedge_breakeven(325000, 0.5, 1625, 2) == pytest.approx(0.005)
    with pytest.raises(ZeroDivisionError):
        hedge_breakeven(325000, 0, 1625)


@given(st.floats(1e3, 1e8), st.floats(0.1, 2), st.floats(0.1, 2), st.floats(-1e3, 1e3))
def test_at_the_breakeven_fall_the_hedge_has_paid_for_itself(
    value: float, ratio: float, beta: float, cost: float
) -> None:
    fall = hedge_breakeven(value, ratio, cost, beta)
    n = hedge_contracts(value, 100.0, ratio, beta)
    hedged = hedge_pnl(value, n, 100.0, -beta * fall, -fall, costs=cost)
    assert hedged == pytest.approx(value * -beta * fall, rel=1e-9, abs=1e-6)
