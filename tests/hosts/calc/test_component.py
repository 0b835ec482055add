"""The extension in a real LibreOffice, beyond the cases that every host is asked.

Oracles: the template's stored values, and the named differences, which are LibreOffice's own.
"""

import io
import json
import zipfile

import openpyxl
import pytest
import xlsxwriter

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.hosts.calc.extension import build_extension
from hosts.differences import FORMULAS
from hosts.libreoffice_host import Office, calc_names, shown
from hosts.stranger import small_book


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


def test_an_error_that_stands_alone_is_the_answer_of_what_it_stands_in(office):
    """As of every native function: =MAX(0,1/0) is no 0."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    formulas = {
        "MAX(0,HEDGE_CONTRACTS(1,0))": "#DIV/0!",
        "MIN(5,-HEDGE_CONTRACTS(1,0))": "#DIV/0!",
        "MAX(0,ROUND(HEDGE_CONTRACTS(-1,-1),2))": "#NUM!",
        'MAX(0,HEDGE_LIQUIDATION(100,1,0.1,"inverse"))': "#N/A",
        'HEDGE_SPEC("CME:BTC","venue")/HEDGE_CONTRACTS(1,0)': "#DIV/0!",
    }
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 0, f"={formula}", None, "")
    book.close()
    found = office.recalculated(calc_names(stream.getvalue(), full=True)).worksheets[0]
    assert [found.cell(row + 1, 1).value for row in range(5)] == list(formulas.values())


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

    with zipfile.ZipFile(io.BytesIO(build_extension())) as archive:
        names = set(archive.namelist())
    assert "pythonpath/betahedge/cells/excel.py" not in names
    assert {name.partition("/")[0] for name in names} == {
        *("META-INF", "description", "pythonpath", "betahedge.components", "betahedge.idl"),
        *("betahedge_addin.py", "description.xml"),
    }


def test_a_strangers_book_calculates(tmp_path):
    book = Office.made(tmp_path).recalculated(calc_names(small_book(), full=True))
    assert [book["Book"][ref].value for ref in ("A1", "A3", "A4")] == [5, 2.5, 5]


# Run by the Python that has LibreOffice's own bindings; it prints what the function wizard shows.
WIZARD = """
manager = context.ServiceManager
found = manager.createInstance("com.sun.star.sheet.FunctionDescriptions")
shown = {}
for index in range(found.Count):
    entry = {each.Name: each.Value for each in found.getByIndex(index)}
    if "HEDGE_" in entry["Name"]:
        arguments = entry["Arguments"] or ()
        entry["Arguments"] = [(each.Name, each.Description) for each in arguments]
        shown[entry["Name"]] = entry
hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name="Hidden", Value=True)
book = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
sheet = book.Sheets.getByIndex(0)
values = []
sheet.getCellByPosition(0, 0).Value = 1
sheet.getCellByPosition(0, 1).Value = -1
sheet.getCellByPosition(1, 0).Formula = "=HEDGE_CONTRACTS(325000;65000)"
sheet.getCellByPosition(1, 1).Formula = "=HEDGE_ACTION(A1)"
sheet.getCellRangeByName("C1:C2").setArrayFormula("=HEDGE_ACTION(A1:A2)")
sheet.getCellRangeByName("D1:D2").setArrayFormula("=HEDGE_ROUND(A1:A2;2)")
for value in (1, -2, 3):
    sheet.getCellByPosition(0, 0).Value = value
    cells = [sheet.getCellRangeByName(name) for name in ("B1", "B2", "C1", "C2", "D1", "D2")]
    values.append([cell.String for cell in cells])
print(json.dumps([shown, values]))
book.close(True)
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """What a user sees: the wizard's entries, and cells typed into and changed by hand."""
    return json.loads(Office.made(tmp_path_factory.mktemp("session")).session(WIZARD))


def test_the_wizard_shows_the_declarations(session):
    shown, _ = session
    assert set(shown) == set(CATALOGUE)
    for name, entry in shown.items():
        declared = declaration(CATALOGUE[name])
        assert entry["Description"] == declared.help
        assert [each[0] for each in entry["Arguments"]] == [arg.name for arg in declared.args]
        for (_, help_text), arg, default in zip(
            entry["Arguments"], declared.args, declared.defaults
        ):
            assert help_text.startswith(arg.help)
            assert help_text.endswith("; required") == (default is ...)


def test_every_function_has_its_category(session):
    shown, _ = session
    categories = {name: entry["Category"] for name, entry in shown.items()}
    assert len(set(categories.values())) == 3
    assert categories["HEDGE_PNL"] == categories["HEDGE_MARGIN"] != categories["HEDGE_BETA"]
    assert categories["HEDGE_SPEC"] == categories["HEDGE_VERSION"]


def test_typed_names_work_and_follow_their_cells(session):
    """A user types plain names in every release; a change is followed, in blocks too."""
    _, values = session
    assert values == [
        ["5", "Short", "Short", "Long", "2", "-2"],
        ["5", "Long", "Long", "Long", "-2", "-2"],
        ["5", "Short", "Short", "Long", "4", "-2"],
    ]
