"""The report of any book, beside what the terminal orders for it; and how old its prices are."""

import datetime

import pytest
from hypothesis import given

from betahedge.books.faults import BadLines
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.market import Market, Quote
from betahedge.books.matching import match_to_book
from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from report.any_books import POLICIES, books, trial


@given(books(), POLICIES)
def test_the_report_orders_what_the_terminal_orders(given_book, words):
    book, positions = given_book
    terminal = trial(lambda: net_orders(book, 0.6, positions=positions, **words))
    case = Case(book, Policy(target=0.6, **words), positions=positions)
    made = trial(lambda: make_report(case))
    if isinstance(terminal, str) or isinstance(made, str):
        assert made == terminal
        return
    legs = {leg.contract: leg for group in made.groups for leg in group.legs}
    for order in terminal:
        leg = legs.pop(order.contract)
        assert (leg.held, leg.order) == pytest.approx((order.held, order.order), rel=1e-9)
    assert legs == {}
    (check,) = (c for c in made.report.checks.lines if c.test.startswith("Every position held"))
    strangers = match_to_book(positions, book).strangers
    assert check.value == (", ".join(each.name for each in strangers[:3]) or "0")


@pytest.mark.parametrize(
    ("own", "days", "files"),
    [
        (None, 0, ["m.csv"]),
        (65_000.0, 0, ["m.csv"]),  # the market's own price
        (50_000.0, 121, ["h.csv", "m.csv"]),  # the book's own goes before: an old one
    ],
)
def test_prices_are_as_old_as_the_oldest_that_is_used(own, days, files):
    now = datetime.datetime(2026, 9, 30, 18)
    quote = Quote("BTC", 65_000.0, None, None, None, now)
    book = Book((Line("BTC", 3, own),), as_of=datetime.datetime(2026, 6, 1, 18), source="h.csv")
    report = make_report(Case(book, market=Market("m.csv", (quote,)), as_of=now)).report
    (source,) = (each for each in report.sources if each.what == "Prices")
    assert source.source.split(", ") == files
    (check,) = (each for each in report.checks.lines if each.test.startswith("Prices are"))
    assert (check.value, check.result) == (f"{days}.0 days", "FAIL" if days else "OK")
    assert report.as_of == "2026-09-30T18:00Z"


def test_each_line_has_its_day_and_the_oldest_of_a_coin_is_the_age_of_the_prices():
    """The stamp is the newest day; a price of June is three months old; cash has no age."""
    text = (
        "asset,quantity,price,as of\nBTC,3,65000,2026-09-30\nETH,40,3500,2026-06-30\n"
        "USDC,5,1,2020-01-01\n"
    )
    book = holdings_of("h.csv", text.encode(), How()).accept()
    report = make_report(Case(book, now=datetime.datetime(2026, 9, 30))).report
    (check,) = (each for each in report.checks.lines if each.test.startswith("Prices are"))
    assert (check.value, check.result, report.as_of) == ("92.0 days", "FAIL", "2026-09-30T00:00Z")


def test_a_price_without_a_day_beside_a_market_is_a_watch():
    quote = Quote("BTC", 65_000.0, None, None, None, datetime.datetime(2026, 9, 30))
    book = Book((Line("BTC", 3, 65_000.0), Line("ETH", 4, 3_500.0)))
    report = make_report(Case(book, market=Market("m.csv", (quote,)))).report
    assert "The age of the prices is not known" in [each.what for each in report.breaches]
    assert report.as_of == "2026-09-30T00:00Z"


@pytest.mark.parametrize(("days", "limit"), [(1.0, "1 day"), (0.5, "0.5 days"), (3.0, "3 days")])
def test_an_age_that_is_not_known_has_its_limit_in_days(days, limit):
    case = Case(Book((Line("BTC", 1.0, 65_000.0),)), Policy(price_age=days))
    breaches = make_report(case).report.breaches
    assert [b.limit for b in breaches if b.what.startswith("The age of the prices")] == [limit]


def test_a_contract_that_has_ended_is_told_by_its_line():
    text = (
        "asset,quantity,price,contract,held,expiry\n"
        "BTC,30,65000,CME:MBT,200,2026-04-24\n"
        "AVAX,3000,20,CME:MBT,,2026-04-24\n"
        "ETH,400,3500,CME:MET,2000,2026-05-01\n"
    )
    book = holdings_of("book.csv", text.encode(), How()).accept()
    with pytest.raises(BadLines) as refused:
        make_report(Case(book, as_of=datetime.datetime(2026, 5, 1, 16)))
    [line] = refused.value.lines
    assert line == (
        'book.csv, line 2, expiry: was "2026-04-24"; CME:MBT must end on 2026-05-01, the day of '
        "the report, or later; name a later contract, and take out what was settled"
    )
    make_report(Case(book, as_of=datetime.datetime(2026, 4, 24, 16)))  # on its last day it trades
