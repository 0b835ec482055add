"""A workbook whose functions are LAMBDAs of its own: right in an engine that has none of ours.

Oracles: formulon and pyOpenVBA, which know nothing of betahedge; the functions called from Python.
"""

import io
import re

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.lambdas import module_text, stored_names
from betahedge.cli import main
from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts import lambdas
from betahedge.hosts.export import HOSTS, export, neutralize
from betahedge.xlsx.package import Package
from betahedge.xlsx.register_sheet import PART, SHEET
from hosts.case_book import Writer, without_spare
from hosts.cases import call, same
from hosts.exported import WISH, cells, formulas
from hosts.lambda_host import changed, in_formulon, with_lambdas
from hosts.random_calls import calls

SEED, TIMES = 20, 8
BOOK = "xl/workbook.xml"


def names(data):
    return openpyxl.load_workbook(io.BytesIO(data)).defined_names


def made(rows, also=xlsxwriter.Workbook.worksheets):
    """Make and calculate a workbook: formulas and values down column A of the sheet S."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    for row, value in enumerate(rows):
        sheet.write(row, 0, value)
    also(book)
    book.close()
    return calculate(stream.getvalue()).data


def shown(data, sheet=0):
    """Calculate a workbook in formulon: its column A as far as it is filled."""
    value, found = in_formulon(data), []
    while (cell := value(sheet, len(found), 0)) is not None:
        found.append(cell)
    return found


def test_every_function_is_a_name_with_its_help(any_book):
    data = with_lambdas(any_book)
    found = names(data)
    for name, text in stored_names().items():
        assert found[name].attr_text == text
        assert found[name].comment == declaration(CATALOGUE[name]).help
    register = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    last = get_column_letter(register.max_column)
    assert found["HEDGE_FIELDS"].attr_text == f"'{SHEET}'!$A$1:${last}$1"


def test_every_formula_gives_the_stored_value_in_an_engine_without_functions(any_book):
    data = with_lambdas(any_book)
    value, stored = in_formulon(data), cells(data, values=True)
    sheets = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    wrong = []
    for ref in formulas(data).keys() - {"Book!B4"}:  # calls nothing: the 0 is its library's
        sheet, place = ref.rsplit("!", 1)
        row, column = coordinate_to_tuple(place)
        found, wanted = value(sheets.index(sheet), row - 1, column - 1), stored[ref].value
        if stored[ref].is_date:
            wanted = openpyxl.utils.datetime.to_excel(wanted)
        if isinstance(wanted, float | int) and not isinstance(wanted, bool):
            wanted = pytest.approx(wanted, rel=1e-12, abs=1e-9)
        if ("" if found is None else found) != ("" if wanted is None else wanted):
            wrong.append((ref, wanted, found))
    assert not wrong
    assert len(formulas(data)) > 10


def test_calls_at_random_have_pythons_answers():
    asked = calls(SEED, TIMES)
    answers = [call(each.case.name, each.case.args) for each in asked]
    writer = Writer()
    places = [writer.add(*pair) for pair in zip(asked, answers)]
    value = in_formulon(with_lambdas(writer.data()))
    wrong = []
    for each, refs, wanted in zip(asked, places, answers):
        at = [[coordinate_to_tuple(ref) for ref in row] for row in refs]
        block = [[value(0, row - 1, column - 1) for row, column in line] for line in at]
        if not same(wanted, without_spare(block, wanted)):
            wrong.append((str(each), each.case.args, wanted, block))
    assert not wrong, wrong[:5]


def test_a_position_opened_anew_starts_at_its_own_price_to_the_last_digit():
    """As core has it: an average that is closed leaves nothing in the next one."""
    data = with_lambdas(made(["=HEDGE_AVERAGE_PRICE({1;-1;2},{65000;65000;1E-12})"]))
    assert shown(data) == [1e-12]


def test_a_stamp_counts_at_its_time_and_a_second_later_not():
    call = "=HEDGE_FUNDING_HISTORY(1,1,46023+{0;1;2;3}*8/24,{1;2;4;8},{1;1;1;1},46023,46024%s)"
    rounding = ["+1E-8", "-1E-8", "-1/86400"]
    assert shown(with_lambdas(made([call % late for late in rounding]))) == [15, 15, 7]


def test_sizes_that_are_too_unlike_are_mixed_by_an_add_in_only():
    """As docs/hosts.md says: 500 counts of the second size by 10,000 of the third."""
    assert call("HEDGE_MIX", (58.5, [[50, 0.1, 0.00001]])) == [[1, 85, 0]]
    mixes = ["=HEDGE_MIX(58.5,{50,0.1,0.00001})", "=INDEX(HEDGE_MIX(58.5,{50,0.1,0.001}),2)"]
    assert shown(with_lambdas(made(mixes))) == ["#NUM!", 85]


def test_calling_cells_are_dynamic_arrays_and_the_file_is_calculated_on_load(shared_calls):
    parts = Package.read(with_lambdas(shared_calls)).parts
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    texts = re.findall(r'<c r="(\w+)" cm="1"><f t="array" ref="(\w+)">([^<]*)</f>', sheet)
    assert texts == [
        ("B1", "B1", "HEDGE_RATIO(A1,1,2)"),
        ("B2", "B2", "HEDGE_RATIO(A2,1,2)"),
    ]
    assert b'fullCalcOnLoad="1"' in parts[BOOK]
    assert "xl/calcChain.xml" not in parts


@pytest.fixture
def shared_calls():
    """Two cells that share a formula, as Excel writes them when a formula is filled down."""
    rows = (
        '<row r="1"><c r="A1"><v>4</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">'
        'HEDGE_RATIO(A1,1,2)</f><v>0.5</v></c></row><row r="2"><c r="A2"><v>8</v></c>'
        '<c r="B2"><f t="shared" si="0"/><v>0.25</v></c></row>'
    )
    return changed(
        made([4]),
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(
            rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), part
        ),
    )


def test_a_function_without_a_lambda_becomes_its_value_and_is_listed(monkeypatch, theirs):
    monkeypatch.setattr(lambdas, "without_lambda", lambda: ["HEDGE_ACTION", "HEDGE_ROUND"])
    done = export(theirs, "lambda")
    frozen = {f"Book!{ref}" for ref in ("D1", "B8", "B9", "B21", "B22")}
    assert set(done.plain.frozen) == frozen
    assert not frozen & formulas(done.data).keys()
    assert done.plain.elsewhere == [
        "the conditional format of B1:B3 on Book",
        "the table column short on a table",
    ]


def test_a_name_of_the_users_own_stays_and_the_function_becomes_its_value():
    def also(book):
        book.define_name("hedge_ratio", "=S!$A$1")

    data = made([0.5, "=HEDGE_CONTRACTS(10,2,hedge_ratio)", "=HEDGE_RATIO(8,1,2)"], also)
    done = export(data, "lambda")
    assert done.plain.frozen == ["S!A3"]
    assert names(done.data)["hedge_ratio"].attr_text == "S!$A$1"
    assert "HEDGE_RATIO" not in names(done.data)
    assert shown(done.data) == [0.5, 2.5, 0.25]


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "lambda"])
def test_every_other_export_takes_the_names_out(any_book, host):
    again = export(with_lambdas(any_book), host, WISH).data
    assert b"LAMBDA" not in Package.read(again).parts[BOOK]
    assert PART not in Package.read(again).parts
    assert names(again).keys() == names(export(any_book, host, WISH).data).keys()


def test_names_are_not_in_the_neutral_reading(any_book):
    assert names(neutralize(with_lambdas(any_book))).keys() == names(any_book).keys()


def test_a_workbook_with_lambdas_is_calculated_as_it_was(theirs):
    before, after = calculate(theirs), calculate(with_lambdas(theirs))
    assert after.values == before.values
    assert after.functions == before.functions


SPEC = ['=HEDGE_SPEC("CME:MBT")', '=HEDGE_SPEC("OWN")', '=HEDGE_SPEC("mbt","venue")']


def extended(data):
    """Add a contract to the register, as a user does below the others."""
    cells = "".join(
        f'<c r="{column}300" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in (("A", "DESK"), ("B", "OWN"))
    )
    row = f'<row r="300">{cells}<c r="E300"><v>7</v></c></row></sheetData>'.encode()
    return changed(data, PART, lambda part: part.replace(b"</sheetData>", row))


def test_a_user_adds_to_the_register():
    data = with_lambdas(made(SPEC))
    assert shown(data) == [0.1, "#N/A", "CME"]
    assert shown(extended(data)) == [0.1, 7.0, "CME"]


def test_a_code_of_two_venues_asks_for_it():
    data = made(['=HEDGE_SPEC("OWN")', '=HEDGE_SPEC("DESK:OWN")', '=HEDGE_SPEC("MBT")'])
    other = changed(
        extended(with_lambdas(data)), PART, lambda part: part.replace(b">OWN<", b">MBT<")
    )
    assert shown(other) == ["#N/A", "#N/A", "#N/A"]


def test_a_register_that_somebody_has_need_of_stays():
    done = extended(with_lambdas(made(SPEC)))
    kept = export(done, "desktop").data
    assert PART in Package.read(kept).parts
    assert "HEDGE_REGISTER" in names(kept)
    assert "HEDGE_SPEC" not in names(kept)
    assert shown(with_lambdas(kept)) == [0.1, 7.0, "CME"]
    used = with_lambdas(made([1]))
    formula = b"<f>'HEDGE register'!A2</f></c></row></sheetData>"
    used = changed(
        used,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</row></sheetData>", b'<c r="B1">' + formula),
    )
    assert PART in Package.read(export(used, "desktop").data).parts


def test_a_register_that_its_user_has_renamed_is_searched():
    done = extended(with_lambdas(made(SPEC)))
    done = changed(done, "xl/workbook.xml", lambda part: part.replace(SHEET.encode(), b"Our list"))
    assert shown(with_lambdas(done)) == [0.1, 7.0, "CME"]


def test_the_register_is_known_again_when_a_spreadsheet_has_written_it():
    loaded = openpyxl.load_workbook(io.BytesIO(with_lambdas(made(SPEC))))
    loaded.move_sheet(SHEET, -1)
    loaded["S"].print_title_rows = "1:1"
    stream = io.BytesIO()
    loaded.save(stream)
    assert openpyxl.load_workbook(stream).sheetnames == [SHEET, "S"]
    again = openpyxl.load_workbook(io.BytesIO(neutralize(stream.getvalue())))
    assert again.sheetnames == ["S"]
    assert again["S"].print_title_rows == "$1:$1"
    assert not again.defined_names


@pytest.mark.parametrize("name", ["hedge_register", "HEDGE_FIELDS"])
def test_a_register_of_the_users_own_is_not_searched(name):
    """The LAMBDA of HEDGE_SPEC would look there, and answer #N/A."""

    def also(book):
        book.define_name(name, "=S!$A$1")

    data = made([0.5, SPEC[0], f"=SUM({name})", "=HEDGE_RATIO(8,1,2)"], also)
    done = export(data, "lambda")
    assert done.plain.frozen == ["S!A2"]
    assert SHEET not in Package.read(done.data).sheets()
    assert shown(done.data) == [0.5, 0.1, 0.5, 0.25]
    assert name in names(export(done.data, "desktop").data)


def test_a_table_keeps_its_name():
    """Beside a name of its own name a spreadsheet takes neither."""

    def also(book):
        columns = {"columns": [{"header": "q"}], "name": "HEDGE_RATIO"}
        book.worksheets()[0].add_table("C1:C2", columns)

    done = export(made(["=HEDGE_RATIO(8,1,2)", "=HEDGE_BASIS(3,2)"], also), "lambda")
    assert "HEDGE_RATIO" not in names(done.data)
    assert done.plain.frozen == ["S!A1"]
    assert shown(done.data) == [0.25, 1]


def test_another_sheet_of_that_name_is_refused():
    data = made([1], lambda book: book.add_worksheet(SHEET))
    with pytest.raises(InputError, match=f"a sheet {SHEET} of its own"):
        export(data, "lambda")


def test_the_commands(tmp_path, theirs):
    (tmp_path / "book.xlsx").write_bytes(theirs)
    command = ["export", str(tmp_path / "book.xlsx"), "--host", "lambda"]
    result = CliRunner().invoke(main, [*command, "-o", str(tmp_path / "done.xlsx")])
    assert result.exit_code == 0, result.output
    assert "HEDGE_PNL" in names((tmp_path / "done.xlsx").read_bytes())
    printed = CliRunner().invoke(main, ["functions", "--lambda"])
    assert printed.exit_code == 0
    assert printed.output == module_text()
