"""What was broken at the last look: one small file."""

import pytest
from click.testing import CliRunner

from betahedge.cli import main


def test_what_is_broken_is_said_though_it_cannot_be_noted(desk):
    result = desk(1.5, 0.0001, 1.0, "--state", str(desk.folder / "no folder" / "state.json"))
    assert result.exit_code == 2
    assert result.stdout.startswith("BINANCE:BTCUSDT: 1.5 held, 1.8 asked")
    assert "no folder: there is no such folder" in result.stderr


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"watch": 2, "broken": []}', "nonsense"])
def test_another_file_is_not_taken_for_the_state(desk, text):
    state = desk.folder / "state.json"
    state.write_text(text, "utf-8")
    result = desk(1.5, 0.0001, 1.0, "--state", str(state))
    assert result.exit_code == 2
    assert "is no file of betahedge watch" in result.stderr
    assert state.read_text("utf-8") == text


def test_a_position_that_was_closed_is_whole_again(desk):
    assert desk(1.8, -0.0002).output.endswith("funding of 21.9% a year, above 10.0%\n")
    drift, whole = desk(0, -0.0002).output.splitlines()
    assert drift.startswith("BINANCE:BTCUSDT: 0 held, 1.8 asked")
    assert whole == "whole again: funding BINANCE:BTCUSDT"


def test_what_is_not_to_be_seen_is_not_whole_again(desk):
    """Of another market file, which is old, and of a rate that the market says no more."""
    old = desk.folder / "old.csv"
    old.write_text("symbol,price,as of\nETH,3500,2026-01-01\n", "utf-8")
    book = desk.folder / "book.csv"
    words = ["watch", str(book), "--market", str(desk.folder / "market.csv")]
    more = ["--market", str(old)]
    assert [line.split()[0] for line in desk(1.8, -0.0002, 1.0, *more).output.splitlines()] == [
        f"{old}:", "BINANCE:BTCUSDT:",
    ]  # fmt: skip
    market = (desk.folder / "market.csv").read_text("utf-8")
    (desk.folder / "market.csv").write_text(market.replace("-0.0002", ""), "utf-8")
    assert CliRunner().invoke(main, words).output == ""
    (desk.folder / "market.csv").write_text(market, "utf-8")
    assert CliRunner().invoke(main, [*words, *more]).output == ""
    assert desk().output == "whole again: funding BINANCE:BTCUSDT\n"


def test_a_position_is_closed_where_its_file_says_so_and_not_where_there_is_none(desk):
    held = desk.folder / "positions.csv"
    head = "contract,held\nBINANCE:BTCUSDT,1.8\n"
    held.write_text(f"{head}CME:MSL,7\n", "utf-8")
    more = ["--positions", str(held)]
    assert desk(1.8, 0.0001, 1.0, *more).output.startswith("CME:MSL is held")
    assert desk().output == ""
    assert desk(1.8, 0.0001, 1.0, *more).output == ""
    held.write_text(head, "utf-8")
    assert desk(1.8, 0.0001, 1.0, *more).output == "whole again: position CME:MSL\n"
