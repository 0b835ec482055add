"""Watching a book: one line for each limit that is broken since the last run."""

import datetime
import json

import pytest
from click.testing import CliRunner

from betahedge.cli import main

BOOK = "asset,quantity,price,contract,held,hedge ratio\nBTC,3,65000,BINANCE:BTCUSDT,{held},0.6\n"
MARKET = "symbol,price,futures price,funding rate,funding interval,as of\n{rows}"


@pytest.fixture
def desk(tmp_path):
    def run(held=1.8, rate=0.0001, hours=1.0, *more):
        now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
        row = f"BINANCE:BTCUSDT,65000,65000,{rate},8,{now:%Y-%m-%dT%H:%M:%SZ}\n"
        (tmp_path / "book.csv").write_text(BOOK.format(held=held), "utf-8")
        (tmp_path / "market.csv").write_text(MARKET.format(rows=row), "utf-8")
        words = ["watch", str(tmp_path / "book.csv"), "--market", str(tmp_path / "market.csv")]
        return CliRunner().invoke(main, [*words, *more])

    run.folder = tmp_path
    return run


def test_all_is_well_in_silence(desk):
    result = desk()
    assert (result.exit_code, result.output) == (0, "")
    assert json.loads((desk.folder / "book.csv.watch.json").read_text("utf-8")) == {
        "watch": 1, "broken": [],
    }  # fmt: skip


def test_a_limit_is_said_once_and_again_after_it_was_whole(desk):
    result = desk(held=1.5)
    assert result.exit_code == 1
    assert result.output == (
        "BINANCE:BTCUSDT: 1.5 held, 1.8 asked, a drift of 16.7%, above 5.0%: sell 0.3\n"
    )
    assert (desk(held=1.5).exit_code, desk(held=1.4).output) == (0, "")
    assert desk().output == "whole again: drift BINANCE:BTCUSDT\n"
    assert desk(held=1.5).exit_code == 1


def test_old_prices_and_funding_paid(desk):
    result = desk(1.8, -0.0002, 30.0)
    assert result.exit_code == 1
    age, funding = result.output.splitlines()
    assert age.endswith("market.csv: its oldest price is 30.0 hours old, above 24")
    assert funding == "BINANCE:BTCUSDT: the position pays funding of 21.9% a year, above 10.0%"
    assert desk(-1.8, -0.0002, 30.0).output.startswith("BINANCE:BTCUSDT: -1.8 held, 1.8 asked")


def test_bounds_are_the_users(desk):
    assert desk(1.5, 0.0001, 1.0, "--drift", "20%").exit_code == 0
    assert desk(1.8, -0.0002, 30.0, "--age", "48", "--funding", "30%").exit_code == 0
    assert "--drift: was x; must be like" in desk(1.8, 0.0, 1.0, "--drift", "x").stderr


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"watch": 2, "broken": []}', "nonsense"])
def test_another_file_is_not_taken_for_the_state(desk, text):
    state = desk.folder / "state.json"
    state.write_text(text, "utf-8")
    result = desk(1.5, 0.0001, 1.0, "--state", str(state))
    assert result.exit_code == 2
    assert "is no file of betahedge watch" in result.stderr
    assert state.read_text("utf-8") == text
