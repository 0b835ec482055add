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

NAMES = {
    "Coins": "S!$A$1:$A$5",
    "Moves": "OFFSET(S!$A$1,0,0,3,1)",
    "Rate": "5",
    "Gone": "S!#REF!",
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
NOWHERE = ["Moves", "Rate", "Gone", "Net", "nothing", "Coins*", "Book[Other]", "Nowhere!Coins"]


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
    assert list(calculate(book("SUM(INDIRECT(C1))", NAMES | {"odd": unclear})).left) == ["S!F1"]
    assert calculate(book('INDIRECT("A"&3)', NAMES | {"odd": unclear})).values["S!F1"] == 3


def test_a_name_where_addresses_are_r1c1_is_left():
    assert list(calculate(book("SUM(INDIRECT(C1,FALSE))")).left) == ["S!F1"]
