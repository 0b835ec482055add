"""The page of a defensive hedge: what it says of lots, of contracts sold and bought, of a close.

Oracle: the worked example changed, by hand.
"""

import pytest

from templates.strategy_books import figure, solved

HEAD = ["asset", "quantity", "spot entry", "futures entry", "spot exit", "futures exit", "size",
        "held"]  # fmt: skip
BTC = ["BTC", "3", "65000", "65065", "", "", "0.1", ""]
ETH = ["ETH", "40", "3500", "3503.5", "", "", "0.1", ""]


def book(*rows):
    return {"holdings": [HEAD, *rows]}


def closed(row, spot, futures):
    return [*row[:4], spot, futures, *row[6:]]


# in lots 268,268 of 335,000 is sold, its cost is 1,448.6472; 66,732 x -20 % and x 15 % are left
IN_LOTS = "a fall of 20% brings -14,795, not -67,000; a rise of 15% brings 8,561, not 50,250; "
SAYS = {
    "in lots": (
        {}, [BTC, ETH], f"80.1% of 335,000 USD is hedged: {IN_LOTS}it costs 1,449 to the exit"
    ),
    "funding is received": (  # 268,268 x 0.12 %, less 268,268 x 42 x 0.01 %
        {"funding expected": 0.0001}, [BTC, ETH], "it earns 805 to the exit"
    ),
    "rounded to 0": (
        {}, [[*BTC[:6], "5", ""]],
        "0% of 195,000 USD is hedged: a fall of 20% brings -39,000; a rise of 15% brings 29,250; "
        "it costs 0 to the exit",
    ),
    "one is closed": (
        # 24 contracts of a tenth, 42 stamps: -2.4 x 5,035 lost, -655.8552 of funding, fees of
        # 0.05 % of 2.4 x 135,165, slippage of 0.02 % of 156,156
        {}, [closed(BTC, "70000", "70100"), ETH], f"{IN_LOTS}1 of 2 closed, it gave up 12,933"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAYS)
def test_the_headline_says_what_is_so(case):
    changes, rows, words = SAYS[case]
    outcome = solved("defensive", changes, book(*rows))
    assert outcome.headline.endswith(words)
    assert outcome.proof.different == []


def test_contracts_sold_and_bought_that_are_held_do_not_make_nothing():
    sold = [*closed(BTC, "70000", "70100")[:7], "3"]
    bought = [*closed(["ETH", "-40", *ETH[2:]], "3600", "3605")[:7], "-3"]
    outcome = solved("defensive", {"as of": "2025-12-01"}, book(sold, bought))
    assert outcome.item("happened.still") == 6
    assert outcome.item("alarms.event") == "HEDGE OUTLIVES EVENT"


def test_what_a_fall_saves_is_the_article_at_its_ratio_and_right_in_lots():
    outcome = solved("defensive", {}, book(BTC, ETH))
    assert figure(outcome, "beside.saves") == pytest.approx([53_600, 53_653.6])
    assert figure(outcome, "beside.gives")[1] == pytest.approx(-40_240.2)


def test_funding_that_is_shown_as_0_is_not_paid():
    # 42 stamps of -1e-8 on 268,268 are -0.11
    outcome = solved("defensive", {"funding expected": -1e-8, "funding realised": ""})
    assert outcome.item("plan.word") == outcome.item("happened.word") == "none"
    assert outcome.item("alarms.funding") == "OK"


def test_a_book_that_nets_to_nothing_passes_its_checks():
    rows = [["BTC", "1.0001", "99990.001", "100000", "90001.3", "90013.7", "0.1", ""],
            ["ETH", "-40", "2500", "2500", "2311.77", "2313.33", "0.1", ""]]  # fmt: skip
    outcome = solved("defensive", {"accept ratio": "yes", "cost budget": 9_999}, book(*rows))
    checks = zip(outcome.column("checks.test"), outcome.column("checks.result"), strict=True)
    assert ("Hedged P&L is the sum of its parts", "OK") in checks


def test_a_rise_that_liquidates_at_the_best_case_to_a_rounding_is_no_breach():
    # (1 + 0.15575) / (1 + 0.005) is 1.15: liquidated at the very rise of 15 %
    outcome = solved("defensive", {"collateral rate": 0.15575}, book(BTC, ETH))
    assert outcome.item("alarms.margin") == "OK"
