"""Items by name: what is there, what is not, and formulas that are counted on."""

import pytest

from betahedge.sheets.blocks import Panel, Sheet, Workbook
from betahedge.sheets.book import build
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Given, Item, Rule
from betahedge.sheets.names import Form


def test_rows_of_a_formula_are_counted_on():
    form = Form.of('=IF($A10="","",Inputs!$B19*$C$3)')
    assert form.at(0) == '=IF($A10="","",Inputs!$B19*$C$3)'
    assert form.at(2) == '=IF($A12="","",Inputs!$B21*$C$3)'


@pytest.mark.parametrize(
    ("formula", "message"),
    [("{b}", "there is no item b"), ("{p.x}", "there is no item p.x"), ("no_name+1", "no name")],
)
def test_what_is_not_there_is_refused(formula, message):
    given = Item("a", "A", Given(Rule(says="a number")), "number", "", name="a_number")
    panel = Panel("p", "", (given, Item("c", "C", formula, unit="")))
    book = Workbook("w", "W", (Sheet("S", "?", (panel,), tracks={"x": 10, "y": 10, "z": 10}),))
    with pytest.raises(ValueError, match=message):
        build(book, Facts())
