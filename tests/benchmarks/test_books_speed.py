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


def test_wallets_are_added_up_in_step(benchmark):
    """Half as many coins of two lines each take no longer than as many coins of one."""

    def run(each: int) -> float:
        rows = (f"C{n // each},{n + 1},{n // each + 10},w{n % each}\n" for n in range(LINES))
        data = f"asset,quantity,price,wallet\n{''.join(rows)}".encode()
        start = time.process_time()
        assert holdings_of("h.csv", data, How()).counts.good == LINES
        return time.process_time() - start

    alone, together = (min(run(each) for _ in range(2)) for each in (1, 2))
    benchmark.extra_info["ratio"] = together / alone
    benchmark(lambda: None)
    print(f"{LINES:,} lines, two to a coin: {together / alone:.2f} times those of one")
    assert together < 2.0 * alone
