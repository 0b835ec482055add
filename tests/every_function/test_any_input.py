"""Whatever a host sends to whichever function: an answer fit for a cell, and never an exception.

Two ways to ask: pure noise, and sensible arguments with a little noise in them, which gets past
the checks.  Functions declared later are covered without a change here.
"""

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from betahedge.cells import ErrorValue, declaration
from betahedge.cells.calling import DEFECT
from betahedge.cells.kinds import Number, Word

odd_numbers = st.sampled_from(
    [
        0,
        0.0,
        -0.0,
        1,
        -1,
        1e308,
        -1e308,
        1e-320,
        math.inf,
        -math.inf,
        math.nan,
        10**400,
        -(10**4000),
    ]
)
error_codes = st.integers(-2146826288, -2146826238) | st.just(-2147352572)  # COM's "missing"
error_texts = st.sampled_from(["#N/A", "#NUM!", "#VALUE!", "#DIV/0!", "#REF!", "#SPILL!"])
words = st.sampled_from(["prices", "returns", "nearest", "linear", "inverse", "simple", "OLS", ""])
scalars = st.one_of(
    st.floats(),
    odd_numbers,
    st.integers(),
    st.text(max_size=8),
    st.just("#N/A "),
    words,
    error_texts,
    error_texts.map(ErrorValue),
    error_codes,
    st.booleans(),
    st.none(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.dates(),
    st.times(),
    st.decimals(),
    st.fractions(),
    st.floats(width=32).map(np.float32),
    st.floats().map(np.float64),
    st.integers(-(2**31), 2**31).map(np.int64),
)
blocks = st.tuples(st.integers(0, 3), st.integers(0, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(scalars, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
nested = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=8)
anything = st.one_of(scalars, blocks, blocks.map(lambda b: tuple(map(tuple, b))), nested)


def sensible(kind):
    """Values that an argument of this kind takes, plain and at the edges of its range."""
    if isinstance(kind, Word):
        return st.sampled_from([*kind.words, kind.words[0].upper(), None])
    if isinstance(kind, Number):
        low, high = max(kind.low, -1e6), min(kind.high, 1e6)
        return st.one_of(
            st.floats(low, high),
            st.floats(max(low, 0.001), min(high, 3.0))
            if low < 3.0 and high > 0.001
            else st.just(low),
            st.integers(math.ceil(low), math.floor(high)) if high - low >= 1 else st.just(high),
            st.sampled_from([low, high, 0.0]),
        )
    return st.sampled_from(["CME:BTC", "CME:ETH", 1, 2.5])


ONE_A_COLUMN = {
    "values",
    "contract_values",
    "lot_sizes",
    "weights",
    "hedge_ratio",
}  # of a block beside them


PLAIN = {"window": st.integers(3, 5), "rates": st.floats(0.001, 0.5)}


@st.composite
def calls(draw, declared):
    """A call with columns of one length, in which up to two arguments may be noise."""
    length, across = draw(st.integers(1, 12)), draw(st.integers(1, 2))
    arguments = []
    for arg in declared.args:
        if arg.name == "floors":
            arguments.append([[1000.0 * tier] for tier in range(length)])
            continue
        value = PLAIN.get(arg.name, sensible(arg.kind))
        if arg.shape == "row":  # one for each column of the block
            arguments.append([draw(st.lists(value, min_size=across, max_size=across))])
            continue
        if arg.shape in ("series", "block"):  # observations: prices and returns alike
            value = draw(st.sampled_from([st.floats(0.01, 2.0), value]))
        if arg.shape not in ("cell", "each"):
            width = across if arg.shape == "block" else 1
            high = across if arg.name in ONE_A_COLUMN else length
            row = st.lists(value, min_size=width, max_size=width)
            arguments.append(draw(st.lists(row, min_size=high, max_size=high)))
        else:
            arguments.append(draw(value))
    for _ in range(draw(st.integers(0, 2))):
        if arguments:
            arguments[draw(st.integers(0, len(arguments) - 1))] = draw(anything)
    return arguments[: draw(st.integers(declared.required, len(arguments)))]


def is_fit(value, known_errors):
    """One value that every host can show."""
    if isinstance(value, ErrorValue):
        told = not value.reason or value.reason.isprintable()  # so on one line
        return (
            value in known_errors
            and told
            and len(value.reason) <= 255
            and DEFECT not in value.reason
        )
    if type(value) is float:
        return math.isfinite(value) and (value != 0 or math.copysign(1, value) == 1)
    return type(value) is str or type(value) is int


def check(answer, known_errors):
    if isinstance(answer, list):
        assert answer, "a block has a row"
        assert all(type(row) is list and row for row in answer)
        assert len({len(row) for row in answer}) == 1, "and rows of one length"
        values = [value for row in answer for value in row]
    else:
        values = [answer]
    for value in values:
        assert is_fit(value, known_errors), repr(value)
    return values


quick = settings(max_examples=30)


@quick
@given(data=st.data())
def test_noise(any_function, known_errors, data):
    most = len(declaration(any_function).args)
    arguments = data.draw(st.lists(anything, max_size=most + 1))
    check(any_function(*arguments), known_errors)


@quick
@given(data=st.data())
def test_sense_with_noise_in_it(any_function, known_errors, data):
    check(any_function(*data.draw(calls(declaration(any_function)))), known_errors)


@quick
@given(data=st.data())
def test_a_range_answers_cell_by_cell(any_function, data):
    """Along columns each line has the answer, error and reason that it has alone."""
    declared = declaration(any_function)
    if declared.whole or not declared.args:
        return
    cell = st.one_of(*[sensible(arg.kind) for arg in declared.args], scalars)
    rows = st.tuples(*[st.one_of(sensible(arg.kind), cell) for arg in declared.args])
    lines = data.draw(st.lists(rows, min_size=2, max_size=5))
    columns = [[[value] for value in column] for column in zip(*lines)]
    along, alone = any_function(*columns), [[any_function(*line)] for line in lines]
    assert repr(along) == repr(alone)
    assert [reason(a) for (a,) in along] == [reason(a) for (a,) in alone]


def reason(answer):
    return answer.reason if isinstance(answer, ErrorValue) else ""


@quick
@given(data=st.data())
def test_same_arguments_same_answer(any_function, data):
    """Functions are pure: a host may call one twice, in any order, and keep the arguments."""
    arguments = data.draw(calls(declaration(any_function)))
    before = repr(arguments)
    first = any_function(*arguments)
    assert repr(any_function(*arguments)) == repr(first)
    assert repr(arguments) == before


def test_sense_is_answered(any_function):
    """The test of the test: sensible calls reach the formula, not only the checks before it."""

    def is_answered(arguments):
        answer = any_function(*arguments)
        values = [v for row in answer for v in row] if isinstance(answer, list) else [answer]
        clean = not any(isinstance(value, ErrorValue) for value in values)
        return clean or float in map(type, values)  # a rolling beta begins with #N/A

    first = settings(max_examples=1000, phases=[Phase.generate], database=None, derandomize=True)
    find(calls(declaration(any_function)), is_answered, settings=first)  # or it raises


def test_fit_is_not_everything(known_errors):
    """The test of the test: what no cell can hold is not fit."""
    unfit = [
        math.nan,
        math.inf,
        -0.0,
        None,
        True,
        1j,
        Decimal(1),
        Fraction(1),
        np.float64(1),
        b"",
        [],
    ]
    assert not any(is_fit(value, known_errors) for value in [*unfit, ErrorValue("#WHAT!")])
