"""The page of carry: futures that are bought, prices of a small coin, collateral too low.

Oracle: 5 coins at 65,000, 90 stamps, fees and slippage of 1,105; by hand.
"""

import pytest

from betahedge.errors import FaultyFile
from templates.strategy_books import solved


def test_bought_futures_break_even_at_a_rate_below_0():
    outcome = solved("carry", {"short held": -5})
    assert outcome.item("earns.floor") == pytest.approx(-1_105 / (325_000 * 90))
    assert "a fall of 19.6% liquidates the futures" in outcome.headline
    assert outcome.column("legs.version") == ["as held", "article: long and long"]
    again = solved("carry", {"short held": -5, "funding rate": -1_105 / (325_000 * 90)})
    assert again.item("earns.before") == pytest.approx(0, abs=1e-6)


def test_costs_that_are_earned_are_paid_back_at_once():
    rebates = {"spot fee": -0.001, "futures fee": -0.0001, "slippage rate": 0}
    outcome = solved("carry", rebates)
    assert outcome.item("earns.fees") == pytest.approx(2 * (325 + 32.5))
    assert outcome.item("earns.payback") == 0


def test_prices_of_a_small_coin_are_not_written_as_0():
    outcome = solved("carry", {"spot price": 0.00849, "perpetual price": 0.00849,
                               "dated price": 0.0085, "end price": 1.9e-8, "low price": 0.004,
                               "high price": 0.01698, "inverse face": 0.5})  # fmt: skip
    shown = set(map(str, outcome.result.values.values()))
    words = {"Spot, at 0.00000001900", "Value at 0.004000", "Value at 0.01698", "face 0.5"}
    assert words <= shown


def test_collateral_below_the_maintenance_margin_is_no_rise():
    # 1 / 125 is posted, 5 % is to be kept
    outcome = solved("carry", {"leverage used": 125, "maintenance rate": 0.05})
    assert outcome.headline.endswith("; the collateral is below the maintenance margin")
    assert outcome.item("alarms.margin") == "BREACH, accepted"


def test_a_rise_that_is_the_policys_to_a_rounding_is_not_nearer():
    # posted 1/2, kept 20 %: 1.5 / 1.2 is a rise of 25 %, the policy's
    outcome = solved("carry", {"leverage used": 2, "maintenance rate": 0.2, "accept margin": "no"})
    assert outcome.item("alarms.margin") == "OK"


def test_a_price_that_a_value_is_shown_at_is_needed():
    with pytest.raises(FaultyFile, match="low price: is missing; must be a number above 0"):
        solved("carry", {"low price": ""})


def test_a_price_far_from_the_spot_is_no_formula_that_was_changed():
    """25 coins of a ten-thousandth at 100,000 each are added to what is as large, less 0.0025."""
    far = {"coins held": 25, "spot price": 0.0001, "perpetual price": 0.0001, "dated price": 0.0001,
           "end price": 0.0001, "low price": 0.0001, "high price": 100_000}  # fmt: skip
    outcome = solved("carry", far)
    checks = zip(outcome.column("checks.test"), outcome.column("checks.result"), strict=True)
    assert ("A full inverse hedge is constant in dollars", "OK") in checks
