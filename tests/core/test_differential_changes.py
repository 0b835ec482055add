"""The changed functions against independent libraries, over random inputs and edges.

The largest relative difference of each comparison is printed (shown with -s).  Libraries that are
heavy or old are in test_differential_changes_heavy.py.
"""

import math
import statistics
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from scipy import integrate, optimize, stats  # type: ignore[import-untyped]

from betahedge.core.contract import hedge_futures_pnl
from betahedge.core.margin import hedge_liquidation
from betahedge.core.regression import hedge_beta_stats
from betahedge.core.risk import (
    hedge_effectiveness,
    hedge_effectiveness_several,
    hedge_es,
    hedge_var,
)
from betahedge.core.rounding import Rounding, round_lots

SEEDS = range(20)
CONFIDENCES = (0.51, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999)
Pairs = Iterable[tuple[float, float]]


def agree(name: str, pairs: Pairs, within: float, smallest: float = 1e-300) -> None:
    """Print the largest relative difference of ours and theirs, and hold it to a limit."""
    known = list(pairs)
    largest = max(abs(a - b) / max(abs(a), abs(b), smallest) for a, b in known)
    print(f"{name}: largest difference {largest:.2g} in {len(known)}")
    assert largest <= within


def fat_tailed(seed: int, n: int) -> list[float]:
    chance = np.random.default_rng(seed)
    returns: list[float] = np.clip(chance.standard_t(3, n) * 0.02, -0.9, 5.0).tolist()
    return returns


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


def regressions() -> list[tuple[np.ndarray, np.ndarray]]:
    """Residuals that follow one another, that grow with the market, and three pairs."""
    found = []
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        n = int(chance.integers(3, 900))
        x = chance.standard_t(4, n) * 0.02
        noise = chance.normal(0, 0.01, n) * (1 + 20 * np.abs(x))
        for day in range(1, n):
            noise[day] += 0.6 * noise[day - 1]
        found.append((chance.uniform(-2, 2) * x + noise, x))
    return [*found, (np.array([0.01, 0.02, 0.04]), np.array([0.02, 0.01, 0.03]))]


@pytest.mark.parametrize("errors", ["ols", "hac"])
def test_beta_and_its_errors_are_those_of_statsmodels(errors: Any) -> None:
    names = ("beta", "alpha", "standard_error", "r2", "low", "high")
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for y, x in regressions():
        ours = hedge_beta_stats(y.tolist(), x.tolist(), "returns", 0.9, errors)
        lags = math.floor(4 * (len(x) / 100) ** (2 / 9))
        robust = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags}, "use_t": True}
        fit = sm.OLS(y, sm.add_constant(x)).fit(**(robust if errors == "hac" else {}))
        theirs = (fit.params[1], fit.params[0], fit.bse[1], fit.rsquared, *fit.conf_int(0.1)[1])
        for name, figure in zip(names, theirs):
            pairs[name].append((getattr(ours, name), figure))
    for name, each in pairs.items():
        agree(f"{name}, {errors}, statsmodels", each, 1e-8, smallest=1e-6)


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


RULES: list[tuple[Rounding, str]] = [
    ("nearest", ROUND_HALF_UP),
    ("down", ROUND_DOWN),
    ("up", ROUND_UP),
]


def test_lots_are_those_of_exact_decimals() -> None:
    """Oracle: decimal, from the texts that a person types; a float division is never near it."""
    chance = np.random.default_rng(7)
    for _ in range(3000):
        lot = Decimal(str(chance.choice(["0.1", "0.001", "0.25", "1", "25", "0.00001"])))
        size = int(10 ** chance.uniform(0, 10))
        fraction = Decimal(int(chance.integers(0, 10))) / 10
        count = (size + fraction) * lot
        for rounding, rule in RULES:
            exact = (count / lot).quantize(Decimal(1), rounding=rule)
            lots = round_lots(float(count), float(lot), rounding) / float(lot)
            assert round(lots) == exact, (count, lot, rounding)


def test_liquidation_is_the_root_that_scipy_finds() -> None:
    pairs = []
    for seed in range(300):
        chance = np.random.default_rng(seed)
        kind: Any = chance.choice(["linear", "inverse"])
        entry, n, rate = (
            chance.uniform(1, 1e5),
            chance.choice([-30.0, 30.0]),
            chance.uniform(0, 0.2),
        )
        wallet = chance.uniform(0.0, 1.5) * 30 * (1 / entry if kind == "inverse" else entry)
        arguments = (entry, n, rate, wallet, kind)
        ours = hedge_liquidation(entry, 1.0, rate, kind, contracts=n, collateral=wallet)
        low, high = entry * 1e-6, entry * 1e6
        if left(low, *arguments) * left(high, *arguments) > 0:
            assert ours is None or not low < ours < high
            continue
        root = optimize.brentq(left, low, high, args=arguments, xtol=1e-300, rtol=1e-14)
        pairs.append((ours, root))
    assert len(pairs) > 200
    agree("liquidation, scipy.optimize", pairs, 1e-8)


def left(price: float, entry: float, n: float, rate: float, wallet: float, kind: Any) -> float:
    """What a position has at a price above its maintenance margin."""
    notional = abs(n) * (1 / price if kind == "inverse" else price)
    return wallet + hedge_futures_pnl(n, 1.0, entry, price, kind) - rate * notional
