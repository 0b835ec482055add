"""What was broken at the last look: one small file."""

import pytest


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
