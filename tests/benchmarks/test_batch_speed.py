"""`betahedge batch` against the bare arithmetic in Polars: CPU a line, their ratio, peak memory.

The bare expression (`bare_polars.py`) writes the same columns of lines to Parquet and nothing else.
The command checks every field, says what is wrong, sums, nets orders and hashes as well.
"""

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest

from batch.many import write_lines

SIZES = [10_000, 100_000, 1_000_000]
if os.environ.get("BETAHEDGE_TEN_MILLION") == "1":
    SIZES.append(10_000_000)
RATIO, PEAK = 2.8, 450  # times, and MB
MEASURE = """
import json, resource, sys
from pathlib import Path
from benchmarks.bare_polars import run
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
what, source, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
before = resource.getrusage(resource.RUSAGE_SELF)
if what == "bare":
    run(source, output)
else:
    batch(source, output, Policy(), force=True)
after = resource.getrusage(resource.RUSAGE_SELF)
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
status = Path("/proc/self/status").read_text()  # ru_maxrss would be that of who started it too
print(json.dumps([seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch")
    for lines in SIZES:
        write_lines(folder / f"{lines}.parquet", lines)
    return folder


def measure(what: str, folder, lines: int) -> tuple[float, float]:
    """Give seconds of CPU, and peak MB, of a process of its own: the quickest of three."""
    words = [sys.executable, "-c", MEASURE, what, folder / f"{lines}.parquet", folder / what]
    runs = [subprocess.run(words, check=True, capture_output=True).stdout for _ in range(3)]
    seconds, peaks = zip(*map(json.loads, runs))
    return min(seconds), max(peaks)


def test_a_line_costs_less_the_more_there_are(benchmark, folder):
    costs = {lines: measure("command", folder, lines)[0] / lines * 1e6 for lines in SIZES}
    benchmark.extra_info.update({f"{lines:,}": cost for lines, cost in costs.items()})
    benchmark(lambda: None)
    print(", ".join(f"{lines:,} lines: {cost:.1f} us a line" for lines, cost in costs.items()))
    assert all(more < 1.1 * fewer for fewer, more in pairwise(costs.values()))


def test_ratio_to_the_bare_expression_and_peak_memory(benchmark, folder):
    lines = SIZES[-1]
    (ours, peak), (bare, _) = (measure(what, folder, lines) for what in ("command", "bare"))
    benchmark.extra_info.update(ratio=ours / bare, peak=peak)
    benchmark(lambda: None)
    print(f"{lines:,} lines: {ours:.1f} s, {ours / bare:.2f} times the bare, {peak:.0f} MB")
    assert ours < RATIO * bare
    assert peak < PEAK
