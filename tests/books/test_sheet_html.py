"""Pages of HTML, and texts, under the name of a workbook."""

import pytest

from books.files import lines, read, said, xlsx

HEAD = '<html><head><meta http-equiv=Content-Type content="text/html; charset={}"></head><body>'
TITLE = "<table><tr><td colspan=5><b>Depotauszug &amp; Bestand</b></td></tr></table>"
TABLE = """<table border=1><tr><th>Coin<th>Menge<th>Kurs<th>Währung</tr>
<tr><td>Bitcoin<br>(BTC)</td><td align=right>1.234,50</td><td>56.000,00</td><td>EUR</td></tr>
<tr><td>ETH<td>30,00<td>3.000,00<td>EUR
<tr><td colspan=2>Summe</td><td></td></tr></table></body></html>"""
READ = [("BTC", 1234.5, 56000), ("ETH", 30, 3000)]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "ISO-8859-15", "none"])
def test_the_table_of_a_page_is_read(charset):
    letters = "utf-8" if charset == "none" else charset
    data = (HEAD.format(charset) + TITLE + TABLE).encode(letters)
    for name in ("h.xls", "h.xlsx"):
        reading = read(data, name)
        assert (lines(reading), reading.book.currency, reading.faults) == (READ, "EUR", ())


def test_a_table_within_a_cell_is_a_table_of_its_own():
    page = f"<table><tr><td>Menu</td><td>{TABLE}</td><td>x</td></tr></table>"
    assert lines(read(page, "h.xls")) == READ


def test_faults_name_the_row_of_the_table():
    assert said(TABLE.replace("30,00", "thirty"), "h.xls") == [
        'h.xls, line 3, quantity: was "thirty"; must be a number; write it like 4000.5'
    ]


def test_two_tables_that_could_be_it_are_asked_about():
    assert "table 1 and table 2 could both be it" in said(TABLE + TABLE, "h.xls")[0]


def test_a_page_without_a_table_is_refused():
    assert said("<html><body>Log in</body></html>", "h.xls") == [
        "h.xls: is a page of HTML without a table; save it as .xlsx"
    ]


def test_a_text_under_the_name_of_a_workbook_is_read_and_a_workbook_as_a_text_is_told():
    assert lines(read("Symbol\tQty\tPrice\nBTC\t2\t65000\n", "h.xls")) == [("BTC", 2, 65000)]
    assert said(xlsx(["asset"]), "h.csv") == ["h.csv: is a workbook by its content; name it .xlsx"]
