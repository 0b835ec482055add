"""Names of functions as LibreOffice stores them, in formulas and in whole workbooks, and back."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
import xlsxwriter

from betahedge.hosts.calc.names import write_for_calc
from betahedge.xlsx.package import Package
from hosts.libreoffice_host import calc_names
from hosts.stranger import small_book


def canonical(part):
    return ElementTree.canonicalize(part.decode())


SERVICE = "org.betahedge.Functions"
FORMULAS = [  # as a user has it, and for LibreOffice
    ("HEDGE_PNL(1)", f"{SERVICE}.HEDGE_PNL(1)"),
    ("hedge_pnl (1)", f"{SERVICE}.HEDGE_PNL(1)"),
    (
        'IF(A1>0,HEDGE_PNL(A1, $B$2 ,),"HEDGE_PNL(A1)")',
        f'IF(A1>0,{SERVICE}.HEDGE_PNL((A1):A1, ($B$2):$B$2 ,),"HEDGE_PNL(A1)")',
    ),
    (
        "HEDGE_X!A1+HEDGE_RATIO(HEDGE_X!A1,'it''s HEDGE_PNL(1)'!B$2)",
        f"HEDGE_X!A1+{SERVICE}.HEDGE_RATIO((HEDGE_X!A1):HEDGE_X!A1,"
        "('it''s HEDGE_PNL(1)'!B$2):'it''s HEDGE_PNL(1)'!B$2)",
    ),
    (
        "IF((A1>0),HEDGE_PNL(A1+Other!B1,Other!B1,,HEDGE_RATIO(C1,{1,2},D1)),E1)",
        f"IF((A1>0),{SERVICE}.HEDGE_PNL(A1+Other!B1,(Other!B1):Other!B1,,"
        f"{SERVICE}.HEDGE_RATIO((C1):C1,{{1,2}},(D1):D1)),E1)",
    ),
    (
        "HEDGE_PNL(A1:A9,A1*2,(A1),SUM(A1,B1),a_name,{1,2})",
        f"{SERVICE}.HEDGE_PNL(A1:A9,A1*2,(A1),SUM(A1,B1),a_name,{{1,2}})",
    ),
    ("Book[HEDGE_PNL (x)]+HEDGE_VERSION()", f"Book[HEDGE_PNL (x)]+{SERVICE}.HEDGE_VERSION()"),
]


LEFT_ALONE = [
    *("HEDGE_X!A1", "'HEDGE_PNL(1)'!A1", '"HEDGE_PNL(1)"', "my_HEDGE_PNL(A1)", "HEDGE_NONE(A1)"),
    *("x.HEDGE_PNL(A1)", "Other!HEDGE_PNL(A1)", "HEDGE_PNL", "SUM(A1,B1)"),
]


@pytest.mark.parametrize(("typed", "stored"), FORMULAS)
def test_a_formula_for_libreoffice_and_back(typed, stored):
    assert write_for_calc(typed, full=True) == stored
    assert write_for_calc(stored, full=True) == stored
    assert write_for_calc(stored, full=False) == typed.replace("hedge_pnl (", "HEDGE_PNL(")
    assert write_for_calc(stored.replace(SERVICE, SERVICE.upper()), full=False) == (
        typed.replace("hedge_pnl (", "HEDGE_PNL(")
    )


def test_names_of_cells_and_this_rows_part_of_a_table_are_ranges_of_one_too():
    typed = "HEDGE_PNL(blank,area,T[[#This Row],[x y]],[[#This Row],[x]],T[x],blank*2)"
    stored = (
        f"{SERVICE}.HEDGE_PNL((blank):blank,area,(T[[#This Row],[x y]]):T[[#This Row],[x y]],"
        "([[#This Row],[x]]):[[#This Row],[x]],T[x],blank*2)"
    )
    assert write_for_calc(typed, full=True, names=frozenset({"BLANK"})) == stored
    assert write_for_calc(stored, full=True, names=frozenset({"BLANK"})) == stored
    assert write_for_calc(stored, full=False) == typed


FINDING = [
    "INDEX(C:C,2)",
    "INDEX(Tb[x y],MATCH(1,A1:A9,0))",
    "OFFSET(C1,1,0)",
    'INDIRECT("C2")',
    "INDEX('o''x'!$A$1:$B$2,HEDGE_ROUND(1,1),1)",
]
NOT_FINDING = [
    "INDEX(A1:A9*2,1)",
    "INDEX({1,2},1)",
    "OFFSET(C1,1,0)*2",
    "INDEX(C:C,2):C9",
    "ABS(A1)",
]


@pytest.mark.parametrize("argument", FINDING)
def test_what_is_found_is_a_range_of_one_too(argument):
    found = argument.replace("HEDGE", f"{SERVICE}.HEDGE")
    stored = f"{SERVICE}.HEDGE_RATIO(1,2,3,({found}):{found})"
    assert write_for_calc(f"HEDGE_RATIO(1,2,3,{argument})", full=True) == stored
    assert write_for_calc(stored, full=True) == stored
    assert write_for_calc(stored, full=False) == f"HEDGE_RATIO(1,2,3,{argument})"


@pytest.mark.parametrize("argument", NOT_FINDING)
def test_what_is_calculated_is_none(argument):
    stored = f"{SERVICE}.HEDGE_RATIO(1,2,3,{argument})"
    assert write_for_calc(f"HEDGE_RATIO(1,2,3,{argument})", full=True) == stored


def test_a_table_column_with_brackets_in_its_name_comes_back():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    call = "HEDGE_CONTRACTS(10,2,T[[#This Row],[Q1 (b)]])"
    sheet.add_table("A1:B3", {"name": "T", "columns": [{"header": "Q1 (b)"}, {"header": "x"}]})
    sheet.write_formula("D2", f"={call}", None, 5)
    made.close()
    data = stream.getvalue()
    full = calc_names(data, full=True)
    part = "xl/worksheets/sheet1.xml"
    assert b"(T[[#This Row],[Q1 (b)]]):T[[#This Row],[Q1 (b)]]" in Package.read(full).parts[part]
    back = Package.read(calc_names(full, full=False)).parts[part]
    assert canonical(back) == canonical(Package.read(data).parts[part])


def test_the_short_range_of_one_cell_becomes_the_one_that_25_2_keeps():
    kept = f"{SERVICE}.HEDGE_PNL((A1):A1,(Other!$B$2):Other!$B$2,A1:A2)"
    assert write_for_calc("HEDGE_PNL(A1:A1,Other!$B$2:$B$2,A1:A2)", full=True) == kept
    assert write_for_calc(f"{SERVICE}.HEDGE_PNL(A1:A1)", full=False) == "HEDGE_PNL(A1)"


@pytest.mark.parametrize("formula", LEFT_ALONE)
def test_a_formula_that_does_not_call_the_add_in_stays(formula):
    assert write_for_calc(formula, full=True) == write_for_calc(formula, full=False) == formula


@pytest.mark.parametrize("prefix", ["_xlfn.", "_xldudf_", "_XLDUDF_"])
def test_names_of_other_hosts_are_understood(prefix):
    assert write_for_calc(f"{prefix}HEDGE_PNL(1)", full=True) == f"{SERVICE}.HEDGE_PNL(1)"
    assert write_for_calc(f"{prefix}HEDGE_PNL(1)", full=False) == "HEDGE_PNL(1)"


def test_a_strangers_book_is_renamed_in_every_place_and_back():
    data = small_book()
    full = calc_names(data, full=True)
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, full))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    text = after.read("xl/worksheets/sheet1.xml").decode()
    assert text.count(f"{SERVICE}.HEDGE_CONTRACTS(") == 4
    assert calc_names(full, full=True) == full
    back = zipfile.ZipFile(io.BytesIO(calc_names(full, full=False)))
    for name in changed:
        assert ElementTree.canonicalize(back.read(name)) == ElementTree.canonicalize(
            before.read(name)
        )


def test_a_book_without_calls_is_handed_back_as_it_is():
    stream = io.BytesIO()
    xlsxwriter.Workbook(stream).close()
    assert calc_names(stream.getvalue(), full=True) == stream.getvalue()
