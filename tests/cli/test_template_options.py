"""The options of `betahedge template`: names of templates, files beside the holdings, a host."""

from pathlib import Path

import openpyxl
import pytest

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
    Path("h.csv").write_text("asset,quantity,price,contract\nBTC,3,65000,CME:MBT\nETH,40,3500,\n")
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


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--market", "asset,colour\nBTC,red\n", "has no column symbol; there are asset, colour"),
        ("--positions", "asset,held\nBTC,1\n", "has no column contract; there are asset, held"),
        ("--market", "asset,futures price\nBTC,-1\n", 'line 2, futures price: was "-1"'),
        ("--prices", "date,BTC\nyesterday,1\n", 'line 2, date: was "yesterday"'),
    ],
)
def test_a_bad_table_is_refused_in_one_line(template, option, text, message):
    Path("t.csv").write_text(text)
    code, _, err = template("mixed_portfolio", "--holdings", "h.csv", option, "t.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert message in err
