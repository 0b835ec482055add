"""What mutation testing found untested: each test kills mutants that nothing else did."""

import pytest

from betahedge.core.least_squares import fit_several
from betahedge.core.margin import hedge_liquidation
from betahedge.core.pnl import hedge_scenarios
from betahedge.core.portfolio import Holding, hedge_line, hedge_table
from betahedge.core.position import hedge_average_price
from betahedge.core.regression import hedge_beta
from betahedge.core.risk import hedge_effectiveness, hedge_var


@pytest.mark.parametrize("kind", ["linear", "inverse"])
def test_fills_need_a_price_each(kind):
    with pytest.raises(ValueError, match="zip"):
        hedge_average_price([1.0, 2.0], [100.0], kind)


def test_the_venues_amount_counts_as_cover():
    """10 % maintenance on 100 is 10: a wallet of 9.5 lacks it, and has it with an amount of 1."""
    call = {"contracts": 1.0, "contract_size": 1.0, "collateral": 9.5}
    assert hedge_liquidation(100.0, 1.0, 0.1, **call) == pytest.approx(109.5 / 1.1)
    price = hedge_liquidation(100.0, 1.0, 0.1, maintenance_amount=1.0, **call)
    assert price == pytest.approx((9.5 + 1.0 + 100.0) / 1.1)


def test_a_full_hedge_is_at_beta_too():
    line = hedge_line(Holding("X", 2.0, 100.0, 1.0, 0.5, 1.4))
    assert (line.full_hedge, line.hedge) == pytest.approx((2.8, 1.4))


def test_a_ladder_moves_the_basis_on_every_rung():
    """A widening of 1 % of 50 costs a short of one contract 0.5, whatever the market does."""
    plain = hedge_scenarios(100.0, 1.0, 50.0, [-0.1, 0.1])
    wider = hedge_scenarios(100.0, 1.0, 50.0, [-0.1, 0.1], 1.0, 0.01)
    lost = [p.futures_pnl - w.futures_pnl for p, w in zip(plain, wider, strict=True)]
    assert lost == pytest.approx([0.5, 0.5])


def test_a_table_rounds_as_it_is_told():
    held = [Holding("X", 1.8, 100.0, lot_size=1.0)]
    orders = {rule: hedge_table(held, rule)[0].order for rule in ("nearest", "down", "up")}
    assert orders == {"nearest": 2, "down": 1, "up": 2}


FEW, FLAT, MOVES = [0.1, 0.2], [0.1, 0.1, 0.1], [0.1, 0.2, 0.4]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hedge_beta(FEW, FEW, "returns"), "2 complete pairs; 3 are needed"),
        (lambda: hedge_beta(FEW, FEW, "returns", "ewma"), "2 complete pairs; 3 are needed"),
        (lambda: hedge_effectiveness(FEW, FEW, 1.0, "returns"), "2 complete pairs; 3 are needed"),
        (lambda: fit_several(FEW, [FEW]), "2 complete rows; 3 are needed"),
        (lambda: fit_several(MOVES, [MOVES, FEW]), "3 complete rows; 4 are needed"),
        (lambda: hedge_var([]), "0 observations; 2 are needed"),
        (lambda: hedge_var([0.1], 0.95, "parametric"), "1 observations; 2 are needed"),
        (lambda: hedge_beta(MOVES, FLAT, "returns"), "a flat series has no variance"),
        (
            lambda: hedge_effectiveness(FLAT[:1], FLAT[:1], 1.0, "prices", "dollar_offset"),
            "1 complete valuations; 2 are needed",
        ),
        (
            lambda: hedge_effectiveness([None], [0.1], 1.0, "returns", "dollar_offset"),
            "0 complete returns; 1 is needed",
        ),
        (
            lambda: hedge_effectiveness([1.0] * 4, [1.0, 2, 3, 4], 1.0, "prices", "dollar_offset"),
            "the spot did not change over the period",
        ),
        (
            lambda: fit_several([1.0, 2, 4, 3], [[1.0, 2, 3, 5], [2.0, 4, 6, 10]]),
            "the columns explain one another",
        ),
        (lambda: hedge_beta(MOVES, FEW, "returns"), "the series have different lengths"),
    ],
)
def test_the_reason_is_what_a_user_reads(call, message):
    """A cell hands these on as the reason of its error value."""
    with pytest.raises((ValueError, ZeroDivisionError), match=f"^{message}$"):
        call()
