"""Numbers that tests are tried on, and the root that a price is held against."""

import math
from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st

Column = list[float]

KINDS = ["linear", "inverse", "quanto"]
thousandths = st.integers(-2_000_000, 2_000_000).map(lambda n: n / 1000)
prices = st.integers(1, 200_000).map(lambda n: n / 10)
rates = st.floats(-0.01, 0.01)
returns = st.floats(-0.5, 0.5)
signed = st.integers(1, 50_000).map(lambda n: n / 1000).flatmap(lambda x: st.sampled_from([x, -x]))


def tables(rows: int, columns: int) -> st.SearchStrategy[list[Column]]:
    """Columns of returns, of so many rows or a few more."""
    row = st.lists(returns, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows + 20).map(lambda r: list(map(list, zip(*r))))


def generated(n: int, beta: float = 1.3, noise: float = 0.02, seed: int = 7) -> list[Column]:
    """An asset's and a hedge's daily returns, as a random walk would have them."""
    random = np.random.default_rng(seed)
    hedge = random.normal(0.001, 0.03, n)
    asset = 0.0005 + beta * hedge + random.normal(0.0, noise, n)
    return [asset.tolist(), hedge.tolist()]


def bisected(
    excess: Callable[[float], float], low: float = 1e-9, high: float = 1e15
) -> float | None:
    """Find where a function of the price changes its sign, on a scale of ratios; None if not."""
    if (excess(low) > 0) == (excess(high) > 0):
        return None
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if (excess(low) > 0) == (excess(middle) > 0) else (low, middle)
    return math.sqrt(low * high)
