"""Effectiveness, VaR and expected shortfall by hand, against NumPy, and against identities."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.regression import (
    TooFew,
    hedge_beta,
    hedge_beta_stats,
    hedge_minvar,
    hedge_minvar_several,
)
from betahedge.core.risk import (
    EffectivenessMethod,
    NotMaterial,
    dollar_offset,
    ewma_update,
    hedge_effectiveness,
    hedge_effectiveness_several,
    hedge_es,
    hedge_var,
    offset_parts,
    percentile,
    portfolio_var,
    position_var,
    whole_changes,
)
from core.strategies import Column, generated

RETURNS = st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=60)


@pytest.mark.parametrize("ratio", [-0.5, 0.0, 0.5, 1.0, 4.0])
def test_effectiveness_is_the_variance_taken_away(ratio: float) -> None:
    spot, futures = generated(200)
    hedged = np.array(spot) - ratio * np.array(futures)
    expected = 1 - np.var(hedged, ddof=1) / np.var(spot, ddof=1)
    answer = hedge_effectiveness(spot, futures, ratio, "returns")
    assert answer == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert (answer < 0) == (ratio in (-0.5, 4.0))  # over-hedged: not clipped


@given(st.integers(0, 99), st.floats(-2, 2), st.floats(0.001, 0.1))
def test_effectiveness_at_the_minimum_variance_ratio_is_r2(
    seed: int, beta: float, noise: float
) -> None:
    spot, futures = generated(40, beta, noise, seed)
    ratio = hedge_minvar(spot, futures, "returns")
    r2 = hedge_beta_stats(spot, futures, "returns").r2
    best = hedge_effectiveness(spot, futures, ratio, "returns")
    assert best == pytest.approx(r2, rel=1e-9, abs=1e-12)
    assert hedge_effectiveness(spot, futures, 9.0, "returns", "r2") == pytest.approx(r2, rel=1e-9)
    assert hedge_effectiveness(spot, futures, ratio + 0.1, "returns") < best


def test_effectiveness_of_no_hedge_and_of_a_perfect_one() -> None:
    """Exactly, in every release of Python: 3.12 and later sum products otherwise."""
    spot, futures = [0.01, 0.02, 0.04], [0.02, 0.01, 0.03]
    for column in (spot, *generated(50)):
        assert hedge_effectiveness(column, futures[:1] * len(column), 0.0, "returns") == 0.0
        assert hedge_effectiveness(column, column, 1.0, "returns") == 1.0


def test_effectiveness_on_prices() -> None:
    """By hand: 100 -> 120 -> 108 -> 97.2 against half the move of 50 -> 70 -> 59.5 -> 50.575."""
    spot, futures = [100.0, 120.0, 108.0, 97.2], [50.0, 70.0, 59.5, 50.575]
    returns = [0.2, -0.1, -0.1], [0.4, -0.15, -0.15]
    by_returns = hedge_effectiveness(*returns, 0.5, "returns")
    assert hedge_effectiveness(spot, futures, 0.5) == pytest.approx(by_returns)
    # hedged 0, -0.025, -0.025: squares about the mean of 0.00125 / 3, against 0.06
    assert by_returns == pytest.approx(1 - (0.025 / 0.3) ** 2)
    # 50 -> 50.575 is +1.15 %, 100 -> 97.2 is -2.8 %
    offset = hedge_effectiveness(spot, futures, 0.5, "prices", "dollar_offset")
    assert offset == pytest.approx(0.5 * 0.0115 / -0.028)
    assert hedge_effectiveness(*returns, 0.5, "returns", "dollar_offset") == pytest.approx(offset)
    assert hedge_effectiveness(spot, spot, 1.0, "prices", "dollar_offset") == pytest.approx(1.0)


@pytest.mark.parametrize("method", ["variance", "r2", "dollar_offset"])
def test_effectiveness_that_is_not_available(method: EffectivenessMethod) -> None:
    few = 1 if method == "dollar_offset" else 3  # valuations
    with pytest.raises(TooFew):
        hedge_effectiveness([100, 110, 121][:few], [100, 110, 120][:few], 1.0, "prices", method)
    with pytest.raises(ZeroDivisionError):
        hedge_effectiveness([0.0] * 4, [0.1, 0.2, 0.3, 0.4], 1.0, "returns", method)


def test_dollar_offset_of_a_round_trip_is_not_rounding_noise() -> None:
    with pytest.raises(ZeroDivisionError):
        hedge_effectiveness([0.3, 0.7, 0.1, 0.3], [1, 2, 3, 4], 1.0, "prices", "dollar_offset")


def test_dollar_offset() -> None:
    """The published case HE-02: +50 on the derivative, -45 on the item."""
    assert dollar_offset(50, -45) == pytest.approx(50 / 45)
    assert dollar_offset(50, 45) == pytest.approx(-50 / 45)
    assert dollar_offset(50, -45, 45) == pytest.approx(50 / 45)
    assert dollar_offset(50, -45, 45.01) is None
    with pytest.raises(ZeroDivisionError):
        dollar_offset(50, 0)


@pytest.mark.parametrize(
    ("instrument", "item", "parts"),
    [
        (50, -45, (45, 5)),
        (40, -45, (40, 0)),  # less than the item: all of it offsets
        (-50, 45, (-45, -5)),
        (50, 45, (0, 50)),  # both one way: nothing offsets
        (0.5, 0.25, (0, 0.5)),
        (50, 0, (0, 50)),
        (0, -45, (0, 0)),
    ],
)
def test_the_effective_part_is_the_lower_amount(
    instrument: float, item: float, parts: tuple[float, float]
) -> None:
    """IFRS 9, paragraph 6.5.11."""
    assert offset_parts(instrument, item) == parts


@pytest.mark.parametrize(
    ("confidence", "var", "es"),
    [
        (0.9, 0.04, 0.054 / 1.1),  # a rank of 1, though 10 x (1 - 0.9) is below it
        (0.95, 0.045, 0.05),  # 0.55 of the worst one
        (0.85, 0.035, (0.05 + 0.65 * 0.04) / 1.65),
        (0.8, 0.03, (0.05 + 0.04 + 0.2 * 0.03) / 2.2),
        (1.0, 0.05, 0.05),
        (0.0, -0.05, 0.0),
    ],
)
def test_var_and_es_of_eleven_returns(confidence: float, var: float, es: float) -> None:
    """By hand: -5 % to +5 %, not in order, with holes."""
    returns = [-0.04, 0.02, None, 0.04, -0.01, 0.0, 0.05, -0.03, -0.05, None, 0.01, 0.03, -0.02]
    assert hedge_var(returns, confidence) == pytest.approx(var, abs=1e-12)
    assert hedge_es(returns, confidence) == pytest.approx(es, abs=1e-12)


def test_es_takes_in_the_worst_share_and_no_more() -> None:
    """1.25 of 5 returns; then the example of functions.md, Changes: 3 x -10 % in 100 at 95 %."""
    assert hedge_es([-0.2, -0.1, -0.1, -0.1, 0.3], 0.75) == pytest.approx(0.225 / 1.25)
    assert hedge_es([-0.1] * 3 + [0.0] * 97, 0.95) == pytest.approx(0.06, rel=1e-12)


def test_the_default_is_historical_at_95_percent() -> None:
    returns = generated(100)[0]
    assert hedge_var(returns) == hedge_var(returns, 0.95, "historical")
    assert hedge_es(returns) == hedge_es(returns, 0.95, "historical")


@given(RETURNS, st.floats(0.5, 1.0))
def test_es_is_no_less_than_var_and_both_scale(returns: Column, confidence: float) -> None:
    var, es = hedge_var(returns, confidence), hedge_es(returns, confidence)
    assert es >= var - 1e-12
    assert hedge_var([2 * r for r in returns], confidence) == pytest.approx(2 * var, abs=1e-12)
    assert hedge_es([2 * r for r in returns], confidence) == pytest.approx(2 * es, abs=1e-12)


def test_too_few_returns() -> None:
    for statistic in (hedge_var, hedge_es):
        with pytest.raises(TooFew):
            statistic([None])
        with pytest.raises(TooFew):
            statistic([0.1, None], 0.95, "parametric")
        with pytest.raises(TooFew):
            statistic([0.1, None])
        assert statistic([0.1, 0.1]) == pytest.approx(-0.1)
    assert str(hedge_var([0.0, 0.0])) == "0.0"  # not -0.0
    assert hedge_var([0.0, 0.2], 0.5, "parametric") == pytest.approx(-0.1)  # two are enough


def test_percentile_of_empyrical() -> None:
    """empyrical test_value_at_risk."""
    assert percentile([1, 81, 82, 83, 84, 85], 0.3) == 81.5
    assert percentile([85, 84, 83, 82, 81, 1], 0.2) == 81


def test_a_percentile_is_interpolated_to_the_last_digit() -> None:
    """By hand: two thirds of the way from -0.04 to 0.03."""
    assert percentile([0.03, -0.04, 0.03], 1 / 3) == pytest.approx(0.02 / 3, rel=1e-12)


def test_var_of_two_positions() -> None:
    """By hand: 3 and 4 uncorrelated make 5; a full hedge leaves nothing."""
    assert position_var(-1000, 0.02, 2.0) == pytest.approx(40)
    assert position_var(1000, 0.02, 2.0, 9) == pytest.approx(120)
    assert portfolio_var(3.0, 4.0, 0.0) == pytest.approx(5)
    assert portfolio_var(3.0, 4.0, 1.0) == pytest.approx(7)
    assert portfolio_var(4.0, 4.0, -1.0) == 0


def test_ewma_updates_lead_to_the_ewma_beta() -> None:
    ys, xs = generated(50)
    covariance = variance = 0.0
    for y, x in zip(ys, xs):
        covariance, variance = ewma_update(covariance, x, y), ewma_update(variance, x, x)
    ratio = hedge_beta(ys, xs, "returns", "ewma")
    assert covariance / variance == pytest.approx(ratio, rel=1e-12)
    # Hull, section 23.2: 1 % a day, a move of 2 %, decay 0.9: a variance of 0.00013
    assert ewma_update(0.01**2, 0.02, 0.02, 0.9) == pytest.approx(0.00013)


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


def test_an_offset_of_an_unchanged_item() -> None:
    assert dollar_offset(1.0, -0.01, 0.01) == 100
    assert dollar_offset(1.0, -0.0099, 0.01) is None


FEW, FLAT = [0.1, 0.2], [0.1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hedge_effectiveness(FEW, FEW, 1.0, "returns"), "2 complete pairs; 3 are needed"),
        (lambda: hedge_var([]), "0 observations; 2 are needed"),
        (lambda: hedge_var([0.1], 0.95, "parametric"), "1 observations; 2 are needed"),
        (
            lambda: hedge_effectiveness(FLAT, FLAT, 1.0, "prices", "dollar_offset"),
            "1 complete valuations; 2 are needed",
        ),
        (
            lambda: hedge_effectiveness([None], [0.1], 1.0, "returns", "dollar_offset"),
            "0 complete returns; 1 is needed",
        ),
        (
            lambda: hedge_effectiveness([1.0] * 4, [1.0, 2, 3, 4], 1.0, "prices", "dollar_offset"),
            "the spot did not change over the period",
        ),
    ],
)
def test_the_reason_is_what_a_user_reads(call: Callable[[], object], message: str) -> None:
    """A cell hands these on as the reason of its error value."""
    with pytest.raises((ValueError, ZeroDivisionError), match=f"^{message}$"):
        call()


def test_several_futures_are_asked_of_prices_and_by_variance() -> None:
    """By hand: a hedge with itself leaves nothing; 8 of a fall of 10 % are made good."""
    assert hedge_effectiveness_several([100, 90, 95, 99], [[100, 90, 95, 99]], [1.0]) == 1
    offset = hedge_effectiveness_several([100, 90], [[100, 92]], [1.0], method="dollar_offset")
    assert offset == pytest.approx(0.8)
