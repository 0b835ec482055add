"""A market file fills what a book does not say, and has an age."""

import datetime
from pathlib import Path

from betahedge.books.how import How
from betahedge.books.market import market_of, read_market

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_a_market_has_an_age():
    market = read_market(EXAMPLES / "market.csv").accept()
    assert market.age(datetime.datetime(2026, 10, 2, 16)) == datetime.timedelta(days=2)


def test_the_market_fills_what_the_file_does_not_say():
    from betahedge.books.holdings import holdings_of

    market = read_market(EXAMPLES / "market.csv").accept()
    data = b"asset,quantity,contract\nBTC,3,CME:MBT\nETH,40,BINANCE:ETHUSDT\n"
    book = holdings_of("h.csv", data, How(), market).accept()
    assert [(line.price, line.futures_price, line.funding_rate, line.funding_interval) for line in book.lines] == [
        (65000, 65400, None, None), (3500, 3502, 0.0001, 8),
    ]  # fmt: skip
    assert str(book.as_of) == "2026-09-30 16:00:00"


def test_a_snapshot_is_a_market():
    text = (
        "exchange,symbol,id,kind,base,quote,spot_price,futures_price,mark_price,index_price,funding_rate,"
        "funding_interval_hours,exchange_time,fetched_at\n"
        "binance,BTC/USDT:USDT,BTCUSDT,linear,BTC,USDT,65000,65010,65011,65000,0.0001,8,2026-09-30T16:00:00Z,\n"
    )
    market = market_of("market.csv", text.encode(), How()).accept()
    assert market.price("BTC") == 65000
    assert market.terms("BINANCE:BTCUSDT") == {
        "futures_price": 65010, "funding_rate": 0.0001, "funding_interval": 8,
    }  # fmt: skip
