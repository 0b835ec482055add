"""Calls that the engine gets wrong are left, and those beside them calculated.

Oracles: what Excel has stored in the workbooks of IronCalc's and formulas' tests.
"""

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from engine.case_books import column, sheet

CELLS = {**column("A", [10, 20, 30]), **column("B", ["x", True, 4])}


def result_of(formula):
    return calculate(sheet({**CELLS, "D9": ArrayFormula("D9", f"={formula}")}))


@pytest.mark.parametrize(
    "formula",
    [  # an error in Excel, where the engine takes one value after the other
        *("EDATE(A1,A1:A3)", "YEARFRAC(A1,A2,A1:A3)", "NETWORKDAYS(A1,A1:A3)", "EFFECT(A1:A3,2)"),
        *("IMABS(A1:A3)", "HEX2DEC(A1:A3)", "BESSELJ(A1:A3,1)", "_xlfn.ERF.PRECISE(A1:A3)"),
        *("NPV(A1:A3,A1:A3)", "XIRR(A1:A3,A1:A3,A1:A3)"),
        # 0 and 1 for x and TRUE, which the engine does not count
        *("AVERAGEA(INDEX(B1:B3,0))", "_xlfn.STDEVA(IF(TRUE,B1:B3))", "MAXA({TRUE,-4})"),
        # the first of them in the text, where the engine looks for the first of the list
        *('_xlfn.TEXTAFTER("a,b;c",{";",","})', '_xlfn.TEXTBEFORE("a,b;c",{";",","},-1)'),
        *('_xlfn.TEXTSPLIT("a b","")', '_xlfn.TEXTSPLIT("a b",)', '_xlfn.TEXTSPLIT("a b",,"")'),
        # one value each, of what should be many
        *("SUM(RANK(A1:A3,A1:A3))", "SUM(LOOKUP(A1:A3,A1:A3,B1:B3))", "SUM(WEEKNUM(A1:A3+0))"),
        *("SUM(TREND(A1:A3,,3))", "SUM(SUBTOTAL({9,1},A1:A3))", "SUM(WORKDAY(A1,{1,2}))"),
        *("SUM(DISC(A1,400,{95,96},100))", "SUM(MATCH(15,A1:A3,{1,0}))"),
        # a ~ stands for itself, and of no column all lines count
        *('COUNTIF(B1:B3,"~~x")', 'SUMIF(B1:B3,"*"&SUBSTITUTE(B1,"~","~~")&"*",A1:A3)'),
        *("DCOUNT(A1:B3,,A1:A2)", "DCOUNTA(A1:B3,,A1:A2)"),
        # truths are not compared with texts
        *('SUMIF(B1:B3,"<=TRUE",A1:A3)', 'COUNTIFS(B1:B3,">false")'),
    ],
)
def test_what_the_engine_gets_wrong_is_left(formula):
    assert list(result_of(formula).left) == ["S!D9"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("EDATE(A1,1)", 41),
        ("NETWORKDAYS(A1,A2,A1:A3)", 7),  # nine from a Tuesday to a Friday, without both
        ("NPV(1,A1:A3)", 5 + 5 + 3.75),
        ("DISC(A1,376,95,100,0)", 0.05),  # 5 in a year, from 10 January to 10 January
        ("AVERAGEA(B1:B3)", 5 / 3),
        ("MAXA(SUM(A1:A3),3)", 60),
        ('_xlfn.TEXTAFTER("a,b;c",",")', "b;c"),
        ('_xlfn.TEXTSPLIT("a b",," ")', "a"),
        ('COUNTIF(B1:B3,"TRUE")', 1),
        ('COUNTIF(B1:B3,"x~*")+COUNTIF(B1:B3,"?")', 1),
        ("_xlfn.IMSUM(A1:A3)", "60"),
    ],
)
def test_other_uses_of_the_same_functions_are_calculated(formula, value):
    assert result_of(formula).values["S!D9"] == pytest.approx(value)


@pytest.mark.parametrize("formula", ["COUNTIF(A1:A4,C1)", "SUM(COUNTIFS(A1:A4,S!C1))"])
def test_an_error_is_counted_by_an_error_and_not_here_by_its_text(formula):
    """Excel counts one of each in its stored workbook."""
    cells = {**CELLS, "A4": "=1/0", "C1": "=1/0", "D9": f"={formula}"}
    assert calculate(sheet(cells)).values["S!D9"] == 1
    for text in ('="#DIV/"&"0!"', '="<>#DIV/0!"', '="<=TRUE"'):
        assert list(calculate(sheet({**cells, "C1": text})).left) == ["S!D9"]
    assert calculate(sheet({**cells, "C1": '=">10"'})).values["S!D9"] == 2


def test_a_criterion_in_a_cell_with_a_tilde_is_left_unless_a_sign_comes_after_it():
    cells = {**column("A", ["~x", "a*"]), **column("B", ["~~x", "a~*"])}
    result = calculate(sheet({**cells, "C1": "=COUNTIF(A1:A2,B1)", "C2": "=COUNTIF(A1:A2,B2)"}))
    assert (list(result.left), result.values) == (["S!C1"], {"S!C2": 1})


def test_a_text_that_begins_like_an_error_is_counted():
    cells = column("A", ["#BTC", "x", "#btc", "#N/A of 2"]) | {"B1": "#BTC"}
    forms = ('=COUNTIF(A1:A4,"#BTC")', "=COUNTIF(A1:A4,B1)", '=COUNTIF(A1:A4,"#N*")')
    values = calculate(sheet({**cells, **column("C", forms)})).values
    assert [values[f"S!C{row}"] for row in (1, 2, 3)] == [2, 2, 1]
