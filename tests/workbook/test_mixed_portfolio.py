"""The mixed-portfolio workbook: the article's numbers, and the rules of a model to be signed."""

import dataclasses
import datetime
import io
import re
import zipfile

import openpyxl
import openxml_audit
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betahedge.engine import calculate
from betahedge.report.proof import proof
from betahedge.workbook.build import build_mixed_portfolio
from betahedge.workbook.inputs import BookInputs, HoldingRow, Policy, article

SHEETS = ["Cover", "Inputs", "Hedge", "Impact", "Errata", "Checks"]
ARTICLE = {  # "The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift"
    ("spot", 9): 195_000,
    ("spot", 10): 140_000,
    ("spot", 8): 335_000,
    ("printed_value", 9): 65_000,
    ("printed_value", 10): 3_500,
    ("full", 9): 3.0,
    ("full", 10): 40.0,
    ("printed", 9): 1.8,
    ("printed", 10): 24.0,
    ("printed_action", 9): "Short",
    ("printed_action", 10): "Short",
}
TRADABLE = {("order", 9): 18, ("order", 10): 240}  # conventions: on 0.1-size contracts, 18 and 240


@pytest.fixture(scope="module")
def values(article_book):
    return openpyxl.load_workbook(article_book.path, data_only=True)


@pytest.fixture(scope="module")
def formulas(article_book):
    return openpyxl.load_workbook(article_book.path)


@pytest.mark.parametrize(("place", "number"), (ARTICLE | TRADABLE).items(), ids=str)
def test_the_articles_table(article_book, values, place, number):
    key, row = place
    table = article_book.built.hedge
    cell = values["Hedge"][f"{table.letter(key)}{row}"].value
    assert cell == (pytest.approx(number, abs=1e-9) if isinstance(number, int | float) else number)
    if f"native_{key}" in {f"native_{column.key}" for column in table.functions}:
        assert values["Hedge"][f"{table.letter(f'native_{key}')}{row}"].value == cell


def test_the_articles_impact_table(values):
    rows = [[cell.value for cell in row] for row in values["Impact"]["A17:D19"]]
    assert rows == [
        ["Spot", 325_000, -32_500, 292_500],
        ["Futures", 0, 16_250, 16_250],
        ["Net", 325_000, -16_250, 308_750],
    ]
    assert [values["Impact"][f"B{row}"].value for row in (10, 11)] == [5, 2.5]


def test_the_errata_show_the_right_numbers(values):
    # The right-hand column of the errata in the project's conventions.
    right = {row[0].value: row[4].value for row in values["Errata"].iter_rows(7, 20)}
    assert right["Funding"] == pytest.approx(2_925)
    assert right["Transition"] == pytest.approx(0.7)
    assert right["Beta"] == pytest.approx(7)
    assert right["Contract value"] == pytest.approx(4.9505, abs=5e-5)
    assert right["Narrowing basis"] == pytest.approx(2)
    assert [right[name] for name in right if name.startswith("Lots")] == [0, 0, 18, 240]


def test_every_check_is_ok(values):
    results = [row[5].value for row in values["Checks"].iter_rows(7) if row[0].value]
    assert len(results) > 20
    assert set(results) == {"OK"}
    assert values["Checks"]["F5"].value == "OK"
    assert values["Cover"]["C10"].value == "loaded"


def test_no_cell_shows_an_error(values):
    errors = [
        (sheet.title, cell.coordinate)
        for sheet in values
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert errors == []


def test_a_call_of_the_addin_has_its_native_twin_instead(formulas):
    # A spreadsheet that keeps stored values calculates calls of functions it lacks all the same:
    # what depends on them would show OK beside "n.a.".
    texts = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    calls = [text for text in texts if "HEDGE_" in text]
    assert len(calls) > 10
    assert not [call for call in calls if "n.a." in call]


def test_a_row_with_no_holding_shows_nothing(values):
    rows = list(values["Hedge"].iter_rows(11, 58))
    assert len(rows) == 48
    assert {cell.value for row in rows for cell in row} <= {None, ""}


def test_every_formula_has_a_stored_value(article_book, formulas):
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert f"{sheet.title}!{cell.coordinate}" in article_book.result.values


def test_pandas_reads_the_numbers(article_book):
    frame = pd.read_excel(article_book.path, sheet_name="Hedge", header=None, skiprows=8, nrows=2)
    assert list(frame[3]) == [195_000, 140_000]
    assert list(frame[8]) == pytest.approx([1.8, 24.0], abs=1e-9)


def test_sheets_follow_the_modelling_rules(formulas):
    assert formulas.sheetnames == SHEETS
    for sheet in formulas:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, 9)
        assert sheet.print_title_rows
        hidden = [d for d in sheet.column_dimensions.values() if d.hidden]
        hidden += [d for d in sheet.row_dimensions.values() if d.hidden]
        assert hidden == []


def each_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = cell.value if isinstance(cell.value, str) else cell.value.text
                    yield sheet, cell, text


def test_nothing_volatile_or_external(formulas):
    for _, cell, text in each_formula(formulas):
        assert not re.search(r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND)\(|\[|\.xls", text), cell
        assert cell.comment is None


def test_one_formula_a_column(formulas, article_book):
    rows = article_book.built.hedge.rows
    for column in formulas["Hedge"].iter_cols(min_row=rows[0], max_row=rows[-1]):
        patterns = set()
        for cell in column:
            if cell.data_type == "f":
                text = cell.value if isinstance(cell.value, str) else cell.value.text
                text = re.sub(rf"(?<=[A-Z]){cell.row}\b", "{r}", text)
                patterns.add(re.sub(rf"(?<=[A-Z]){cell.row + 23}\b", "{i}", text))
        assert len(patterns) <= 1, column[0].column_letter


def test_no_number_is_typed_into_a_formula_of_the_tables(formulas):
    for sheet, cell, text in each_formula(formulas):
        if sheet.title in ("Hedge", "Impact") and cell.row > 6:
            bare = re.sub(r'"[^"]*"|ROUND\w*\([^"]*?,\d\)|[$A-Za-z_!]+\$?\d+', "", text)
            assert not re.search(r"(?<![\w.])[1-9]\d*\.?\d*", bare), (cell.coordinate, text)


def test_locks_styles_and_validations(formulas):
    validated = {
        sheet.title: [str(v.sqref) for v in sheet.data_validations.dataValidation]
        for sheet in formulas
    }
    for sheet in formulas:
        covered = {
            cell.coordinate
            for ranges in validated[sheet.title]
            for area in ranges.split()
            for row in (sheet[area] if ":" in area else ((sheet[area],),))
            for cell in row
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.style == "Normal":
                    assert cell.value is None, cell
                if cell.style == "hedge input" and sheet.title != "Cover":
                    assert not cell.protection.locked
                    assert cell.coordinate in covered
                if cell.style == "hedge calculation":
                    assert cell.protection.locked
                if cell.data_type == "f" and not isinstance(cell.value, str):  # dynamic array
                    assert "HEDGE_" in cell.value.text
                    allowed = cell.style != "hedge calculation" or sheet.title == "Checks"
                    assert allowed, cell


def test_every_function_cell_is_a_dynamic_array_and_no_other(article_book):
    archive = zipfile.ZipFile(article_book.path)
    for name in (n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
        for cell in re.findall(r"<c [^>]*>.*?</c>", archive.read(name).decode()):
            assert ('cm="1"' in cell) == ("HEDGE_" in cell and "<f" in cell), cell
    assert b"XLDAPR" in archive.read("xl/metadata.xml")


def test_a_build_is_reproducible_and_calculating_again_changes_nothing(article_book):
    again = calculate(build_mixed_portfolio(article()).data, made_on=article().as_of).data
    assert again == article_book.result.data
    assert calculate(again).data == again


def test_open_xml_audit_finds_nothing(article_book):
    result = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(article_book.path))
    assert [str(error) for error in result.errors] == []


def holdings(count: int) -> tuple[HoldingRow, ...]:
    return tuple(
        HoldingRow(f"COIN{n}", (-1.0) ** n * (n + 0.5), 10.0 + n, 10.1 + n, 0.1, 1.0, 0.5 + n / 50)
        for n in range(count)
    )


@pytest.mark.parametrize("count", [1, 50, 51, 200])
def test_any_number_of_holdings(make_book, count):
    day = datetime.date(2026, 1, 31)
    book = make_book(BookInputs(holdings(count), as_of=day, priced_on=day, entity="A & B"))
    found = proof(book.result.values, book.built, book.inputs)
    assert book.result.errors == {}
    assert found.different == []
    assert found.core >= 7 * count
    assert book.result.values["Checks!F5"] == "OK"
    assert {book.result.values[f"Checks!F{row}"] for row in (7, 8, 9)} == {"n.a."}


NUMBER = st.floats(0.001, 1e6).map(lambda number: round(number, 4))
HOLDING = st.builds(
    HoldingRow,
    asset=st.just("COIN"),
    quantity=st.one_of(NUMBER, NUMBER.map(lambda number: -number), st.just(0.0)),
    price=NUMBER.map(lambda number: number + 0.001),
    futures_price=st.none() | NUMBER.map(lambda number: number + 0.001),
    contract_size=st.none() | st.sampled_from([0.01, 0.1, 1.0, 5.0, 50.0]),
    lot_size=st.none() | st.sampled_from([0.0, 0.001, 0.1, 1.0, 3.0]),
    beta=st.none() | st.floats(-3, 3).map(lambda number: round(number, 3)),
    hedge_ratio=st.none() | st.floats(0, 2).map(lambda number: round(number, 3)),
)
POLICY = st.builds(
    Policy,
    hedge_ratio=st.sampled_from([0.0, 0.6, 1.0, 1.2]),
    lot_size=st.sampled_from([0.0, 1.0]),
    rounding=st.sampled_from(["nearest", "down", "up"]),
)


@settings(max_examples=25)
@given(st.lists(HOLDING, min_size=1, max_size=6), POLICY)
def test_function_native_and_core_agree_whatever_the_inputs(rows, policy):
    rows = tuple(dataclasses.replace(row, asset=f"C{n}") for n, row in enumerate(rows))
    day = datetime.date(2026, 1, 31)
    inputs = BookInputs(rows, as_of=day, priced_on=day, policy=policy)
    built = build_mixed_portfolio(inputs)
    result = calculate(built.data)
    assert proof(result.values, built, inputs).different == []
    assert result.errors == {}


def test_what_is_left_of_a_large_hedge_is_proved_to_its_digits(make_book):
    # 2.7 billion hedged to the last contract: what is left is of the size of their rounding.
    row = HoldingRow("COIN", 52_423.9062, 52_423.9072, 0.3343, lot_size=1.0)
    inputs = dataclasses.replace(article(), holdings=(row,), policy=Policy(hedge_ratio=1.0))
    book = make_book(inputs)
    assert proof(book.result.values, book.built, book.inputs).different == []
    assert book.result.master_check == "OK"
    wrong = {**book.result.values, "Impact!D31": book.result.values["Impact!D31"] + 3}
    assert proof(wrong, book.built, book.inputs).different


def test_text_of_the_user_never_becomes_a_formula(make_book):
    day = datetime.date(2026, 1, 31)
    names = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", '"x"', "&A")
    rows = tuple(HoldingRow(name, 1.0, 2.0) for name in names)
    book = make_book(BookInputs(rows, as_of=day, priced_on=day, entity="=1+1"))
    cells = openpyxl.load_workbook(book.path)["Inputs"]
    shown = openpyxl.load_workbook(book.path, data_only=True)["Hedge"]
    for row, name in enumerate(names):
        assert cells[f"A{32 + row}"].data_type == "s"
        assert cells[f"A{32 + row}"].value == name
        assert shown[f"A{9 + row}"].value == name
    assert cells["A32"].quotePrefix
    assert cells["B6"].data_type == "s"
    assert book.result.values["Checks!F5"] == "OK"


def changed(**policy):
    inputs = article()
    return dataclasses.replace(inputs, policy=dataclasses.replace(inputs.policy, **policy))


def test_status_says_in_words_what_is_wrong(make_book):
    rows = (
        HoldingRow("SMALL", 0.2, 100.0, lot_size=1.0),
        HoldingRow("COARSE", 10.0, 100.0, contract_size=4.0, lot_size=1.0),
        HoldingRow("NONE", 10.0, 100.0, hedge_ratio=0.0),
        HoldingRow("FINE", 10.0, 100.0),
        HoldingRow("MUCH", 10.0, 100.0, hedge_ratio=60.0),
        HoldingRow("EXACT", 10.0, 100.0, lot_size=0.0),
    )
    more = ["over-hedged", "exact, no lots"]
    inputs = dataclasses.replace(changed(rounding="nearest"), holdings=rows)
    book = make_book(inputs)
    letter = book.built.hedge.letter("status")
    words = [book.result.values[f"Hedge!{letter}{row}"] for row in range(9, 15)]
    assert words == ["rounds to 0", "outside band", "nothing to hedge", "OK", *more]
    old = dataclasses.replace(inputs, priced_on=inputs.as_of - datetime.timedelta(days=3))
    late = make_book(old)
    assert late.result.values[f"Hedge!{letter}12"] == "price is 3 days old"
    assert late.result.values["Checks!F5"] == "FAIL"


def test_a_wrong_function_is_caught_by_the_checks_and_by_the_proof(monkeypatch):
    from betahedge.cells import CATALOGUE, HEDGE_RATIO

    def wrong(*arguments):
        return HEDGE_RATIO(*arguments) * 1.000001

    monkeypatch.setitem(wrong.__dict__, "cell", HEDGE_RATIO.__dict__["cell"])
    monkeypatch.setitem(CATALOGUE, "HEDGE_RATIO", wrong)
    built = build_mixed_portfolio(article())
    result = calculate(built.data)
    assert result.values["Checks!F5"] == "FAIL"
    assert len(proof(result.values, built, article()).different) == 6  # 3 cells, each twice


def test_the_committed_template_is_the_one_this_code_builds(article_book, request):
    path = request.config.rootpath / "templates" / "mixed_portfolio.xlsx"
    committed = zipfile.ZipFile(path)
    built = zipfile.ZipFile(io.BytesIO(article_book.result.data))
    assert committed.namelist() == built.namelist()
    for name in built.namelist():
        assert committed.read(name) == built.read(name), name


def test_a_book_that_nets_to_nothing_keeps_its_exposure(make_book):
    # +100 at beta 1 and -100 at beta 1.4 is an exposure of -40; half hedged, -20 are left.
    rows = (
        HoldingRow("LONG", 1.0, 100.0, beta=1.0, hedge_ratio=0.5, lot_size=0.0),
        HoldingRow("SHORT", -1.0, 100.0, beta=1.4, hedge_ratio=0.5, lot_size=0.0),
    )
    book = make_book(dataclasses.replace(article(), holdings=rows))
    names = openpyxl.load_workbook(book.path, data_only=True)["Impact"]
    figures = {row[0].value: row[1].value for row in names["A23:B27"]}
    assert figures["Spot value"] == 0
    assert figures["Net exposure"] == pytest.approx(-20)
    assert figures["Exposure: value x beta"] == pytest.approx(-40)
    ladder = {row[0].value: [c.value for c in row[1:4]] for row in names["A31:D41"]}
    assert ladder[-0.5] == pytest.approx([20, -10, 10])
    assert book.result.values["Checks!F5"] == "OK"
    assert proof(book.result.values, book.built, book.inputs).different == []


def spoiled(path, **cells):
    """Change inputs of a finished template, and calculate it again."""
    book = openpyxl.load_workbook(path)
    for ref, value in cells.items():
        book["Inputs"][ref] = value
    stream = io.BytesIO()
    book.save(stream)
    return calculate(stream.getvalue())


@pytest.mark.parametrize(
    ("cells", "check"),
    [
        ({"G32": "1.4"}, "complete, and all of it numbers"),
        ({"B33": None, "B34": 5.0}, "complete, and all of it numbers"),
        ({"C33": None}, "complete, and all of it numbers"),
        ({"B13": None}, "No blank in dates and policy"),
        ({"B7": None}, "No blank in dates and policy"),
        ({"B8": datetime.date(2026, 10, 5)}, "Prices are of the day"),
        ({"B17": "sideways"}, "Rounding is a word"),
        ({"B13": -0.5}, "No hedge ratio is below 0"),
        ({"H33": 60}, "No hedge ratio is above 1000%"),
    ],
    ids=str,
)
def test_bad_inputs_fail_a_check(article_book, cells, check):
    result = spoiled(article_book.path, **cells)
    names = openpyxl.load_workbook(article_book.path)["Checks"]
    failed = [
        names[f"B{row}"].value
        for row in range(7, 45)
        if result.values.get(f"Checks!F{row}") == "FAIL"
    ]
    assert any(check in name for name in failed), failed
    assert result.master_check == "FAIL"


@pytest.mark.parametrize("unit", [1.0, 0.001], ids=["100 USD", "0.1 BTC"])
def test_the_ladder_ends_at_the_value_of_the_book(make_book, unit):
    # 100 at beta 1.5, half of its exposure hedged: a fall of 50 % costs 75 and pays 37.5.
    row = HoldingRow("SOL", 1.0, 100.0 * unit, beta=1.5, hedge_ratio=0.5, lot_size=0.0)
    values = make_book(dataclasses.replace(article(), holdings=(row,))).result.values
    rungs = {
        values[f"Impact!A{n}"]: [values[f"Impact!{c}{n}"] for c in "BDE"] for n in range(31, 42)
    }
    assert rungs[-0.5] == pytest.approx([-75 * unit, -37.5 * unit, 62.5 * unit])
    assert rungs[0] == pytest.approx([0, 0, 100 * unit])


def test_a_book_that_nets_to_nothing_has_no_hedged_share(make_book):
    # +650,000 and -650,000: what is left of the sum is the rounding of floats.
    rows = (HoldingRow("BTC", 10.0, 65_000.0), HoldingRow("ETH", -185.7142857142857, 3_500.0))
    values = make_book(dataclasses.replace(article(), holdings=rows)).result.values
    assert values["Cover!C20"] == "n.a."


def test_the_ladder_check_sees_a_wrong_leg(article_book):
    book = openpyxl.load_workbook(article_book.path)
    for row in range(31, 42):
        book["Impact"][f"J{row}"] = f"=-3*book_short*book_unit*$H{row}"
    stream = io.BytesIO()
    book.save(stream)
    assert calculate(stream.getvalue()).master_check == "FAIL"


def test_the_example_does_not_move_the_table(article_book):
    result = spoiled(article_book.path, B24=7.0)
    assert result.values["Hedge!G9"] == 65_000
    assert result.values["Hedge!I9"] == pytest.approx(1.8, abs=1e-9)
    assert result.master_check == "OK"
