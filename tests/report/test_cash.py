"""The cash of a period: funding and fees, each with the coin that it was paid for."""

from dataclasses import replace

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import Flow
from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from report.periods import END, START, book, coins, period, trade


def test_a_fee_in_a_coin_without_a_price_is_refused():
    with pytest.raises(Unclear, match='currency: was "BNB"; has no price in USD'):
        bnb = replace(trade(1, -1, 60_000, fee=1), fee_currency="BNB", number=3)
        period(book(100, 60_000, 60_000, 0, START), book(100, 65_000, 65_000, 1, END), [bnb])


def test_fees_are_of_the_coin_however_it_is_written():
    found = period(coins(1, 60_000, START), coins(3, 65_000, END), [trade(3, 2, 61_000, "btc", 5)])
    assert [(line.asset, line.fees) for line in found.lines] == [("BTC", -5)]


def test_what_a_contract_of_ones_own_paid_is_of_its_coin_when_it_is_closed():
    held = Line("BTC", 100, 60_000.0, contract="OWN:X", contract_size=1.0, held=5.0)
    opening = Case(Book((held,), as_of=START), as_of=START)
    closing = coins(100, 60_000, END)
    flows = [Flow(END, "OWN:X", "funding", 7.0)]
    found = period(opening, closing, [trade(3, 5, 61_000, "OWN:X", 9)], flows)
    assert [(line.asset, line.funding, line.fees) for line in found.lines] == [("BTC", 7, -9)]


def test_cash_in_a_coin_is_at_its_price_of_today_and_a_stablecoin_is_money():
    paid = replace(trade(3, 2, 61_000, "BTC", 0.01), fee_currency="BTC")  # 650 at 65,000
    flows = [
        *(Flow(END, "BTC", "funding", amount, money) for amount, money in ((0.02, "btc"), (7, ""))),
        *(Flow(END, "BTC", "fee", amount, "USDT") for amount in (-3.0, 1.0)),
        *(Flow(END, "BTC", flow, 9e9, "USD") for flow in ("pnl", "transfer")),
    ]
    [line] = period(coins(1, 60_000, START), coins(3, 65_000, END), [paid], flows).lines
    assert (line.funding, line.fees) == pytest.approx((0.02 * 65_000 + 7, -650 - 3 + 1))
