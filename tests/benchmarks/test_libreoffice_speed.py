"""10,000 function cells in a real LibreOffice, end to end: start, open, calculate, save, close.

Goal: under 10 s.  The floor is the same workbook with native formulas.
"""

import io

import openpyxl
import pytest
import xlsxwriter

from hosts.libreoffice_host import Office, calc_names

CELLS = 10_000


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office.made(tmp_path_factory.mktemp("office"))


def book_of(formula):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for row in range(CELLS):
        sheet.write_row(row, 0, [row + 1.0, 65000.0, 0.6])
        sheet.write_formula(row, 3, f"={formula.replace('#', str(row + 1))}", None, "")
    book.close()
    return stream.getvalue()


def last(data):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0].cell(CELLS, 4)


@pytest.mark.benchmark(group=f"LibreOffice, {CELLS} cells")
def test_floor_native_formulas(benchmark, office):
    data = book_of("C#*A#/B#")
    saved = benchmark.pedantic(office.saved, args=(data,), rounds=3, warmup_rounds=1)
    assert last(saved).value == pytest.approx(0.6 * CELLS / 65000)


@pytest.mark.benchmark(group=f"LibreOffice, {CELLS} cells")
def test_function_cells(benchmark, office):
    data = calc_names(book_of("HEDGE_CONTRACTS(A#,B#,C#)"), full=True)
    saved = benchmark.pedantic(office.saved, args=(data,), rounds=3, warmup_rounds=1)
    assert last(saved).value == pytest.approx(0.6 * CELLS / 65000)


@pytest.mark.benchmark(group=f"LibreOffice, {CELLS} cells")
def test_rewriting_the_names(benchmark):
    data = book_of("HEDGE_CONTRACTS(A#,B#,C#)")
    benchmark.pedantic(lambda: calc_names(data, full=True), rounds=3, warmup_rounds=1)
