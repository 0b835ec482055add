"""A row of units below the header is none of the lines, and money and per cent in it count."""

import pytest

from books.files import lines, read, said, xlsx


def test_units_below_the_header_join_it():
    text = "asset,quantity,price,hedge ratio\n,coins,EUR,%\nBTC,2,56000,60\nETH,30,3000,50\n"
    reading = read(text)
    assert lines(reading) == [("BTC", 2, 56000), ("ETH", 30, 3000)]
    assert [line.hedge_ratio for line in reading.book.lines] == [0.6, 0.5]
    assert (reading.book.currency, reading.counts.read) == ("EUR", 2)
    assert said(text.replace("BTC,2", "BTC,x"))[0].startswith("h.csv, line 3, quantity: was")


@pytest.mark.parametrize("unit", ["(USD)", "[USD]", "USD/coin", "in USD", "$", "USD per unit"])
def test_a_unit_may_be_written_in_many_ways(unit):
    reading = read(
        xlsx(["asset", "quantity", "price"], ["ticker", None, unit], ["BTC", 2.0, 9.0]), "h.xlsx"
    )
    assert (lines(reading), reading.book.currency) == ([("BTC", 2, 9)], "USD")


def test_money_below_a_count_is_no_count():
    [line] = said("asset,amount,price\n,USD,USD\nBTC,130000,65000\n")
    assert "has no column quantity" in line


def test_a_line_of_cash_is_no_row_of_units():
    assert lines(read("asset,quantity,price\nUSD,2,1\nBTC,2,65000\n"))[0] == ("USD", 2, 1)
    assert "quantity: was blank" in said("asset,quantity,price,currency\nUSDC,,,USD\n")[0]
