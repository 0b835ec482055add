"""Formulas written so that the engine takes them as a spreadsheet does.

Oracles: what Excel's documentation says of these functions, and plain arithmetic.
"""

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from betahedge.engine import calculate
from betahedge.engine.plainly import written_plainly
from engine.case_books import column, sheet

CALL = {"H9": "=HEDGE_BASIS(3,2)"}
CELLS = {**CALL, **column("A", [10, 20, 30, 40]), **column("B", [2, 4, 5, 8])}


def test_the_products_of_the_cells_that_a_formula_fills():
    filled = "_xlfn.ANCHORARRAY(D1)"
    cells = {
        **CELLS,
        "D1": "=HEDGE_BASIS(A1:A4,1)",
        "G6": f"=SUMPRODUCT({filled})",
        "G7": f"=SUMPRODUCT({filled}, B1:B4)",
        "G8": f"=SUMPRODUCT(({filled}>9)*1,{filled})",
    }
    values = calculate(sheet(cells)).values
    # 9, 19, 29, 39
    assert [values[f"S!G{row}"] for row in (6, 7, 8)] == [96, 551, 87]


@pytest.mark.parametrize(
    "factor",
    ["_xlfn.LET(_xlpm.x,A1:A4,_xlpm.x)", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*1)(A1:A4)"],
)
def test_the_products_of_what_let_and_lambda_give(factor):
    cells = {**CELLS, "G6": ArrayFormula("G6", f"=SUMPRODUCT({factor},B1:B4)")}
    assert calculate(sheet(cells)).values["S!G6"] == 20 + 80 + 150 + 320


def test_the_sheets_of_a_workbook_are_counted_without_ours():
    cells = {"A1": "=_xlfn.SHEETS()", "A2": "=2*_xlfn.SHEETS()", "A3": "=_xlfn.SHEETS(B1)"}
    values = calculate(sheet({**CALL, **cells}, more=[("T", {"A1": 1})])).values
    assert [values[f"S!A{row}"] for row in (1, 2, 3)] == [2, 4, 1]


KEYS = [None, 1, 0, "x", None, 3]  # in A1:A6 and C6:H6; beside and below them 10, 11 and so on


@pytest.mark.parametrize(
    ("formula", "value"),
    [  # as Excel 16 has them: a blank cell of a list is never found, one that is sought is 0
        ("MATCH(0,A1:A6,0)", 3),
        ("MATCH(Z9,A1:A6,0)", 3),
        ("MATCH(Z9,A4:A6,0)", "#N/A"),
        ("VLOOKUP(0,A1:B6,2,FALSE)", 12),
        ("VLOOKUP(Z9,A1:B6,2,0)", 12),
        ("VLOOKUP(A6-3,A1:B6,2,0)", 12),
        ("VLOOKUP(A6-3,A1:B6,COLUMN(B1),FALSE)", 12),
        ("VLOOKUP(0,A4:B6,2,FALSE)", "#N/A"),
        ('IFERROR(VLOOKUP(Z9,A4:B6,2,0),"none")', "none"),
        ("VLOOKUP(A6-3,A4:B6,2,0)", "#N/A"),
        ("VLOOKUP(A6-3,A1:B6,3,0)", "#REF!"),
        ("VLOOKUP(A6/0,A1:B6,2,0)", "#DIV/0!"),
        ("VLOOKUP(A6,A1:B6,2,0)", 15),
        ('VLOOKUP("X",A1:B6,2,0)', 13),
        ("VLOOKUP(1=2,A1:B6,2,0)", "#N/A"),
        ("HLOOKUP(0,C6:H7,2,0)", 12),
        ("HLOOKUP(Z9,F6:H7,2,0)", "#N/A"),
        ("HLOOKUP(A6-3,C6:H7,2,0)", 12),
        ("_xlfn.XMATCH(0,A1:A6)", 3),
        ("_xlfn.XMATCH(A6-3,A4:A6,0)", "#N/A"),
        ("_xlfn.XMATCH(A3,C6:H6,0,1)", 3),
        ("_xlfn.XLOOKUP(A3,A1:A6,B1:B6)", 12),
        ("_xlfn.XLOOKUP(A6-3,A:A,B:B)", 12),
        ("_xlfn.XLOOKUP(0,C6:H6,C7:H7)", 12),
        ('_xlfn.XLOOKUP(A3,A4:A6,B4:B6,"none")', "none"),
        ("_xlfn.XLOOKUP(A3,A4:A6,B4:B6,,0,1)", "#N/A"),
        ("_xlfn.XLOOKUP(A6/0,A1:A6,B1:B6)", "#DIV/0!"),
        ("_xlfn.XLOOKUP(A6,A1:A6,B1:B6)", 15),
        ('_xlfn.XLOOKUP("X",A1:A6,B1:B6)', 13),
        ("_xlfn.XLOOKUP(Z9,A1:A6,B1:B6)", 10),  # these two find a blank cell by a blank one
        ("SUM(_xlfn.XLOOKUP(A6-3,A1:A6,A1:B6))", 12),
        ("SUM(A1:_xlfn.XLOOKUP(0,A1:A6,B1:B6))", 1 + 0 + 10 + 11 + 12),
        ("SUM(A1:_xlfn.XLOOKUP(A3,A1:A6,B1:B6))", 1 + 0 + 10 + 11 + 12),
        ("_xlfn.XLOOKUP(A3,OFFSET(A1,0,0,6),B1:B6)", 12),
        ('_xlfn.XMATCH(0,INDIRECT("A1:A"&A6+3))', 3),
        ('VLOOKUP(Z9,INDIRECT("A1:B6"),2,FALSE)', 12),
        ("VLOOKUP(Z9,A1:INDEX(B:B,6),2,0)", 12),
        ("VLOOKUP(A6-3,INDEX(A1:B6,0,0),2,0)", 12),
        ("VLOOKUP(0,CHOOSE(2,C6:D7,A4:B6),2,0)", "#N/A"),
        ("_xlfn.XLOOKUP(A6-3,A1:INDEX(A:A,6),B1:B6)", 12),
        ("HEDGE_CONTRACTS(VLOOKUP(Z9,A1:B6,2,0),VLOOKUP(A6-3,A1:B6,2,0)/4)", 4),
    ],
)
def test_a_zero_is_found_and_no_blank_cell(formula, value):
    cells = {"K1": f"={formula}"}
    for number, key in enumerate(KEYS):
        cells |= {f"A{number + 1}": key, f"B{number + 1}": 10 + number}
        cells |= {f"{'CDEFGH'[number]}6": key, f"{'CDEFGH'[number]}7": 10 + number}
    assert calculate(sheet(cells)).values["S!K1"] == value


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("VLOOKUP(20,A1:C4,{2,3},FALSE)", [4, 7]),
        ("VLOOKUP(25,A1:C4,{3,1})", [7, 20]),
        ("VLOOKUP(25,A1:C4,{3,1},0)", ["#N/A", "#N/A"]),
        ("VLOOKUP(Z9,A1:C4,{3,4},FALSE)", ["#N/A", "#N/A"]),
        ("VLOOKUP(A3,A1:C4,{3,4},FALSE)", [8, "#REF!"]),
        ("VLOOKUP(25,A1:C4,{3,1},A1<0)", ["#N/A", "#N/A"]),
        ("VLOOKUP(25,A1:C4,{3,1},A1>0)", [7, 20]),
        ("VLOOKUP(20,A1:C4,COLUMN(B1:C1),FALSE)", [4, 7]),
        ("VLOOKUP(25,A1:C4,1+{2,0})", [7, 20]),
        ("HLOOKUP(7,B1:C4,{1,2},1)", [6, 7]),
        ("HLOOKUP(6,A1:C4,{4,2},0)", [9, 7]),
    ],
)
def test_several_columns_are_looked_up_at_once(formula, values):
    """A row of them, and one of them in a plain formula."""
    cells = {**CELLS, **column("C", [6, 7, 8, 9])}
    cells |= {"E9": ArrayFormula("E9:F9", f"={formula}"), "G6": f"=INDEX({formula},2)"}
    found = calculate(sheet(cells)).values
    assert [found["S!E9"], found["S!F9"]] == values
    assert found["S!G6"] == values[1]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("_xlfn.LET(_xlpm.t,A1:B3,VLOOKUP(0,_xlpm.t,2,0))", 3),
        ("_xlfn.LET(_xlpm.x,Z9,VLOOKUP(_xlpm.x,A1:B3,2,FALSE))", 3),
        ("_xlfn.LAMBDA(_xlpm.t,VLOOKUP(Z9,_xlpm.t,2,0))(A1:B2)", "#N/A"),
        ("_xlfn.LET(_xlpm.t,A1:A3,_xlfn.XLOOKUP(0,_xlpm.t,B1:B3))", 3),
        ("_xlfn.LET(_xlpm.t,A1:B3,VLOOKUP(7,_xlpm.t,2,0))", 2),
    ],
)
def test_a_zero_is_found_and_no_blank_cell_in_what_a_let_names(formula, value):
    cells = {**column("A", [None, 7, 0]), **column("B", [1, 2, 3])}
    cells["D9"] = ArrayFormula("D9", f"={formula}")
    assert calculate(sheet(cells)).values["S!D9"] == value


def test_only_branches_have_their_columns_written_out():
    """The engine reads a column to its last cell where it is written so: it takes its time."""
    assert written_plainly("IF(A1,B:B,0)") == "IF(A1,$B$1:$B$1048576,0)"
    for form in ("LOOKUP(7,B:B,C:C)", "NPV(0.1,B:B)", "SUMPRODUCT(B:B,C:C)", "SUM(B:B)"):
        assert written_plainly(form) == form
