"""A book in the workbook, beside the same book in the report and on the terminal."""

import json

import pytest

from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position
from betahedge.report.case import Case
from betahedge.report.filling import fill_inputs
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.schema import report_json
from betahedge.report.workbook import make_workbook
from betahedge.templates import book as template

MBT = {"contract": "CME:MBT", "futures_price": 65_000.0, "contract_size": 0.1, "lot_size": 1.0}
BTC, ETH = Line("BTC", 3, 65_000, **MBT), Line("ETH", 40, 3_500)
IDLE = Line("USDC", 250_000, 1.0, 0.0, is_cash=True)
HALF = Line("EUR", 100_000, 1.1, 0.5, is_cash=True)
DUST = Line("DUST", 1e15, 0.0, 0.5)


def of_report(lines, positions=()):
    """Report a book, and calculate the report's own workbook."""
    case = Case(Book(lines), Policy(target=0.6), positions=positions)
    made = make_report(case)
    return json.loads(report_json(made.report)), make_workbook(made)


def filled(make_book, lines, positions=()):
    inputs = fill_inputs(Book(lines), template.Policy(hedge_ratio=0.6), positions=positions)
    return make_book(inputs)


@pytest.mark.parametrize(
    ("lines", "exposure"),
    [
        ((BTC, ETH, IDLE), 195_000 + 140_000),  # cash that is not hedged does not move
        ((BTC, ETH, HALF), 195_000 + 140_000 + 110_000),
        ((BTC, ETH, DUST), 195_000 + 140_000),
    ],
)
def test_the_exposure_is_that_of_the_report_and_its_workbook(make_book, lines, exposure):
    report, own = of_report(lines)
    book = filled(make_book, lines)
    assert report["totals"]["exposure"] == pytest.approx(exposure)
    assert book.named("book_exposure") == pytest.approx(exposure)
    assert sum(own.column("orders.exposure")) == pytest.approx(exposure)
    for workbook in (book, own):
        assert workbook.result.errors == {}
        assert not workbook.failed()
        assert workbook.result.values[workbook.built.cells("breaches.beta")[0]] == 0


@pytest.mark.parametrize(
    ("ratio", "order"),
    [(0.0, 6), (0.5, 14)],  # 117,000 of 6,500 each are 18 contracts; 55,000 more are 26.46
)
def test_cash_beside_a_coin_in_one_contract(make_book, ratio, order):
    lines = (BTC, Line("EUR", 100_000, 1.1, ratio, is_cash=True, **MBT))
    held = (Position("BTC", 12.0),)
    report, own = of_report(lines, held)
    assert [each["contracts"] for each in report["orders"]] == [order]
    assert [each.order for each in net_orders(Book(lines), 0.6, positions=held)] == [order]
    assert sum(filled(make_book, lines, held).column("orders.order")) == order
    assert sum(own.column("orders.order")) == order


def test_what_is_worth_nothing_is_not_ordered(make_book):
    report, own = of_report((BTC, DUST))
    assert [each["contract"] for each in report["orders"]] == ["MBT"]
    for workbook in (filled(make_book, (BTC, DUST)), own):
        assert workbook.column("orders.order") == [18, 0]
