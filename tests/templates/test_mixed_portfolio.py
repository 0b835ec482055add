"""The mixed-portfolio workbook: the article's numbers, whatever is held, and the proof of them."""

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
from betahedge.engine.fresh import calculate_built
from betahedge.report.proof import proof
from betahedge.templates.book import BookInputs, HoldingRow, Policy, article
from betahedge.templates.mixed_portfolio import build_mixed_portfolio

ARTICLE = {  # "The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift"
    "hedge.spot": [195_000, 140_000],
    "hedge.printed_value": [65_000, 3_500],
    "hedge.full": [3.0, 40.0],
    "hedge.printed": [1.8, 24.0],
    "hedge.action": ["Short", "Short"],
    "hedge.lots": [18, 240],  # conventions: on 0.1-size contracts, 18 and 240
    "orders.order": [18, 240],
    "orders.side": ["Sell", "Sell"],
}
DAY = datetime.date(2026, 1, 31)


@pytest.fixture(scope="module")
def values(article_book):
    return openpyxl.load_workbook(article_book.path, data_only=True)


@pytest.fixture(scope="module")
def formulas(article_book):
    return openpyxl.load_workbook(article_book.path)


@pytest.mark.parametrize(("item", "numbers"), ARTICLE.items(), ids=str)
def test_the_articles_table(article_book, item, numbers):
    for found in (article_book.column(item), twin(article_book, item)):
        if isinstance(numbers[0], str):
            assert found == numbers
        else:
            assert found == pytest.approx(numbers, abs=1e-9)


def twin(book, item):
    return book.column(item, native=item in book.built.names.natives)


def test_the_articles_total(article_book):
    assert article_book.total("hedge.spot") == 335_000


def test_the_articles_impact_table(article_book):
    rows = [
        [
            article_book.result.values[article_book.built.cells(f"example.{column}.{row}")[0]]
            for column in ("component", "initial", "change", "final")
        ]
        for row in ("spot", "futures", "net")
    ]
    assert rows == [
        ["Spot", 325_000, -32_500, 292_500],
        ["Futures", 0, 16_250, 16_250],
        ["Net", 325_000, -16_250, 308_750],
    ]


def test_the_errata_show_the_right_numbers(article_book):
    # The right-hand column of the errata in the project's conventions.
    (sheet,) = (sheet for sheet in article_book.built.sheets if sheet.name == "Errata")
    subjects = sheet.blocks[0].columns[0].what
    right = dict(zip(subjects, article_book.column("errata.right_number"), strict=True))
    assert right["Funding"] == pytest.approx(2_925)
    assert right["Transition"] == pytest.approx(0.7)
    assert right["Beta"] == pytest.approx(7)
    assert right["Contract value"] == pytest.approx(4.9505, abs=5e-5)
    assert right["Narrowing basis"] == pytest.approx(2)
    assert [right[name] for name in right if name.startswith("Lots")] == [0, 0, 18, 240]


def test_the_report_is_the_designs(article_book):
    # design: template.md, the drawn report of the article's book
    assert article_book.total("carry.net") == pytest.approx(1_278.69, abs=0.01)
    assert article_book.column("margin.distance") == pytest.approx([0.343284, 0.343284], abs=1e-6)
    lacking = article_book.column("survival.lacking")
    assert lacking == pytest.approx([0, 0, 31_657.5, 82_158.75, 132_660])


def test_every_check_is_ok(article_book):
    results = article_book.checks()
    assert len(results) > 40
    assert {word for _, word in results} == {"OK"}
    assert article_book.result.master_check == article_book.named("master_check") == "OK"
    assert article_book.named("addin_state") == "loaded"


def test_a_row_with_no_holding_shows_nothing(values):
    for name in ("Hedge", "Carry", "Margin", "Beta", "Orders"):
        rows = list(values[name].iter_rows(12, 59))
        assert len(rows) == 48
        assert {cell.value for row in rows for cell in row} <= {None, ""}


def test_lists_have_the_same_row_numbers(article_book):
    places = article_book.built.names.places
    firsts = {
        place.first
        for name, place in places.items()
        if place.family == "holdings" and not name.startswith("holdings.") and not place.until
    }
    assert firsts == {10}


def test_pandas_reads_the_numbers(article_book):
    frame = pd.read_excel(
        article_book.path, sheet_name="Hedge", header=None, skiprows=9, nrows=2, engine="openpyxl"
    )
    assert list(frame[3]) == [195_000, 140_000]
    assert list(frame[6]) == pytest.approx([1.8, 24.0], abs=1e-9)


def test_one_formula_a_column(formulas, article_book):
    shift = 9  # from a list's row to the same holding's on Inputs
    for name, place in article_book.built.names.places.items():
        if place.family != "holdings" or place.until or name.startswith("holdings."):
            continue
        patterns = set()
        for row in range(place.first, place.last + 1):
            value = formulas[place.sheet][f"{place.letter}{row}"].value
            text = value if isinstance(value, str) else value.text
            text = re.sub(rf"(?<=[A-Z]){row}\b(?!\()", "{r}", text)
            patterns.add(re.sub(rf"(?<=[A-Z]){row + shift}\b", "{i}", text))
        assert len(patterns) == 1, name


def test_a_build_is_reproducible_and_calculating_again_changes_nothing(article_book):
    again = calculate_built(build_mixed_portfolio(article()), article().as_of).data
    assert again == article_book.result.data
    other = calculate(again).values  # by the engine for files
    assert other.keys() == article_book.result.values.keys()
    for ref, value in article_book.result.values.items():
        near = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
        assert other[ref] == near, ref


def test_open_xml_audit_finds_nothing(article_book):
    result = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(article_book.path))
    assert [str(error) for error in result.errors] == []


def test_the_committed_template_is_the_one_this_code_builds(article_book, request):
    path = request.config.rootpath / "templates" / "mixed_portfolio.xlsx"
    committed = zipfile.ZipFile(path)
    built = zipfile.ZipFile(io.BytesIO(article_book.result.data))
    assert committed.namelist() == built.namelist()
    for name in built.namelist():
        assert committed.read(name) == built.read(name), name


def holdings(count):
    return tuple(
        HoldingRow(f"COIN{n}", (-1.0) ** n * (n + 0.5), 10.0 + n, 10.1 + n, 0.1, 1.0, 0.5 + n / 50)
        for n in range(count)
    )


@pytest.mark.parametrize("count", [1, 2, 12, 50, 51, 120])
def test_any_number_of_holdings(make_book, count):
    book = make_book(BookInputs(holdings(count), as_of=DAY, priced_on=DAY, entity="A & B"))
    found = proof(book.result.values, book.built)
    assert book.result.errors == {}
    assert found.different == []
    assert found.native >= 15 * count
    assert book.failed() == set()


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
    held=st.none() | st.integers(-40, 40).map(float),
    expiry_days=st.none() | st.integers(1, 400).map(float),
    funding_rate=st.none() | st.floats(-0.001, 0.001).map(lambda number: round(number, 5)),
    funding_hours=st.none() | st.sampled_from([1.0, 4.0, 8.0]),
    collateral=st.none() | st.integers(0, 100_000).map(float),
)
POLICY = st.builds(
    Policy,
    hedge_ratio=st.sampled_from([0.0, 0.6, 1.0, 1.2]),
    rounding=st.sampled_from(["nearest", "down", "up"]),
)


@settings(max_examples=25)
@given(st.lists(HOLDING, min_size=1, max_size=6), POLICY)
def test_function_native_and_core_agree_whatever_the_inputs(rows, policy):
    rows = tuple(dataclasses.replace(row, asset=f"C{n}") for n, row in enumerate(rows))
    built = build_mixed_portfolio(BookInputs(rows, as_of=DAY, priced_on=DAY, policy=policy))
    result = calculate_built(built, DAY)
    assert proof(result.values, built).different == []
    assert result.errors == {}


def test_what_is_left_of_a_large_hedge_is_proved_to_its_digits(make_book):
    # 2.7 billion hedged to the last contract: what is left is of the size of their rounding.
    row = HoldingRow("COIN", 52_423.9062, 52_423.9072, 0.3343, lot_size=1.0)
    inputs = dataclasses.replace(article(), holdings=(row,), policy=Policy(hedge_ratio=1.0))
    book = make_book(inputs)
    assert proof(book.result.values, book.built).different == []
    assert book.failed() <= {"Every contract is listed on Contracts"}
    cell = book.built.cells("ladder.hedged.3")[0]
    wrong = {**book.result.values, cell: book.result.values[cell] + 3}
    assert proof(wrong, book.built).different


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1.0, 1e6, 1e12, 1e15])
@pytest.mark.parametrize("price", [1650029089, 0.000123, 59_123_456_789.0])
def test_checks_hold_whatever_the_currency(make_book, size, price):
    # 40 random books of an attack failed with absolute tolerances: JPY, KRW, IDR, VND.
    rows = tuple(
        HoldingRow(f"C{n}", size * (n + 1.3) / price, price * (1 + n / 7), lot_size=0.0)
        for n in range(3)
    )
    book = make_book(BookInputs(rows, as_of=DAY, priced_on=DAY, quote_currency="VND"))
    assert book.failed() == set()
    assert proof(book.result.values, book.built).different == []


def test_text_of_the_user_never_becomes_a_formula(make_book):
    names = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", '"x"', "&A")
    rows = tuple(HoldingRow(name, 1.0, 2.0) for name in names)
    book = make_book(BookInputs(rows, as_of=DAY, priced_on=DAY, entity="=1+1"))
    cells = openpyxl.load_workbook(book.path)["Inputs"]
    assert tuple(book.column("hedge.asset")) == names
    for ref, name in zip(book.built.cells("holdings.asset"), names, strict=True):
        cell = cells[ref.partition("!")[2]]
        assert (cell.data_type, cell.value) == ("s", name)
    assert book.failed() == set()


def test_a_wrong_function_is_caught_by_the_checks_and_by_the_proof(monkeypatch):
    from betahedge.cells import CATALOGUE, HEDGE_RATIO

    def wrong(*arguments):
        answer = HEDGE_RATIO(*arguments)
        return answer * 1.000001 if isinstance(answer, float) else answer

    monkeypatch.setitem(wrong.__dict__, "cell", HEDGE_RATIO.__dict__["cell"])
    monkeypatch.setitem(CATALOGUE, "HEDGE_RATIO", wrong)
    built = build_mixed_portfolio(article())
    result = calculate(built.data)
    assert result.master_check == "FAIL"
    assert len(proof(result.values, built).different) == 4  # two cells, each twice


def test_a_book_that_nets_to_nothing_keeps_its_exposure(make_book):
    # +100 at beta 1 and -100 at beta 1.4 is an exposure of -40; half hedged, -20 are left.
    rows = (
        HoldingRow("LONG", 1.0, 100.0, beta=1.0, hedge_ratio=0.5, lot_size=0.0),
        HoldingRow("SHORT", -1.0, 100.0, beta=1.4, hedge_ratio=0.5, lot_size=0.0),
    )
    book = make_book(dataclasses.replace(article(), holdings=rows))
    assert book.named("book_value") == 0
    assert book.named("book_net") == pytest.approx(-20)
    assert book.named("book_exposure") == pytest.approx(-40)
    first = [book.result.values[book.built.cells(f"ladder.{c}.1")[0]] for c in
             ("move", "unhedged", "futures", "hedged")]  # fmt: skip
    assert first == pytest.approx([-0.5, 20, -10, 10])
    assert book.failed() == set()
    assert proof(book.result.values, book.built).different == []
