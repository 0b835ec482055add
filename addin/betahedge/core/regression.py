"""Beta and hedge ratios: least squares with an intercept on returns, never on price levels.

A series is a column of prices, or of simple returns as decimals, oldest first; None is a missing
value.  Beta is covariance over variance against the hedge instrument.  Too few pairs raise
`TooFew`.  A flat asset has a beta of 0; a flat hedge divides by zero, for no beta is available.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from betahedge.core.least_squares import TooFew, centred, deviations, dot, fit_several
from betahedge.core.student import student_quantile

Series = Sequence[float | None]
Input = Literal["prices", "returns"]
BetaMethod = Literal["ols", "ewma", "blume", "up", "down"]
Errors = Literal["ols", "hac"]

MINIMUM_PAIRS = 3


class BetaStats(NamedTuple):
    """The line asset return = alpha + beta x hedge return, and the interval of its beta.

    r2: NaN for a flat asset, which has no variance to explain.
    """

    beta: float
    alpha: float
    standard_error: float
    low: float
    high: float
    r2: float
    pairs: int

    @property
    def t(self) -> float:
        """Beta in standard errors; a perfect fit divides by zero."""
        return self.beta / self.standard_error


def simple_returns(prices: Series) -> list[float | None]:
    """Turn prices into returns, P1 / P0 - 1; a missing price leaves two of them missing."""
    if None in prices:
        return [
            None if before is None or after is None else (after - before) / before
            for before, after in pairwise(prices)
        ]
    known: Any = prices
    return [(after - before) / before for before, after in pairwise(known)]


def complete_returns(
    series: Sequence[Series],
    input: Input = "prices",  # noqa: A002 - its name in a cell
) -> list[list[float]]:
    """Line up the returns of several series, without the rows where one of them is missing.

    Returns are formed first and rows dropped after: a gap never makes a two-day return.
    """
    columns: Any = [simple_returns(prices) for prices in series] if input == "prices" else series
    if len(set(map(len, columns))) > 1:
        raise ValueError("the series have different lengths")
    if any(None in column for column in columns):
        rows = [row for row in zip(*columns) if None not in row]
        columns = [[row[i] for row in rows] for i in range(len(columns))]
    return [list(column) for column in columns]


def hedge_beta(
    asset: Series,
    hedge: Series,
    input: Input = "prices",  # noqa: A002 - its name in a cell
    method: BetaMethod = "ols",
    decay: float = 0.94,
) -> float:
    """Beta of an asset against the hedge instrument; 0 for a flat asset.

    ols: slope with an intercept.  blume: 0.67 x ols + 0.33.  up, down: ols on the pairs where
    the hedge rose or fell.  ewma: covariance over variance about 0, where each pair weighs
    `decay` times the next one (J.P. Morgan, RiskMetrics Technical Document, 1996).
    """
    ys, xs = complete_returns((asset, hedge), input)
    if method in ("up", "down"):
        pairs = [(y, x) for y, x in zip(ys, xs) if counts(method, x)]
        ys, xs = [y for y, _ in pairs], [x for _, x in pairs]
    if method == "ewma":
        return _ewma_beta(ys, xs, decay)
    beta = _slope(*_deviations(ys, xs))
    return 0.67 * beta + 0.33 if method == "blume" else beta


def counts(method: BetaMethod, x: float) -> bool:
    """Tell whether a method counts the pairs in which the hedge returned x."""
    if method == "up":
        return x > 0.0
    return method != "down" or x < 0.0


def hedge_beta_stats(
    asset: Series,
    hedge: Series,
    input: Input = "prices",  # noqa: A002 - its name in a cell
    confidence: float = 0.95,
    errors: Errors = "ols",
) -> BetaStats:
    """Fit beta by OLS, with its interval: beta +/- t x standard error, n - 2 degrees.

    alpha: the intercept, per period of the series.  confidence: two-sided, a decimal.  errors:
    "ols" for residuals alike and apart; "hac" where their size changes or they follow one
    another, see `_hac_error`.
    """
    ys, xs = complete_returns((asset, hedge), input)
    dy, dx = _deviations(ys, xs)
    n = len(xs)
    beta = _slope(dy, dx)
    residuals = [y - beta * x for y, x in zip(dy, dx)]
    error = (_hac_error if errors == "hac" else _ols_error)(residuals, dx)
    reach = student_quantile(confidence, n - 2) * error
    alpha = (math.fsum(ys) - beta * math.fsum(xs)) / n
    r2 = min(beta * _slope(dx, dy), 1.0) if any(dy) else math.nan
    return BetaStats(beta, alpha, error, beta - reach, beta + reach, r2, n)


def _ols_error(residuals: Sequence[float], dx: Sequence[float]) -> float:
    """Standard error of the slope: sqrt(sum of u^2 / (n - 2) / sum of dx^2)."""
    return math.sqrt(dot(residuals, residuals) / (len(dx) - 2) / dot(dx, dx))


def _hac_error(residuals: Sequence[float], dx: Sequence[float]) -> float:
    """Standard error of the slope by Newey and West, with the weights of Bartlett.

    Over L = floor(4 (n / 100)^(2/9)) lags, without a correction for small samples: the defaults
    of statsmodels.  Source: Newey and West, Econometrica 55 (1987); Review of Economic Studies
    61 (1994) for the lags.
    """
    scores = [u * x for u, x in zip(residuals, dx)]
    lags = math.floor(4.0 * (len(dx) / 100.0) ** (2.0 / 9.0))
    total = dot(scores, scores)
    for lag in range(1, lags + 1):
        total += 2.0 * (1.0 - lag / (lags + 1.0)) * dot(scores[lag:], scores[:-lag])
    return math.sqrt(max(total, 0.0)) / dot(dx, dx)


def hedge_minvar(
    spot: Series,
    futures: Series,
    input: Input = "prices",  # noqa: A002 - its name in a cell
) -> float:
    """Minimum variance hedge ratio of one future: cov(dS, dF) / var(dF), the OLS slope.

    A decimal of the spot value to sell.
    Source: Hull, Options, Futures, and Other Derivatives, section 3.4.
    """
    return hedge_beta(spot, futures, input)


def hedge_minvar_several(
    spot: Series,
    futures: Sequence[Series],
    input: Input = "prices",  # noqa: A002 - its name in a cell
) -> list[float]:
    """Minimum variance ratios of several futures held together, one each, in their order."""
    ys, *columns = complete_returns((spot, *futures), input)
    return fit_several(ys, columns).coefficients


def minvar_from_correlation(correlation: Any, spot_volatility: Any, futures_volatility: Any) -> Any:
    """Minimum variance hedge ratio: rho x sigma_S / sigma_F, volatilities of one period."""
    return correlation * spot_volatility / futures_volatility


def _deviations(ys: Sequence[float], xs: Sequence[float]) -> tuple[list[float], list[float]]:
    """Subtract the means of an asset, which may be flat, and of a hedge, which may not."""
    if len(xs) < MINIMUM_PAIRS:
        raise TooFew(f"{len(xs)} complete pairs; {MINIMUM_PAIRS} are needed")
    return deviations(ys), centred(xs)


def _slope(dy: Sequence[float], dx: Sequence[float]) -> float:
    return dot(dx, dy) / dot(dx, dx)


def _ewma_beta(ys: Sequence[float], xs: Sequence[float], decay: float) -> float:
    if len(xs) < MINIMUM_PAIRS:
        raise TooFew(f"{len(xs)} complete pairs; {MINIMUM_PAIRS} are needed")
    covariance = variance = 0.0
    for y, x in zip(ys, xs):
        covariance = decay * covariance + x * y
        variance = decay * variance + x * x
    return covariance / variance
