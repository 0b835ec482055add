"""Fills and funding of venues, small and of our own, under the headings that they publish."""

import datetime

import pytest

from betahedge.books.flows import funding_of
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.positions import trades_of

KRAKEN = (
    "uid,dateTime,account,type,symbol,contract,change,new balance,new average entry price,trade price,"
    "mark price,funding rate,realized pnl,fee,realized funding,collateral,conversion spread percentage\n"
    "d,2026-09-01T16:00:00.000Z,flex,funding rate change,usd,pf_ethusd,3.5,1003.5,,,3510,0.00001,,,3.5,usd,\n"
    "c,2026-09-01T12:00:00.000Z,flex,futures trade,usd,pf_ethusd,-5,1000,,3500,3510,,0,5,,usd,\n"
    "b,2026-09-01T12:00:00.000Z,flex,futures trade,pf_ethusd,pf_ethusd,-1,-3,3450,3500,3510,,,,,,\n"
    "a,2026-09-01T10:00:00.000Z,flex,futures trade,pf_ethusd,pf_ethusd,-2,-2,3400,3400,3410,,,,,,\n"
)


def trades(text):
    assert kinds_of("t.csv", text.encode(), How()) == ("trades",)
    rows = trades_of("t.csv", text.encode(), How()).accept()
    return [(row.contract, row.quantity, row.price, row.fee, row.fee_currency) for row in rows]


def test_the_side_of_old_lists_of_binance_and_gate_is_their_type():
    binance = (
        "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n"
        "2026-09-01 10:00:00,BTCUSDT,SELL,65000,2,130000,13,USDT\n"
    )
    assert trades(binance) == [("BTC", -2, 65000, 13, "USDT")]
    gate = (
        "No,Time,Trade Type,Pair,Price,Amount,Total,Fee\n"
        "1,2026-09-01 10:00:00,sell,BTC/USDT,65000,2,130000,13 USDT\n"
    )
    assert trades(gate) == [("BTC", -2, 65000, 13, "USDT")]


def test_hyperliquid_closes_a_short_by_buying():
    text = (
        "time,coin,dir,px,sz,ntl,fee,closedPnl\n"
        "9/15/2026 - 08:00:00,BTC,Open Short,65000,2,130000,39,0\n"
        "9/16/2026 - 08:00:00,BTC,Close Short,64000,0.5,32000,13,500\n"
    )
    assert trades(text) == [
        ("HYPERLIQUID:BTC", -2, 65000, 39, ""), ("HYPERLIQUID:BTC", 0.5, 64000, 13, ""),
    ]  # fmt: skip


def test_the_coin_of_hyperliquid_is_what_funding_was_paid_for():
    """3.5 USDC on a position in bitcoin, and not 3.5 BTC."""
    day = datetime.datetime(2026, 9, 15, 8)
    export = (
        "time,coin,sz,side,payment,rate\n9/15/2026 - 08:00:00,BTC,2 BTC,Short,3.5 USDC,0.001%\n"
    )
    answer = "time,coin,usdc,szi,fundingRate\n1789459200000,BTC,3.5,-2,0.00001\n"
    for text in (export, answer):
        assert kinds_of("f.csv", text.encode(), How()) == ("funding",)
        [flow] = funding_of("f.csv", text.encode(), How()).accept()
        assert (flow.date, flow.contract, flow.amount) == (day, "HYPERLIQUID:BTC", 3.5)
        assert flow.currency in ("", "USD", "USDC")
        assert flow.funding_rate == 0.00001


def test_the_log_of_kraken_futures_has_funding_and_fees():
    assert kinds_of("k.csv", KRAKEN.encode(), How()) == ("funding",)
    rows = funding_of("k.csv", KRAKEN.encode(), How()).accept()
    assert [(row.contract, row.flow, row.amount, row.currency) for row in rows] == [
        ("KRAKEN:PF_ETHUSD", "funding", 3.5, "USD"), ("KRAKEN:PF_ETHUSD", "fee", -5, "USD"),
    ]  # fmt: skip


def test_fills_of_coinbase_are_of_its_own_products():
    """BTC-USD is a spot pair there, and a future of dYdX; a size may be in dollars."""
    pro = (
        "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,"
        "price/fee/total unit\ndefault,1,BTC-USD,SELL,2026-09-01T10:00:00.000Z,0.5,BTC,65000,13,32487,USD\n"
    )
    assert trades(pro) == [("BTC", -0.5, 65000, 13, "USD")]
    advanced = (
        "trade_id,order_id,trade_time,price,size,commission,product_id,size_in_quote,side\n"
        "1,2,2026-09-01T10:00:00Z,65000,0.5,13,BTC-USD,false,SELL\n"
        "2,2,2026-09-01T10:00:00Z,65000,32500,13,BTC-USD,true,SELL\n"
    )
    found = trades_of("t.csv", advanced.encode(), How())
    assert [(row.contract, row.quantity) for row in found.rows] == [("BTC", -0.5)]
    assert [str(fault) for fault in found.faults] == [
        'line 3, quantity: was "32500"; is in money; must be in coins or contracts; divide it by the '
        "price"
    ]


def test_fees_of_bitfinex_are_paid_below_0():
    text = (
        "#,PAIR,AMOUNT,PRICE,FEE,FEE PERC,FEE CURRENCY,DATE,ORDER ID\n"
        "1,BTC/USD,-0.5,65000,-13,0.04,USD,2026-09-01 10:00:00,2\n"
        "2,BTC/USD,0.5,65000,2,0.01,USD,2026-09-01 11:00:00,3\n"
    )
    assert trades(text) == [("BTC", -0.5, 65000, 13, "USD"), ("BTC", 0.5, 65000, -2, "USD")]


@pytest.mark.parametrize(
    ("pair", "traded"),
    [
        ("BTC/EUR", ("BTC", "EUR")),
        ("ETH/USDC", ("ETH", "USDC")),
        ("ETH/USDT:USDT", ("ETH/USDT:USDT", "")),  # a perpetual, as ccxt writes it
        ("BTCUSDT", ("BTCUSDT", "")),  # of two venues, and coins at both
        ("DYDX:BTC-USD", ("DYDX:BTC-USD", "")),
        ("Bitcoin", ("BTC", "")),
        ("XBT", ("BTC", "")),
    ],
)
def test_a_pair_says_which_coin_was_traded_for_which_money(pair, traded):
    text = f"date,contract,side,quantity,price\n2026-09-01,{pair},sell,0.5,65000\n"
    [trade] = trades_of("t.csv", text.encode(), How()).accept()
    assert (trade.contract, trade.currency) == traded


def test_pairs_of_binance_s_spot_are_no_futures_of_the_same_name():
    text = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2026-09-01 10:00:00,BTCEUR,BUY,60000,0.5BTC,30000EUR,0.01BNB\n"
    [trade] = trades_of("t.csv", text.encode(), How()).accept()
    assert (trade.contract, trade.quantity, trade.currency) == ("BTC", 0.5, "EUR")


@pytest.mark.parametrize(
    ("head", "line"),
    [("price,currency", "65000,EUR"), ("price (EUR)", "65000"), ("price", "65000 EUR")],
)
def test_the_currency_of_a_trade_is_said_beside_its_price(head, line):
    text = f"date,contract,side,quantity,{head}\n2026-09-01,BTC,buy,0.5,{line}\n"
    [trade] = trades_of("t.csv", text.encode(), How()).accept()
    assert (trade.contract, trade.price, trade.currency) == ("BTC", 65000, "EUR")


def test_coins_of_a_future_s_name_are_not_its_contracts():
    """DOT is a future of 100 coins at one venue: 2,000 coins are no 20 of it."""
    text = b"date,contract,side,quantity,price\n2026-09-01,DOT,buy,2000 DOT,5\n"
    [trade] = trades_of("t.csv", text, How()).accept()
    assert (trade.contract, trade.quantity) == ("DOT", 2000)


def test_a_position_of_hyperliquid_is_turned_by_one_trade():
    head = (
        "time,coin,dir,px,sz,ntl,fee,closedPnl\n9/15/2026 - 08:00:00,BTC,{},65000,2,130000,39,0\n"
    )
    for word, quantity in (("Long > Short", -2), ("Short > Long", 2)):
        assert trades(head.format(word)) == [("HYPERLIQUID:BTC", quantity, 65000, 39, "")]


def test_fills_of_deribit_and_of_ccxt():
    """Contracts that were traded are not held; two times that are one are no question."""
    deribit = (
        "trade_seq,trade_id,timestamp,state,price,order_type,order_id,instrument_name,fee_currency,fee,"
        "direction,amount,contracts\n1,t,1788256800000,filled,65000,market,o,BTC-PERPETUAL,BTC,0.00001,"
        "sell,5000,500\n"
    )
    assert trades(deribit) == [("DERIBIT:BTC-PERPETUAL", -500, 65000, 0.00001, "BTC")]
    ccxt = (
        "id,timestamp,datetime,symbol,order,type,side,price,amount,cost,fee.cost,fee.currency\n"
        "1,1788256800000,2026-09-01T10:00:00.000Z,BTC/USDT,2,limit,sell,65000,0.5,32500,13,USDT\n"
    )
    assert trades(ccxt) == [("BTC", -0.5, 65000, 13, "USDT")]


def test_funding_of_dydx_gate_and_bitmex():
    dydx = (
        "market,ticker,rate,positionSize,price,payment,side,createdAt,createdAtHeight\n"
        "BTC-USD,BTC-USD,0.00001,-0.5,65000,0.325,SHORT,2026-09-01T10:00:00.000Z,1\n"
    )
    gate = "time,contract,change,balance,type,text\n1788256800,BTC_USDT,2.5,100,fund,\n"
    for text, wanted in (
        (dydx, ("DYDX:BTC-USD", "funding", 0.325)),
        (gate, ("BTC_USDT", "funding", 2.5)),
    ):
        assert kinds_of("f.csv", text.encode(), How()) == ("funding",)
        [row] = funding_of("f.csv", text.encode(), How()).accept()
        assert (row.contract, row.flow, row.amount) == wanted
    bitmex = "timestamp,symbol,execType,currency,funding\n2026-09-01T10:00:00.000Z,XBTUSD,Funding,XBt,-1234\n"
    found = funding_of("f.csv", bitmex.encode(), How())
    assert [str(fault) for fault in found.faults] == [
        'line 2, currency: was "XBt"; is no whole coin; write what was paid in whole coins'
    ]


@pytest.mark.parametrize(
    ("line", "contracts"),
    [("0.5 BTC,", -50), ("0.5,BTC", -50), ("50 contracts,", -50), ("50,cont", -50), ("50,", -50)],
)
def test_coins_of_a_future_are_not_its_contracts(line, contracts):
    """A contract of OKX is 0.01 bitcoin; a pair of spot is counted in coins."""
    head = "date,contract,side,quantity,unit,price\n"
    swap = f"{head}2026-09-01,OKX:BTC-USDT-SWAP,sell,{line},65000\n"
    assert trades(swap) == [("OKX:BTC-USDT-SWAP", contracts, 65000, 0, "")]
    spot = f"{head}2026-09-01,BTC/USD,sell,0.5,BTC,65000\n"
    assert trades(spot) == [("BTC", -0.5, 65000, 0, "")]
    bad = trades_of("t.csv", swap.replace(line, "5,ETH").encode(), How())
    assert [str(fault) for fault in bad.faults] == [
        "line 2, quantity: was \"5\"; has 'ETH' beside it; must be contracts"
    ]
