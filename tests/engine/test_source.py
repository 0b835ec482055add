"""The workbook that the engine is given means what the file means.

Oracle: what Excel has stored for LAMBDAs with a parameter that may be left out (IronCalc's tests).
"""

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from engine.case_books import sheet

HALF_OR_TIMES = (
    "_xlfn.LAMBDA(_xlpm.a,_xlop.b,IF(_xlfn.ISOMITTED(_xlpm.b),_xlpm.a/2,_xlpm.a*_xlpm.b))"
)


@pytest.mark.parametrize(("given", "value"), [("12", 6), ("12,3", 36), ("12,HEDGE_BASIS(5,2)", 36)])
@pytest.mark.parametrize("function", ["half_or_times", HALF_OR_TIMES])
def test_a_parameter_may_be_left_out(function, given, value):
    cells = {"A1": ArrayFormula("A1", f"={function}({given})")}
    result = calculate(sheet(cells, names={"half_or_times": HALF_OR_TIMES}))
    assert result.values == {"S!A1": value}
