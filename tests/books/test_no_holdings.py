"""A word beside a quantity that says that it is none, and lists as they are printed."""

import pytest

from books.files import lines, read, said


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Cancelled", "says that it is no holding; take the line out"),
        ("VOIDED", "says that it is no holding; take the line out"),
        ("sats", "counts parts of a coin; write whole coins"),
        ("Gwei", "counts parts of a coin; write whole coins"),
    ],
)
def test_a_line_that_is_no_holding_as_it_stands_is_a_fault(word, told):
    text = f"asset,quantity,price,of\nETH,5,3500,x\nBTC,3,65000,{word}\n"
    assert said(text) == [f'h.csv, line 3, of: was "{word}"; {told}']
    assert said(text.replace("BTC,3", "BTC,0")) == []  # of nothing it says nothing


def test_what_kind_of_thing_a_line_is_counts_under_its_heading():
    text = "security type,asset,quantity,price\nCrypto,BTC,5,65000\nPut option,ETH,50,120\n"
    told = "says that it is no coin; take it out, or into a file of positions"
    assert said(text) == [f'h.csv, line 3, security type: was "Put option"; {told}']
    assert said(text.replace("security type", "note")) == []


def test_a_total_is_told_by_its_word_in_any_column():
    text = "level,asset,quantity,price\nDetail,BTC,2,9\nDetail,BTC,1,9\nSubtotal,BTC,3,9\n"
    assert lines(read(text)) == [("BTC", 3, 9)]
    assert "is not the total of the lines above" in said(text.replace("BTC,3", "BTC,4"))[0]


def test_a_header_that_is_there_again_on_each_page_is_no_line():
    reading = read("asset,quantity,price\nBTC,2,9\nasset,quantity,price\nETH,4,7\n")
    assert (lines(reading), reading.counts.read) == ([("BTC", 2, 9), ("ETH", 4, 7)], 2)
    assert said("asset,quantity,price\nBTC,2,9\nasset,quantity,price\nETH,x,7\n")[0].startswith(
        "h.csv, line 4, "
    )


def test_quotes_behind_a_blank_are_quotes():
    assert lines(read('"asset", "quantity", "price"\n"BTC", "1,250", "65,000.50"\n')) == [
        ("BTC", 1250, 65000.5)
    ]


def test_the_money_of_the_book_has_a_price_of_1():
    """As where the currency of a line is taken for its coin."""
    [line] = said("ccy,quantity,price\nUSD,10,65000\n")
    assert "must be 1, for USD is the book's; which column names the coin?" in line
    assert not said("ccy,quantity,price\nUSD,10,1\nUSDT,10,0.999\n")


def test_two_names_of_a_security_are_asked_about_and_its_currency_is_none():
    [line] = said("Security ID,Security Name,Ccy,Quantity,Price\nBTC,Bitcoin,USD,10,65000\n")
    assert "asset could be Security ID or Security Name" in line
    one = read("Security ID,Ccy,Quantity,Price\nBTC,EUR,10,56000\n")
    assert (lines(one), one.book.currency) == ([("BTC", 10, 56000)], "EUR")


def test_a_number_of_a_lot_is_no_size_of_one():
    assert read("asset,lot,quantity,price\nBTC,2,10,65000\n").book.lines[0].lot_size is None
