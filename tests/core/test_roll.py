"""Rolls and expiries: by hand, and on a calendar."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.roll import hedge_roll, last_friday
from core.strategies import prices, rates, thousandths


def test_a_roll_is_the_forward_rate():
    """By hand: 2 % between the expiries in a fifth of a year is 10 %; fees of both trades off."""
    assert hedge_roll(5, 1, 65000, 66300, 73) == pytest.approx((6500, 0.1))
    assert hedge_roll(-5, 1, 65000, 66300, 73) == pytest.approx((-6500, -0.1))
    cash, rate = hedge_roll(5, 1, 65000, 66300, 73, 0.0005)
    assert cash == pytest.approx(6500 - 5 * 0.0005 * (65000 + 66300))
    assert rate == pytest.approx(cash / (5 * 65000) * 5)
    assert hedge_roll(0, 1, 65000, 66300, 73) == pytest.approx((0, 0.1))


@pytest.mark.parametrize("expiry", ["2018-01-26", "2018-10-26"])
def test_cmes_expiries(expiry):
    """Oracle: the expiries of CME's bitcoin futures of January and October 2018."""
    date = datetime.date.fromisoformat(expiry)
    assert last_friday(date.year, date.month) == date


@given(thousandths, prices, prices, prices, st.floats(1, 3650), rates)
def test_a_roll_there_and_back_costs_only_fees(contracts, size, near, far, days, fee):
    there = hedge_roll(contracts, size, near, far, days, fee)
    back = hedge_roll(-contracts, size, near, far, days, fee)
    fees = 2 * fee * abs(contracts) * size * (near + far)
    assert there.cash + back.cash == pytest.approx(-fees, rel=1e-9, abs=1e-3)
    if contracts:
        rate = there.cash / (abs(contracts) * size * near) * 365 / days
        assert there.rate == pytest.approx(rate, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2018, 1, 26), (2018, 10, 26), (2021, 12, 31), (2022, 11, 25), (2023, 9, 29), (2024, 2, 23)],
)
def test_last_fridays_on_a_calendar(year: int, month: int, day: int) -> None:
    assert last_friday(year, month) == datetime.date(year, month, day)
