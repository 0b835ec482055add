"""The workbook on paper, as LibreOffice prints it: page arithmetic, character sizes, counts.

Oracle: LibreOffice's PDF, read by poppler.
"""

import dataclasses
import datetime
import re
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from lxml import etree

from betahedge.sheets.paper import LANDSCAPE, PORTRAIT, Paper, pixels
from betahedge.templates.book import BookInputs, HoldingRow, article

DAY = datetime.date(2026, 1, 31)
LEAST = 7.9  # points: 8, less the rounding of a PDF
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
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    book = make_book(book_of(request.param))
    pdf = convert(book.path, "pdf")
    xml = subprocess.run(["pdftohtml", "-xml", "-i", "-stdout", str(pdf)], capture_output=True,
                         check=True).stdout  # fmt: skip
    return request.param, book, pages_of(etree.fromstring(xml))


def pages_of(root):
    pages = []
    fonts = {}
    for page in root.iter("page"):
        fonts |= {font.get("id"): float(font.get("size")) for font in page.iter("fontspec")}
        scale = 842 / max(float(page.get("height")), float(page.get("width")))
        boxes = [
            ("".join(text.itertext()), fonts[text.get("font")] * scale)
            for text in page.iter("text")
        ]
        name = next((m[1] for t, _ in boxes if (m := re.search(r"(\w+) · page \d+ of \d+", t))), "")
        pages.append((name, boxes))
    return pages


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
        small = [(text, size) for text, size in boxes if text.strip() and size < LEAST]
        assert not small, (name, small[:5])


def test_figures_are_whole_and_of_their_unit(printed):
    count, _, pages = printed
    texts = [text for _, boxes in pages for text, _ in boxes]
    assert not [text for text in texts if "###" in text]
    assert not [text for text in texts if re.search(r"#(VALUE|REF|NAME|DIV|N/A|NUM)", text)]
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
    archive = zipfile.ZipFile(book.path)
    charts = [n for n in archive.namelist() if re.match(r"xl/charts/chart\d+\.xml", n)]
    assert len(charts) == 6
    for name in charts:
        text = archive.read(name).decode()
        assert 'smooth val="1"' not in text
        assert 'tickLblPos val="low"' in text
        assert not re.search(r'formatCode="[^"]*\[', text), "no conditions"
        for place in re.findall(r"<(?:c:)?f>([^<]+)</", text):
            assert re.fullmatch(r"'?\w+'?!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", place), place


def test_a_long_or_foreign_name_is_whole_or_shrinks(make_book, convert):
    rows = (HoldingRow("Wrapped liquid staked ether of a long name", 10.0, 3_500.0),
            HoldingRow("比特币", 1.0, 65_000.0))  # fmt: skip
    book = make_book(dataclasses.replace(article(), holdings=rows, entity="Казначейство"))
    assert book.failed() == set()
    pdf = convert(book.path, "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    assert "###" not in text
