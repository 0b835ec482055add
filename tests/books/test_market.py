"""A market file fills what a book does not say, and has an age."""

import datetime
from pathlib import Path

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.market import Market, Quote, market_of, read_market, together
from betahedge.books.model import Line

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_a_market_has_an_age():
    market = read_market(EXAMPLES / "market.csv").accept()
    assert market.age(datetime.datetime(2026, 10, 2, 16)) == datetime.timedelta(days=2)


def test_the_market_fills_what_the_file_does_not_say():
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


@pytest.mark.parametrize(
    "traded, stamp",
    [("2026-09-27T16:00:00Z", "2026-09-27 16:00:00"), ("", "2026-09-30 16:00:05")],
)
def test_a_quote_of_a_snapshot_is_as_old_as_its_price_and_not_as_its_file(traded, stamp):
    """Where the exchange gives no time of its own, it is as old as it was fetched."""
    text = (
        "exchange,symbol,id,base,spot_price,futures_price,funding_rate,funding_interval_hours,"
        "exchange_time,fetched_at\n"
        f"binance,BTC/USDT:USDT,BTCUSDT,BTC,65000,65010,0.0001,8,{traded},2026-09-30T16:00:05Z\n"
    )
    assert str(market(text).accept().as_of) == stamp


def market(text: str):
    return market_of("m.csv", text.encode(), How())


BOOK = b"asset,quantity\nBTC,2\n"


@pytest.mark.parametrize(
    "text",
    [
        "coin,price (EUR)\nBTC,56000\n",
        "coin,price,currency\nBTC,56000,eur\n",
        "coin,px\nBTC,56000 EUR\n",
    ],
)
def test_the_currency_of_a_market_is_that_of_what_it_fills(text):
    found = market(text).accept()
    book = holdings_of("h.csv", BOOK, How(), found).accept()
    assert (book.currency, book.lines[0].price) == ("EUR", 56_000)
    for data, how in (
        (BOOK, How(currency="USD")),
        (b"asset,quantity,value\nBTC,2,\nETH,1,$3000\n", How()),
    ):
        with pytest.raises(Unclear, match=r"has prices in .*EUR \(m.csv\)"):
            holdings_of("h.csv", data, how, found)
    with pytest.raises(Unclear, match=r"the markets are in EUR \(m.csv\) and USD \(m.csv\)"):
        together([found, market("coin,price\nBTC,$65000\n")])


def test_a_stablecoin_is_its_money():
    found = market("coin,price,currency\nBTC,65000,USDT\n").accept()
    assert holdings_of("h.csv", BOOK, How(currency="USD"), found).accept().currency == "USD"


def test_the_currency_of_a_snapshot_is_that_of_its_pairs():
    """USD and its stablecoins are one; a pair in euros, or in bitcoin, is another."""
    head = (
        "exchange,symbol,id,base,quote,spot_price,futures_price,funding_rate,funding_interval_hours"
    )
    dollars = f"{head}\nkraken,BTC/USD,XBTUSD,BTC,USD,65000,,,\nkraken,X/Y,,,,,,,\n"
    tether = "binance,ETH/USDT:USDT,ETHUSDT,ETH,USDT,3500,3501,,\n"
    known = market(dollars + tether).accept()
    assert known.currency == "USD"
    book = b"asset,quantity,contract,currency\nBTC,3,CME:MBT,EUR\n"
    with pytest.raises(Unclear, match=r"prices in EUR \(line 2\) and USD \(m.csv\)"):
        holdings_of("h.csv", book, How(), known)
    for money in ("EUR", "BTC"):
        with pytest.raises(Unclear, match=f"prices in USD .* and {money}"):
            market(f"{dollars}kraken,ETH/{money},ETH{money},ETH,{money},3000,,,\n")


def test_a_history_is_no_market():
    """The first of two prices of one coin would be the oldest."""
    text = "date,symbol,price\n2026-09-01,BTC,60000\n2026-09-02,BTC,65000\n2026-09-02,ETH,3500\n"
    assert [str(fault) for fault in market(text).faults] == [
        'line 3, symbol: was "BTC"; is quoted in line 2 too, at another price; '
        "leave one; a history is given by --prices"
    ]


def test_the_price_of_a_contract_is_no_spot_price():
    found = market("contract,price\nCME:MBT,66000\nBTC,65000\n").accept()
    data = b"asset,quantity,contract\nBTC,2,CME:MBT\n"
    [line] = holdings_of("h.csv", data, How(), found).accept().lines
    assert (line.price, line.futures_price) == (65_000, 66_000)
    assert market("coin,spot,futures price\nBTC,65000,66000\n").price("BTC") == 65_000


@pytest.mark.parametrize("symbol", ["BTCUSDT", "BTC-USD", "btc/usdc", "XBT_USD", "BTC/USDT:USDT"])
def test_the_price_of_a_pair_is_that_of_its_coin_in_its_money(symbol):
    found = market(f"symbol,last\n{symbol},65000\nPEPE-USD,0.00001\n").accept()
    assert (found.price("BTC"), found.price("PEPE"), found.currency) == (65_000, 0.00001, "USD")


def test_pairs_in_two_moneys_are_refused():
    with pytest.raises(Unclear, match=r"has prices in USD \(line 2\) and EUR \(line 3\)"):
        market("symbol,last\nBTC-USD,65000\nETH-EUR,3000\n")


def test_a_mark_beside_an_index_is_the_price_of_the_future():
    text = "symbol,mark price,index price,funding rate\nBTCUSDT,65100,65000,0.0001\n"
    [quote] = market(text).accept().quotes
    assert (quote.price, quote.futures_price) == (65_000, 65_100)
    [quote] = market("symbol,mark price\nBTC,65100\n").accept().quotes
    assert (quote.price, quote.futures_price) == (65_100, None)


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


def test_a_contract_with_both_prices_says_that_of_its_coin():
    """What is quoted of the coin itself goes before, wherever it stands."""
    text = "symbol,price,futures price\nCME:MBT,64000,64500\nCME:MSL,,150\nCME:MET,3500,3510\nBTC,65000,\n"
    market = market_of("market.csv", text.encode(), How()).accept()
    prices = {name: market.price(name) for name in ("BTC", "SOL", "ETH")}
    assert prices == {"BTC": 65_000, "SOL": None, "ETH": 3_500}
    futures = [market.terms(name)["futures_price"] for name in ("CME:MBT", "CME:MSL", "CME:MET")]
    assert futures == [64_500, 150, 3_510]


def test_a_price_without_a_day_beside_a_market_has_no_age():
    stamp = datetime.datetime(2026, 9, 30, 16)
    quote = Quote("BTC", 65_000.0, None, None, None, stamp)
    market = Market("m.csv", (quote,))
    own, same = Line("BTC", 1.0, 60_000.0), Line("BTC", 1.0, 65_000.0)
    assert market.stamp_of([own], None) is None
    assert market.stamp_of([same], None) == stamp


def test_a_coins_own_price_goes_before_that_of_a_pair_and_a_venue_tells_the_contract():
    text = "exchange,symbol,price,funding rate\nBINANCE,BTCUSDT,65100,0.0001\nKRAKEN,BTC,65000,\n"
    found = market(text).accept()
    assert found.price("BTC") == 65_000
    assert found.terms("BINANCE:BTCUSDT") == {"funding_rate": 0.0001}


def snapshot(size: str, note: str = "") -> Market:
    return market(
        "exchange,symbol,id,base,contract_size,spot_price,futures_price,funding_rate,"
        "funding_interval_hours,exchange_time,status,note\n"
        f"binance,BTC/USDT:USDT,BTCUSDT,BTC,{size},65000,65010,0.0001,8,2026-09-30T16:00Z,ok,{note}\n"
    )


def warnings_of(quoted: Market, own: str = "") -> tuple[str, ...]:
    data = f"asset,quantity,contract,contract size\nBTC,3,BINANCE:BTCUSDT,{own}\n"
    return holdings_of("h.csv", data.encode(), How(), quoted).accept().warnings


def test_another_size_than_the_registers_is_said():
    """The register has one bitcoin a contract."""
    [said] = warnings_of(snapshot("0.1"))
    assert said == (
        "BTC: BINANCE:BTCUSDT is counted as of 1, and the market file has 0.1; "
        "write the right one as its contract size in the holdings"
    )
    assert warnings_of(snapshot("1")) == warnings_of(snapshot("0.1"), own="0.1") == ()


def test_what_a_market_notes_of_a_contract_is_said():
    [said] = warnings_of(snapshot("1", "is not traded now"))
    assert said == "BTC: BINANCE:BTCUSDT: the market file says: is not traded now"
