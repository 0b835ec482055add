"""The tables of a filing, from a period."""

import datetime

import pytest

from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.filing import make_filing
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.written import write_filing
from report.periods import END, START, book, period


def test_the_tables_of_a_filing():
    opening, closing = (
        book(100, 60_000, 60_000, 58, START),
        book(
            110,
            65_000,
            65_050,
            58,
            END,
            entry_price=60_000.0,
            cost_basis=4e6,
            line_item="Digital assets",
        ),
    )
    found = period(opening, closing)
    filing = make_filing(make_report(closing).report, found)
    [derivative] = filing.derivatives
    assert (derivative.gross, derivative.long) == (58 * 65_050, 0)
    assert derivative.short == derivative.gross
    assert (derivative.assets, derivative.liabilities) == (0, 58 * 5_050)
    [holding] = filing.holdings
    assert (holding.cost_basis, holding.fair_value, holding.units) == (4e6, 110 * 65_000, 110)
    [roll] = filing.rolls
    assert (
        roll.opening + roll.additions + roll.dispositions + roll.gains + roll.losses == roll.closing
    )
    assert {name: short for name, _, short in filing.buckets}["no maturity (perpetual)"] > 0


def test_a_fair_value_without_an_entry_is_not_nothing():
    case = book(110, 65_000, 65_050, 58, END)
    report = make_report(case).report
    [derivative] = make_filing(report, None).derivatives
    assert (derivative.assets, derivative.liabilities) == (None, None)
    table = write_filing(make_filing(report, None), report)["tables"][0]
    assert table["rows"] == [["BTC", "3,772,900", "0", "3,772,900", "n.a.", "n.a.", "n.a."]]


@pytest.mark.parametrize("entry", [None, 2.0])
def test_a_coin_of_price_nothing_with_inverse_contracts_held_is_no_fault(entry):
    dust = Line("DUST", 5, 0.0, contract_size=1.0, kind="inverse", held=3.0, entry_price=entry,
                collateral=100.0)  # fmt: skip
    report = make_report(Case(Book((dust,), as_of=END), as_of=END)).report
    [derivative] = make_filing(report, None).derivatives
    assert (derivative.gross, derivative.assets) == (3, None)


def test_a_contract_without_an_end_in_sight_is_of_more_than_a_year():
    never = datetime.datetime(9999, 12, 31)
    report = make_report(book(110, 65_000, 65_050, 58, END, expiry=never)).report
    buckets = {name: short for name, _, short in make_filing(report, None).buckets}
    assert buckets["more than 12 months"] == 58 * 65_050


def test_money_is_no_digital_asset_and_a_stablecoin_is():
    lines = [Line("BTC", 1, 65_000), Line("USDC", 5, 1.0, is_cash=True),
             Line("EUR", 7, 1.1, is_cash=True)]  # fmt: skip
    cases = [Case(Book(tuple(lines), as_of=day), Policy(), as_of=day) for day in (START, END)]
    filing = make_filing(make_report(cases[1]).report, period(*cases))
    assert [row.asset for row in filing.holdings] == ["BTC", "USDC"]
    assert [row.asset for row in filing.rolls] == ["BTC", "USDC"]


def test_a_book_that_holds_no_contract_says_so():
    coins = Line("BTC", 2, 65_000.0, contract_size=0.1)
    report = make_report(Case(Book((coins,), as_of=END), as_of=END)).report
    table = write_filing(make_filing(report, None), report)["tables"][0]
    assert table["rows"] == [["none held", *[""] * 6]]
