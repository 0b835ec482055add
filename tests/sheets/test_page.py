"""Cells that are shown by their size, and money by the size of its book.

Oracle: the decimals that are chosen when a workbook is built.
"""

import io

import openpyxl
import pytest

from betahedge.engine.evaluate import evaluate
from betahedge.sheets import theme
from betahedge.sheets.blocks import Sheet
from betahedge.sheets.layout import Layout, Place
from betahedge.sheets.page import Page


def worked_out(formula):
    (((found,),), _) = evaluate(f"={formula}")
    return found


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("largest", [0, 12.5, 99.99, 100, 9_999, 10_000, 12.5e6, 2e9, 3e10])
def test_the_decimals_of_money_follow_the_book(largest, narrow):
    found = worked_out(theme.decimals_formula(str(largest), narrow=narrow))
    assert found == theme.money_decimals(largest, narrow=narrow)


@pytest.mark.parametrize(("factor", "places", "worth"), [(1e-6, 4, "0.3350"), (1, 0, "335,000")])
def test_a_book_that_shrinks_is_told_to_its_decimals(article_book, factor, places, worth):
    """335,000 USD by a factor of a million are 0.335."""
    cells = {"holdings.quantity 0": 3 * factor, "holdings.quantity 1": 40 * factor}
    result = article_book.changed(cells)
    assert result.values[article_book.built.named("money_places")] == places
    assert f"The book is worth {worth} USD" in result.values["Hedge!A5"]


def test_money_has_a_format_for_each_number_of_decimals(article_book):
    sheet = openpyxl.load_workbook(io.BytesIO(article_book.built.data))["Hedge"]
    place = article_book.built.names.places["hedge.spot"]
    formats = {
        rule.formula[0].partition(",")[2]: rule.dxf.numFmt.formatCode
        for area in sheet.conditional_formatting
        for rule in area.rules
        if str(area.sqref).startswith(f"{place.letter}{place.first}:")
    }
    assert formats["money_places=2)"] == "#,##0.00;-#,##0.00;0.00"
    assert formats["money_places=4)"] == "#,##0.0000;-#,##0.0000;0.0000"


@pytest.mark.parametrize(
    ("form", "value", "code"),
    [
        ("move", -0.025, "+0.0###%;-0.0###%"), ("move", 0.0004, "+0.0###%;-0.0###%"),
        ("move", -0.2, ""), ("move", 0.1 + 0.2, ""), ("move", 0, ""),
        ("fee", 0.00045, "0.00##%;-0.00##%"), ("fee", 0.0005, ""),
        ("count", 0.00006, "0.0#######;-0.0#######"), ("count", 1.8, ""), ("count", 0, ""),
    ],
)  # fmt: skip
def test_what_a_format_has_no_decimals_for_is_shown_all_the_same(form, value, code):
    page = Page(openpyxl.Workbook(), Layout(Sheet("S", "?", (), tracks={"a": 10}), {}), 0, {})
    page.by_size(Place("S", 1, 5, 5), form)
    rules = [rule for area in page.sheet.conditional_formatting for rule in area.rules]
    shown = [
        rule.dxf.numFmt.formatCode
        for rule in rules
        if worked_out(rule.formula[0].replace("A5", f"{value:.15g}"))
    ]
    assert shown[:1] == [code][: bool(code)]
