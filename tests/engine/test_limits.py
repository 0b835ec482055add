"""Where the engine ends: what another program stored is kept, or the cell is left to it.

Oracles: what Excel's documentation says of these functions, and plain arithmetic.
"""

import io

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from betahedge.engine import calculate
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import MAIN, RELATIONS
from engine.case_books import changed

CALL = "HEDGE_CONTRACTS(A1,2)"  # 5, where A1 is 10


def book(rows, names=None, sheet="S"):
    """A sheet as a program has saved it, with defined names by their text."""
    made = openpyxl.Workbook()
    made.worksheets[0].title = sheet
    for name, text in (names or {}).items():
        made.defined_names[name] = DefinedName(name, attr_text=text)
    stream = io.BytesIO()
    made.save(stream)
    package = Package.read(stream.getvalue())
    part = package.sheets()[sheet]
    package.parts[part] = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
    return package.write()


def row(number, *cells, more=""):
    """A row of cells: numbers, or formulas each with what is stored of it."""
    written = []
    for letter, cell in zip("ABCDEFGH", cells, strict=False):
        ref = f"{letter}{number}"
        formula, stored = cell if isinstance(cell, tuple) else (None, cell)
        kind = ' t="str"' if isinstance(stored, str) else ""
        text = f"<f>{formula.replace('&', '&amp;').replace('<', '&lt;')}</f>" if formula else ""
        value = "" if stored is None else f"<v>{stored}</v>"
        written.append(f'<c r="{ref}"{kind}>{text}{value}</c>')
    return f'<row r="{number}"{more}>{"".join(written)}</row>'


def stored(result, sheet="S"):
    cells = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)[sheet]
    return {cell.coordinate: cell.value for line in cells.iter_rows() for cell in line}


NUMBERS = row(1, 10, 20, 30) + row(2, 11, 21, 31)
BEYOND = {
    "another add-in": 'BDP("XBT","PX_LAST")',
    "a link": "[1]Prices!A1*B1",
    "a link to a name": "'[p.xlsx]S 1'!price+[2]!rate",
    "a function of another file": "[2]!PRICE(A1)",
    "data from elsewhere": 'RTD("prices",,"XBT")',
    "the program itself": 'INFO("numfile")',
    "many addresses": 'SUM(SUMIF(INDIRECT("A"&ROW(A1:A2)),">0"))',
    "a function the engine gets wrong": "SUM(FREQUENCY(A1:A2,A1:A2))",
    "an empty argument": "LEN(FIXED(A1,,TRUE))",
    "an array beside a range": "SUM({1,2}*A3:A4)",
    "an error as a criterion": 'SUMIF(A1:A2,"<>#N/A")',
    "errors counted": 'COUNTIFS(A1:A2,"#DIV/0!",B1:B2,">0")',
    "a rank in two areas": "RANK(A1,(A1:A2,B1:B2))",
    "rows to pass over in a range that is found": "SUBTOTAL(109,OFFSET(A1,0,0,2,1))",
    "the same to a corner": "AGGREGATE(9,5,A1:INDEX(A1:A2,2))",
}


WITHIN = {
    "SUM((A1,A2))": 21,
    "SUM(A1:B2 B1:C2)": 41,
    "LAMBDA(x,x+1)(A1)": 11,
    'VALUE(TEXT(A1,"#,##0_);(#,##0)"))': 10,
    "AGGREGATE(14,6,A1:A2/(B1:B2>20),1)": 11,
    "SUM(ROUND(HEDGE_BASIS(A1:B2,3),0))": 50,
    "+".join(["A1"] * 300): 3000,
}


@pytest.mark.parametrize("formula", WITHIN)
@pytest.mark.parametrize("call", ["{}", "HEDGE_BASIS({},1)"])
def test_constructs_that_older_engines_did_not_have(formula, call):
    result = calculate(book(NUMBERS + row(3, (call.format(formula), None))))
    assert result.values == {"S!A3": WITHIN[formula] - (call != "{}")}


@pytest.mark.parametrize("case", BEYOND)
@pytest.mark.parametrize("call", ["{}", "HEDGE_BASIS({},1)"])
def test_beyond_the_engine_a_value_is_kept_and_without_one_the_cell_is_left(case, call):
    formula = call.format(BEYOND[case])
    kept = calculate(book(NUMBERS + row(3, (formula, 77), ("A3*2", None))))
    assert list(kept.kept) == ["S!A3"]
    assert (stored(kept)["A3"], stored(kept)["B3"]) == (77, 154)
    left = calculate(book(NUMBERS + row(3, (formula, None), ("A3*2", None))))
    assert list(left.left) == ["S!A3", "S!B3"]
    assert left.values == {}


@pytest.mark.parametrize(
    "formula",
    ["HEDGE_BASIS(B3,BDP(1))", "HEDGE_BASIS(B3,[1]Prices!A1)", "B3*[1]Prices!A1"],
)
def test_a_value_beyond_the_engine_goes_when_what_it_depends_on_has_moved(formula):
    price = (formula, 77)
    moved = calculate(book(NUMBERS + row(3, price, (CALL, 4))))
    assert list(moved.left) == ["S!A3"]
    same = calculate(book(NUMBERS + row(3, price, (CALL, 5))))
    assert list(same.kept) == ["S!A3"]


def test_the_0_that_a_library_stores_for_a_call_is_no_value_of_it():
    beyond = "HEDGE_BASIS([1]Prices!A1,3)"
    assert list(calculate(book(NUMBERS + row(3, (beyond, 0)))).left) == ["S!A3"]
    assert calculate(book(NUMBERS + row(3, (CALL, 0)))).values == {"S!A3": 5}


@pytest.mark.parametrize(
    "text",
    [
        *("first:last", "first:C2", "A1:last", "S!A1:last", "(first):last", "(A1):last"),
        "first:INDEX(A1:C2,2,3)",
    ],
)
def test_names_are_the_corners_of_a_range(text):
    names = {"first": "S!$A$1", "last": "S!$C$2", "a": "S!$C$2"}
    cells = ((f"SUM({text})", None), (f"HEDGE_BASIS(SUM({text}),3)", None), ("SUM(A:A)*0+1", None))
    result = calculate(book(NUMBERS + row(3, None, *cells), names))
    assert [result.values[f"S!{column}3"] for column in "BCD"] == [123, 120, 1]
    unnamed = calculate(book(NUMBERS + row(3, None, *cells)))
    assert [unnamed.values[f"S!{column}3"] for column in "BCD"] == ["#NAME?", "#NAME?", 1]


@pytest.mark.parametrize(
    "text",
    ['"S!"&"B1"', "\"'S'!$B$\"&COUNT(A1)", '"B"&"1"', '"B1"', '"S!B"&"1:B$1"'],
)
def test_a_text_that_ends_in_an_address_is_one_beside_names_too(text):
    rows = NUMBERS + row(3, (f"SUM(INDIRECT({text}))", None))
    assert calculate(book(rows, {"net": "S!$C$1"})).values["S!A3"] == 20


@pytest.mark.parametrize(
    "prefix",
    ["", "_xldudf_", "_xldudf_A_B_", "_xlfn.", "_xludf.", "_xll.", "org.betahedge.Functions."],
)
def test_a_call_is_known_under_every_name_that_hosts_store(prefix):
    name = f"{prefix}HEDGE_BASIS"
    result = calculate(book(NUMBERS + row(3, (f"{name}(7,2)", None), (f"SUM({name}(7,2),1)", 0))))
    assert result.values == {"S!A3": 5, "S!B3": 6}
    assert result.functions == {"HEDGE_BASIS": 2}


def test_the_at_sign_as_excel_stores_it():
    formula = "SUM(_xlfn.SINGLE(HEDGE_BASIS(7,2)),1)"
    assert calculate(book(row(1, (formula, None)))).values == {"S!A1": 6}


@pytest.mark.parametrize("error", ["#CALC!", "#GETTING_DATA", "#BUSY!", "#SPILL!", "#PYTHON!"])
def test_an_error_of_newer_excel_elsewhere_is_no_hindrance(error):
    odd = f'<c r="D1" t="e"><f>X()</f><v>{error}</v></c><c r="E1" t="e"><v>{error}</v></c></row>'
    data = book(row(1, 10, (CALL, None)).replace("</row>", odd))
    result = calculate(data)
    assert result.values == {"S!B1": 5}
    assert (stored(result)["D1"], stored(result)["E1"]) == (error, error)


def test_a_date_written_as_text_is_its_serial_number():
    date = '<c r="A1" t="d"><v>2024-01-05T12:00:00</v></c>'
    assert calculate(
        book(f'<row r="1">{date}<c r="B1"><f>HEDGE_BASIS(A1,1)</f></c></row>')
    ).values == {"S!B1": 45295.5}


def test_a_block_of_any_length_is_filled():
    column = "".join(row(n, n) for n in range(2, 10_003))
    result = calculate(book(row(1, None, ("HEDGE_BASIS(A2:A10002,1)", None)) + column))
    assert result.values["S!B10001"] == 10_001
    assert len(result.values) == 10_001


def test_an_array_formula_over_a_whole_sheet_is_kept_as_it_is():
    cell = '<c r="B1"><f t="array" ref="A1:XFD1048576">HEDGE_BASIS(7,2)</f><v>5</v></c>'
    result = calculate(book(f'<row r="1">{cell}</row>'))
    assert (list(result.kept), result.values) == (["S!B1"], {})


def test_the_cells_of_an_array_formula_that_is_left_are_left_with_it():
    """Some programs write a formula of no text into each."""
    first = '<c r="A1"><f t="array" ref="A1:A2">[1]Prices!A1:A2*2</f></c>'
    second = '<c r="A2"><f></f></c><c r="B2"><f>A2+1</f></c>'
    result = calculate(book(f'<row r="1">{first}</row><row r="2">{second}</row>'))
    assert result.values == {}
    assert sorted(result.left) == ["S!A1", "S!A2", "S!B2"]


@pytest.mark.parametrize("extent", ["B1:B20000", "A1:XFD1048576"])
def test_a_large_array_formula_takes_no_harm(extent):
    cell = f'<c r="B1"><f t="array" ref="{extent}">HEDGE_BASIS(7,2)</f></c>'
    result = calculate(book(f'<row r="1">{cell}</row>'))
    assert set(result.values.values()) <= {5.0}
    assert list(result.left) == ([] if extent == "B1:B20000" else ["S!B1"])


FILTER = (
    '<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="10"/></filters>'
    "</filterColumn></autoFilter>"
)


@pytest.mark.parametrize(
    ("after", "total"),
    [
        ("", 15),
        (FILTER, 5),
        (f"<customSheetViews><customSheetView>{FILTER}</customSheetView></customSheetViews>", 15),
    ],
)
def test_rows_hidden_by_hand_count_and_rows_hidden_by_the_filter_do_not(after, total):
    rows = row(1, 10, (CALL, 5)) + row(2, 20, ("HEDGE_CONTRACTS(A2,2)", 10), more=' hidden="1"')
    data = book(rows + row(3, ("SUBTOTAL(9,B1:B2)", 99)))
    data = changed(
        data, "xl/worksheets/sheet1.xml", b"</sheetData>", f"</sheetData>{after}".encode()
    )
    assert calculate(data).values["S!A3"] == total


def test_rows_hidden_by_hand_beside_a_filter_are_left_to_excel():
    """It adds them up, as it has stored in a public workbook; the engine takes them for filtered.

    The filter is on the rows 1 and 2.
    """
    rows = row(1, 10, 5) + row(2, 20, 10, more=' hidden="1"') + row(4, 1) + row(5, 2)
    asked = ("SUBTOTAL(9,A4:A6)", "SUBTOTAL(109,A4:A6)", "SUBTOTAL(9,B1:B2)", "SUBTOTAL(9,A4:A5)")
    data = book(rows + row(6, 3, more=' hidden="1"') + row(8, *((each, None) for each in asked)))
    filtered = b"</sheetData>" + FILTER.encode()
    result = calculate(changed(data, "xl/worksheets/sheet1.xml", b"</sheetData>", filtered))
    assert list(result.left) == ["S!A8"]
    assert [result.values[f"S!{column}8"] for column in "BCD"] == [3, 5, 3]
    unfiltered = calculate(data).values
    assert [unfiltered[f"S!{column}8"] for column in "ABCD"] == [6, 3, 15, 3]


TABLE = (
    '<table xmlns="{}" id="1" name="T" displayName="T" ref="A1:B2" headerRowCount="0">{}</table>'
)


@pytest.mark.parametrize(("asked", "total"), [(FILTER, 5), ('<autoFilter ref="A1:B2"/>', 15)])
def test_rows_hidden_by_the_filter_of_a_table_do_not_count(asked, total):
    rows = row(1, 10, 5) + row(2, 20, 10, more=' hidden="1"')
    package = Package.read(book(rows + row(3, ("SUBTOTAL(9,B1:B2)", None))))
    package.parts["xl/tables/table1.xml"] = TABLE.format(MAIN, asked).encode()
    package.relate(package.sheets()["S"], f"{RELATIONS}/table", "../tables/table1.xml")
    assert calculate(package.write()).values["S!A3"] == total


@pytest.mark.parametrize(("hidden", "total"), [(' hidden="1"', 5), ("", 15)])
def test_hidden_rows_are_not_counted_in(hidden, total):
    rows = row(1, 10, (CALL, 5)) + row(2, 20, ("HEDGE_CONTRACTS(A2,2)", 10), more=hidden)
    assert calculate(book(rows + row(3, ("SUBTOTAL(109,B1:B2)", 99)))).values["S!A3"] == total


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('"Sell "&HEDGE_CONTRACTS(1,10)*3', "Sell 0.3"),  # 0.30000000000000004 in binary
        ('"USD"&HEDGE_CONTRACTS(1,10)*3&"M"', "USD0.3M"),
        ('HEDGE_CONTRACTS(1000,3)&""', "333.333333333333"),
        ('HEDGE_CONTRACTS(1,3E7)&""', "3.33333333333333E-08"),
        ('IF(HEDGE_BASIS(7,2)=5,"id "&"3.14159265358979323846","")', "id 3.14159265358979323846"),
        ('HEDGE_BASIS(7,2)&" v1.0.25"', "5 v1.0.25"),
    ],
)
def test_a_number_within_a_text_has_15_digits(formula, text):
    assert calculate(book(row(1, (formula, None)))).values == {"S!A1": text}


def test_a_text_that_looks_like_an_error_is_a_text():
    formula = 'IF(HEDGE_BASIS(7,2)=5,"#NAME?","_xlfn.SINGLE(")'
    assert calculate(book(row(1, (formula, None)))).values == {"S!A1": "#NAME?"}
    other = formula.replace("=5", "=6")
    assert calculate(book(row(1, (other, None)))).values == {"S!A1": "_xlfn.SINGLE("}


@pytest.mark.parametrize("cell", ['<c r="D1" t="d"/>', '<c r="D1" t="e"><v/></c>'])
def test_a_cell_with_a_type_and_no_value_is_empty(cell):
    rows = row(1, 10, (CALL, None)).replace("</row>", f"{cell}</row>")
    assert calculate(book(rows)).values == {"S!B1": 5}


@pytest.mark.parametrize("sheet", ["TRUE", "A1", "two words", "O'Brien", "R1C1"])
def test_what_depends_on_a_call_is_found_on_a_sheet_of_any_name(sheet):
    result = calculate(book(row(1, 10, (CALL, 4), ("B1*2", 999)), sheet=sheet))
    assert result.values == {f"{sheet}!B1": 5, f"{sheet}!C1": 10}
