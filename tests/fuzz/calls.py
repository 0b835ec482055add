"""Calls of any function on anything: an answer a cell can hold, or an error with a line of why."""

import datetime
import decimal

from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.cells.calling import DEFECT
from betahedge.cells.errors import REASON_LIMIT
from fuzz.trying import Wrong, try_many

ODD = (
    *(None, "", " ", "x", "1.5e99999999999999999999", "\u202e", "a\nb", "y" * 40_000, "#N/A", "=1"),
    *(True, False, 0, -0.0, 1, -1, 0.1, 1e-320, 1e308, -1e308, 10**400, float("inf")),
    *(float("nan"), decimal.Decimal("1e400"), datetime.datetime(1899, 1, 1), 2.0**53, -2146826281),
    *(b"x", [], [[]], [[None]], {}, object(), 1j),
)


def argument(chance, good):
    """Give an argument: what an example has, something odd, or a range of both."""
    kind = chance.random()
    if kind < 0.45:
        return good
    if kind < 0.75:
        return chance.choice(ODD)
    values = [*ODD, good if not isinstance(good, list) else 1.0, 2.0, 3.5]
    rows, columns = chance.choice([(1, 1), (3, 1), (1, 3), (4, 2), (60, 1), (2, 20)])
    block = [[chance.choice(values) for _ in range(columns)] for _ in range(rows)]
    if chance.random() < 0.5:
        block = [[chance.uniform(-2, 200) for _ in row] for row in block]
    return block if chance.random() < 0.95 else [*block, [1.0]]


def case(chance):
    name = chance.choice(sorted(CATALOGUE))
    declared = declaration(CATALOGUE[name])
    example = chance.choice(declared.examples).args
    given = [argument(chance, good) for good in example]
    given += [chance.choice(ODD) for _ in range(chance.choice([0, 0, 0, 1, 2]))]
    answer = CATALOGUE[name](*given)
    for row in answer if isinstance(answer, list) else [[answer]]:
        for value in row:
            if problem := wrong(value):
                raise Wrong(f"{name}{tuple(given)!r:.2000}: {value!r}: {problem}")
    return "with an error" if isinstance(answer, ErrorValue) else "answered"


def wrong(value):
    """Say why a cell cannot hold a value, or why an error says too little."""
    if isinstance(value, ErrorValue):
        reason = value.reason
        if DEFECT in reason:
            return reason
        if len(reason) > REASON_LIMIT or (reason and not reason.isprintable()):
            return "no line"
        return "" if reason or value != "#VALUE!" else "#VALUE! without a reason"
    if isinstance(value, float) and value - value:
        return "no finite number"
    return "" if isinstance(value, str | float | int | bool | None) else "nothing for a cell"


if __name__ == "__main__":
    try_many(case)
