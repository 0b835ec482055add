"""A price that is an error: the sentences say what is to be mended, and a check tells it.

Oracle: what was typed over, by its label; of an error nothing follows but an error.
"""

import pytest

from betahedge.cells import ErrorValue
from betahedge.templates.strategies import strategy_named
from templates.strategy_books import solved
from templates.typed import typed_over

NA, TEXT = "#N/A", "sixty thousand"
CELL = "No input that is needed is blank or outside its rule"
LIST = "The list has what is needed, within its rules"
CASES = [
    ("single_asset", {"position.spot_price": NA}, "spot price", CELL),
    ("single_asset", {"position.futures_price": TEXT, "position.coins_held": NA},
     "coins held, futures price", CELL),
    ("defensive", {"holdings.futures_entry": NA}, "futures at entry", LIST),
    ("defensive", {"holdings.spot_exit": NA}, "spot at exit", LIST),
    ("carry", {"trade.perpetual_price": NA, "rates": NA}, "perpetual price, funding rates", CELL),
    ("transition", {"steps.to_price": NA}, "price, second coin", LIST),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "labels", "check"), CASES)
def test_the_sentence_of_a_strategy_says_what_is_to_be_mended(name, cells, labels, check):
    outcome = solved(name)
    values, checks = typed_over(outcome.built, outcome.result.data, cells)
    page = strategy_named(name).page.name
    assert values[f"{page}!A5"] == f"No result; mend on Inputs: {labels}"
    value, result = checks[check]
    assert result == "FAIL"
    assert value == (len(cells) if check == CELL else ErrorValue("#N/A"))


@pytest.mark.parametrize("price", ["steps.from_price", "steps.to_price"])
def test_a_transition_that_has_not_started_has_no_result(price):
    outcome = solved("transition")
    values, checks = typed_over(outcome.built, outcome.result.data, {price: None})
    assert values["Transition!A5"] == "No result; Checks says what to mend"
    assert checks["The first row is the start: prices, and nothing sold"] == (1, "FAIL")


@pytest.mark.parametrize(
    ("name", "price"),
    [("carry", "trade.perpetual_price"), ("single_asset", "position.futures_price")],
)
def test_an_alarm_that_cannot_be_known_is_not_ok(name, price):
    outcome = solved(name)
    values, _ = typed_over(outcome.built, outcome.result.data, {price: NA})
    for item in ("margin.rise", "alarms.margin"):
        (cell,) = outcome.built.cells(item)
        assert str(values[cell]) == NA


def test_no_page_of_a_book_is_without_a_sentence_and_none_reassures(article_book):
    values, _ = typed_over(article_book.built, article_book.result.data, {"holdings.price": NA})
    for sheet in ("Hedge", "Impact", "Carry", "Margin", "Orders", "Report"):
        assert values[f"{sheet}!A5"] == "No result; mend on Inputs: spot price"
    assert {values[f"Report!A{row}"] for row in (6, 7, 8)} == {""}
