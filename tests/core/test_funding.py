"""Funding by the stamp: freqtrade's and BitMEX's numbers, and spans that add up."""

from itertools import accumulate, repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.funding import hedge_funding_history
from core.strategies import KINDS, prices, rates, thousandths


@pytest.mark.parametrize(
    ("start", "finish", "long"), [(0, 8, 0.0009141), (1, 4, 0), (0, 4, 6.648e-4)]
)
def test_funding_by_the_stamp(start, finish, long):
    """Oracle: freqtrade, test__fetch_and_calculate_funding_fees, 30 ADA."""
    history = ([0.0, 8.0], [-8e-6, -3e-6], [2.77, 2.77], start, finish)
    assert hedge_funding_history(30, 1, *history) == pytest.approx(-long, rel=1e-9)
    assert hedge_funding_history(-30, 1, *history) == pytest.approx(long, rel=1e-9)


def test_funding_of_an_inverse_contract_is_in_coin():
    """Oracle: BitMEX, Perpetual Contracts Guide: 15,000 USD long at 750 and 0.25 % pay 0.05."""
    history = ([1.0], [0.0025], [750.0], 1.0, 1.0, "inverse")
    assert hedge_funding_history(-15000, 1, *history) == pytest.approx(-0.05)


stamps = st.lists(st.tuples(st.integers(0, 50), rates, prices), min_size=1, max_size=30)


@given(stamps, st.tuples(*[st.integers(-1, 51)] * 3), st.sampled_from(KINDS), thousandths)
def test_funding_over_two_spans_is_funding_over_both(history, times, kind, contracts):
    """[a, b] and (b, c] are [a, c]."""
    a, b, c = sorted(times)
    columns = [list(map(float, column)) for column in zip(*history)]
    spans = [(a, b), (b + 1e-6, c), (a, c)]
    first, second, both = (
        hedge_funding_history(contracts, 0.1, *columns, *span, kind) for span in spans
    )
    assert first + second == pytest.approx(both, rel=1e-9, abs=1e-9)
    assert hedge_funding_history(-contracts, 0.1, *columns, a, c, kind) == -both


@pytest.mark.parametrize(
    ("kind", "received"), [("linear", 0.5 * 0.01 * 200), ("inverse", 0.5 * 0.01 / 200)]
)
def test_funding_of_contracts_of_another_size(kind: Any, received: float) -> None:
    found = hedge_funding_history(1, 0.5, [1.0], [0.01], [200.0], 1, 1, kind)
    assert found == pytest.approx(received)


def test_a_stamp_needs_its_rate() -> None:
    with pytest.raises(ValueError, match="longer"):
        hedge_funding_history(1, 1, [1.0], [0.1, 0.2], [100.0], 0, 9)


@pytest.mark.parametrize("hours", [8, 4, 1])
def test_stamps_that_a_sheet_adds_up_hour_by_hour_are_at_midnight(hours: int) -> None:
    """Oracle: 365 days have so many stamps, and one more at the end, as a clock shows them."""
    a_day = 24 // hours
    stamps = list(accumulate(repeat(hours / 24, 400 * a_day), initial=46023.0))
    assert stamps[365 * a_day] != 46388.0
    for start, days in [(46023, 365), (46053, 30), (46388, 0)]:
        ones = [1.0] * len(stamps)
        found = hedge_funding_history(1, 1, stamps, ones, ones, start, start + days)
        assert found == days * a_day + 1
