"""How long a large file of holdings takes: CPU, as the machine may be busy."""

import random
import time

import pytest

from betahedge.books.holdings import holdings_of
from betahedge.books.how import How

LINES = 100_000
GOAL = 2.0  # seconds of CPU


def a_file(decimal: str) -> bytes:
    draw = random.Random(1)
    rows = ["asset;quantity;price;wallet;hedge ratio"]
    for n in range(LINES):
        rows.append(f"C{n};{draw.uniform(1, 1e5):.6f};{draw.uniform(0.01, 7e4):.2f};w{n % 7};0.6")
    return "\n".join(rows).replace(".", decimal).encode()


@pytest.mark.parametrize("decimal", [".", ","])
def test_a_hundred_thousand_lines_take_two_seconds(benchmark, decimal):
    data = a_file(decimal)

    def run() -> float:
        start = time.process_time()
        reading = holdings_of("h.csv", data, How())
        took = time.process_time() - start
        assert reading.counts.good == LINES
        return took

    took = min(run() for _ in range(3))
    benchmark.extra_info["cpu_seconds"] = took
    benchmark(lambda: None)
    print(f"{LINES:,} lines, decimal {decimal}: {took:.2f} s of CPU, goal {GOAL}")
    assert took < GOAL
