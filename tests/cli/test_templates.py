"""The commands demo and template: files, options, a host, and files that are never lost."""

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest


def test_demo_prints_the_articles_table_and_proves_it(run, tmp_path):
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    # The article: BTC 195,000 / 65,000 / 3.0 / 1.8 and ETH 140,000 / 3,500 / 40.0 / 24.0, Short.
    rows = [line.split() for line in out.splitlines()]
    assert ["BTC", "195,000", "65,000", "3.0", "1.8", "18", "18", "Sell", "OK"] in rows
    assert ["ETH", "140,000", "3,500", "40.0", "24.0", "240", "240", "Sell", "OK"] in rows
    assert ["total", "335,000"] in rows
    assert "Proved: 111 function cells equal their native Excel formula, and 132 equal" in out
    assert "Checks: OK" in out
    assert out.rstrip().endswith("betahedge-demo.xlsx")
    assert (tmp_path / "betahedge-demo.xlsx").exists()


def test_demo_makes_the_committed_template(run, tmp_path, request):
    run("demo")
    committed = request.config.rootpath / "templates" / "mixed_portfolio.xlsx"
    ours, theirs = zipfile.ZipFile(tmp_path / "betahedge-demo.xlsx"), zipfile.ZipFile(committed)
    assert {n: ours.read(n) for n in ours.namelist()} == {
        n: theirs.read(n) for n in theirs.namelist()
    }


def test_template_for_your_own_holdings(run):
    Path("mine.csv").write_text(
        "asset,quantity,price,contract size,lot size,hedge ratio\nBTC,3,65000,0.1,1,0.6\n"
        "=1+1,10,2,,,\n",
        "utf-8",
    )
    code, out, _ = run(
        "template", "mixed_portfolio", "--holdings", "mine.csv", "-o", "book.xlsx",
        "--entity", "Treasury", "--as-of", "2026-01-31", "--rounding", "down",
    )  # fmt: skip
    assert code == 0
    assert "=1+1" in out
    book = openpyxl.load_workbook("book.xlsx", data_only=True)
    assert book["Hedge"]["A11"].value == "=1+1"
    assert book["Hedge"]["N10"].value == 18
    assert book["Cover"]["B7"].value == "31 January 2026"
    assert book["Checks"]["C6"].value == "OK"


def test_an_existing_file_is_replaced_only_when_asked(run, tmp_path):
    target = tmp_path / "mixed_portfolio.xlsx"
    target.write_text("mine")
    code, out, err = run("template", "mixed_portfolio")
    assert (code, out) == (2, "")
    assert "is there already; give another name, or --force to replace it" in err
    assert target.read_text() == "mine"
    assert run("template", "mixed_portfolio", "--force")[0] == 0
    assert zipfile.is_zipfile(target)
    assert [path.name for path in tmp_path.iterdir()] == ["mixed_portfolio.xlsx"]


HEAD = b"asset,quantity,price\n"
BAD_FILES = [
    ("none.csv", None, "there is no such file"),
    ("empty.csv", b"", "is empty"),
    ("header.csv", b"isin,pieces\nBTC,1\n", "names asset and quantity"),
    ("text.csv", HEAD + b"BTC,many,1\n", 'was "many"; must be a number'),
    ("negative.csv", HEAD + b"BTC,1,-1\n", 'price: was "-1"; must be a number, 0 or above'),
    ("nan.csv", HEAD + b"BTC,nan,1\n", 'quantity: was "nan"; must be a number'),
    ("twice.csv", HEAD + b"BTC,1,1\nBTC,1,1\n", "repeats line 2"),
    ("bytes.csv", HEAD + b"\x81,1,1\n", "is not UTF-8 text"),
    ("none.csv/x.csv", None, "cannot be read|there is no such file"),
    ("zero.csv", HEAD, "has no holdings"),
    ("fake.xlsx", b"not a zip", "is not a spreadsheet"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD_FILES, ids=lambda v: str(v)[:20])
def test_bad_holdings_are_one_line_and_nothing_is_written(run, tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    code, out, err = run("template", "mixed_portfolio", "--holdings", name)
    assert (code, out) == (2, "")
    assert err.startswith("betahedge: ")
    assert err.count("\n") == 1
    import re

    assert re.search(message, err)
    assert not (tmp_path / "mixed_portfolio.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--entity", "Mine"], "--entity: goes with --holdings; there is none"),
        (["--hedge-ratio", "50%"], "--hedge-ratio: goes with --holdings; there is none"),
        (["-o", "book.csv"], "book.csv: must be the name of an .xlsx file"),
        (["--holdings", "h.csv", "--hedge-ratio", "half"], "--hedge-ratio: was half; must be like"),
        (["--holdings", "h.csv", "--hedge-ratio", "60"], "--hedge-ratio: was 60; must be like 0.6"),
        (["--holdings", "h.csv", "--entity", "a\x01b"], "--entity: was"),
        (
            ["--holdings", "h.csv", "--as-of", "1850-01-01"],
            "--as-of: was 1850-01-01; must be",
        ),
        (
            ["--holdings", "h.csv", "--as-of", "30/9/2026"],
            "--as-of: was 30/9/2026; must be like 2026-09-30 or 2026-09-30T16:00",
        ),
        (["--holdings", "h.csv", "--entity", "x" * 200], "--entity: was"),
        (["--holdings", "h.csv", "-o", "h.csv", "--force"], "h.csv: is the file that is read"),
    ],
    ids=str,
)
def test_options_that_cannot_be_meant(run, arguments, message):
    Path("h.csv").write_text("asset,quantity,price\nBTC,1,2\n", "utf-8")
    code, out, err = run("template", "mixed_portfolio", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_a_disk_without_hard_links_is_written_to(run, monkeypatch, tmp_path):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert run("demo", "-o", "demo.xlsx")[0] == 0
    assert run("template", "mixed_portfolio", "-o", "demo.xlsx")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["demo.xlsx"]


def test_demo_twice_makes_one_file_and_leaves_a_changed_one_alone(run, tmp_path):
    for _ in range(2):
        code, out, _ = run("demo")
        assert (code, out.splitlines()[-1]) == (0, "Workbook: betahedge-demo.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["betahedge-demo.xlsx"]
    made = (tmp_path / "betahedge-demo.xlsx").read_bytes()
    (tmp_path / "betahedge-demo.xlsx").write_text("mine")
    for _ in range(2):
        assert run("demo")[1].splitlines()[-1] == "Workbook: betahedge-demo-2.xlsx"
    assert (tmp_path / "betahedge-demo.xlsx").read_text() == "mine"
    assert (tmp_path / "betahedge-demo-2.xlsx").read_bytes() == made
    assert run("demo", "--force")[0] == 0
    assert (tmp_path / "betahedge-demo.xlsx").read_bytes() == made


HOLDINGS = "asset,quantity,price\nBTC,3,65000\nETH,40,3500\n"


@pytest.fixture
def template(run):
    Path("h.csv").write_text(HOLDINGS, "utf-8")
    return lambda *arguments: run("template", *arguments)


def test_the_templates_are_listed(template):
    code, out, _ = template("--list")
    assert code == 0
    assert out.startswith("mixed_portfolio")


def test_market_positions_prices_and_host_in_one_step(template):
    Path("h.csv").write_text(
        "asset,quantity,price,contract\nBTC,3,65000,CME:MBT\nETH,40,3500,CME:MET\n"
    )
    Path("m.csv").write_text("symbol,funding rate,funding hours\nBTC,0.01%,8\n")
    Path("p.csv").write_text("contract,held,entry price,collateral\nCME:MBT,5,60000,40000\n")
    days = "".join(f"2025-01-{day:02},{100 + day * day % 7},{50 + day % 5}\n"
                   for day in range(1, 32))  # fmt: skip
    Path("x.csv").write_text(f"date,BTC,ETH\n{days}")
    code, out, err = template("mixed_portfolio", "--holdings", "h.csv", "--market", "m.csv",
                         "--positions", "p.csv", "--prices", "x.csv", "--host", "values",
                         "-o", "b.xlsx")  # fmt: skip
    assert (code, err) == (0, "")
    assert "Checks: OK" in out
    assert Path("b-values.xlsx").exists()
    book = openpyxl.load_workbook("b.xlsx", data_only=True)
    assert [book["Inputs"][ref].value for ref in ("F19", "K19", "L19")] == ["CME:MBT", 5, 60_000]
    assert book["Prices"]["B7"].value == "BTC"
    assert book["Beta"]["C11"].value == 30
    assert "HEDGE_" not in str(openpyxl.load_workbook("b-values.xlsx")["Hedge"]["N10"].value)


def test_betas_are_estimated_from_prices_up_to_the_day(template):
    Path("h.csv").write_text("asset,quantity,price\nETH,40,3500\n")
    days = "".join(f"2025-01-{day:02},{100 + day * day % 7}\n" for day in range(1, 32))
    Path("x.csv").write_text(f"date,ETH\n{days}")
    code, out, err = template("mixed_portfolio", "--holdings", "h.csv", "--prices", "x.csv",
                              "--as-of", "2025-01-29", "-o", "b.xlsx")  # fmt: skip
    assert (code, "Checks: OK" in out) == (0, True)
    assert "betahedge: warning: 2 rows of x.csv left out: after 2025-01-29\n" in err
    prices = openpyxl.load_workbook("b.xlsx", data_only=True)["Prices"]
    dates = [row[0].value for row in prices.iter_rows(min_row=12) if row[1].value is not None]
    assert [f"{each:%d}" for each in (dates[0], dates[-1])] == ["01", "29"]


def test_past_prices_in_other_money_than_the_book_are_refused(template):
    Path("h.csv").write_text("asset,quantity,price\nETH,40,3500\n")
    Path("x.csv").write_text("date,ETH (EUR)\n2025-01-01,100\n2025-01-02,101\n")
    code, _, err = template("mixed_portfolio", "--holdings", "h.csv", "--prices", "x.csv")
    assert code == 2
    assert "x.csv: the prices are in EUR, the book in USD; write both in one currency" in err


def test_a_coin_that_names_no_contract_is_counted_and_told_what_it_may_name(template):
    Path("h.csv").write_text("asset,quantity,price\nBTC,3,65000\nXYZ,1,2\nUSDC,9,1\n")
    code, out, err = template("mixed_portfolio", "--holdings", "h.csv", "-o", "b.xlsx")
    assert code == 0
    assert "Checks: OK" in out
    assert err.strip() == (
        "betahedge: warning: BTC, XYZ: no contract is named, so coins are counted; "
        "the column contract may say CME:BTC or CME:MBT for BTC"
    )
    book = openpyxl.load_workbook("b.xlsx", data_only=True)
    rows = {row[0].value: row for row in book["Hedge"].iter_rows()}
    found = {coin: (rows[coin][8].value, rows[coin][13].value) for coin in ("BTC", "XYZ", "USDC")}
    assert found["BTC"] == ("OWN:BTC", pytest.approx(1.8))  # 60 % of three coins
    assert found["XYZ"] == ("OWN:XYZ", pytest.approx(0.6))
    assert found["USDC"][1] == 0


@pytest.mark.parametrize("words", [["read"], ["read", "--json"], ["template", "mixed_portfolio"]])
def test_a_position_of_no_line_is_said_in_one_line(run, words):
    Path("h.csv").write_text(
        "asset,quantity,price,contract\nBTC,3,65000,CME:MBT\nETH,40,3500,CME:MET\n"
    )
    Path("p.csv").write_text("contract,held\nBTC,5\nETH,2\nCME:MSL,7\n")
    holdings = ["--holdings", "h.csv"] if words[0] == "template" else ["h.csv"]
    code, _, err = run(*words, *holdings, "--positions", "p.csv")
    assert (code, err) == (
        0,
        "betahedge: warning: CME:MSL is held; it hedges no line of the book; add the coin to the "
        "holdings, or close the position\n",
    )


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--market", "asset,colour\nBTC,red\n", "has no column symbol; there are asset, colour"),
        ("--positions", "colour,held\nred,1\n", "has no column contract; there are colour, held"),
        ("--market", "asset,futures price\nBTC,-1\n", 'line 2, futures price: was "-1"'),
        ("--prices", "date,BTC\nyesterday,1\n", 'line 2, date: was "yesterday"'),
    ],
)
def test_a_bad_table_is_refused_in_one_line(template, option, text, message):
    Path("t.csv").write_text(text)
    code, _, err = template("mixed_portfolio", "--holdings", "h.csv", option, "t.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert message in err
