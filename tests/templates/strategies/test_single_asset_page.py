"""The page of one coin: a beta, a contract that is not in the list, the edges of its alarms.

Oracle: 5 coins at 65,000, the future at 65,650, half of it hedged in contracts of a tenth; by hand.
"""

import pytest

from templates.strategy_books import figure, solved


def errors(outcome):
    return [value for value in outcome.result.values.values() if str(value).startswith("#")]


def test_a_contract_that_is_not_in_the_list_is_said_and_breaks_nothing():
    outcome = solved("single_asset", {"contract used": "CME:MBX"})
    assert outcome.headline == "CME:MBX is not in the list of contracts"
    assert outcome.result.master_check == "FAIL"
    assert outcome.proof.different == []
    assert errors(outcome) == []
    assert outcome.item("ladder.hedged.3") == pytest.approx(-32_500)  # nothing is sold


def test_a_contract_is_found_by_its_name_and_not_by_a_pattern():
    listed = {"contracts": [["code", "size"], ["CME:BTC", 5], ["CME:?BT", 0.1], ["CME:MBT", 1]]}
    for name, lots in (("CME:?BT", 25), ("CME:MBT", 2)):
        outcome = solved("single_asset", {"contract used": name}, listed)
        assert outcome.headline.startswith(f"Sell {lots} {name}: ")
        assert outcome.proof.different == []


def test_beta_is_in_what_is_right_and_not_in_the_article():
    outcome = solved("single_asset", {"asset beta": 1.4})
    assert outcome.proof.different == []
    assert figure(outcome, "size.value") == [325_000, pytest.approx(455_000)]
    assert figure(outcome, "size.hedge") == pytest.approx([2.5, 227_500 / 65_650])
    assert outcome.item("impact.change.net") == pytest.approx(-16_250)
    # 35 contracts of 6,565 against 455,000: the coin falls by 14 %, the future by 10 %
    hedged = -45_500 + 35 * 656.5
    assert outcome.item("attribution.spot") == pytest.approx(-45_500)
    assert outcome.item("attribution.hedged") == pytest.approx(hedged)
    assert outcome.item("ladder.hedged.3") == pytest.approx(hedged)
    assert figure(outcome, "grid.move3")[-1] == pytest.approx(hedged)
    assert "50.5% of 455,000 USD in BTC is hedged, 225,225 left" in outcome.headline


SAYS = {
    "a fall": ({}, "a fall of 10% brings -16,088, not -32,500; a rise the opposite"),
    "a rise": (
        {"market move": 0.1}, "a rise of 10% brings 16,088, not 32,500; a fall the opposite"
    ),
    "a short book": (
        {"coins held": -5}, "a fall of 10% brings 16,088, not 32,500; a rise the opposite"
    ),
    "nothing hedged": ({"target ratio": 0}, "a fall of 10% brings -32,500; a rise the opposite"),
    "over-hedged": (  # 60 contracts of 6,565 against 325,000
        {"target ratio": 1.212},
        "-68,900 left; a fall of 10% brings 6,890, not -32,500; a rise the opposite",
    ),
    "all lost": (  # no price falls by more than 99 %
        {"asset beta": 2, "market move": -0.6, "target ratio": 0}, "a fall of 60% brings -321,750"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAYS)
def test_the_headline_says_what_is_so(case):
    changes, words = SAYS[case]
    outcome = solved("single_asset", changes)
    assert outcome.headline.endswith(words)
    assert errors(outcome) == []


def test_a_full_hedge_in_lots_is_not_over_hedged():
    # 33.94 / 0.1 = 339.4 contracts in lots of 0.001; as doubles 339.40000000000003
    table = {"contracts": [["code", "size", "lot"], ["tenth", "0.1", "0.001"]]}
    changes = {"coins held": 33.94, "spot price": 43_006.66, "futures price": 43_006.66,
               "target ratio": 1, "rounding rule": "up", "ratio band": 0,
               "contract used": "tenth"}  # fmt: skip
    outcome = solved("single_asset", changes, table)
    assert figure(outcome, "by_contract.status") == ["OK"]


def test_a_rise_that_is_the_policys_to_a_rounding_is_not_nearer():
    # collateral 5 %, maintenance 5 %: liquidated at once, and the policy asks for no rise
    changes = {"coins held": 6442, "spot price": 28.94, "futures price": 29.8310512,
               "target ratio": 0.25, "collateral rate": 0.05, "maintenance rate": 0.05,
               "rise to survive": 0}  # fmt: skip
    assert solved("single_asset", changes).item("alarms.margin") == "OK"


def test_contracts_of_no_lots_are_said_in_few_digits_and_nothing_has_no_sign():
    contracts = {"contracts": [["code", "size", "lot"], ["tenth", "0.1", "0"]]}
    outcome = solved("single_asset", {"coins held": 5.1, "contract used": "tenth"}, contracts)
    assert outcome.headline.startswith("Sell 25.247525 tenth: ")  # 51 / 2 / 1.01
    short = solved("single_asset", {"coins held": -5, "target ratio": 0})
    assert "Right: 0 CME:MBT fx" in short.result.values.values()


def test_a_perpetual_converges_to_nothing():
    outcome = solved("single_asset", {"expiry days": ""})
    assert outcome.item("carry.earned") is None
    assert outcome.item("carry.days") is None
    assert solved("single_asset").item("carry.earned") == pytest.approx(25 * 0.1 * 650)
