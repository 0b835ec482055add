"""Prices, wide and long."""

import datetime
from pathlib import Path

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.prices import prices_of, read_prices
from books.files import read, xlsx

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
        ("snapped_at,price,market_cap,total_volume", "has prices of one coin and not its name"),
        ("Date,Adj Close", "has prices of one coin and not its name"),
        (
            "Date,Open,High,Low,Close",
            "has prices of one coin and not its name; add a column symbol",
        ),
    ],
)
def test_columns_that_are_no_prices_of_a_coin_each_are_refused(head, said):
    with pytest.raises(Unclear, match=said):
        prices_of("p.csv", f"{head}\n2026-09-30,1,2,3,4\n".encode(), How())


@pytest.mark.parametrize("head", ["BTC Price", "btc_close", "Bitcoin last", "BTC Price (USD)"])
def test_a_column_may_say_that_it_is_a_price(head):
    found = prices_of("r.csv", f"Date,{head}\n2026-09-01,65000\n".encode(), How())
    assert found.columns == {"BTC": (65_000.0,)}


def test_a_pair_with_money_is_its_coin():
    text = "https://data.example\nunix,date,symbol,open,close,Volume BTC\n"
    text += "1,2026-09-01,BTC/USD,64000,65000,9\n2,2026-09-02,BTC/USD,65000,66000,9\n"
    assert kinds_of("p.csv", text.encode(), How()) == ("prices",)
    assert prices_of("p.csv", text.encode(), How()).accept().columns == {"BTC": (65000, 66000)}
    wide = prices_of("p.csv", b"date,BTCUSDT,ETHUSD\n2026-09-01,65000,3500\n", How()).accept()
    assert list(wide.columns) == ["BTC", "ETH"]


def test_a_history_may_be_of_mark_prices():
    text = b"timestamp,symbol,funding_rate,mark_price\n2026-09-01,BTC,0.0001,65000\n"
    text += b"2026-09-02,BTC,0.0001,66000\n"
    assert kinds_of("p.csv", text, How()) == ("prices",)
    assert prices_of("p.csv", text, How()).accept().columns == {"BTC": (65000, 66000)}


def test_the_coins_may_stand_a_line_above_the_word_for_dates():
    text = b"Ticker,BTC-USD,ETH-USD\nDate,,\n2026-09-01,65000,3500\n2026-09-02,66000,3600\n"
    assert kinds_of("p.csv", text, How()) == ("prices",)
    found = prices_of("p.csv", text, How()).accept()
    assert found.columns == {"BTC": (65000, 66000), "ETH": (3500, 3600)}


def test_a_column_that_has_no_prices_is_said_once():
    text = "date,location,BTC,BTC_Return\n"
    text += "".join(f"2026-09-0{day},cold,65000,{-0.01 * (day % 2)}\n" for day in range(1, 6))
    with pytest.raises(Unclear) as error:
        prices_of("p.csv", text.encode(), How())
    assert str(error.value) == (
        "p.csv: has words or numbers below 0, and no prices, in location, BTC_Return; take out what "
        "is no coin"
    )


def test_a_price_that_was_mistyped_is_a_fault_of_its_line():
    text = "date,BTC,ETH\n2026-09-01,65000,n/a\n2026-09-02,x,3500\n2026-09-03,1,1\n"
    text += "2026-09-04,1,1\n2026-09-05,1,-3500\n"
    found = prices_of("p.csv", text.encode(), How())
    assert sorted(fault.line for fault in found.faults) == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("date,BTC (EUR),ETH (EUR)\n2026-09-30,57000,3100\n", "EUR"),
        ("date,BTC-USD,ETH-USDT\n2026-09-30,65000,3500\n", "USD"),
        ("date,symbol,price (EUR)\n2026-09-30,BTC,57000\n", "EUR"),
        ("date,symbol,price,currency\n2026-09-30,BTC,57000,EUR\n", "EUR"),
        ("date,BTCEUR,ETH-EUR\n2026-09-30,57000,3000\n", "EUR"),
        ("date,symbol,price\n2026-09-30,BTCEUR,57000\n2026-09-30,ETH/EUR,3000\n", "EUR"),
        ("date,BTCUSDT price\n2026-09-30,65000\n", "USD"),
        ("date,BTC\n2026-09-30,€57000\n", "EUR"),
        ("date,symbol,price\n2026-09-30,BTC,57000 GBP\n", "GBP"),
        ("date,BTC\n2026-09-30,65000\n", ""),
    ],
)
def test_the_money_of_prices_is_read(text, money):
    assert prices_of("p.csv", text.encode(), How()).accept().currency == money


def test_prices_in_two_currencies_are_refused():
    with pytest.raises(Unclear, match=r"^p\.csv: has prices in EUR and USD; must be in one$"):
        prices_of("p.csv", b"date,BTC-USD,ETH-EUR\n2026-09-30,65000,3100\n", How())


def test_the_money_of_prices_may_be_in_their_number_format():
    def change(book):
        book.active["B2"].number_format = '#,##0.00 "€"'

    data = xlsx(["date", "BTC"], [datetime.date(2026, 9, 30), 57000], change=change)
    assert prices_of("p.xlsx", data, How()).accept().currency == "EUR"
