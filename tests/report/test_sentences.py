"""The sentences of a page, word by word."""

import datetime
from dataclasses import replace

import pytest

from betahedge.books.model import Line
from betahedge.report.judgements import Breach
from betahedge.report.making import make_report
from betahedge.report.rows import Money
from betahedge.report.sentences import HEADLINE, TEXT, WHY, write_decisions
from report.sample_cases import ALL, AS_OF, case, line, made, one, twelve, two

USD = Money(1.0, "USD", 0)
HEADLINES = {
    "one": "One order brings the book from 0.0% to 50.7% hedged; a 20% fall costs 32,075 USD, not "
           "65,000.",
    "two": "Two orders bring the book from 0.0% to 60.0% hedged; a 20% fall costs 26,800 USD, not "
           "67,000.",
    "twelve": "Four orders bring the book from 48.4% to 60.0% hedged; a 20% fall costs 4.99 "
              "million USD, not 12.5 million.",
    "huge": "Two orders bring the book from 0.0% to 60.0% hedged; a 20% fall costs 26.8 trillion "
            "USD, not 67 trillion.",
}  # fmt: skip


@pytest.mark.parametrize("name", HEADLINES)
def test_headlines(name):
    assert make_report(ALL[name]()).report.headline == HEADLINES[name]


@pytest.mark.parametrize("name", ALL)
def test_sentences_keep_their_length(name):
    report = make_report(ALL[name]()).report
    assert len(report.headline) <= HEADLINE
    assert 1 <= len(report.decisions) <= 4
    assert all(len(d.text) <= TEXT and len(d.why) <= WHY for d in report.decisions)


def test_decisions_in_their_order():
    report = make_report(twelve()).report
    assert [(d.text, d.why) for d in report.decisions] == [
        ("Sell 10 CME:BTC, sell 14,300 SOLUSDT and 2 more.", "7.2 million USD traded, cost 5,039"),
        ("Post 16,977 USD of collateral for AVAX, or reduce the short.",
         "liquidated by a rise of 21.6%, policy asks for 25%"),
        ("Accept that LTC stays outside the band, or name another hedge.",
         "79,380 USD of exposure left"),
    ]  # fmt: skip
    assert [(b.level, b.what) for b in report.breaches] == [
        ("BREACH", "LTC: lots are too coarse, ratio 67.9%"),
        ("BREACH", "AVAX: liquidated by a rise of 21.6%"),
        ("WATCH", "SOL pays 23,855 of funding in 30 days"),
    ]


def test_contracts_are_not_said_as_coins():
    """By hand: 60 % of 8,000 LTC are 384,000; 16 ETH contracts of 50 at 480, not 16 ETH."""
    coin = Line("LTC", 8_000, 80.0, 0.6, 1.0, "CME:ETH", 480.0, 50.0, 1.0, "linear")
    report = made([coin, Line("XYZ", 100, 10.0, 0.6, contract_size=0.5)])
    assert report.decisions[0].text == "Sell 16 CME:ETH, sell 120 OWN:XYZ."
    assert [order.ticket for order in report.orders] == ["CME:ETH", "OWN:XYZ"]
    assert [row.ticket for row in report.assets] == ["CME:ETH", "OWN:XYZ"]


def test_the_collateral_that_is_asked_for_is_enough():
    made = twelve()
    report = make_report(made).report
    lines = tuple(
        replace(each, collateral=each.collateral + 16_977.5) if each.asset == "AVAX" else each
        for each in made.book.lines
    )
    after = make_report(replace(made, book=replace(made.book, lines=lines))).report
    assert any(p.status == "BREACH" for p in report.positions)
    assert not any(p.status == "BREACH" for p in after.positions)


def test_no_trade_and_nothing_to_decide():
    made = two()
    held = {"BTC": 18.0, "ETH": 240.0}
    lines = tuple(replace(each, held=held[each.asset]) for each in made.book.lines)
    report = make_report(replace(made, book=replace(made.book, lines=lines))).report
    assert report.headline == (
        "No trade: the book stays 60.0% hedged; a 20% fall costs 26,800 USD, not 67,000."
    )
    assert report.decisions[0].text == (
        "Nothing to decide: every ratio, distance and check is in policy."
    )


@pytest.mark.parametrize(
    ("days", "breaches", "said"),
    [(0, 0, "Nothing to decide"), (9, 0, "Nothing to trade"), (0, 1, "Nothing to trade")],
    ids=("in policy", "a check fails", "a limit is breached"),
)
def test_what_is_not_in_policy_is_not_said_to_be(days, breaches, said):
    held = [line("BTC", 3, 65000, size=0.1, held=18.0)]
    priced = AS_OF - datetime.timedelta(days)
    report = make_report(case(held, "Desk", priced=priced)).report
    breach = Breach("BREACH", "leverage", "2 or less", "reduce")
    report = replace(report, breaches=(breach,) * breaches)
    assert write_decisions(report)[0].text.startswith(said)


def test_what_is_not_hedged_costs_one_amount():
    report = made([Line("XYZ", 100, 10.0, 0.6)])
    assert report.headline == "No trade: the book stays 0.0% hedged; a 20% fall costs 200.00 USD."
    assert report.decisions[0].text == "Accept that XYZ stays open, or name a contract."


def test_coins_without_a_contract_are_told_some_and_are_no_other_fault():
    report = made([Line("BTC", 3, 65_000), Line("QNT", 100, 88)], contracts={"QNT": "none"})
    actions = {each.what.partition(":")[0]: each.action for each in report.breaches}
    assert actions["BTC"] == "name one, in the file or the policy: CME:BTC or CME:MBT for BTC"
    assert actions["QNT"] == "accept, or hedge with another coin's future"
    assert [each.text for each in report.decisions] == [
        "Accept that BTC stays open, or name a contract.",
        "Accept that QNT stays outside the band, or name another hedge.",
    ]


def test_a_net_short_book_fears_a_rise():
    report = make_report(case([line("BTC", -3, 65000, size=0.1)], "Desk")).report
    assert "a 20% rise costs 15,600 USD, not 39,000" in report.headline
    assert report.orders[0].side == "Buy"


def test_a_move_is_said_as_the_policy_sets_it():
    """By hand: an eighth of 195,000, and of the 78,000 that are not hedged."""
    report = make_report(case([line("BTC", 3, 65000, size=0.1)], "Desk", stress=-0.125)).report
    assert "a 12.5% fall costs 9,750 USD, not 24,375" in report.headline
    report = make_report(case([line("BTC", 3, 65000, size=0.1)], "Desk", stress=-0.0004)).report
    assert "a 0.04% fall costs 31 USD, not 78" in report.headline


def test_a_book_whose_longs_and_shorts_cancel_out_has_no_ratio():
    """By hand: 130,000 of each; 12 contracts of 6,500 sold, 240 of 325 bought."""
    book = [line("BTC", 2, 65000, size=0.1), line("ETH", -40, 3250, size=0.1)]
    report = make_report(case(book, "Desk")).report
    assert report.headline == (
        "Two orders for a book with no net exposure; a 20% fall costs 0 USD."
    )
    held = [replace(each, held=each.quantity * 6) for each in book]
    report = make_report(case(held, "Desk")).report
    assert report.headline == "No trade: the book has no net exposure; a 20% fall costs 0 USD."


def test_a_rebate_is_no_cost():
    """By hand: 117,000 are traded, for a rebate of 0.05 % less slippage of 0.02 %."""
    report = make_report(case([line("BTC", 3, 65000, size=0.1)], "Desk", fee=-0.0005)).report
    assert report.decisions[0].why == "117,000 USD traded, earned 35"


def test_an_over_hedged_book_earns_in_a_fall():
    report = make_report(case([line("BTC", 3, 65000, size=0.1, target=1.2)], "Desk")).report
    assert "a 20% fall earns 7,800 USD and would cost 39,000" in report.headline


def test_a_book_of_cash_has_no_ratio():
    cash = Line("USDC", 5e5, 1.0, 0.0, is_cash=True)
    report = make_report(case([cash], "Desk")).report
    assert report.headline == "No trade: nothing in the book moves with the market."
    assert report.totals.ratio is None


def test_the_age_of_prices_is_a_check():
    made = one()
    old = replace(made, book=replace(made.book, as_of=made.as_of - datetime.timedelta(days=3)))
    failed = [c for c in make_report(old).report.checks.lines if c.result == "FAIL"]
    assert [(c.test, c.value) for c in failed] == [("Prices are 1 day old at most", "3.0 days")]
