"""Whatever is given, of any size: an answer, or one line of why not; soon, in little memory."""

import decimal
import time
import tracemalloc

import numpy as np
import pandas as pd
import polars as pl
import pytest

from betahedge.cells import (
    CATALOGUE,
    HEDGE_AVERAGE_PRICE,
    HEDGE_BETA_STATS,
    HEDGE_CONTRACTS,
    HEDGE_EFFECTIVENESS,
    HEDGE_ES,
    HEDGE_MINVAR,
    HEDGE_MIX,
    HEDGE_SPEC,
    HEDGE_TABLE,
    ErrorValue,
    declaration,
)
from betahedge.cells.broadcast import CELLS, common_shape
from betahedge.cells.calling import COLUMNS, DEFECT
from betahedge.cells.errors import REASON_LIMIT
from betahedge.cells.functions.contract import MOST_SIZES

AT_ONCE = 0.5  # seconds; each takes a hundredth of that
SOON = 10.0  # each takes under two here, with the machine to itself
MEGABYTE = 1 << 20


def measured(function, *arguments):
    """Call a function; give its answer, the seconds it took and the most memory it asked for."""
    tracemalloc.start()
    start = time.perf_counter()
    answer = function(*arguments)
    seconds = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, seconds, peak


ROW, COLUMN = [[1.0] * 20_000], [[2.0]] * 20_000
WIDE = [[1.0 + (row * column) % 7 for column in range(500)] for row in range(1000)]
REFUSED = [
    (
        HEDGE_CONTRACTS,
        (ROW, COLUMN),
        "contract_value: was 20000 rows by 20000 columns with the other ranges; "
        f"must be {CELLS} cells at most",
    ),
    (HEDGE_MINVAR, (COLUMN[:1000], WIDE), f"futures: was 500 columns; must be {COLUMNS} at most"),
    (
        HEDGE_EFFECTIVENESS,
        (COLUMN[:1000], WIDE, [[0.1] * 500]),
        f"futures: was 500 columns; must be {COLUMNS} at most",
    ),
    (
        HEDGE_MINVAR,
        (COLUMN[:1000], [[1.0] * COLUMNS] * (CELLS // COLUMNS + 1)),
        f"futures: was {CELLS // COLUMNS * COLUMNS + COLUMNS} cells; must be {CELLS} at most",
    ),
    (
        HEDGE_MIX,
        (5, [[float(size) for size in range(1, 1001)]]),
        f"contract_sizes: was 1000 sizes; must be {MOST_SIZES} at most",
    ),
]


@pytest.mark.parametrize(("function", "arguments", "reason"), REFUSED)
def test_too_much_is_refused_at_once_with_the_limit(function, arguments, reason):
    answer, seconds, peak = measured(function, *arguments)
    assert (answer, answer.reason) == ("#VALUE!", reason)
    assert seconds < AT_ONCE
    assert peak < MEGABYTE


def test_two_columns_of_excel_from_top_to_bottom_are_not_too_much():
    assert common_shape({"a": (1_048_576, 1), "b": (1, 2)}) == (1_048_576, 2)


MANY = [[0.5 + (row * 7919 % 1000) / 1000] for row in range(100_000)]
LONG = [
    (HEDGE_CONTRACTS, (MANY, 2.0)),
    (HEDGE_BETA_STATS, (MANY, MANY[::-1], "prices", 0.95, "hac")),
    (HEDGE_ES, (MANY,)),
    (HEDGE_AVERAGE_PRICE, (MANY, MANY)),
    (HEDGE_EFFECTIVENESS, (MANY, MANY, 1)),
    (HEDGE_TABLE, ([["A"]] * len(MANY), MANY, MANY, MANY)),
]


@pytest.mark.parametrize(("function", "arguments"), LONG, ids=lambda value: str(value)[:20])
def test_a_hundred_thousand_rows_are_answered(function, arguments):
    start = time.perf_counter()
    answer = function(*arguments)
    assert time.perf_counter() - start < SOON
    assert not isinstance(answer, ErrorValue), answer.reason


def test_twenty_futures_are_answered():
    answer, seconds, peak = measured(HEDGE_MINVAR, MANY[:1000], [row[:20] for row in WIDE])
    assert isinstance(answer, ErrorValue)  # they repeat one another
    varied = np.random.default_rng(1).uniform(0.5, 1.5, (1000, COLUMNS)).tolist()
    answer, seconds, peak = measured(HEDGE_MINVAR, MANY[:1000], varied)
    assert len(answer[0]) == COLUMNS
    assert seconds < SOON
    assert peak < 20 * MEGABYTE


@pytest.mark.parametrize("seed", range(5))
def test_a_mix_of_any_sizes_ends(seed):
    chance = np.random.default_rng(seed)
    for most in (10, 1000, 10**6):
        sizes = (chance.integers(1, most, MOST_SIZES) / 1000).tolist()
        start = time.perf_counter()
        HEDGE_MIX(12345.678, [list(dict.fromkeys(sizes))])
        assert time.perf_counter() - start < SOON


HUGE = [1e308, -1e308, 1e-320, 10**400, -(10**399), decimal.Decimal("1e400"), "x" * 40_000, "a\nb"]


@pytest.mark.parametrize("huge", HUGE, ids=lambda value: str(value)[:10])
def test_huge_and_tiny_in_every_argument(any_function, huge):
    """Alone, in a range, and everywhere: soon, and with a reason of one line."""
    declared = declaration(any_function)
    good = (*declared.examples[0].args, *[None] * len(declared.args))[: len(declared.args)]
    calls = [[huge] * len(good), [[[huge], [huge]]] * len(good)]
    for index in range(len(good)):
        for value in (huge, [[huge], [1.0], [huge]]):
            calls.append([*good[:index], value, *good[index + 1 :]])
    start = time.perf_counter()
    answers = [any_function(*call) for call in calls]
    assert time.perf_counter() - start < SOON
    for answer in answers:
        check_reasons(answer)


class Hostile:
    """An object that answers nothing."""

    def __eq__(self, other):
        raise RuntimeError("asked")

    def __str__(self):
        raise RuntimeError("asked")

    __hash__ = None  # type: ignore[assignment]


OBJECTS = [
    Hostile(),
    pd.NA,
    pd.NaT,
    pd.Series([1.0, 2.0]),
    pd.DataFrame({"a": [1.0]}),
    pl.Series([1.0]),
    np.array([[1.0, 2.0]]),
    np.array([]),
    lambda: None,
    object,
    {"basicValue": {"basicValue": 1}},
    {"basicValue": float("nan")},
]


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda value: type(value).__name__)
def test_no_object_makes_a_function_raise(any_function, thing):
    declared = declaration(any_function)
    good = (*declared.examples[0].args, *[None] * len(declared.args))[: len(declared.args)]
    for index in range(len(good)):
        for value in (thing, [[thing]], [[thing], [1.0]]):
            check_reasons(any_function(*good[:index], value, *good[index + 1 :]))
    check_reasons(any_function(*[thing] * len(good)))


def check_reasons(answer):
    for row in answer if isinstance(answer, list) else [[answer]]:
        for value in row:
            if isinstance(value, ErrorValue):
                assert len(value.reason) <= REASON_LIMIT
                assert not value.reason or value.reason.isprintable()


def test_a_missing_value_of_pandas_is_a_blank():
    assert HEDGE_CONTRACTS(325000, 65000, pd.NA) == 5
    assert HEDGE_CONTRACTS(pd.NaT, 65000).reason == "spot_value: was blank; must be a number"


def test_a_fault_of_the_program_is_called_one(monkeypatch):
    """It is no error of the user's, and it does not leave the function either."""
    monkeypatch.setattr("betahedge.cells.functions.reference.find", lambda _: None)
    answer = HEDGE_SPEC("CME:BTC")
    assert (answer, answer.reason) == ("#VALUE!", f"HEDGE_SPEC: {DEFECT} (TypeError)")


def test_every_reason_is_one_line_of_255_characters():
    value = ErrorValue("#N/A", "a\tlong\n" + "reason " * 100)
    assert value.reason.startswith("a long reason")
    assert len(value.reason) == REASON_LIMIT
    assert value.reason.endswith("...")
    assert len(HEDGE_SPEC("x" * 30_000).reason) < REASON_LIMIT
    assert {
        name for name, f in CATALOGUE.items() if len(declaration(f).help) > REASON_LIMIT
    } == set()
