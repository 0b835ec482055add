"""Native formulas in the place of calls: right without the functions, in two engines."""

import datetime
import io
import re

import formualizer
import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.formula.calls import still_calls
from betahedge.hosts.export import Wish, export
from betahedge.xlsx.package import Package
from hosts.exported import SHEET, WISH, cells, formula, formulas_of, of_rows, rows_of
from hosts.stranger import CELLS


def test_numbers_that_a_native_form_depends_on_are_looked_at(theirs):
    lots = ["0", "10", "2"]
    rows = rows_of([f"HEDGE_CONTRACTS(A{n},B{n},1,1,{lot})" for n, lot in enumerate(lots, start=1)])
    found = formulas_of(Package.read(export(of_rows(theirs, rows), "native").data).parts[SHEET])
    lots = "ROUND(ROUND({0},IF(ABS({0})<1000000,9,14-INT(LOG10(ABS({0}))))),0)*{1}"
    wanted = ["A1/B1", lots.format("(A2/B2)/10", 10), lots.format("(A3/B3)/2", 2)]
    assert [found[f"C{n}"] for n in (1, 2, 3)] == wanted


def test_a_native_formula_near_the_limit_is_measured_with_its_own_references(theirs):
    inner = "+".join(["A1"] * 1300)  # the form has it twice
    long = "+".join(["$WZZ$99999"] * 400)
    rows = rows_of([f"HEDGE_BASIS({inner},{inner})", f"HEDGE_BASIS({long},{long})"])
    done = export(of_rows(theirs, rows), "native")
    assert done.plain.replaced[:1] == ["Book!C1"]
    assert "Book!C2" in done.plain.frozen
    assert not any(
        map(still_calls, filter(None, formulas_of(Package.read(done.data).parts[SHEET]).values()))
    )


def test_native_formulas_and_what_became_its_value(theirs):
    done = export(theirs, "native", WISH)
    found = {ref: formula(cell) for ref, cell in cells(done.data).items()}
    assert found["Book!B1"] == '=IF(A3="",1,A3)*A1/A2'
    assert found["Book!B2"] == '=IF(A3>0,2*(IF(A3="",1,A3)*A1/A2)^2,0)'
    assert found["Book!B6"] == "=A1*(-0.1)-my_contracts*A2*(-0.1)"
    assert found["Book!B7"] == "=2*A1/A2"
    assert found["Book!B14"] == "=IFERROR(B1*A2/(0),A1*(-0.1)-B1*A2*(-0.1))"
    assert found["Book!B4"] == CELLS["B4"]
    sheet = Package.read(done.data).parts["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="B1"><f>IF(A3="",1,A3)*A1/A2</f><v>2.5</v></c>' in sheet
    assert '<c r="D5" cm="1"><f t="array" ref="D5:D6">' in sheet  # it spilled
    assert '<c r="B11" cm="1"><f t="array" ref="B11">' in sheet  # a range within
    # No native form: F1, B15, B16.  Another answer: B12, an error of another kind.
    frozen = {f"Book!{ref}" for ref in ("F1", "B15", "B16", "B12")}
    assert set(done.plain.frozen) == frozen
    assert done.plain.elsewhere == done.plain.valueless == done.plain.unproved == []
    values = cells(done.data, values=True)
    assert (found["Book!B10"], values["Book!B10"].value) == (CELLS["B10"], 5)  # by a name
    assert [values[f"Book!B{row}"].value for row in (12, 13, 15, 16)] == ["#VALUE!", 5, True, "OK"]
    assert [values[f"Book!{ref}"].value for ref in ("F4", "G4", "H4", "I4")] == [
        *("Net", 325_000, -16_250, 308_750),
    ]


def test_the_native_template_does_not_ask_whether_functions_answer(template):
    """Google Sheets has no name for a constant, and no add-in that could be loaded."""
    done = export(template, "native", WISH)
    parts = Package.read(done.data).parts
    assert not any(b"addin_state" in part or b'="loaded"' in part for part in parts.values())
    found = {ref: formula(cell) for ref, cell in cells(done.data).items()}
    ratio = r'=IF\(\$A10="","",IF\(\$E10\*Proof!\$[A-Z]+10=0,0,\$D10/\$E10\)\)'
    assert re.fullmatch(ratio, found["Hedge!F10"])
    assert re.fullmatch(r"=Proof!\$A\$\d+:\$E\$\d+", found["Impact!A8"])
    assert done.plain.valueless == done.plain.elsewhere == []
    of_a_regression = {"Beta"}  # its figures have no native form, and are values
    assert {ref.partition("!")[0] for ref in done.plain.frozen} == of_a_regression


def recalculated(data, refs):
    """Calculate in formualizer, which has none of our functions here."""
    loaded = formualizer.Workbook.from_bytes(data)
    loaded.evaluate_all()
    quoted = {ref: "'{}'!{}".format(*ref.split("!")) for ref in refs}
    return {ref: loaded.inspect_cell(place).cell.value for ref, place in quoted.items()}


def agree(ours, theirs):
    if isinstance(ours, bool) or not isinstance(ours, int | float):
        return (ours or "") == ("" if theirs is None else theirs)
    return theirs == pytest.approx(ours, rel=1e-9, abs=1e-9)


def test_native_formulas_give_the_stored_values_without_functions(any_book):
    done = export(any_book, "native", WISH)
    stored = cells(done.data, values=True)
    # formualizer does not spill over stored values, nor read tables: LibreOffice's test has these.
    beyond = {"Book!D1", "Book!D5", "Book!B21", "Book!B22", "Single!A17", "Proof!A112"}
    refs = [ref for ref in done.plain.replaced if ref not in beyond]
    assert len(refs) > 7
    for ref, value in recalculated(done.data, refs).items():
        assert agree(stored[ref].value, value), ref


def test_native_formulas_give_the_stored_values_in_libreoffice(any_book, convert, tmp_path):
    done = export(any_book, "native", WISH)
    (tmp_path / "book.xlsx").write_bytes(done.data)
    stored = cells(done.data, values=True)
    again = cells(convert(tmp_path / "book.xlsx", "xlsx").read_bytes(), values=True)
    for ref in done.plain.replaced:
        assert agree(stored[ref].value, again[ref].value), ref
    if "Cover!B10" in stored:
        assert not [ref for ref, cell in again.items() if cell.data_type == "e"]
        assert again["Checks!C6"].value == "OK"


NAMES = {
    "S!rates": "S!$A$1:$A$3",
    "Ürates": "S!$A$1:$A$3",
    "mixed": "S!$A$1:$A$3",
    "T!mixed": "S!$A$1",
    "one": "S!$A$1",
}


ON_NAMES = ["SUM(S!rates*2)", "SUM(Ürates*2)", "SUM(mixed*2)", "one*2"]


def test_an_array_formula_over_a_name_of_many_cells_stays_one(convert, tmp_path):
    """Taken for one value, it would be cut to the row that it stands in."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet, other = made.add_worksheet("S"), made.add_worksheet("T")
    sheet.write_column("A1", [1, 2, 3])
    for name, text in NAMES.items():
        made.define_name(name, f"={text}")
    for row, text in enumerate(ON_NAMES):
        sheet.write_dynamic_array_formula(row, 2, row, 2, f"={text}*HEDGE_BASIS(7,2)", None, 0)
    other.write("A1", 1)
    made.close()
    done = export(calculate(stream.getvalue()).data, "native", WISH).data
    part = Package.read(done).parts["xl/worksheets/sheet1.xml"]
    assert part.count(b' cm="') == 3
    (tmp_path / "book.xlsx").write_bytes(done)
    again = cells(convert(tmp_path / "book.xlsx", "xlsx").read_bytes(), values=True)
    assert [again[f"S!C{row}"].value for row in (1, 2, 3, 4)] == [60, 60, 60, 10]


def test_what_chance_and_the_clock_give_is_the_same_in_the_proof():
    """Drawn or read again, it would make a formula its value that is right."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("S")
    for ref, text in {"A1": "RAND()", "B1": "HEDGE_ROUND(A1*1E9,1)", "B2": "NOW()-B3"}.items():
        sheet.write_formula(ref, f"={text}")
    sheet.write_formula("B3", "=HEDGE_BASIS(NOW(),1)")
    made.close()
    now = datetime.datetime(2024, 1, 31, 18)
    before = calculate(stream.getvalue(), now=now)
    assert before.values["S!B3"] == 45322.75 - 1  # 31 January 2024, three quarters gone
    wish = Wish("", lambda native: calculate(native, now=now).values)
    done = export(before.data, "native", wish)
    assert (done.plain.replaced, done.plain.frozen) == (["S!B1", "S!B3"], [])


def test_a_native_formula_that_would_fill_more_cells_becomes_its_value():
    """A bad argument is the function's one answer; beside a range, a native form has several."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("S")
    sheet.write_column("A1", ["bad", 2, 4])
    sheet.write_formula("C1", "=IFERROR(HEDGE_CONTRACTS(A1,A2:A3),-7)")
    sheet.write_formula("E1", "=IFERROR(HEDGE_CONTRACTS(A2,A2:A3),-7)")
    made.close()
    done = export(calculate(stream.getvalue()).data, "native", WISH)
    assert (done.plain.replaced, done.plain.frozen) == (["S!E1"], ["S!C1"])
    values = cells(done.data, values=True)
    assert [values[ref].value for ref in ("S!C1", "S!E1", "S!E2")] == [-7, 1, 0.5]


def test_a_call_of_no_value_becomes_its_native_formula_which_nothing_proves():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("S")
    sheet.write_formula("A1", "=HEDGE_CONTRACTS(RAND(),2)")
    made.close()
    done = export(calculate(stream.getvalue()).data, "native", WISH)
    assert done.plain.replaced == done.plain.unproved == ["S!A1"]
    assert done.plain.valueless == done.plain.frozen == []
    assert formula(cells(done.data)["S!A1"]) == "=RAND()/2"
