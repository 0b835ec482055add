"""Limits: OK, watch or breach."""

from dataclasses import replace

import pytest

from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Limits, Policy, policy_of
from report.sample_cases import ALL, made


def test_limits_are_said_as_the_policy_sets_them():
    """A band of 2.5 points about 60 % is 57.5 % to 62.5 %; a lot of 2.5 coins is half."""
    coin = Line("BTC", 5, 65_000, 0.6, contract="CME:MBT", contract_size=0.1, lot_size=25.0,
                kind="linear", collateral=50_000.0)  # fmt: skip
    policy = Policy(band=0.025, limits=Limits(0.255), maintenance={"CME:MBT": 0.2})
    found = make_report(Case(Book((coin,)), policy)).report
    assert found.limits[0].limit == "57.5% to 62.5%"
    assert {each.limit for each in found.breaches} >= {"57.5% to 62.5%", "25.5% or more"}
    assert "policy asks for 25.5%" in " ".join(each.why for each in found.decisions)


def test_a_breach_is_not_written_as_what_the_policy_allows():
    """By hand: 12.99 of 13 coins are 99.92 %; the least that may liquidate is 24.96 % away."""
    coin = Line("BTC", 13.0, 65_000, 1.0, contract="CME:MBT", contract_size=12.99, lot_size=1.0,
                kind="linear", held=1.0, collateral=12.99 * 65_000 * 0.2496)  # fmt: skip
    policy = Policy(band=0.0, limits=Limits(0.25))
    found = {
        each.what: each.limit for each in make_report(Case(Book((coin,)), policy)).report.breaches
    }
    assert found["BTC: lots are too coarse, ratio 99.9%"] == "100% to 100%"
    assert found["BTC: liquidated by a rise of 24.96%"] == "25% or more"


def test_longs_and_shorts_that_are_at_their_targets_are_no_breach():
    """By hand: 0 of 650,000 and all of -350,000 are to be hedged, -116.7 % of their sum."""
    lines = [
        Line("BTC", 10, 65_000, 0.0),
        Line("ETH", -100, 3_500, 1.0, contract="BINANCE:ETHUSDT"),
    ]
    found = make_report(Case(Book(tuple(lines)), Policy())).report
    assert (found.limits[0].value, found.limits[0].limit) == (
        "\N{MINUS SIGN}116.7%", "\N{MINUS SIGN}121.7% to \N{MINUS SIGN}111.7%"
    )  # fmt: skip
    assert [row.status for row in found.assets] == ["OK", "OK"]
    assert found.limits[0].status == "OK"


def test_limits_are_ok_watch_or_breach():
    text = """
    band = 0.05
    [limits]
    distance = 0.2
    venue_share = 0.5
    contract_share = 0.99
    collateral = 0.33
    liquidity_months = 6
    monthly_spending = 100000
    """
    report = make_report(ALL["two"]()).report
    policy = policy_of("p.toml", text.encode())
    found = make_report(Case(ALL["two"]().book, policy)).report
    assert {limit.name: limit.status for limit in found.limits} == {
        "Hedge ratio of the book": "OK",
        "Rise to the nearest liquidation": "OK",
        "Largest share of one venue: OWN": "BREACH",
        "Largest share of one contract: OWN:BTC 0.1": "OK",
        "Collateral, of the notional": "WATCH",
        "Cash, in months of spending": "BREACH",
    }
    assert report.limits[0].status == "OK"
    assert all(limit.action for limit in found.limits if limit.status != "OK")


@pytest.mark.parametrize(
    ("watch", "statuses"),
    [
        (0.0, ["WATCH"] * 4),  # from nothing of a limit on
        (0.7, ["WATCH", "OK", "WATCH", "WATCH"]),
        (0.6, ["WATCH"] * 4),
        (1.0, ["OK"] * 4),
    ],
)
def test_a_watch_begins_at_its_part_of_a_limit(watch, statuses):
    """By hand: 25 of 35 %, 58.2 of 84 %, 25 of 35 %, and 5 of 6.5 months are 71, 69, 71, 77 %."""
    limits = Limits(distance=0.25, venue_share=0.84, collateral=0.25, liquidity_months=5.0,
                    monthly_spending=1_000.0, watch=watch)  # fmt: skip
    two = [
        Line(name, worth, 1.0, 1.0, contract=f"{name}:F", contract_size=1.0,
             collateral=worth * 0.35, held=worth)
        for name, worth in (("A", 582.0), ("B", 418.0))
    ]  # fmt: skip
    cash = Line("USD", 6_500, 1.0, is_cash=True, hedge_ratio=0.0)
    case = Case(Book((*two, cash)), Policy(limits=limits))
    assert [each.status for each in make_report(case).report.limits[1:]] == statuses


@pytest.mark.parametrize("alone", [{"liquidity_months": 6.0}, {"monthly_spending": 1_000.0}])
def test_months_of_cash_have_a_limit_where_the_floor_and_the_spending_are_set(alone):
    case = ALL["two"]()
    case = replace(case, policy=Policy(limits=Limits(**alone)))
    assert [each.name for each in make_report(case).report.limits if "Cash" in each.name] == []


def test_a_book_outside_its_band_is_a_breach_though_every_asset_is_inside():
    """By hand: 65 of 100 and 49.5 of 90 the other way are 15.5 of 10, where 6 are to be hedged."""
    lines = [
        Line("A", 100.0, 1.0, 0.6, contract="X:A", contract_size=1.0, held=65.0),
        Line("B", -90.0, 1.0, 0.6, contract="X:B", contract_size=1.0, held=-49.5),
    ]
    report = make_report(Case(Book(tuple(lines)), Policy())).report
    assert [row.status for row in report.assets] == ["OK", "OK"]
    [breach] = (each for each in report.breaches if each.level == "BREACH")
    assert (breach.what, breach.limit) == ("Hedge ratio of the book is 155.0%", "55% to 65%")


def paying(name, count, rate):
    return Line(name, count, 1.0, 1.0, contract=f"X:{name}", contract_size=1.0, held=count,
                funding_rate=rate, funding_interval=8.0)  # fmt: skip


@pytest.mark.parametrize(
    ("coins", "said"),
    [
        ((1_000, 0, 0), "A pays 900.00 of funding in 30 days"),
        ((1_000, 3_000, 0), "B pays 2,700.00 of funding in 30 days, 1 more pays 900.00"),
        ((1_000, 3_000, 2_000), "B pays 2,700.00 of funding in 30 days, 2 more pay 2,700.00"),
    ],
)
def test_the_largest_that_pays_funding_has_a_name_and_the_rest_a_sum(coins, said):
    """By hand: 90 stamps of 1 % are 0.9 of what is held; D receives it."""
    lines = [paying(name, float(count), -0.01) for name, count in zip("ABC", coins) if count]
    breaches = made([*lines, paying("D", 500.0, 0.01)]).breaches
    assert [each.what.replace("\N{MINUS SIGN}", "") for each in breaches if "pay" in each.what] == [
        said
    ]


def test_a_rate_of_maintenance_that_is_not_known_is_said_where_a_distance_is():
    lines = [
        Line("A", 10.0, 1.0, 1.0, contract="X:A", contract_size=1.0, held=10.0, collateral=9.0),
        Line("B", 10.0, 1.0, 1.0, contract="X:B", contract_size=1.0, held=10.0, collateral=9.0),
        Line("C", 10.0, 1.0, 1.0, contract="X:C", contract_size=1.0, held=10.0),
    ]
    said = [each.what for each in made(lines, maintenance={"X:B": 0.1}).breaches]
    assert "A: no maintenance rate is known, 0 is taken" in said
    assert "C: collateral is not given, so no liquidation price" in said
