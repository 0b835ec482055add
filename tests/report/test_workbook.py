"""The sheet of the past in a report's workbook: the numbers and pictures of report.json."""

import datetime
import io
import json
import math
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.cli import main
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.workbook import make_workbook

HOLDINGS = """asset,quantity,price,contract,futures price,held
BTC,30,65000,CME:MBT,65065,200
ETH,400,3500,CME:MET,3503,2000
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("past")
    (folder / "book.csv").write_text(HOLDINGS)
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(120)]
    rows = [f"{day},{60_000 + 40 * n + 900 * math.sin(n):.2f},{3_000 + 60 * math.cos(1.3 * n):.2f}"
            for n, day in enumerate(days)]  # fmt: skip
    (folder / "prices.csv").write_text("\n".join(["date,BTC,ETH", *rows]))
    words = ["--prices", str(folder / "prices.csv"), "--as-of", "2026-05-01"]
    made = CliRunner().invoke(
        main, ["report", str(folder / "book.csv"), "-o", str(folder / "pack"), *words]
    )
    assert made.exit_code in (0, 1), made.output
    return folder / "pack"


def test_its_table_is_the_pictures_of_the_page(pack):
    history = json.loads((pack / "report.json").read_text("utf-8"))["history"]
    sheet = openpyxl.load_workbook(pack / "report.xlsx", data_only=True)["History"]
    (top,) = (cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Day")
    curves = [line["values"] for chart in history["charts"] for line in chart["lines"]]
    days = history["charts"][0]["labels"]
    for number, day in enumerate(days):
        first, *values = [cell.value for cell in sheet[top + 2 + number]][: len(curves) + 1]
        assert first.date().isoformat() == day
        wanted = [curve[number] for curve in curves]
        assert values == [value and pytest.approx(value) for value in wanted]


def test_every_picture_is_there(pack):
    history = json.loads((pack / "report.json").read_text("utf-8"))["history"]
    archive = zipfile.ZipFile(io.BytesIO((pack / "report.xlsx").read_bytes()))
    charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    mine = [text for text in charts if "'History'!" in text]
    assert len(mine) == len(history["charts"]) == 3
    for chart in history["charts"]:
        assert any(chart["title"] in text for text in mine)


def test_two_sizes_of_a_coin_have_the_entry_of_both(tmp_path):
    """8 of 5 BTC at 60,000 and 7 of 0.1 at 50,000 are 407 of 0.1 at 24.35 million / 407."""
    (tmp_path / "book.csv").write_text(
        "asset,quantity,price,contract,hedge ratio\nBTC,101.2,65000,CME:BTC+CME:MBT,0.6\n"
    )
    (tmp_path / "held.csv").write_text(
        "contract,held,entry price\nCME:BTC,8,60000\nCME:MBT,7,50000\n"
    )
    words = ["--positions", str(tmp_path / "held.csv"), "-o", str(tmp_path / "pack")]
    made = CliRunner().invoke(main, ["report", str(tmp_path / "book.csv"), *words])
    assert made.exit_code in (0, 1), made.output
    sheet = openpyxl.load_workbook(tmp_path / "pack" / "report.xlsx", data_only=True)["Inputs"]
    (row,) = (row for row in sheet.iter_rows(values_only=True) if "CME:MBT" in row)
    at = row.index("CME:MBT")
    assert [value for value in row[at + 1 :] if value] == [407, pytest.approx(24_350_000 / 407)]


CROSS = """asset,quantity,price,contract,futures price,expiry,beta
BTC,30,65000,CME:MBT,65400,2026-06-30,
LTC,4000,80,CME:MET,3030,2026-06-30,1.2
ADA,90000,0.7,CME:MET,3030,2026-06-30,1.1
ETH,40,3000,BYBIT:ETHUSDT,3001,,
"""


def test_the_carry_of_the_workbook_is_that_of_the_page(tmp_path):
    """By hand: of 60 days 30 pass, half of each basis is earned: of 179 MBT 400, of 898 MET 30."""
    (tmp_path / "book.csv").write_text(CROSS)
    words = ["report", str(tmp_path / "book.csv"), "-o", str(tmp_path / "pack")]
    made = CliRunner().invoke(main, [*words, "--as-of", "2026-05-01"])
    assert made.exit_code == 0, made.output
    carry = json.loads((tmp_path / "pack/report.json").read_text("utf-8"))["carry"]
    sheet = openpyxl.load_workbook(tmp_path / "pack/report.xlsx", data_only=True)["Carry"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    heads = rows["Asset"]
    total = dict(zip(heads, rows["Total"], strict=True))
    assert total["Net"] == pytest.approx(carry["net"])
    [basis] = [line["cash"] for line in carry["lines"] if line["item"] == "Basis to expiry"]
    assert (total["Basis earned"], basis) == (
        pytest.approx(basis),
        pytest.approx((17.9 * 400 + 89.8 * 30) / 2),
    )


UNQUOTED = """asset,quantity,price,contract,expiry
BTC,20,65000,CME:MBT,2026-06-30
AVAX,1000,30,CME:MBT,2026-06-30
"""


def test_a_contract_without_a_price_of_its_own_has_no_basis_anywhere(tmp_path):
    """It is sized at the spot price of its coin: 60 % of 1,330,000 are 122.8 contracts of 6,500."""
    (tmp_path / "book.csv").write_text(UNQUOTED)
    words = ["report", str(tmp_path / "book.csv"), "-o", str(tmp_path / "pack")]
    made = CliRunner().invoke(main, [*words, "--as-of", "2026-05-01"])
    assert made.exit_code == 0, made.output
    report = json.loads((tmp_path / "pack/report.json").read_text("utf-8"))
    [position] = report["positions"]
    assert [position[name] for name in ("contracts", "basis_year", "word")] == [123, None, "n.a."]
    sheet = openpyxl.load_workbook(tmp_path / "pack/report.xlsx", data_only=True)["Carry"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    said = dict(zip(rows["Asset"], rows["BTC"], strict=True))
    assert (said["Held after"], said["Basis earned"], said["Cash"]) == (123, "n.a.", "n.a.")


def test_a_check_that_fails_on_the_page_fails_in_the_workbook_too(tmp_path):
    (tmp_path / "book.csv").write_text("asset,quantity,price,contract,as of\n"
                                       "BTC,30,65000,CME:MBT,2026-01-31\n")  # fmt: skip
    words = ["report", str(tmp_path / "book.csv"), "-o", str(tmp_path / "pack")]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 1, made.output
    checks = json.loads((tmp_path / "pack/report.json").read_text("utf-8"))["checks"]["lines"]
    [failed] = [line["test"] for line in checks if line["result"] == "FAIL"]
    book = openpyxl.load_workbook(tmp_path / "pack/report.xlsx", data_only=True)
    rows = {row[1].value: row[6].value for row in book["Checks"].iter_rows()}
    assert [test for test, result in rows.items() if result == "FAIL"] == [f"report.pdf: {failed}"]
    assert book["Report"]["J1"].value == "CHECKS FAIL"


def test_the_size_that_is_closed_leaves_no_collateral_to_the_other():
    """By hand: 2.4 BTC are 24 of 0.1; the one of 5 goes with its loss and its 100,000.

    4 of 0.1 since 62,000 have lost 1,600 at 66,000; 25 % more takes 39,600, and 5,000 are there.
    """
    line = Line("BTC", 4, 66_000, 0.6, None, "CME:BTC+CME:MBT", 66_000.0, 0.1, 1.0, "linear")
    held = Position("CME:BTC", 1, 60_000, 100_000), Position("CME:MBT", 4, 62_000, 5_000)
    made = make_report(Case(Book((line,)), Policy(), positions=held))
    assert {o.contract: (o.side, o.contracts) for o in made.report.orders} == {
        "BTC": ("Buy", 1), "MBT": ("Sell", 20),
    }  # fmt: skip
    wanted = 1_600 + 39_600 - 5_000
    assert made.report.margin.survival[1].lacking == pytest.approx(wanted)
    assert make_workbook(made).column("survival.lacking")[1] == pytest.approx(wanted)


def test_what_two_sizes_lost_since_their_entry_is_in_the_workbook_too():
    """By hand: 3 of 5 BTC sold at 60,000, now 66,000, have lost 90,000; 25 % more takes the rest.

    No maintenance rate of CME is known, so 0 is taken.
    """
    line = Line("BTC", 30, 66_000, 0.6, None, "CME:BTC+CME:MBT", 66_000.0, 0.1, 1.0, "linear")
    case = Case(Book((line,)), Policy(), positions=(Position("CME:BTC", 3, 60_000, 100_000),))
    made = make_report(case)
    workbook = make_workbook(made)
    wanted = 15 * 6_000 + 18 * 66_000 * 0.25  # 18 coins are sold after the order
    rally = made.report.margin.survival[1]
    assert (rally.rally, rally.need) == (0.25, pytest.approx(wanted))
    assert workbook.column("survival.needed")[1] == pytest.approx(wanted)
    assert workbook.column("margin.entry") == [pytest.approx((15 * 60_000 + 3 * 66_000) / 18)]


def test_long_and_short_coins_share_a_contract_as_on_the_page():
    """By hand: of 100,000 long and 40,000 short, 60 % is 36,000, which 36 of 1,000 are.

    The 20 that are held stand for 20 / 36 of each: 33.3 %.  What is worth nothing is OK.
    """
    terms = (None, "OWN:X", 1_000.0, 1.0, 1.0, "linear")
    lines = [Line("BTC", 100, 1_000, 0.6, *terms, held=20), Line("ETH", -40, 1_000, 0.6, *terms),
             Line("SOL", 0, 150, 0.6, contract="CME:MSL")]  # fmt: skip
    made = make_report(Case(Book(tuple(lines)), Policy()))
    workbook = make_workbook(made)
    assert workbook.column("orders.now")[:2] == [pytest.approx(1 / 3)] * 2
    assert workbook.column("orders.ratio")[:2] == [pytest.approx(0.6)] * 2
    assert [row.ratio_now for row in made.report.assets][:2] == [pytest.approx(1 / 3)] * 2
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [row.status for row in made.report.assets] == ["OK"] * 3


TERMS = (None, "OWN:X", 6_500.0, 1.0, 1.0, "linear")


@pytest.mark.parametrize(
    "lines, status, why",
    [  # 3 % of 10,000 is less than half a contract, though 0 % is within 5 points of it
        ([Line("BTC", 1, 10_000, 0.03, *TERMS)], "BREACH", "rounds to 0 lots"),
        # one of 6,500 bought beside 130,000 is -5 %: no hedge, though the band is as wide
        ([Line("BTC", 1, 130_000, 0.0, *TERMS, held=-1)], "BREACH",
         "the hedge adds to the exposure"),
        # 60 % of 1,000 and of -1,000 hedge each other, and leave nothing to order
        ([Line("BTC", 1, 1_000, 0.6, *TERMS), Line("ETH", -1, 1_000, 0.6, *TERMS)], "OK", ""),
    ],
)  # fmt: skip
def test_what_has_no_order_has_one_status(lines, status, why):
    made = make_report(Case(Book(tuple(lines)), Policy()))
    assert not made.report.orders
    assert [(row.status, row.why) for row in made.report.assets] == [(status, why)] * len(lines)
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [status] * len(lines)


def test_a_net_short_book_without_a_hedge_is_not_less_than_0_hedged():
    """Nothing is held: 0 over an exposure of -100,000 was written as -0%."""
    made = make_report(Case(Book((Line("BTC", -1, 100_000, 0.0),)), Policy()))
    workbook = make_workbook(made)
    said = [text for text in workbook.result.values.values() if "% hedged" in str(text)]
    assert said and not [text for text in said if "-0%" in str(text)]


def test_a_coin_that_names_no_contract_is_a_breach_and_no_failed_check_anywhere():
    made = make_report(Case(Book((Line("BTC", 1, 65_000), Line("SOL", 100, 150))), Policy()))
    assert {row.status for row in made.report.assets} == {"BREACH"}
    assert [each.text for each in made.report.decisions] == [
        "Accept that BTC, SOL stay open, or name a contract."
    ]
    workbook = make_workbook(made)
    assert workbook.failed() == []
    assert workbook.result.master_check == "OK"
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == ["BREACH", "BREACH"]


@pytest.mark.parametrize("rate, word", [(2e-9, "NONE"), (-1e-9, "NONE"), (-2e-8, "PAY")])
def test_funding_that_is_shown_as_0_is_not_paid_anywhere(rate, word):
    """By hand: 0.1 sold at 65,000 for 90 stamps: 0.0012, -0.0006 and -0.0117 of a book in cents.

    No coin of the book is worth 10,000, but both together are: money is in whole dollars there.
    """
    line = Line("BTC", 0.14, 65_000, 1.0, None, "OWN:X", 65_000.0, 0.1, 1.0, "linear",
                funding_rate=rate, funding_interval=8.0)  # fmt: skip
    for lines, shown in (((line,), word), ((line, Line("USDC", 5_000, 1, 0.0)), "NONE")):
        made = make_report(Case(Book(lines), Policy()))
        [position] = made.report.positions
        assert (position.contracts, position.word) == (1, shown)
        assert [b.what for b in made.report.breaches if "funding" in b.what] == (
            ["BTC pays 0.01 of funding in 30 days"] if shown == "PAY" else []
        )
        workbook = make_workbook(made)
        words = [workbook.result.values[at] for at in workbook.built.cells("carry.word")]
        assert words[0].upper() == shown


@pytest.mark.parametrize("beyond, status", [(4e-10, "OK"), (7e-10, "BREACH")])
def test_the_edge_of_the_band_is_one_on_the_page_in_the_workbook_and_for_orders(beyond, status):
    """1 - 0.35 + 4e-10 is 0.65 to nine decimals, and in the band; with 7e-10 it is above.

    Lots of 0.7 lead no nearer to 0.6, so that the ratio stays.
    """
    held = 0.65 + beyond
    line = Line("BTC", 1, 100_000, 0.6, None, "OWN:X", 100_000.0, 1.0, 0.7, "linear", held=held)
    made = make_report(Case(Book((line,)), Policy()))
    [row] = made.report.assets
    assert (made.report.orders, row.status, made.report.limits[0].status) == ((), status, status)
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [status]
