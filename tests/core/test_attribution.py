"""The parts of a hedged book's P&L, and their sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.attribution import hedge_attribution
from betahedge.core.contract import hedge_futures_pnl
from betahedge.core.pnl import hedge_pnl

PRICES = st.floats(0.01, 1e5)
COINS = st.floats(-1e3, 1e3)


def test_a_narrowing_basis_is_a_gain() -> None:
    """Errata of the article: spot 100 -> 90, futures 102 -> 90: -10 + 12, 2 of it the basis."""
    assert hedge_attribution(1, 100, 90, 1, 1, 102, 90) == (-10, 10, 2, 0, 0, 2)


def test_every_part_by_hand() -> None:
    parts = hedge_attribution(3.0, 65000, 60000, 18, 0.1, 65650, 60300, 250, 120.5)
    assert parts.spot == pytest.approx(-15000)
    assert parts.futures == pytest.approx(9000)
    assert parts.basis == pytest.approx(630)  # 1.8 coins, the basis from 650 to 300
    assert parts.funding == 250
    assert parts.fees == -120.5
    assert parts.total == pytest.approx(-5240.5)


@given(COINS, PRICES, PRICES, COINS, PRICES, PRICES, st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_the_parts_sum_to_the_total(
    q: float, s0: float, s1: float, n: float, f0: float, f1: float, cash: float, fees: float
) -> None:
    parts = hedge_attribution(q, s0, s1, n, 0.1, f0, f1, cash, fees)
    assert sum(parts[:-1]) == pytest.approx(parts.total, abs=0.005)
    # the same total on another road: each leg's own P&L
    legs = q * (s1 - s0) + hedge_futures_pnl(n, 0.1, f0, f1)
    assert parts.total == pytest.approx(legs + cash - fees, abs=0.005)
    assert parts.futures + parts.basis == pytest.approx(hedge_futures_pnl(n, 0.1, f0, f1), abs=1e-3)


@given(PRICES, PRICES, COINS, COINS)
def test_without_a_basis_it_is_the_pnl_of_the_hedged_book(
    s0: float, s1: float, q: float, n: float
) -> None:
    parts = hedge_attribution(q, s0, s1, n, 1.0, s0, s1, 5.0, 2.0)
    move = s1 / s0 - 1
    book = hedge_pnl(q * s0, n, s0, move, move, 5.0, 2.0)
    assert parts.basis == 0
    assert parts.total == pytest.approx(book, rel=1e-9, abs=0.005)
