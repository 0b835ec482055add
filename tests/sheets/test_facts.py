"""What a sheet makes of how large the book is.

Oracle: in a number format each comma at the end leaves three digits out.
"""

import pytest

from betahedge.sheets.facts import Facts

UNITS = {"k": 1e3, "m": 1e6, "bn": 1e9}


@pytest.mark.parametrize(("largest", "unit"), [(2e6, "m"), (1.9e9, "m"), (2e9, "bn"), (4e11, "bn")])
def test_an_axis_is_in_the_unit_that_the_largest_amount_asks_for(largest, unit):
    form = Facts(largest=largest).axes["money"]
    assert form.endswith(f'"{unit}"')
    assert 1000.0 ** form.count(",") == UNITS[unit]


def test_an_axis_of_a_small_book_is_in_its_money():
    assert Facts(largest=1.9e6).axes == {}


@pytest.mark.parametrize(("largest", "unit"), [(1e7, "k"), (2.7e7, "k"), (2e8, "m"), (3e11, "bn")])
def test_an_axis_of_what_a_hedge_costs_is_in_a_unit_that_its_hundredth_asks_for(largest, unit):
    form = Facts(largest=largest).axes["cash"]
    assert form.endswith(f'"{unit}"')
    assert 1000.0 ** form.count(",", form.index(".")) == UNITS[unit]


@pytest.mark.parametrize("largest", [1e7, 2e8, 3e11])
def test_a_tick_of_a_book_that_has_become_small_is_not_zero(largest):
    """The unit stays as it was built, so a tick of 1 needs a decimal for each zero of the unit."""
    for form in Facts(largest=largest).axes.values():
        decimals = form.partition(".")[2].partition(",")[0]
        assert 10.0 ** len(decimals) >= 1000.0 ** form.count(",", form.index("."))
