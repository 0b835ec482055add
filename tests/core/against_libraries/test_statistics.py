"""Hedges over time and of a basket against statsmodels, pandas, SciPy and NumPy.

Each test prints its largest difference (see it with -s), relative to the larger of the number and
its scale.
"""

import csv
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from scipy import stats  # type: ignore[import-untyped]

from betahedge.core.basket import hedge_minvar_portfolio, hedge_var_components
from betahedge.core.hedged import hedge_returns, hedge_rolling_beta, hedge_tracking_error
from betahedge.core.least_squares import fit_several
from betahedge.core.regression import hedge_beta_stats, hedge_minvar_several
from core.against_libraries.comparison import RANDOM, SEEDS, agree, columns_of, differ, walks


@pytest.mark.parametrize("futures", [1, 2, 5])
def test_a_basket_as_statsmodels_fits_it(futures):
    pairs = []
    for rows in (futures + 3, 30, 400):
        for scale in (1e-6, 0.03, 0.4):
            table = np.maximum(walks(rows, futures + 3, scale), -0.9)
            values = RANDOM.normal(0, 1e6, 3)
            book = table[:, :3] @ values
            fit = sm.OLS(book, sm.add_constant(table[:, 3:])).fit()
            each = RANDOM.uniform(1e3, 1e5, futures)
            ours = hedge_minvar_portfolio(
                values, columns_of(table[:, :3]), columns_of(table[:, 3:]), each, "returns"
            )
            size = np.abs(fit.params[1:]).max()
            for j, line in enumerate(ours.lines):
                pairs += [
                    (line.contracts * each[j], fit.params[1 + j], size),
                    (line.ratio, fit.params[1 + j] / values.sum(), size / abs(values.sum())),
                    (line.standard_error, fit.bse[1 + j] / abs(values.sum()), 0.0),
                ]
            pairs.append((ours.r2, fit.rsquared, 1.0))
    differ(f"HEDGE_MINVAR_PORTFOLIO, {futures} futures, statsmodels", pairs, 1e-9)


def test_near_twins_as_statsmodels_fits_them():
    """Two futures a thousandth of their moves apart: wild ratios, and the errors say so."""
    table = walks(250, 2)
    twins = np.column_stack([table[:, 1], table[:, 1] + RANDOM.normal(0, 3e-5, 250)])
    fit = sm.OLS(table[:, 0], sm.add_constant(twins)).fit()
    ours = fit_several(columns_of(table)[0], columns_of(twins))
    pairs = [(a, b, 0.0) for a, b in zip(ours.coefficients, fit.params[1:])]
    pairs += [(a, b, 0.0) for a, b in zip(ours.errors, fit.bse[1:])]
    differ("twins, statsmodels", pairs, 1e-8)


def test_prices_with_gaps_as_pandas_and_statsmodels_take_them():
    prices = pd.DataFrame(100 * np.cumprod(1 + walks(300, 4), axis=0))
    prices = prices.mask(RANDOM.random(prices.shape) < 0.05)
    moves = prices.pct_change(fill_method=None).dropna()
    fit = sm.OLS(moves[[0, 1]] @ [3.0, -1.0], sm.add_constant(moves[[2, 3]])).fit()
    gaps = [[None if math.isnan(x) else x for x in column] for column in columns_of(prices)]
    ours = hedge_minvar_portfolio([3.0, -1.0], gaps[:2], gaps[2:], [1.0, 1.0])
    pairs = [(line.contracts, b, 0.0) for line, b in zip(ours.lines, fit.params[1:])]
    pairs.append((ours.r2, fit.rsquared, 0.0))
    differ("prices with gaps, pandas and statsmodels", pairs, 1e-9)


@pytest.mark.parametrize("window", [3, 20, 250])
def test_rolling_beta_as_pandas_rolls_it(window):
    table = pd.DataFrame(walks(600, 2))
    theirs = table[0].rolling(window).cov(table[1]) / table[1].rolling(window).var()
    ours = hedge_rolling_beta(*columns_of(table), window, "returns")
    assert [beta is None for beta in ours] == list(theirs.isna())
    pairs = [(a, b, 1.0) for a, b in zip(ours[window - 1 :], theirs[window - 1 :])]
    differ(f"HEDGE_ROLLING_BETA, {window}, pandas", pairs, 1e-8)


def test_rolling_beta_where_running_sums_lose_it():
    """Calm after a storm of a million times the size: exact by NumPy, window by window."""
    table = walks(400, 2) * np.where(np.arange(400) < 200, 1e3, 1e-3)[:, None]
    ours = hedge_rolling_beta(*columns_of(table), 30, "returns")
    pairs = []
    for end in range(230, 401):
        c = np.cov(table[end - 30 : end].T)
        pairs.append((ours[end - 1], c[0, 1] / c[1, 1], 0.0))
    differ("HEDGE_ROLLING_BETA after a storm, NumPy", pairs, 1e-10)


def test_rolling_ewma_as_pandas_weighs_it():
    y, x = columns_of(walks(120, 2))
    ours = hedge_rolling_beta(y, x, 40, "returns", "ewma")
    pairs = []
    for end in range(40, 121):
        frame = pd.DataFrame({"xy": np.multiply(y, x), "xx": np.square(x)})[end - 40 : end]
        last = frame.ewm(alpha=0.06).mean().iloc[-1]
        pairs.append((ours[end - 1], last.xy / last.xx, 1.0))
    differ("HEDGE_ROLLING_BETA, ewma, pandas", pairs, 1e-10)


def test_hedged_returns_and_tracking_as_numpy_has_them():
    pairs = []
    for rows, periods in [(2, 365), (36, 12), (1000, 252)]:
        table = walks(rows, 4)
        a, *futures = columns_of(table)
        ratios = list(map(float, RANDOM.normal(0, 1, 3)))
        ours = hedge_returns(a, futures, ratios, "returns")
        pairs += [(o, t, 0.01) for o, t in zip(ours, table[:, 0] - table[:, 1:] @ ratios)]
        theirs = np.std(table[:, 0] - table[:, 1], ddof=1) * periods**0.5
        pairs.append((hedge_tracking_error(a, futures[0], periods), theirs, 0.0))
    differ("HEDGE_RETURNS and HEDGE_TRACKING_ERROR, NumPy", pairs, 1e-12)


def test_var_components_as_scipy_and_numpy_split_it():
    pairs = []
    for rows, assets in [(2, 1), (10, 3), (500, 8)]:
        table, weights = walks(rows, assets), RANDOM.normal(0, 1, assets)
        confidence = float(RANDOM.uniform(0.51, 0.999))
        sigma = np.atleast_2d(np.cov(table.T))
        risk = math.sqrt(weights @ sigma @ weights)
        z = stats.norm.ppf(confidence)
        theirs = weights * (z * (sigma @ weights) / risk - table.mean(axis=0))
        ours = hedge_var_components(columns_of(table), list(map(float, weights)), confidence)
        pairs += [(o, t, np.abs(theirs).max()) for o, t in zip(ours.parts, theirs)]
        pairs.append((ours.total, z * risk - (table @ weights).mean(), np.abs(theirs).max()))
    differ("HEDGE_VAR_COMPONENTS, SciPy and NumPy", pairs, 1e-11)


def regressions() -> list[tuple[np.ndarray, np.ndarray]]:
    """Residuals that follow one another, that grow with the market, and three pairs."""
    found = []
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        n = int(chance.integers(3, 900)) if seed else 100  # where the lags are 4 and no fewer
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


@pytest.fixture
def daily_close() -> dict[str, list[float]]:
    """Real daily closes by coin; the folder is not part of the project."""
    folder = os.environ.get("BETAHEDGE_DATA")
    if not folder:
        pytest.skip("BETAHEDGE_DATA is not set: the folder of daily_close_usd.csv")
    with (Path(folder) / "daily_close_usd.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {coin: [float(row[coin]) for row in rows] for coin in rows[0] if coin != "Date"}


def test_real_closes_against_statsmodels(daily_close: dict[str, list[float]]) -> None:
    series = {coin: np.array(closes) for coin, closes in daily_close.items()}
    moves = {coin: closes[1:] / closes[:-1] - 1 for coin, closes in series.items()}
    for coin in ("ETH", "SOL", "BNB"):
        fit = sm.OLS(moves[coin], sm.add_constant(moves["BTC"])).fit()
        answer = hedge_beta_stats(daily_close[coin], daily_close["BTC"])
        low, high = fit.conf_int()[1]
        expected = (fit.params[1], fit.params[0], fit.bse[1], low, high, fit.rsquared, 706)
        assert answer == pytest.approx(expected, rel=1e-10)
    both = np.column_stack([moves["BTC"], moves["ETH"]])
    ratios = sm.OLS(moves["SOL"], sm.add_constant(both)).fit().params[1:]
    futures = [daily_close["BTC"], daily_close["ETH"]]
    assert hedge_minvar_several(daily_close["SOL"], futures) == pytest.approx(ratios, rel=1e-10)
