"""A basket against several futures, and what each of its assets adds to the risk.

Returns are simple, as decimals.  Contracts are + to sell.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

from betahedge.core.regression import (
    Input,
    Series,
    TooFew,
    centred,
    complete_returns,
    dot,
)
from betahedge.core.rounding import Rounding, round_lots

_FLAT = 1e-12  # a spread this small beside the values themselves is rounding noise
_COLLINEAR = 1e-10  # so is this much left of a column when the others are taken out of it


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


class Fit(NamedTuple):
    """A regression on several columns and an intercept: a coefficient and its error each."""

    coefficients: list[float]
    errors: list[float]
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
    found = fit_with_errors([dot(values, row) for row in zip(*held)], hedges)
    lots = lot_sizes or [0.0] * len(futures)
    lines = []
    for money, error, each, lot in zip(
        found.coefficients, found.errors, contract_values, lots, strict=True
    ):
        ratio, spread = (money / book, error / abs(book)) if book else (None, None)
        lines.append(
            BasketLine(ratio, spread, money / each, round_lots(money / each, lot, rounding))
        )
    return BasketHedge(lines, found.r2)


def fit_with_errors(ys: Sequence[float], columns: Sequence[Sequence[float]]) -> Fit:
    """Regress y on columns and an intercept: modified Gram-Schmidt on columns of unit length.

    Errors have n - k - 1 degrees of freedom.  A flat y has coefficients of 0 and no R2.
    Source: Bjorck, Numerical Methods for Least Squares Problems, section 2.4.
    """
    n, k = len(ys), len(columns)
    if n < k + 2:
        raise TooFew(f"{n} complete rows; {k + 2} are needed")
    dy, axes = _deviations(ys), [centred(column) for column in columns]
    lengths = [math.sqrt(dot(axis, axis)) for axis in axes]
    units = [[x / length for x in axis] for axis, length in zip(axes, lengths)]
    triangle, squares, shares, left = _orthogonal(units, dy)
    total, rest = dot(dy, dy), dot(left, left)
    rest = rest if rest > _FLAT**2 * total else 0.0  # a perfect fit, but for rounding
    variance = rest / (n - k - 1)
    coefficients = _solved(triangle, shares)
    spreads = [
        math.sqrt(variance * math.fsum(x * x / square for x, square in zip(row, squares)))
        for row in _inverse(triangle)
    ]
    return Fit(
        [c / length for c, length in zip(coefficients, lengths)],
        [s / length for s, length in zip(spreads, lengths)],
        1.0 - rest / total if total else None,
    )


def _deviations(values: Sequence[float]) -> list[float]:
    """Subtract the mean; what is flat but for rounding becomes 0."""
    mean = math.fsum(values) / len(values)
    deviations = [value - mean for value in values]
    flat = max(map(abs, deviations)) <= _FLAT * abs(mean)
    return [0.0] * len(deviations) if flat else deviations


_Matrix = list[list[float]]


def _orthogonal(
    columns: _Matrix, y: list[float]
) -> tuple[_Matrix, list[float], list[float], list[float]]:
    """Take each column out of those after it and out of y.

    Returns the triangle with a diagonal of 1, the squared lengths, the shares of y and its rest.
    """
    triangle, squares, shares = [], [], []
    rest = [list(column) for column in columns]
    for place in range(len(rest)):
        axis = rest[place]
        square = dot(axis, axis)
        if square <= _COLLINEAR**2:
            raise ZeroDivisionError("the futures explain one another")
        row = [dot(axis, other) / square for other in rest[place + 1 :]]
        rest[place + 1 :] = [_without(*pair, axis) for pair in zip(rest[place + 1 :], row)]
        share = dot(axis, y) / square
        y = _without(y, share, axis)
        triangle.append([*[0.0] * place, 1.0, *row])
        squares.append(square)
        shares.append(share)
    return triangle, squares, shares, y


def _without(column: list[float], share: float, axis: list[float]) -> list[float]:
    return [value - share * part for value, part in zip(column, axis)]


def _solved(triangle: _Matrix, right: list[float]) -> list[float]:
    """Solve an upper triangle with a diagonal of 1, from its last line up."""
    found = list(right)
    for place in reversed(range(len(right))):
        found[place] -= dot(triangle[place][place + 1 :], found[place + 1 :])
    return found


def _inverse(triangle: _Matrix) -> _Matrix:
    """Invert an upper triangle with a diagonal of 1, as rows."""
    size = len(triangle)
    columns = [_solved(triangle, [float(i == j) for i in range(size)]) for j in range(size)]
    return [list(row) for row in zip(*columns)]


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
