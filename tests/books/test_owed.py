"""What is owed is below 0, totals beside wallets are no coins, and thousands are no units."""

import pytest

from betahedge.batch.fields import find_fields
from betahedge.books.faults import BadFile
from books.files import lines, read, said


@pytest.mark.parametrize("word", ["Liability", "Borrowed", "Variable debt", "Crypto loans payable"])
@pytest.mark.parametrize("head", ["Type", "Account"])
def test_what_a_word_beside_says_is_owed_is_taken_off(word, head):
    reading = read(
        f"{head},Asset,Quantity,Price,Value\nCold,BTC,10,65000,650000\n{word},BTC,4,65000,260000\n"
    )
    assert not reading.faults
    assert lines(reading) == [("BTC", 6, 65000)]  # 10 - 4
    assert f"owed by a word beside, and below 0: line 3 ({word})" in reading.understood.notes


@pytest.mark.parametrize("word", ["Debt fund", "Not borrowed", "Asset", "Lent"])
def test_other_words_leave_what_is_held(word):
    reading = read(f"Type,Asset,Quantity,Price\nCold,BTC,10,65000\n{word},BTC,4,65000\n")
    assert lines(reading) == [("BTC", 14, 65000)]


def test_a_column_of_what_is_owed_is_asked_about():
    text = "Asset,Balance,Borrowed,Net,Price\nBTC,10,0,10,65000\nETH,10,4,6,3500\n"
    [line] = said(text)
    assert "line 3: Borrowed says that 4 are owed" in line
    assert lines(read(text, columns={"quantity": "Net"}))[1] == ("ETH", 6, 3500)
    assert lines(read(text, columns={"quantity": "Balance"}))[1] == ("ETH", 10, 3500)
    nothing = "Asset,Balance,Borrowed,Price\nBTC,10,0,65000\n"
    assert lines(read(nothing)) == [("BTC", 10, 65000)]


@pytest.mark.parametrize("head", ["Borrowed", "Dr/Cr"])
def test_many_portfolios_refuse_such_a_column(head):
    names = ["portfolio", "asset", "quantity", "price", head]
    with pytest.raises(BadFile, match=f"{head} may say"):
        find_fields("b.csv", names, names, currency="USD")


@pytest.mark.parametrize("word", ["Total", "Subtotal", "All wallets"])
def test_a_total_in_the_place_of_a_wallet_is_no_holding(word):
    text = (
        "asset,wallet,quantity,price\nBTC,Cold,2,65000\nBTC,Hot,1,65000\n"
        f"BTC,{word},3,65000\nETH,Cold,10,3500\nETH,{word},10,3500\n"
    )
    assert lines(read(text)) == [("BTC", 3, 65000), ("ETH", 10, 3500)]
    wrong = text.replace(f"{word},3", f"{word},4")
    assert "is not the total of the lines above" in said(wrong)[0]


@pytest.mark.parametrize(
    "title", ["Amounts in USD thousands", "in millions", "USD '000", "Werte in TEUR"]
)
def test_a_title_of_thousands_is_refused(title):
    [line] = said(f"{title}\nasset,quantity,market value\nBTC,2,130\n")
    assert f"line 1: says {title!r}; write the numbers in full" in line
    for other in ("Fund of a million", "Total: 10'000 CHF"):
        assert lines(read(f"{other}\nasset,quantity,price\nBTC,2,65000\n"))


def test_a_note_below_the_table_is_told_how_to_go_on():
    assert said("asset,quantity,price\nBTC,2,65000\nPrices are of the close\n") == [
        "h.csv, line 3, quantity: was blank; must be a number; "
        "write 0 for none, or take the line out if it is no holding"
    ]


def test_a_word_that_says_short_is_asked_about():
    text = "Type,Asset,Quantity,Price\nLong,BTC,10,65000\nShort,BTC,4,65000\n"
    [line] = said(text)
    assert "line 3: Type says Short; say --map side='Type' where that is below 0" in line
    assert lines(read(text, columns={"side": "Type"})) == [("BTC", 6, 65000)]
    assert lines(read(text, columns={"side": ""})) == [("BTC", 14, 65000)]
    assert lines(read(text.replace(",4,", ",-4,"))) == [("BTC", 6, 65000)]


def test_a_word_that_says_short_under_no_heading_is_asked_about_by_its_place():
    text = "Asset,,Quantity,Price\nBTC,Long,10,65000\nBTC,Short,4,65000\n"
    [line] = said(text)
    assert "line 3: it says Short; say --map side='#2' where that is below 0" in line
    assert lines(read(text, columns={"side": "#2"})) == [("BTC", 6, 65000)]


def test_a_sum_without_a_wallet_below_its_wallets_is_no_holding():
    text = "asset,wallet,quantity,price\nBTC,Cold,2,9\nBTC,Hot,1,9\nBTC,,{},9\nETH,,3,7\n"
    [line] = said(text.format(3))
    assert "line 4, quantity: was 3; is the sum of the wallets of BTC, as a subtotal is" in line
    assert lines(read(text.format(4))) == [("BTC", 7, 9), ("ETH", 3, 7)]
    nothing = "asset,wallet,quantity,price\nBTC,Cold,0,9\nBTC,,0,9\n"
    assert lines(read(nothing)) == [("BTC", 0, 9)]


@pytest.mark.parametrize("scale", ["k", "mn", " mio", "bn", "m"])
def test_a_number_cut_short_is_told_to_be_written_in_full(scale):
    [line] = said(f"asset,quantity,price\nBTC,1.2{scale},65000\n")
    assert f"is cut short, by '{scale.strip()}' beside it; must be in full" in line
