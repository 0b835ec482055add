"""Texts in letters of before UTF-8, those in which the header is known; and ends of lines."""

import pytest

from books.files import lines, read, said

TEXTS = {
    "cp932": ("Shift-JIS", "銘柄,数量,価格\nビットコイン,2,65000\n"),
    "euc-kr": ("EUC-KR", "자산,수량,가격\n비트코인,2,65000\n"),
    "gb2312": ("GB 18030", "币种,数量,价格\n比特币,2,65000\n"),
    "big5": ("Big5", "幣種,數量,價格\n比特幣,2,65000\n"),
    "cp1251": ("Windows-1251", "Актив;Количество;Цена\nБиткойн;2;65000\nИтого;;130000\n"),
    "koi8-r": ("KOI8-R", "Актив;Количество;Цена\nБиткойн;2;65000\nИтого;;130000\n"),
    "cp1250": ("Windows-1250", "Aktywo;Ilość;Cena\nŻółw;2;65000\n"),
    "cp1252": ("Windows-1252", "Vermögenswert;Stückzahl;Kurs\nÄther;2;65000\n"),
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_letters_are_told_by_the_header(encoding):
    name, text = TEXTS[encoding]
    reading = read(text.encode(encoding))
    assert lines(reading) == [(text.splitlines()[1].split(text.split("2")[0][-1])[0], 2, 65000)]
    assert (
        f"read as {name} text, for it is not UTF-8: look at the names" in reading.understood.notes
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("text", [TEXTS["cp932"][1], TEXTS["cp1251"][1]])
def test_unicode_is_told_by_its_bytes(encoding, text):
    reading = read(text.encode(encoding))
    assert lines(reading)[0][1:] == (2, 65000)
    assert not any("read as" in note for note in reading.understood.notes)


def test_letters_that_no_header_tells_are_refused():
    text = "asset,quantity,price,wallet\nBTC,2,65000,保管場所\n"
    assert said(text.encode("cp932")) == [
        "h.csv: is not UTF-8 text (byte 41); save it as CSV UTF-8"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_an_old_mac(delimiter, end):
    rows = ["Fund A", "asset,quantity,price", "BTC,2,65000", ""]
    assert lines(read(end.join(rows).replace(",", delimiter))) == [("BTC", 2, 65000)]


@pytest.mark.parametrize("line", ['="BTC",="2",65000', '"=""BTC""","=""2""","65000"'])
def test_a_text_that_a_spreadsheet_is_to_keep_is_the_text(line):
    """As programs write what Excel would take for a number; a formula stays what it is."""
    assert lines(read(f'="asset",="quantity",price\n{line}\n')) == [("BTC", 2, 65000)]
    kept = read('asset,quantity,price\n"=""B""&""TC""",2,65000\n')
    assert [line.asset for line in kept.book.lines] == ['="B"&"TC"']
