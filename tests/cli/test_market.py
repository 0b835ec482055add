"""The command snapshot on a computer that has not all that it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
