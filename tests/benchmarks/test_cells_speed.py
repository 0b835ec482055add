"""What the cell boundary costs, as ratios to a floor measured in the same run.

Run with `pytest tests/benchmarks --benchmark-enable -s` to see the summary.  Nothing here fails on
time: goals are printed beside what was found, and kept in each benchmark's extra_info.
"""

import importlib
import inspect
import itertools
import pkgutil
import subprocess
import sys
import time
import timeit

import pytest

import betahedge.core
from betahedge.cells import CATALOGUE, HEDGE_CONTRACTS, declaration
from betahedge.core.rounding import round_lots

ROWS = 10_000
ROUNDS = 15
IMPORTS = 7

IN_A_CELL = {"to": "trade_to", "end": "finish"}  # VBA reserves these words


def pairs():
    """Pair each cell function of one value at a time with the core function of its name."""
    modules = [
        importlib.import_module(f"betahedge.core.{module.name}")
        for module in pkgutil.iter_modules(betahedge.core.__path__)
    ]
    named = {name: f for module in modules for name, f in vars(module).items()}
    named["hedge_round"] = round_lots
    found = []
    for name, function in CATALOGUE.items():
        declared, core = declaration(function), named.get(name.lower())
        if core is None or any(arg.shape != "cell" for arg in declared.args):
            continue
        example = [x if isinstance(x, str) else float(x) for x in declared.examples[0].args]
        values = {}
        for arg, default, value in itertools.zip_longest(declared.args, declared.defaults, example):
            chosen = default if value is None else value
            values[arg.name] = values.get(arg.shown_default) if chosen is None else chosen
        names = [IN_A_CELL.get(name, name) for name in inspect.signature(core).parameters]
        core_arguments = [values[name] for name in names if name != "ops"]
        found.append(pytest.param(function, core, example, core_arguments, id=name))
    return found


def best(*functions):
    """Seconds of one call of each: the best of interleaved rounds, spared by other work."""
    timers = [timeit.Timer(function) for function in functions]
    numbers = [max(1, timer.autorange()[0] // 10) for timer in timers]
    taken = [[t.timeit(n) / n for t, n in zip(timers, numbers)] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*taken)]


@pytest.fixture(scope="module")
def summary():
    """Lines to print when the file is done."""
    lines = []
    yield lines
    width = max((len(name) for name, *_ in lines), default=0)
    print("\n\ncells, ratios to their floor")
    for name, found, goal, note in lines:
        aim = "" if goal is None else f"goal {goal:g}x" + "  MISSED" * (found > goal)
        print(f"  {name:{width}}  {found:6.2f}x  {note:24}  {aim}")


def record(benchmark, summary, name, seconds, floor, goal, note=""):
    ratio = seconds / floor
    benchmark.extra_info.update(name=name, seconds=seconds, floor=floor, ratio=ratio, goal=goal)
    summary.append((name, ratio, goal, note))


@pytest.mark.parametrize(
    "case", ["4 ranges", "2 ranges", "4 ranges of ints", "4 ranges with lots", "4 ranges, 1 bad"]
)
def test_range_call(benchmark, summary, case):
    """10,000 rows of HEDGE_CONTRACTS against the bare list comprehension on the same columns."""
    v = [100_000.0 + row for row in range(ROWS)]
    c = [60_000.0 + row % 977 for row in range(ROWS)]
    h = [0.5 + row % 7 / 10 for row in range(ROWS)]
    b = [1.0 + row % 11 / 10 for row in range(ROWS)]

    def floor():
        return [beta * ratio * value / size for beta, ratio, value, size in zip(b, h, v, c)]

    def as_range(column, kind=float):
        return [[kind(x)] for x in column]

    whole = int if case.endswith("ints") else float
    arguments = [as_range(v, whole), as_range(c, whole), as_range(h), as_range(b)]
    if case == "2 ranges":
        arguments = [arguments[0], 65_000.0, arguments[2]]
    if case.endswith("lots"):
        arguments += [0.1, "down"]
    if case.endswith("bad"):
        arguments[0][5000] = ["x"]
    answer = benchmark.pedantic(HEDGE_CONTRACTS, arguments, rounds=ROUNDS, warmup_rounds=1)
    if case == "4 ranges":
        assert answer == [[x] for x in floor()]
    if benchmark.disabled:
        return
    seconds, least = best(lambda: HEDGE_CONTRACTS(*arguments), floor)
    goal = 10 if case == "4 ranges" else None
    name = f"HEDGE_CONTRACTS, {ROWS:,} rows, {case}"
    record(benchmark, summary, name, seconds, least, goal, f"{seconds * 1e3:.1f} ms")


@pytest.mark.parametrize(("function", "core", "arguments", "core_arguments"), pairs())
def test_scalar_call(benchmark, summary, function, core, arguments, core_arguments):
    """One cell against its core function: the price of checking, and of never raising."""
    benchmark.pedantic(function, arguments, rounds=ROUNDS, iterations=100, warmup_rounds=1)
    if benchmark.disabled:
        return
    seconds, floor = best(lambda: function(*arguments), lambda: core(*core_arguments))
    note = f"{seconds * 1e6:.2f} us (goal 20)"
    record(benchmark, summary, function.__name__, seconds, floor, 15, note)


def test_import(benchmark, summary):
    """`import betahedge.cells.excel` against `import xlwings` alone, interleaved."""
    if benchmark.disabled:
        pytest.skip("a measurement only: run with --benchmark-enable")
    taken = {"xlwings": [], "betahedge.cells.excel": []}

    def once(module):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        return time.perf_counter() - start

    def all_of_them():
        for module in itertools.chain.from_iterable([list(taken)] * IMPORTS):
            taken[module].append(once(module))

    benchmark.pedantic(all_of_them, rounds=1)
    floor, seconds = (min(times) for times in taken.values())
    note = f"{seconds * 1e3:.0f} ms with Python's start"
    record(benchmark, summary, "import", seconds, floor, 1.2, note)
