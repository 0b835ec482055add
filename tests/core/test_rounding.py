"""Whole lots: conventions section 1, row "rounding".

Lots are contracts / lot_size to 9 decimals and 15 significant digits, then nearest (half away from
zero), down (towards zero) or up (away from zero).
"""

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.rounding import Rounding, is_above, round_lots

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
def test_by_hand(count, lot, rounding, answer):
    assert round_lots(count, lot, rounding) == pytest.approx(answer, rel=1e-15)


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
    """As in every other formula of core: nothing is raised."""
    for rounding in RULES:
        assert str(round_lots(count, 1.0, rounding)) == str(count)


@given(contracts, lot_size, rule)
def test_against_decimal_arithmetic(count, lot, rounding):
    """Oracle: Python's decimal module, rounding the same quotient by rules of the same names."""
    assume(settled_apart(count, lot, rounding))
    quotient = Decimal(count / lot).quantize(Decimal("1e-9"))
    lots = quotient.quantize(Decimal(1), rounding=DECIMAL_RULES[rounding])
    assert round_lots(count, lot, rounding) == float(lots) * lot


@pytest.mark.parametrize("rounding", RULES)
@pytest.mark.parametrize(
    ("count", "lot"),
    [(8204.576, 0.001), (419430.6, 0.1), (-419430.6, 0.1), (4194305.3, 0.1), (1e9 + 0.1, 0.1)],
)
def test_whole_lots_above_four_million_are_whole(count, lot, rounding):
    """functions.md, Changes, HEDGE_ROUND: (8204.576, 0.001, "down") = 8204.576.

    The quotient 8204575.999999999 is a unit in the last place below, more than 9 decimals mend.
    """
    assert round_lots(count, lot, rounding) == pytest.approx(count, rel=1e-15)


@given(
    st.integers(1, 10**12), st.sampled_from(["0.1", "0.001", "0.01", "0.05", "0.3", "1e-6"]), rule
)
def test_any_whole_count_of_lots_is_whole(number, lot, rounding):
    """Oracle: Decimal has the count exactly; a float of it is within half a unit of the last."""
    count = float(number * Decimal(lot))
    assert round(round_lots(count, float(lot), rounding) / float(lot)) == number


@given(st.floats(1e5, 1e14), rule)
def test_settled_to_the_digits_that_are_fewer(lots, rounding):
    """Oracle: Python's own formatting to 15 digits, then Decimal's rule."""
    apart = math.fmod(lots + (0.5 if rounding == "nearest" else 0.0), 1.0)
    unit = 10.0 ** max(-9, math.floor(math.log10(lots)) - 14)
    assume(abs(min(apart, 1 - apart) - unit / 2) > 0.05 * unit + 4 * math.ulp(lots))
    decimals = max(0, 14 - math.floor(math.log10(lots)))
    settled = Decimal(f"{lots:.{min(9, decimals)}f}")
    expected = settled.quantize(Decimal(1), rounding=DECIMAL_RULES[rounding])
    assert round_lots(lots, 1.0, rounding) == float(expected)


def test_from_a_thousand_million_million_lots_a_count_stays():
    for count in (1e15, 4503599627370497.0, 1e300):
        assert {round_lots(count, 1.0, rule) for rule in RULES} == {count}


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


@pytest.mark.parametrize(
    ("lots", "nearest", "down", "up"),
    [
        (0.49999999949, 0, 0, 1),
        (0.49999999951, 1, 0, 1),
        (1.99999999951, 2, 2, 2),
        (1.99999999949, 2, 1, 2),
        (2.00000000049, 2, 2, 2),
        (2.00000000051, 2, 2, 3),
        (4194304.999999996, 4194305, 4194305, 4194305),
        (4194304.99999998, 4194305, 4194304, 4194305),
        (123456789012345.7, 123456789012346, 123456789012346, 123456789012346),
        (2e15, 2e15, 2e15, 2e15),
    ],
)
def test_lots_settle_where_they_are_said_to(
    lots: float, nearest: float, down: float, up: float
) -> None:
    assert round_lots(lots, 1.0) == nearest
    assert round_lots(lots, 1.0, "down") == down
    assert round_lots(lots, 1.0, "up") == up
    assert round_lots(-lots, 1.0, "up") == -up


def test_lots_are_those_of_exact_decimals() -> None:
    """Oracle: decimal, from the texts that a person types; a float division is never near it."""
    chance = np.random.default_rng(7)
    for _ in range(3000):
        lot = Decimal(str(chance.choice(["0.1", "0.001", "0.25", "1", "25", "0.00001"])))
        size = int(10 ** chance.uniform(0, 10))
        fraction = Decimal(int(chance.integers(0, 10))) / 10
        count = (size + fraction) * lot
        for rounding, rule in DECIMAL_RULES.items():
            exact = (count / lot).quantize(Decimal(1), rounding=rule)
            lots = round_lots(float(count), float(lot), rounding) / float(lot)
            assert round(lots) == exact, (count, lot, rounding)


@pytest.mark.parametrize("beyond", [-1e-3, 0.0, 4e-10, 6e-10, 1e-3])
def test_a_ratio_is_above_a_limit_where_it_is_to_nine_decimals(beyond):
    value = 0.65 + beyond
    assert is_above(value, 0.65) is (round(Decimal(value), 9) > Decimal("0.65"))
