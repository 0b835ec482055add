"""Functions of series at a hundred thousand rows, and at the ends of what numbers there are."""

import time
import tracemalloc

import pytest

from betahedge.cells import (
    HEDGE_FUNDING_HISTORY,
    HEDGE_LIQUIDATION_TIERED,
    HEDGE_MAINTENANCE,
    HEDGE_MARGIN_CALLS,
    HEDGE_MINVAR_PORTFOLIO,
    HEDGE_POSITION,
    HEDGE_RETURNS,
    HEDGE_ROLLING_BETA,
    HEDGE_TRACKING_ERROR,
    HEDGE_VAR_COMPONENTS,
    ErrorValue,
    declaration,
)

FLOORS, RATES = [[0], [100], [500]], [[0.01], [0.02], [0.05]]

ROWS = 100_000
LONG = [[0.01 * (n * 7919 % 13 - 6)] for n in range(ROWS)]
OTHER = [[0.01 * (n * 104729 % 17 - 8)] for n in range(ROWS)]
PRICES = [[100.0 + n * 7919 % 13] for n in range(ROWS)]
STAMPS = [[float(n)] for n in range(ROWS)]


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_POSITION, (LONG, PRICES, "average", 100)),
        (HEDGE_POSITION, (LONG, PRICES, "fifo", 100)),
        (HEDGE_POSITION, ([[1.0]] * (ROWS // 2) + [[-1.0]] * (ROWS // 2), PRICES, "fifo", 100)),
        (HEDGE_POSITION, ([[1.0]] * (ROWS - 1) + [[-1.0 * ROWS]], PRICES, "fifo", 100)),
        (HEDGE_FUNDING_HISTORY, (1, 1, STAMPS, LONG, PRICES, 0, ROWS)),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, 3, "returns")),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, ROWS // 2, "returns")),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, 1e300, "returns", "ewma")),
        (HEDGE_RETURNS, (LONG, OTHER, 1, "returns")),
        (HEDGE_TRACKING_ERROR, (LONG, OTHER)),
        (HEDGE_VAR_COMPONENTS, (LONG, 1)),
        (HEDGE_MARGIN_CALLS, (1, 1, 100, PRICES, 10, 5)),
        (HEDGE_MINVAR_PORTFOLIO, (1, LONG, OTHER, 1, "returns")),
        (HEDGE_MAINTENANCE, (PRICES, FLOORS, RATES)),
        (HEDGE_MAINTENANCE, (PRICES, STAMPS[:100], [[0.01]] * 100)),
        (HEDGE_LIQUIDATION_TIERED, (PRICES, 1, 1, 50, FLOORS, RATES)),
        (HEDGE_MINVAR_PORTFOLIO, (1, LONG, [row * 20 for row in OTHER], [[1] * 20], "returns")),
    ],
)
def test_a_hundred_thousand_rows(function, arguments):
    """In seconds, or refused at once."""
    before = time.process_time()
    answer = function(*arguments)
    assert time.process_time() - before < 20  # 3 at most on a quiet machine
    assert not isinstance(answer, ErrorValue) or answer.reason.endswith("fewer for so many rows")


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_POSITION, (LONG[:20_000], PRICES[:20_000], "fifo", 100)),
        (HEDGE_ROLLING_BETA, (LONG[:20_000], OTHER[:20_000], 10_000, "returns")),
    ],
)
def test_memory_of_twenty_thousand_rows(function, arguments):
    tracemalloc.start()
    function(*arguments)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40e6, peak


HUGE = [1e308, -1e308, 5e-324, 1e-308, 10**400, -(10**400)]


@pytest.mark.parametrize("huge", HUGE, ids=lambda number: f"{str(number)[:8]}")
def test_numbers_at_the_ends_of_what_there_is(any_function, huge):
    """Each argument in turn, and all of them: an answer or an error value, never an exception."""
    example = declaration(any_function).examples[0].args
    for index in range(len(example)):
        given = list(example)
        given[index] = [[huge]] * len(given[index]) if isinstance(given[index], list) else huge
        any_function(*given)
    any_function(*[[[huge]] * 4 if isinstance(arg, list) else huge for arg in example])
    any_function(*[[[huge], [1.0], [-huge]]] * len(example))
