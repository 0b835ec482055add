"""The workbook on paper, as LibreOffice prints it: page arithmetic, character sizes, counts.

Oracle: LibreOffice's PDF, read by poppler.
"""

import dataclasses
import datetime
import re
import subprocess
from collections import Counter

import pytest

from betahedge.sheets.paper import LANDSCAPE, PORTRAIT, Paper, pixels
from betahedge.templates.book import BookInputs, HoldingRow, article
from paper.printing import charts_are_plain, pages_of, small_in, texts_of

DAY = datetime.date(2026, 1, 31)
SEVERAL = {  # pages of a book of two assets, where they are not one
    "Margin": 2,  # what a rally needs has a page
    "Contracts": 2,  # the whole register
    "Beta": 2,  # two pages across
    "Orders": 2,  # the orders by contract
    "Errata": 2,  # its figures
    "Checks": 2,
}
TWO = {"Inputs", "Hedge", "Carry", "Margin", "Orders"}  # pages of fifty assets, at the least


def book_of(count):
    if count == 2:
        return article()
    rows = tuple(
        HoldingRow(f"COIN{n}", 1_000.5 * (n + 1), 65_000.0 / (n * n + 1), contract_size=0.1,
                   lot_size=1.0, funding_rate=0.0001, funding_hours=8.0, collateral=50_000.0)
        for n in range(count)
    )  # fmt: skip
    return BookInputs(rows, DAY, DAY, entity="Digital asset treasury", price_source="four venues")


@pytest.fixture(scope="module", params=[1, 2, 12, 50])
def printed(request, make_book, convert):
    """Give a book, and for each page its sheet and its text boxes with their heights."""
    book = make_book(book_of(request.param))
    return request.param, book, pages_of(convert(book.path, "pdf"))


def test_every_page_is_of_its_sheet_and_counted(printed):
    count, book, pages = printed
    found = Counter(name for name, _ in pages)
    assert set(found) == {sheet.name for sheet in book.built.sheets}
    assert found["Report"] == found["Cover"] == found["Impact"] == found["Prices"] == 1
    if count == 2:
        for name, number in found.items():
            if name != "Proof":
                assert number == SEVERAL.get(name, 1), name
    if count == 50:
        assert all(found[name] >= 2 for name in TWO)


def test_no_character_is_smaller_than_8_points(printed):
    _, _, pages = printed
    for name, boxes in pages:
        assert not small_in(boxes), name


def test_no_later_page_has_a_piece_of_the_title_of_the_first(printed):
    """The column that is repeated across would cut it at its edge."""
    _, _, pages = printed
    seen = set()
    for name, boxes in pages:
        if name in seen:
            assert not [text for text, _ in boxes if text.startswith(f"{name}: ")], name
        seen.add(name)


def test_figures_are_whole_and_of_their_unit(printed):
    count, _, pages = printed
    assert texts_of(pages)
    report = [text.strip() for name, boxes in pages if name == "Report" for text, _ in boxes]
    if count == 2:
        assert "18" in report
        assert "18.0" not in report
        assert not [text for text in report if re.fullmatch(r"[\d,]{6,}\.\d+", text)]


def test_the_arithmetic_of_widths(printed):
    _, book, _ = printed
    from betahedge.sheets.layout import Layout

    for sheet in book.built.sheets:
        rooms = {"holdings": 50, "contracts": 60, "prices": 1000}
        layout = Layout(sheet, rooms)
        limit = PORTRAIT if sheet.portrait else LANDSCAPE
        for first, last in Paper(layout, dict(book.built.used)).columns:
            assert pixels(layout.widths[first - 1 : last]) <= limit, sheet.name


def test_chart_parts(printed):
    _, book, _ = printed
    assert charts_are_plain(book.path, 6)


def test_a_long_or_foreign_name_is_whole_or_shrinks(make_book, convert):
    rows = (HoldingRow("Wrapped liquid staked ether of a long name", 10.0, 3_500.0),
            HoldingRow("比特币", 1.0, 65_000.0))  # fmt: skip
    book = make_book(dataclasses.replace(article(), holdings=rows, entity="Казначейство"))
    assert book.failed() == set()
    pdf = convert(book.path, "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    assert "###" not in text


def test_names_of_contracts_are_whole_and_counts_keep_their_digits(make_book, convert):
    names = "BINANCE:DOGEUSD_PERP", "DERIBIT:SOL_USDC-PERPETUAL"
    rows = (
        HoldingRow("DOGE", 2_500_000.0, 0.2, contract=names[0], held=4_000.0, entry_price=0.16),
        HoldingRow("SOL", 13_650.5, 150.0, contract=names[1]),
        HoldingRow("SHIB", 520_000_000_123.0, 0.00001),
        HoldingRow("ATOM", 123_456.789, 2.5),
    )
    book = make_book(dataclasses.replace(article(), holdings=rows))
    pages = pages_of(convert(book.path, "pdf"))
    for sheet in ("Hedge", "Carry", "Margin", "Orders"):
        boxes = [box for page, each in pages for box in each if page == sheet]
        assert {*names} <= {text.strip() for text, _ in boxes}, sheet
        assert not small_in(boxes), sheet
    hedge = [text.strip() for page, each in pages for text, _ in each if page == "Hedge"]
    assert "13,650.5" in hedge
    assert "123,456.79" in hedge
    assert "2,500,000" in hedge
    assert any(text.startswith("520,000,000,123 ") for text in hedge)
