"""What breaks, and where it shows: the table of the design, and a stranger's fingers.

Each change is typed into the article's workbook, which is then calculated again.
"""

import dataclasses
import datetime
import io

import openpyxl
import pytest

from betahedge.engine import calculate
from betahedge.templates.book import ContractRow, HoldingRow, article

OLD = datetime.date(2025, 9, 1)
UNFIT = "No input that is needed is blank or outside its rule"
TERMS = "Contracts have a known kind, and numbers for terms"


def column(book, result, item):
    return [result.values.get(ref) for ref in book.built.cells(item)]


def words(result, name):
    """Give all texts of a sheet."""
    return {v for ref, v in result.values.items() if ref.startswith(f"{name}!")}


CASES = {  # what is done: inputs, check that fails or "", item that shows it, the word
    "price older than the limit": (
        {"book.priced_on": OLD}, "Prices are of the day, or within the limit",
        "hedge.status", "price is old",
    ),
    "dated contract with less than a day": (
        {"holdings.expiry 0": 0.5}, "No dated contract has less than a day",
        "carry.basis_year", "",
    ),
    "text in a number": (
        {"holdings.quantity 1": "forty"}, "Holdings are complete, and all of it numbers",
        "hedge.status", "nothing to hedge",
    ),
    "contract that is not listed": (
        {"holdings.contract 0": "NOWHERE:X", "holdings.held 0": 18.0},
        "Every contract is listed on Contracts", "hedge.status", "no contract",
    ),
    "position whose contract is blank": (
        {"holdings.contract 0": None, "holdings.held 0": 18.0},
        "No position is held without a contract", "hedge.status", "no contract",
    ),
    "asset that nobody hedges": (
        {"holdings.contract 1": None}, "", "orders.status", "BREACH",
    ),
    "held is no multiple of the lot": (
        {"holdings.held 0": 5.5}, "Orders lead to whole lots", "", "",
    ),
    "prices of the sample left in": (
        {"history.demonstration": "no"}, "Prices are no longer the sample's",
        "beta.status", "SAMPLE prices",
    ),
    "rounding sideways": (
        {"policy.rounding": "sideways"}, "Rounding is a word that is known", "", "",
    ),
    "blank in the policy": (
        {"policy.ratio": None}, UNFIT, "", "",
    ),
    "text in the policy": ({"policy.ratio": "60%"}, UNFIT, "hedge.target", 0.0),
    "text for a beta": ({"policy.beta": "one"}, UNFIT, "", ""),
    "text for the band": ({"policy.band": "5 points"}, UNFIT, "", ""),
    "move of -20 for -20 %": ({"horizon.stress": -20.0}, UNFIT, "", ""),
    "kind that is no kind": ({"contracts.kind 0": "coin-margined"}, TERMS, "hedge.kind", "linear"),
    "text for a lot": ({"contracts.lot 0": "0,5"}, TERMS, "hedge.lot", 0.0),
    "size of 0": ({"contracts.size 1": 0.0}, TERMS, "", ""),
    "lot below 0": ({"contracts.lot 1": -1.0}, TERMS, "", ""),
    "margin of 40 for 40 %": ({"contracts.maintenance 1": 40.0}, TERMS, "", ""),
    "futures price below 0": (
        {"holdings.futures 0": -65_000.0}, "Holdings are complete, and all of it numbers", "", "",
    ),
    "entry price below 0": (
        {"holdings.entry 1": -3_500.0}, "Holdings are complete, and all of it numbers", "", "",
    ),
    "ratio of 6000 %": (
        {"holdings.target 0": 60.0}, "No hedge ratio is above 150%", "", "",
    ),
    "ratio of 6 for 0.6": (
        {"holdings.target 1": 6.0}, "No hedge ratio is above 150%", "hedge.status", "over-hedged",
    ),
    "policy of 160 %": ({"policy.ratio": 1.6}, "No hedge ratio is above 150%", "", ""),
    "ratio below 0": ({"policy.ratio": -0.5}, "No hedge ratio is below 0", "", ""),
    "date as a price": (
        {"holdings.price 0": 45_935}, "No price is a date", "", "",
    ),
    "line pasted twice": (
        {"holdings.asset 2": "BTC", "holdings.quantity 2": 3, "holdings.price 2": 65_000},
        "Every asset is there once", "", "",
    ),
    "line without a name": (
        {"holdings.quantity 4": 3, "holdings.price 4": 65_000},
        "No line without the name of its asset", "", "",
    ),
    "price left out": (
        {"holdings.price 1": None}, "Holdings are complete, and all of it numbers",
        "hedge.status", "no price",
    ),
    "price of 0 of what is to be hedged": (
        {"holdings.price 1": 0}, "Holdings are complete, and all of it numbers",
        "hedge.status", "no price",
    ),
    "collateral taken away": (
        {"holdings.collateral 0": 5_000.0}, "", "margin.status", "BREACH",
    ),
    "negative funding": ({"holdings.funding 0": -0.0001}, "", "carry.word", "PAY"),
    "spot sold, short kept": (
        {"holdings.quantity 0": 1.0, "holdings.held 0": 18.0, "policy.band": 2.0},
        "", "orders.now", 1.8,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_breakage_shows_where_the_design_says(article_book, case):
    cells, check, item, word = case
    result = article_book.changed(cells)
    failed = article_book.failed(result)
    assert result.errors == {}
    if check:
        assert check in failed
        assert result.master_check == "FAIL"
        told = words(result, "Cover")
        assert any(check in str(text) for text in told), "the Cover says it in words"
    else:
        assert failed == set()
    if item:
        found = column(article_book, result, item)
        near = pytest.approx(word) if isinstance(word, float) else word
        assert near in found


def test_the_day_in_words_is_that_of_the_book(article_book):
    day = datetime.date(2026, 12, 31)
    result = article_book.changed({"book.as_of": day, "book.priced_on": day})
    assert result.values["Report!A2"].endswith("as of 31 December 2026")
    assert result.master_check == "OK"


def test_ratio_outside_the_band_is_a_breach_or_below_the_materiality_a_watch(make_book):
    rows = (
        HoldingRow("BIG", 1.0, 100_000.0, contract_size=1.0, lot_size=1.0),
        HoldingRow("SMALL", 1.0, 50.0, contract_size=1.0, lot_size=1.0),
        HoldingRow("FINE", 100.0, 100_000.0, contract="X:FINE"),
        HoldingRow("NAMELESS", 100.0, 100_000.0, contract_size=1.0, lot_size=1.0),
    )
    contracts = (ContractRow("X:FINE", "X", "FINE", "FINE", "linear", 1.0, "FINE", 1.0),)
    book = make_book(dataclasses.replace(article(), holdings=rows, contracts=contracts))
    assert book.column("orders.status") == ["BREACH", "WATCH", "OK", "WATCH"]


def test_wrong_sign_of_a_quantity_turns_the_order(article_book):
    result = article_book.changed({"holdings.quantity 0": -3.0})
    assert column(article_book, result, "hedge.action")[0] == "Long"
    assert column(article_book, result, "orders.side")[0] == "Buy"
    assert result.errors == {}


def test_over_hedged_says_so(make_book):
    row = HoldingRow("COIN", 1.0, 100.0, hedge_ratio=1.2, contract_size=0.1, lot_size=1.0)
    book = make_book(dataclasses.replace(article(), holdings=(row,)))
    assert book.column("hedge.status") == ["over-hedged"]


def test_a_row_beyond_the_printed_page_fails(article_book):
    many = {}
    for row in range(2, 45):
        for key, value in (("asset", f"C{row}"), ("quantity", 1.0), ("price", 100.0)):
            many[f"holdings.{key} {row}"] = value
    result = article_book.changed(many)
    assert "Every filled row is printed" in article_book.failed(result)
    values = [v for ref, v in result.values.items() if ref.startswith("Hedge!A")]
    assert {"C2", "C44"} <= set(values), "they are on every list all the same"


def test_assets_below_the_list_of_inputs_fail(article_book):
    """Typed into the finished file and saved by another program, as a user's is."""
    book = openpyxl.load_workbook(article_book.path)
    sheet, _, first = article_book.built.cells("holdings.asset")[0].rpartition("!")
    book[sheet][first].offset(row=60).value = "LOST"
    stream = io.BytesIO()
    book.save(stream)
    result = calculate(stream.getvalue())
    assert "Every filled row is printed" in article_book.failed(result)


def test_a_few_assets_typed_below_the_last_appear_everywhere(article_book):
    new = {"holdings.asset 2": "SOL", "holdings.quantity 2": 100.0, "holdings.price 2": 150.0,
           "holdings.contract 2": "CME:MBT", "holdings.futures 2": 65_000.0}  # fmt: skip
    result = article_book.changed(new)
    assert article_book.failed(result) == set()
    for name in ("Hedge", "Orders", "Carry", "Margin", "Beta"):
        assert result.values[f"{name}!A12"] == "SOL"
    assert "Other 1" in words(result, "Report")


def test_a_blank_in_the_middle_and_another_order_change_no_total(article_book):
    moved = {}
    for key, value in (("asset", "ETH"), ("quantity", 40.0), ("price", 3_500.0),
                       ("contract", "SAMPLE:ETH-0.1"), ("funding", 0.0001), ("hours", 8.0),
                       ("collateral", 29_400.0)):  # fmt: skip
        moved |= {f"holdings.{key} 1": None, f"holdings.{key} 5": value}
    result = article_book.changed(moved)
    assert article_book.failed(result) == set()
    for item in ("hedge.spot", "carry.net", "orders.notional", "margin.collateral"):
        place = article_book.built.names.places[item]
        total = f"{place.sheet}!{place.letter}{place.total}"
        assert result.values[total] == pytest.approx(article_book.result.values[total])


def test_an_unhedged_book_is_never_ok(make_book):
    row = HoldingRow("COIN", 1.0, 100.0, contract="NOWHERE:X")
    book = make_book(dataclasses.replace(article(), holdings=(row,)))
    assert book.result.master_check == "FAIL"
    assert book.column("hedge.status") == ["no contract"]
