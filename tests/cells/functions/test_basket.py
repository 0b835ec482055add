"""Several futures, and series beside series: lots, gaps, and books that net to nothing."""

import pytest

from betahedge.cells import (
    HEDGE_ES,
    HEDGE_MINVAR_PORTFOLIO,
    HEDGE_RETURNS,
    HEDGE_ROLLING_BETA,
    HEDGE_VAR,
    ErrorValue,
)

Y, X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]


def test_a_book_that_nets_to_nothing_has_contracts_and_no_ratio():
    rows = HEDGE_MINVAR_PORTFOLIO([[1, -1]], [[0.01, 0.02], [0.02, 0.01], [0.04, 0.0]], X, 10,
                                  "returns")  # fmt: skip
    assert rows[1][1:3] == ["#DIV/0!", "#DIV/0!"]
    assert rows[1][3] == pytest.approx(0.15)
    assert rows[1][1].reason == "values: was a book that nets to 0; must have a value for a ratio"


def test_a_flat_book_needs_no_contracts():
    """Changes: a flat asset has beta 0."""
    rows = HEDGE_MINVAR_PORTFOLIO(1, [[0.01]] * 3, X, 10, "returns")
    assert rows[1] == ["Future 1", 0, 0, 0, 0]
    assert rows[2][:2] == ["R2", "#DIV/0!"]


def test_lots_of_each_future_or_of_all():
    book = ([[1e6]], [[0.01], [0.02], [0.04], [0.01]])
    futures = [[0.02, 0.01], [0.01, 0.0], [0.03, 0.02], [0.0, 0.01]]
    each = HEDGE_MINVAR_PORTFOLIO(*book, futures, [[7000, 900]], "returns", [[1, 10]], "down")
    every = HEDGE_MINVAR_PORTFOLIO(*book, futures, [[7000, 900]], "returns", 10, "down")
    assert [row[4] % lot for row, lot in zip(each[1:], (1, 10))] == [0, 0]
    assert [row[4] % 10 for row in every[1:3]] == [0, 0]
    assert [row[1:4] for row in each[1:3]] == [row[1:4] for row in every[1:3]]


def test_a_rolling_beta_stands_beside_its_series():
    prices = [[100.0 + n * n % 7] for n in range(10)]
    betas = HEDGE_ROLLING_BETA(prices, prices, 4)
    assert len(betas) == 10
    assert [row[0] for row in betas[:4]] == ["#N/A"] * 4
    assert betas[4][0] == pytest.approx(1)
    assert HEDGE_ROLLING_BETA(prices, prices, 400) == [["#N/A"]] * 10


def test_hedged_returns_feed_the_risk_functions():
    """A gap is a blank there, and a missing observation where it goes."""
    spot = [[100.0], [101.0], [None], [99.0], [100.0], [98.0], [97.0]]
    hedged = HEDGE_RETURNS(spot, [[100.0]] * 7, 0.5)
    assert [row[0] == "" for row in hedged] == [False, True, True, False, False, False]
    for function in (HEDGE_VAR, HEDGE_ES):
        assert not isinstance(function(hedged, 0.9), ErrorValue)
