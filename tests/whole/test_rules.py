"""Every template keeps the rules of a model that is to be signed."""

import dataclasses
import io
import re
import zipfile

import openpyxl
import pytest

from betahedge.sheets import theme
from templates.strategy_books import NAMES, solved

MAIN = "mixed_portfolio"
# Text, digits of a rounding, references, powers of ten: what is no amount.
NO_AMOUNT = re.compile(
    r"LEN\(entity\)>\d+,LEFT\(entity,\d+\)|"
    r'"[^"]*"|ROUND\w*\((?:[^()]|\([^()]*\))*?,\d\)|[$A-Za-z_!.]+\$?\d+|1E-\d+|1E\+?\d+'
)
# Rows and columns of answers, days, hours, per cent and halves.
ALLOWED = {*map(str, range(15)), "24", "30", "99", "100", "365", "8760", "0.5", "0.99"}


@dataclasses.dataclass(frozen=True)
class Model:
    """A calculated template: its sheets, those that calculate, the one of a page, its formulas."""

    sheets: list[str]
    calculating: set[str]
    one_page: str
    data: bytes
    result: object
    book: openpyxl.Workbook

    def formulas(self):
        """Give every formula with its sheet and its cell."""
        for sheet in self.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        text = cell.value if isinstance(cell.value, str) else cell.value.text
                        yield sheet, cell, text


@pytest.fixture(scope="module", params=[MAIN, *NAMES])
def model(request):
    if request.param == MAIN:
        result = request.getfixturevalue("article_book").result
        calculating = {"Hedge", "Impact", "Carry", "Margin", "Orders", "Report"}
        page = "Report"
        sheets = ["Cover", "Inputs", "Contracts", "Prices", "Hedge", "Impact", "Carry", "Margin",
                  "Beta", "Orders", "Report", "Errata", "Checks", "Proof"]  # fmt: skip
    else:
        outcome = solved(request.param)
        result, page = outcome.result, outcome.strategy.page.name
        calculating, sheets = {page}, ["Cover", "Inputs", page, "Checks", "Proof"]
    book = openpyxl.load_workbook(io.BytesIO(result.data))
    return Model(sheets, calculating, page, result.data, result, book)


def test_every_formula_has_a_value_and_none_is_an_error(model):
    assert model.result.errors == {}
    assert model.result.left == {}
    for sheet, cell, _ in model.formulas():
        assert f"{sheet.title}!{cell.coordinate}" in model.result.values


def test_sheets_are_locked_visible_and_as_wide_as_a_page(model):
    assert model.book.sheetnames == model.sheets
    assert model.book[model.one_page].page_setup.fitToHeight == 1
    for sheet in model.book:
        assert sheet.sheet_state == "visible"
        assert sheet.freeze_panes
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, 9)
        hidden = [d for d in sheet.column_dimensions.values() if d.hidden or d.outlineLevel]
        hidden += [d for d in sheet.row_dimensions.values() if d.hidden or d.outlineLevel]
        assert hidden == []
        links = {cell.value: cell.hyperlink.location for row in sheet["A2:Z2"] for cell in row
                 if cell.hyperlink}  # fmt: skip
        assert links == {name: f"'{name}'!A1" for name in ("Cover", "Inputs", "Checks")}


def test_nothing_is_volatile_or_external(model):
    for _, cell, text in model.formulas():
        assert not re.search(r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND)\(|\[|\.xls", text), cell
        assert cell.comment is None


def test_no_amount_or_rate_is_typed_into_a_formula(model):
    for sheet, cell, text in model.formulas():
        if sheet.title in model.calculating:
            numbers = set(re.findall(r"(?<![\w.])\d+\.?\d*", NO_AMOUNT.sub("", text)))
            assert numbers <= ALLOWED, (sheet.title, cell.coordinate, text, numbers - ALLOWED)


def test_inputs_are_unlocked_and_validated_and_nothing_else_is(model):
    for sheet in model.book:
        covered = {
            cell.coordinate
            for validation in sheet.data_validations.dataValidation
            for area in str(validation.sqref).split()
            for row in (sheet[area] if ":" in area else ((sheet[area],),))
            for cell in row
        }
        merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.style == "Normal":
                assert cell.value is None, cell
            inside = (cell.row, cell.column) in merged and cell.value is None
            legend = sheet.title == "Cover" and cell.value == "100.0"
            if cell.style == "hedge input" and not inside and not legend:
                assert not cell.protection.locked, cell
                assert cell.coordinate in covered, (sheet.title, cell)
            if cell.style in ("hedge calculation", "hedge output", "hedge link"):
                assert cell.protection.locked, cell


def test_every_fill_is_of_the_palette(model):
    for sheet in model.book:
        fills = {
            cell.fill.start_color.rgb[-6:]
            for row in sheet.iter_rows()
            for cell in row
            if cell.fill.fill_type
        }
        for rules in sheet.conditional_formatting:
            fills |= {r.dxf.fill.bgColor.rgb[-6:] for r in rules.rules if r.dxf and r.dxf.fill}
        assert fills <= theme.PALETTE, sheet.title


def test_every_function_cell_is_a_dynamic_array_and_no_other(model):
    archive = zipfile.ZipFile(io.BytesIO(model.data))
    for name in (n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
        for cell in re.findall(r"<c [^>]*>.*?</c>", archive.read(name).decode()):
            assert ('cm="1"' in cell) == ("HEDGE_" in cell and "<f" in cell), cell
