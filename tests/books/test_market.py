"""A market file fills what a book does not say, and has an age."""

import datetime
from pathlib import Path

from betahedge.books.how import How
from betahedge.books.market import Market, Quote, market_of, read_market
from betahedge.books.model import Line

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


def test_a_spot_market_of_the_same_code_hides_no_contract():
    text = (
        "exchange,symbol,id,base,spot_price,futures_price,funding_rate,funding_interval_hours\n"
        "binance,BTC/USDT,BTCUSDT,BTC,65000,,,\n"
        "binance,BTC/USDT:USDT,BTCUSDT,BTC,65000,65010,0.0001,8\n"
    )
    market = market_of("market.csv", text.encode(), How()).accept()
    assert market.terms("BINANCE:BTCUSDT") == {
        "futures_price": 65010, "funding_rate": 0.0001, "funding_interval": 8,
    }  # fmt: skip


def test_a_contract_with_its_venue_says_the_price_of_its_coin():
    """What is quoted of the coin itself goes before, wherever it stands; MET alone is a coin."""
    text = "symbol,price\nCME:MBT,64000\nMET,0.5\nX:ETH,9\nBTC,65000\nCME:MSL,150\n"
    market = market_of("market.csv", text.encode(), How()).accept()
    prices = {name: market.price(name) for name in ("BTC", "SOL", "MET", "ETH")}
    assert prices == {"BTC": 65000, "SOL": 150, "MET": 0.5, "ETH": None}


def test_a_price_without_a_day_beside_a_market_has_no_age():
    stamp = datetime.datetime(2026, 9, 30, 16)
    quote = Quote("BTC", 65_000.0, None, None, None, stamp)
    market = Market("m.csv", (quote,))
    own, same = Line("BTC", 1.0, 60_000.0), Line("BTC", 1.0, 65_000.0)
    assert market.stamp_of([own], None) is None
    assert market.stamp_of([same], None) == stamp
