"""Fills and funding of venues, small and of our own, under the headings that they publish."""

import datetime

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.positions import funding_of, trades_of

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
    assert trades(binance) == [("BINANCE:BTCUSDT", -2, 65000, 13, "USDT")]
    gate = (
        "No,Time,Trade Type,Pair,Price,Amount,Total,Fee\n"
        "1,2026-09-01 10:00:00,sell,BTC/USDT,65000,2,130000,13 USDT\n"
    )
    assert trades(gate) == [("BTC/USDT", -2, 65000, 13, "USDT")]


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
