"""A book in the workbook, beside the same book in the report and on the terminal."""

import json

import pytest
from hypothesis import given, settings

from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position
from betahedge.report.case import Case
from betahedge.report.filling import fill_inputs
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.proof import proof
from betahedge.report.schema import report_json
from betahedge.report.workbook import make_workbook
from betahedge.templates import book as template
from report.any_books import PAIR, POLICIES, books, trial

MBT = {"contract": "CME:MBT", "futures_price": 65_000.0, "contract_size": 0.1, "lot_size": 1.0}
BTC, ETH = Line("BTC", 3, 65_000, **MBT), Line("ETH", 40, 3_500, contract_size=1.0)
IDLE = Line("USDC", 250_000, 1.0, 0.0, is_cash=True)
HALF = Line("EUR", 100_000, 1.1, 0.5, contract_size=1.0, is_cash=True)
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


@pytest.mark.parametrize("held", [{}, {"held": 7.0, "entry_price": 2.0}])
def test_what_is_worth_nothing_is_not_ordered(make_book, held):
    lines = (BTC, Line("DUST", 1e15, 0.0, 0.5, contract_size=1.0, **held))
    report, own = of_report(lines)
    assert [each["contract"] for each in report["orders"]] == ["MBT"]
    for workbook in (filled(make_book, lines), own):
        assert workbook.column("orders.order") == [18, 0]
        assert workbook.result.errors == {}


@pytest.mark.parametrize(("band", "order"), [(0.049, 4_000), (0.051, 0)])
def test_what_is_held_on_the_wrong_side_drifts_by_what_it_moves_like(make_book, band, order):
    """1,000 of 10 USD bought at 25,000 move like 20,000 USD at 50,000: -2 % of a million, not 3."""
    name = "DERIBIT:BTC-PERPETUAL"
    btc = Line("BTC", 20, 50_000, 0.03, contract=name, futures_price=50_000.0, contract_size=10.0,
               lot_size=1.0, kind="inverse", held=-1_000.0, entry_price=25_000.0)  # fmt: skip
    book = Book((btc,))
    made = make_book(fill_inputs(book, template.Policy(band=band)))
    assert made.column("orders.order") == [order]
    assert proof(made.result.values, made.built).different == []
    assert [each.order for each in net_orders(book, band=band)] == [order]
    report = make_report(Case(book, Policy(band=band))).report
    assert sum(each.contracts for each in report.orders) == order


HELD = (
    Position("CME:MBT", 12.0, 60_000.0, 30_000.0),  # 40 a contract of two coins: 28 are added
    Position("BINANCE:ETHUSD_PERP", 4_000.0, 2_000.0, 20_000.0),
    Position("CME:MSL", 9.0, 120.0),
)
PERPETUAL = {"contract": "BINANCE:ETHUSD_PERP", "kind": "inverse", "contract_size": 10.0}
SHARED = (
    Line("BTC", 6, 65_000, **MBT),
    Line("WBTC", 2 / 3, 65_000, **MBT),
    Line("ETH", 50, 3_500, **PERPETUAL, lot_size=1.0),
    Line("SOL", 150, 150, contract="CME:MSL", contract_size=25.0, lot_size=1.0),
)


def test_entries_and_distances_are_those_of_the_report(make_book):
    report, own = of_report(SHARED, HELD)
    wanted = {each["contract"]: each for each in report["positions"]}
    assert {each["status"] for each in wanted.values()} == {"BREACH", "WATCH"}
    for book in (filled(make_book, SHARED, HELD), own):
        rows = {}
        names = book.built.cells("margin.contract")
        for n, name in enumerate(book.result.values[cell] for cell in names):
            values = [book.result.values[book.built.cells(f"margin.{key}")[n]]
                      for key in ("entry", "distance", "status")]  # fmt: skip
            rows.setdefault(name.partition(":")[2], values)
        for code, each in wanted.items():
            entry, distance, status = rows[code]
            assert entry == pytest.approx(each["entry"])
            known = each["collateral"] is not None
            assert distance == (pytest.approx(each["distance"]) if known else "n.a.")
            assert status == each["status"]


def test_what_rallies_need_is_what_the_report_says():
    report, own = of_report(SHARED, HELD)
    rallies = report["margin"]["survival"]
    assert len(rallies) == 4
    for item, key in (("needed", "need"), ("lacking", "lacking")):
        assert own.column(f"survival.{item}") == pytest.approx([each[key] for each in rallies])
    said = [text for text in own.result.values.values() if str(text).startswith("2    ")]
    (asked,) = (each["text"] for each in report["decisions"] if "collateral" in each["text"])
    assert asked.startswith("Post 66,000 USD of collateral")
    assert said[0].endswith("post 66,000 USD, or reduce.")


def traded(book):
    """Give the orders of a workbook by contract: of two sizes, those of each."""
    names, counts = book.column("netted.contract"), book.column("netted.net")
    orders = {name: count for name, count in zip(names, counts, strict=True) if name}
    orders.pop(PAIR, None)
    if "parts1.order" in book.built.names.places:
        orders |= zip(PAIR.split("+"), book.column("parts1.order"), strict=True)
    return orders


@settings(max_examples=20)
@given(books(), POLICIES)
def test_the_workbook_orders_what_the_terminal_orders(make_book, given_book, words):
    lines, positions = given_book
    terminal = trial(lambda: net_orders(lines, 0.6, positions=positions, **words))
    policy = template.Policy(hedge_ratio=0.6, **words)
    inputs = trial(lambda: fill_inputs(lines, policy, positions=positions))
    if isinstance(terminal, str) or isinstance(inputs, str):
        assert inputs == terminal
        return
    book = make_book(inputs)
    orders = traded(book)
    for order in terminal:
        assert orders.pop(order.contract, 0) == pytest.approx(order.order, rel=1e-9, abs=1e-9)
    assert {name.partition(":")[0] for name in orders} <= {"OWN"}  # coins, none of them held
    assert book.result.errors == {}
    assert proof(book.result.values, book.built).different == []
