"""A plain formula gives a float, a NumPy array and a Polars expression the same answer."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from betahedge.core import carry, contract, margin, regression, risk, running
from betahedge.core.attribution import hedge_attribution

MONEY = [325000.0, -5050000.0, 1.0]
PRICE = [65000.0, 100.0, 0.5]
COUNT = [2.5, -30.0, 0.0]
RATE = [0.0001, 0.05, 0.6]
DAYS = [1.0, 91.25, 365.0]


def quanto_value(price: Any, multiplier: Any, settle_price: Any) -> Any:
    return contract.hedge_contract_value(price, multiplier, "quanto", settle_price)


FORMULAS: list[tuple[Callable[..., Any], list[list[float]], dict[str, Any]]] = [
    (contract.hedge_contract_value, [PRICE, RATE], {}),
    (quanto_value, [PRICE, RATE, PRICE], {}),
    (contract.hedge_contract_value, [PRICE, RATE], {"kind": "inverse"}),
    (contract.hedge_contracts_beta, [MONEY, PRICE, COUNT, RATE, RATE], {}),
    (contract.notional, [COUNT, PRICE], {}),
    (contract.coin_notional, [COUNT, PRICE, PRICE], {}),
    (contract.tick_value, [PRICE, RATE], {}),
    (contract.hedge_futures_pnl, [COUNT, RATE, PRICE, PRICE], {}),
    (contract.hedge_futures_pnl, [COUNT, PRICE, PRICE, PRICE], {"kind": "inverse"}),
    (carry.hedge_basis, [PRICE, PRICE], {}),
    (carry.hedge_basis_rate, [PRICE, PRICE, DAYS], {}),
    (
        carry.hedge_basis_rate,
        [[65000.0, 66000.0, 64000.0], [65000.0] * 3, DAYS],
        {"method": "compounded"},
    ),
    (carry.hedge_fair_price, [PRICE, RATE, DAYS, RATE], {}),
    (carry.hedge_tailed, [COUNT, RATE, DAYS], {}),
    (carry.hedge_tailed, [COUNT, RATE, DAYS], {"method": "continuous"}),
    (carry.hedge_funding, [COUNT, PRICE, RATE, DAYS], {}),
    (carry.hedge_funding_rate, [RATE, DAYS], {}),
    (carry.hedge_cost, [COUNT, PRICE, DAYS, RATE, RATE, RATE, DAYS, RATE, RATE, RATE], {}),
    (carry.hedge_breakeven, [MONEY, RATE, MONEY, RATE], {}),
    (margin.hedge_margin, [COUNT, PRICE, RATE, RATE], {}),
    (margin.hedge_survival, [COUNT, PRICE, RATE, RATE, PRICE], {}),
    (regression.minvar_from_correlation, [RATE, RATE, RATE], {}),
    (risk.position_var, [MONEY, RATE, RATE, DAYS], {}),
    (risk.portfolio_var, [PRICE, PRICE, RATE], {}),
    (risk.ewma_update, [RATE, RATE, RATE, RATE], {}),
    (running.hedge_drift, [MONEY, COUNT, PRICE, RATE, RATE], {}),
    (hedge_attribution, [COUNT, PRICE, PRICE, COUNT, RATE, PRICE, PRICE, RATE, RATE], {}),
]


def answers(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


@pytest.mark.parametrize(
    ("formula", "lists", "options"), FORMULAS, ids=lambda value: getattr(value, "__name__", "")
)
def test_scalar_array_and_expression_agree(
    formula: Callable[..., Any], lists: list[list[float]], options: dict[str, Any]
) -> None:
    rows = list(itertools.islice(itertools.product(*lists), 0, 20000, 7))
    scalars = np.array([answers(formula(*row, **options)) for row in rows])
    columns = [np.array(column) for column in zip(*rows)]
    arrays = np.column_stack(answers(formula(*columns, **options)))
    np.testing.assert_allclose(arrays, scalars, rtol=1e-13, atol=1e-300)
    frame = pl.DataFrame({str(i): column for i, column in enumerate(columns)})
    result = answers(formula(*(pl.col(name) for name in frame.columns), **options))
    table = frame.select(expr.alias(f"answer{i}") for i, expr in enumerate(result))
    np.testing.assert_allclose(table.to_numpy(), scalars, rtol=1e-13, atol=1e-300)
