"""A hedged series: its returns, how far it tracks another, and its beta along the way.

A series is a column of prices, or of simple returns as decimals; None is a missing value.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from betahedge.core.least_squares import TooFew, deviations, dot
from betahedge.core.regression import (
    MINIMUM_PAIRS,
    BetaMethod,
    Input,
    Series,
    counts,
    simple_returns,
)

Item = TypeVar("Item")

_FLAT = 1e-12  # a spread this small beside the values themselves is rounding noise


def returns_of(series: Series, input_type: Input) -> list[float | None]:
    """Give the returns of a series of prices, or the series itself."""
    return simple_returns(series) if input_type == "prices" else list(series)


def hedge_returns(
    spot: Series,
    futures: Sequence[Series],
    hedge_ratios: Sequence[float],
    input_type: Input = "prices",
) -> list[float | None]:
    """Give the returns of the hedged spot: r_spot - the sum of h x r_futures, as decimals.

    One ratio for each future, of the spot value, + sold.  A row in which a return is missing is
    None.  Prices are one row more than their returns.
    """
    rows = zip(returns_of(spot, input_type), *(returns_of(f, input_type) for f in futures))
    return [None if None in row else row[0] - dot(hedge_ratios, row[1:]) for row in rows]


def hedge_tracking_error(a: Series, b: Series, periods: float = 365.0) -> float:
    """Tell the tracking error of two series of returns: sd(a - b) x sqrt(periods), a decimal.

    The deviation is over n - 1; pairs with a missing value are dropped.  periods: in a year.
    Two pairs are needed.  Never below 0; 0 for a constant difference.
    Source: Bacon, Practical Portfolio Performance Measurement and Attribution, tracking error.
    """
    gaps = [x - y for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    if len(gaps) < 2:
        raise TooFew(f"{len(gaps)} complete pairs; 2 are needed")
    left = deviations(gaps)
    return math.sqrt(dot(left, left) / (len(left) - 1) * periods)


class Moments(NamedTuple):
    """Pairs and their spread: count, means, and sums of squares and products about them."""

    n: int
    y: float
    x: float
    xx: float
    xy: float
    yy: float


class Decayed(NamedTuple):
    """Pairs and their sums about 0, in which each weighs `decay` times the next."""

    n: int
    xx: float
    xy: float


_NO_MOMENTS, _NO_SUMS = Moments(0, 0.0, 0.0, 0.0, 0.0, 0.0), Decayed(0, 0.0, 0.0)


def merge_moments(a: Moments, b: Moments) -> Moments:
    """Merge two runs of pairs without losing digits.

    Source: Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing
    Sample Variances (1979).
    """
    if not a.n:
        return b
    n, dy, dx = a.n + b.n, b.y - a.y, b.x - a.x
    share, weight = b.n / n, a.n * b.n / n
    return Moments(
        n,
        a.y + dy * share,
        a.x + dx * share,
        a.xx + b.xx + dx * dx * weight,
        a.xy + b.xy + dx * dy * weight,
        a.yy + b.yy + dy * dy * weight,
    )


def merge_decayed(decay: float) -> Callable[[Decayed, Decayed], Decayed]:
    """Give the merge of two runs of which the second is the newer."""

    def merge(a: Decayed, b: Decayed) -> Decayed:
        weight = decay**b.n
        return Decayed(a.n + b.n, weight * a.xx + b.xx, weight * a.xy + b.xy)

    return merge


def sliding(
    items: Sequence[Item], window: int, merge: Callable[[Item, Item], Item]
) -> Iterator[Item]:
    """Merge every run of `window` items in turn, at three merges an item whatever the window.

    A run over two blocks is the end of the one with the beginning of the other: nothing is
    ever taken out of a sum.
    """
    for start in range(0, len(items) - window + 1, window):
        middle = start + window
        block, following = items[start:middle], items[middle : middle + window - 1]
        ends = list(accumulate(reversed(block), lambda later, item: merge(item, later)))[::-1]
        yield ends[0]
        yield from map(merge, ends[1:], accumulate(following, merge))


def hedge_rolling_beta(
    asset: Series,
    hedge: Series,
    window: int,
    input_type: Input = "prices",
    method: BetaMethod = "ols",
    decay: float = 0.94,
) -> list[float | None]:
    """Give the beta of each run of `window` returns, beside the row in which the run ends.

    As many lines as rows; None until there is a window, and where its beta is not available:
    fewer than 3 complete pairs, or a flat hedge.  Methods and decay as for `hedge_beta`.
    The work grows with the rows, not with the window.
    Source: empyrical, roll_beta.
    """
    ys, xs = returns_of(asset, input_type), returns_of(hedge, input_type)
    pairs = [_taken(y, x, method) for y, x in zip(ys, xs, strict=True)]
    lead: list[float | None] = [None] * (min(window, len(pairs) + 1) - 1 + len(asset) - len(ys))
    if method == "ewma":
        sums = [Decayed(1, p[1] * p[1], p[0] * p[1]) if p else _NO_SUMS for p in pairs]
        return [*lead, *map(_slope, sliding(sums, window, merge_decayed(decay)))]
    runs = [Moments(1, p[0], p[1], 0.0, 0.0, 0.0) if p else _NO_MOMENTS for p in pairs]
    betas = [_ols_slope(run) for run in sliding(runs, window, merge_moments)]
    if method == "blume":
        betas = [None if beta is None else 0.67 * beta + 0.33 for beta in betas]
    return [*lead, *betas]


def _taken(y: float | None, x: float | None, method: BetaMethod) -> tuple[float, float] | None:
    """Give a pair of returns if both are there and the method takes it."""
    if y is None or x is None or not counts(method, x):
        return None
    return y, x


def _ols_slope(run: Moments) -> float | None:
    """Give the slope of a run, 0 for a flat asset; None for too few pairs or a flat hedge."""
    if run.n < MINIMUM_PAIRS or _is_flat(run.xx, run.n, run.x):
        return None
    return 0.0 if _is_flat(run.yy, run.n, run.y) else run.xy / run.xx


def _is_flat(squares: float, n: int, mean: float) -> bool:
    return squares <= n * (_FLAT * mean) ** 2


def _slope(run: Decayed) -> float | None:
    return run.xy / run.xx if run.n >= MINIMUM_PAIRS and run.xx else None
