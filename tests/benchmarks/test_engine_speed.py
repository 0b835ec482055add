"""What `calc` costs beside the engine itself: 10,000 calls among 30,000 formulas.

The floor: formulon's own load, recalculation and save of the same workbook, exported for the host
in which it can calculate the calls itself.  Run with `--benchmark-enable -s` to see the ratios.
"""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from betahedge.engine import calculate
from betahedge.hosts.export import export

TESTS = Path(__file__).parent.parent
MOST = 1.5  # times the engine with LAMBDA names, in CPU and in memory
GROWTH = 3  # for twice the cells; in step is 2
CHAINS = {
    "calls": lambda row: f"=HEDGE_CONTRACTS(A{row - 1},1,1)",
    "another add-in's": lambda row: f"=BDP(A{row - 1})",
    "calls of two cells": lambda row: f"=HEDGE_CONTRACTS(A{row - 1}+A{max(row - 2, 1)},2)",
    "names": lambda row: f"=above_{row}",
}


def measured(what, *path):
    """Do one thing in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.engine_speed", what, *map(str, path)]
    paths = os.pathsep.join(str(Path(each).resolve()) for each in [TESTS, *sys.path])
    around = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: value for line in lines for name, value in line.items()}


def test_calc_beside_the_engine_itself(benchmark, tmp_path):
    book, named = tmp_path / "book.xlsx", tmp_path / "named.xlsx"
    measured("make", book)
    named.write_bytes(export(book.read_bytes(), "lambda").data)
    ours = benchmark.pedantic(measured, args=("calc", book), rounds=1)
    floor, plain = measured("engine", named), measured("engine", book)
    for name, beside in (("the engine with LAMBDA names", floor), ("without the calls", plain)):
        ratios = {each: ours[each] / beside[each] for each in ("seconds", "megabytes")}
        shown = ", ".join(f"{each} {ratio:.2f}" for each, ratio in ratios.items())
        print(f"\ncalc of 10,000 calls among 30,000 formulas against {name}: {shown}")
        benchmark.extra_info[name] = ratios
    print(f"calc: {ours['seconds']:.1f} s of CPU, {ours['megabytes']:.0f} MB")
    assert all(ours[each] <= MOST * floor[each] for each in ("seconds", "megabytes"))


def test_a_second_process_starts_the_engine_at_once(benchmark):
    measured("start")
    seconds = benchmark.pedantic(measured, args=("start",), rounds=3)["start"]
    print(f"\na second process starts the engine in {seconds:.2f} s (goal: 0.3)")


def chain(form, length):
    """A column in which each cell reads the one above, directly or by a name."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"] = 8
    for row in range(2, length + 2):
        page[f"A{row}"] = form(row)
        if "above" in form(row):
            text = f"HEDGE_CONTRACTS(Sheet!$A${row - 1},1)"
            book.defined_names[f"above_{row}"] = DefinedName(f"above_{row}", attr_text=text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def seconds(data):
    """Seconds of CPU: the best of three."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        calculate(data)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("kind", CHAINS)
def test_chains_grow_in_step(benchmark, kind):
    data = {length: chain(CHAINS[kind], length) for length in (200, 400, 800)}
    calculate(data[200])
    taken = benchmark.pedantic(lambda: {n: seconds(each) for n, each in data.items()}, rounds=1)
    print(f"\nchained {kind}: " + ", ".join(f"{n} in {each:.2f} s" for n, each in taken.items()))
    benchmark.extra_info["seconds"] = taken
    assert taken[800] < GROWTH * taken[400] + 0.2
