"""Tables, and names that stand for a call, in workbooks that the engine calculates.

Oracle: LibreOffice, which reads tables from a file; and the same calls written out.
"""

import io

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.engine.book import Book
from betahedge.xlsx.package import Package
from engine.case_books import changed, sheet

# Formulas in a row beside the table Prices (x, "y y", "a [b] 'c' #"; a head, three rows, totals).
NATIVE = [
    "=SUM(Prices[x])",
    "=SUM(Prices[])",
    "=SUM(Prices[[x]:[y y]])",
    "=SUM(Prices[[#Data],[y y]])",
    "=Prices[[#Headers],[y y]]",
    "=Prices[[#This Row],[x]]*2",
    "=SUM(Prices[[#This Row],[x]:[y y]])",
    "=SUM(Prices[a '[b'] ''c'' '#])",
    "=SUM(Prices[[#Headers],[x]]:Prices[[#This Row],[x]])",
    '=COUNTIF(Prices[x],1)&" Prices[x]"',
    "=SUM(Prices[x])+SUM(Prices[y y])*ROWS(Prices[])",
]
CALLS = {
    "=SUM(HEDGE_RATIO(Prices[x],Prices[y y],2))": "=SUM(HEDGE_RATIO(A2:A4,B2:B4,2))",
    "=HEDGE_RATIO(Prices[[#This Row],[x]],1,2)": "=HEDGE_RATIO(A3,1,2)",
    "=half*2": "=HEDGE_RATIO($A$2,1,2)*2",
    "=HALF+whole": "=HEDGE_RATIO($A$2,1,2)+HEDGE_RATIO($A$2,1,2)*4",
    "=beside": "=HEDGE_RATIO(A3,1,2)",
    "=Other!half*3": "=HEDGE_RATIO($A$2,1,2)*3",
    "='It''s'!local+[0]!half": "=HEDGE_RATIO(B2,1,2)+HEDGE_RATIO($A$2,1,2)",
    "=SUM(HEDGE_ROUND(some,1))": "=SUM(HEDGE_ROUND(A2:A4,1))",
    "=before": "=HEDGE_RATIO(A3,1,2)+D2",
    "=IF(local>0,1,2)": "=IF(HEDGE_RATIO(B2,1,2)>0,1,2)",
    '="half"&plain': '="half"&A2',
    # Stored as Prices[] by Excel; this, and a row of totals, is unknown to LibreOffice 7.4.
    "=SUM(Prices)": "=SUM(A2:C4)",
    "=SUM(Prices[x]:Prices[y y])": "=SUM(A2:B4)",
    "=COUNTA(Prices[#All])": "=COUNTA(A1:C5)",
    "=COUNTA(Prices[[#All],[x]])": "=COUNTA(A1:A5)",
    "=Prices[[#Totals],[x]]": "=A5",
    "=SUM(Prices[[#Data],[#Totals],[x]])": "=SUM(A2:A5)",
}


def book(formulas):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("It's")
    columns = [
        {"header": "x", "total_function": "sum"},
        {"header": "y y", "total_string": "none"},
        {"header": "a [b] 'c' #"},
    ]
    rows = [[1, 10, 7], [2, 20, 8], [4, 40, 9]]
    options = {"name": "Prices", "columns": columns, "data": rows, "total_row": True}
    sheet.add_table("A1:C5", options)
    for column, formula in enumerate(formulas, start=4):
        sheet.write_formula(2, column, formula, None, 0)  # on the table's second row of data
    made.define_name("half", "=HEDGE_RATIO('It''s'!$A$2,1,2)")
    made.define_name("whole", "=half*4")
    made.define_name("It's!local", "=HEDGE_RATIO('It''s'!$B$2,1,2)")
    made.define_name("plain", "='It''s'!$A$2")
    made.define_name("some", "=Prices[x]")
    # As seen from A1: what is to the left is in the last column, what is above in the last row.
    made.define_name("before", "=HEDGE_RATIO('It''s'!$A1,1,2)+'It''s'!XFD1048576")
    made.define_name("beside", "=HEDGE_RATIO('It''s'!$A1,1,2)")  # in column A, on the same row
    made.close()
    return without_values(stream.getvalue())


def without_values(data):
    """Take the zeros away that XlsxWriter stores for formulas it cannot calculate."""
    package = Package.read(data)
    part = "xl/worksheets/sheet1.xml"
    package.parts[part] = package.parts[part].replace(b"</f><v>0</v>", b"</f>")
    return package.write()


def values(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    return [cell.value for cell in sheet[3][4:]]


def test_parts_of_tables_are_what_libreoffice_finds(convert, tmp_path):
    data = book(NATIVE)
    (tmp_path / "book.xlsx").write_bytes(data)
    result = calculate(data)
    theirs = values(convert(tmp_path / "book.xlsx", "xlsx").read_bytes())
    assert values(result.data) == theirs
    assert result.left == {}
    assert len(theirs) == len(NATIVE)


def test_calls_in_tables_and_by_name_are_as_if_written_out():
    found, expected = calculate(book(CALLS)), calculate(book(CALLS.values()))
    assert values(found.data) == values(expected.data)
    assert values(found.data)[:3] == [60, 1, 4]
    assert found.left == {}


def test_the_formulas_themselves_stay():
    before = openpyxl.load_workbook(io.BytesIO(book(CALLS))).worksheets[0][3][4:]
    after = openpyxl.load_workbook(io.BytesIO(calculate(book(CALLS)).data)).worksheets[0][3][4:]
    texts = [getattr(cell.value, "text", cell.value) for cell in after]
    assert texts == [cell.value for cell in before]


@pytest.mark.parametrize(
    "formula",
    [
        "=HEDGE_RATIO(Prices[no such],1,2)",
        "=HEDGE_RATIO(Nothing[x],1,2)",
        "=HEDGE_RATIO(Prices[[#Nothing],[x]],1,2)",
        "=SUM(Prices[no such])",
        "=SUM(Nothing[x])",
    ],
)
def test_a_part_of_no_table_is_left(formula):
    """Where Excel finds it all the same, #NAME? would be wrong."""
    result = calculate(book([formula]))
    assert values(result.data) == [None]
    assert "a part of a table that is not found" in result.left["It's!E3"]


@pytest.mark.parametrize(
    "formula",
    [
        '"half"&"Prices[x]"',
        "[1]Sheet!A1+'[1]Sheet'!A1+[2]!F(1)",
        "half!A1+half(1)+x.half+half.x",
        "'half'!A1",
    ],
)
def test_only_tables_and_names_are_written_out(formula):
    names = Book(Package.read(book([]))).names
    assert names.write_out(formula, "It's", 3, 5) == formula


@pytest.mark.parametrize("stored", [7, None])
def test_what_a_name_that_cannot_be_read_gives_is_kept_or_left(stored):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_column("A1", [1, 2, 4])
    made.define_name("area", "=NOSUCH(Sheet1!$A$1,0,0,3,1)")
    sheet.write_formula("B1", "=SUM(HEDGE_ROUND(area,1))", None, stored or 0)
    made.close()
    data = stream.getvalue() if stored else without_values(stream.getvalue())
    result = calculate(data)
    book = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)
    assert book.worksheets[0]["B1"].value == stored
    assert list(result.kept if stored else result.left) == ["Sheet1!B1"]
    assert result.values == {}


def test_formulas_that_share_a_text_have_each_their_own_row():
    package = Package.read(book([]))
    part = "xl/worksheets/sheet1.xml"
    text = "HEDGE_RATIO(Prices[[#This Row],[x]],1,2)"
    rows = package.parts[part].decode()
    for row, formula in enumerate([f'ref="H2:H4" si="0">{text}', 'si="0">', 'si="0">'], start=2):
        cell = f'<c r="H{row}"><f t="shared" {formula}</f></c></row><row r="{row + 1}"'
        rows = rows.replace(f'</row><row r="{row + 1}"', cell, 1)
    package.parts[part] = rows.encode()
    result = calculate(package.write())
    assert [result.values[f"It's!H{row}"] for row in (2, 3, 4)] == [2, 1, 0.5]


@pytest.mark.parametrize("formula", [b"<f/>", b'<f t="shared" si="7"/>'])
def test_a_formula_of_no_text_is_the_value_beside_it(formula):
    """The other asks for the text of a cell that has none."""
    data = sheet({"A1": 26, "B1": "=A1+HEDGE_BASIS(7,2)"})
    part = "xl/worksheets/sheet1.xml"
    result = calculate(changed(data, part, b"<v>26</v>", formula + b"<v>26</v>"))
    assert result.values == {"S!B1": 31}
    cells = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["S"]
    assert (cells["A1"].value, cells["B1"].value) == (26, 31)
