"""The statistics in pure Python against NumPy doing the same, and how cost grows with rows.

The floor starts from the rows of cells that a host sends, as a cell function made of NumPy would;
on arrays already made NumPy is faster still (group "arrays at hand").
"""

import numpy as np
import pytest

from betahedge.cells import HEDGE_BETA_STATS, HEDGE_CONTRACTS, HEDGE_EFFECTIVENESS, HEDGE_VAR

ROWS = 10_000


@pytest.fixture(scope="module")
def series():
    random = np.random.default_rng(7)
    hedge = random.normal(0, 0.03, ROWS)
    asset = 1.2 * hedge + random.normal(0, 0.02, ROWS)
    return asset, hedge


@pytest.fixture(scope="module")
def cells(series):
    return [[[float(value)] for value in column] for column in series]


@pytest.mark.benchmark(group="beta with its interval, 10,000 rows")
def test_floor_numpy_beta(benchmark, cells):
    def fit(*cells):
        y, x = (np.array(column)[:, 0] for column in cells)
        beta, alpha = np.polyfit(x, y, 1)
        left = y - alpha - beta * x
        spread = ((x - x.mean()) ** 2).sum()
        return beta, np.sqrt(left @ left / (len(x) - 2) / spread), np.corrcoef(x, y)[0, 1] ** 2

    benchmark(fit, *cells)


@pytest.mark.benchmark(group="beta with its interval, 10,000 rows")
def test_beta_stats(benchmark, cells):
    benchmark(HEDGE_BETA_STATS, *cells, "returns")


@pytest.mark.benchmark(group="effectiveness, 10,000 rows")
def test_floor_numpy_effectiveness(benchmark, cells):
    def effectiveness(*cells):
        s, f = (np.array(column)[:, 0] for column in cells)
        return 1 - np.var(s - 1.2 * f) / np.var(s)

    benchmark(effectiveness, *cells)


@pytest.mark.benchmark(group="effectiveness, 10,000 rows")
def test_effectiveness(benchmark, cells):
    benchmark(HEDGE_EFFECTIVENESS, *cells, 1.2, "returns")


@pytest.mark.benchmark(group="historical VaR, 10,000 rows")
def test_floor_numpy_var(benchmark, cells):
    benchmark(lambda column: np.quantile(np.array(column), 0.05), cells[0])


@pytest.mark.benchmark(group="historical VaR, 10,000 rows")
def test_var(benchmark, cells):
    benchmark(HEDGE_VAR, cells[0])


@pytest.mark.benchmark(group="arrays at hand, 10,000 rows")
def test_floor_numpy_arrays(benchmark, series):
    benchmark(lambda s, f: 1 - np.var(s - 1.2 * f) / np.var(s), *series)


@pytest.mark.benchmark(group="growth of a range call")
@pytest.mark.parametrize("rows", [1, 10, 100, 1_000, 10_000, 100_000])
def test_growth(benchmark, rows):
    column = [[float(n + 1)] for n in range(rows)]
    benchmark(HEDGE_CONTRACTS, column, 65_000.0, 0.5)
