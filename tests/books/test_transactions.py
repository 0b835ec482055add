"""Lists of transactions, under the headings that venues give them, are no balances or positions."""

import datetime

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import funding_of
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.market import market_of
from betahedge.books.positions import positions_of, trades_of
from books.files import lines, read, said

NO_BALANCES = (
    "h.csv, line 1: has a column {}, so it lists transactions and no balances; give the balances, "
    "or say --map quantity=COLUMN to add up all"
)


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ("Date(UTC+0),Coin,Network,Amount,Address,TXID,Status", "2026-09-01,BTC,BTC,2,a,t,Completed", "TXID"),
        ("Coin,Amount,Fee,Transfer Network,Status", "BTC,2,0,BTC,SUCCESS", "Fee"),
        ("Currency,Amount,Native Amount,Transaction Hash", "BTC,2,130000,h", "Transaction Hash"),
        ("date,action,amount,currency,base_amount,base_currency,fee_amount", "2026-09-01,buy,10000,USD,2,BTC,5", "fee_amount"),
        ("Symbol,Side,Quantity,State,Order Type,Notional", "BTC,buy,2,Filled,Limit,130000", "Order Type"),
        ("Operation Amount,Operation Hash,Account Name", "2,h,Cold", "Operation Hash"),
        ("Currency,Amount,Native Amount,Transaction Kind", "BTC,2,130000,crypto_purchase", "Transaction Kind"),
        ("Date,Coin,Amount,Fee (BNB),Converted BNB", "2026-09-01,BTC,2,1,9", "Fee (BNB)"),
        ("Date,Type,Received Quantity,Received Currency", "2026-09-01,BUY,2,BTC", "Received Quantity"),
    ],
)  # fmt: skip
def test_a_list_of_transactions_is_no_list_of_balances(head, line, told):
    text = f"{head}\n{line}\n"
    assert kinds_of("h.csv", text.encode(), How()) == ("holdings",)
    assert said(text) == [NO_BALANCES.format(told)]


def test_transactions_whose_quantity_is_named_are_added_up():
    text = "coin,amount,price,txid\nBTC,2,65000,a\nBTC,-0.5,65000,b\n"
    assert said(text) == [NO_BALANCES.format("txid")]
    assert lines(read(text, columns={"quantity": "amount"})) == [("BTC", 1.5, 65000)]


@pytest.mark.parametrize(
    "head",
    [
        "tradeCreatedAt,orderId,symbol,side,price,size",
        "time,trade_id,product,side,price,size",
        "Date (UTC),Trade ID,Instrument,Side,Price,Quantity,Margin Mode",
        "Time Entered,Order Type,Symbol,Side,Average Price,Quantity",
    ],
)
def test_fills_are_no_positions(head):
    """What was bought and sold again is held no more, and a list of fills may begin anywhere."""
    text = f"{head}\n2026-09-01,1,BINANCE:BTCUSDT,sell,65000,2{',Cross' * ('Margin' in head)}\n"
    assert kinds_of("p.csv", text.encode(), How()) != ("positions",)
    with pytest.raises(Unclear, match="so it lists transactions and no positions; give what is h"):
        positions_of("p.csv", text.encode(), How())


def test_a_position_may_have_the_number_of_its_order_beside_it():
    text = "symbol,side,qty,entry_price,order_id\nBINANCE:BTCUSDT,SHORT,2,64000,a1\n"
    assert kinds_of("p.csv", text.encode(), How()) == ("positions",)
    [each] = positions_of("p.csv", text.encode(), How()).accept()
    assert (each.held, each.entry_price) == (2, 64000)


def test_fills_and_cards_are_no_market():
    text = b"coin,px,sz,side,time,hash\nBTC,65000,2,A,2026-09-01,0xab\n"
    with pytest.raises(Unclear, match="a column hash, so it lists transactions and no quotes"):
        market_of("m.csv", text, How())


def test_what_was_traded_by_an_amount_is_a_trade():
    text = b"Date,Pair,Side,Price,Amount,Fee\n2026-09-01,BTC/USDT,sell,65000,2,13\n"
    [each] = trades_of("t.csv", text, How()).accept()
    assert (each.quantity, each.price, each.fee) == (-2, 65000, 13)


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ("Date,Pair,Side,Price,Amount,Fee", "2026-09-01,BTC/USDT,sell,65000,2,13",
         "line 1: has a column Price, so it lists trades and no funding; give it by --trades"),
        ("#,PAIR,AMOUNT,PRICE,FEE,DATE,ORDER ID", "1,BTC/USD,2,65000,13,2026-09-01,7",
         "line 1: has a column PRICE, so it lists trades and no funding; give it by --trades"),
        ("Date,Currency,Network,Amount,TXID,PaymentID", "2026-09-01,BTC,BTC,2,t,",
         "line 1: has a column Network, so it lists transfers and no funding; give what contracts paid"),
        ("TimeStamp,Currency,Symbol,Amount,Confirmation,TxId", "2026-09-01,BTC,BTC,2,6,t",
         "line 1: has a column Confirmation, so it lists transfers and no funding; give what contracts paid"),
        ("#,DESCRIPTION,CURRENCY,AMOUNT,BALANCE,DATE", "1,Deposit,BTC,2,2,2026-09-01",
         "line 1: does not say what its AMOUNT is; head it funding, or add a column type or contract"),
    ],
)  # fmt: skip
def test_amounts_of_something_else_are_no_funding(head, line, told):
    text = f"{head}\n{line}\n".encode()
    with pytest.raises(Unclear) as error:
        funding_of("f.csv", text, How())
    assert str(error.value) == f"f.csv, {told}"
    amount = "Amount" if "Amount" in head else "AMOUNT"
    [flow, *_] = funding_of("f.csv", text, How(columns={"amount": amount})).accept()
    assert flow.amount == 2


def test_a_coin_beside_funding_may_be_what_it_was_paid_in_or_for():
    """3.5 for a position in bitcoin are dollars, and in bitcoin they are a fortune."""
    text = b"date,coin,funding\n2026-09-01,BTC,3.5\n"
    with pytest.raises(
        Unclear, match="coin may be what it was paid in or paid for; say --map curr"
    ):
        funding_of("f.csv", text, How())
    [flow] = funding_of("f.csv", text, How(columns={"contract": "coin"})).accept()
    assert (flow.contract, flow.currency) == ("BTC", "")
    [flow] = funding_of("f.csv", text, How(columns={"currency": "coin"})).accept()
    assert (flow.contract, flow.currency) == ("", "BTC")
    [flow] = funding_of("f.csv", text.replace(b"BTC", b"USDT"), How()).accept()
    assert flow.currency == "USDT"


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        *(("UTC", "2026-09-01T05:00"), ("UTC+0", "2026-09-01T05:00")),
        *(("UTC+08:00", "2026-08-31T21:00"), ("GMT-5:30", "2026-09-01T10:30")),
    ],
)
def test_a_heading_may_say_the_zone_of_its_times(zone, time):
    """Oracle: the offset, taken off the clock by hand."""
    trades = (
        f"Filled Time({zone}),Pair,Side,Price,Amount\n2026-09-01 05:00:00,BTC/USDT,sell,65000,2\n"
    )
    [trade] = trades_of("t.csv", trades.encode(), How()).accept()
    kucoin = (
        "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,"
        f"Total Trading Fees,Position Opening Time({zone}),Position Closing Time({zone})\n"
        "1,Main,XBTUSDTM,CLOSE,100,90,-3,-7,2026-08-01 00:00:00,2026-09-01 05:00:00\n"
    )
    [flow] = funding_of("f.csv", kucoin.encode(), How()).accept()
    assert trade.date == flow.date == datetime.datetime.fromisoformat(time)


def test_no_zone_takes_a_time_out_of_the_calendar():
    text = "Time(UTC+99),contract,side,price,quantity\n0001-01-01,CME:MBT,sell,65000,2\n"
    assert "must be a date" in str(trades_of("t.csv", text.encode(), How()).faults[0])


def test_coins_that_were_bought_and_sold_are_transactions():
    """Long and short are what is held; a word alone may be meant so too."""
    text = "symbol,direction,amount,price\nBTC,Buy,2,65000\nETH,{},3,3500\n"
    assert said(text.format("Sell")) == [
        "h.csv: says in direction what was bought and sold, so it lists transactions and no "
        "balances; give the balances, or say --map quantity=COLUMN to add up all"
    ]
    assert lines(read(text.format("Buy"))) == [("BTC", 2, 65000), ("ETH", 3, 3500)]
    held = text.replace("Buy", "Long").format("Short")
    assert lines(read(held)) == [("BTC", 2, 65000), ("ETH", -3, 3500)]


@pytest.mark.parametrize("columns", [{}, {"as_of": "Date"}])
def test_a_column_that_counts_nothing_makes_transactions_no_balances(columns):
    """Bitvavo has a date and a time; what is said of them says nothing of what is added up."""
    text = (
        "Date,Time,Type,Currency,Amount,Fee currency,Fee amount\n"
        "2026-09-01,10:00:00,buy,BTC,2,EUR,10\n2026-09-01,11:00:00,sell,BTC,1,EUR,10\n"
    )
    assert said(text, columns=columns) == [NO_BALANCES.format("Fee currency")]


@pytest.mark.parametrize("word", ["paid", "Withdrawal", "Outflow", "Funding fee-expenditure"])
def test_what_a_word_says_was_paid_is_not_received(word):
    """A short hedge that pays 2.5 has not received them; HTX and KuCoin write no sign."""
    text = f"date,contract,amount,type\n2026-09-01,CME:MBT,1.5,funding\n2026-09-01,CME:MBT,2.5,{word}\n"
    found = funding_of("f.csv", text.encode(), How())
    assert [(row.flow, row.amount) for row in found.rows] == [("funding", 1.5)]
    assert [str(fault) for fault in found.faults] == [
        f"line 3, amount: was 2.5; is above 0, and {word} beside it; write what was paid below 0"
    ]
    below = funding_of("f.csv", text.replace("2.5", "-2.5").encode(), How())
    assert not below.faults
    assert below.rows[1].amount == -2.5


def test_fees_beside_funding_are_paid_above_0():
    text = "Date,Coin,Futures,Type,Amount,Fee\n2026-09-01,USDT,BTCUSDT,Open short,0,-13\n"
    with pytest.raises(Unclear, match="every Fee is below 0; say --map rebate=Fee if"):
        funding_of("f.csv", text.encode(), How())


def test_a_payment_of_funding_is_no_position():
    text = (
        "Datetime,Type,Market,Funding rate,Position size,Funding payment,Currency\n"
        "2026-09-02T10:00:00Z,Funding,BTC/USD-PERP,0.0001,-0.5,3.25,USD\n"
    )
    assert kinds_of("f.csv", text.encode(), How()) == ("funding",)
    [row] = funding_of("f.csv", text.encode(), How()).accept()
    assert (row.contract, row.flow, row.amount) == ("BTC/USD-PERP", "funding", 3.25)


@pytest.mark.parametrize("name", ["trade id", "txid", "Execution ID"])
def test_a_fill_that_was_pasted_twice_is_said(name):
    head = f"date,contract,side,quantity,price,{name}\n"
    line = "2026-09-01,BTC,buy,1,65000,{}\n"
    twice = trades_of("t.csv", f"{head}{line.format(7) * 2}".encode(), How())
    assert [str(fault) for fault in twice.faults] == [
        "line 3, contract: repeats line 2; take one out"
    ]
    two = f"{head}{line.format(7)}{line.format(8)}"
    alike = f"{head}{line.format(7) * 2}".replace(name, "order id")  # two fills of one order
    for text in (two, alike):
        assert len(trades_of("t.csv", text.encode(), How()).accept()) == 2


@pytest.mark.parametrize(("heading", "value"), [("UID", "123"), ("Trade ID", "")])
def test_a_number_of_the_account_or_a_blank_one_tells_no_lines_apart(heading, value):
    """KuCoin begins each line with the number of the user; fills of one second may be alike."""
    line = f"2026-09-01,BTC,buy,1,65000,{value}\n"
    other = line.replace("65000", "65001")
    text = f"date,contract,side,quantity,price,{heading}\n{line}{line}{other}"
    assert len(trades_of("t.csv", text.encode(), How()).accept()) == 3


def test_funding_that_was_pasted_twice_is_said():
    text = "date,contract,funding,tranId\n2026-09-01,CME:MBT,1,7\n2026-09-01,CME:MBT,1,7\n"
    [fault] = funding_of("f.csv", text.encode(), How()).faults
    assert str(fault) == "line 3, contract: repeats line 2; take one out"
