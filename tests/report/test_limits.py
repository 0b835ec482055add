"""Limits: OK, watch or breach."""

from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Limits, Policy, policy_of
from report.sample_cases import ALL


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
