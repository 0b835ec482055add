"""The page of a transition: steps that are left blank, and shorts that are not as planned.

Oracle: 10 coins at 65,000, 30 % of them moved, in contracts of a tenth; by hand.
"""

import pytest

from templates.strategy_books import figure, solved

HEAD = ["date", "from price", "to price", "sold", "short"]
START = ["2025-10-05", "65000", "3500", "0", ""]
FIRST = ["2025-10-12", "63000", "3430", "0.1", ""]
BLANK = ["2025-10-19", "", "", "", ""]
LAST = ["2025-10-26", "62000", "3500", "0.3", ""]


def steps(*rows):
    return {"steps": [HEAD, *rows]}


def held(row, short):
    return [*row[:4], short]


def test_the_page_ends_at_a_step_that_is_left_blank():
    outcome = solved("transition", None, steps(START, FIRST, BLANK, LAST))
    assert outcome.proof.different == []
    assert not [value for value in outcome.result.values.values() if str(value).startswith("#")]
    assert figure(outcome, "by_step.alarm") == ["OK", "OK", "STEP MISSED", None]
    # 7 coins fall by 2,000, and 195,000 / 3,500 of the second by 70
    assert figure(outcome, "ways.pnl")[0] == pytest.approx(-14_000 - 3_900)
    checks = zip(outcome.column("checks.test"), outcome.column("checks.result"), strict=True)
    assert ("No step is done before the one above it", "FAIL") in checks


def test_a_last_step_with_a_price_only_is_still_to_come():
    started = [*LAST[:2], "", "", ""]
    outcome = solved("transition", {"as of": "2025-10-20", "priced on": "2025-10-20"},
                     steps(START, FIRST, started))  # fmt: skip
    assert outcome.result.master_check == "OK"


AS_PLANNED = "The short shrinks as the spot is sold: net BTC is "
SAYS = {
    "as planned": ({}, [START, FIRST, LAST], AS_PLANNED + "7.0 coins (70% of the book); kept,"),
    "never sold short": (
        {}, [held(START, "0"), held(FIRST, "0")],
        "UNDER-HEDGED: net BTC is 9.0 coins (90% of the book), not 7.0; kept,",
    ),
    "kept": (
        {}, [held(row, "30") for row in (START, FIRST, LAST)],
        "HEDGE OUTLIVES SPOT: net BTC is 4.0 coins (40% of the book), not 7.0; kept,",
    ),
    "once": (
        {}, [START, held(FIRST, "15"), LAST],
        "UNDER-HEDGED: net BTC is 7.0 coins (70% of the book) at the end, not at every step; kept,",
    ),
    "more is sold": (
        {}, [START, FIRST, [*LAST[:3], "0.36", ""]],
        AS_PLANNED + "6.4 coins (64% of the book), not 7.0; kept,",
    ),
    "nothing is moved": (
        {"share to move": 0}, [START, [*FIRST[:3], "0", ""]],
        AS_PLANNED + "10.0 coins (100% of the book)",
    ),
    "by less than is shown": (  # 7.34 coins, not 7.28
        {"coins held": 10.4, "from lot": 0}, [START, FIRST, held(LAST, "-0.6")],
        "UNDER-HEDGED: net BTC is 7.3 coins (71% of the book) at the end, not at every step; kept,",
    ),
    "a small book": (
        {"coins held": 0.0015, "from lot": 0, "to lot": 0}, [START, FIRST, LAST],
        AS_PLANNED + "0.00105 coins (70% of the book); kept,",
    ),
    "a fall": (
        {"market move": -0.2}, [START, FIRST, LAST],
        "it would be 4.0: a fall of 20% would bring -52,000, not -91,000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAYS)
def test_the_headline_says_what_is_so(case):
    changes, rows, words = SAYS[case]
    outcome = solved("transition", changes, steps(*rows))
    assert words in outcome.headline
    assert outcome.proof.different == []


def test_a_move_of_nothing_brings_the_same_with_the_short_kept():
    outcome = solved("transition", {"market move": 0}, steps(START, FIRST, LAST))
    assert outcome.headline.endswith(", it would be 4.0: a rise of 0% would bring 0")
