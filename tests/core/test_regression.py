"""Beta and hedge ratios against statsmodels, SciPy and NIST, and against identities."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from betahedge.core.least_squares import fit_several
from betahedge.core.regression import (
    BetaMethod,
    TooFew,
    complete_returns,
    hedge_beta,
    hedge_beta_stats,
    hedge_minvar,
    hedge_minvar_several,
    minvar_from_correlation,
    simple_returns,
)
from core.strategies import Column, generated

METHODS: list[BetaMethod] = ["ols", "ewma", "blume", "up", "down"]


def prices(returns: Column) -> Column:
    levels: Column = [100.0]
    for r in returns:
        levels.append(levels[-1] * (1.0 + r))
    return levels


def test_returns_are_simple() -> None:
    assert simple_returns([100, 110, 99]) == pytest.approx([0.1, -0.1])
    assert simple_returns([100]) == []


def test_a_gap_does_not_make_a_two_day_return() -> None:
    """Returns first, then rows dropped: the gap costs two returns, of both series."""
    asset = [100, 110, None, 121, 133.1]
    hedge = [50, 55, 60, 66, 72.6]
    assert simple_returns(asset) == [pytest.approx(0.1), None, None, pytest.approx(0.1)]
    ys, xs = complete_returns((asset, hedge))
    assert ys == pytest.approx([0.1, 0.1])
    assert xs == pytest.approx([0.1, 0.1])
    assert complete_returns(([1.0, None, 3.0], [4.0, 5.0, None]), "returns") == [[1.0], [4.0]]
    assert complete_returns(([None], [1.0]), "returns") == [[], []]


def test_series_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        hedge_beta([1, 2, 3, 4], [1, 2, 3])


@pytest.mark.parametrize(("n", "confidence"), [(3, 0.5), (4, 0.9), (60, 0.95), (5000, 0.9999)])
def test_ols_against_statsmodels(n: int, confidence: float) -> None:
    ys, xs = generated(n)
    fit = sm.OLS(ys, sm.add_constant(xs)).fit()
    low, high = fit.conf_int(1 - confidence)[1]
    answer = hedge_beta_stats(ys, xs, "returns", confidence)
    expected = (fit.params[1], fit.params[0], fit.bse[1], low, high, fit.rsquared, n)
    assert answer == pytest.approx(expected, rel=1e-10)
    assert answer.t == pytest.approx(fit.tvalues[1], rel=1e-10)
    assert hedge_beta(ys, xs, "returns") == pytest.approx(fit.params[1], rel=1e-10)


def test_ols_against_scipy_on_prices() -> None:
    ys, xs = generated(500)
    line = stats.linregress(xs, ys)
    answer = hedge_beta_stats(prices(ys), prices(xs))
    assert answer.beta == pytest.approx(line.slope, rel=1e-10)
    assert answer.alpha == pytest.approx(line.intercept, rel=1e-9)
    assert answer.standard_error == pytest.approx(line.stderr, rel=1e-10)
    assert answer.r2 == pytest.approx(line.rvalue**2, rel=1e-10)
    reach = stats.t.ppf(0.975, 498) * line.stderr
    assert answer.low == pytest.approx(line.slope - reach, rel=1e-10)
    assert answer.high == pytest.approx(line.slope + reach, rel=1e-10)


def test_ols_far_from_zero_keeps_its_digits() -> None:
    """Returns shifted by 1,000: a one-pass sum of squares would lose ten digits."""
    ys, xs = generated(200)
    far = hedge_beta([y + 1e3 for y in ys], [x + 1e3 for x in xs], "returns")
    assert far == pytest.approx(hedge_beta(ys, xs, "returns"), rel=1e-10)


def test_beta_is_correlation_times_volatilities() -> None:
    ys, xs = generated(300)
    rho = float(np.corrcoef(ys, xs)[0, 1])
    ratio = minvar_from_correlation(rho, float(np.std(ys)), float(np.std(xs)))
    assert hedge_beta(ys, xs, "returns") == pytest.approx(ratio, rel=1e-10)
    assert hedge_minvar(ys, xs, "returns") == hedge_beta(ys, xs, "returns")
    assert hedge_minvar(prices(ys), prices(xs)) == pytest.approx(ratio, rel=1e-10)


def test_the_minimum_variance_ratio_leaves_the_least_variance() -> None:
    ys, xs = generated(300)
    h = hedge_minvar(ys, xs, "returns")

    def left(ratio: float) -> float:
        return float(np.var(np.array(ys) - ratio * np.array(xs)))

    assert left(h) < min(left(h * 0.999), left(h * 1.001))


def test_blume_up_and_down_betas() -> None:
    ys, xs = generated(400)
    ols = hedge_beta(ys, xs, "returns")
    assert hedge_beta(ys, xs, "returns", "blume") == pytest.approx(0.67 * ols + 0.33)
    xs[3], ys[3] = 0.0, 5.0  # neither up nor down
    ups = stats.linregress(*zip(*[(x, y) for x, y in zip(xs, ys) if x > 0])).slope
    downs = stats.linregress(*zip(*[(x, y) for x, y in zip(xs, ys) if x < 0])).slope
    assert hedge_beta(ys, xs, "returns", "up") == pytest.approx(ups, rel=1e-10)
    assert hedge_beta(ys, xs, "returns", "down") == pytest.approx(downs, rel=1e-10)


@pytest.mark.parametrize("decay", [0.94, 0.5, 0.99])
def test_ewma_against_weights(decay: float) -> None:
    """RiskMetrics: each pair weighs `decay` times the next; the means are 0."""
    ys, xs = generated(80)
    weights = decay ** np.arange(79, -1, -1)
    expected = np.sum(weights * ys * np.array(xs)) / np.sum(weights * np.array(xs) ** 2)
    assert hedge_beta(ys, xs, "returns", "ewma", decay) == pytest.approx(expected, rel=1e-12)
    if decay == 0.94:
        assert hedge_beta(prices(ys), prices(xs), method="ewma") == pytest.approx(expected)


def test_missing_values_drop_their_pairs_in_every_method() -> None:
    ys, xs = generated(60)
    keep = [i for i in range(60) if i not in (0, 20, 59)]
    holes_y = [None if i in (0, 20) else y for i, y in enumerate(ys)]
    holes_x = [None if i == 59 else x for i, x in enumerate(xs)]
    kept = [ys[i] for i in keep], [xs[i] for i in keep]
    for method in METHODS:
        answer = hedge_beta(holes_y, holes_x, "returns", method)
        assert answer == hedge_beta(*kept, "returns", method)
    assert hedge_beta_stats(holes_y, holes_x, "returns").pairs == 57


@pytest.mark.parametrize("method", METHODS)
def test_too_few_pairs_and_flat_series_are_not_available(method: BetaMethod) -> None:
    with pytest.raises(TooFew):
        hedge_beta([0.1, 0.2], [0.1, 0.3], "returns", method)
    with pytest.raises(TooFew):
        hedge_beta([1.0, 1.1, 1.2], [1.0, 1.1, 1.3], "prices", method)
    with pytest.raises(TooFew):
        hedge_beta([0.1, None, 0.2], [0.1, 0.3, 0.2], "returns", method)
    with pytest.raises((ZeroDivisionError, TooFew)):  # no pair is up or down
        hedge_beta([0.1, 0.2, 0.3, 0.4], [0.0] * 4, "returns", method)


@pytest.mark.parametrize("method", METHODS)
def test_a_flat_asset_has_a_beta_of_0(method: BetaMethod) -> None:
    """Conventions, section 4: only a flat hedge has none."""
    hedge = [0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.4, 0.1, -0.5]
    beta = hedge_beta([0.0] * 9, hedge, "returns", method)
    assert beta == (0.33 if method == "blume" else 0.0)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 0.01, 1e-9])
@pytest.mark.parametrize("n", [3, 7, 10, 999])
def test_a_constant_series_is_flat_whatever_its_rounding(value: float, n: int) -> None:
    ys, xs = generated(n)
    with pytest.raises(ZeroDivisionError):
        hedge_beta(ys, [value] * n, "returns")
    with pytest.raises(ZeroDivisionError):
        hedge_beta_stats(ys, [value] * n, "returns")
    assert hedge_beta([value] * n, xs, "returns") == 0.0
    for errors in ("ols", "hac"):
        flat = hedge_beta_stats([value] * n, xs, "returns", errors=errors)
        assert flat[:1] + flat[2:5] == (0.0, 0.0, 0.0, 0.0)
        assert flat.alpha == pytest.approx(value)
        assert math.isnan(flat.r2)
    several = fit_several([value] * n, [xs])
    assert (several.coefficients, math.isnan(several.r2)) == ([0.0], True)


def test_three_pairs_are_enough() -> None:
    """By hand: (0,0) (1,1) (2,5): slope 2.5, residuals 0.5, -1, 0.5, error sqrt(1.5 / 1 / 2)."""
    answer = hedge_beta_stats([0, 1, 5], [0, 1, 2], "returns", 0.5)
    error = math.sqrt(0.75)
    expected = (2.5, -0.5, error, 2.5 - error, 2.5 + error, 6.25 / 7, 3)  # t of one degree is 1
    assert answer == pytest.approx(expected, rel=1e-12)
    # and (0 x 0 + 1 x 1 x d + 5 x 2) / (0 + d + 4) with d = 0.5
    assert hedge_beta([0, 1, 5], [0, 1, 2], "returns", "ewma", 0.5) == pytest.approx(10.5 / 4.5)


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_several_futures_against_statsmodels(columns: int) -> None:
    random = np.random.default_rng(columns)
    xs = random.normal(0, 0.03, (250, columns)) @ random.normal(1, 0.3, (columns, columns))
    ys = xs @ random.normal(0.5, 0.3, columns) + random.normal(0, 0.01, 250)
    fit = sm.OLS(ys, sm.add_constant(xs)).fit()
    answer = fit_several(ys.tolist(), xs.T.tolist())
    assert answer.coefficients == pytest.approx(fit.params[1:], rel=1e-10)
    assert answer.intercept == pytest.approx(fit.params[0], rel=1e-9)
    assert answer.r2 == pytest.approx(fit.rsquared, rel=1e-10)
    levels = [prices(column) for column in xs.T.tolist()]
    ratios = hedge_minvar_several(prices(ys.tolist()), levels)
    assert ratios == pytest.approx(fit.params[1:], rel=1e-9)
    if columns == 1:
        assert ratios == pytest.approx([hedge_minvar(prices(ys.tolist()), levels[0])], rel=1e-10)


def test_no_fit_explains_more_than_all() -> None:
    xs = [0.02, -0.01, 0.03, 0.05, -0.04]
    fits = [hedge_beta_stats([n / 7 * x for x in xs], xs, "returns").r2 for n in range(1, 100)]
    assert max(fits) == 1.0
    assert min(fits) == pytest.approx(1.0, rel=1e-15)


def test_several_futures_that_are_nearly_one() -> None:
    """Two venues of one coin: what tells them apart is a millionth of their moves."""
    ys, xs = generated(100)
    twin = [x + 3e-8 * z for x, z in zip(xs, generated(100, seed=8)[0])]
    fit = sm.OLS(ys, sm.add_constant(np.column_stack([xs, twin]))).fit()
    assert hedge_minvar_several(ys, [xs, twin], "returns") == pytest.approx(
        fit.params[1:], rel=1e-4
    )
    # four rows are enough for two columns and an intercept: one is left over
    ratios = hedge_minvar_several([1, 3, 2, 7], [[1, 0, 0, 1], [0, 1, 0, 1]], "returns")
    assert ratios == pytest.approx([1.5, 3.5])


def test_several_futures_need_enough_rows_that_differ() -> None:
    ys, xs = generated(50)
    with pytest.raises(ZeroDivisionError):
        hedge_minvar_several(ys, [xs, [2 * x for x in xs]], "returns")
    with pytest.raises(ZeroDivisionError):
        hedge_minvar_several(ys, [xs, [0.01] * 50], "returns")
    with pytest.raises(TooFew):
        hedge_minvar_several(ys[:3], [xs[:3], ys[1:4]], "returns")
    holed = [None, *xs[1:]]
    ratios = hedge_minvar_several(ys, [holed, ys[::-1]], "returns")
    assert ratios == hedge_minvar_several(ys[1:], [xs[1:], ys[::-1][1:]], "returns")


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.integers(0, 99))
def test_beta_scales_with_the_asset_and_against_the_hedge(a: float, b: float, seed: int) -> None:
    ys, xs = generated(30, seed=seed)
    beta = hedge_beta(ys, xs, "returns")
    scaled = hedge_beta([a * y for y in ys], [-b * x for x in xs], "returns")
    assert scaled == pytest.approx(-beta * a / b, rel=1e-9)
    assert hedge_beta(xs, xs, "returns") == pytest.approx(1.0, rel=1e-12)


YS = [0.021, -0.013, 0.034, 0.008, -0.027, 0.015, 0.002, -0.019, 0.011, 0.026]
XS = [0.018, -0.011, 0.022, 0.012, -0.031, 0.009, -0.004, -0.012, 0.016, 0.019]
# Oracle: statsmodels, OLS.fit(cov_type="HAC"), on the columns above.
HAC_ERROR, OLS_ERROR, LONG_HAC_ERROR = 0.08701437366400919, 0.12057904926505982, 0.01086584176263865


def test_the_hac_error_of_statsmodels() -> None:
    stats = hedge_beta_stats(YS, XS, "returns", 0.95, "hac")
    assert stats.standard_error == pytest.approx(HAC_ERROR, rel=1e-12)
    assert hedge_beta_stats(YS, XS, "returns").standard_error == pytest.approx(OLS_ERROR, rel=1e-12)
    longer = hedge_beta_stats(YS * 30, XS * 30, "returns", 0.95, "hac")
    assert longer.standard_error == pytest.approx(LONG_HAC_ERROR, rel=1e-12)


FEW, FLAT, MOVES = [0.1, 0.2], [0.1, 0.1, 0.1], [0.1, 0.2, 0.4]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hedge_beta(FEW, FEW, "returns"), "2 complete pairs; 3 are needed"),
        (lambda: hedge_beta(FEW, FEW, "returns", "ewma"), "2 complete pairs; 3 are needed"),
        (lambda: hedge_beta(MOVES, FLAT, "returns"), "a flat series has no variance"),
        (lambda: hedge_beta(MOVES, FEW, "returns"), "the series have different lengths"),
    ],
)
def test_the_reason_is_what_a_user_reads(call: Callable[[], object], message: str) -> None:
    """A cell hands these on as the reason of its error value."""
    with pytest.raises((ValueError, ZeroDivisionError), match=f"^{message}$"):
        call()
