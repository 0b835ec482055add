"""Least squares with an intercept, on one column or several, to the last digits.

Modified Gram-Schmidt on centred columns of unit length, as sound as a QR factorisation.
Source: Bjorck, Numerical Methods for Least Squares Problems, section 2.4.
"""

import math
import sys
from collections.abc import Callable, Sequence
from operator import mul
from typing import NamedTuple

_FLAT = 1e-12  # a spread this small beside the values themselves is rounding noise
_COLLINEAR = 1e-10  # so is this much left of a column when the others are taken out of it

if sys.version_info >= (3, 12):
    dot: Callable[[Sequence[float], Sequence[float]], float] = math.sumprod
else:

    def dot(xs: Sequence[float], ys: Sequence[float]) -> float:
        """Sum the products of two columns, without losing digits on the way."""
        return math.fsum(map(mul, xs, ys))


class NotAvailable(ValueError):  # noqa: N818 - not an error of the program: the answer
    """There is no such figure; the message is one line that says why."""


class TooFew(NotAvailable):
    """There are fewer observations than the statistic needs."""


class Fit(NamedTuple):
    """A regression on several columns and an intercept: a coefficient and its error each.

    r2: NaN for a flat y, which has no variance to explain.
    """

    coefficients: list[float]
    errors: list[float]
    intercept: float
    r2: float


def fit_several(ys: Sequence[float], columns: Sequence[Sequence[float]]) -> Fit:
    """Regress y on several columns and an intercept; errors have n - k - 1 degrees of freedom.

    Fewer than k + 2 rows raise `TooFew`.  Columns that are flat, or explained by one another,
    divide by zero.  A flat y has coefficients of 0.
    """
    n, k = len(ys), len(columns)
    if n < k + 2:
        raise TooFew(f"{n} complete rows; {k + 2} are needed")
    dy, axes = deviations(ys), [centred(column) for column in columns]
    lengths = [math.sqrt(dot(axis, axis)) for axis in axes]
    units = [[x / length for x in axis] for axis, length in zip(axes, lengths)]
    axes.clear()
    triangle, squares, shares, left = _orthogonal(units, dy)
    total, rest = dot(dy, dy), dot(left, left)
    rest = rest if rest > _FLAT**2 * total else 0.0  # a perfect fit, but for rounding
    coefficients = [c / length for c, length in zip(_solved(triangle, shares), lengths)]
    errors = [
        math.sqrt(rest / (n - k - 1) * math.fsum(x * x / square for x, square in zip(row, squares)))
        for row in _inverse(triangle)
    ]
    means = [math.fsum(column) / n for column in columns]
    explained = math.fsum(share * share * square for share, square in zip(shares, squares))
    return Fit(
        coefficients,
        [error / length for error, length in zip(errors, lengths)],
        math.fsum(ys) / n - dot(coefficients, means),
        min(explained / total, 1.0) if total else math.nan,
    )


_Matrix = list[list[float]]


def _orthogonal(
    columns: _Matrix, y: list[float]
) -> tuple[_Matrix, list[float], list[float], list[float]]:
    """Take each column out of those after it and out of y.

    Returns the triangle, the squared lengths, the shares of y and its rest.  Of the triangle, whose
    diagonal is 1, each row holds what is to the right of it.
    The columns are used up: only one set of them is held in memory.
    """
    triangle, squares, shares = [], [], []
    while columns:
        axis = columns.pop(0)
        square = dot(axis, axis)
        if square <= _COLLINEAR**2:
            raise ZeroDivisionError("the columns explain one another")
        row = [dot(axis, other) / square for other in columns]
        columns = [_without(*pair, axis) for pair in zip(columns, row)]
        shares.append(dot(axis, y) / square)
        y = _without(y, shares[-1], axis)
        triangle.append(row)
        squares.append(square)
    return triangle, squares, shares, y


def _without(column: list[float], share: float, axis: list[float]) -> list[float]:
    return [value - share * part for value, part in zip(column, axis)]


def _solved(triangle: _Matrix, right: list[float]) -> list[float]:
    """Solve a triangle as `_orthogonal` gives it, from its last line up."""
    found = list(right)
    for place in reversed(range(len(right))):
        found[place] -= dot(triangle[place], found[place + 1 :])
    return found


def _inverse(triangle: _Matrix) -> _Matrix:
    """Invert a triangle as `_orthogonal` gives it, as whole rows."""
    size = len(triangle)
    columns = [_solved(triangle, [float(i == j) for i in range(size)]) for j in range(size)]
    return [list(row) for row in zip(*columns)]


def deviations(values: Sequence[float]) -> list[float]:
    """Subtract the mean; exactly 0 all along where a series is flat but for rounding."""
    mean = math.fsum(values) / len(values)
    apart = [value - mean for value in values]
    return apart if max(map(abs, apart)) > _FLAT * abs(mean) else [0.0] * len(apart)


def centred(values: Sequence[float]) -> list[float]:
    """Subtract the mean.  A series that is flat, but for rounding, divides by zero."""
    apart = deviations(values)
    if not any(apart):
        raise ZeroDivisionError("a flat series has no variance")
    return apart
