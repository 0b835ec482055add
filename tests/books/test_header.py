"""Of two tables side by side, the one that is whole is read; a spacer parts none."""

from books.files import lines, read, said

HEAD = "Holdings,,,,Targets,\nCoin,Amount,Price,,{},{}\n"


def test_another_table_beside_is_not_joined_line_by_line():
    text = (
        HEAD.format("Underlying", "Target ratio") + "BTC,2,65000,,ETH,0.5\nETH,30,3500,,BTC,0.7\n"
    )
    reading = read(text)
    assert lines(reading) == [("BTC", 2, 65000), ("ETH", 30, 3500)]
    assert [line.hedge_ratio for line in reading.book.lines] == [None, None]
    assert reading.understood.ignored == ("Underlying", "Target ratio")


def test_an_empty_column_within_a_table_parts_nothing():
    reading = read("Coin,Amount,Price,,Ccy,Target ratio\nBTC,2,65000,,EUR,0.5\n")
    assert (reading.book.currency, reading.book.lines[0].hedge_ratio) == ("EUR", 0.5)


def test_two_tables_that_are_both_whole_are_asked_about():
    [line] = said(HEAD.format("Coin", "Amount") + "BTC,2,65000,,ETH,9\n")
    assert "asset could be #1 or #5" in line
