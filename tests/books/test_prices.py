"""Prices, wide and long."""

import datetime
from pathlib import Path

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.prices import prices_of, read_prices
from betahedge.books.table import kinds_of
from books.files import read

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_prices_wide_and_long():
    wide = read_prices(EXAMPLES / "prices.csv").accept()
    assert list(wide.columns) == ["BTC", "ETH"]
    assert wide.columns["BTC"][-1] == 65000
    text = "date,symbol,close\n2026-09-30,XBT,65000\n2026-09-29,BTC,64700\n2026-09-30,ETH,3500\n"
    long = prices_of("p.csv", text.encode(), How()).accept()
    assert long.columns == {"BTC": (64700, 65000), "ETH": (None, 3500)}
    bad = prices_of("p.csv", b"date,BTC\n03/04/2026,1\n2026-01-01,0\n2026-01-01,5\n", How())
    assert [str(fault) for fault in bad.faults] == [
        'line 2, date: was "03/04/2026"; must be a date that can be read in one way; write it as 2026-04-03',
        'line 3, BTC: was "0"; must be a number above 0',
        'line 4, date: was "2026-01-01 00:00:00"; is there twice',
    ]


@pytest.mark.parametrize("heading", ["date", "Datum", "fecha"])
def test_the_column_of_days_is_known_in_german_and_spanish(heading):
    text = f"{heading};BTC\n30.09.2026;65.000,50\n".encode()
    assert kinds_of("p.csv", text, How()) == ("prices",)
    assert prices_of("p.csv", text, How()).accept().columns == {"BTC": (65_000.5,)}
    book = read(f"coin;quantity;price;{heading}\nBTC;3;65000;30.09.2026\n").book
    assert book.as_of == datetime.datetime(2026, 9, 30)


def test_money_beside_a_coin_is_not_its_name():
    for head in ("date,BTC (EUR),ETH (EUR)", "date,BTC-USD,ETH-USD", "date,Bitcoin,ETH/USDT"):
        found = prices_of("p.csv", f"{head}\n2026-09-30,65000,3500\n".encode(), How()).accept()
        assert list(found.columns) == ["BTC", "ETH"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("date,BTC,XBT", "has two columns of BTC; leave one"),
        ("Date,Open,High,Low,Close", "has the prices of one coin through the day"),
    ],
)
def test_columns_that_are_no_prices_of_a_coin_each_are_refused(head, said):
    with pytest.raises(Unclear, match=said):
        prices_of("p.csv", f"{head}\n2026-09-30,1,2,3,4\n".encode(), How())


@pytest.mark.parametrize("head", ["BTC Price", "btc_close", "Bitcoin last", "BTC Price (USD)"])
def test_a_column_may_say_that_it_is_a_price(head):
    found = prices_of("r.csv", f"Date,{head}\n2026-09-01,65000\n".encode(), How())
    assert found.columns == {"BTC": (65_000.0,)}


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("date,BTC (EUR),ETH (EUR)\n2026-09-30,57000,3100\n", "EUR"),
        ("date,BTC-USD,ETH-USDT\n2026-09-30,65000,3500\n", "USD"),
        ("date,symbol,price (EUR)\n2026-09-30,BTC,57000\n", "EUR"),
        ("date,symbol,price,currency\n2026-09-30,BTC,57000,EUR\n", "EUR"),
        ("date,BTC\n2026-09-30,65000\n", ""),
    ],
)
def test_the_money_of_prices_is_read(text, money):
    assert prices_of("p.csv", text.encode(), How()).accept().currency == money


def test_prices_in_two_currencies_are_refused():
    with pytest.raises(Unclear, match=r"^p\.csv: has prices in EUR and USD; must be in one$"):
        prices_of("p.csv", b"date,BTC-USD,ETH-EUR\n2026-09-30,65000,3100\n", How())
