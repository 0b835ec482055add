"""Files of venues and programs, small and of our own, read as their kind says."""

import datetime

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import Flow, funding_of
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.layouts import LAYOUTS
from betahedge.books.positions import Trade, positions_of, trades_of
from books.files import lines, read, said

PRICES = "symbol,price\nBTC,65000\nETH,3500\nSOL,150\nUSDT,1\nUSDC,1\nUSD,1\nEUR,1.1\n"


def held(text: str) -> list[tuple[str, float]]:
    """Read a ledger, whose holdings have no price, beside a market."""
    from betahedge.books.holdings import holdings_of
    from betahedge.books.market import market_of

    market = market_of("market.csv", PRICES.encode(), How())
    reading = holdings_of("h.csv", text.encode(), How(), market)
    assert not reading.faults, [str(fault) for fault in reading.faults]
    return sorted((line.asset, round(line.quantity, 9)) for line in reading.book.lines)


BINANCE = """User_ID,UTC_Time,Account,Operation,Coin,Change,Remark
1,2026-01-01 00:00:00,Spot,Deposit,BTC,3,
1,2026-01-02 00:00:00,Spot,Sell,BTC,-1,
1,2026-01-02 00:00:00,Spot,Buy,USDT,65000,
1,2026-01-03 00:00:00,Funding,Deposit,BTC,0.5,
1,2026-01-04 00:00:00,Spot,Deposit,SOL,0.1,
1,2026-01-05 00:00:00,Spot,Deposit,SOL,0.2,
1,2026-01-05 00:00:00,Spot,Withdraw,SOL,-0.3,
"""
KRAKEN = """txid,refid,time,type,subtype,aclass,subclass,asset,wallet,amount,fee,balance
T3,R3,2026-01-03 00:00:00,trade,,currency,crypto,XXBT,spot,-1,0,2
T2,R2,2026-01-02 00:00:00,deposit,,currency,crypto,XXBT,spot,2,0,3
T1,R1,2026-01-01 00:00:00,deposit,,currency,crypto,XXBT,spot,1,0,1
T4,R4,2026-01-01 00:00:00,transfer,,currency,crypto,ETH.F,earn,4,0,4
,R5,2026-01-04 00:00:00,deposit,,currency,crypto,XXBT,spot,5,0,
"""
OKX = """\ufeffid,Order id,Time,Trade Type,Instrument,Type,Amount,Unit,PL,Fee,Position Change,Position Balance,Balance Change,Balance,Unit
2,9,2026-01-02 00:00:00,SWAP,BTC-USDT-SWAP,Sell,5,cont,0,-1,-5,-5,-1,99,USDT
1,8,2026-01-01 00:00:00,SPOT,BTC-USDT,Buy,1,BTC,0,0,0,0,1,1,BTC
"""
OKX_FUNDING = """id,Time,Type,Amount,Before Balance,After Balance,Fee,{symbol}
1,2026-01-01 00:00:00,Deposit,1,0,1,0,BTC
2,2026-01-02 00:00:00,Deposit,1,1,2,0,BTC
"""
COINBASE = """ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes
1,2026-01-01 00:00:00 UTC,Buy,BTC,3,USD,65000,1,1,0,x
2,2026-01-02 00:00:00 UTC,Send,BTC,1,USD,65000,1,1,0,x
3,2026-01-03 00:00:00 UTC,Staking Income,ETH,0.5,USD,3500,1,1,0,x
"""
KOINLY = """Date,Type,Label,Sending Wallet,Sent Amount,Sent Currency,Sent Cost Basis,Receiving Wallet,Received Amount,Received Currency,Received Cost Basis,Fee Amount,Fee Currency,TxHash,Description
2026-01-01 00:00:00 UTC,deposit,,,,,,Cold,3,BTC,,,,,
2026-01-02 00:00:00 UTC,trade,,Cold,1,BTC,,Cold,65000,USDT,,10,USDT,,
2026-01-03 00:00:00 UTC,transfer,,Cold,0.5,BTC,,Hot,0.5,BTC,,,,,
"""
COINTRACKING = """Type,Buy,Cur.,Value in BTC,Value in USD,Sell,Cur.,Value in BTC,Value in USD,Exchange,Group,Comment,Date
Deposit,3,BTC,3,195000,,,,,Kraken,,,2026-01-01 00:00:00
Trade,65000,USDT,1,65000,1,BTC,1,65000,Kraken,,,2026-01-02 00:00:00
"""
BYBIT = """Time,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Fee Rate,Trade ID,Order ID
2026-01-01 00:00:00,USDT,BTCUSDT,TRADE,Sell,0.5,-0.5,65000,0,3.25,0,-3.25,996.75,0.0001,t1,o1
2026-01-01 08:00:00,USDT,BTCUSDT,SETTLEMENT,Sell,0.5,-0.5,65000,2.5,0,0,2.5,999.25,0.0001,t2,
2026-01-01 09:00:00,BTC,,TRANSFER_IN,,,,,,,,1,1,,t3,
"""
DERIBIT = """ID,UserSeq,Date,Instrument,Type,Side,Amount,Base Amount,Position,Price,Mark Price,Index Price,Cash Flow,Funding,Fee Rate,Fee Charged,Fee Balance,Change,Balance,Equity,Trade ID,Order ID,Info,Note
1,1,2026-01-01 00:00:00,BTC-PERPETUAL,trade,open sell,1000,0.01,-1000,65000,65000,65000,0,0,0.0005,0.00001,0,-0.00001,1,1,t,o,,
2,2,2026-01-01 08:00:00,BTC-PERPETUAL,settlement,-,0,0,-1000,65000,65000,65000,0,0.00002,0,0,0,0.00002,1,1,,,,
"""
BYBIT_TODAY = """UID: 1,Company Name: ,Country:
Uid,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Action,Time(UTC)
1,USDT,BTCUSDT,TRADE,SELL,0.5,-0.5,65000,0,-17.9,0,-17.9,982.1,OPEN,2026-01-01 00:00:00
1,USDT,BTCUSDT,SETTLEMENT,SELL,--,-0.5,--,2.5,0,0,2.5,984.6,SETTLEMENT,2026-01-01 08:00:00
1,BTC,BTCUSDT,TRADE,BUY,0.01,0,65000,0,-0.00001,0.01,0.00999,0.00999,--,2026-01-01 09:00:00
1,USDT,BTCUSDT,TRADE,BUY,-650,0,65000,0,0,-650,-650,334.6,--,2026-01-01 09:00:00
"""
TRES = """Wallet Name,Application,Asset Name,Asset Symbol,Running Balance (T),Running Balance Fiat Value ($)
Cold,,Bitcoin,BTC,3,195000
Hot,,Bitcoin,BTC,1,65000
"""
IBKR = """Account ID,Currency,Asset Class,Symbol,Underlying Symbol,Report Date,Quantity,Multiplier,Mark Price,Position Value,Open Price,Cost Basis Price,Cost Basis Money,FIFO Unrealized PNL,Side
U1,USD,FUT,MBTZ6,MBT,20260930,-39,0.1,65100,-253890,65000,65000,-253500,-390,Short
U1,USD,CRYPTO,BTC,BTC,20260930,3,1,65000,195000,60000,60000,180000,15000,Long
"""
CFM = """product_id,expiration_time,side,number_of_contracts,avg_entry_price,unrealized_pnl,contract_size,liquidation_price,leverage,im_contribution,mm_contribution,position_notional
BIP-20DEC30-CDE,2030-12-20T00:00:00Z,SHORT,5,65000,0,0.01,99000,5,650,300,3250
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BINANCE, [("BTC", 2.5), ("USDT", 65000)]),
        (BINANCE.replace("User_ID,", "").replace("\n1,", "\n"), [("BTC", 2.5), ("USDT", 65000)]),
        (KRAKEN, [("BTC", 2), ("ETH", 4)]),
        (OKX, [("BTC", 1), ("USDT", 99)]),
        ("\ufeff" + OKX.replace(",", ",\ufeff").replace("\n", "\n\ufeff"), [("BTC", 1), ("USDT", 99)]),
        (OKX_FUNDING.format(symbol="Symbol"), [("BTC", 2)]),
        (OKX_FUNDING.replace(",Fee", "").replace(",0,BTC", ",BTC").format(symbol="Symbol"), [("BTC", 2)]),
        (OKX_FUNDING.format(symbol=""), [("BTC", 2)]),
        (COINBASE, [("BTC", 2), ("ETH", 0.5)]),
        (KOINLY, [("BTC", 2), ("USDT", 64990)]),
        (COINTRACKING, [("BTC", 2), ("USDT", 65000)]),
        (BYBIT, [("BTC", 1), ("USDT", 999.25)]),
        (BYBIT_TODAY, [("BTC", 0.00999), ("USDT", 334.6)]),
        (TRES, [("BTC", 4)]),
    ],
    ids=["Binance", "Binance old", "Kraken", "OKX", "OKX with marks", "OKX funding", "OKX funding today", "OKX empty header", "Coinbase",
         "Koinly", "CoinTracking", "Bybit", "Bybit today", "TRES"],
)  # fmt: skip
def test_holdings_of_a_known_file(text, wanted):
    assert held(text) == wanted


def test_wallets_of_a_ledger_are_kept():
    reading = read(TRES)
    assert [tuple(wallet) for wallet in reading.book.lines[0].wallets] == [
        ("Cold", 3.0),
        ("Hot", 1.0),
    ]
    assert lines(reading) == [("BTC", 4.0, 65000.0)]
    assert reading.understood.layout == "TRES balances"
    assert "sold to the end, and left out: SOL" in read(BINANCE).understood.notes


def test_a_word_that_is_not_known_is_asked_about():
    text = COINBASE.replace("Staking Income", "Wonder")
    assert (
        'h.csv, line 4, word: was "Wonder"; is a transaction of which it is not known whether it adds; '
        "give the balances instead, or take the line out"
    ) in said(text)


def test_a_ledger_that_begins_in_the_middle_is_said():
    notes = read(BINANCE.replace("Deposit,BTC,3", "Deposit,BTC,0.25")).understood.notes
    assert "BTC sums to -0.75: does the ledger begin with the first transaction?" in notes


def test_ibkr_holds_coins_and_futures_apart():
    assert lines(read(IBKR)) == [("BTC", 3.0, 65000.0)]
    assert read(IBKR).book.lines[0].cost_basis == 180000


def positions(text: str) -> list[tuple]:
    found = positions_of("p.csv", text.encode(), How())
    assert not found.faults
    return [(row.contract, row.held) for row in found.rows]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BYBIT, [("BYBIT:BTCUSDT", 0.5)]),
        (BYBIT_TODAY, [("BYBIT:BTCUSDT", 0.5)]),  # a spot trade of its name comes later
        (DERIBIT, [("DERIBIT:BTC-PERPETUAL", 100)]),  # 1,000 USD of 10 each
        (OKX, [("OKX:BTC-USDT-SWAP", 5)]),
        (IBKR, [("CME:MBT", 39)]),  # a month of it; a broker is no venue
        (CFM, [("BIP-20DEC30-CDE", 5)]),
        ("contract,held\nCME:MBT,39\nCME:MET,-2\n", [("CME:MBT", 39), ("CME:MET", -2)]),
        ("contract,quantity,side\nMBT,39,Short\nMET,2,long\n", [("CME:MBT", 39), ("CME:MET", -2)]),
        ("contract,quantity\nMBT,-39\n", [("CME:MBT", 39)]),
    ],
    ids=["Bybit", "Bybit today", "Deribit", "OKX", "IBKR", "Coinbase CFM", "held", "side", "signed"],
)  # fmt: skip
def test_positions_are_signed_as_sold_short(text, wanted):
    assert positions(text) == wanted


def test_a_position_without_a_side_is_asked_about():
    from betahedge.books.faults import Unclear

    with pytest.raises(
        Unclear, match=r"quantity may be sold short or bought; say --map held=quantity"
    ):
        positions_of("p.csv", b"contract,quantity\nMBT,39\n", How())


DAY = datetime.datetime(2026, 1, 1)
TRADES = {
    "Binance": (
        "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2026-01-01 00:00:00,BTCUSDT,SELL,65000,0.5BTC,32500USDT,0.01BNB\n",
        Trade(DAY, "BTC", -0.5, 65000.0, 0.01, "BNB", "", 2, "USDT"),
    ),
    "Kraken": (
        "txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers\n"
        "T,O,XXBTZUSD,2026-01-01 00:00:00,buy,limit,65000,32500,5,0.5,0,,L\n",
        Trade(DAY, "BTC", 0.5, 65000.0, 5.0, "", "", 2, "USD"),
    ),
    "Coinbase Prime": (
        "order id,status,market,side,type,time,filled quantity,average price,fees,portfolio name,portfolio id,"
        "entity name,entity id\no,FILLED,BTC-USD,BUY,LIMIT,2026-01-01 00:00:00,0.5,65000,5,Main,p,e,i\n",
        Trade(DAY, "BTC", 0.5, 65000.0, 5.0, "", "Main", 2, "USD"),
    ),
    "plain": (
        "date;contract;side;quantity;price;fee;fee currency\n2026-01-01;CME:MBT;Sell;3;65.000,50;1,5;USD\n",
        Trade(DAY, "CME:MBT", -3.0, 65000.5, 1.5, "USD", "", 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TRADES.values(), ids=TRADES)
def test_trades(text, wanted):
    found = trades_of("t.csv", text.encode(), How())
    assert (found.rows, found.faults) == ((wanted,), ())


def flows(text: str) -> list[tuple]:
    found = funding_of("f.csv", text.encode(), How())
    assert not found.faults
    return [(row.contract, row.flow, row.amount) for row in found.rows]


def test_funding():
    text = (
        "Date(UTC),type,Amount,Asset,Symbol,Transaction ID\n2026-01-01 00:00:00,FUNDING_FEE,2.5,USDT,BTCUSDT,1\n"
        "2026-01-01 08:00:00,COMMISSION,-1,USDT,BTCUSDT,2\n"
    )
    assert flows(text) == [("BINANCE:BTCUSDT", "funding", 2.5), ("BINANCE:BTCUSDT", "fee", -1.0)]
    assert flows(BYBIT) == [("BYBIT:BTCUSDT", "fee", -3.25), ("BYBIT:BTCUSDT", "funding", 2.5)]
    # Its log of today adds what was paid, below 0, to the change; 17.9 are paid there.
    assert flows(BYBIT_TODAY) == [
        ("BYBIT:BTCUSDT", "fee", -17.9), ("BYBIT:BTCUSDT", "funding", 2.5),
    ]  # fmt: skip
    # As of old, where funding that was paid is above 0: the change of the balance says so.
    assert flows(BYBIT.replace("65000,2.5,0,0,2.5", "65000,-2.5,0,0,2.5")) == flows(BYBIT)
    assert flows(DERIBIT) == [
        ("DERIBIT:BTC-PERPETUAL", "fee", -0.00001), ("DERIBIT:BTC-PERPETUAL", "funding", 0.00002),
    ]  # fmt: skip
    rows = funding_of("f.csv", DERIBIT.encode(), How()).rows
    assert {row.currency for row in rows} == {"BTC"}  # what an inverse contract settles in
    old = DERIBIT.replace("Amount,Base Amount", "Size,Base").replace("Fee Charged", "Fee Paid")
    assert flows(old) == flows(DERIBIT)
    kucoin = (
        "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Close Time\n"
        "1,main,XBTUSDTM,CLOSE_SHORT,10,12,3,1,2026-01-01 00:00:00\n"
    )
    assert flows(kucoin) == [("XBTUSDTM", "funding", 3.0)]
    assert funding_of("f.csv", b"date,contract,amount\n2026-01-01,CME:MBT,1\n", How()).rows == (
        Flow(DAY, "CME:MBT", "funding", 1.0, "", None, 2),
    )


def test_every_layout_is_recognised_by_its_header():
    for layout in LAYOUTS:
        header = ",".join(name.partition("#")[0] for name in layout.headers)
        assert kinds_of("f.csv", f"{header}\n".encode(), How()) == layout.holds, layout.name


def test_a_known_file_is_of_its_kinds_only():
    """Its settlements would be trades, and its dollars contracts, by headings alone."""
    with pytest.raises(Unclear) as error:
        trades_of("t.csv", DERIBIT.encode(), How())
    told = (
        "t.csv: is known as Deribit transaction log, which has funding and positions and no trades"
    )
    assert str(error.value) == told
    mapped = {"contract": "Instrument", "quantity": "Amount"}
    assert trades_of("t.csv", DERIBIT.encode(), How(columns=mapped)).rows


@pytest.mark.parametrize("minus", ["-", ""])
def test_a_conversion_of_coinbase_has_two_coins(minus):
    """One line of it says what was given; what was received stands in words."""
    text = COINBASE.replace("Send,BTC,1", f"Convert,BTC,{minus}1")
    told = [each for each in said(text) if each.startswith("h.csv, line 3, ")]
    assert [each for each in told if "has no price" not in each] == [
        "h.csv, line 3, quantity: was -1; is what was given in a conversion; must have a line of what "
        "was received too; add it, or give the balances instead"
        if minus
        else 'h.csv, line 3, word: was "Convert"; is a transaction of which it is not known whether it '
        "adds; give the balances instead, or take the line out"
    ]
    both = f"{COINBASE}4,2026-01-02 00:00:00 UTC,Convert,ETH,18,USD,3500,1,1,0,x\n"
    both = both.replace("Send,BTC,1", "Convert,BTC,-1")
    assert held(both) == [("BTC", 2), ("ETH", 18.5)]


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("Exchange Deposit", 2),
        ("Pro Deposit", 2),
        ("Exchange Withdrawal", 4),
        ("Pro Withdrawal", 4),
    ],
)
def test_a_deposit_into_the_exchange_leaves_coinbase(word, left):
    """As BittyTax@287c4b43 `coinbase.py` has them: 3 coins, and one that moves."""
    assert held(COINBASE.replace("Send", word)) == [("BTC", left), ("ETH", 0.5)]
