"""A basket against several futures, and what each of its assets adds to the risk.

Returns are simple, as decimals.  Contracts are + to sell.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

from betahedge.core.least_squares import TooFew, centred, dot, fit_several
from betahedge.core.regression import Input, Series, complete_returns
from betahedge.core.rounding import Rounding, round_lots


class BasketLine(NamedTuple):
    """The hedge with one future; ratio and error None where the book nets to no value.

    ratio: of the book's value, a decimal.  contracts, order: + to sell; exact, and in lots.
    """

    ratio: float | None
    standard_error: float | None
    contracts: float
    order: float


class BasketHedge(NamedTuple):
    """A line a future, and the share of the book's variance they take away; None if it has none."""

    lines: list[BasketLine]
    r2: float | None


def hedge_minvar_portfolio(
    values: Sequence[float],
    assets: Sequence[Series],
    futures: Sequence[Series],
    contract_values: Sequence[float],
    input_type: Input = "prices",
    lot_sizes: Sequence[float] | None = None,
    rounding: Rounding = "nearest",
) -> BasketHedge:
    """Hedge a basket with several futures held together, at minimum variance.

    The book's P&L, the sum of value x return over the assets, is regressed on the futures'
    returns and an intercept: contracts = coefficient / contract value, ratio = coefficient /
    value of the book.  values: quote currency, + long, - short.  Rows with a missing value are
    dropped.  Near twins among the futures give wild ratios, which their errors show.
    Too few rows raise `TooFew`; a flat future, or one the others explain, divides by zero.
    Source: Ederington, The Hedging Performance of the New Futures Markets (1979), in several.
    """
    columns = complete_returns((*assets, *futures), input_type)
    held, hedges = columns[: len(assets)], columns[len(assets) :]
    book = math.fsum(values)
    found = fit_several([dot(values, row) for row in zip(*held)], hedges)
    lots = lot_sizes or [0.0] * len(futures)
    lines = []
    for money, error, each, lot in zip(
        found.coefficients, found.errors, contract_values, lots, strict=True
    ):
        ratio, spread = (money / book, error / abs(book)) if book else (None, None)
        lines.append(
            BasketLine(ratio, spread, money / each, round_lots(money / each, lot, rounding))
        )
    return BasketHedge(lines, None if math.isnan(found.r2) else found.r2)


class VarComponents(NamedTuple):
    """What each asset adds to the value at risk, and their sum; losses +."""

    parts: list[float]
    total: float


def hedge_var_components(
    returns: Sequence[Series], weights: Sequence[float], confidence: float = 0.95
) -> VarComponents:
    """Split the normal value at risk of one period by asset; the parts add up to it.

    w_i x (z x cov(r_i, r_p) / sd(r_p) - mean_i), sd and cov over n - 1.  weights: shares give a
    share, money gives money; + long, - short.  An asset that hedges has a part below 0.  Rows
    with a missing value are dropped; two are needed.  A book without risk divides by zero.
    Source: Gourieroux, Laurent and Scaillet, Sensitivity Analysis of Values at Risk (2000); R,
    PerformanceAnalytics, VaR(method = "gaussian", portfolio_method = "component").
    """
    columns = complete_returns(returns, "returns")
    n = len(columns[0])
    if n < 2:
        raise TooFew(f"{n} complete rows; 2 are needed")
    book = centred([dot(weights, row) for row in zip(*columns)])
    sigma = math.sqrt(dot(book, book) / (n - 1))
    z = NormalDist().inv_cdf(confidence)
    parts = []
    for weight, column in zip(weights, columns, strict=True):
        mean = math.fsum(column) / n
        covariance = dot([x - mean for x in column], book) / (n - 1)
        parts.append(weight * (z * covariance / sigma - mean))
    return VarComponents(parts, math.fsum(parts))
