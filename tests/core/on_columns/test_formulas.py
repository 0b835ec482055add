"""A formula of core gives a float, a NumPy array and an expression of an engine one answer.

The engines hand in their own words for floor, absolute and where; see `engines.py`.
"""

import inspect
import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from betahedge.core import carry, contract, margin, pnl, regression, risk, running, sizing
from betahedge.core.attribution import hedge_attribution
from betahedge.core.operations import FLOATS, Operations
from betahedge.core.roll import hedge_roll
from betahedge.core.rounding import round_lots
from betahedge.core.shared import hedge_delta
from core.on_columns.engines import ENGINES, NUMPY, answers

MONEY = [325000.0, -5050000.0, 1.0]
PRICE = [65000.0, 100.0, 0.5]
COUNT = [2.5, -30.0, 0.0]
RATE = [0.0001, 0.05, 0.6]
DAYS = [1.0, 91.25, 365.0]
LOTS = [0.0, 0.1, 1.0, 25.0]
MANY = [1.8, -0.5, 0.0, 17.999999999999996, 419430.6, -8204576.3, 2.5]
FRACTION = [0.5, 1.0, 1.5]
BAND = [0.0, 0.05]
WALLET = [0.001, 1000.0, -5.0]

Formula = Callable[..., Any]


def quanto_value(price: Any, multiplier: Any, settle_price: Any) -> Any:
    return contract.hedge_contract_value(price, multiplier, "quanto", settle_price)


def held_inverse(price: Any, face: Any, entry_price: Any) -> Any:
    return contract.hedge_contract_value(price, face, "inverse", 1.0, entry_price)


def inverse_survival(n: Any, face: Any, rally: Any, rate: Any, coins: Any, price: Any, ops: Any):
    return margin.hedge_survival(n, face, rally, rate, coins, "inverse", price, ops)


def liquidation(kind: Any, method: Any) -> Formula:
    def price(entry: Any, rate: Any, amount: Any, n: Any, size: Any, wallet: Any, ops: Any) -> Any:
        arguments = (entry, 5.0, rate, kind, method, 0.0006, amount, n, size)
        paid = margin.hedge_liquidation(*arguments, None, ops)
        return paid, margin.hedge_liquidation(*arguments, wallet, ops)

    return price


def target(exact: Any, held: Any, value: Any, new: Any, lot: Any, ops: Any) -> Any:
    return running.target_position(exact, held, value, new, lot, "nearest", ops)


def rebalance(rounding: Any, to: Any) -> Formula:
    def trade(v: Any, n: Any, value: Any, h: Any, band: Any, lot: Any, beta: Any, ops: Any) -> Any:
        return running.hedge_rebalance(v, n, value, h, band, lot, beta, rounding, to, ops)

    return trade


ROUNDINGS = ("nearest", "down", "up")
FORMULAS: list[tuple[str, Formula, list[list[float]]]] = [
    ("sizing", sizing.hedge_contracts, [MONEY, PRICE, RATE, FRACTION]),
    ("ratio", sizing.hedge_ratio, [MONEY, COUNT, PRICE, FRACTION]),
    ("exposure", sizing.net_exposure, [MONEY, COUNT, PRICE, FRACTION]),
    ("target", target, [COUNT, MANY, PRICE, PRICE, LOTS]),
    ("position's money", running.position_money, [MANY, COUNT, PRICE, PRICE]),
    ("action", sizing.hedge_action, [COUNT]),
    ("linear value", contract.hedge_contract_value, [PRICE, RATE]),
    ("quanto value", quanto_value, [PRICE, RATE, PRICE]),
    ("held inverse", held_inverse, [PRICE, PRICE, PRICE]),
    ("to a beta", contract.hedge_contracts_beta, [MONEY, PRICE, COUNT, RATE, RATE]),
    ("notional", contract.notional, [COUNT, PRICE]),
    ("coin notional", contract.coin_notional, [COUNT, PRICE, PRICE]),
    ("tick value", contract.tick_value, [PRICE, RATE]),
    ("futures P&L", contract.hedge_futures_pnl, [COUNT, RATE, PRICE, PRICE]),
    (
        "inverse P&L",
        partial(contract.hedge_futures_pnl, kind="inverse"),
        [COUNT, PRICE, PRICE, PRICE],
    ),
    ("P&L", pnl.hedge_pnl, [MONEY, COUNT, PRICE, RATE, RATE, COUNT, RATE]),
    ("scenario", pnl.hedge_scenario, [MONEY, COUNT, PRICE, RATE, FRACTION, RATE]),
    ("basis", carry.hedge_basis, [PRICE, PRICE]),
    ("basis rate", carry.hedge_basis_rate, [PRICE, PRICE, DAYS]),
    (
        "compounded",
        partial(carry.hedge_basis_rate, method="compounded"),
        [[65000.0, 66000.0, 64000.0], [65000.0], DAYS],
    ),
    ("fair price", carry.hedge_fair_price, [PRICE, RATE, DAYS, RATE]),
    ("tailed", carry.hedge_tailed, [COUNT, RATE, DAYS]),
    ("tailed on", partial(carry.hedge_tailed, method="continuous"), [COUNT, RATE, DAYS]),
    ("funding", carry.hedge_funding, [COUNT, PRICE, RATE, DAYS]),
    ("funding rate", carry.hedge_funding_rate, [RATE, DAYS]),
    ("cost", carry.hedge_cost, [COUNT, PRICE, DAYS, RATE, RATE, RATE, DAYS, RATE, RATE, RATE]),
    ("break-even", carry.hedge_breakeven, [MONEY, RATE, MONEY, RATE]),
    ("margin", margin.hedge_margin, [COUNT, PRICE, RATE, RATE]),
    ("survival", margin.hedge_survival, [COUNT, PRICE, RATE, RATE, PRICE]),
    ("inverse survival", inverse_survival, [COUNT, PRICE, RATE, RATE, WALLET, PRICE]),
    ("correlation", regression.minvar_from_correlation, [RATE, RATE, RATE]),
    ("VaR", risk.position_var, [MONEY, RATE, RATE, DAYS]),
    ("VaR of two", risk.portfolio_var, [PRICE, PRICE, RATE]),
    ("EWMA", risk.ewma_update, [RATE, RATE, RATE, RATE]),
    ("drift", running.hedge_drift, [MONEY, COUNT, PRICE, RATE, RATE]),
    ("delta", hedge_delta, [COUNT, COUNT, RATE, PRICE]),
    ("inverse delta", partial(hedge_delta, kind="inverse"), [COUNT, COUNT, PRICE, PRICE]),
    ("roll", hedge_roll, [COUNT, RATE, PRICE, PRICE, DAYS, RATE]),
    ("attribution", hedge_attribution, [COUNT, PRICE, PRICE, COUNT, RATE, PRICE, PRICE, RATE]),
    *[
        (f"lots {rule}", lambda n, lot, ops, rule=rule: round_lots(n, lot, rule, ops), [MANY, LOTS])
        for rule in ROUNDINGS
    ],
    *[
        (
            f"rebalance {rule} to {to}",
            rebalance(rule, to),
            [MONEY[:2], MANY[:4], PRICE[:2], FRACTION, BAND, LOTS, [1.0, 1.4, -0.5]],
        )
        for rule, to in itertools.product(ROUNDINGS, ("target", "edge"))
    ],
    *[
        (
            f"liquidation {kind} on {method}",
            liquidation(kind, method),
            [PRICE, [0.0, 0.005], [0.0, 10.0], COUNT, [1.0, 100.0], WALLET],
        )
        for kind, method in itertools.product(
            ("linear", "inverse", "quanto"), ("mark", "mark_fee", "entry")
        )
    ],
]


def told(formula: Formula, ops: Operations) -> Formula:
    """Hand an engine's words to a formula that asks for them."""
    asks = "ops" in inspect.signature(formula).parameters
    return partial(formula, ops=ops) if asks else formula


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("formula", "lists"), [pytest.param(*each, id=name) for name, *each in FORMULAS]
)
def test_float_array_and_expression_agree(
    formula: Formula, lists: list[list[float]], engine: str
) -> None:
    rows = list(itertools.islice(itertools.product(*lists), 0, 40000, 7 if len(lists) > 2 else 1))
    by_row = [answers(told(formula, FLOATS)(*row)) for row in rows]
    ask, ops = ENGINES[engine]
    along = ask(told(formula, ops), [list(column) for column in zip(*rows)])
    assert len(along) == len(by_row[0])
    for alone, column in zip(zip(*by_row), along, strict=True):
        wrong = [
            (row, one, other)
            for row, one, other in zip(rows, alone, column, strict=True)
            if not alike(one, other)
        ]
        assert not wrong, wrong[:3]


def alike(alone: Any, along: Any) -> bool:
    """Tell the same text, the same number to 1e-13 of itself, or a figure missing in both."""
    missing = along is None or along != along
    if alone is None or missing:
        return alone is None and missing
    return along == alone or math.isclose(along, alone, rel_tol=1e-13, abs_tol=1e-300)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_lots_are_the_same_to_the_bit_in_every_engine(engine: str, rounding: Any) -> None:
    """The claim of `round_lots`, on counts of every size: not a lot more or less anywhere."""
    chance = np.random.default_rng(3)
    counts = (chance.uniform(-1, 1, 5000) * 10 ** chance.uniform(-3, 16, 5000)).tolist()
    counts += (chance.choice(LOTS, 2000) * chance.integers(10**9, size=2000) / 10).tolist()
    lots = chance.choice([0.0, 0.001, 0.1, 0.25, 1.0, 25.0], len(counts)).tolist()
    ask, ops = ENGINES[engine]
    (along,) = ask(lambda n, lot: round_lots(n, lot, rounding, ops), [counts, lots])
    alone = [round_lots(n, lot, rounding) for n, lot in zip(counts, lots)]
    assert [each.hex() for each in along] == [each.hex() for each in alone]  # 0.0 is not -0.0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_netted_orders_are_the_same_to_the_bit_in_every_engine(engine: str, rounding: Any) -> None:
    """Polars and Spark net many books by the formula that one book is netted by."""
    chance, many = np.random.default_rng(5), 5000
    net = np.round(chance.normal(0, 1e4, many) * chance.integers(0, 2, many), 2)
    gross = np.abs(net) + np.round(chance.uniform(0, 1e4, many) * chance.integers(0, 2, many), 2)
    money = gross * np.round(chance.uniform(-1, 1, many), 1)
    held = np.round(money / 100.0 + chance.normal(0, 10, many), 1) * chance.integers(0, 2, many)
    choices = [[0.0, 99.7, 650.01], [99.7, 100.0], [0.0, 0.05], [0.0, 0.1, 1.0]]
    columns = [net, gross, money, held, *(chance.choice(each, many) for each in choices)]
    rows = list(zip(*(column.tolist() for column in columns)))
    ask, ops = ENGINES[engine]
    (along,) = ask(lambda *row: running.netted_order(*row, rounding, ops), list(zip(*rows)))
    alone = [running.netted_order(*row, rounding) for row in rows]
    assert len({*alone}) > 500
    assert [each.hex() for each in along] == [each.hex() for each in alone]  # 0.0 is not -0.0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("lot", [0.0, 0.1])
def test_one_lot_size_for_a_whole_column(engine: str, lot: float) -> None:
    """A plain number beside a column is no column: nothing is asked of the engine for it."""
    ask, ops = ENGINES[engine]
    (along,) = ask(lambda n: round_lots(n, lot, "down", ops), [MANY])
    assert along == [round_lots(n, lot, "down") for n in MANY]
    arguments = (100.0, 0.5, 0.05, lot, 1.0, "nearest", "edge")
    values = [1000.0, -500.0, 40.0, 77.0, 1e6, 3.0, 250.0]
    (along,) = ask(lambda v, n: running.hedge_rebalance(v, n, *arguments, ops), [values, MANY])
    assert along == [running.hedge_rebalance(v, n, *arguments) for v, n in zip(values, MANY)]


def test_what_is_missing_is_the_engines_own_word() -> None:
    """NumPy's is a number that is none, so that the column stays one of numbers."""
    words = {"contracts": np.array([0.0, 5.0]), "collateral": np.array([1.0, 1.0])}
    prices = margin.hedge_liquidation(1000.0, 5.0, 0.01, **words, ops=NUMPY)
    assert prices.dtype == np.float64
    assert np.isnan(prices).tolist() == [True, False]


def test_a_difference_is_noticed() -> None:
    """The test of the test: an engine with another word for floor has another answer."""
    ask, _ = ENGINES["numpy"]
    wrong = Operations(np.ceil, np.abs, np.where)
    (along,) = ask(lambda n: round_lots(n, 1.0, "nearest", wrong), [[0.5, 1.5, 2.5]])
    assert along != [round_lots(n, 1.0) for n in (0.5, 1.5, 2.5)]
    assert not alike(1.0, None)
    assert not alike(None, 1.0)
    assert not alike(1.0, 1.0 + 1e-12)
