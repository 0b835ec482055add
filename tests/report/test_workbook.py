"""The sheet of the past in a report's workbook: the numbers and pictures of report.json."""

import datetime
import io
import json
import math
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main

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
    (row,) = (row for row in sheet.iter_rows(values_only=True) if "CME:BTC+CME:MBT" in row)
    at = row.index("CME:BTC+CME:MBT")
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
