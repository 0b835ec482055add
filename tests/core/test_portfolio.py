"""The mixed portfolio of the article, line by line.

"The article" is The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.portfolio import Holding, hedge_line, hedge_table

BTC = Holding("BTC", 3.0, 65_000, 1.0, 0.6)
ETH = Holding("ETH", 40.0, 3_500, 1.0, 0.6)
holdings = st.builds(
    Holding,
    st.sampled_from(["BTC", "ETH"]),
    st.floats(-1e4, 1e4),
    st.floats(0.01, 1e5),
    st.floats(0.001, 50.0),
    st.floats(0.0, 2.0),
    st.floats(-3.0, 3.0),
    st.sampled_from([0.0, 0.1, 1.0]),
    st.none(),
)


def test_table_of_the_article():
    lines = hedge_table([BTC, ETH])
    assert [line[:4] for line in lines] == [
        ("BTC", 195_000, 65_000, 3.0),
        ("ETH", 140_000, 3_500, 40.0),
    ]
    assert [line.hedge for line in lines] == pytest.approx([1.8, 24.0], rel=1e-15)
    assert [line.action for line in lines] == ["Short", "Short"]
    assert sum(line.spot_value for line in lines) == 335_000


@pytest.mark.parametrize(
    ("holding", "exact", "order", "action"),
    [
        # Erratum "2.5 and 1.8 contracts": by contract size, the same hedge is none, or whole lots.
        (BTC._replace(contract_size=5.0, lot_size=1.0), 0.36, 0, "None"),
        (ETH._replace(contract_size=50.0, lot_size=1.0), 0.48, 0, "None"),
        (BTC._replace(contract_size=0.1, lot_size=1.0), 18, 18, "Short"),
        (ETH._replace(contract_size=0.1, lot_size=1.0), 240, 240, "Short"),
        # Coins owed are hedged by buying; an exact count needs no lots.
        (BTC._replace(quantity=-3.0), -1.8, -1.8, "Long"),
        # Beta 1.4 needs 1.4 times the contracts.
        (BTC._replace(beta=1.4), 2.52, 2.52, "Short"),
    ],
)
def test_order_in_lots(holding, exact, order, action):
    line = hedge_line(holding)
    assert line.hedge == pytest.approx(exact)
    assert line.order == pytest.approx(order)
    assert line.action == action


@pytest.mark.parametrize(("rounding", "order"), [("nearest", 2), ("down", 1), ("up", 2)])
def test_rounding_of_the_order_keeps_the_exact_count(rounding, order):
    """Conventions, section 1: the exact count stays in its own column, rounded once in another."""
    line = hedge_line(BTC._replace(lot_size=1.0), rounding)
    assert (line.hedge, line.order) == (pytest.approx(1.8), order)


def test_no_holdings_no_lines():
    assert hedge_table([]) == []


@given(st.lists(holdings, max_size=5))
def test_lines_follow_the_holdings(book):
    lines = hedge_table(book)
    assert [line.asset for line in lines] == [holding.asset for holding in book]
    for holding, line in zip(book, lines):
        assert line.spot_value == holding.quantity * holding.price
        # The whole hedge in money is the beta exposure; in coins it does not know the price.
        beta_exposure = holding.beta * line.spot_value
        assert line.full_hedge * line.contract_value == pytest.approx(beta_exposure, rel=1e-9)
        coins = holding.beta * holding.quantity / holding.contract_size
        assert line.full_hedge == pytest.approx(coins, rel=1e-9)
        assert line.hedge == pytest.approx(holding.hedge_ratio * line.full_hedge, rel=1e-9)
        assert abs(line.order - line.hedge) <= holding.lot_size * (0.5 + 1e-8)


@given(holdings)
def test_owing_a_coin_mirrors_holding_it(holding):
    held, owed = hedge_line(holding), hedge_line(holding._replace(quantity=-holding.quantity))
    opposite = {"Short": "Long", "Long": "Short", "None": "None"}
    assert (owed.spot_value, owed.hedge, owed.order) == (-held.spot_value, -held.hedge, -held.order)
    assert owed.action == opposite[held.action]


def test_a_full_hedge_is_at_beta_too():
    line = hedge_line(Holding("X", 2.0, 100.0, 1.0, 0.5, 1.4))
    assert (line.full_hedge, line.hedge) == pytest.approx((2.8, 1.4))


def test_a_table_rounds_as_it_is_told():
    held = [Holding("X", 1.8, 100.0, lot_size=1.0)]
    orders = {rule: hedge_table(held, rule)[0].order for rule in ("nearest", "down", "up")}
    assert orders == {"nearest": 2, "down": 1, "up": 2}


def test_a_contract_is_valued_at_its_own_price() -> None:
    """By hand: 200 of spot at beta 1.5 over contracts of 125."""
    line = hedge_line(Holding("BTC", 2.0, 100.0, 1.0, 0.5, 1.5, 0.0, 125.0))
    assert (line.full_hedge, line.hedge, line.contract_value) == (2.4, 1.2, 125)
