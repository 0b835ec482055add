"""Exporting a workbook of 100,000 cells: next to reading and writing it, and to the engine.

Goals: at most 20 % of `betahedge export`, which calculates too; no more memory than that takes.
"""

import io
import re
import statistics
import subprocess
import sys
import time

import pytest
import xlsxwriter

from betahedge.engine import calculate
from betahedge.hosts.export import HOSTS, Wish, export, neutralize
from betahedge.xlsx.package import Package

ROWS = 20_000  # of 5 cells: 4 numbers and a call
FEW = 3_000  # where the engine calculates them too
GROUP = "export of 100,000 cells"


def book(rows):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet()
    for row in range(1, rows + 1):
        sheet.write_row(row - 1, 0, [325_000.5 + row, 2.5, 65_000, -0.1])
        call = f"=HEDGE_PNL(A{row},B{row},C{row},D{row})"
        sheet.write_dynamic_array_formula(f"E{row}", call, None, -16_250.25)
    made.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def large():
    return book(ROWS)


def rewrite(data):
    """Read a package, every sheet as a tree, and write it: what any change of it costs."""
    package = Package.read(data)
    for part in package.sheets().values():
        package.tree(part)
        package.touch(part)
    return package.write()


def seconds(function, *arguments):
    times = []
    for _ in range(3):
        start = time.process_time()
        function(*arguments)
        times.append(time.process_time() - start)
    return statistics.median(times)


@pytest.mark.benchmark(group=GROUP)
def test_floor_read_parse_and_write(benchmark, large):
    benchmark.pedantic(rewrite, args=(large,), rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("host", HOSTS)
def test_export(benchmark, large, host):
    wish = Wish("ACME")
    done = benchmark.pedantic(export, args=(large, host, wish), rounds=3, warmup_rounds=1)
    parts = Package.read(done.data).parts.values()
    calls = sum(len(re.findall(rb"HEDGE_PNL\(\(?A\d", part)) for part in parts)
    assert calls == (0 if host in ("native", "values") else ROWS)
    ratio = seconds(export, large, host, wish) / seconds(rewrite, large)
    benchmark.extra_info["times the package alone (goal: at most 4)"] = round(ratio, 1)


def share(host):
    """Run what the command runs; give the part of its time that is not the engine's."""
    data, in_engine = book(FEW), 0.0

    def timed(workbook):
        nonlocal in_engine
        start = time.process_time()
        found = calculate(workbook)
        in_engine += time.process_time() - start
        return found

    start = time.process_time()
    calculated = timed(neutralize(data)).data
    export(calculated, host, Wish("ACME", lambda native: timed(native).values))
    return 1 - in_engine / (time.process_time() - start)


@pytest.mark.benchmark(group="share of the command")
@pytest.mark.parametrize("host", HOSTS)
def test_share_of_the_command(benchmark, host):
    found = benchmark.pedantic(share, args=(host,), rounds=1, warmup_rounds=0)
    benchmark.extra_info["share (goal: at most 0.2)"] = round(found, 3)


MEASURE = """
import sys
from pathlib import Path
from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export
def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])
data = calculate(Path(sys.argv[1]).read_bytes()).data
before = peak()
export(data, sys.argv[2], Wish("ACME", lambda native: calculate(native).values))
print(peak() / before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
@pytest.mark.benchmark(group="memory of an export")
@pytest.mark.parametrize("host", HOSTS)
def test_memory(benchmark, host, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(FEW))

    def measure():
        command = [sys.executable, "-c", MEASURE, str(path), host]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    printed = benchmark.pedantic(measure, rounds=1)
    benchmark.extra_info["times the engine's peak (goal: at most 1)"] = round(float(printed), 2)
