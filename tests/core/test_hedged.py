"""Hedged returns, tracking error and rolling beta."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from betahedge.core.hedged import (
    Moments,
    hedge_returns,
    hedge_rolling_beta,
    hedge_tracking_error,
    merge_moments,
)
from betahedge.core.regression import BetaMethod, TooFew, hedge_beta
from core.strategies import generated, prices, returns, thousandths
from published import BY_ID, published_columns


def test_a_rolling_beta_is_the_beta_of_each_run() -> None:
    ys, xs = generated(12)
    xs[4:9] = [0.0] * 5
    lead, answer = (betas := hedge_rolling_beta(ys, xs, 5, "returns"))[:4], betas[4:]
    assert lead == [None] * 4
    assert len(answer) == 8
    assert answer[4] is None
    assert answer[0] == pytest.approx(stats.linregress(xs[:5], ys[:5]).slope)
    assert answer[-1] == pytest.approx(stats.linregress(xs[7:], ys[7:]).slope)
    assert hedge_rolling_beta(ys[:2], xs[:2], 2, "returns") == [None, None]


def test_tracking_error_of_ham1():
    """Oracle: R, PerformanceAnalytics' TrackingError on managers, months."""
    ham1, sp500 = published_columns("managers.csv", [1, 8])
    assert hedge_tracking_error(ham1, sp500, 12) == pytest.approx(0.11316665937, abs=1e-11)


def test_rolling_beta_of_empyrical():
    """Oracle: empyrical, tests/test_stats.py, test_roll_alpha_beta; the first return is missing."""
    i = BY_ID["RB-18"]["inputs"]
    betas = hedge_rolling_beta(i["y"], i["x"], i["window"], "returns")
    assert betas[:5] == [None] * 5
    assert betas[5:] == pytest.approx(BY_ID["RB-18"]["expected"]["rolling_beta"], abs=1e-8)


def test_hedged_returns_by_hand():
    """The article: half of a fall of 10 % is left."""
    assert hedge_returns([100, 90], [[50, 45]], [0.5]) == pytest.approx([-0.05])
    gap = hedge_returns(
        [0.1, None, 0.2], [[0.1, 0.1, 0.1], [0.0, 0.0, 0.1]], [1.0, -1.0], "returns"
    )
    assert gap == [0, None, pytest.approx(0.2)]


@given(
    st.lists(st.tuples(*[st.none() | returns] * 2), min_size=1, max_size=30),
    st.integers(3, 12),
    st.sampled_from(["ols", "ewma", "blume", "up", "down"]),
)
def test_a_rolling_beta_is_the_beta_of_its_window(pairs, window, method):
    ys, xs = map(list, zip(*pairs))
    betas = hedge_rolling_beta(ys, xs, window, "returns", method)
    assert len(betas) == len(pairs)
    assert betas[: window - 1] == [None] * min(window - 1, len(pairs))
    for end in range(window, len(pairs) + 1):
        ours = betas[end - 1]
        try:
            theirs = hedge_beta(ys[end - window : end], xs[end - window : end], "returns", method)
        except (TooFew, ZeroDivisionError):
            continue
        assert ours is None or ours == pytest.approx(theirs, rel=1e-7, abs=1e-7 * (1 + abs(theirs)))
        assert ours is not None or max(abs(x or 0) for x in xs) < 1e-6


@given(st.lists(prices, min_size=2, max_size=30), st.integers(3, 8))
def test_a_beta_against_itself_is_one(series, window):
    betas = hedge_rolling_beta(series, series, window)
    assert len(betas) == len(series)
    assert all(beta is None or beta == pytest.approx(1) for beta in betas)


@given(st.lists(prices, min_size=2, max_size=30), thousandths)
def test_a_hedge_with_itself_is_the_rest(series, ratio):
    own = [b / a - 1 for a, b in pairwise(series)]
    hedged = hedge_returns(series, [series], [ratio])
    size = (1 + abs(ratio)) * max(1, *map(abs, own))
    assert hedged == pytest.approx([(1 - ratio) * r for r in own], abs=1e-12 * size)


YS = [0.021, -0.013, 0.034, 0.008, -0.027, 0.015, 0.002, -0.019, 0.011, 0.026]
XS = [0.018, -0.011, 0.022, 0.012, -0.031, 0.009, -0.004, -0.012, 0.016, 0.019]


def test_a_tracking_error_leaves_out_pairs_with_a_gap() -> None:
    whole = hedge_tracking_error([0.1, 0.3, 0.2], [0.0, 0.0, 0.0])
    assert hedge_tracking_error([0.1, None, 0.3, 0.2, 9], [0.0, 5, 0.0, 0.0, None]) == whole
    assert whole == pytest.approx(0.1 * math.sqrt(365))
    assert hedge_tracking_error([0.1, 0.3], [0.0, 0.0], 1) == pytest.approx(math.sqrt(0.02))
    with pytest.raises(TooFew, match="1 complete pairs; 2 are needed"):
        hedge_tracking_error([0.1], [0.2])


def test_runs_of_pairs_without_any() -> None:
    one, none = Moments(3, 0.1, 0.2, 0.3, 0.4, 0.5), Moments(0, *[0.0] * 5)
    assert merge_moments(one, none) == one == merge_moments(none, one)


def test_rolling_ewma_is_the_ewma_of_each_run() -> None:
    found = hedge_rolling_beta(YS, XS, 4, "returns", "ewma", 0.9)
    runs = [(YS[i : i + 4], XS[i : i + 4]) for i in range(7)]
    wanted = [hedge_beta(ys, xs, "returns", "ewma", 0.9) for ys, xs in runs]
    assert found == [None] * 3 + [pytest.approx(beta) for beta in wanted]


def test_a_difference_that_is_always_the_same_tracks_without_error() -> None:
    """In binary fractions 0.3 - 0.2 is less than 0.1."""
    assert hedge_tracking_error([0.1, 0.2, 0.3], [0.0, 0.1, 0.2]) == 0.0


def test_a_tracking_error_needs_pairs() -> None:
    with pytest.raises(ValueError, match="shorter"):
        hedge_tracking_error([0.1, 0.2, 0.3], [0.1, 0.2])


def test_rolling_up_down_and_blume_betas() -> None:
    """By hand: twice the hedge when it rises, once when it falls; a window holds three of one."""
    xs = [0.1, -0.1, 0.2, -0.2, 0.3, -0.3]
    ys = [0.2, -0.1, 0.4, -0.2, 0.6, -0.3]
    lead = [None] * 4
    assert hedge_rolling_beta(ys, xs, 5, "returns", "up") == [*lead, pytest.approx(2), None]
    assert hedge_rolling_beta(ys, xs, 5, "returns", "down") == [*lead, None, pytest.approx(1)]
    slopes = [stats.linregress(xs[i : i + 5], ys[i : i + 5]).slope for i in (0, 1)]
    blume = hedge_rolling_beta(ys, xs, 5, "returns", "blume")
    assert blume == [*lead, *(pytest.approx(0.67 * slope + 0.33) for slope in slopes)]


def test_columns_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        hedge_rolling_beta([0.1, 0.2, 0.3], [0.1, 0.2], 3, "returns")


def test_a_hedge_that_is_flat_but_for_rounding_has_no_beta() -> None:
    """0.1 and the next double are one price: the same window alone divides by zero."""
    ys, xs = [0.1, -0.2, 0.3], [0.1, math.nextafter(0.1, 1.0), 0.1]
    assert hedge_rolling_beta(ys, xs, 3, "returns") == [None, None, None]
    with pytest.raises(ZeroDivisionError):
        hedge_beta(ys, xs, "returns")


def test_a_rolling_beta_is_of_prices_unless_it_is_said() -> None:
    """By hand: 100 -> 120 -> 108 -> 162 against half of each move."""
    asset, hedge = [100.0, 120.0, 108.0, 162.0], [100.0, 110.0, 104.5, 130.625]
    assert hedge_rolling_beta(asset, hedge, 3) == [None, None, None, pytest.approx(2)]


@pytest.mark.parametrize(("method", "side"), [("up", 1), ("down", -1)])
def test_a_day_without_a_move_is_neither_up_nor_down(method: BetaMethod, side: int) -> None:
    ys, xs = [0.2, 5.0, 0.4, 0.6], [side * 0.1, 0.0, side * 0.2, side * 0.3]
    assert hedge_rolling_beta(ys, xs, 4, "returns", method)[-1] == pytest.approx(2 * side)


@pytest.mark.parametrize("method", ["ols", "ewma"])
def test_a_beta_of_the_smallest_moves_is_that_of_large_ones(method: BetaMethod) -> None:
    tiny = [[1e-13 * r for r in series] for series in (YS, XS)]
    found = hedge_rolling_beta(*tiny, 4, "returns", method)[3:]
    assert found == pytest.approx(hedge_rolling_beta(YS, XS, 4, "returns", method)[3:])


def test_small_moves_about_a_large_mean_have_a_beta() -> None:
    """A mean that is 10 million times what the hedge moves about it leaves nine digits."""
    xs = [0.1 + 1e-8 * x for x in XS]
    wanted = [1e8 * beta for beta in hedge_rolling_beta(YS, XS, 4, "returns")[3:]]
    assert hedge_rolling_beta(YS, xs, 4, "returns")[3:] == pytest.approx(wanted, rel=1e-4)


def test_a_flat_asset_has_a_rolling_beta_of_0_whatever_its_rounding() -> None:
    """Prices that grow by 1 % each day have returns that differ by their rounding only."""
    asset = [100 * 1.01**day for day in range(8)]
    hedge = [100.0, 101.0, 99.0, 105.0, 104.0, 110.0, 100.0, 90.0]
    assert hedge_rolling_beta(asset, hedge, 3)[3:] == [0.0] * 5
    assert hedge_rolling_beta(hedge, asset, 3) == [None] * 8


def test_returns_without_a_move_but_their_rounding_are_flat_about_their_own_mean() -> None:
    """0.1 and the next double are one return; the hedge's own mean is 0."""
    ys, xs = [0.1, math.nextafter(0.1, 1.0), 0.1], [0.25, -0.5, 0.25]
    assert hedge_rolling_beta(ys, xs, 3, "returns") == [None, None, 0.0]


def test_two_pairs_in_a_window_of_four_give_no_ewma_beta() -> None:
    ys, xs = [0.1, None, None, 0.3], [0.2, None, None, 0.4]
    assert hedge_rolling_beta(ys, xs, 4, "returns", "ewma") == [None] * 4
