"""Plain formulas that calculate with whole ranges, and those that cut them to one cell.

Oracles: what Excel's documentation says of these functions, and plain arithmetic.
"""

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from engine.case_books import column, sheet

CALL = {"H9": "=HEDGE_BASIS(3,2)"}
CELLS = {**CALL, **column("A", [10, 20, 30, 40]), **column("B", [2, 4, 5, 8])}
WHOLE = {
    "SUM(_xlfn._xlws.FILTER(A1:A4,B1:B4>4))": 70,
    "_xlfn.XLOOKUP(1,(A1:A4>15)*(B1:B4>4),B1:B4)": 5,
    "INDEX(_xlfn.SORTBY(A1:A4,-B1:B4),1)": 40,
    "SUM(_xlfn.VSTACK(A1:A4*2,1))": 201,
    "INDEX(_xlfn.CHOOSECOLS(A1:B4*2,2),3)": 10,
    "SUM(INDEX((A1:A4>15)*B1:B4,0))": 17,
    # An IF without a last branch is FALSE, which SUM and MAX leave out of what a cell gives.
    "SUM(IF(B2>25,A1:A4))": 0,
    "SUM(IF(B2>3,A1:A4))": 100,
    "MAX(IF(B2>25,A1:A4),3)": 3,
    # A range of which a corner is found counts as any other.
    "LOOKUP(2,1/(A1:INDEX(A:A,3)<25),B1:B3)": 4,
    "SUM(A1:INDEX(A:A,3))*2": 120,
    # Where a formula stands is known to it.
    'INDIRECT("B"&ROW()-4)': 4,
    "SUM(OFFSET(A1,0,0,ROW(B2),1))": 30,
    "OFFSET(A1,ROW()-5,COLUMN(B1)-1)": 4,
    # One address is found from a range.
    "SUM(OFFSET(A1,0,0,COUNT(A1:A9),1))": 100,
    'SUM(INDIRECT("B2:B"&COUNTA(B:B)))': 17,
    "OFFSET(B1,MATCH(30,A1:A4,0)-1,0)": 5,
    "OFFSET(A1,INDEX(B1:B4,1),0)": 30,
    "LOOKUP(INDEX(A1:A4,2),A1:A4,B1:B4)": 4,
    "_xlfn.LET(_xlpm.x,A1:A4,SUM(_xlpm.x))": 100,
    "_xlfn.LET(_xlpm.x,A1:A4,_xlpm.y,MAX(_xlpm.X)/MIN(_xlpm.x),_xlpm.y*2)": 8,
}


@pytest.mark.parametrize("formula", WHOLE)
@pytest.mark.parametrize("call", ["{}", "HEDGE_FUNDING({},1,1)"])
def test_plain_formulas_that_take_whole_ranges(formula, call):
    result = calculate(sheet({**CELLS, "G6": f"={call.format(formula)}"}))
    assert result.values["S!G6"] == WHOLE[formula]


UNCERTAIN = [
    "_xlfn.LET(_xlpm.x,A1:A4*2,SUM(_xlpm.x))",
    "_xlfn.LET(_xlpm.x,A1:A4,SUM(_xlpm.x*2))",
    "_xlfn.LET(_xlpm.x,A1:A4,SUM(_xlpm.x)+_xlpm.X)",
    "_xlfn.LET(_xlpm.x,A1:A4,_xlpm.y,_xlpm.x,SUM(_xlpm.y))",
    "SUM(_xlfn.MAP(A1:A4*1,_xlfn.LAMBDA(_xlpm.r,_xlpm.r*2)))",
    "INDEX(B1:B4,MATCH(1,(A1:A4=20)*(B1:B4=4),0))",
    "CHOOSE(B1:B4,9,8,7,6,5,4,3,2)",
    'SWITCH(B1:B4,2,"a","b")',
    'IFS(A1:A4>15,"a",TRUE,"b")',
    "SUM((A1:INDEX(A:A,4)>15)*1)",
    "(INDEX(A:A,1):INDEX(A:A,4))*2",
    "A1:INDEX(A:A,9)",
]


@pytest.mark.parametrize("formula", UNCERTAIN)
def test_what_depends_on_how_a_spreadsheet_takes_a_range_is_left(formula):
    result = calculate(sheet({**CELLS, "G6": f"={formula}", "G7": "=HEDGE_BASIS(G6,1)"}))
    assert list(result.left) == ["S!G6", "S!G7"]


@pytest.mark.parametrize("formula", ["CHOOSE(B2/4,A1:A4,B1:B4)", "IFS(B2>3,A1:A4,TRUE,B1:B4)"])
def test_ranges_to_choose_from_are_whole(formula):
    assert calculate(sheet({**CELLS, "G6": f"=SUM({formula})"})).values["S!G6"] == 100


@pytest.mark.parametrize("formula", ["EDATE(A1,B1:B4)", 'HYPERLINK("u",A1:A4)', "HEX2DEC(B1:B4)"])
def test_a_plain_formula_fills_no_other_cell(formula):
    """Not where there is room, and not where another stands."""
    cells = {**CELLS, "F2": f"={formula}", "G2": f"={formula}", "G3": "=EDATE(A1,1)"}
    result = calculate(sheet(cells))
    assert list(result.left) == ["S!F2", "S!G2"]
    assert result.values.keys() == {"S!G3", "S!H9"}


@pytest.mark.parametrize("formula", ["IF(A3>15,B:B,0)", "CHOOSE(1,S!B:B)*1", "IF(A3<15,1,(B:B))"])
def test_a_whole_column_to_choose_from_is_cut_to_its_row(formula):
    assert calculate(sheet({**CELLS, "G3": f"={formula}"})).values["S!G3"] == 5


def test_a_whole_row_to_choose_from_is_cut_to_its_column():
    assert calculate(sheet({**CELLS, "B12": "=IF(A3>15,3:3)*2"})).values["S!B12"] == 10


def test_a_formula_that_calls_takes_whole_ranges_wherever_they_stand():
    """It is stored as one that may fill more than its cell."""
    cells = {
        "G6": "=_xlfn.LET(_xlpm.t,A1:A4,SUM(HEDGE_CONTRACTS(_xlpm.t,2)))",
        "H6": "=SUM(CHOOSE(B1:B2/2,10,20)*HEDGE_BASIS(3,2))",
    }
    values = calculate(sheet({**CELLS, **cells})).values
    assert [values["S!G6"], values["S!H6"]] == [50, 30]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("LOOKUP(Z9,D1:D2,A1:A2)", 10),  # a blank cell is 0
        ("LOOKUP(B1,A1:B4)", "#N/A"),  # below the first
        ('LOOKUP("y",C1:C2,A1:A2)', 20),
        ("LOOKUP(C2,C1:C2,A1:A2)", 20),
        ("NPV(C1,A1:A4)", "#VALUE!"),
        ("NPV(D1,A1:A4)", 100),
    ],
)
def test_a_cell_that_is_looked_up_or_a_rate_may_be_blank_or_a_text(formula, value):
    cells = {**CELLS, "C1": "x", "C2": "y", "D1": 0, "D2": 6, "G6": f"={formula}"}
    assert calculate(sheet(cells)).values["S!G6"] == value


CUT = {
    "INDEX(B1:B4,MATCH(A1:A4,A1:A4,0))": 5,
    "INDEX(B1:B4,VLOOKUP(A1:A4,A1:B4,2,0)-2)": 5,
    "SUM(INDEX(A1:A4,MATCH(B1:B4,B1:B4,0)),1)": 31,
    # Of the whole, where an array is looked through.
    "INDEX(B1:B4,MATCH(1,INDEX((A1:A4=20)*(B1:B4=4),0),0))": 4,
}


@pytest.mark.parametrize("formula", CUT)
def test_a_range_that_is_looked_for_beside_its_row_is_cut_to_it(formula):
    assert calculate(sheet({**CELLS, "G3": f"={formula}"})).values["S!G3"] == CUT[formula]


def test_where_cells_stand_does_not_depend_on_what_is_in_them():
    cells = {
        "A5": "=[1]Prices!A1",
        "D2": ArrayFormula("D2", "=SUM(SMALL(A1:A4,ROW($1:$3)))"),
        "D3": "=ROWS(A1:A5)*HEDGE_BASIS(3,2)",
        "D5": "=COLUMN(D5)",
    }
    result = calculate(sheet({**CELLS, **cells}))
    assert list(result.left) == ["S!A5"]
    assert [result.values[f"S!D{row}"] for row in (2, 3, 5)] == [60, 5, 4]
