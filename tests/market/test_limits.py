"""Watching a book: one line for each limit that is broken since the last run."""

import json


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
