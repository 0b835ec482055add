"""Ledgers with balances: the last of each coin, of each wallet that a venue names."""

import pytest

from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.market import market_of

HEAD = "txid,refid,time,type,aclass,asset,amount,fee,balance"
MOVES = [("XXBT", 5, 5), ("XXBT", -3, 2), ("XBT.M", 3, 3), ("XBT.M", 0.25, 3.25), ("XXBT", 1, 3)]
LINES = [
    f"T{n},R{n},2026-01-0{n} 10:00:00,transfer,currency,{name},{amount},0,{balance}"
    for n, (name, amount, balance) in enumerate(MOVES, 1)
]


@pytest.mark.parametrize("order", [1, -1], ids=["oldest first", "newest first"])
def test_what_is_staked_under_a_name_of_its_own_is_held_beside_what_is_not(order):
    text = "\n".join([HEAD, *LINES[::order]])
    market = market_of("m.csv", b"symbol,price\nBTC,65000\n", How())
    reading = holdings_of("h.csv", text.encode(), How(), market)
    (line,) = reading.accept().lines
    assert (line.asset, line.quantity) == ("BTC", sum(amount for _, amount, _ in MOVES))
    assert [tuple(each) for each in line.wallets] == [("XBT.M", 3.25)]


def test_a_sale_above_0_beside_what_is_below_is_no_gain_of_coins():
    """A file that writes a minus writes it everywhere: 1.5 less 0.5 sold are not 2."""
    head = "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Subtotal,Notes\n"
    text = head + "1,2026-01-05,Buy,BTC,1.5,USD,1,\n2,2026-01-06,Sell,BTC,{},USD,1,\n"
    text += "3,2026-01-07,Send,BTC,-0.25,USD,1,\n"
    market = market_of("m.csv", b"symbol,price\nBTC,65000\n", How())
    wrong = holdings_of("h.csv", text.format("0.5").encode(), How(), market)
    assert [str(fault) for fault in wrong.faults] == [
        "line 3, quantity: was 0.5; is above 0, and Sell beside it, in a file that writes a minus; "
        "write what went away below 0"
    ]
    right = holdings_of("h.csv", text.format("-0.5").encode(), How(), market)
    assert [line.quantity for line in right.accept().lines] == [0.75]
    assert "3 entries of the ledger make 1 holding" in right.understood.notes
