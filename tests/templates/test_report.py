"""The Report sheet's table of the largest assets, and what the sheets show of odd books.

Oracle: the book, by hand.
"""

import dataclasses

import openpyxl
import pytest

from betahedge.books.model import Book, Line
from betahedge.report.filling import fill_inputs
from betahedge.templates.book import HoldingRow, Policy, Prices, article


def listed(book, values):
    """Give the assets of the report's table, in order."""
    return [values(ref) for ref in book.built.cells("report.asset")]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        # exposures of 0, which are not hedged, and of 1 and of 3 each three times
        ([("USDC", 1e6, 0.0), ("USDT", 5e5, 0.0), ("USD", 2e5, 0.0)], ["USDC", "USDT", "USD"]),
        (
            [("A", 1.0, 1.0), ("B", 3.0, 1.0), ("C", -3.0, 1.0), ("D", 1.0, 1.0), ("E", 3.0, 1.0),
             ("F", 1.0, 1.0), ("G", 0.0, 1.0)],
            ["B", "C", "E", "A", "D", "F", "G"],
        ),
    ],
)  # fmt: skip
def test_assets_of_equal_exposure_are_each_there_once(make_book, convert, rows, order):
    holdings = tuple(HoldingRow(name, count, 1.0, beta=beta) for name, count, beta in rows)
    book = make_book(dataclasses.replace(article(), holdings=holdings))
    assert listed(book, book.result.values.get)[: len(order)] == order
    assert "The report's assets add up to the book" not in book.failed()
    again = openpyxl.load_workbook(convert(book.path, "xlsx"), data_only=True)
    cells = listed(book, lambda ref: again[ref.partition("!")[0]][ref.partition("!")[2]].value)
    assert cells[: len(order)] == order


def test_exposures_that_differ_by_their_rounding_are_each_there_once(make_book):
    # 3 x 0.1 is 0.30000000000000004: Excel takes it for 0.3, and the search of one number does not
    rows = (HoldingRow("A", 3.0, 0.1), HoldingRow("B", -0.3, 1.0), HoldingRow("C", 0.2, 1.0))
    book = make_book(dataclasses.replace(article(), holdings=rows))
    assert listed(book, book.result.values.get)[:3] == ["A", "B", "C"]
    assert book.failed() == set()


def test_what_is_not_listed_has_no_ratio_of_a_rounding_and_its_worst_status(make_book):
    # Ten coins are listed; left are cash, which has no exposure, and a coin that stays unhedged.
    coins = tuple(HoldingRow(f"C{n}", 0.1 + n / 7, 100.0 / 3, contract_size=0.001, lot_size=1.0)
                  for n in range(10))  # fmt: skip
    cash = (HoldingRow("USDC", 1.0, 1.0, beta=0.0), HoldingRow("EUR", 1.0, 1.1, beta=0.0))
    book = make_book(dataclasses.replace(article(), holdings=(*coins, *cash)))
    assert last(book, "report.before") == pytest.approx(0, abs=1e-9)
    assert (last(book, "report.ratio"), last(book, "report.status")) == ("n.a.", "OK")
    small = HoldingRow("SMALL", 1e-4, 1.0, contract_size=1.0, lot_size=1.0)
    book = make_book(dataclasses.replace(article(), holdings=(*coins, *cash, small)))
    assert last(book, "report.status") == "WATCH"
    told = book.result.values["Report!A8"]
    assert told == "3    Every ratio that matters is inside its band."


def last(book, item):
    """Give the row of all that is not listed."""
    return book.result.values[book.built.cells(item)[-1]]


def test_without_prices_the_chart_of_variances_says_so(make_book):
    empty = dataclasses.replace(article(), prices=Prices())
    book = make_book(empty)
    assert set(book.column("variance.left")) == {""}
    assert name_of_the_line(book) == "no beta known"
    book = make_book(article())
    assert name_of_the_line(book) == "Variance left"
    # BTC is hedged with its own future: a hedge of 96 % leaves 4 % of each move, squared
    shares = dict(zip(book.column("variance.step"), book.column("variance.left"), strict=True))
    assert shares[0] == pytest.approx(1)
    assert min(shares.values()) == pytest.approx(0.04**2)


def name_of_the_line(book):
    place = book.built.names.places["variance.left"]
    return book.result.values[f"{place.sheet}!{place.letter}{place.head}"]


def test_by_coin_an_inverse_contract_is_its_face_in_coins(make_book):
    # 2,400 coins at 80 are 19,200 contracts of 10 USD, or of 0.125 coins; at 90, of 0.111 coins
    row = HoldingRow("LTC", 2_400.0, 80.0, contract="BINANCE:LTCUSD_PERP", hedge_ratio=1.0)
    dated = dataclasses.replace(row, futures_price=90.0)
    for holding, count in ((row, 19_200), (dated, 21_600)):
        book = make_book(dataclasses.replace(article(), holdings=(holding,)))
        assert book.column("beta.by_coin") == pytest.approx([count])
        assert book.column("beta.by_value") == pytest.approx([19_200])


def test_cash_is_no_beta_on_its_own_future(make_book):
    lines = (
        Line("BTC", 3, 65_000.0, contract="CME:MBT", contract_size=0.1, lot_size=1.0),
        Line("USDC", 250_000, 1.0, 0.0, is_cash=True),
        Line("EUR", 100_000, 1.1, is_cash=True),
    )
    book = make_book(fill_inputs(Book(lines), Policy(hedge_ratio=0.6)))
    assert book.column("breaches.beta") == [0]
    assert book.column("hedge.own_beta") == [0, 0, 0]
