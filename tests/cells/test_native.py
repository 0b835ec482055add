"""How a native form is written: no trace of defaults, brackets where they are needed."""

import pytest

from betahedge.cells import (
    CATALOGUE,
    HEDGE_CONTRACTS,
    HEDGE_PNL,
    HEDGE_ROUND,
    declaration,
)
from betahedge.cells.native import bracketed, without_neutral


@pytest.mark.parametrize("lot_size", ["0", "0.0", "0.00", "00"])
def test_a_literal_lot_of_zero_needs_no_rounding(lot_size):
    form = declaration(HEDGE_CONTRACTS).native_form("A1", "B1", "C1", "D1", lot_size)
    assert "ROUND" not in form
    assert "/0" not in form


def test_defaults_leave_no_trace():
    """What a person would write: no factor of 1, no term of 0."""
    assert declaration(HEDGE_CONTRACTS).native_form("A1", "B1") == "A1/B1"
    assert declaration(HEDGE_PNL).native_form("A1", "B1", "C1", "D1") == "A1*D1-B1*C1*D1"


def test_lots_are_counted_as_the_conventions_say():
    """The quotient to 9 decimals, then the rule: an engine may not settle by itself."""
    form = declaration(HEDGE_CONTRACTS).native_form("A1", "B1", "C1", "1", "0.1", '"down"')
    digits = "IF(ABS((C1*A1/B1)/0.1)<1000000,9,14-INT(LOG10(ABS((C1*A1/B1)/0.1))))"
    assert form == f"ROUNDDOWN(ROUND((C1*A1/B1)/0.1,{digits}),0)*0.1"
    form = declaration(HEDGE_ROUND).native_form("A1", "L1", "R1")
    assert form.startswith("IF(L1=0,A1,IF(R1=")
    assert form.count("ROUND(A1/L1,IF(ABS(A1/L1)<1000000,9,14-INT(LOG10(ABS(A1/L1)))))") == 3


def test_a_default_that_is_another_argument_is_written_out():
    form = declaration(HEDGE_PNL).native_form("A1", "B1", "C1", "-10%")
    assert form == "A1*(-10%)-B1*C1*(-10%)"


def test_without_a_native_form():
    """A table spills by code; asking for its formula is a defect of the caller."""
    declared = declaration(CATALOGUE["HEDGE_TABLE"])
    with pytest.raises(ValueError, match="HEDGE_TABLE has no native form"):
        declared.native_form("A1")


@pytest.mark.parametrize(
    ("argument", "written_as"),
    [
        ("A1", "A1"),
        ("$A$1", "$A$1"),
        ("'My sheet'!A1", "'My sheet'!A1"),
        ("Inputs!$B$2", "Inputs!$B$2"),
        ("hedge_ratio", "hedge_ratio"),
        ("65000", "65000"),
        ("0.6", "0.6"),
        ('"down"', '"down"'),
        ("SUM(A1,B1)", "SUM(A1,B1)"),
        ("-1", "(-1)"),
        ("A1+B1", "(A1+B1)"),
        ("50%", "(50%)"),
        ("1e-05", "(1e-05)"),
        ("SUM(A1)+SUM(B1)", "(SUM(A1)+SUM(B1))"),
        ("A1:A9", "(A1:A9)"),
    ],
)
def test_brackets_where_they_are_needed(argument, written_as):
    """An argument keeps its meaning wherever the formula puts it."""
    assert bracketed(argument) == written_as


@pytest.mark.parametrize(
    ("formula", "short"),
    [
        ("1*A1", "A1"),
        ("1*1*A1/B1", "A1/B1"),
        ("A1*B1+0-0", "A1*B1"),
        ("(A1+0)*B1", "(A1)*B1"),
        ("C1/(1*A1)", "C1/(A1)"),
        # Not neutral.
        ("A1-0*B1", "A1-0*B1"),
        ("A1+0/B1", "A1+0/B1"),
        ("A1-0.5", "A1-0.5"),
        ("A1/1*B1", "A1/1*B1"),
        ("A1^1*B1", "A1^1*B1"),
        ("A1-0^B1", "A1-0^B1"),
        ("11*A1", "11*A1"),
        ("0.1*A1", "0.1*A1"),
        ("A1*B1", "A1*B1"),
        ("$A$1*B1", "$A$1*B1"),
        ("(-0)", "(-0)"),
        ("'x-0'!A1+B1", "'x-0'!A1+B1"),
        ('IF(A1="1*B",1,2)', 'IF(A1="1*B",1,2)'),
        ('IF(A1="x-0",1,2)', 'IF(A1="x-0",1,2)'),
    ],
)
def test_only_what_is_neutral_is_left_out(formula, short):
    """Oracle: algebra. 1 x a = a and a + 0 = a, but a / 1 x b is not a / b."""
    assert without_neutral(formula) == short
