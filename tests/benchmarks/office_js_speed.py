"""HEDGE_CONTRACTS and a bare function through xlwings's Office.js path, timed side by side.

Run as a program, with xlwings's licence in the environment; it prints the best times as JSON.  A
call is what a server does: the body of a request in, the body of its answer out.
"""

import asyncio
import inspect
import json
import time
from types import SimpleNamespace

import xlwings as xw
from xlwings.server import custom_functions_call

import betahedge.cells.excel as ours

ROWS = 10_000
ROUNDS = 15


def bare(spot_value, contract_value, hedge_ratio=1.0, beta=1.0, lot_size=0.0, rounding="nearest"):  # noqa: ARG001 - as many arguments
    columns = zip(beta, hedge_ratio, spot_value, contract_value)
    return [[b * h * v / c] for (b,), (h,), (v,), (c,) in columns]


for argument in inspect.signature(bare).parameters:
    xw.arg(argument, "raw")(bare)
BARE = SimpleNamespace(HEDGE_CONTRACTS=xw.func(xw.ret("raw")(bare)))


def request():
    """Write the body; whole numbers have no fraction in it, as JavaScript writes them."""
    arguments = [
        [[100_000 + row] for row in range(ROWS)],
        [[60_000.5 + row % 977] for row in range(ROWS)],
        [[0.5 + row % 7 / 10] for row in range(ROWS)],
        [[1.05 + row % 11 / 10] for row in range(ROWS)],
        None,
        None,
    ]
    call = {"func_name": "HEDGE_CONTRACTS", "args": arguments, "caller_address": "A1"}
    return json.dumps({**call, "version": xw.__version__, "runtime": "1.4"})


async def called(body, module):
    """Answer a request, and tell how long it took with and without its JSON."""
    start = time.perf_counter()
    given = json.loads(body)
    before = time.perf_counter()
    answer = await custom_functions_call(given, module)
    after = time.perf_counter()
    text = json.dumps({"result": answer})
    return text, time.perf_counter() - start, after - before


async def main():
    body, taken = request(), {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        mine, *times = await called(body, ours)
        taken["ours"].append(times)
        floor, *times = await called(body, BARE)
        taken["bare"].append(times)
        if mine != floor:
            raise SystemExit("the answers differ")
    best = {name: [min(times) for times in zip(*rounds)] for name, rounds in taken.items()}
    print(json.dumps(best))


asyncio.run(main())
