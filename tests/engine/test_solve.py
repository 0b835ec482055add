"""What the engine is told, and what it is not trusted with.

Oracles: the values that the programs which made a workbook stored in it, Excel's rule for array
formulas, and plain arithmetic.
"""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.xlsx.package import Package
from engine.case_books import changed, sheet
from situations.reported_cases import with_macro_sheet


def others_book(price, stored, *calls):
    """A price that the engine cannot compute, with the value that another program stored."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_formula("A1", price, None, stored)
    for row, call in enumerate(calls, start=2):
        sheet.write_formula(f"A{row}", call, None, 999)
    made.close()
    return stream.getvalue()


PRICES = [
    "=[1]Sheet1!B2",
    "='[prices.xlsx]Sheet 1'!A1",
    "='C:\\x\\[prices.xlsx]S'!$A$1*2",
    '=BDP("XBTUSD Curncy","PX_LAST")',
]
CALLS_ON_IT = ("=HEDGE_CONTRACTS(325000,A1,0.5)", "=A2*2", '=IF(A1>0,"yes","no")')


@pytest.mark.parametrize("price", PRICES)
def test_a_value_that_only_another_program_knows_is_calculated_with(price):
    """It is not made an error of, nor what depends on it."""
    result = calculate(others_book(price, 65000, *CALLS_ON_IT))
    assert result.values == {"Sheet1!A2": 2.5, "Sheet1!A3": 5.0, "Sheet1!A4": "yes"}
    assert (list(result.kept), result.left) == (["Sheet1!A1"], {})
    shown = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    assert [shown["A1"].value, shown["A2"].value] == [65000, 2.5]
    assert price[1:4] in openpyxl.load_workbook(io.BytesIO(result.data)).worksheets[0]["A1"].value


@pytest.mark.parametrize("price", PRICES)
def test_without_such_a_value_what_depends_on_it_is_left(price):
    result = calculate(others_book(price, "", *CALLS_ON_IT))
    assert result.values == {}
    assert list(result.left) == ["Sheet1!A1", "Sheet1!A2", "Sheet1!A3", "Sheet1!A4"]


def test_a_call_that_reads_another_file_keeps_its_value():
    result = calculate(others_book("=HEDGE_RATIO([1]Sheet1!B2,1,2)", 0.5, "=A1*2"))
    assert (list(result.kept), result.values) == (["Sheet1!A1"], {"Sheet1!A2": 1.0})


def of_xml(rows, names="", properties=""):
    """A workbook of hand-written rows, as spreadsheets write them."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    made.add_worksheet("S")
    made.close()
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("<sheetData/>", f"<sheetData>{rows}</sheetData>")
    book = parts["xl/workbook.xml"].decode()
    book = book.replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    book = book.replace("<workbookPr ", f"<workbookPr {properties} ")
    parts |= {"xl/worksheets/sheet1.xml": sheet.encode(), "xl/workbook.xml": book.encode()}
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return again.getvalue()


CALL = "HEDGE_BASIS(7,2)"  # 5
STALE = [
    "IFERROR(pnl,0)",
    "SUM(both)",
    'IF(ISERROR(pnl),"none","ok")',
    'INDIRECT("A1")*1',
    "SUM(OFFSET(A1,0,0,2,1))",
    "S!$A$1+far",
]


@pytest.mark.parametrize("formula", STALE)
def test_nothing_that_comes_after_a_call_keeps_an_old_value_in_silence(formula):
    """Through a name, or an address that is known only when it is calculated."""
    name = '<definedName name="{}">{}</definedName>'
    names = "".join(
        name.format(*each)
        for each in (("pnl", "S!$A$1"), ("both", "S!$A$1:$A$2"), ("far", 'INDIRECT("A1")'))
    )
    text = formula.replace('"', "&quot;")
    rows = (
        f'<row r="1"><c r="A1" t="e"><f>{CALL}</f><v>#NAME?</v></c>'
        f'<c r="B1"><f>{text}</f><v>99</v></c><c r="C1"><f>B1*2</f><v>198</v></c></row>'
    )
    result = calculate(of_xml(rows, names))
    told = {*result.values, *result.left}
    assert {"S!A1", "S!B1", "S!C1"} <= told
    assert result.values.get("S!B1", 5) in (5, 10, "ok")
    assert result.kept == {}


def cells_of(result, refs):
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    return [sheet[ref].value for ref in refs]


def test_an_array_that_only_another_program_knows_keeps_its_cells():
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">FOOBAR(D1:D3)</f><v>11</v></c>'
        '<c r="B1"><f>HEDGE_BASIS(SUM(A1:A3),6)</f></c></row>'
        '<row r="2"><c r="A2"><v>12</v></c></row><row r="3"><c r="A3"><v>13</v></c></row>'
    )
    assert cells_of(calculate(of_xml(rows)), ("A1", "A2", "A3", "B1")) == [11, 12, 13, 30]


def test_formulas_that_share_the_text_of_a_kept_one_keep_theirs():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">FOOBAR(A1)</f><v>9</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>8</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>7</v></c>'
        '<c r="C3"><f>HEDGE_BASIS(SUM(B2:B3),6)</f></c></row>'
    )
    assert cells_of(calculate(of_xml(rows)), ("B1", "B2", "B3", "C3")) == [9, 8, 7, 9]


@pytest.mark.parametrize(
    ("formula", "extent", "filled"),
    [
        (CALL, "A1:B2", [5, 5, 5, 5]),
        ("HEDGE_BASIS({7;8},2)", "A1:B3", [5, 5, 6, 6, "#N/A", "#N/A"]),
        ("HEDGE_BASIS({7,8},2)", "A1:B2", [5, 6, 5, 6]),
        ("HEDGE_BASIS({7,8;9,10},2)", "A1:A2", [5, 7]),
        ("HEDGE_BASIS({7,8;9,10},2)", "A1:C2", [5, 6, "#N/A", 7, 8, "#N/A"]),
    ],
)
def test_an_array_formula_of_the_older_kind_fills_its_own_range(formula, extent, filled):
    """As Excel's documentation of array formulas says: repeated, cut, or #N/A beyond."""
    last = extent[-2:]
    rows = (
        f'<row r="1"><c r="A1"><f t="array" ref="{extent}">{formula}</f></c>'
        f'<c r="E1"><f>COUNT(A1:{last})</f></c></row>'
    )
    result = calculate(of_xml(rows))
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    assert [cell.value for row in sheet[extent] for cell in row] == filled
    assert sheet["E1"].value == sum(isinstance(each, int) for each in filled)
    assert sheet["D4"].value is None


MAPPED = [  # a function of one value over a range: what Excel and LibreOffice give
    ("SUMPRODUCT(COUNTIF(A1:A3,A1:A3))", 3),
    ('SUMPRODUCT(--ISNUMBER(SEARCH("a",D1:D3)))', 2),
    ('SUMPRODUCT(--EXACT(D1:D3,"a"))', 1),
    ("SUMPRODUCT(ROW(A1:A3))", 6),
    ('SUM(SUMIF(D1:D3,{"a","b"},A1:A3))', 10),
    ('SUMPRODUCT(LEN(SUBSTITUTE(D1:D3,"a","")))', 2),
    ("SUMPRODUCT(SQRT(nm))", 6),
    ("SUMPRODUCT(ABS((A1:A3)-2))", 10),
    ("SUM(LARGE(A1:A3,{1,2}))", 13),
]


@pytest.mark.parametrize(("formula", "value"), MAPPED)
def test_a_function_of_one_value_over_a_range_is_calculated(formula, value):
    names = '<definedName name="nm">S!$A$1:$A$3</definedName>'
    cells = f'<c r="G1"><f>{formula.replace(chr(34), "&quot;")}</f></c>'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{number}</v></c>'
        f'<c r="D{row}" t="str"><v>{text}</v></c>{cells if row == 1 else ""}</row>'
        for row, number, text in ((1, 1, "a"), (2, 4, "ca"), (3, 9, "b"))
    )
    assert calculate(of_xml(rows, names)).values == {"S!G1": value}


def test_days_may_be_counted_from_1904():
    rows = '<row r="1"><c r="A1"><v>366</v></c><c r="B1"><f>YEAR(A1)-HEDGE_BASIS(7,2)</f></c></row>'
    assert calculate(of_xml(rows, properties='date1904="1"')).values == {"S!B1": 1900}


def test_a_cell_that_holds_a_day_counts_from_1904_too():
    """Strict Open XML writes days so."""
    day = '<c r="A1" t="d"><v>2026-03-31</v></c>'
    rows = f'<row r="1">{day}<c r="B1"><f>YEAR(A1)+A1-DATE(2026,3,30)</f></c></row>'
    assert calculate(of_xml(rows, properties='date1904="1"')).values == {"S!B1": 2027}


def test_a_day_that_a_call_gives_is_counted_from_1904_too():
    """Day 0 is 1 January 1904 there, and 31 December 1899 elsewhere."""
    rows = (
        '<row r="1"><c r="A1"><f>HEDGE_EXPIRY(2018,1)</f></c>'
        '<c r="B1"><f>A1-DATE(2018,1,26)</f></c><c r="C1"><f>HEDGE_BASIS(7,2)</f></c></row>'
    )
    values = calculate(of_xml(rows, properties='date1904="1"')).values
    days = (datetime.date(2018, 1, 26) - datetime.date(1904, 1, 1)).days
    assert values == {"S!A1": days, "S!B1": 0, "S!C1": 5}


def test_a_text_without_an_error_is_a_value():
    row = (
        '<row r="1"><c r="A1" t="str"><f>IF([1]P!A1=&quot;&quot;,&quot;&quot;,1)</f><v></v></c>'
        '<c r="B1" t="e"><f>FOOBAR(2)</f><v>#N/A</v></c>'
        '<c r="C1"><f>HEDGE_CONTRACTS(10,5,A1)</f></c><c r="D1"><f>HEDGE_ACTION(B1)</f></c></row>'
    )
    result = calculate(of_xml(row))
    assert list(result.kept) == ["S!A1", "S!B1"]
    assert result.values == {"S!C1": 2, "S!D1": "#N/A"}


def test_a_control_character_is_written_by_its_number():
    row = '<row r="1"><c r="A1"><f>HEDGE_BASIS(7,2)&amp;CHAR(1)</f></c></row>'
    data = calculate(of_xml(row)).data
    assert b"5_x0001_" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_an_error_no_tokenizer_knows_is_left_to_the_engine():
    row = '<row r="1"><c r="A1"><f>IFERROR(HEDGE_PNL(1,,#SPILL!),#CALC!)</f></c></row>'
    assert calculate(of_xml(row)).errors.keys() == {"S!A1"}


OLD = {"A1": 5000, "B1": "=VALUE(FIXED(A1,,TRUE))", "C1": "=A1*2", "D1": "=HEDGE_CONTRACTS(B1,100)"}


def test_values_older_than_their_inputs_are_not_kept():
    """A program set A1, left the values as they were, and asks for all to be calculated."""
    more = {"E1": "=[1]Prices!A1", "F1": "=HEDGE_CONTRACTS(E1,2)"}
    result = calculate(sheet({**OLD, **more}, {"B1": 1000, "C1": 2000, "E1": 7}))
    assert list(result.left) == ["S!B1", "S!D1"]
    assert list(result.kept) == ["S!E1"]
    assert result.values == {"S!C1": 10_000, "S!F1": 3.5}


def test_what_the_clock_moves_makes_no_other_value_old():
    stored = {"B1": 5000, "C1": 10_000, "G1": 40_000, "H1": 40_001}
    result = calculate(sheet({**OLD, "G1": "=TODAY()", "H1": "=G1+1"}, stored))
    assert list(result.kept) == ["S!B1"]
    assert result.values["S!D1"] == 50


BY_CHANCE = [
    "IFERROR(HEDGE_CONTRACTS(A1,A2),0)+0*RAND()",
    "IF(RAND()<2,HEDGE_ROUND(1.8,1),0)",
    "HEDGE_ROUND(RANDBETWEEN(1,1)*2,1)",
    "IFERROR(D1,0)+0*RAND()",
    "IFERROR(OFFSET(D1,0,0),0)+0*RAND()",
]


@pytest.mark.parametrize("formula", BY_CHANCE)
def test_a_random_number_is_not_drawn_before_a_call_is_answered(formula):
    """It was, once, and what stood there for the call was stored: 0, or #NULL!."""
    cells = {"D1": "=HEDGE_CONTRACTS(A1,A2)", "D2": f"={formula}", "D3": "=D2*2", "D4": "=RAND()"}
    result = calculate(sheet({"A1": 10, "A2": 2, **cells, "D5": "=HEDGE_ROUND(D4,0.5)"}))
    why = "draws a random number together with a call"
    assert result.left == {"S!D2": why, "S!D3": "depends on a cell that is left"}
    assert result.values["S!D1"] == 5
    assert result.values["S!D5"] == round(2 * result.values["S!D4"]) / 2


@pytest.mark.parametrize(("times", "count"), [(2, 0), (3, 1), (5, 3)])
def test_what_reads_a_cell_that_is_filled_now_is_calculated(times, count):
    """Two cells were filled when the file was saved."""
    first = '<c r="B1" cm="1"><f t="array" ref="B1:B2">_xlfn.SEQUENCE(A1)</f><v>1</v></c>'
    cells = f'<c r="A1"><f>HEDGE_CONTRACTS({times},1)</f><v>2</v></c>{first}'
    cells += '<c r="C1"><f>COUNT(B3:B9)</f><v>0</v></c>'
    rows = f'<row r="1">{cells}</row><row r="2"><c r="B2"><v>2</v></c></row>'
    data = changed(of_xml(rows), "xl/workbook.xml", b'fullCalcOnLoad="1"', b"")
    assert calculate(data).values.get("S!C1", 0) == count


def test_what_reads_a_sheet_of_macros_is_left():
    """Its cells are not read; they may hold anything."""
    formulas = ("Macro1!A1", "SUM(A1,MACRO1!A1:A3)", "A1+1")
    cells = "".join(f'<c r="{c}1"><f>{text}</f></c>' for c, text in zip("BCD", formulas))
    data = of_xml(f'<row r="1"><c r="A1"><v>7</v></c>{cells}</row>')
    result = calculate(Package(with_macro_sheet(Package.read(data).parts)).write())
    assert (list(result.left), result.values) == (["S!B1", "S!C1"], {"S!D1": 8})


def test_a_circle_through_a_cell_that_is_filled_is_one():
    """A2 is filled by A1, which reads B3, which reads A2: to a spreadsheet that is a circle."""
    cells = {"A1": "=HEDGE_BASIS(B1:B3,1)", "B1": 1, "B2": "=A1+1", "B3": "=A2+1", "D1": "=B1*2"}
    result = calculate(sheet(cells))
    assert "goes round in a circle" in result.left.values()
    assert (list(result.left), result.values) == (["S!A1", "S!B2", "S!B3"], {"S!D1": 2})
