"""Sizing: the article's counts, and what any count must obey.

"The article" is The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift.
"""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.sizing import hedge_action, hedge_contracts, hedge_ratio, net_exposure

money = st.floats(-1e9, 1e9).filter(lambda value: abs(value) > 1e-3)
contract_value = st.floats(1e-2, 1e7)
ratio = st.floats(0.01, 5.0)
beta = st.floats(-4.0, 4.0).filter(lambda value: abs(value) > 0.01)
columns = st.lists(st.tuples(money, contract_value, ratio, beta), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("arguments", "contracts"),
    [
        ((325_000, 65_000), 5.0),  # 5 BTC at 65,000, contract of 1 BTC
        ((325_000, 65_000, 0.5), 2.5),  # its 50 % hedge
        ((195_000, 65_000), 3.0),  # mixed portfolio, BTC, 100 %
        ((195_000, 65_000, 0.6), 1.8),  # ... 60 %
        ((140_000, 3_500), 40.0),  # ... ETH, 100 %
        ((140_000, 3_500, 0.6), 24.0),  # ... 60 %
    ],
)
def test_contracts_of_the_article(arguments, contracts):
    assert hedge_contracts(*arguments) == pytest.approx(contracts, rel=1e-15)


def test_contracts_with_a_beta():
    """Hull, Options, Futures, and Other Derivatives, section 3.5: 5,050,000 at beta 1.5."""
    assert hedge_contracts(5_050_000, 252_500, 1.0, 1.5) == 30.0


def test_without_beta_the_article_hedges_too_little():
    """Erratum: at beta 1.4 a hedge sized without beta covers 1/1.4, 29 % short of the whole."""
    contracts = hedge_contracts(325_000, 65_000)
    assert hedge_ratio(325_000, contracts, 65_000, beta=1.4) == pytest.approx(1 / 1.4)


def test_contracts_are_valued_at_the_futures_price():
    """Erratum: with a basis of 1 %, 5 contracts by coin are 4.9505 by value (5 / 1.01)."""
    assert hedge_contracts(325_000, 65_650) == pytest.approx(4.9505, abs=5e-5)


def test_ratio_of_the_article():
    assert hedge_ratio(325_000, 2.5, 65_000) == 0.5


def test_exposure_left_by_the_article():
    """The 50 % hedge of 325,000 leaves the other half open."""
    assert net_exposure(325_000, 2.5, 65_000) == 162_500


@pytest.mark.parametrize(
    ("contracts", "action"),
    [(1.8, "Short"), (24.0, "Short"), (-1.8, "Long"), (0.0, "None"), (-0.0, "None")],
)
def test_action(contracts, action):
    """Contracts are + sold (the article's Action column says Short), - bought."""
    assert hedge_action(contracts) == action


@given(columns)
def test_float_array_and_expression_agree(rows):
    """One formula, three engines: IEEE arithmetic is the same in each, to the last bit."""
    table = {name: list(column) for name, column in zip("vchb", zip(*rows))}
    frame = pl.DataFrame(table)
    arrays = [np.array(table[name]) for name in "vchb"]
    exprs = [pl.col(name) for name in "vchb"]
    for formula in (hedge_contracts, hedge_ratio, net_exposure):
        plain = [formula(*row) for row in rows]
        assert formula(*arrays).tolist() == plain
        assert frame.select(formula(*exprs)).to_series().to_list() == plain


@given(money, contract_value, ratio, beta)
def test_the_ratio_undoes_the_count(v, c, h, b):
    """The two are inverse by definition: hedge_ratio(V, hedge_contracts(V, c, H, b), c, b) = H."""
    contracts = hedge_contracts(v, c, h, b)
    assert hedge_ratio(v, contracts, c, b) == pytest.approx(h, rel=1e-12)


@given(money, contract_value, ratio, beta)
def test_what_is_left_is_the_unhedged_share(v, c, h, b):
    """Identity: exposure left = (1 - H) x beta x V."""
    left = net_exposure(v, hedge_contracts(v, c, h, b), c, b)
    assert math.isclose(left, (1 - h) * b * v, rel_tol=1e-9, abs_tol=1e-9 * abs(b * v) * (1 + h))


@given(money, contract_value, ratio, beta)
def test_sign_symmetry(v, c, h, b):
    """A short book needs the long book's contracts, bought; so does a negative beta."""
    assert hedge_contracts(-v, c, h, b) == -hedge_contracts(v, c, h, b)
    assert hedge_contracts(v, c, h, -b) == -hedge_contracts(v, c, h, b)
    assert hedge_action(hedge_contracts(-v, c, h, b)) != hedge_action(hedge_contracts(v, c, h, b))


@given(money, contract_value, ratio, beta, st.sampled_from([2.0, 0.5, 8.0]))
def test_scaling(v, c, h, b, k):
    """Linear in book, ratio and beta; inverse in the contract's value; free of the currency.

    The factors are powers of two, so equality is exact.
    """
    contracts = hedge_contracts(v, c, h, b)
    assert hedge_contracts(k * v, c, h, b) == k * contracts
    assert hedge_contracts(v, c, k * h, b) == k * contracts
    assert hedge_contracts(v, c, h, k * b) == k * contracts
    assert hedge_contracts(v, k * c, h, b) == contracts / k
    assert hedge_contracts(k * v, k * c, h, b) == contracts


def test_a_divisor_of_zero_divides_by_zero():
    """Core does not check its arguments: that is the edge's work."""
    for call in (
        lambda: hedge_contracts(1.0, 0.0),
        lambda: hedge_ratio(0.0, 1.0, 1.0),
        lambda: hedge_ratio(1.0, 1.0, 1.0, 0.0),
    ):
        with pytest.raises(ZeroDivisionError):
            call()
