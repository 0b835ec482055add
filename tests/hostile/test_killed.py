"""Commands that write, ended at any moment: the old file or the new one, and nothing left over.

BETAHEDGE_KILLS says how often each is ended; 50 takes a quarter of an hour.
"""

import datetime
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from batch.many import write_lines
from command import run
from engine.case_books import sheet
from market.server import Venue
from market.takes import take
from market.venues import ANSWERS

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
]
KILLS = int(os.environ.get("BETAHEDGE_KILLS", "50"))
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
HOLDINGS = ("template", "mixed_portfolio", "--holdings", "h.csv")
STRATEGIES = ("single_asset", "defensive", "carry", "transition")
WATCH = ("watch", "h.csv", "--market", "market.csv", "--hedge-ratio", "0")
REPLAY = ("snapshot", "BTC/USDT:USDT", "--exchange", "okx", "--replay", "kept")
COMMANDS = {
    "calc": ("calc", "book.xlsx", "-o", "out.xlsx"),
    "export": ("export", "book.xlsx", "--host", "lite", "-o", "out.xlsx"),
    "template": (*HOLDINGS, "-o", "out.xlsx"),
    "read": ("read", "h.csv", "--save", "saved.csv"),
    "report": ("report", "h.csv", "-o", "pack"),
    "batch": ("batch", "p.parquet", "-o", "results"),
    "snapshot": (*REPLAY, "-o", "m.csv"),
    "install": ("install", "calc", "--oxt", "betahedge.oxt"),
    "repair": ("repair", "moved.xlsx", "-o", "out.xlsx"),
    "demo": ("demo", "-o", "out.xlsx"),
    "watch": (*WATCH, "--state", "state.json"),
    **{name: ("template", name, "-o", "out.xlsx") for name in STRATEGIES},
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what the commands read, which is the current one."""
    source = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(os.path.abspath, source)))
    monkeypatch.chdir(tmp_path)
    calls = {f"A{n}": f"=HEDGE_BASIS({n},2)" for n in range(1, 500)}
    (tmp_path / "book.xlsx").write_bytes(sheet(calls))
    moved = {cell: call.replace("=", r"='C:\A\betahedge.xlam'!") for cell, call in calls.items()}
    (tmp_path / "moved.xlsx").write_bytes(sheet(moved))
    lines = "".join(f"C{n},{n + 1},10\n" for n in range(50))
    (tmp_path / "h.csv").write_text(f"asset,quantity,price\nBTC,5,65000\n{lines}", "utf-8")
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    (tmp_path / "market.csv").write_text(f"symbol,price,as of\nBTC,65000,{now}\n", "utf-8")
    write_lines(tmp_path / "p.parquet", 20_000)
    venue = Venue(ANSWERS)
    take(venue, "okx", "BTC/USDT:USDT", record=tmp_path / "kept")
    venue.shutdown()
    venue.server_close()
    return tmp_path


def whole(path):
    """Tell a result that is all there, by its shape: names of files, and archives that open."""
    if path.is_dir():
        return {str(each.relative_to(path)): whole(each) for each in path.rglob("*")}
    if path.name == "state.json":
        return json.loads(path.read_text("utf-8"))
    if path.suffix in (".xlsx", ".oxt"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return archive.namelist()
    return path.read_bytes().count(b"\n") if path.suffix == ".csv" else path.stat().st_size > 0


@pytest.mark.parametrize("name", COMMANDS)
def test_ended_at_any_moment(folder, name):
    words, made = COMMANDS[name], COMMANDS[name][-1]
    again = words if name == "watch" else (*words, "--force")  # it replaces its state each time
    begun = time.monotonic()
    assert run(*words, seconds=200).code == 0
    seconds, chance = time.monotonic() - begun, random.Random(name)
    right, there = whole(folder / made), {each.name for each in folder.iterdir()}
    code = "from betahedge.cli import main; main()"
    ended = dict.fromkeys(SIGNALS, 0)
    for turn in range(KILLS):
        number = SIGNALS[turn % len(SIGNALS)]
        process = subprocess.Popen(
            [sys.executable, "-c", code, *again],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        time.sleep(seconds * (0.2 + 0.8 * chance.random()))
        process.send_signal(number)
        said = process.communicate()[1]
        ended[number] += process.returncode in (-number, 128 + number)
        assert whole(folder / made) == right
        if number != signal.SIGKILL and process.returncode == 128 + number:
            assert said.endswith(b"betahedge: stopped\n")
            assert b"Traceback" not in said
    assert run(*again, seconds=200).code == 0
    assert whole(folder / made) == right
    assert {each.name for each in folder.iterdir()} == there
    assert sum(ended.values()) > KILLS // 4
