"""Balances and ledgers of venues, small and of our own, under the headings that they publish."""

import pytest

from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.market import market_of
from betahedge.books.positions import positions_of

MARKET = market_of("m.csv", b"symbol,price\nBTC,65000\nETH,3500\nUSDT,1\nUSD,1\n", How())
OKX = (
    "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee Unit,"
    "Position Change,Position Balance,Balance Change,Balance,Balance Unit\n"
    "1,2,2026-09-02 10:00:00,Spot,BTC-USDT,Buy,2,BTC,65000,0,-0.0015,BTC,0,0,1.9985,1.9985,BTC\n"
    "2,2,2026-09-02 10:00:00,Spot,BTC-USDT,Buy,2,BTC,65000,0,0,USDT,0,0,-130000,70000,USDT\n"
    "0,1,2026-09-01 10:00:00,,,Deposit,200000,USDT,,0,0,,0,0,200000,200000,USDT\n"
)
COINBASE = (
    "portfolio,type,time,amount,balance,amount/balance unit,transfer id,trade id,order id\n"
    "default,deposit,2026-09-01T10:00:00.000Z,2,2,BTC,t,,\n"
    "default,match,2026-09-02T10:00:00.000Z,-0.5,1.5,BTC,,1,2\n"
    "default,match,2026-09-02T10:00:00.000Z,33000,33000,USD,,1,2\n"
    "default,fee,2026-09-02T10:00:00.001Z,-50,32950,USD,,1,2\n"
)
BITFINEX = (
    "#,DESCRIPTION,CURRENCY,AMOUNT,BALANCE,DATE,WALLET\n"
    "3,Trading fees,BTC,-0.01,1.99,2026-09-02 10:00:00,exchange\n"
    "2,Transfer,BTC,3,3,2026-09-01 11:00:00,margin\n"
    "1,Deposit,BTC,2,2,2026-09-01 10:00:00,exchange\n"
)
FILES = {
    "Binance": ("asset,free,locked\nBTC,1.5,0.5\nETH,0,3\n", [("BTC", 2), ("ETH", 3)]),
    "Gate": ("currency,available,locked\nBTC,1.5,0.5\nETH,3,\n", [("BTC", 2), ("ETH", 3)]),
    "Coinbase": (
        "uuid,name,currency,available_balance,hold\n1,BTC Wallet,BTC,1.5,0.5\n", [("BTC", 2)],
    ),
    "Coinbase, flattened": (
        "uuid,name,currency,available_balance.value,available_balance.currency,hold.value,hold.currency\n"
        "1,BTC Wallet,BTC,1.5,BTC,0.5,BTC\n",
        [("BTC", 2)],
    ),
    "Bitget unified": (
        "coin,equity,usdValue,balance,available,debt,locked\nBTC,2.01,130650,2,1.5,0,0.5\n",
        [("BTC", 2)],
    ),
    "OKX account": (
        "availBal,cashBal,ccy,eq,eqUsd,frozenBal,liab\n1.8,2,BTC,2.01,130650,0.2,0\n", [("BTC", 2)],
    ),
    "Fireblocks": (
        "id,total,balance,lockedAmount,available,pending,frozen,staked\nUSDT_ERC20,9,7,1,7,1,0,0\n",
        [("USDT", 9)],
    ),
    "Binance since 2023": (
        "User ID,Time,Account,Operation,Coin,Change,Remark\n1,26-01-01 00:00:00,Spot,Deposit,BTC,3,\n"
        "1,26-01-02 00:00:00,Spot,Withdraw,BTC,-1,Withdraw fee is included\n",
        [("BTC", 2)],
    ),
    "Bybit": (
        "coin,equity,usdValue,walletBalance,free,locked\nUSDT,1000,1000,900,,0\n", [("USDT", 900)],
    ),
    "OKX": (OKX, [("BTC", 1.9985), ("USDT", 70000)]),
    "Coinbase Pro": (COINBASE, [("BTC", 1.5), ("USD", 32950)]),
    "Bitfinex": (BITFINEX, [("BTC", 4.99)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FILES.values(), ids=FILES)
def test_balances_of_venues(text, wanted):
    """What is free and what is in orders is held; of a ledger, the last balance of each wallet."""
    assert kinds_of("h.csv", text.encode(), How())[0] == "holdings"
    reading = holdings_of("h.csv", text.encode(), How(), MARKET)
    assert not reading.faults
    held = [(line.asset, line.quantity, line.price) for line in reading.book.lines]
    prices = {"BTC": 65000, "ETH": 3500}
    assert sorted(held) == [(coin, pytest.approx(n), prices.get(coin, 1)) for coin, n in wanted]


def test_balances_keep_a_price_that_is_beside_them():
    text = b"asset,free,locked,price_usd\nBTC,1.5,0.5,60000\n"
    [line] = holdings_of("h.csv", text, How()).book.lines
    assert (line.quantity, line.price) == (2, 60000)


def test_positions_of_okx_are_in_their_unit_and_none_of_spot():
    """Half an ether is 5 contracts of 0.1; what was bought at spot is no position."""
    text = (
        "UID:1,Account Type:Main,Time Zone:UTC+8\n"
        "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,Filled Price Unit,"
        "PnL,Fee,Fee Unit,Position Change,Position Balance,Position Unit,Balance Change,Balance,"
        "Balance Unit\n"
        "1,2,2026-09-02 10:00:00,Swap,BTC-USDT-SWAP,Sell,50,cont,65000,USDT,0,-13,USDT,-50,-50,cont,"
        "-13,987,USDT\n"
        "2,3,2026-09-02 11:00:00,Spot,BTC-USDT,Buy,0.5,BTC,65000,USDT,0,0,BTC,0.5,0.5,BTC,0.5,0.5,BTC\n"
        "3,4,2026-09-02 11:00:00,Swap,ETH-USDT-SWAP,Buy,0.5,ETH,3500,USDT,0,0,USDT,0.5,0.5,ETH,0,987,"
        "USDT\n"
    )
    rows = positions_of("p.csv", text.encode(), How()).accept()
    assert {row.contract: row.held for row in rows} == {
        "OKX:BTC-USDT-SWAP": 50, "OKX:ETH-USDT-SWAP": -5,
    }  # fmt: skip
