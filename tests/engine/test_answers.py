"""Formulas that search by an address see what they find, in whatever order that is calculated.

Oracle: LibreOffice 7.4 gives the same; and no cell depends on itself here.
"""

import pytest

from betahedge.engine import calculate
from betahedge.xlsx.package import Package
from engine.case_books import library, sheet

CELLS = {"B1": "=C1+1", "C1": 4, "B2": "=A1*2", "B3": "=B2+1", "D1": "x"}


@pytest.mark.parametrize(
    "formula",
    [
        'INDEX(INDIRECT("B1:B3"),1)',
        "INDEX(OFFSET(B1,0,0,3,1),1)",
        'INDEX(INDIRECT("B"&1&":B3"),MATCH("x",INDIRECT("D1:D3"),0))',
        'HEDGE_BASIS(INDEX(INDIRECT("B1:B3"),1)+2,2)',
    ],
)
def test_what_is_taken_of_a_range_counts_alone(formula):
    """A cell of the range that is searched depends on the search, but not the one taken."""
    values = calculate(sheet({"A1": f"={formula}", **CELLS})).values
    assert [values[f"S!{ref}"] for ref in ("A1", "B1", "B2", "B3")] == [5, 5, 10, 11]


def test_searches_that_wait_for_one_another():
    cells = {f"A{n}": f'=INDEX(INDIRECT("B1:B9"),{n})' for n in range(1, 10)}
    cells |= {"B1": 1} | {f"B{n}": f"=A{n - 1}*2" for n in range(2, 10)}
    values = calculate(sheet(cells)).values
    assert [values[f"S!A{n}"] for n in range(1, 10)] == [2**n for n in range(9)]


@pytest.mark.parametrize("more", [{}, {"F1": "=HEDGE_BASIS(7,2)"}])
def test_random_numbers_that_fill_cells_are_drawn_once(more):
    data = library({"B1": "=SUM(A1:A3)", "C1": '=SUM(INDIRECT("A1:A3"))', "D1": "=A2*1"} | more)
    package = Package.read(data)
    [part] = package.sheets().values()
    random = b'<c r="A1" cm="1"><f t="array" ref="A1:A3">_xlfn.RANDARRAY(3)</f></c><c r="B1"'
    package.parts[part] = package.parts[part].replace(b'<c r="B1"', random)
    values = calculate(package.write()).values
    assert values["S!B1"] == pytest.approx(values["S!C1"])
    assert values["S!B1"] > values["S!D1"] > 0


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        *dict.fromkeys(("MAX(1,HEDGE_ACTION(2))", "PRODUCT(2,HEDGE_ACTION(2))"), "#VALUE!").items(),
        *{"AND(HEDGE_ACTION(2))": "#VALUE!", "ISREF(HEDGE_ACTION(2))": False}.items(),
        *{"COUNTA(HEDGE_ACTION(2))": 1, "COUNT(HEDGE_ACTION(2))": 0}.items(),
        *{"MAX(HEDGE_ACTION({1,2}))": 0, "-HEDGE_BASIS(7,2)^2": 25}.items(),
        *{"SUM(1,HEDGE_BASIS(7,2))": 6, "HEDGE_BASIS(7,2)%": 0.05}.items(),
    ],
)
def test_an_answer_is_a_value_and_no_cell_that_holds_it(formula, value):
    """A text among numbers is an error, where one in a cell is passed over; a list is as cells."""
    assert calculate(sheet({"A1": f"={formula}"})).values["S!A1"] == value
