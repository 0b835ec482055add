"""Whole lots: conventions section 1, row "rounding", in both forms.

Lots are contracts / lot_size to 9 decimals, then nearest (half away from zero), down (towards
zero) or up (away from zero).
"""

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.rounding import Rounding, round_lots, round_lots_expr

RULES: tuple[Rounding, ...] = ("nearest", "down", "up")
DECIMAL_RULES = {"nearest": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}

contracts = st.floats(-1e5, 1e5)
lot_size = st.sampled_from([0.001, 0.01, 0.1, 0.25, 1.0, 5.0, 50.0]) | st.floats(0.001, 1e4)
rule = st.sampled_from(RULES)


def settled_apart(count: float, lot: float, rounding: Rounding) -> bool:
    """Tell that a quotient is not where settling to 9 decimals itself is a matter of the last bit.

    That is half of 1e-9 beside a half lot (nearest) or a whole one (down, up).
    """
    quotient = abs(count / lot)
    apart = math.fmod(quotient + (0.5 if rounding == "nearest" else 0.0), 1.0)
    apart = min(apart, 1.0 - apart)
    return quotient < 1e6 and abs(apart - 0.5e-9) > 2e-10


@pytest.mark.parametrize(
    ("count", "lot", "rounding", "answer"),
    [
        # The trap: 3.0 * 0.6 / 0.1 = 17.999999999999996 is 18 lots (conventions, section 1).
        (3.0 * 0.6, 0.1, "down", 1.8),
        (3.0 * 0.6, 0.1, "up", 1.8),
        (3.0 * 0.6, 0.1, "nearest", 1.8),
        (195_000 * 0.6 / 6_500, 1, "down", 18),
        # Half away from zero, both signs.
        (0.5, 1, "nearest", 1),
        (-0.5, 1, "nearest", -1),
        (1.5, 1, "nearest", 2),
        (2.5, 1, "nearest", 3),
        (-2.5, 1, "nearest", -3),
        (0.4999, 1, "nearest", 0),
        # Towards and away from zero, both signs.
        (1.8, 1, "down", 1),
        (-1.8, 1, "down", -1),
        (1.2, 1, "up", 2),
        (-1.2, 1, "up", -2),
        (2.0, 1, "up", 2),
        # The article's 60 % hedges on a 5-BTC and a 50-ETH contract: 0.36 and 0.48, that is none.
        (0.36, 1, "nearest", 0),
        (0.48, 1, "nearest", 0),
        # ... and on contracts of a tenth of a coin: 18 and 240.
        (195_000 * 0.6 / 6_500, 1, "nearest", 18),
        (140_000 * 0.6 / 350, 1, "nearest", 240),
    ],
)
def test_both_forms_by_hand(count, lot, rounding, answer):
    assert round_lots(count, lot, rounding) == pytest.approx(answer, rel=1e-15)
    assert round_lots_expr(count, lot, rounding) == pytest.approx(answer, rel=1e-15)


def test_the_trap_is_one():
    """Without settling, rounding down would lose a lot to binary fractions."""
    assert 3.0 * 0.6 / 0.1 < 18
    assert round_lots(3.0 * 0.6, 0.1, "down") / 0.1 == pytest.approx(18, abs=1e-12)


@pytest.mark.parametrize("count", [1.8, -1.8, 0.1 + 0.2, 0.0, 1e300])
@pytest.mark.parametrize("rounding", RULES)
def test_a_lot_of_zero_leaves_the_count_exact(count, rounding):
    assert round_lots(count, 0.0, rounding) == count


@pytest.mark.parametrize("count", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_comes_back_as_it_came(count):
    """As in the operator form, and in every other formula of core: nothing is raised."""
    for rounding in RULES:
        assert str(round_lots(count, 1.0, rounding)) == str(count)


@given(contracts, lot_size, rule)
def test_against_decimal_arithmetic(count, lot, rounding):
    """Oracle: Python's decimal module, rounding the same quotient by rules of the same names."""
    assume(settled_apart(count, lot, rounding))
    quotient = Decimal(count / lot).quantize(Decimal("1e-9"))
    lots = quotient.quantize(Decimal(1), rounding=DECIMAL_RULES[rounding])
    assert round_lots(count, lot, rounding) == float(lots) * lot


@given(st.lists(st.tuples(contracts, lot_size), min_size=1, max_size=20), rule)
def test_expression_form_equals_scalar_form(rows, rounding):
    rows = [row for row in rows if settled_apart(*row, rounding)]
    assume(rows)
    plain = [round_lots(count, lot, rounding) for count, lot in rows]
    counts, lots = (list(column) for column in zip(*rows))
    assert round_lots_expr(np.array(counts), np.array(lots), rounding).tolist() == plain
    frame = pl.DataFrame({"n": counts, "lot": lots})
    expr = round_lots_expr(pl.col("n"), pl.col("lot"), rounding)
    assert frame.select(expr).to_series().to_list() == plain


@given(contracts, lot_size, rule)
def test_the_residual_is_less_than_a_lot(count, lot, rounding):
    """Half a lot at most for nearest; and down is never away from zero, up never towards it."""
    settle = 1e-9 * lot + 1e-15 * abs(count)  # what counting lots to 9 decimals may add
    rounded = round_lots(count, lot, rounding)
    residual = abs(rounded - count)
    assert residual <= (lot / 2 if rounding == "nearest" else lot) + settle
    if rounding == "down":
        assert abs(rounded) <= abs(count) + settle
    if rounding == "up":
        assert abs(rounded) >= abs(count) - settle


@given(contracts, lot_size, rule)
def test_whole_lots_stay_and_signs_mirror(count, lot, rounding):
    rounded = round_lots(count, lot, rounding)
    assert (rounded / lot) == pytest.approx(round(rounded / lot), abs=1e-7)
    assert round_lots(rounded, lot, rounding) == rounded
    assert round_lots(-count, lot, rounding) == -rounded


@given(contracts, lot_size)
def test_nearest_is_down_or_up(count, lot):
    assert round_lots(count, lot) in (round_lots(count, lot, "down"), round_lots(count, lot, "up"))


@given(contracts, lot_size, rule, st.sampled_from([2.0, 0.25]))
def test_scaling(count, lot, rounding, k):
    """Counts and lots in another unit (a power of two, so exactly) round to the same lots."""
    assert round_lots(k * count, k * lot, rounding) == k * round_lots(count, lot, rounding)
