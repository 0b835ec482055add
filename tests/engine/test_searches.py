"""INDIRECT of a name or of a part of a table.

Oracle: LibreOffice 7.4 gives the same for all of FOUND and NOWHERE; but one that has another
sheet before a name of all sheets, which is Excel's rule for a formula.
"""

import io

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from betahedge.engine import calculate
from engine.case_books import sheet

NAMES = {
    "Coins": "S!$A$1:$A$5",
    "Moves": "OFFSET(S!$A$1,0,0,3,1)",
    "Rate": "5",
    "Gone": "S!#REF!",
    "Away": "Nowhere!$A$1",
}


def book(formula, names=NAMES):
    """Three sheets of 1 to 5, 10 to 50 and 100 to 500, two with names of their own, and a table."""
    made = openpyxl.Workbook()
    first = made.active
    first.title = "S"
    for title, times in (("S", 1), ("O'Brien 2", 10), ("2010", 100)):
        sheet = first if title == "S" else made.create_sheet(title)
        for row in range(1, 6):
            sheet.cell(row, 1, row * times)
    for name, text in names.items():
        made.defined_names[name] = DefinedName(name, attr_text=text)
    for title, place in (("O'Brien 2", "'O''Brien 2'"), ("2010", "'2010'")):
        local = DefinedName("Net", attr_text=f"{place}!$A$1:$A$5")
        made[title].defined_names["Net"] = local
    first.defined_names["Last"] = DefinedName("Last", attr_text="S!$A$5")
    for row, values in enumerate([("Qty", "Px [USD]"), (2, 2000), (3, 3000), (4, 4000)], start=1):
        first.cell(row, 8, values[0])
        first.cell(row, 9, values[1])
    first.add_table(Table(displayName="Book", ref="H1:I4"))
    for row, text in enumerate(("coins", "2010", "A3", "Qty", None), start=1):
        first.cell(row, 3, text)
    first["F1"] = f"={formula}"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


FOUND = {
    "SUM(INDIRECT(C1))": 15,
    'SUM(INDIRECT("COINS",TRUE))': 15,
    "SUM(INDIRECT(\"'\"&C2&\"'!Net\"))": 1500,
    'SUM(INDIRECT(C2&"!net"))': 1500,
    "SUM(INDIRECT(\"'O''Brien 2'!Net\"))": 150,
    'INDIRECT("Last")': 5,
    "INDIRECT(C3)": 3,
    "SUM(INDIRECT(\"'2010'!Coins\"))": 15,
    'SUM(INDIRECT("Book["&C4&"]"))': 9,
    "SUM(INDIRECT(\"Book[Px '[USD']]\"))": 9000,
    'SUM(INDIRECT("book"))': 9009,
    "INDIRECT(\"Book[[#Headers],[Px '[USD']]]\")": "Px [USD]",
    "SUM(INDIRECT(\"Book[[Qty]:[Px '[USD']]]\"))": 9009,
    'INDEX(INDIRECT("Book"),MATCH(3,INDIRECT("Book[Qty]"),0),2)': 3000,
    "HEDGE_CONTRACTS(SUM(INDIRECT(C1)),INDIRECT(\"Last\"))": 3,
    "SUM(INDIRECT(C1))+HEDGE_CONTRACTS(INDIRECT(C3),2)": 16.5,
    'INDIRECT("R2C1",FALSE)': 2,
}  # fmt: skip
NOWHERE = [
    "Moves",
    "Rate",
    "Gone",
    "Away",
    "Net",
    "nothing",
    "Coins*",
    "Book[Other]",
    "Nowhere!Coins",
]


@pytest.mark.parametrize(("formula", "value"), FOUND.items())
def test_a_name_or_a_part_of_a_table_is_found(formula, value):
    assert calculate(book(formula)).values["S!F1"] == value


@pytest.mark.parametrize("text", NOWHERE)
def test_what_is_calculated_or_not_there_is_not_found(text):
    assert calculate(book(f'INDIRECT("{text}")')).values["S!F1"] == "#REF!"


def test_a_blank_text_is_not_found():
    assert calculate(book("INDIRECT(C5)")).values["S!F1"] == "#REF!"


@pytest.mark.parametrize(
    "unclear", ["S!A1", "S!$A$1,S!$A$3", "Coins", "S:'2010'!$A$1", "S!$A$1*2", "[1]S!$A$1"]
)
def test_where_it_is_not_clear_what_a_name_is_it_is_left(unclear):
    names = NAMES | {"odd": unclear}
    assert list(calculate(book('SUM(INDIRECT("odd"))', names)).left) == ["S!F1"]
    assert calculate(book("SUM(INDIRECT(C1))", names)).values["S!F1"] == 15


@pytest.mark.parametrize(
    "formula", ['CHOOSE(INDIRECT("A1:A3"),1,2)', "RANK(OFFSET(A1,0,0,3),A1:A3)"]
)
def test_a_range_that_is_found_has_the_limits_of_one_that_is_named(formula):
    named = formula.replace('INDIRECT("A1:A3")', "A1:A3").replace("OFFSET(A1,0,0,3)", "A1:A3")
    first = calculate(sheet({"A1": 1, "A2": 2, "D2": f"={formula}"})).left
    assert first == calculate(sheet({"A1": 1, "A2": 2, "D2": f"={named}"})).left != {}


def test_what_finds_a_cell_that_is_left_is_left():
    cells = {"A1": "=RTD(1)", "B1": '=INDIRECT("A"&1)*2', "C1": "=OFFSET(B1,0,COLUMN()-3)+1"}
    assert list(calculate(sheet(cells)).left) == ["S!A1", "S!B1", "S!C1"]


def test_what_is_counted_of_a_place_that_a_let_gives_is_left():
    formula = '=SUM(_xlfn.LET(_xlpm.n,"A1:A3",ROWS(INDIRECT(_xlpm.n))),1)'
    assert list(calculate(sheet({"C1": formula})).left) == ["S!C1"]


def test_a_circle_through_what_is_found_is_left():
    cells = {
        "A1": '=INDIRECT("B1")+1',
        "B1": "=A1",
        "C1": "=B1*2",
        "D1": '=INDIRECT("E1")',
        "E1": 7,
    }
    result = calculate(sheet(cells))
    assert list(result.left) == ["S!A1", "S!B1", "S!C1"]
    assert result.values["S!D1"] == 7


PLACES = {
    "INDIRECT(ADDRESS(ROW()+1,COLUMN()-2))": 20,  # in C1: of A2
    "SUM(OFFSET(A1,1,0,2,2))": 20 + 30 + 2 + 3,
    "SUM(OFFSET(A3,0,0,-2,1))": 50,
    "SUM(OFFSET(A1:B1,1,))": 22,
    "OFFSET(A1,B1,0)": 20,
    "SUM(OFFSET(A1,COUNT(A:A)-1,0,1,2))": 33,
    'ROWS(INDIRECT("A1:A"&B3))': 3,
    "COLUMNS(OFFSET(A1,0,0,1,B2))": 2,
    'SUMPRODUCT(ROW(INDIRECT("1:"&B3)))': 6,
    "OFFSET(A1,-1,0)": "#REF!",
    "OFFSET(A1,1,0,0,1)": "#REF!",
    "OFFSET(A1,1/0,0)": "#DIV/0!",
    'INDIRECT("A"&1/0)': "#DIV/0!",
    'INDIRECT(INDIRECT("D1"))': 30,
    'SUM(INDIRECT("A1"):INDIRECT("B2"))': 33,
    'INDIRECT(":")': "#REF!",
    'INDEX(INDIRECT("A1:A3")*2,3)': 60,
    "LOOKUP(2,1/(OFFSET(A1,0,0,3)>10),B1:B3)": 3,
    'SUM(INDIRECT("A1:A"&D2))': "#REF!",
    "OFFSET(#REF!,1,0)": "#REF!",
    'SUM(_xlfn.LET(_xlpm.n,3,INDIRECT("A"&_xlpm.n)),1)': 31,
}


@pytest.mark.parametrize(("formula", "value"), PLACES.items())
def test_a_place_that_is_calculated(formula, value):
    """LibreOffice 7.4 gives the same, but for LET, sizes below 0, and #VALUE! for #REF!."""
    cells = {f"{c}{n}": n * times for c, times in (("A", 10), ("B", 1)) for n in (1, 2, 3)}
    assert calculate(sheet({**cells, "C1": f"={formula}", "D1": "A3"})).values["S!C1"] == value


def test_what_is_counted_on_a_row_that_is_found_is_the_users_alone():
    """Oracle: A5, C5, E5 and F5, as the file has them; what they ask for is on row 5 as well."""
    cells = {
        "A1": 3,
        "B1": 1,
        "A5": '=INDIRECT("A"&B1)',
        "C5": "=OFFSET(A1,B1-1,0)",
        "E5": 10,
        "A7": '=COUNTA(INDIRECT(B7&":5"))',
        "B7": 5,
        "A8": "=SUM(OFFSET(A5,0,0,1,16384))",
        "A9": '=COUNT(INDIRECT("R5",FALSE))',
        "F5": "=HEDGE_CONTRACTS(SUM(A1:A3)*4,3)",
    }
    values = calculate(sheet(cells)).values
    assert [values[f"S!A{row}"] for row in (7, 8, 9)] == [4, 3 + 3 + 10 + 4, 4]


def test_on_a_sheet_that_is_used_to_its_edge_a_name_is_found():
    cells = {"A1": 3, "A2": 4, "B1": "Coins", "C1": "=SUM(INDIRECT(B1))", "XFD1": 9}
    assert calculate(sheet(cells, names={"Coins": "S!$A$1:$A$2"})).values["S!C1"] == 7
    cells["XFD1048576"] = 9  # no cell is free
    assert list(calculate(sheet(cells, names={"Coins": "S!$A$1:$A$2"})).left) == ["S!C1"]


BY_NUMBERS = {
    'INDIRECT("R2C1",FALSE)': 20,
    'SUM(INDIRECT("r1c[-2]:R[1]C2",D2))': 10 + 20 + 1 + 2,  # in C1, and D2 is blank
    'SUM(INDIRECT("R2",0))': 22,
    'SUM(INDIRECT("C[-2]",0))': 60,
    'INDIRECT("RC[-1]",)': 1,
    'INDIRECT("R[-1]C",0)': "#REF!",
    'INDIRECT("R0C1",0)': "#REF!",
    'INDIRECT("R2C1:",0)': "#REF!",
    'INDIRECT("R2C1",D1)': "#REF!",  # D1 is TRUE
    f'INDIRECT("R{"1" * 200}C1",0)': "#REF!",
    'INDIRECT("A"&TEXT(2,"00"))': 20,
}


@pytest.mark.parametrize(("formula", "value"), BY_NUMBERS.items())
def test_an_address_by_numbers(formula, value):
    """LibreOffice 7.4 gives the same, but for R[-1]C, which it takes from the sheet's other end."""
    cells = {f"{c}{n}": n * times for c, times in (("A", 10), ("B", 1)) for n in (1, 2, 3)}
    assert calculate(sheet({**cells, "C1": f"={formula}", "D1": True})).values["S!C1"] == value


def test_an_address_by_numbers_of_a_cell_that_is_left_is_left():
    cells = {"A1": "=RTD(1)", "B1": '=INDIRECT("R1C1",FALSE)*2'}
    assert list(calculate(sheet(cells)).left) == ["S!A1", "S!B1"]


def test_what_another_formula_fills_is_left_where_it_is_found():
    cells = {"A1": 1, "B1": "A1#", "C1": "=SUM(INDIRECT(B1))"}
    assert list(calculate(sheet(cells)).left) == ["S!C1"]


def test_in_a_call_a_place_is_seen_from_the_calls_cell():
    cells = {
        "A1": 3,
        "C5": "=HEDGE_CONTRACTS(INDIRECT(ADDRESS(ROW()-4,COLUMN()-2)),1)",
        "C6": "=HEDGE_CONTRACTS(COLUMN()*2,1)",
        "C7": '=HEDGE_CONTRACTS(INDIRECT("R1C1",FALSE)*2,1)',
        "C8": '=HEDGE_CONTRACTS(INDIRECT("R1C[-2]",FALSE)*2,1)',
    }
    result = calculate(sheet(cells))
    assert [result.values[f"S!C{row}"] for row in (5, 6, 7)] == [3, 6, 6]
    assert list(result.left) == ["S!C8"]


def test_the_text_of_a_formula_is_left():
    """The engine's formula is another one than the file's, with what is found written into it."""
    cells = {"A1": '=SUM(INDIRECT("B1:B2"))', "A2": "=_xlfn.FORMULATEXT(A1)"}
    assert list(calculate(sheet(cells)).left) == ["S!A2"]
