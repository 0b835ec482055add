"""A snapshot from beginning to end, and the command."""

import csv
import datetime

import pytest
from click.testing import CliRunner

from betahedge.books.market import read_market
from betahedge.cli import main
from betahedge.market.files import as_csv
from betahedge.market.snapshot import COLUMNS
from market.takes import EACH, take
from market.venues import HOUR, MOMENT

# Bybit and Hyperliquid say no time: it is that of the asking.  Kraken says that of the last trade.
LATER = {"bybit": 5, "hyperliquid": 5, "kraken": -2}


@pytest.mark.parametrize(("exchange", "symbol"), EACH)
def test_the_same_answers_are_the_same_bytes_and_a_market(venue, tmp_path, exchange, symbol):
    written = {as_csv(COLUMNS, take(venue, exchange, symbol).rows) for _ in range(2)}
    assert len(written) == 1
    path = tmp_path / "market.csv"
    path.write_bytes(written.pop())
    market = read_market(path).accept()
    assert market.price("BTC") == pytest.approx(71250, abs=2)
    late = LATER.get(exchange, 0)
    assert market.as_of.replace(tzinfo=datetime.UTC).timestamp() == MOMENT / 1000 + late
    row = next(csv.DictReader(path.read_text("utf-8").splitlines()))
    terms = market.terms(f"{exchange}:{row['id']}".upper())
    assert terms["futures_price"] == float(row["futures_price"])
    assert terms["funding_interval"] == float(row["funding_interval_hours"])


def invoke(*words):
    return CliRunner().invoke(main, ["snapshot", *map(str, words)])


def test_the_command(venue, tmp_path):
    kept, output = tmp_path / "kept", tmp_path / "market.csv"
    take(venue, "okx", "BTC/USDT:USDT", "ETH/USDT:USDT", record=kept,
         funding=(MOMENT - 32 * HOUR, MOMENT + 16 * HOUR), with_tiers=True)  # fmt: skip
    words = ["--exchange", "okx", "--replay", kept, "-o", output]
    result = invoke("BTC/USDT:USDT", *words, "--funding", "2026-09-28", "2026-09-30", "--tiers")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kept", "market-funding.csv", "market-tiers.csv", "market.csv",
    ]  # fmt: skip
    assert "is there already" in invoke("BTC/USDT:USDT", *words).stderr
    before = output.read_bytes()
    result = invoke("NOPE/USDT:USDT", *words, "--force")
    assert (result.exit_code, output.read_bytes()) == (1, before)
    assert "no price came; nothing is written" in result.stderr
    result = invoke("BTC/USDT:USDT", "NOPE", *words, "--force")
    assert result.exit_code == 1
    assert output.read_bytes() != before
    result = invoke("BTC/USDT:USDT", *words, "--force", "--funding", "2026-09-01", "2026-09-30")
    assert "not recorded" in result.stderr
    result = invoke("BTC", *words, "--force", "--funding", "2026", "x")
    assert "--funding: was 2026 x; must be like" in result.stderr
    wrong = ["--exchange", "binance", "--replay", kept, "-o", output, "--force"]
    assert "is a recording of okx, not of binance" in invoke("BTC", *wrong).stderr
    wrong = ["--exchange", "okx", "--replay", tmp_path / "none", "-o", output, "--force"]
    assert "holds no recording" in invoke("BTC", *wrong).stderr
