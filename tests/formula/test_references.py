"""What a formula refers to, and the same formula seen from another cell."""

import pytest

from betahedge.engine import calculate
from betahedge.formula.alike import form_of
from betahedge.formula.references import (
    COLUMNS,
    ROWS,
    Reference,
    functions,
    operands,
    reference,
    sheet_and_ref,
    shifted,
)
from engine.case_books import sheet


@pytest.mark.parametrize(
    ("operand", "found"),
    [
        ("A1", Reference("", (1, 1, 1, 1))),
        ("$B$2:A1", Reference("", (1, 1, 2, 2))),
        ("'O''Brien'!A1", Reference("O'Brien", (1, 1, 1, 1))),
        ("C:A", Reference("", (1, 1, 3, ROWS))),
        ("2:3", Reference("", (1, 2, COLUMNS, 3))),
        ("A1#", Reference("", (1, 1, 1, 1))),
        ("S!$A$3:S!$B$2", Reference("S", (1, 2, 2, 3))),
        ("'O''B'!A1:'O''B'!B2", Reference("O'B", (1, 1, 2, 2))),
        ("S!$A$2:$A$9:$C$1", Reference("S", (1, 1, 3, 9))),
        ("A1:A2:x", Reference("", None, "A1:A2:x")),
        ("ZZZ1", Reference("", None, "ZZZ1")),
        ("rate", Reference("", None, "rate")),
        ("S!rate", Reference("S", None, "rate")),
        ("[0]!rate", Reference("", None, "rate")),
        ("T[[#This Row],[x]]", Reference("", None, "T[[#This Row],[x]]")),
        ("[1]S!A1", Reference("[1]S", (1, 1, 1, 1), of_file=True)),
        (r"'C:\x\[b.xlsx]S'!A1", Reference(r"C:\x\[b.xlsx]S", (1, 1, 1, 1), of_file=True)),
        ("[2]!rate", Reference("[2]", None, "rate", of_file=True)),
    ],
)
def test_an_operand_is_read(operand, found):
    assert reference(operand) == found


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("A1+B1:C9*rate", ["A1", "B1:C9", "rate"]),
        ("A1:INDEX(B1:B9,2)", ["A1", "B1:B9"]),
        ("@A1&\"B1\"&'x y'!C1", ["A1", "'x y'!C1"]),
        ("SUM((A1,B1),{1,2},#N/A,TRUE)", ["A1", "B1"]),
    ],
)
def test_operands(formula, found):
    assert list(operands(formula)) == found


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("1+sum(A1)", {"SUM"}),
        ("_xlfn._xlws.SORT(_xlfn.UNIQUE(A1:A9))", {"SORT", "UNIQUE"}),
        ("A1:INDEX(B1:B9,2)", {"INDEX"}),
        ('"SUM("&A1', set()),
    ],
)
def test_functions(formula, found):
    assert functions(formula) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S!$A$1", ("S", "A1")),
        ("'O''Brien'!$A$1:$B$2", ("O'Brien", "A1:B2")),
        ("'a!b'!A1", ("a!b", "A1")),
        ("A1", ("", "A1")),
    ],
)
def test_a_reference_is_taken_apart(text, found):
    assert sheet_and_ref(text) == found


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B$2+A$1+$A1", "B3+$B$2+B$1+$A3"),
        ("SUM(A:B,1:2)", "SUM(B:C,3:4)"),
        ("XFD1048576", "A2"),
        ("\"A1\"&'A1'!A1&T[A1]", "\"A1\"&'A1'!B3&T[A1]"),
        ("LOG10(A1)+x_A1+A1_x", "LOG10(B3)+x_A1+A1_x"),
    ],
)
def test_a_formula_is_moved(formula, moved):
    assert shifted(formula, 2, 1) == moved
    assert shifted(formula, 0, 0) == formula


@pytest.mark.parametrize("name", ["BTC20240101", "ZAR1", "XFE1", "A1048577", "XFC99999999"])
def test_a_name_like_an_address_beyond_the_sheet_stays(name):
    assert shifted(f"{name}+A1048576", 1, 1) == f"{name}+B1"
    assert form_of(f"{name}*A1")[1] == ["A1"]


def test_a_name_like_an_address_beyond_the_sheet_is_calculated_with():
    names = {"BTC20240101": "S!$A$1"}
    result = calculate(sheet({"A1": 7, "B1": "=HEDGE_BASIS(BTC20240101,2)"}, names=names))
    assert result.values == {"S!B1": 5}


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B$2+C$3+$D4", "C4+$B$2+E$3+$D7"),
        ("SUM(A:A,$B:C,1:1,$2:3)", "SUM(C:C,$B:E,4:4,$2:6)"),
        ("A1:B2+XFD1048576", "C4:D5+B3"),
        ("SUM(Sales[Q1])+Sales[[#This Row],[Q1]]*Q1", "SUM(Sales[Q1])+Sales[[#This Row],[Q1]]*S4"),
        ("'A1'!A1&\"A1\"&LOG10(A1)&A1B&1.5:2", "'A1'!C4&\"A1\"&LOG10(C4)&A1B&1.5:2"),
    ],
)
def test_relative_addresses_move(formula, moved):
    """Excel's rule for a copied formula, three rows down and two columns right."""
    assert shifted(formula, 3, 2) == moved
