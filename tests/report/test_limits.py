"""Limits: OK, watch or breach."""

from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import policy_of
from report.sample_cases import ALL


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
