"""What a spreadsheet shows beside its values: rows that are not seen, money in number formats."""

import io

import pytest
import xlwt

from books.files import HEAD, lines, number_cell, ods, read, said, text_cell, xls, xlsx

BOOK = [HEAD, ["BTC", 3, 65000], ["ETH", 40, 3500], ["SOL", 5, 150]]


def hide(book) -> None:
    book.active.row_dimensions[3].hidden = True


def old_with_hidden() -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Holdings")
    for r, row in enumerate(BOOK):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.row(2).hidden = True
    book.save(stream)
    return stream.getvalue()


def open_with_hidden() -> bytes:
    rows = ["".join(map(text_cell, HEAD))]
    rows += [text_cell(str(name)) + number_cell(n) + number_cell(p) for name, n, p in BOOK[1:]]
    seen = ods(*rows)
    assert not [note for note in read(seen, "h.ods").understood.notes if "hidden" in note]
    rows[2] = f'</table:table-row><table:table-row table:visibility="filter">{rows[2]}'
    return ods(*rows)


@pytest.mark.parametrize(
    ("data", "name", "row"),
    [
        (xlsx(*BOOK, change=hide), "h.xlsx", 3),
        (old_with_hidden(), "h.xls", 3),
        (open_with_hidden(), "h.ods", 4),  # an empty row before it
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_rows_that_are_hidden_are_read_and_said(data, name, row):
    reading = read(data, name)
    assert [line[0] for line in lines(reading)] == ["BTC", "ETH", "SOL"]
    assert f"1 hidden row read too: {row}" in reading.understood.notes


def beside_empty_columns(book) -> None:
    """Move the table to column C, with a formula that was never calculated in its last column."""
    sheet = book.active
    sheet.insert_cols(1, 2)
    sheet["E2"].number_format, sheet["F2"].number_format = '0.00 "€"', "0%"
    sheet["G2"] = "=1+1"


@pytest.mark.parametrize("head", ["contract size", "note"])
def test_cells_are_named_and_looked_over_where_the_table_is(head):
    rows = [[*HEAD, "hedge ratio %", head], ["BTC", 3, 65000, 0.5, None]]
    reading = read(xlsx(*rows, change=beside_empty_columns), "h.xlsx")
    told = "G2, contract size: is a formula with no stored value; "
    told += "open and save the file, or run betahedge calc"
    assert list(map(str, reading.faults)) == ([] if head == "note" else [told])
    if head == "note":
        line = reading.book.lines[0]
        assert (reading.book.currency, line.price, line.hedge_ratio) == ("EUR", 65000, 0.5)


def test_a_column_is_counted_from_the_first_of_the_sheet():
    book = xlsx(["", "", *HEAD], ["", "", "BTC", 3, 65000])
    assert lines(read(book, "h.xlsx", columns={"asset": "#3"})) == [("BTC", 3, 65000)]


def formatted(*formats: str, head: str = "price") -> bytes:
    """Make a book with a price in each number format."""

    def change(book):
        for row, form in enumerate(formats, 2):
            book.active.cell(row, 3).number_format = form

    rows = [[f"C{n}", 1, 5] for n, _ in enumerate(formats)]
    return xlsx(["asset", "quantity", head], *rows, change=change)


@pytest.mark.parametrize(
    ("form", "currency"),
    [
        ('#,##0.00 "€"', "EUR"), ("[$€-407] #,##0.00", "EUR"), ("[$CHF-807] #,##0.00", "CHF"),
        ("[$GBP] #,##0", "GBP"), ('#,##0.00" EUR"', "EUR"), ('"$"#,##0.00', "USD"),
        ("#,##0.00", "USD"), ("[Red]0.00", "USD"),
    ],
)  # fmt: skip
def test_the_currency_of_a_number_format_is_that_of_the_price(form, currency):
    assert read(formatted(form), "h.xlsx").book.currency == currency


def test_what_is_said_goes_before_a_number_format():
    assert read(formatted('0 "€"', head="price (GBP)"), "h.xlsx").book.currency == "GBP"
    both = formatted('0 "€"', "[$CHF] 0")
    assert said(both, "h.xlsx") == [
        "h.xlsx: has prices in EUR (C2) and CHF (C3); a book has one currency"
    ]
    assert read(both, "h.xlsx", currency="CHF").book.currency == "CHF"


@pytest.mark.parametrize("form", ["0%", "0.00%", "0.0 %"])
def test_a_share_shown_as_per_cent_is_one_under_any_heading(form):
    def change(book):
        for row in (2, 3):
            book.active.cell(row, 4).number_format = form

    for head in ("hedge ratio", "hedge ratio %"):
        rows = [[*HEAD, head], ["BTC", 3, 65000, 0.5], ["ETH", 4, 3500, 1]]
        book = read(xlsx(*rows, change=change), "h.xlsx").book
        assert [line.hedge_ratio for line in book.lines] == [0.5, 1]


def test_an_open_document_says_the_money_and_the_per_cent_of_its_cells():
    shown = '<table:table-cell office:value-type="{}"{} office:value="{}"/>'
    price = shown.format("currency", ' office:currency="EUR"', 56000)
    rows = ["".join(map(text_cell, [*HEAD, "hedge ratio %"]))]
    rows += [text_cell("BTC") + number_cell(3) + price + shown.format("percentage", "", 1)]
    book = read(ods(*rows), "h.ods").book
    assert (book.currency, book.lines[0].price, book.lines[0].hedge_ratio) == ("EUR", 56000, 1)


@pytest.mark.parametrize(
    ("shown", "currency"),
    [("56.000,00 €", "EUR"), ("56 000,00 EUR", "EUR"), ("£56,000", "GBP"), ("56,000.00", "USD")],
)
def test_an_open_document_shows_its_money_though_no_cell_names_it(shown, currency):
    """So LibreOffice writes the format 0.00 "€"; what a comment says is not shown."""
    note = "<office:annotation><text:p>bought at 9 CHF</text:p></office:annotation>"
    price = (
        f'<table:table-cell office:value-type="float" office:value="56000">{note}'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
    rows = ["".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3) + price]
    assert read(ods(*rows), "h.ods").book.currency == currency


def test_an_old_workbook_shows_the_money_and_the_per_cent_of_its_cells():
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Holdings")
    forms = ["General", "General", '#,##0.00 "€"', "0.0%"]
    rows = [[*HEAD, "hedge ratio %"], ["BTC", 3, 56000.5, 1], ["ETH", 40, 3000, 0.5]]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c + 1, value, xlwt.easyxf(num_format_str=forms[c]))
    book.save(stream)
    found = read(stream.getvalue(), "h.xls").accept()
    assert found.currency == "EUR"
    assert [(line.price, line.hedge_ratio) for line in found.lines] == [(56000.5, 1), (3000, 0.5)]


def test_whole_totals_of_an_old_workbook_are_checked():
    rows = [[*HEAD, "value"], ["BTC", 2, 65000, 130000], ["ETH", 10, 300, 3000]]
    assert said(xls(*rows, ["Total", None, None, 133000]), "h.xls") == []
    (told,) = said(xls(*rows, ["Total", None, None, 143000]), "h.xls")
    assert "is not the total of the lines above" in told


@pytest.mark.parametrize("name", ["mixed_portfolio", "carry"])
def test_a_workbook_of_ours_is_no_file_of_holdings(name, request):
    path = request.config.rootpath / "templates" / f"{name}.xlsx"
    [told] = said(path.read_bytes(), path.name)
    assert told.startswith(f"{name}.xlsx: is a workbook that betahedge made; read the file that it")
