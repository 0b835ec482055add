"""A book as JSON: what is said, and nothing else; a book as CSV: with nothing left to ask."""

import csv
import datetime
import json
from dataclasses import replace
from random import Random

import pytest

from betahedge.books.flows import Flow, funding_of
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.market import Market, Quote
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position, Trade, positions_of, trades_of
from betahedge.books.rows import Rows
from betahedge.books.writing import book_csv, records, rows_csv
from books.files import lines, read


def test_json_has_what_is_said():
    book = read("asset,quantity,price,wallet,expiry\nBTC,3,65000,a,2026-12-25\n").book
    assert json.loads(json.dumps(records(book))) == [
        {"asset": "BTC", "quantity": 3.0, "price": 65000.0, "expiry": "2026-12-25T00:00:00",
         "wallets": [{"name": "a", "quantity": 3.0}]}
    ]  # fmt: skip


def test_a_written_book_is_read_without_a_question():
    book = read("asset,quantity,price\nSOL,2,160.057\n", decimal=".").book
    assert lines(read(book_csv(book))) == [("SOL", 2, 160.057)]


@pytest.mark.parametrize("name", ["=1+1", "+49 wallet", "-cold-", "@desk"])
def test_no_text_of_a_written_book_is_a_formula(name):
    head = "asset,quantity,price,wallet,line item"
    book = read(f"{head}\n{name},3,65000,{name},{name}\n").accept()
    cells = [cell for row in csv.reader(book_csv(book).decode().splitlines()) for cell in row]
    assert cells.count(f"'{name}") == 3
    again = read(book_csv(book)).accept().lines
    assert again == book.lines


def test_a_written_book_has_what_each_wallet_holds_and_what_is_in_none():
    rows = [
        "BTC,2,65000,A,v1",
        "BTC,2,65000,A,v2",
        "BTC,0.5,65000,,",
        "ETH,4,3500,B,",
        "ETH,7,3500,C,",
    ]
    book = read("\n".join(["asset,quantity,price,wallet,note", *rows])).accept()
    written = [row[:4] for row in csv.reader(book_csv(book).decode().splitlines())][1:]
    assert written == [
        ["BTC", "4", "65000", "A"], ["BTC", "0.5", "65000", ""],
        ["ETH", "4", "3500", "B"], ["ETH", "7", "3500", "C"],
    ]  # fmt: skip
    assert lines(read(book_csv(book))) == [("BTC", 4.5, 65000), ("ETH", 11, 3500)]


def test_a_future_on_a_coin_that_is_not_in_the_book_is_written_with_its_price():
    """1.3 of 150,000 is 195,000: 30 of 6,500, a tenth of a bitcoin at 65,000."""
    market = Market("m.csv", (Quote("BTC", 65_000.0, None, None, None, None),))
    text = "asset,quantity,price,contract,beta\nSOL,1000,150,CME:MBT,1.3\n"
    book = holdings_of("h.csv", text.encode(), How(), market).accept()
    orders = [net_orders(each) for each in (book, read(book_csv(book)).accept())]
    assert [order.order for (order,) in orders] == [30.0, 30.0]
    with_bitcoin = read(f"{text}BTC,1,65000,,\n").accept()
    assert "futures price" not in book_csv(with_bitcoin).decode()


def _rows(kind, chance):
    """Make rows of a kind as venues have them, some with little said."""
    start = datetime.datetime(2026, 9, 1)
    contracts = ["CME:MBT", "BINANCE:ETHUSDT", "BYBIT:SOLUSDT", "DERIBIT:BTC-PERPETUAL"]
    money = ["USD", "USDT", "BTC", ""][chance.randrange(4)]
    wallet = chance.choice(["", "desk", "=1+1"])
    for number, contract in enumerate(contracts[: chance.randrange(5)]):
        time = start + datetime.timedelta(minutes=chance.randrange(40_000))
        size = round(chance.uniform(-900, 900), chance.randrange(4)) or 1.0
        price = chance.choice([65000.0, 3500.125, 26.775, 0.001])
        if kind == "positions":
            margin = chance.choice([None, 0.0, 12.345])
            dollars = "USD" if money else ""
            yield Position(contract, size, price, margin, wallet, None, price, time, 0, dollars)
        elif kind == "trades":
            fee = round(chance.uniform(-2, 9), 3)
            yield Trade(time, contract, size, price, fee, money, wallet, 0, "USD")
        else:
            word = chance.choice(["funding", "fee", "pnl", "transfer"])
            yield Flow(time, contract, word, size, money, chance.choice([None, 0.0001]), number)


@pytest.mark.parametrize(
    ("kind", "of"), [("positions", positions_of), ("trades", trades_of), ("funding", funding_of)]
)
def test_written_rows_are_read_as_the_same_without_a_question(kind, of):
    for seed in range(200):
        rows = tuple(replace(row, number=0) for row in _rows(kind, Random(seed)))
        data = rows_csv(kind, Rows("f", rows, (), (), {}))
        read_again = of("f.csv", data, How()).accept() if rows else ()
        assert tuple(replace(row, number=0) for row in read_again) == rows, data.decode()


def test_rows_of_every_file_have_the_same_columns():
    short = Flow(datetime.datetime(2026, 9, 1), "CME:MBT", "funding", 5.0)
    heads = {
        rows_csv("funding", Rows("f", rows, (), (), {})).splitlines()[0]
        for rows in ((), (short,), (replace(short, currency="USDT", funding_rate=0.1),))
    }
    assert len(heads) == 1
