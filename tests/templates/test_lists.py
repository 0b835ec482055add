"""Inputs of a strategy's workbook that do not fit: a text, a blank, a number outside its rule.

Oracle: a check of inputs counts the cells that do not fit, of which each case has one.
"""

import datetime

import pytest

from templates.strategy_books import NAMES
from templates.typed import typed

CELL = "No input that is needed is blank or outside its rule"
LIST = "The list has what is needed, within its rules"
CELLS = {
    "single_asset": {"term.expiry_days": "82 days", "sizing.sized_at": "the future",
                     "accept.margin": "as agreed", "sizing.rounding_rule": None},
    "defensive": {"costs.funding_realised": "0.01%", "margin.rounding_rule": "sideways",
                  "event.entry_date": "5 October"},
    "carry": {"trade.short_held": "4.9 BTC", "trade.asset_name": None, "accept.return": 1},
    "transition": {"move.long_leg": "perhaps", "move.share_to_move": 30},
}  # fmt: skip
ROWS = {
    "single_asset": {"contracts.lot 0": "0,1", "contracts.lot 1": -1, "contracts.size 2": 0,
                     "contracts.size 6": 0.5, "contracts.code 8": "no size"},
    "defensive": {"holdings.asset 0": None, "holdings.size 1": "0.1 BTC",
                  "holdings.spot_exit 1": -2_800, "holdings.beta 1": "1,2",
                  "holdings.held 1": "all", "holdings.lot 1": -1},
    "transition": {"steps.sold 2": 20, "steps.short 1": "20 contracts",
                   "steps.date 3": "26 October", "steps.from_price 3": -62_000},
}  # fmt: skip
NAMELESS = {"defensive": 7}  # cells of the line without a name, which nothing reads


@pytest.mark.parametrize("name", CELLS)
def test_each_cell_that_does_not_fit_is_counted(name):
    assert typed(name, CELLS[name])[CELL] == len(CELLS[name])


@pytest.mark.parametrize("name", ROWS)
def test_each_cell_of_a_list_that_does_not_fit_is_counted(name):
    assert typed(name, ROWS[name])[LIST] == len(ROWS[name]) - 1 + NAMELESS.get(name, 1)


FITS = {
    "single_asset": {"term.expiry_days": None, "contracts.lot 0": 0, "contracts.code 4": "fifth",
                     "contracts.size 4": 0.2},
    "defensive": {"costs.funding_realised": None, "holdings.lot 1": 0.5},
    "carry": {"trade.short_held": None, "accept.return": "YES"},
    "transition": {"steps.short 1": 20, "steps.long 1": None},
}  # fmt: skip


@pytest.mark.parametrize("name", FITS)
def test_what_fits_or_may_be_blank_fails_no_check(name):
    assert typed(name, FITS[name]) == {}


@pytest.mark.parametrize("name", NAMES)
def test_prices_of_a_day_to_come_fail_a_check(name):
    later = {"book.priced_on": datetime.date(2025, 10, 29)}
    assert set(typed(name, later)) == {"The prices are not of a day to come"}


def test_steps_are_dated_in_their_order():
    failed = typed("transition", {"steps.date 1": datetime.date(2025, 10, 20)})
    assert failed == {"No step is dated before the one above it": 1}
    # one week late, the first step stands two days after the last of the others that follow
    failed = typed("transition", {"steps.date 0": datetime.date(2025, 10, 21)})
    assert failed == {"No step is dated before the one above it": 9 + 2}


@pytest.mark.parametrize("day", [datetime.date(2025, 10, 1), datetime.date(2025, 10, 22)])
def test_an_event_is_not_before_the_entry_and_not_after_the_exit(day):
    # the entry is on the 5th, the exit on the 19th; after the grace of a later one nothing is held
    failed = typed("defensive", {"event.event_date": day})
    assert failed == {"Entry, event and exit stand in their order": 4 if day.day == 1 else 3}
