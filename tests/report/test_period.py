"""The P&L of a period against pandas: in parts, balanced, and what does not tie out."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import Flow
from betahedge.books.how import How
from betahedge.books.model import Book, Line
from betahedge.books.positions import trades_of
from betahedge.report.case import Case
from betahedge.report.cash import Line as Part
from betahedge.report.extras import Extras
from betahedge.report.making import make_report
from betahedge.report.numbers import fixed
from betahedge.report.period import Period, make_period
from report.periods import END, PERP, START, before, book, coins, period, trade


def test_a_period_in_parts():
    trades = [
        trade(4, -15, 61_000, fee=450),
        trade(19, 5, 63_000, fee=150),
        trade(9, 10, 61_500, "BTC"),
    ]
    flows = [Flow(END, PERP, "funding", 1_250.55, "USDT"), Flow(END, PERP, "pnl", 9e9, "USDT")]
    found = period(
        book(100, 60_000, 60_060, 58, START), book(110, 65_000, 65_050, 68, END), trades, flows
    )
    [line] = found.lines
    table = pd.DataFrame(
        [(58, 60_060), (15, 61_000), (-5, 63_000)], columns=["sold", "price"]
    )  # an independent sum over all fills
    futures = (table.sold * (table.price - 65_050)).sum()
    assert line.futures + line.basis == pytest.approx(futures)
    assert line.spot == pytest.approx(100 * 5_000 + 10 * (65_000 - 61_500))
    assert (line.funding, line.fees) == (1_250.55, -600)
    assert line.total == pytest.approx(line.spot + futures + 1_250.55 - 600)
    assert found.unexplained == 0
    [contract] = found.contracts
    assert contract.realised + contract.unrealised == pytest.approx(contract.pnl)


def test_fifo_and_average_differ_in_what_is_realised_only():
    trades = [trade(4, -10, 62_000), trade(8, 12, 64_000)]
    opening, closing = book(100, 60_000, 60_000, 10, START), book(100, 65_000, 65_000, 8, END)
    average, fifo = (period(opening, closing, trades, method=m) for m in ("average", "fifo"))
    assert average.contracts[0].realised == pytest.approx(12 * (61_000 - 64_000))
    assert fifo.contracts[0].realised == pytest.approx(
        10 * (60_000 - 64_000) + 2 * (62_000 - 64_000)
    )
    assert average.sums()["total"] == pytest.approx(fifo.sums()["total"])


def test_an_inverse_contract_pays_in_coin():
    opening = book(10, 60_000, 60_000, 6_000, START, "inverse", 100.0, entry_price=60_000.0)
    closing = book(10, 90_000, 90_000, 6_000, END, "inverse", 100.0, entry_price=60_000.0)
    [line] = period(opening, closing).lines
    coins = 6_000 * 100 * (1 / 90_000 - 1 / 60_000)
    assert line.futures + line.basis == pytest.approx(coins * 90_000)
    assert line.total == pytest.approx(0, abs=1e-6)  # a full inverse hedge keeps its dollars


def test_what_does_not_tie_out_is_said_by_how_much():
    found = period(book(100, 60_000, 60_000, 58, START), book(100, 65_000, 65_000, 61, END))
    [contract] = found.contracts
    assert (contract.difference, contract.unexplained) == (3, 195_000)
    assert found.numbers()["ties_out"] is False


def test_a_gap_fails_a_check_and_the_page(tmp_path):
    opening = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    made, _ = Extras(opening).add(make_report(book(100, 65_000, 65_000, 61, END)))
    failed = [c for c in made.report.checks.lines if c.result == "FAIL"]
    assert [(c.test, c.value) for c in failed] == [
        ("Contracts held are those held before, and traded since", "195,000.00")
    ]


def test_a_contract_that_is_new_or_gone_has_the_basis_of_the_book_that_knows_it():
    """By hand: a tenth above the coin, 77,000 is one of 70,000, and 66,000 one of 60,000.

    10 sold at 77,000 gain 110,000 at 66,000: 100,000 by the coin, and 10,000 by the basis.
    """
    known, none = book(100, 60_000, 66_000, 10, END), coins(100, 60_000, START)
    [line] = period(none, known, [trade(4, -10, 77_000)]).lines
    assert (line.futures, line.basis) == pytest.approx((100_000, 10_000))
    known, none = book(100, 70_000, 77_000, 10, START), coins(100, 70_000, END)
    [line] = period(known, none, [trade(4, 10, 66_000)]).lines
    assert (line.futures, line.basis) == pytest.approx((100_000, 10_000))


def test_contracts_of_another_size_are_counted_in_todays():
    """By hand: 60 of 0.1 BTC sold at 60,600 are 600 of 0.01; at 66,500 they have lost 35,400."""
    opening = book(10, 60_000, 60_600, 60, START, size=0.1)
    found = period(opening, book(10, 66_000, 66_500, 720, END, size=0.01), [trade(3, -120, 66_500)])
    [contract] = found.contracts
    assert (contract.opening, contract.traded, contract.difference) == (600, 120, 0)
    assert contract.pnl == pytest.approx(-35_400)


def test_coins_are_traded_as_coins_though_a_future_has_their_name():
    """One venue has a future called DOT, of 100 coins: 2,000 coins are no contracts of it."""
    text = "date,contract,side,quantity,price\n2026-09-09,DOT,buy,2000,5.5\n"
    (bought,) = trades_of("t.csv", text.encode(), How()).rows
    opening, closing = (
        Case(Book((Line("DOT", count, price),), as_of=day), as_of=day)
        for count, price, day in ((1_000.0, 5.0, START), (3_000.0, 6.0, END))
    )
    found = period(opening, closing, [bought])
    [line] = found.lines
    assert (line.spot, line.bought, line.moved) == (2_000, 11_000, 0)
    assert found.contracts == []


@pytest.mark.parametrize(
    ("trades", "sold", "moved", "spot"),
    [
        ([], 0, -50, 0),
        ([trade(9, -4, 7, "DOT")], -28, -30, 8),
        ([trade(9, -10, 6, "DOT")], -60, 0, 10),
    ],
)
def test_a_coin_that_no_book_has_any_more_is_sold_or_gone(trades, sold, moved, spot):
    """By hand, at the price before, for none is known now: 10 of 5, 4 sold at 7, or all at 6."""
    opening, closing = coins(10, 5, START, "DOT"), coins(1, 65_000, END)
    [line] = [each for each in period(opening, closing, trades).lines if each.asset == "DOT"]
    assert (line.opening, line.closing, line.sold) == (50, 0, sold)
    assert (line.moved, line.spot) == (moved, spot)


@pytest.mark.parametrize("contract", ["BTC", PERP])
def test_a_trade_in_other_money_is_refused(contract):
    """61,000 euros are no 61,000 dollars; a stablecoin is its money."""
    bought = replace(trade(3, 2, 61_000, contract), currency="EUR", number=4)
    opening, closing = book(100, 60_000, 60_000, 0, START), book(100, 65_000, 65_000, 0, END)
    with pytest.raises(Unclear) as error:
        period(opening, closing, [bought])
    assert str(error.value) == (
        'line 4, currency: was "EUR"; the book is in USD; write the price of the trade in it'
    )
    assert period(opening, closing, [replace(bought, currency="USDC")]).lines


def test_a_coin_that_was_bought_for_another_coin_is_refused():
    """0.05 bitcoin a coin are no 0.05 dollars; a contract may pay in its coin."""
    opening, closing = coins(1, 3_000, START, "ETH"), coins(3, 3_500, END, "ETH")
    bought = replace(trade(3, 2, 0.05, "ETH"), currency="BTC", number=4)
    with pytest.raises(Unclear, match='line 4, currency: was "BTC"; the book is in USD'):
        period(opening, closing, [bought])
    inverse = [
        replace(trade(day, quantity, 60_000, "DERIBIT:BTC-PERPETUAL"), currency="BTC")
        for day, quantity in ((3, -10), (4, 10))
    ]
    assert period(coins(1, 60_000, START), coins(1, 65_000, END), inverse).lines


def test_a_contract_that_pays_in_other_money_is_refused():
    trades = [trade(3, 10, 60_000, "CME:EBM"), trade(4, -10, 61_000, "CME:EBM")]
    with pytest.raises(Unclear, match='currency: was "EUR"; the book is in USD'):
        period(coins(1, 60_000, START), coins(1, 65_000, END), trades)


def test_a_contract_that_pays_in_another_coin_is_refused():
    """By hand: 10 of a millionth of a bitcoin, 100 dollars up, are 0.001 BTC, and no 0.001 USD."""
    trades = [trade(3, 10, 3_000, "BITMEX:ETHUSD"), trade(4, -10, 3_100, "BITMEX:ETHUSD")]
    with pytest.raises(Unclear, match="BITMEX:ETHUSD: is a quanto contract"):
        period(coins(1, 60_000, START), coins(1, 65_000, END), trades)


def test_a_coin_that_no_book_has_is_no_future_of_its_name():
    trades = [trade(3, 1_000, 5, "DOT"), trade(4, -1_000, 6, "DOT")]
    with pytest.raises(Unclear) as error:
        period(coins(1, 60_000, START), coins(1, 65_000, END), trades)
    assert str(error.value) == (
        "DOT: was traded and is a coin; give it a line in the holdings, with a quantity of 0 where "
        "none is left"
    )


def test_a_month_of_a_future_is_traded_in_what_is_held():
    """Brokers write MBTZ6; by hand: 10 of 0.1 BTC sold at 61,000 have lost 4,000 at 65,000."""
    opening = book(1, 60_000, 60_000, 0, START)
    held = Line(
        "BTC", 1, 65_000, contract="CME:MBT", futures_price=65_000, contract_size=0.1, held=10
    )
    closing = Case(Book((held,), as_of=END), as_of=END)
    found = period(opening, closing, [trade(3, -10, 61_000, "MBTZ6")])
    [contract] = [each for each in found.contracts if each.closing]
    assert (contract.contract, contract.difference) == ("CME:MBT", 0)
    assert contract.pnl == pytest.approx(-4_000)


@pytest.mark.parametrize("order", [1, -1])
def test_a_file_may_begin_with_the_newest_of_a_day(order):
    """Sold at 60,000, bought back at 50,000 and sold at 70,000: 10 realised 10,000 each."""
    trades = [trade(1, -10, 60_000), trade(2, 10, 50_000), trade(2, -10, 70_000)]
    opening, closing = book(1, 60_000, 60_000, 0, START), book(1, 65_000, 65_000, 10, END)
    found = period(opening, closing, trades[::order])
    assert found.contracts[0].realised == pytest.approx(100_000)


def test_a_coin_that_no_book_has_is_asked_for():
    case = book(100, 65_000, 65_000, 58, END)
    with pytest.raises(Unclear) as error:
        period(book(100, 60_000, 60_000, 58, START), case, [trade(1, 5, 9.0, "NOCOIN")])
    assert str(error.value).endswith(
        "or, of a coin, give it a line in the holdings, with a quantity of 0 where none is left"
    )


def test_a_period_does_not_run_backwards():
    then, now = (book(100, 60_000, 60_000, 58, day) for day in (END, START))
    with pytest.raises(Unclear) as error:
        period(then, now)
    assert str(error.value) == (
        "report.json: is of 2026-09-30T00:00Z, after this report's 2026-09-01T00:00Z; name an "
        "earlier one"
    )


def test_two_currencies_are_no_period():
    closing = book(100, 65_000, 65_000, 58, END)
    closing = replace(closing, book=replace(closing.book, currency="EUR"))
    with pytest.raises(Unclear, match="is in USD, the book in EUR"):
        period(book(100, 60_000, 60_000, 58, START), closing)


def test_rows_of_another_period_are_left_out_and_counted():
    """A file of a whole year: only what is after the pack before and up to this one counts."""
    later = END + datetime.timedelta(minutes=1)
    trades = [trade(0, -7, 59_000, fee=70), trade(9, 10, 61_500, "BTC"), trade(-30, 5, 9, "BTC")]
    flows = [Flow(day, PERP, "funding", 100.0, "USDT") for day in (START, END, later)]
    opening, closing = book(100, 60_000, 60_000, 58, START), book(110, 65_000, 65_000, 58, END)
    found = period(opening, closing, trades, flows)
    [line] = found.lines
    assert (line.funding, line.fees, line.bought) == (100, 0, 615_000)
    assert line.spot == pytest.approx(100 * 5_000 + 10 * 3_500)
    assert (found.unexplained, found.left_out) == (0, 4)


def test_rows_that_are_left_out_are_said(tmp_path):
    opening, closing = book(100, 60_000, 60_000, 58, START), book(100, 65_000, 65_000, 58, END)
    case = replace(closing, trades=(trade(-1, 5, 60_000, "BTC"),))
    made, _ = Extras(before(opening, tmp_path)).add(make_report(case))
    said = "1 row of trades and funding left out: not of 2026-09-01T00:00Z to 2026-09-30T00:00Z"
    assert said in made.report.warnings


def test_fees_of_two_files_and_p_and_l_without_trades_are_said(tmp_path):
    opening, closing = book(100, 60_000, 60_000, 58, START), book(100, 65_000, 65_000, 48, END)
    flows = [Flow(END, PERP, "fee", -75.0), Flow(END, PERP, "pnl", 9.0),
             Flow(END, "BINANCE:ETHUSDT", "pnl", 9.0)]  # fmt: skip
    case = replace(closing, trades=(trade(3, 10, 61_000, fee=75),), flows=tuple(flows))
    made, _ = Extras(before(opening, tmp_path)).add(make_report(case))
    assert made.report.warnings[-2:] == (
        f"{PERP}: trades and funding both have fees, and both are counted",
        "BINANCE:ETHUSDT: funding has P&L, which is not counted, and the trades have none of it",
    )
    assert period(opening, closing, case.trades, flows).sums()["fees"] == -150


def test_what_is_left_by_rounding_is_that_of_the_amounts_as_they_are_shown():
    """By hand: three halves of a cent are shown as a cent each, and come to two: 0.015."""
    found = Period("", "", "average", lines=[Part("a", spot=0.005, fees=0.005, funding=0.005)])
    sums = found.sums()
    shown = [fixed(each, 2) for each in (0.005, sums["total"], sums["rounding"])]
    assert shown == ["0.01", "0.02", "\N{MINUS SIGN}0.01"]


def test_a_pack_before_that_says_no_time_is_refused(tmp_path):
    then = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    case = book(100, 65_000, 65_000, 58, END)
    then = replace(then, data=then.data | {"as_of": "last month"})
    with pytest.raises(Unclear, match=r"as_of: was .*last month.*; must be like 2026-09-30T16:00Z"):
        make_period(make_report(case).report, case, then)
