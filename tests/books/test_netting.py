"""Contracts by name, and one order for all lines that a contract hedges."""

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.market import market_of, read_market
from betahedge.books.netting import net_orders, unmatched
from betahedge.books.positions import read_funding, read_positions, read_trades
from betahedge.books.prices import prices_of, read_prices
from betahedge.books.table import kinds_of
from betahedge.cli import main
from books.files import lines, read, said

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TWELVE = (EXAMPLES / "twelve_coins.csv").read_text("utf-8")


def test_alts_are_netted_into_one_order_of_bitcoin():
    book = read(TWELVE).book
    assert len(book.lines) == 12
    orders = {order.contract: order for order in net_orders(book)}
    bitcoin = orders["CME:MBT"]
    assert [(share.asset, share.alone) for share in bitcoin.shares] == [
        ("BTC", 1361), ("DOT", 35), ("UNI", 37), ("ATOM", 15),
    ]  # fmt: skip
    assert bitcoin.target == bitcoin.order == 1447
    assert len(orders) == 9
    assert sum(share.exact for share in bitcoin.shares) == pytest.approx(bitcoin.exact)


def test_sizes_lots_and_kinds_are_of_the_register():
    terms = {
        line.asset: (line.contract_size, line.lot_size, line.kind)
        for line in read(TWELVE).book.lines
    }
    assert terms["BTC"] == terms["DOT"] == (0.1, 1.0, "linear")
    assert terms["ADA"] == (10_000.0, 1.0, "linear")
    assert terms["LTC"] == (1.0, 0.001, "linear")
    inverse = read("asset,quantity,price,contract\nBTC,3,65000,BINANCE:BTCUSD_PERP\n").book
    assert inverse.lines[0].kind == "inverse"
    assert net_orders(inverse)[0].order == 1950  # 195,000 USD in contracts of 100


def test_the_terminal_shows_the_same():
    result = CliRunner().invoke(
        main, ["read", str(EXAMPLES / "twelve_coins.csv"), "--hedge-ratio", "60%"]
    )
    assert result.exit_code == 0, result.output
    row = next(line for line in result.output.splitlines() if line.startswith("CME:MBT"))
    assert row.split()[2:6] == ["1,447", "0", "1,447", "Sell"]
    assert row.endswith("BTC, DOT, UNI, ATOM")


def test_what_is_held_is_traded_to_the_target():
    book = read("asset,quantity,price,contract,held\nBTC,3,65000,MBT,20\nETH,40,3500,MBT,2\n").book
    (order,) = net_orders(book, 0.6)
    assert (order.contract, order.target, order.held, order.order) == ("CME:MBT", 31, 22, 9)


def test_a_file_of_positions_says_what_is_held():
    words = ["read", str(EXAMPLES / "twelve_coins.csv"), "--hedge-ratio", "60%"]
    result = CliRunner().invoke(main, [*words, "--positions", str(EXAMPLES / "positions.csv")])
    rows = {
        line.split()[0]: line.split()[1:6]
        for line in result.output.splitlines()
        if ":" in line.split(" ")[0]
    }
    assert rows["CME:MBT"] == ["1,446.947797", "1,447", "1,200", "247", "Sell"]
    assert rows["CME:MET"] == ["7,200", "7,200", "-10", "7,210", "Sell"]
    book = read("asset,quantity,price,contract\nBTC,3,65000,MBT\n").book
    orders = net_orders(book, positions=read_positions(EXAMPLES / "positions.csv").rows)
    assert [
        each.contract for each in unmatched(read_positions(EXAMPLES / "positions.csv").rows, orders)
    ] == ["CME:MET"]


def test_a_position_beside_each_wallet_is_not_counted_twice():
    data = "asset,quantity,price,wallet,contract,held\nBTC,3,65000,a,MBT,20\nBTC,2,65000,b,MBT,20\n"
    assert said(data) == [
        "h.csv, line 3, held: was 20; is that of BTC in line 2 too; say it in one line of a coin"
    ]


def test_a_market_has_an_age():
    market = read_market(EXAMPLES / "market.csv").accept()
    assert market.age(datetime.datetime(2026, 10, 2, 16)) == datetime.timedelta(days=2)


def test_what_a_file_holds_is_found_by_its_columns():
    for kind in ("positions", "trades", "funding", "market", "prices"):
        path = EXAMPLES / f"{kind}.csv"
        assert kinds_of(path.name, path.read_bytes(), How()) == (kind,)


def test_a_contract_in_another_currency_is_said():
    book = read(
        "asset,quantity,price,contract\nBTC,3,65000,CME:EBM\nETH,4,3500,BINANCE:ETHUSDT\n"
    ).book
    assert book.warnings == (
        "BTC: CME:EBM pays in EUR, the book is in USD; give its futures price in USD",
    )


def test_own_terms_go_before_those_of_the_register():
    book = read(
        "asset,quantity,price,contract,contract size,lot size\nBTC,3,65000,CME:MBT,0.5,2\n"
    ).book
    assert (book.lines[0].contract_size, book.lines[0].lot_size) == (0.5, 2.0)
    own = read("asset,quantity,price,contract,contract size\nBTC,3,65000,HOUSE:X,0.5\n").book
    assert own.warnings == ("BTC: HOUSE:X is not in the register; it has your own terms",)
    assert net_orders(own)[0].order == 6


def test_two_sizes_of_one_coin():
    book = read("asset,quantity,price,contract\nBTC,83.7,65000,CME:BTC+CME:MBT\n").book
    assert [(order.contract, order.order) for order in net_orders(book)] == [
        ("CME:BTC", 16),
        ("CME:MBT", 37),
    ]


def test_one_contract_has_one_price():
    data = "asset,quantity,price,contract,futures price\nBTC,3,65000,MBT,65100\nETH,40,3500,MBT,65200\n"
    with pytest.raises(Unclear, match=r"CME:MBT: BTC and ETH give it two prices or sizes"):
        net_orders(read(data).book)


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


def test_every_example_is_read():
    assert read_positions(EXAMPLES / "positions.csv").accept()[1].held == -10
    assert [trade.quantity for trade in read_trades(EXAMPLES / "trades.csv").accept()] == [
        -1200,
        40,
    ]
    assert [flow.amount for flow in read_funding(EXAMPLES / "funding.csv").accept()] == [12.5, -3.1]
    german = read((EXAMPLES / "german_desk.csv").read_text("utf-8"))
    assert german.book.currency == "EUR"
    assert lines(german) == [("BTC", 3.5, 56120), ("ETH", 1250, 3020.5), ("USDC", 250000, 0.86)]
    assert german.faults == ()
    assert lines(read((EXAMPLES / "holdings.csv").read_text("utf-8")))[0] == ("BTC", 3, 65000)
