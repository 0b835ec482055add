"""Recalculating a stranger's workbook: what is stored, what is left, and nothing else touched."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.errors import InputError
from engine.case_books import column, library, sheet
from engine.test_solve import of_xml


def stranger() -> bytes:
    """Make a workbook as another program would, with values that it had calculated itself."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2024, 1, 31, tzinfo=datetime.UTC)})
    sheet, other = book.add_worksheet("Book"), book.add_worksheet("HEDGE_X")
    sheet.write_column("A1", [325000, 65000, 0.5])
    sheet.write_formula("B1", "=HEDGE_CONTRACTS(A1,A2,A3)", None, 0)
    sheet.write_formula("B2", "=IF(A3>0,HEDGE_CONTRACTS(A1,A2,A3)*2,0)", None, 0)
    sheet.write_formula("B3", "=B1+1", None, 99)
    sheet.write_formula("B4", "=A1+1", None, 1234)  # older than fullCalcOnLoad
    sheet.write_formula("B5", '="HEDGE_PNL(1,2)"&A3', None, "older")
    sheet.write_formula("B6", "=SUM(HEDGE_X!A1:A2)", None, 7)
    sheet.write_formula("B7", "=HEDGE_PNL(A1,my_contracts,A2,-0.1)", None, 0)
    sheet.write_formula("B8", "=HEDGE_CONTRACTS(A1,A2,,2)", None, 0)
    sheet.write_formula("B9", "=HEDGE_CONTRACTS(A1,)", None, 0)
    sheet.write_formula("B10", "=SUMPRODUCT(ABS(A1:A3)*B1)", None, 5)
    sheet.write_array_formula("D1:D2", "{=HEDGE_ROUND(A1:A2,A1:A2)}", None, 0)
    sheet.write_formula("F1", "=HEDGE_IMPACT(A1,B1,A2,-0.1)", None, 0)
    sheet.write_formula("K1", "=SUM(H2:H3)", None, 0)
    other.write_formula("A1", "=Book!B1", None, 1)
    other.write("A2", 10)
    book.define_name("my_contracts", "=Book!$B$1")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Book!$A$1:$A$3"})
    sheet.insert_chart("M2", chart)
    sheet.conditional_format("A1:A3", {"type": "cell", "criteria": ">", "value": 1})
    sheet.data_validation("A3", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.write_comment("A1", "a note")
    book.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def result():
    return calculate(stranger())


@pytest.fixture(scope="module")
def values(result):
    return openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)


@pytest.mark.parametrize(
    ("ref", "value"),
    [  # the article: 325,000 at 0.5 on 65,000 is 2.5 contracts; a fall of 10 % nets -16,250
        ("B1", 2.5),
        ("B2", 5),
        ("B3", 3.5),
        ("B4", 325001),
        ("B5", "HEDGE_PNL(1,2)0.5"),
        ("B6", 12.5),
        ("B7", -16250),
        ("B8", 10),
        ("B9", "#VALUE!"),
        ("B10", 975001.25),
        ("D1", 325000),
        ("D2", 65000),
        ("F1", "Component"),
        ("G4", 325000),
        ("H4", -16250),
        ("I4", 308750),
        ("K1", -16250),
    ],
)
def test_what_is_stored(values, ref, value):
    assert values["Book"][ref].value == value


def test_what_is_found(result):
    assert result.functions == {
        "HEDGE_CONTRACTS": 4,
        "HEDGE_PNL": 1,
        "HEDGE_ROUND": 1,
        "HEDGE_IMPACT": 1,
    }
    assert list(result.errors) == ["Book!B9"]
    assert result.left == result.kept == {}


def test_parts_not_concerned_are_the_same_bytes(result):
    before, after = (
        zipfile.ZipFile(io.BytesIO(stranger())),
        zipfile.ZipFile(io.BytesIO(result.data)),
    )
    added = set(after.namelist()) - set(before.namelist())
    assert added == {"xl/metadata.xml"}
    touched = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert touched == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    }


def test_sheets_keep_everything_but_values(result):
    before, after = (
        zipfile.ZipFile(io.BytesIO(stranger())),
        zipfile.ZipFile(io.BytesIO(result.data)),
    )
    for element in ("conditionalFormatting", "dataValidations", "legacyDrawing", "drawing"):
        pattern = rf"<{element}.*?(?:/>|</{element}>)".encode()
        name = "xl/worksheets/sheet1.xml"
        assert re.findall(pattern, before.read(name)) == re.findall(pattern, after.read(name))


def test_function_cells_are_dynamic_arrays_and_older_arrays_stay(result):
    part = zipfile.ZipFile(io.BytesIO(result.data)).read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="B1" cm="1"><f t="array" ref="B1">', part)
    assert re.search(r'<c r="F1" cm="1" t="str"><f t="array" ref="F1:I4">', part)
    assert re.search(r'<c r="D1"><f t="array" ref="D1:D2">', part)
    assert '<c r="B3"><f>' in part


def test_calculating_twice_gives_the_same_bytes(result):
    assert calculate(result.data).data == result.data


def test_a_table_that_shrinks_leaves_nothing_behind():
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_SCENARIOS(100,1,50,Sheet!$H$1:$H$3)"
    for row in range(1, 4):
        book.active[f"H{row}"] = row / 10
    stream = io.BytesIO()
    book.save(stream)
    first = calculate(stream.getvalue()).data
    sheet = openpyxl.load_workbook(io.BytesIO(first), data_only=True).active
    assert sheet["E4"].value == pytest.approx(115)
    archive = zipfile.ZipFile(io.BytesIO(first))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(b"$H$3)", b"$H$2)"))
    again = openpyxl.load_workbook(
        io.BytesIO(calculate(other.getvalue()).data), data_only=True
    ).active
    assert again["E3"].value == pytest.approx(110)
    assert again["E4"].value is None


@pytest.mark.parametrize(
    "part", [b"<workbook", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>']
)
def test_a_damaged_or_hostile_part_is_refused(part):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", part)
        archive.writestr("xl/_rels/workbook.xml.rels", part)
        archive.writestr("[Content_Types].xml", part)
    with pytest.raises(InputError, match=r"damaged part|document type"):
        calculate(stream.getvalue())


def holding(cell: bytes) -> bytes:
    """Make a workbook in which A1 is a cell of one's own and B1 doubles it."""
    stream, other = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("S")
    sheet.write("A1", 5)
    sheet.write_formula("B1", "=A1*2", None, "")
    book.close()
    with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            part = archive.read(name)
            changed.writestr(name, part.replace(b'<c r="A1"><v>5</v></c>', cell))
    return other.getvalue()


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("n", "1e999", "#NUM!"),
        ("n", "NaN", "#NUM!"),
        ("n", "-INF", "#NUM!"),
        ("n", " 5 ", 10.0),
        ("e", "#N/A", "#N/A"),
        ("e", "Err:502", "#VALUE!"),  # LibreOffice's, when it was OpenOffice
    ],
)
def test_what_is_no_finite_number_is_an_error_in_its_own_cell(kind, text, wanted):
    values = calculate(holding(f'<c r="A1" t="{kind}"><v>{text}</v></c>'.encode())).values
    assert values["S!B1"] == wanted


@pytest.mark.parametrize(("kind", "text"), [("n", "A0"), ("n", "1_0"), ("s", "99"), ("d", "5th")])
def test_a_damaged_value_is_told_as_the_files(kind, text):
    with pytest.raises(InputError, match=f'damaged part .A1 holds "{text}"'):
        calculate(holding(f'<c r="A1" t="{kind}"><v>{text}</v></c>'.encode()))


def test_whole_rows_and_columns_are_read():
    cells = {"A1": 5, "B1": "=HEDGE_BASIS(7,2)", "A2": 3}
    asked = {"D4": "=SUM(1:1)", "D5": "=SUM(S!$1:$1)", "D6": "=SUM(A:A)", "D7": "=SUM(1:2)"}
    values = calculate(sheet(cells | asked)).values
    assert [values[f"S!D{row}"] for row in (4, 5, 6, 7)] == [10, 10, 8, 13]


def test_all_cells_of_an_array_formula_that_is_left_are_empty():
    """XlsxWriter stores 0 in each."""
    cells = {**column("A", [1, 2, 3]), **column("B", [1, 2]), "F1": "=SUM(D1:D3)*HEDGE_BASIS(3,2)"}
    result = calculate(library(cells, {"D1:D3": "=FREQUENCY(A1:A3,B1:B2)"}))
    assert list(result.left) == ["S!D1", "S!F1"]
    shown = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["S"]
    assert [shown[ref].value for ref in ("D1", "D2", "D3", "F1", "A3")] == [None] * 4 + [3]


def test_a_shared_formula_that_would_fill_more_than_its_cell_is_left():
    """It is stored as a plain one, which fills no others; one that gives a value is calculated."""
    shared = '<f t="shared" si="{}" ref="{}">{}</f>'
    first = shared.format(0, "C1:C2", "HEDGE_BASIS(A$1:A$2,1)")
    second = shared.format(1, "D1:D2", "SUM(HEDGE_BASIS(A$1:A$2,1))")
    rows = f'<row r="1"><c r="A1"><v>3</v></c><c r="C1">{first}</c><c r="D1">{second}</c></row>'
    cells = '<c r="A2"><v>5</v></c><c r="C2"><f t="shared" si="0"/></c>'
    rows += f'<row r="2">{cells}<c r="D2"><f t="shared" si="1"/></c></row>'
    result = calculate(of_xml(rows))
    assert list(result.left) == ["S!C1", "S!C2"]
    assert result.values == {"S!D1": 6, "S!D2": 6}
