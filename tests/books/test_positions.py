"""Lists of positions in futures as venues and brokers write them, and books with sides."""

import datetime

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import funding_of
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.market import market_of
from betahedge.books.positions import positions_of, trades_of
from books.files import lines, read, said, xlsx

SCREEN = (
    "Symbol,Size,Entry Price,Mark Price,Liq.Price,Margin\n"
    "BTCUSDT,-0.5,64000,65000,80000,3200\nETHUSDT,10,3400,3500,2000,1750\n"
)


def held(text: str, **how) -> list[tuple[str, float]]:
    found = positions_of("p.csv", text.encode(), How(**how))
    assert not found.faults, [str(fault) for fault in found.faults]
    return [(row.contract, row.held) for row in found.rows]


def faults(text: str) -> list[str]:
    return [str(fault) for fault in positions_of("p.csv", text.encode(), How()).faults]


@pytest.mark.parametrize(
    "head",
    [
        "Symbol,Size,Entry Price,Mark Price",
        "Coin,Size,Position Value,Entry Price,Liq. Price",
        "Symbol,Qty,Mark Price,Leverage",
        "Instrument,B/S,Contracts,Price",
        "Financial Instrument,Position,Last,Market Value,Avg Price",  # Trader Workstation
        "Account,Symbol,Exch,Net Pos,Avg Price,Currency",
        "positionId,instId,positionSide,positions,averagePrice",  # BloFin
        "symbol,currency,positionAmt,positionSide,avgPrice,leverage",  # BingX
        "symbol,netQuantity,entryPrice,markPrice,estLiquidationPrice",  # Backpack
        "Account,Contract,Long,Short,Settle",
        "Product,Position Side,Size",
    ],
)
def test_what_a_venue_lists_of_futures_are_positions(head):
    assert kinds_of("p.csv", f"{head}\n".encode(), How()) == ("positions",)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Coin,Total,Available,Price", "holdings"),
        ("asset,free,locked,price", "holdings"),
        ("Asset,Quantity ('000),Price", "holdings"),
        ("Asset,Balance (satoshi),Price", "holdings"),
        ("Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee", "trades"),
        ("Date(UTC),Type,Amount,Asset,Symbol", "funding"),
        ("symbol,mark price,funding rate", "market"),
        ("Security,L/S,Quantity,Px Close,Contract", "holdings"),
        ("Contract,Currency,Quantity,Side", "positions"),
        ("symbol,size,mark price", "positions"),
        ("DateTime,Symbol,Side,Qty,Price", "trades"),
        ("fill_id,symbol,side,size,price,fillTime", "trades"),
    ],
)
def test_what_is_like_them_is_not(head, kind):
    assert kinds_of("p.csv", f"{head}\n".encode(), How()) == (kind,)


def test_a_venue_s_list_has_shorts_below_0():
    assert held(SCREEN) == [("BTCUSDT", 0.5), ("ETHUSDT", -10)]
    bought = SCREEN.replace("-0.5", "0.5")
    with pytest.raises(Unclear, match=r"held=Size if a short is above 0, or --map position=Size"):
        held(bought)
    assert held(bought, columns={"position": "Size"}) == [("BTCUSDT", -0.5), ("ETHUSDT", -10)]


def test_a_list_of_positions_is_no_book_of_coins():
    assert said(SCREEN) == [
        "h.csv, line 1: has a column Liq.Price, so it lists positions in futures and no coins; "
        "give it by --positions"
    ]
    with pytest.raises(Unclear, match="it lists positions in futures and no market; give it by"):
        market_of("m.csv", SCREEN.encode(), How())


def test_a_workbook_may_have_a_sheet_of_each():
    coins = (["Asset", "Quantity", "Price"], ["BTC", 2, 65000])
    futures = ("Futures", [["Symbol", "Qty", "Mark Price", "Leverage"], ["BTCUSDT", -1, 65000, 5]])
    data = xlsx(*coins, sheets=[futures])
    assert kinds_of("b.xlsx", data, How()) == ("holdings",)
    assert lines(read(data, "b.xlsx")) == [("BTC", 2, 65000)]
    found = positions_of("b.xlsx", data, How()).accept()
    assert [(each.contract, each.held) for each in found] == [("BTCUSDT", 1)]


def test_a_book_of_coins_is_no_list_of_positions():
    text = "asset,side,quantity,price\nBTC,long,3,65000\n"
    with pytest.raises(Unclear, match="has no column contract"):
        held(text)
    assert held(text, columns={"contract": "asset"}) == [("BTC", -3)]


def test_a_broker_s_columns_of_long_and_short_are_netted():
    text = "Account,Contract,Long,Short\nF1,MBT,,10\nF1,MET,5,0\nF2,MBT,2,1\n"
    assert held(text) == [("CME:MBT", 10), ("CME:MET", -5), ("CME:MBT", -1)]


def test_a_side_that_contradicts_its_number_or_is_blank_is_a_fault():
    assert faults("contract,side,quantity\nMBT,long,-5\nMET,,5\nMSL,Short,-3\n") == [
        "line 2, position: was -5; is below 0, and its side is to buy",
        "line 3, side: was blank; must not be blank",
    ]
    text = b"date,contract,side,quantity,price\n2026-09-01,CME:MBT,buy,-10,65000\n"
    [fault] = trades_of("t.csv", text, How()).faults
    assert str(fault) == "line 2, quantity: was -10; is below 0, and its side is to buy"


def test_coins_are_no_contracts_and_a_line_pasted_twice_is_said():
    assert faults("contract,side,size\nOKX:BTC-USDT-SWAP,short,0.5 ETH\n") == [
        "line 2, position: was \"0.5 ETH\"; has 'ETH' beside it; must be contracts"
    ]
    assert held("contract,side,size\nOKX:BTC-USDT-SWAP,short,50 Cont\n") == [
        ("OKX:BTC-USDT-SWAP", 50)
    ]
    assert faults("contract,held\nCME:MBT,10\nCME:MBT,10\n") == [
        "line 3, contract: repeats line 2; take one out, or give each its wallet"
    ]


@pytest.mark.parametrize(
    ("contract", "size", "count"),
    [
        ("BINANCE:BTCUSDT", "-12.5 BTC", 12.5),  # of 1 BTC each
        ("BTCUSDT", "-12.5 BTC", 12.5),  # of two venues, 1 BTC on both
        ("OKX:BTC-USDT-SWAP", "-0.5 BTC", 50),  # of 0.01 BTC each
        ("DERIBIT:BTC-PERPETUAL", "-500000 USD", 50_000),  # of 10 USD each
        ("CME:MBTZ6", "-10 XBT", 100),  # of 0.1 BTC each
        ("CME:MBT", "-10 lots", 10),
    ],
)
def test_coins_or_dollars_are_counted_in_contracts_of_their_size(contract, size, count):
    [(_, found)] = held(f"contract,position\n{contract},{size}\nCME:MET,-1\n")[:1]
    assert found == pytest.approx(count, rel=1e-15)


@pytest.mark.parametrize("size", ["-812500 USDT", "-12.5 ETH"])
def test_another_unit_is_no_count_of_contracts(size):
    [line] = faults(f"contract,position\nBINANCE:BTCUSDT,{size}\n")
    assert line.endswith("beside it; must be contracts")


def test_lines_that_hold_nothing_are_no_faults():
    assert held("contract,side,size\nCME:MBT,short,5\nCME:MET,Flat,0\nCME:MSL,-,0\n") == [
        ("CME:MBT", 5)
    ]
    assert held("Contract,Long,Short\nCME:MBT,,5\nCME:MET,,\n") == [("CME:MBT", 5)]
    answer = "symbol,positionAmt,entryPrice,markPrice\nBTCUSDT,-5,64000,65000\nETHUSDT,0,0,0\n"
    assert held(answer) == [("BINANCE:BTCUSDT", 5)]


def test_a_coin_whose_side_is_short_is_owed():
    text = "Asset,Long/Short,Quantity,Price,Value\nBTC,L,2,65000,130000\nSOL,S,100,150,-15000\n"
    for written in (text, text.replace("-15000", "15000")):
        assert lines(read(written)) == [("BTC", 2, 65000), ("SOL", -100, 150)]
        assert not read(written).faults


def test_a_sum_of_money_is_no_count_of_coins():
    text = "Wallet,Coin,Balance,Balance (USD)\nCold,BTC,10.5,682500\n"
    assert lines(read(text)) == [("BTC", 10.5, 65000)]
    assert "has no column quantity" in said("Asset,Amount (EUR),Price\nBTC,130000,65000\n")[0]


def test_the_average_price_of_coins_is_no_entry_of_their_future():
    text = "asset,quantity,average price,price,contract,held\nBTC,2,30000,65000,CME:MBT,10\n"
    assert [(line.price, line.entry_price) for line in read(text).book.lines] == [(65000, None)]


def test_an_order_that_was_not_filled_is_no_trade():
    head = "Date,Symbol,Side,{},Price,Status\n"
    rows = "2026-09-01,BTCUSDT,BUY,1,65000,Canceled\n2026-09-01,BTCUSDT,BUY,2,65000,Filled\n"
    found = trades_of("t.csv", (head.format("Qty") + rows).encode(), How())
    assert [trade.quantity for trade in found.rows] == [2]
    assert [str(fault) for fault in found.faults] == [
        'line 2, status: was "Canceled"; is of an order that was not filled, and no trade; '
        "take the line out"
    ]
    filled = trades_of("t.csv", (head.format("Filled") + rows).encode(), How())
    assert [trade.quantity for trade in filled.accept()] == [1, 2]


@pytest.mark.parametrize(
    ("word", "quantity"),
    [
        ("Open Short", -3),
        ("close long", -3),
        ("Sell to Open", -3),
        ("Buy to close", 3),
        ("Close Short", 3),
    ],
)
def test_words_of_trades_say_what_is_bought_and_sold(word, quantity):
    text = f"date,contract,side,quantity,price\n2026-09-01,CME:MBT,{word},3,65000\n"
    assert trades_of("t.csv", text.encode(), How()).accept()[0].quantity == quantity


def test_the_words_of_funding_are_known_by_their_letters():
    text = "time,symbol,income,asset,incomeType\n1790000000000,BTCUSDT,3.2,USDT,{}\n"
    for word in ("FUNDING_FEE", "Funding Fee", "fundingPayment", "settlement"):
        [flow] = funding_of("f.csv", text.format(word).encode(), How()).accept()
        assert (flow.flow, flow.amount) == ("funding", 3.2)
    [flow] = funding_of("f.csv", text.format("TRANSFER").encode(), How()).accept()
    assert flow.flow == "transfer"


def test_positions_and_trades_may_be_german():
    text = "Kontrakt;Richtung;Anzahl;Einstandskurs\nCME:MBT;Verkauf;10;64.000,50\nCME:MET;Kauf;5;\n"
    assert held(text) == [("CME:MBT", 10), ("CME:MET", -5)]
    assert kinds_of("p.csv", text.encode(), How()) == ("positions",)
    text = "Datum;Kontrakt;Kauf/Verkauf;Anzahl;Preis\n01.09.2026;MBT;Verkauf;10;64.000,50\n"
    [row] = trades_of("t.csv", text.encode(), How()).rows
    assert (row.contract, row.quantity, row.price) == ("CME:MBT", -10, 64_000.5)


@pytest.mark.parametrize(("word", "quantity"), [("SLD", -10), ("BOT", 10)])
def test_a_broker_s_actions_are_sides(word, quantity):
    text = f"Trade Date,Symbol,Action,Quantity,Price\n2026-09-01,MBT,{word},10,64000\n"
    assert [row.quantity for row in trades_of("t.csv", text.encode(), How()).rows] == [quantity]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit",
         "default,1,BTC-USD,SELL,2026-09-01T10:00:00Z,2,BTC,65000,13,129987,USD"),
        ("symbol,id,orderId,side,price,qty,quoteQty,commission,commissionAsset,time,positionSide",
         "BTC-USD,1,2,SELL,65000,2,130000,13,USD,2026-09-01T10:00:00Z,LONG"),
        ("trade_id,order_id,trade_time,price,size,commission,product_id,side",
         "1,2,2026-09-01T10:00:00Z,65000,2,13,BTC-USD,SELL"),
        ("Order ID,Date,Trading pair,Direction,Price,Amount,Total,Fee",
         "1,2026-09-01 10:00:00,BTC-USD,Sell,65000,2,130000,13"),
        ("tradeCreatedAt,orderId,symbol,side,price,size,funds,fee,feeCurrency",
         "2026-09-01 10:00:00,1,BTC-USD,sell,65000,2,130000,13,USD"),
        ("Pairs,Time,Side,Filled Price,Executed Amount,Total,Fee,Role",
         "BTC-USD,2026-09-01 10:00:00,SELL,65000,2,130000,13USD,Maker"),
    ],
)  # fmt: skip
def test_fills_under_the_headings_of_venues_are_trades(head, line):
    """A sale is one, be the position beside it long or short; a unit of a size is no size."""
    text = f"{head}\n{line}\n".encode()
    assert kinds_of("t.csv", text, How()) == ("trades",)
    [trade] = trades_of("t.csv", text, How()).accept()
    assert (trade.quantity, trade.price, trade.fee) == (-2, 65000, 13)
    assert trade.date == datetime.datetime(2026, 9, 1, 10)


def test_payments_of_funding_beside_a_size_are_funding():
    text = b"market,rate,positionSize,price,payment,effectiveAt\nBTC-USD,0.00001,-2,65000,0.97,2026-09-01\n"
    assert kinds_of("f.csv", text, How()) == ("funding",)
    [flow] = funding_of("f.csv", text, How()).accept()
    assert (flow.contract, flow.amount, flow.funding_rate) == ("DYDX:BTC-USD", 0.97, 0.00001)


@pytest.mark.parametrize(
    ("line", "contracts"),
    [("0.5,BTC", 50), ("50,cont", 50), ("50,Contracts", 50), ("50,", 50), ("0.5,btc", 50)],
)
def test_a_unit_beside_says_what_is_counted(line, contracts):
    """A contract of OKX is 0.01 bitcoin; what has another unit is no count."""
    text = f"Symbol,Side,Quantity,Unit,Entry Price\nBTC-USDT-SWAP,Short,{line},65000\n"
    assert held(text) == [("OKX:BTC-USDT-SWAP", contracts)]
    [told] = faults(text.replace(line, "5,ETH"))
    assert told == "line 2, position: was \"5\"; has 'ETH' beside it; must be contracts"
