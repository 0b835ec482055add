"""Spreadsheets as desks have them: what is read of each, or the one message with its address."""

import datetime

import pytest

from books.files import (
    HEAD,
    lines,
    number_cell,
    ods,
    raw_sheet,
    read,
    said,
    text_cell,
    written_by_library,
    xls,
    xlsx,
)

BTC = [("BTC", 3.0, 65_000.0)]
TWO = [("BTC", 3.0, 65_000.0), ("ETH", 40.0, 3_500.0)]
NOT_CALCULATED = "is a formula with no stored value; open and save the file, or run betahedge calc"


def never_calculated(sheet):
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["BTC", 0, 65_000])
    sheet.write_formula(1, 1, "=1+2")  # for which the library stores 0


SHEETS = {
    "plain.xlsx": (xlsx(HEAD, ["BTC", 3, 65000], ["ETH", 40, 3500]), TWO),
    "second_sheet.xlsx": (
        xlsx(["Read me"], sheets=[("Book", [HEAD, ["BTC", 3, 65000], ["ETH", 40, 3500]])]), TWO,
    ),
    "column_b.xlsx": (
        xlsx([], [None, "Our book"], [], [None, *HEAD], [None, "BTC", 3, 65000], [None, "ETH", 40, 3500],
             [None, "Total", None, 335000]), TWO,
    ),
    "numbers_as_text.xlsx": (xlsx(HEAD, ["BTC", "3", "$65,000.00"], ["ETH", "40", 3500]), TWO),
    "booked.xls": (xls(HEAD, ["BTC", 3.0, 65000.0], ["ETH", 40.0, 3500.0]), TWO),
    "booked.ods": (
        ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3) + number_cell(65000),
            text_cell("ETH") + number_cell(40) + number_cell(3500)), TWO,
    ),
    "calculated.ods": (
        ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3, "of:=1+2") + number_cell(65000)), BTC,
    ),
    "formatted_far_out.xlsx": (
        raw_sheet(
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>asset</t></is></c><c r="B1" t="inlineStr"><is><t>quantity'
            b'</t></is></c><c r="C1" t="inlineStr"><is><t>price</t></is></c></row><row r="2"><c r="A2" t="inlineStr">'
            b'<is><t>BTC</t></is></c><c r="B2"><v>3</v></c><c r="C2"><v>65000</v></c></row>'
            b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
        ), BTC,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "wanted"), [(n, *each) for n, each in SHEETS.items()])
def test_a_spreadsheet_is_read(name, data, wanted):
    reading = read(data, name)
    assert (lines(reading), reading.faults) == (wanted, ())


def test_parquet_is_read():
    import io

    import polars as pl

    stream = io.BytesIO()
    pl.DataFrame({"coin": ["BTC", "ETH"], "qty": [3, 40], "px": [65000.0, 3500.0]}).write_parquet(
        stream
    )
    assert lines(read(stream.getvalue(), "h.parquet")) == TWO


CELLS = {
    "a formula without a value": (xlsx([*HEAD, "lot size"], ["BTC", 3, 65000, "=10/10"]), f"D2, lot size: {NOT_CALCULATED}"),
    "0 stored by a library": (written_by_library(never_calculated), f"B2, quantity: {NOT_CALCULATED}"),
    "a date in a price": (
        xlsx(HEAD, ["BTC", 3, datetime.datetime(2026, 7, 1)]),
        'C2, price: was "2026-07-01"; is a date; must be a number, 0 or above; '
        "give the cell a number format, and its number",
    ),
    "an error value": (
        xlsx(HEAD, ["BTC", 3, "#N/A"]), "C2, price: is the error #N/A; mend the cell",
    ),
    "TRUE": (xlsx(HEAD, ["BTC", True, 65000]), "B2, quantity: was TRUE; must be a number; write it like 4000.5"),
    "two sheets that could be it": (
        xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])]), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), CELLS.values(), ids=CELLS)
def test_a_cell_is_refused_with_its_address(data, message):
    wanted = "h.xlsx: sheets Sheet and Old could both be it; say --sheet"
    assert said(data, "h.xlsx") == [f"h.xlsx, {message}" if message else wanted]


def test_old_and_open_workbooks_say_so_too():
    data = xls([*HEAD, "lot size"], ["BTC", 3.0, 65000.0, "=10/10"])
    assert said(data, "h.xls") == [f"h.xls, D2, lot size: {NOT_CALCULATED}"]
    empty = '<table:table-cell table:formula="of:=1+2"/>'
    data = ods("".join(map(text_cell, HEAD)), text_cell("BTC") + empty + number_cell(65000))
    assert said(data, "h.ods") == [f"h.ods, B2, quantity: {NOT_CALCULATED}"]
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    data = ods("".join(map(text_cell, HEAD)), text_cell("BTC") + number_cell(3) + error)
    assert said(data, "h.ods") == ["h.ods, C2, price: is the error #DIV/0!; mend the cell"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_formulas_that_a_spreadsheet_calculated(tmp_path, convert, kind):
    rows = ["BTC", "=1+2", "=60000+5000", '=IF(1=2,5,"")', "=DATE(2026,12,25)"]
    data = xlsx([*HEAD, "lot size", "expiry"], rows, ["ETH", "=1-1", 3500, "=1/0", None])
    (tmp_path / "h.xlsx").write_bytes(data)
    path = convert(tmp_path / "h.xlsx", kind)
    reading = read(path.read_bytes(), path.name)
    assert lines(reading) == BTC
    assert str(reading.book.lines[0].expiry) == "2026-12-25 00:00:00" or kind == "xlsx"
    assert [str(fault) for fault in reading.faults] == [
        "D3, lot size: is the error #DIV/0!; mend the cell"
    ]


def test_a_0_among_calculated_formulas_is_a_number():
    def calculated(sheet):
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 1, "=1-1", None, 0)
        sheet.write_formula(1, 2, "=60000+5000", None, 65000)
        sheet.write(1, 0, "BTC")

    import io
    import zipfile

    data = written_by_library(calculated)
    assert said(data, "h.xlsx") == [
        f"h.xlsx, B2, quantity: {NOT_CALCULATED}"
    ]  # it may be any library
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():  # as Excel saves it
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    assert lines(read(stream.getvalue(), "h.xlsx")) == [("BTC", 0.0, 65_000.0)]


def test_charts_and_hidden_sheets_are_passed_over():
    from openpyxl.chart import BarChart

    def change(book):
        book.create_chartsheet("Chart").add_chart(BarChart())
        book["Old"].sheet_state = "hidden"

    data = xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])], change=change)
    assert lines(read(data, "h.xlsx")) == BTC
    assert lines(read(data, "h.xlsx", sheet="Old")) == [("BTC", 2.0, 60000.0)]
