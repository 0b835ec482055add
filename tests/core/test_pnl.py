"""P&L of a hedged book: the article's table, its errata, and identities.

"The article" is The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift.
"""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.pnl import (
    Impact,
    hedge_impact,
    hedge_pnl,
    hedge_scenario,
    hedge_scenarios,
    short_pnl,
    spot_pnl,
)
from betahedge.core.sizing import hedge_contracts


def settled(low, high):
    """Numbers as a book holds them: to 9 decimals, so that no product of them underflows."""
    return st.floats(low, high).map(lambda number: round(number, 9))


money = settled(-1e9, 1e9)
count = settled(-1e4, 1e4)
value = settled(1.0, 1e6)
move = settled(-0.99, 2.0)
cash = settled(-1e6, 1e6)


def near(left: float, right: float, size: float) -> bool:
    """Equal to the cent on a book of 10 million: 1e-9 of the money moved."""
    return math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-9 * (1.0 + size))


def test_impact_of_the_article():
    """A fall of 10 % at H = 0.5, from the article's table."""
    assert hedge_impact(325_000, 2.5, 65_000, -0.1, -0.1) == [
        Impact("Spot", 325_000, -32_500, 292_500),
        Impact("Futures", 0, 16_250, 16_250),
        Impact("Net", 325_000, -16_250, 308_750),
    ]


def test_pnl_of_the_article():
    assert hedge_pnl(325_000, 2.5, 65_000, -0.1, -0.1) == -16_250


def test_half_a_hedge_keeps_half_of_the_fall_too():
    """Erratum: a futures hedge is symmetric."""
    assert hedge_pnl(325_000, 2.5, 65_000, 0.1, 0.1) == 16_250


def test_a_narrowing_basis_is_a_gain():
    """Erratum: spot 100 -> 90 with futures 102 -> 90 earns -10 + 12 = 2."""
    assert hedge_pnl(100, 1, 102, -0.1, 90 / 102 - 1) == pytest.approx(2.0, abs=1e-12)


def test_funding_is_received_and_costs_are_paid():
    """Conventions, section 1: cash received is +; costs are positive numbers, subtracted."""
    flat = hedge_pnl(325_000, 5, 65_000, 0.0, 0.0, 2_925, 325)
    assert flat == 2_600


def test_ladder_of_the_article():
    """Its 10 % fall, the rise mirrored, and nothing when nothing moves."""
    assert hedge_scenarios(325_000, 2.5, 65_000, [-0.1, 0.0, 0.1]) == [
        (-0.1, -32_500, 16_250, -16_250, 308_750),
        (0.0, 0.0, 0.0, 0.0, 325_000),
        (0.1, 32_500, -16_250, 16_250, 341_250),
    ]


def test_a_widening_basis_costs_a_short_hedge():
    """By hand: 5 contracts of 65,000, basis wider by 1 % of the contract's value: -3,250."""
    rung = hedge_scenario(325_000, 5, 65_000, 0.0, 1.0, 0.01)
    assert rung.futures_pnl == pytest.approx(-3_250)
    assert rung.final_value == pytest.approx(321_750)


@given(st.lists(st.tuples(money, count, value, move, move, cash, cash), min_size=1, max_size=20))
def test_float_array_and_expression_agree(rows):
    """One formula, three engines: IEEE arithmetic is the same in each, to the last bit."""
    names = "vncrfgk"
    table = {name: list(column) for name, column in zip(names, zip(*rows))}
    frame = pl.DataFrame(table)
    forms = (
        (hedge_pnl, names),
        (spot_pnl, "vr"),
        (short_pnl, "ncf"),
        (lambda *a: hedge_scenario(*a).hedged_pnl, "vncrgk"),
        (lambda *a: hedge_scenario(*a).final_value, "vncrgk"),
    )
    for formula, letters in forms:
        plain = [formula(*row) for row in zip(*(table[n] for n in letters))]
        assert formula(*(np.array(table[n]) for n in letters)).tolist() == plain
        expr = formula(*(pl.col(n) for n in letters))
        assert frame.select(expr).to_series().to_list() == plain


@given(money, count, value, move, move, cash, cash)
def test_sign_symmetry(v, n, c, r, f, funding, costs):
    """The other side of every position earns the opposite."""
    whole = hedge_pnl(v, n, c, r, f, funding, costs)
    mirrored = hedge_pnl(-v, -n, c, r, f, -funding, -costs)
    assert near(mirrored, -whole, abs(v) + abs(n * c) * 3)


@given(money, value, move, st.floats(0.0, 2.0))
def test_a_hedge_leaves_its_share_of_the_move(v, c, r, h):
    """Identity: with spot and futures moving alike, P&L = (1 - H) x V x r; 0 at a full hedge."""
    contracts = hedge_contracts(v, c, h)
    assert near(hedge_pnl(v, contracts, c, r, r), (1 - h) * v * r, abs(v) * 3)


@given(st.floats(1.0, 1e5), st.floats(1.0, 1e5), st.floats(1.0, 1e5), st.floats(1.0, 1e5))
def test_hedged_one_to_one_earns_minus_the_change_of_basis(s0, s1, f0, f1):
    """Identity (Hull, section 3.3): one coin against one contract earns (F0 - S0) - (F1 - S1)."""
    pnl = hedge_pnl(s0, 1.0, f0, s1 / s0 - 1, f1 / f0 - 1)
    assert near(pnl, (f0 - s0) - (f1 - s1), s0 + s1 + f0 + f1)


@given(money, count, value, move, move)
def test_impact_table_adds_up(v, n, c, r, f):
    """Down: spot + futures = net. Across: initial + change = final. And net is `hedge_pnl`."""
    spot, futures, net = hedge_impact(v, n, c, r, f)
    size = abs(v) * 3 + abs(n * c) * 3
    for line in (spot, futures, net):
        assert near(line.initial + line.change, line.final, size)
    for column in (1, 2, 3):
        assert near(float(spot[column]) + float(futures[column]), float(net[column]), size)
    assert net.change == hedge_pnl(v, n, c, r, f)


@given(money, count, value, move, st.floats(-3.0, 3.0), st.floats(-0.2, 0.2))
def test_a_rung_is_the_hedged_pnl_of_its_moves(v, n, c, r, beta, basis_change):
    """The book moves by beta x return, the futures by the return and the basis."""
    rung = hedge_scenario(v, n, c, r, beta, basis_change)
    assert rung.hedged_pnl == hedge_pnl(v, n, c, beta * r, r + basis_change)
    assert near(rung.unhedged_pnl + rung.futures_pnl, rung.hedged_pnl, 0.0)
    assert rung.final_value == v + rung.hedged_pnl


@given(money, count, value, move, move, st.sampled_from([2.0, 0.5]))
def test_scaling(v, n, c, r, f, k):
    """Twice the book and twice the contracts earn twice as much, exactly."""
    assert hedge_pnl(k * v, k * n, c, r, f) == k * hedge_pnl(v, n, c, r, f)


def test_a_ladder_moves_the_basis_on_every_rung():
    """A widening of 1 % of 50 costs a short of one contract 0.5, whatever the market does."""
    plain = hedge_scenarios(100.0, 1.0, 50.0, [-0.1, 0.1])
    wider = hedge_scenarios(100.0, 1.0, 50.0, [-0.1, 0.1], 1.0, 0.01)
    lost = [p.futures_pnl - w.futures_pnl for p, w in zip(plain, wider, strict=True)]
    assert lost == pytest.approx([0.5, 0.5])


def test_a_rung_moves_the_book_as_the_market_and_leaves_the_basis() -> None:
    """By hand: 10 % of 100 lost, 10 % of 50 won."""
    assert hedge_scenario(100.0, 1.0, 50.0, -0.1) == pytest.approx((-0.1, -10, 5, -5, 95))
