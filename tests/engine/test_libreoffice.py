"""LibreOffice as the independent engine: the native columns, recalculated from the formulas.

The add-in is not loaded there, so that this is also the test that a workbook is right without it.
"""

import dataclasses
import shutil
import subprocess

import openpyxl
import pytest

from betahedge.workbook.inputs import HoldingRow, article


@pytest.fixture(scope="module")
def recalculated(article_book, convert):
    return openpyxl.load_workbook(convert(article_book.path, "xlsx"), data_only=True)


def test_every_native_twin_is_the_same_in_both_engines(article_book, recalculated):
    compared = 0
    for _, native in article_book.built.twins:
        sheet, ref = native.split("!")
        ours, theirs = article_book.result.values[native], recalculated[sheet][ref].value
        if ours == "":
            assert theirs in (None, "")
        elif isinstance(ours, float):
            assert theirs == pytest.approx(ours, abs=1e-9)
            compared += 1
        else:
            assert theirs == ours
    assert compared > 50


def test_the_articles_numbers_from_libreoffice(article_book, recalculated):
    # "The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift", both tables.
    table, sheet = article_book.built.hedge, recalculated["Hedge"]
    shown = {
        key: [sheet[f"{table.letter(f'native_{key}')}{row}"].value for row in (9, 10)]
        for key in ("full", "printed", "printed_action", "order")
    }
    assert shown["full"] == [3, 40]
    assert shown["printed"] == pytest.approx([1.8, 24.0], abs=1e-9)
    assert shown["printed_action"] == ["Short", "Short"]
    assert shown["order"] == [18, 240]
    impact = [[cell.value for cell in row] for row in recalculated["Impact"]["I17:K19"]]
    assert impact == [
        [325_000, -32_500, 292_500],
        [0, 16_250, 16_250],
        [325_000, -16_250, 308_750],
    ]


def test_without_the_add_in_it_says_so_and_no_cell_is_an_error(recalculated):
    assert recalculated["Cover"]["C10"].value == "not loaded"
    assert [recalculated["Hedge"][ref].value for ref in ("H9", "I9", "N9")] == [3, 1.8, 18]
    assert recalculated["Impact"]["D19"].value == 308_750
    assert recalculated["Checks"]["F5"].value == "OK"
    results = {row[5].value for row in recalculated["Checks"].iter_rows(7) if row[0].value}
    assert results == {"OK", "n.a."}
    errors = [
        (sheet.title, cell.coordinate)
        for sheet in recalculated
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert errors == []


def test_the_native_twin_of_the_rounding_trap_is_18(make_book, convert):
    # 3.0 * 0.6 / 0.1 = 17.999999999999996 in binary; conventions: 18 lots in every engine.
    rows = (
        HoldingRow("TRAP", 3.0, 65_000.0, contract_size=0.1, lot_size=1.0),
        HoldingRow("HALF", 2.5, 100.0, lot_size=1.0, hedge_ratio=1.0),
        HoldingRow("OWED", -2.5, 100.0, lot_size=1.0, hedge_ratio=1.0),
    )
    for rounding, orders in (("down", [18, 2, -2]), ("nearest", [18, 3, -3]), ("up", [18, 3, -3])):
        policy = dataclasses.replace(article().policy, rounding=rounding)
        book = make_book(dataclasses.replace(article(), holdings=rows, policy=policy))
        sheet = openpyxl.load_workbook(convert(book.path, "xlsx"), data_only=True)["Hedge"]
        letter = book.built.hedge.letter("native_order")
        assert [sheet[f"{letter}{row}"].value for row in (9, 10, 11)] == orders
        assert [book.result.values[f"Hedge!{letter}{row}"] for row in (9, 10, 11)] == orders


def test_every_page_is_one_page_wide(article_book, convert):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf = convert(article_book.path, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")
    for left, right in (
        ("Quantity", "Hedge ratio"),  # Inputs
        ("Asset", "Status"),  # Hedge, page 1
        ("Proof: the same by native formulas", "Wrong side"),  # Hedge, its proof
        ("Return", "Final value"),  # Impact
        ("Subject", "Unit"),  # Errata
        ("Id", "Result"),  # Checks
    ):
        assert any(left in page and right in page for page in pages), (left, right)
    assert "###" not in text
    assert len(pages) - 1 <= 14


def test_rows_with_no_holding_leave_no_ink(article_book, convert):
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        pytest.skip("pdftotext and pdftoppm (poppler-utils) are not installed")
    pdf = convert(article_book.path, "pdf")
    read = ["pdftotext", "-layout", str(pdf), "-"]
    pages = subprocess.run(read, capture_output=True, text=True, check=True).stdout.split("\f")
    hedge = next(n for n, page in enumerate(pages, start=1) if "Asset" in page and "Status" in page)
    draw = ["pdftoppm", "-gray", "-r", "30", "-f", str(hedge), "-l", str(hedge), str(pdf)]
    picture = subprocess.run(draw, capture_output=True, check=True).stdout
    size, _, pixels = picture.removeprefix(b"P5\n").split(b"\n", 2)
    width, height = map(int, size.split())
    rows = [pixels[row * width : (row + 1) * width] for row in range(height)]
    inked = [any(each < 255 for each in row) for row in rows]
    assert any(inked[: height // 3]), "the holdings"
    assert not any(inked[height // 3 : height * 9 // 10]), "rows with no holding leave no ink"
