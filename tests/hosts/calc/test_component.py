"""The extension in a real LibreOffice, beyond the cases that every host is asked.

Oracles: the template's stored values, and the named differences, which are LibreOffice's own.
"""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from betahedge.cells import ErrorValue
from hosts.differences import FORMULAS
from hosts.libreoffice_host import Office, calc_names, shown


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office.made(tmp_path_factory.mktemp("office"))


def test_a_text_that_stands_alone_compares(office):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=HEDGE_ACTION(1)", None, "")
    sheet.write_array_formula("A2:A2", '=HEDGE_SPEC("CME:BTC","kind")', None, "")
    sheet.write("A3", "Short")
    formulas = [
        'A1="Short"',
        "EXACT(A1,A3)",
        "MATCH(A1,A3:A3,0)",
        'COUNTIF(A1,"short")',
        'A2="linear"',
    ]
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 1, f"={formula}", None, "")
    book.close()
    found = office.recalculated(calc_names(stream.getvalue(), full=True)).worksheets[0]
    assert [shown(found.cell(row + 1, 2)) for row in range(len(formulas))] == [1.0] * 5


@pytest.fixture(scope="module")
def differences(office):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_array_formula("H1:I2", "=HEDGE_TRANSITION(10,0.3,0.3)", None, "")
    for row, (formula, *_) in enumerate(FORMULAS):
        sheet.write_formula(row, 0, f"={formula}", None, "")
    book.close()
    result = office.recalculated(calc_names(stream.getvalue(), full=True)).worksheets[0]
    return [shown(result.cell(row + 1, 1)) for row in range(len(FORMULAS))]


@pytest.mark.parametrize("number", range(len(FORMULAS)), ids=lambda n: FORMULAS[n][0])
def test_the_differences_are_these(differences, number):
    """A release that mends one fails here, and the table is put right."""
    _, answer, wanted, reason = FORMULAS[number]
    assert differences[number] == answer
    assert answer != wanted
    assert reason


def test_the_template_is_whole_in_libreoffice(office, article_book):
    data = article_book.path.read_bytes()
    stored = openpyxl.load_workbook(article_book.path, data_only=True)
    found = office.recalculated(calc_names(data, full=True))
    assert found["Cover"]["B10"].value == "loaded"
    assert found["Checks"]["C6"].value == "OK"
    results = {row[6].value for row in found["Checks"].iter_rows(11) if row[0].value}
    assert results == {"OK"}
    compared = 0
    for sheet in stored:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            place, ours = f"{sheet.title}!{cell.coordinate}", shown(cell)
            theirs = shown(found[sheet.title][cell.coordinate])
            assert not isinstance(theirs, ErrorValue), place
            near = pytest.approx(ours, rel=1e-12, abs=1e-9) if isinstance(ours, float) else ours
            assert theirs == near, place
            compared += place in article_book.result.values
    assert compared == len(article_book.result.values) > 200


def test_what_libreoffice_saves_has_plain_names_again(office, article_book):
    """Release 7.4 saves full names in capitals, 25.2 plain ones."""
    data = article_book.path.read_bytes()
    back = calc_names(office.saved(calc_names(data, full=True)), full=False)
    formulas = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in openpyxl.load_workbook(io.BytesIO(back))
        for row in sheet.iter_rows()
        for cell in row
        if "HEDGE_" in str(getattr(cell.value, "text", cell.value)).upper()
    ]
    assert len(formulas) > 15
    assert not [formula for formula in formulas if "BETAHEDGE." in formula.upper()]
    assert any("HEDGE_CONTRACTS($D10,$E10,$K10)" in formula for formula in formulas)


def test_nothing_but_what_is_meant_is_in_the_extension():
    from betahedge.hosts.calc.extension import build_extension

    with zipfile.ZipFile(io.BytesIO(build_extension())) as archive:
        names = set(archive.namelist())
    assert "pythonpath/betahedge/cells/excel.py" not in names
    assert {name.partition("/")[0] for name in names} == {
        *("META-INF", "description", "pythonpath", "betahedge.components", "betahedge.idl"),
        *("betahedge_addin.py", "description.xml"),
    }
