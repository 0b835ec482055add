"""Calls given more than one value, where no range can be seen.

Oracles: plain arithmetic on the cells.
"""

import pytest

from betahedge.engine import calculate
from engine.case_books import column, sheet

CELLS = {**column("A", [10, 20, 30]), **column("B", [2, 4, 5])}
MANY = {
    "OFFSET(A1,0,0,3,1)": [10, 20, 30],
    'INDIRECT("A1:A3")': [10, 20, 30],
    "_xlfn.SEQUENCE(3)*10": [10, 20, 30],
    "_xlfn.EXPAND(A1,2,1,6)": [10, 6],
    "_xlfn.VSTACK(A1,B2)": [10, 4],
    "A1:OFFSET(A1,1,0)": [10, 20],
    "A1:IF(B1>0,A3,A2)": [10, 20, 30],
    "OFFSET(A1,2,0)": [30],
}


@pytest.mark.parametrize("argument", MANY)
def test_a_call_on_an_argument_of_many_values_gives_as_many(argument):
    calls = {"D1": f"=HEDGE_CONTRACTS({argument},B1)", "E1": f"=SUM(HEDGE_BASIS({argument},1))"}
    values, given = calculate(sheet({**CELLS, **calls})).values, MANY[argument]
    spilled = [values.get(f"S!D{row}") for row in range(1, len(given) + 1)]
    assert spilled == [each / 2 for each in given]
    assert values["S!E1"] == sum(given) - len(given)


def test_a_call_on_the_cells_that_another_fills_gives_as_many():
    cells = {
        "D1": "=HEDGE_CONTRACTS(A1:A3,B1)",
        "E1": "=HEDGE_CONTRACTS(_xlfn.ANCHORARRAY(D1),5)",
        "F1": "=SUM(E1:E3)",
        "G1": "=HEDGE_BASIS(D1#,1)",
    }
    values = calculate(sheet({**CELLS, **cells})).values
    assert [values[f"S!G{row}"] for row in (1, 2, 3)] == [4, 9, 14]
    assert [values[f"S!E{row}"] for row in (1, 2, 3)] == [1, 2, 3]
    assert values["S!F1"] == 6


def test_a_call_given_more_cells_than_a_sheet_has_room_for_is_left():
    """A column of a million rows, from the second on."""
    calls = {"D2": "=SUM(HEDGE_CONTRACTS(IF(A:A>15,B:B,0),2))", "D3": "=HEDGE_BASIS(A1,B1)"}
    result = calculate(sheet({**CELLS, **calls, "C1": "=D2*2"}))
    assert (list(result.left), result.values) == (["S!C1", "S!D2"], {"S!D3": 8})


def test_one_value_of_a_call_that_gives_many_is_its_first():
    cells = {"D3": "=_xlfn.SINGLE(HEDGE_CONTRACTS(A1:A3,B1))*3"}
    assert calculate(sheet({**CELLS, **cells})).values == {"S!D3": 15}


def test_a_call_on_what_another_gives_is_asked_of_its_function():
    """The engine's own LAMBDA would answer too, with no reason."""
    result = calculate(sheet({**CELLS, "D3": "=HEDGE_CONTRACTS(A1,1-HEDGE_BASIS(A1,B1))"}))
    assert result.errors["S!D3"].reason == "contract_value: was -7; must be a number above 0"


def test_calls_within_calls_are_as_deep_as_excel_takes_them():
    """Left to the engine, each would have been calculated anew for every mention of the last."""
    deep = "A1"
    for _ in range(30):
        deep = f"IF(TRUE,HEDGE_CONTRACTS({deep},0.5),0)"
    assert calculate(sheet({**CELLS, "D3": f"={deep}"})).values == {"S!D3": 10 * 2**30}


def test_a_range_is_given_whole_beyond_the_used_cells_too():
    """As every host gives it; cut to its used rows, a blank line was no #VALUE! and no line."""
    calls = {"D1": "=ROWS(HEDGE_CONTRACTS(A1:A9,B1))", "E1": "=SUM(HEDGE_CONTRACTS(A1:A9,B1))"}
    values = calculate(sheet({**CELLS, **calls, "F1": "=COLUMNS(HEDGE_BASIS(A1:Z1,1))"})).values
    assert values == {"S!D1": 9, "S!E1": "#VALUE!", "S!F1": 26}


NO_OP = "+0" * 2500
LONG = {
    "+".join(["HEDGE_ROUND(A1,B1)"] * 420): 10 * 420,
    f"HEDGE_CONTRACTS(A1,B1,INDEX(B1:B3,2{NO_OP}))": 10 / 2 * 4,
    f"HEDGE_CONTRACTS(A1,B1,INDEX(C1:C3,2{NO_OP}))": 10 / 2,  # a blank cell: the default
}


@pytest.mark.parametrize("formula", LONG, ids=("calls", "argument", "blank"))
def test_a_formula_is_as_long_as_excel_takes_it(formula):
    """Longer in the engine, it would be #NAME?."""
    assert calculate(sheet({**CELLS, "D3": f"={formula}"})).values == {"S!D3": LONG[formula]}


def test_a_function_is_handed_on():
    """As Excel takes the name of a LAMBDA: =MAP(A1:A3,HEDGE_ACTION)."""
    cells = {
        "D1": "=SUM(_xlfn.MAP(A1:A3,B1:B3,HEDGE_BASIS))",
        "E1": "=_xlfn.LET(_xlpm.f,HEDGE_ACTION,_xlpm.f(A1))",
    }
    values = calculate(sheet({**CELLS, **cells})).values
    assert values == {"S!D1": 10 + 20 + 30 - 2 - 4 - 5, "S!E1": "Short"}


def test_a_name_of_the_workbook_is_no_function_that_is_handed_on():
    cells = {"D1": "=HEDGE_BASIS(A1,HEDGE_RATIO)"}
    values = calculate(sheet({**CELLS, **cells}, names={"hedge_ratio": "S!$B$1"})).values
    assert values == {"S!D1": 8}
