"""The workbooks of the strategies keep the rules of a model that is to be signed."""

import io
import re
import zipfile

import openpyxl
import pytest

from betahedge.cells import CATALOGUE
from betahedge.sheets import theme
from templates.strategy_books import NAMES, figure, solved


@pytest.fixture(scope="module", params=NAMES)
def outcome(request):
    return solved(request.param)


@pytest.fixture(scope="module")
def formulas(outcome):
    return openpyxl.load_workbook(io.BytesIO(outcome.result.data))


def each_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = cell.value if isinstance(cell.value, str) else cell.value.text
                    yield sheet, cell, text


def test_every_formula_has_a_value_and_none_is_an_error(outcome, formulas):
    assert outcome.result.errors == {}
    assert outcome.result.left == {}
    for sheet, cell, _ in each_formula(formulas):
        assert f"{sheet.title}!{cell.coordinate}" in outcome.result.values


def test_sheets_are_locked_visible_and_of_one_page(outcome, formulas):
    page = outcome.strategy.page.name
    assert formulas.sheetnames == ["Cover", "Inputs", page, "Checks", "Proof"]
    for sheet in formulas:
        assert sheet.sheet_state == "visible"
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, 9)
        assert not [d for d in sheet.column_dimensions.values() if d.hidden]
        assert not [d for d in sheet.row_dimensions.values() if d.hidden]
    assert formulas[page].page_setup.fitToHeight == 1


def test_nothing_is_volatile_or_external_and_no_amount_is_typed(outcome, formulas):
    known = re.compile(
        r"LEN\(entity\)>\d+,LEFT\(entity,\d+\)|"
        r'"[^"]*"|ROUND\w*\((?:[^()]|\([^()]*\))*?,\d\)|[$A-Za-z_!.]+\$?\d+|1E-\d+|1E\+?\d+'
    )
    allowed = {*map(str, range(15)), "24", "100", "365", "8760", "0.5"}
    for sheet, cell, text in each_formula(formulas):
        assert not re.search(r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND)\(|\[|\.xls", text), cell
        if sheet.title == outcome.strategy.page.name:
            numbers = set(re.findall(r"(?<![\w.])\d+\.?\d*", known.sub("", text)))
            assert numbers <= allowed, (cell.coordinate, text)


def test_inputs_are_unlocked_and_validated_and_nothing_else_is(formulas):
    for sheet in formulas:
        covered = {
            cell.coordinate
            for validation in sheet.data_validations.dataValidation
            for area in str(validation.sqref).split()
            for row in (sheet[area] if ":" in area else ((sheet[area],),))
            for cell in row
        }
        merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.style == "hedge input" and sheet.title == "Inputs":
                inside = (cell.row, cell.column) in merged and cell.value is None
                assert not cell.protection.locked
                assert inside or cell.coordinate in covered, cell
            if cell.style in ("hedge calculation", "hedge output", "hedge link"):
                assert cell.protection.locked
            if cell.fill.fill_type:
                assert cell.fill.start_color.rgb[-6:] in theme.PALETTE


def test_every_function_cell_is_a_dynamic_array_and_no_other(outcome):
    archive = zipfile.ZipFile(io.BytesIO(outcome.result.data))
    for name in (n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
        for cell in re.findall(r"<c [^>]*>.*?</c>", archive.read(name).decode()):
            assert ('cm="1"' in cell) == ("HEDGE_" in cell and "<f" in cell), cell


@pytest.mark.parametrize(
    ("name", "function"),
    [("single_asset", "HEDGE_RATIO"), ("defensive", "HEDGE_COST"), ("carry", "HEDGE_SURVIVAL"),
     ("transition", "HEDGE_TRANSITION")],
)  # fmt: skip
def test_a_wrong_function_is_caught_by_the_checks_and_by_the_proof(monkeypatch, name, function):
    right = CATALOGUE[function]

    def wrong(*arguments):
        found = right(*arguments)
        if isinstance(found, list):
            return [[label, number + 0.001] for label, number in found]
        return found * 1.000001 + 0.001

    monkeypatch.setitem(wrong.__dict__, "cell", right.__dict__["cell"])
    monkeypatch.setitem(CATALOGUE, function, wrong)
    outcome = solved(name)
    assert outcome.result.master_check == "FAIL"
    assert outcome.proof.different


def test_text_of_the_user_never_becomes_a_formula():
    rows = [["asset", "quantity", "spot entry", "futures entry"], ["=1+1", "1", "100", "101"],
            ["@SUM(A1)", "2", "50", "50"]]  # fmt: skip
    outcome = solved("defensive", {"entity": "=1+1"}, {"holdings": rows})
    assert figure(outcome, "by_asset.asset") == ["=1+1", "@SUM(A1)"]
    assert outcome.item("book.entity") == "=1+1"
    assert outcome.result.errors == {}
