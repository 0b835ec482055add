"""HEDGE_CONTRACTS through xlwings's Office.js path, against a bare function there.

Opt-in, for its licence: see the tests' README.  The ratio is of whole requests, JSON in and JSON
out, as a server answers them; the call without its JSON is noted beside it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hosts.xlwings_hosts import LICENCE, OPT_IN

PROGRAM = Path(__file__).with_name("office_js_speed.py")
GOAL = 1.5


@pytest.mark.skipif(os.environ.get(OPT_IN) != "1", reason=f"xlwings's licence: set {OPT_IN}=1")
def test_a_request_of_10_000_rows(benchmark):
    """The program fails where the two functions do not answer alike."""

    def measured():
        done = subprocess.run(
            [sys.executable, str(PROGRAM)],
            env={**os.environ, **LICENCE},
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout)

    best = benchmark.pedantic(measured, rounds=1)
    ratio, bare_call = (ours / floor for ours, floor in zip(best["ours"], best["bare"]))
    seconds, floor = best["ours"][0], best["bare"][0]
    benchmark.extra_info.update(seconds=seconds, floor=floor, ratio=ratio, goal=GOAL)
    benchmark.extra_info.update(ratio_without_json=bare_call)
    note = f"{seconds * 1e3:.1f} ms; without its JSON {bare_call:.2f}x; goal {GOAL}x"
    print(f"\nHEDGE_CONTRACTS by Office.js, 10,000 rows: {ratio:.2f}x, {note}")
