"""The command snapshot: what it needs, and what it does not replace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge.cli import main

RECORDING = Path(__file__).parents[2] / "docs" / "examples" / "binance"
HIDING = """
import sys
sys.modules |= dict.fromkeys(("ccxt", "requests"))
from betahedge.cli import main
main(prog_name="betahedge")
"""


@pytest.mark.parametrize("words", [(), ("--replay", RECORDING)], ids=["asked", "replayed"])
def test_a_plain_installation_is_told_which_extra_it_lacks(tmp_path, words):
    done = subprocess.run(
        [sys.executable, "-c", HIDING, "snapshot", "BTC/USDT:USDT", "--exchange", "binance",
         "-o", tmp_path / "market.csv", *words],
        capture_output=True, text=True, check=False, env=os.environ,
    )  # fmt: skip
    told = "snapshot needs ccxt; install it with: pip install 'betahedge[market]'"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"betahedge: {told}\n")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_come_replaces_nothing(tmp_path):
    """The recording has no funding that was paid, and nothing at all of a coin of that name."""
    paid, kept, output = tmp_path / "m-funding.csv", tmp_path / "kept", tmp_path / "m.csv"
    paid.write_text("of another day", "utf-8")
    words = ["snapshot", "--exchange", "binance", "-o", str(output), "--force",
             "--replay", str(RECORDING), "--record", str(kept)]  # fmt: skip
    funding = ["--funding", "2026-09-01", "2026-09-28"]
    done = CliRunner().invoke(main, [*words, "BTC/USDT:USDT", *funding])
    assert f"betahedge: no funding came; {paid} is not written\n" in done.stderr
    assert (done.exit_code, paid.read_text("utf-8")) == (0, "of another day")
    before = {path: path.read_bytes() for path in (output, *kept.iterdir())}
    assert CliRunner().invoke(main, [*words, "NOPE/USDT"]).exit_code == 1
    assert {path: path.read_bytes() for path in before} == before


def test_answers_that_are_kept_are_not_replaced_unless_that_is_said(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "answers.json").write_text("of another day", "utf-8")
    words = ["snapshot", "BTC/USDT:USDT", "--exchange", "binance", "-o", str(tmp_path / "m.csv"),
             "--replay", str(RECORDING), "--record", str(kept)]  # fmt: skip
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "answers.json: is there already" in done.stderr) == (2, True)
    assert (kept / "answers.json").read_text("utf-8") == "of another day"
    assert not (tmp_path / "m.csv").exists()
    assert CliRunner().invoke(main, [*words, "--force"]).exit_code == 0
