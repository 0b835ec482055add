"""Baskets against several futures, and value at risk by asset."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.basket import hedge_minvar_portfolio, hedge_var_components
from betahedge.core.regression import TooFew, hedge_minvar_several
from betahedge.core.risk import hedge_var
from betahedge.core.rounding import Rounding
from core.strategies import tables, thousandths
from published import longley, published_columns


def test_a_basket_is_its_weighted_returns():
    """Oracle: NIST's Longley once more, the employed split in two assets of one book."""
    y, *columns = longley()
    halves = [[value * share for value in y] for share in (0.25, 0.5)]
    found = hedge_minvar_portfolio([2.0, 1.0], halves, columns, [1.0] * 6, "returns")
    assert found.lines[4].contracts == pytest.approx(-0.511041056535807e-01, rel=1e-7)
    assert found.lines[4].ratio == pytest.approx(-0.511041056535807e-01 / 3, rel=1e-7)


def test_ham1_on_two_futures():
    """Oracle: R, lm(HAM1 ~ SP500 + US10Y) on PerformanceAnalytics' managers."""
    ham1, sp500, us10y = published_columns("managers.csv", [1, 8, 9])
    found = hedge_minvar_portfolio([1e6], [ham1], [sp500, us10y], [1e4, 1e4], "returns", [1, 1])
    ratios = [line.ratio for line in found.lines]
    assert ratios == pytest.approx([0.37296140409553, -0.22931412893758], abs=1e-13)
    assert found.r2 == pytest.approx(0.468082640141, abs=1e-12)
    assert [line.order for line in found.lines] == [37, -23]


def test_var_components_of_edhec():
    """Oracle: R, VaR(edhec[1:100, 1:3], weights = c(.3, .4, .3), method gaussian, component)."""
    columns = [column[:100] for column in published_columns("edhec.csv", [1, 2, 3])]
    found = hedge_var_components(columns, [0.3, 0.4, 0.3])
    assert found.total == pytest.approx(0.012916, abs=5e-7)


@given(tables(5, 3), st.lists(thousandths, min_size=3, max_size=3), st.floats(0.51, 0.999))
def test_var_components_add_up(columns, weights, confidence):
    """And they are the book's own parametric VaR, by Euler's theorem."""
    book = [math.fsum(w * r for w, r in zip(weights, row)) for row in zip(*columns)]
    assume(max(book) - min(book) > 1e-9)
    found = hedge_var_components(columns, weights, confidence)
    assert math.fsum(found.parts) == found.total
    scale = math.fsum(map(abs, found.parts)) + 1e-9
    assert found.total == pytest.approx(hedge_var(book, confidence, "parametric"), abs=1e-9 * scale)


@given(tables(8, 3), st.floats(1, 1e9))
def test_a_basket_of_one_is_the_plain_regression(columns, value):
    asset, *futures = columns
    try:
        ratios = hedge_minvar_several(asset, futures, "returns")
    except ZeroDivisionError:
        return
    found = hedge_minvar_portfolio([value], [asset], futures, [1.0, 2.0], "returns")
    spread = max(map(abs, ratios)) + 1e-9
    for line, ratio in zip(found.lines, ratios, strict=True):
        assert line.ratio == pytest.approx(ratio, abs=1e-7 * spread)
    assert found.lines[1].contracts == pytest.approx(found.lines[1].ratio * value / 2)


@given(tables(8, 3), st.lists(thousandths, min_size=2, max_size=2))
def test_a_book_that_nets_to_nothing_still_has_contracts(columns, values):
    assume(values[0])
    book = [values[0], -values[0]]
    first, second, future = columns
    assume(max(future) - min(future) > 1e-6)
    (line,) = hedge_minvar_portfolio(book, [first, second], [future], [1.0], "returns").lines
    assert (line.ratio, line.standard_error) == (None, None)
    gap = [values[0] * (a - b) for a, b in zip(first, second)]
    (ratio,) = hedge_minvar_several(gap, [future], "returns") if max(gap) != min(gap) else (0.0,)
    assert line.contracts == pytest.approx(ratio, rel=1e-6, abs=1e-6)


def test_components_of_two_rows_and_of_one() -> None:
    found = hedge_var_components([[0.01, 0.03], [0.02, -0.02]], [1.0, 2.0])
    assert found.total == pytest.approx(1.6448536269514722 * math.sqrt(0.0018) - 0.02)
    assert sum(found.parts) == pytest.approx(found.total)
    assert found.parts[0] == pytest.approx(-1.6448536269514722 * math.sqrt(0.0002) - 0.02)
    with pytest.raises(TooFew, match="1 complete rows; 2 are needed"):
        hedge_var_components([[0.01]], [1.0])


def test_each_asset_needs_its_weight() -> None:
    with pytest.raises(ValueError, match="shorter"):
        hedge_var_components([[0.1, 0.2, 0.4]], [1.0, 2.0])


FUTURE = [0.01, -0.02, 0.03, 0.01]
TWICE = [2 * r for r in FUTURE]


@pytest.mark.parametrize(
    ("lots", "rounding", "order"),
    [(None, "nearest", 20 / 3), ([1.0], "nearest", 7), ([1.0], "down", 6), ([2.0], "up", 8)],
)
def test_the_order_is_the_contracts_in_lots(
    lots: list[float] | None, rounding: Rounding, order: float
) -> None:
    """By hand: 100 that moves twice as far as the future, in contracts of 30."""
    found = hedge_minvar_portfolio([100.0], [TWICE], [FUTURE], [30.0], "returns", lots, rounding)
    (line,) = found.lines
    assert (line.ratio, line.contracts) == pytest.approx((2, 20 / 3))
    assert line.order == pytest.approx(order)
    assert found.r2 == pytest.approx(1)


def test_a_basket_needs_a_contract_value_and_a_lot_for_each_future() -> None:
    for values, lots in (([30.0, 30.0], [1.0]), ([30.0], [1.0, 1.0]), ([], None)):
        with pytest.raises(ValueError, match=r"longer|shorter"):
            hedge_minvar_portfolio([1.0], [TWICE], [FUTURE], values, "returns", lots)


def test_a_flat_basket_has_no_share_to_take_away() -> None:
    found = hedge_minvar_portfolio([1.0], [[0.01] * 4], [FUTURE], [1.0], "returns")
    assert (found.r2, found.lines[0].contracts) == (None, 0)
