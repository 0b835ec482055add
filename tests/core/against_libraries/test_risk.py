"""Value at risk, shortfall and effectiveness against SciPy, pandas, NumPy and statsmodels.

The largest relative difference of each comparison is printed (shown with -s).
"""

import math
import statistics

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from scipy import (
    integrate,  # type: ignore[import-untyped]
    optimize,  # type: ignore[import-untyped]
    stats,  # type: ignore[import-untyped]
)

from betahedge.core.risk import (
    hedge_effectiveness,
    hedge_effectiveness_several,
    hedge_es,
    hedge_var,
)
from core.against_libraries.comparison import SEEDS, agree, fat_tailed

CONFIDENCES = (0.51, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999)


def returns_of_all_kinds() -> list[list[float]]:
    edges = [[0.0, 0.0], [-0.5, 0.5], [0.01] * 7, [-0.1] * 3 + [0.0] * 97, [-0.999, 3.0, 0.0]]
    return [*edges, *(fat_tailed(seed, 2 + seed**2) for seed in SEEDS)]


def test_es_is_the_minimum_of_rockafellar_and_uryasev() -> None:
    """Oracle: scipy minimises their convex function; its minimum is the shortfall."""

    def theirs(returns: list[float], confidence: float) -> float:
        losses = -np.array(returns)

        def function(cut: float) -> float:
            above = np.maximum(losses - cut, 0.0).mean()
            return float(cut + above / (1.0 - confidence))

        bounds = (losses.min() - 1.0, losses.max() + 1.0)
        least = optimize.minimize_scalar(function, bounds=bounds, method="bounded")
        return min(least.fun, *(function(loss) for loss in losses))  # its minimum is at a loss

    cases = [(r, c) for r in returns_of_all_kinds() for c in CONFIDENCES]
    pairs = [(hedge_es(r, c), theirs(r, c)) for r, c in cases]
    agree("ES, scipy.optimize", pairs, 1e-9, smallest=1e-6)


def test_es_is_the_integral_of_the_quantile_function() -> None:
    """Oracle: scipy.integrate over pandas' quantiles of the lower kind."""
    pairs = []
    for seed in range(5):
        returns = fat_tailed(seed, 40)
        ordered = pd.Series(returns).sort_values().to_numpy()
        for confidence in (0.9, 0.95):
            tail = 1.0 - confidence
            steps = [k / 40 for k in range(1, math.ceil(tail * 40))]
            area, _ = integrate.quad(
                lambda u, x=ordered: x[min(int(u * 40), 39)], 0.0, tail, points=steps or None
            )
            pairs.append((hedge_es(returns, confidence), -area / tail))
    agree("ES, scipy.integrate", pairs, 1e-6)


def test_var_is_the_quantile_of_pandas_and_numpy() -> None:
    cases = [(r, c) for r in returns_of_all_kinds() for c in CONFIDENCES]
    ours = [hedge_var(r, c) for r, c in cases]
    agree("VaR, pandas", zip(ours, [-pd.Series(r).quantile(1 - c) for r, c in cases]), 1e-9, 1e-6)
    agree("VaR, numpy", zip(ours, [-np.quantile(r, 1 - c) for r, c in cases]), 1e-9, 1e-6)


def test_parametric_var_and_es_are_those_of_scipys_normal() -> None:
    var, es = [], []
    for returns in returns_of_all_kinds():
        normal = stats.norm(-statistics.mean(returns), statistics.stdev(returns) or 1e-300)
        for confidence in CONFIDENCES:
            cut = normal.ppf(confidence)
            var.append((hedge_var(returns, confidence, "parametric"), cut))
            z = stats.norm.ppf(confidence)
            theirs = normal.mean() + normal.std() * stats.norm.pdf(z) / stats.norm.sf(z)
            es.append((hedge_es(returns, confidence, "parametric"), theirs))
    agree("normal VaR, scipy", var, 1e-9, 1e-6)
    agree("normal ES, scipy", es, 1e-9, 1e-6)


def test_effectiveness_of_several_futures_is_r2_of_statsmodels_at_its_own_ratios() -> None:
    pairs = []
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        futures = chance.normal(0, 0.02, (60, 3))
        spot = futures @ chance.uniform(-1, 1, 3) + chance.normal(0, 0.01, 60)
        fit = sm.OLS(spot, sm.add_constant(futures)).fit()
        columns = futures.T.tolist()
        ours = hedge_effectiveness_several(spot.tolist(), columns, fit.params[1:], "returns")
        r2 = hedge_effectiveness_several(spot.tolist(), columns, [0.0] * 3, "returns", "r2")
        pairs += [(ours, fit.rsquared), (r2, fit.rsquared)]
    agree("effectiveness of several, statsmodels", pairs, 1e-9)


def test_dollar_offset_is_pandas_change_between_the_rows_that_are_complete() -> None:
    pairs = []
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        table = pd.DataFrame(100 * np.exp(chance.normal(0, 0.03, (30, 2)).cumsum(axis=0)))
        table = table.mask(chance.random((30, 2)) < 0.2)
        known = table.dropna()
        spot, futures = known.iloc[-1] / known.iloc[0] - 1
        columns = [
            [None if math.isnan(price) else price for price in table[column]] for column in table
        ]
        offset = hedge_effectiveness(columns[0], columns[1], 0.7, "prices", "dollar_offset")
        pairs.append((offset, 0.7 * futures / spot))
    agree("dollar offset, pandas", pairs, 1e-9)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.975, 0.99])
@pytest.mark.parametrize("n", [2, 10, 11, 21, 101, 706])
def test_historical_var_and_es_against_numpy(n: int, confidence: float) -> None:
    """PERCENTILE.INC is NumPy's linear percentile; the tail is the quantile function's mean."""
    returns = np.random.default_rng(n).normal(0.0, 0.03, n)
    cut = np.percentile(returns, round(100 - 100 * confidence, 9))
    assert hedge_var(returns.tolist(), confidence) == pytest.approx(-cut, rel=1e-10)
    shares = np.clip((1 - confidence) * n - np.arange(n), 0.0, 1.0)
    tail = np.average(np.sort(returns), weights=shares)
    assert hedge_es(returns.tolist(), confidence) == pytest.approx(-tail, rel=1e-9)


def test_parametric_var_and_es_against_scipy() -> None:
    returns = np.random.default_rng(1).normal(0.002, 0.03, 250)
    mean, sigma = returns.mean(), returns.std(ddof=1)
    for confidence in (0.9, 0.95, 0.99):
        var = stats.norm.ppf(confidence, -mean, sigma)
        assert hedge_var(returns.tolist(), confidence, "parametric") == pytest.approx(var)
        es = stats.norm.expect(lambda x: x, loc=-mean, scale=sigma, lb=var, conditional=True)
        assert hedge_es(returns.tolist(), confidence, "parametric") == pytest.approx(es, rel=1e-6)
