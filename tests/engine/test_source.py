"""The workbook that the engine is given means what the file means.

Oracle: what Excel has stored for LAMBDAs with a parameter that may be left out (IronCalc's tests).
"""

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from engine.case_books import changed, sheet
from engine.test_solve import of_xml

HALF_OR_TIMES = (
    "_xlfn.LAMBDA(_xlpm.a,_xlop.b,IF(_xlfn.ISOMITTED(_xlpm.b),_xlpm.a/2,_xlpm.a*_xlpm.b))"
)


@pytest.mark.parametrize(("given", "value"), [("12", 6), ("12,3", 36), ("12,HEDGE_BASIS(5,2)", 36)])
@pytest.mark.parametrize("function", ["half_or_times", HALF_OR_TIMES])
def test_a_parameter_may_be_left_out(function, given, value):
    cells = {"A1": ArrayFormula("A1", f"={function}({given})")}
    result = calculate(sheet(cells, names={"half_or_times": HALF_OR_TIMES}))
    assert result.values == {"S!A1": value}


@pytest.mark.parametrize("kept", ["SEQUENCE(2)", "[1]Prices!A1:A2"])
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(HEDGE_CONTRACTS(_xlfn.ANCHORARRAY(B1),2))", 15),
        ("HEDGE_BASIS(SUM(_xlfn.ANCHORARRAY(S!$B$1)),1)", 29),
        ("SUM(HEDGE_BASIS(_xlfn.ANCHORARRAY(B1)*2,1)+_xlfn.ANCHORARRAY(B1))", 88),
    ],
)
def test_what_a_cell_has_filled_is_read_where_it_keeps_its_values(kept, formula, value):
    """It had filled 10 and 20."""
    first = f'<c r="B1" cm="1"><f t="array" ref="B1:B2">{kept}</f><v>10</v></c>'
    call = f'<c r="D1"><f>{formula}</f></c>'
    second = '<row r="2"><c r="B2"><v>20</v></c></row>'
    data = of_xml(f'<row r="1">{first}{call}</row>{second}')
    data = changed(data, "xl/workbook.xml", b'fullCalcOnLoad="1"', b"")
    assert calculate(data).values == {"S!D1": value}
