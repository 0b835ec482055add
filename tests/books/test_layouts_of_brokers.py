"""Statements of brokers, small and of our own, under the headings that their files have."""

import datetime

import pytest

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.positions import Trade, positions_of, trades_of
from books.files import lines, read

DOCUMENTED = (
    "Account ID,Currency,Asset Class,Symbol,Report Date,Quantity,Multiplier,Mark Price,Position Value,"
    "Open Price,Cost Basis Price,Cost Basis Money,Side,Level of Detail\n"
)
QUERY = (
    '"ClientAccountID","CurrencyPrimary","AssetClass","Symbol","ReportDate","Quantity","Multiplier",'
    '"MarkPrice","PositionValue","OpenPrice","CostBasisPrice","CostBasisMoney","Side","LevelOfDetail"\n'
)
LOTS = (
    "U1,USD,FUT,MBTZ6,2026-09-30,-30,0.1,65100,-195300,65000,65000,-195000,Short,LOT\n"
    "U1,USD,FUT,MBTZ6,2026-09-30,-9,0.1,65100,-58590,65000,65000,-58500,Short,LOT\n"
    "U1,USD,CRYPTO,BTC,2026-09-30,1,1,65000,65000,60000,60000,60000,Long,LOT\n"
    "U1,USD,CRYPTO,BTC,2026-09-30,2,1,65000,130000,60000,60000,120000,Long,LOT\n"
)
SUMS = (
    "U1,USD,FUT,MBTZ6,2026-09-30,-39,0.1,65100,-253890,65000,65000,-253500,Short,SUMMARY\n"
    "U1,USD,CRYPTO,BTC,2026-09-30,3,1,65000,195000,60000,60000,180000,Long,SUMMARY\n"
)


@pytest.mark.parametrize("header", [DOCUMENTED, QUERY], ids=["as documented", "of a query"])
@pytest.mark.parametrize("body", [SUMS, SUMS + LOTS, LOTS], ids=["sums", "both", "lots"])
def test_a_position_and_its_lots_are_one_position(header, body):
    """A query may give each position, its lots, or both: 39 contracts and 3 coins in each."""
    found = positions_of("p.csv", (header + body).encode(), How()).accept()
    assert {row.contract for row in found} == {"CME:MBT"}
    assert (sum(row.held for row in found), found[0].entry_price) == (39, 65000)
    assert (found[0].contract_size, found[0].currency, found[0].wallet) == (0.1, "USD", "U1")
    assert lines(read(header + body)) == [("BTC", 3.0, 65000.0)]


@pytest.mark.parametrize("header", [DOCUMENTED, QUERY], ids=["as documented", "of a query"])
def test_a_statement_of_several_days_is_a_history_and_no_sum(header):
    """39 contracts and 3 coins on each of two days are not 78 and 6."""
    body = SUMS + SUMS.replace("2026-09-30", "2026-09-29")
    for found in (positions_of("p.csv", (header + body).encode(), How()), read(header + body)):
        (fault,) = found.faults
        assert (fault.column, fault.value) == ("as of", "2026-09-29 00:00:00")
        assert "as in a history" in fault.must


def test_coins_of_a_broker_are_coins_and_what_no_register_has_keeps_its_name():
    head = (
        "ClientAccountID,CurrencyPrimary,AssetClass,Symbol,DateTime,Buy/Sell,Quantity,TradePrice,"
        "IBCommission,IBCommissionCurrency,LevelOfDetail\n"
    )
    line = "U1,USD,{},{},20260102;103000,BUY,2,100,-1,USD,EXECUTION\n"
    body = "".join(
        line.format(kind, code)
        for kind, code in (("CRYPTO", "BTC"), ("CRYPTO", "LTC"), ("FUT", "METV6"), ("FUT", "QQQQ9"))
    )
    found = trades_of("t.csv", (head + body).encode(), How()).accept()
    assert [row.contract for row in found] == ["BTC", "LTC", "CME:MET", "QQQQ9"]


def test_the_day_of_a_statement_is_that_of_its_prices():
    assert read(DOCUMENTED + SUMS).book.as_of == datetime.datetime(2026, 9, 30)


def test_a_statement_is_of_what_it_has_lines_of():
    futures, coins = SUMS.splitlines(keepends=True)
    kinds = [
        kinds_of("p.csv", (DOCUMENTED + body).encode(), How())
        for body in (SUMS, futures, coins, "")
    ]
    both = ("positions", "holdings")
    assert kinds == [both, ("positions",), ("holdings",), both]


def test_the_commission_of_ibkr_is_paid_below_0():
    text = (
        '"ClientAccountID","CurrencyPrimary","AssetClass","Symbol","TradeDate","DateTime","Buy/Sell",'
        '"Quantity","TradePrice","IBCommission","IBCommissionCurrency","LevelOfDetail"\n'
        "U1,USD,FUT,MBTZ6,20260102,20260102;103000,SELL,-39,65000,-97.5,USD,EXECUTION\n"
        "U1,USD,FUT,MBTZ6,20260102,20260102;103000,SELL,-39,65000,-97.5,USD,ORDER\n"
        "U1,USD,STK,IBIT,20260102,20260102;103100,BUY,10,60,-1,USD,EXECUTION\n"
    )
    assert kinds_of("t.csv", text.encode(), How()) == ("trades",)
    time = datetime.datetime(2026, 1, 2, 10, 30)
    assert trades_of("t.csv", text.encode(), How()).accept() == (
        Trade(time, "CME:MBT", -39.0, 65000.0, 97.5, "USD", "U1", 2, "USD"),
    )
