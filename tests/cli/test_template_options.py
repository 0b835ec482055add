"""The options of `betahedge template`: names of templates, files beside the holdings, a host."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main

HOLDINGS = "asset,quantity,price\nBTC,3,65000\nETH,40,3500\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("h.csv").write_text(HOLDINGS, "utf-8")

    def call(*arguments):
        result = CliRunner().invoke(main, ["template", *arguments], catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    return call


def test_the_templates_are_listed(run):
    code, out, _ = run("--list")
    assert code == 0
    assert out.startswith("mixed_portfolio")


def test_positions_prices_and_host_in_one_step(run):
    Path("h.csv").write_text("asset,quantity,price,contract\nBTC,3,65000,CME:MBT\nETH,40,3500,\n")
    Path("p.csv").write_text("contract,held,entry price,collateral\nCME:MBT,5,60000,40000\n")
    days = "".join(f"2025-01-{day:02},{100 + day * day % 7},{50 + day % 5}\n"
                   for day in range(1, 32))  # fmt: skip
    Path("x.csv").write_text(f"date,BTC,ETH\n{days}")
    code, out, err = run("mixed_portfolio", "--holdings", "h.csv",
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
        ("--positions", "asset,held\nDOGE,1\n", "has no column contract"),
        ("--market", "asset,futures price\nBTC,-1\n", 'futures price: was "-1"'),
        ("--prices", "date,BTC\nyesterday,1\n", 'date: was "yesterday"'),
    ],
)
def test_a_bad_table_is_refused_in_one_line(run, option, text, message):
    Path("t.csv").write_text(text)
    code, _, err = run("mixed_portfolio", "--holdings", "h.csv", option, "t.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert message in err
