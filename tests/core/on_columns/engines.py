"""The words that NumPy, Polars and DuckDB hand to a formula of core, and how each is asked."""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from betahedge.core.operations import Operations

Column = list[float]
Formula = Callable[..., Any]


def answers(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def polars_value(value: Any) -> Any:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def duckdb_value(value: Any) -> Any:
    return value if isinstance(value, duckdb.Expression) else duckdb.ConstantExpression(value)


NUMPY = Operations(np.floor, np.abs, np.where, np.nan)
POLARS = Operations(
    lambda value: value.floor(),
    abs,
    lambda condition, one, other: (
        pl.when(condition).then(polars_value(one)).otherwise(polars_value(other))
    ),
)
DUCKDB = Operations(
    lambda value: duckdb.FunctionExpression("floor", value),
    lambda value: duckdb.FunctionExpression("abs", value),
    lambda condition, one, other: duckdb.CaseExpression(condition, duckdb_value(one)).otherwise(
        duckdb_value(other)
    ),
)


def by_numpy(formula: Formula, columns: Sequence[Column]) -> list[list[Any]]:
    with np.errstate(all="ignore"):  # what is not chosen is worked out all the same
        found = answers(formula(*map(np.array, columns)))
    return [np.broadcast_to(column, len(columns[0])).tolist() for column in found]


def by_polars(formula: Formula, columns: Sequence[Column]) -> list[list[Any]]:
    table = pl.DataFrame({f"c{i}": column for i, column in enumerate(columns)})
    found = answers(formula(*map(pl.col, table.columns)))
    shown = table.select(polars_value(each).alias(f"a{i}") for i, each in enumerate(found))
    return [column.to_list() for column in shown.iter_columns()]


def by_duckdb(formula: Formula, columns: Sequence[Column]) -> list[list[Any]]:
    table = pd.DataFrame({f"c{i}": column for i, column in enumerate(columns)})
    found = answers(formula(*map(duckdb.ColumnExpression, table.columns)))
    chosen = [duckdb_value(each).alias(f"a{i}") for i, each in enumerate(found)]
    return [list(column) for column in zip(*duckdb.from_df(table).select(*chosen).fetchall())]


ENGINES = {
    "numpy": (by_numpy, NUMPY),
    "polars": (by_polars, POLARS),
    "duckdb": (by_duckdb, DUCKDB),
}
