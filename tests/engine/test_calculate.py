"""Recalculating a stranger's workbook: what is stored, what is left, and nothing else touched."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from betahedge.engine import BadInput, calculated
from betahedge.engine.store import SheetCells, number_text, set_value
from betahedge.workbook.formulas import calls, maps_scalars, with_blanks
from betahedge.workbook.package import MAIN


def stranger() -> bytes:
    """Make a workbook as another program would, with values that it had calculated itself."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, other = book.add_worksheet("Book"), book.add_worksheet("HEDGE_X")
    sheet.write_column("A1", [325000, 65000, 0.5])
    sheet.write_formula("B1", "=HEDGE_CONTRACTS(A1,A2,A3)", None, 0)
    sheet.write_formula("B2", "=IF(A3>0,HEDGE_CONTRACTS(A1,A2,A3)*2,0)", None, 0)
    sheet.write_formula("B3", "=B1+1", None, 99)
    sheet.write_formula("B4", "=A1+1", None, 1234)  # stale on purpose: not ours to change
    sheet.write_formula("B5", '="HEDGE_PNL(1,2)"&A3', None, "kept")
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
    return calculated(stranger())


@pytest.fixture(scope="module")
def values(result):
    return openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)


@pytest.mark.parametrize(
    ("ref", "value"),
    [  # the article: 325,000 at 0.5 on 65,000 is 2.5 contracts; a fall of 10 % nets -16,250
        ("B1", 2.5),
        ("B2", 5),
        ("B3", 3.5),
        ("B4", 1234),
        ("B5", "kept"),
        ("B6", 12.5),
        ("B7", -16250),
        ("B8", 10),
        ("B9", "#VALUE!"),
        ("B10", None),
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
    assert result.left == ["Book!B10"]


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
    assert calculated(result.data).data == result.data


def test_a_table_that_shrinks_leaves_nothing_behind():
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_SCENARIOS(100,1,50,Sheet!$H$1:$H$3)"
    for row in range(1, 4):
        book.active[f"H{row}"] = row / 10
    stream = io.BytesIO()
    book.save(stream)
    first = calculated(stream.getvalue()).data
    sheet = openpyxl.load_workbook(io.BytesIO(first), data_only=True).active
    assert sheet["E4"].value == pytest.approx(115)
    archive = zipfile.ZipFile(io.BytesIO(first))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(b"$H$3)", b"$H$2)"))
    again = openpyxl.load_workbook(
        io.BytesIO(calculated(other.getvalue()).data), data_only=True
    ).active
    assert again["E3"].value == pytest.approx(110)
    assert again["E4"].value is None


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("HEDGE_PNL(1,2)", {"HEDGE_PNL"}),
        ("@hedge_pnl(1)+_xldudf_HEDGE_RATIO(1)", {"HEDGE_PNL", "HEDGE_RATIO"}),
        ('"HEDGE_PNL(1)"', set()),
        ("'HEDGE_PNL(1)'!A1+HEDGE_X!A1", set()),
        ("HEDGE_NOTHING(1)", set()),
        ("MY_HEDGE_PNL(1)", set()),
    ],
)
def test_calls_are_told_from_mentions(formula, names):
    assert calls(formula) == names


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("HEDGE_PNL(1,,3)", "HEDGE_PNL(1,$XFD$1048576,3)"),
        ("HEDGE_PNL(1,2,)", "HEDGE_PNL(1,2,$XFD$1048576)"),
        ("HEDGE_PNL(,2)", "HEDGE_PNL($XFD$1048576,2)"),
        ("HEDGE_VERSION()", "HEDGE_VERSION()"),
        ("ROUND(HEDGE_PNL(1,2),)", "ROUND(HEDGE_PNL(1,2),)"),
        ('IF(A1="","",HEDGE_PNL(1,,",,"))', 'IF(A1="","",HEDGE_PNL(1,$XFD$1048576,",,"))'),
    ],
)
def test_empty_arguments_become_blank_cells(formula, told):
    assert with_blanks(formula) == told


def test_formulas_the_engine_would_get_wrong_are_known():
    assert maps_scalars("SUMPRODUCT(ABS(A1:A3))")
    assert maps_scalars("SUMPRODUCT(--ISERROR('My sheet'!A1:C9))")
    assert not maps_scalars("ABS(SUM(A1:A3))")
    assert not maps_scalars("SUMPRODUCT(A1:A3,B1:B3)")


def test_cells_are_made_in_order():
    root = etree.fromstring(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2"/><c/></row></sheetData>'
        "</worksheet>"
    )
    cells = SheetCells(root)
    for row, column in ((2, 1), (2, 5), (1, 3), (4, 1), (2, 4)):
        set_value(cells.make(row, column), float(row))
    order = [cell.get("r") for cell in root.iter(f"{{{MAIN}}}c")]
    assert order == ["C1", "A2", "B2", "C2", "D2", "E2", "A4"]


@pytest.mark.parametrize(
    ("number", "text"), [(18.0, "18"), (1.8, "1.8"), (-0.0, "0"), (1e300, "1e+300"), (0.1, "0.1")]
)
def test_numbers_are_written_exactly(number, text):
    assert number_text(number) == text
    assert float(text) == number


@pytest.mark.parametrize(
    "part", [b"<workbook", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>']
)
def test_a_damaged_or_hostile_part_is_refused(part):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", part)
        archive.writestr("xl/_rels/workbook.xml.rels", part)
        archive.writestr("[Content_Types].xml", part)
    with pytest.raises(BadInput, match=r"damaged part|document type"):
        calculated(stream.getvalue())


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
    "=SUMPRODUCT(ABS(B1:B2))",
]
CALLS_ON_IT = ("=HEDGE_CONTRACTS(325000,A1,0.5)", "=A2*2", '=IF(A1>0,"yes","no")')


@pytest.mark.parametrize("price", PRICES)
def test_a_value_that_only_another_program_knows_is_calculated_with(price):
    """It is not made an error of, nor what depends on it."""
    result = calculated(others_book(price, 65000, *CALLS_ON_IT))
    assert result.values == {"Sheet1!A2": 2.5, "Sheet1!A3": 5.0}
    assert (result.kept, result.left) == (["Sheet1!A1"], [])
    shown = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    assert [shown["A1"].value, shown["A2"].value] == [65000, 2.5]
    assert price[1:4] in openpyxl.load_workbook(io.BytesIO(result.data)).worksheets[0]["A1"].value


@pytest.mark.parametrize("price", PRICES[:3])
def test_without_such_a_value_what_depends_on_it_is_left(price):
    result = calculated(others_book(price, "", *CALLS_ON_IT))
    assert result.values == {}
    assert result.left == ["Sheet1!A1", "Sheet1!A2", "Sheet1!A3"]


def test_a_call_that_reads_another_file_keeps_its_value():
    result = calculated(others_book("=HEDGE_RATIO([1]Sheet1!B2,1,2)", 0.5, "=A1*2"))
    assert (result.kept, result.values) == (["Sheet1!A1"], {"Sheet1!A2": 1.0})


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
    result = calculated(of_xml(rows, names))
    told = {*result.values, *result.left}
    assert {"S!A1", "S!B1", "S!C1"} <= told
    assert result.values.get("S!B1", 5) in (5, 10, "ok")
    assert result.kept == []


def cells_of(result, refs):
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    return [sheet[ref].value for ref in refs]


def test_an_array_that_only_another_program_knows_keeps_its_cells():
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">FOOBAR(D1:D3)</f><v>11</v></c>'
        '<c r="B1"><f>HEDGE_BASIS(SUM(A1:A3),6)</f></c></row>'
        '<row r="2"><c r="A2"><v>12</v></c></row><row r="3"><c r="A3"><v>13</v></c></row>'
    )
    assert cells_of(calculated(of_xml(rows)), ("A1", "A2", "A3", "B1")) == [11, 12, 13, 30]


def test_formulas_that_share_the_text_of_a_kept_one_keep_theirs():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">FOOBAR(A1)</f><v>9</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>8</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>7</v></c>'
        '<c r="C3"><f>HEDGE_BASIS(SUM(B2:B3),6)</f></c></row>'
    )
    assert cells_of(calculated(of_xml(rows)), ("B1", "B2", "B3", "C3")) == [9, 8, 7, 9]


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
    result = calculated(of_xml(rows))
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True).worksheets[0]
    assert [cell.value for row in sheet[extent] for cell in row] == filled
    assert sheet["E1"].value == sum(isinstance(each, int) for each in filled)
    assert sheet["D4"].value is None


MAPPED = [  # over a range, and what LibreOffice and Excel give where formualizer does not
    "SUMPRODUCT(COUNTIF(A1:A3,A1:A3))",
    'SUMPRODUCT(--ISNUMBER(SEARCH("a",D1:D3)))',
    'SUMPRODUCT(--EXACT(D1:D3,"a"))',
    "SUMPRODUCT(ROW(A1:A3))",
    'SUM(SUMIF(D1:D3,{"a","b"},A1:A3))',
    'SUMPRODUCT(LEN(SUBSTITUTE(D1:D3,"a","")))',
    "SUMPRODUCT(SQRT(nm))",
    "SUMPRODUCT(ABS((A1:A3)-1))",
    "SUM(LARGE(A1:A3,{1,2}))",
    "SUM(ROUND(IF(A1:A3>1,A1:A3,0),0))",
]


@pytest.mark.parametrize("formula", MAPPED)
def test_what_the_engine_does_not_map_is_kept_or_left(formula):
    names = '<definedName name="nm">S!$A$1:$A$3</definedName>'
    text = formula.replace('"', "&quot;")
    cells = f'<c r="B1"><f>{text}</f><v>42</v></c><c r="C1"><f>HEDGE_BASIS(B1,2)</f></c>'
    row = f'<row r="1">{cells}</row>'
    result = calculated(of_xml(row, names))
    assert (result.kept, result.values) == (["S!B1"], {"S!C1": 40})


@pytest.mark.parametrize(
    "formula",
    ["SUM(A1:A3)", "ROUND(SUM(A1:A3),2)", "SUMPRODUCT(A1:A3*A1:A3)", "ABS(A1)+MAX(A1:A3)"],
)
def test_what_the_engine_does_is_not_taken_for_beyond_it(formula):
    assert not maps_scalars(formula)


def test_days_from_1904_are_refused():
    with pytest.raises(BadInput, match="counts days from 1904"):
        calculated(of_xml('<row r="1"><c r="A1"><v>1</v></c></row>', properties='date1904="1"'))


def test_a_text_without_an_error_is_a_value():
    row = (
        '<row r="1"><c r="A1" t="str"><f>IF([1]P!A1=&quot;&quot;,&quot;&quot;,1)</f><v></v></c>'
        '<c r="B1" t="e"><f>FOOBAR(2)</f><v>#N/A</v></c>'
        '<c r="C1"><f>HEDGE_CONTRACTS(10,5,A1)</f></c><c r="D1"><f>HEDGE_ACTION(B1)</f></c></row>'
    )
    result = calculated(of_xml(row))
    assert result.kept == ["S!A1", "S!B1"]
    assert result.values == {"S!C1": 2, "S!D1": "#N/A"}


def test_a_control_character_is_written_by_its_number():
    row = '<row r="1"><c r="A1"><f>HEDGE_BASIS(7,2)&amp;CHAR(1)</f></c></row>'
    data = calculated(of_xml(row)).data
    assert b"5_x0001_" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_an_error_no_tokenizer_knows_is_left_to_the_engine():
    row = '<row r="1"><c r="A1"><f>IFERROR(HEDGE_PNL(1,,#SPILL!),#CALC!)</f></c></row>'
    assert calculated(of_xml(row))
