"""How long a whole pack takes, and its memory: CPU, as the machine may be busy."""

import resource
import subprocess
import sys

import pytest

GOALS = {50: (6.0, 600), 5_000: (30.0, 850)}  # assets: seconds of CPU, MiB
MAKE = """
import random, sys
from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.pack import make_pack
draw = random.Random(1)
lines = [
    Line(f"C{n}", draw.uniform(1, 1e5), draw.uniform(0.01, 7e4), 0.6,
         contract=f"OWN:C{n}",
         lot_size=0.1, contract_size=1.0, kind="linear", held=draw.uniform(0, 1e4) // 1,
         collateral=1e6)
    for n in range(int(sys.argv[1]))
]
pack = make_pack(Case(Book(tuple(lines), source="h.csv"), entity="Speed"))
assert len(pack.files) == 6
"""


@pytest.mark.parametrize("assets", GOALS)
def test_a_pack_takes_its_time(benchmark, assets):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", MAKE, str(assets)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = after.ru_maxrss // 1024
    benchmark.extra_info.update(cpu_seconds=took, peak=peak)
    benchmark(lambda: None)
    seconds, memory = GOALS[assets]
    print(f"{assets:,} assets: {took:.1f} s of CPU, goal {seconds}; {peak} MiB")
    assert took < seconds
    assert peak < memory
