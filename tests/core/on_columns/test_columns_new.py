"""The plain formulas among the new functions: a float, an array and an expression agree."""

import itertools

import numpy as np
import polars as pl
import pytest

from betahedge.core.roll import hedge_roll
from betahedge.core.shared import hedge_delta

PRICE = [65000.0, 100.0, 0.5]
COUNT = [2.5, -30.0, 0.0]
RATE = [0.0001, 0.05, 0.6]
DAYS = [1.0, 91.25, 365.0]


@pytest.mark.parametrize(
    ("formula", "lists", "options"),
    [
        (hedge_delta, [COUNT, COUNT, RATE, PRICE], {}),
        (hedge_delta, [COUNT, COUNT, PRICE, PRICE], {"kind": "inverse"}),
        (hedge_roll, [COUNT, RATE, PRICE, PRICE, DAYS, RATE], {}),
    ],
)
def test_scalar_array_and_expression_agree(formula, lists, options):
    rows = list(itertools.product(*lists))
    scalars = np.array([np.atleast_1d(formula(*row, **options)) for row in rows])
    columns = [np.array(column) for column in zip(*rows)]
    arrays = np.atleast_2d(formula(*columns, **options)).T
    np.testing.assert_allclose(arrays, scalars, rtol=1e-13, atol=1e-300)
    frame = pl.DataFrame({str(i): column for i, column in enumerate(columns)})
    result = formula(*map(pl.col, frame.columns), **options)
    answers = result if isinstance(result, tuple) else (result,)
    table = frame.select(answer.alias(f"answer{i}") for i, answer in enumerate(answers))
    np.testing.assert_allclose(table.to_numpy(), scalars, rtol=1e-13, atol=1e-300)
