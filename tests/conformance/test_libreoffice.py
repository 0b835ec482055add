"""LibreOffice as the independent engine: the native columns, recalculated from the formulas.

The add-in is not loaded there, so that this is also the test that a workbook is right without it.
"""

import dataclasses
import shutil
import subprocess

import openpyxl
import pytest

from betahedge.templates.book import HoldingRow, article


@pytest.fixture(scope="module")
def recalculated(article_book, convert):
    return openpyxl.load_workbook(convert(article_book.path, "xlsx"), data_only=True)


def shown(book, recalculated, item, *, native=True):
    """Give the values of an item as LibreOffice calculates them."""
    cells = (ref.split("!") for ref in book.built.cells(item, native=native))
    return [recalculated[sheet][ref].value for sheet, ref in cells]


def test_every_native_twin_is_the_same_in_both_engines(article_book, recalculated):
    compared = 0
    for item in article_book.built.names.natives:
        if item.startswith("beta."):
            continue  # sized by a regression, which has no native form
        theirs = shown(article_book, recalculated, item)
        for ref, value in zip(article_book.built.cells(item, native=True), theirs, strict=True):
            ours = article_book.value(ref)
            if ours is None:
                continue  # a heading
            if ours == "":
                assert value in (None, "")
            elif isinstance(ours, float):
                assert value == pytest.approx(ours, rel=1e-9, abs=1e-9), (item, ref)
                compared += 1
            else:
                assert value == ours, (item, ref)
    assert compared > 100


def test_the_articles_numbers_from_libreoffice(article_book, recalculated):
    # "The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift", both tables.
    found = {
        item: shown(article_book, recalculated, f"hedge.{item}")
        for item in ("full", "printed", "action", "lots")
    }
    assert found["full"] == [3, 40]
    assert found["printed"] == pytest.approx([1.8, 24.0], abs=1e-9)
    assert found["action"] == ["Short", "Short"]
    assert found["lots"] == [18, 240]
    impact = [
        [shown(article_book, recalculated, f"example.{c}.{r}")[0] for c in
         ("initial", "change", "final")]
        for r in ("spot", "futures", "net")
    ]  # fmt: skip
    assert impact == [
        [325_000, -32_500, 292_500],
        [0, 16_250, 16_250],
        [325_000, -16_250, 308_750],
    ]


def test_without_the_add_in_it_says_so_and_no_cell_is_an_error(article_book, recalculated):
    def named(name):
        sheet, ref = article_book.built.named(name).split("!")
        return recalculated[sheet][ref].value

    assert named("addin_state") == "not loaded"
    assert named("master_check") == "OK"
    for item, values in (("hedge.full", [3, 40]), ("hedge.lots", [18, 240])):
        assert shown(article_book, recalculated, item, native=False) == values
    assert set(shown(article_book, recalculated, "checks.result", native=False)) == {"OK", "n.a."}
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
        found = openpyxl.load_workbook(convert(book.path, "xlsx"), data_only=True)
        assert shown(book, found, "hedge.lots") == orders
        assert book.column("hedge.lots", native=True) == orders


def test_rows_with_no_holding_leave_no_ink(article_book, convert):
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        pytest.skip("pdftotext and pdftoppm (poppler-utils) are not installed")
    pdf = convert(article_book.path, "pdf")
    read = ["pdftotext", "-layout", str(pdf), "-"]
    pages = subprocess.run(read, capture_output=True, text=True, check=True).stdout.split("\f")
    hedge = next(n for n, page in enumerate(pages, start=1) if "Hedge: how many" in page)
    draw = ["pdftoppm", "-gray", "-r", "30", "-f", str(hedge), "-l", str(hedge), str(pdf)]
    picture = subprocess.run(draw, capture_output=True, check=True).stdout
    size, _, pixels = picture.removeprefix(b"P5\n").split(b"\n", 2)
    width, height = map(int, size.split())
    rows = [pixels[row * width : (row + 1) * width] for row in range(height)]
    inked = [any(each < 255 for each in row) for row in rows]
    assert any(inked[: height // 3]), "the holdings"
    assert not any(inked[height // 3 : height * 9 // 10]), "rows with no holding leave no ink"
