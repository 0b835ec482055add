"""One way to calculate a workbook, in a process of its own, so that its peak memory is its own.

python -m benchmarks.engine_speed make BOOK.xlsx | calc BOOK | engine BOOK | start
Prints seconds of CPU and megabytes, as JSON.
"""

import io
import json
import sys
import time
from pathlib import Path

import openpyxl

ROWS = 10_000


def make() -> bytes:
    """Write a workbook with a call and two plain formulas a row."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in range(1, ROWS + 1):
        spot, contract = 1_000 + row * 7, 50 + row % 13
        page.append(
            [
                *(spot, contract, f"=A{row}*1.01+B{row}"),
                f"=HEDGE_CONTRACTS(C{row},B{row},0.5,0.1)",
                f"=ROUND(D{row}*B{row}/C{row},4)",
            ]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def calc(data: bytes) -> None:
    """Calculate a workbook as the command does."""
    from betahedge.engine import calculate

    assert len(calculate(data).values) == 3 * ROWS


def engine(data: bytes) -> None:
    """Do what formulon itself needs for a file: load, recalculate and save."""
    from betahedge.engine.spreadsheet import start

    start()
    import formulon

    book = formulon.Workbook.load(data)
    book.recalc()
    book.save()


def start(_: bytes) -> None:
    """Start the engine."""
    from betahedge.engine.spreadsheet import start

    begun = time.perf_counter()
    start()
    sys.stdout.write(json.dumps({"start": time.perf_counter() - begun}) + "\n")


def main() -> None:
    """Do one thing and measure it."""
    what, *names = sys.argv[1:]
    data = Path(names[0]).read_bytes() if names and what != "make" else b""
    if what == "make":
        Path(names[0]).write_bytes(make())
        return
    begun = time.process_time()
    {"calc": calc, "engine": engine, "start": start}[what](data)
    # the kernel's other figure for a child, ru_maxrss, begins with what its parent has
    peak = Path("/proc/self/status").read_text("utf-8").split("VmHWM:")[1].split()[0]
    megabytes = int(peak) / 1024
    found = {"seconds": time.process_time() - begun, "megabytes": megabytes}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
