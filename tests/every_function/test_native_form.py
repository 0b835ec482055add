"""The native form of a function is the function: templates and exports lean on it.

Oracle: formualizer, a spreadsheet engine that knows nothing of betahedge, evaluates the native
formula; the function answers on the same values.
"""

import datetime

import formualizer
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from betahedge.cells import (
    CATALOGUE,
    HEDGE_ACTION,
    HEDGE_CONTRACTS,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_ROUND,
    HEDGE_TRACKING_ERROR,
    ErrorValue,
    declaration,
)
from betahedge.cells.declaration import REQUIRED
from betahedge.cells.kinds import Number, Word
from betahedge.cells.native import literal


def evaluated(formula, cells=()):
    """Evaluate a formula, with values in cells (row, column, value)."""
    book = formualizer.Workbook()
    sheet = book.sheet("Sheet1")
    for row, column, value in cells:
        sheet.set_value(row, column, value)
    sheet.set_formula(1, 50, f"={formula}")
    return book.evaluate_cell("Sheet1", 1, 50)


def same(native, answer):
    """Text for text; numbers to 12 digits, as the order of a product may differ.

    The engine gives a date for what is the number of a day.
    """
    if isinstance(answer, ErrorValue):
        return isinstance(native, dict) and answer == {"Na": "#N/A"}.get(native.get("kind"))
    if isinstance(native, datetime.date):
        native = (native - datetime.date(1899, 12, 30)).days
    if isinstance(answer, str):
        return native == answer
    return isinstance(native, int | float) and native == pytest.approx(answer, rel=1e-12, abs=1e-12)


def by_cells(declared, arguments):
    """Put each argument in a cell (a column in a column of cells) and refer to it."""
    cells, texts = [], []
    for index, argument in enumerate(arguments, 1):
        letter = "ABCDEFGHIJKLMNOP"[index - 1]
        rows = argument if isinstance(argument, list) else [[argument]]
        for row, (value, *_) in enumerate(rows, 1):
            cells.append((row, index, float(value) if isinstance(value, int) else value))
        texts.append(
            f"{letter}1:{letter}{len(rows)}" if isinstance(argument, list) else f"{letter}1"
        )
    return evaluated(declared.native_form(*texts), cells)


def written(argument):
    """Write an argument as a person types it into a formula."""
    if isinstance(argument, list):
        return "{" + ";".join(literal(row[0]) for row in argument) + "}"
    return literal(argument)


def by_literals(declared, arguments):
    return evaluated(declared.native_form(*map(written, arguments)))


def amounts(arg):
    """Amounts of the sizes people have, in whole thousandths; never too near an argument's end."""
    low, high = max(arg.kind.low, -2000.0), min(arg.kind.high, 2000.0)
    numbers = st.integers(round(low * 1000) + 1, round(high * 1000) - 1).map(lambda n: n / 1000)
    few = [x for x in (0.0, 0.1, 0.5, 1.0, 5.0) if low < x < high or (x == arg.kind.low == 0.0)]
    if arg.kind.open_low or arg.kind.zero:
        few = [x for x in few if x != 0.0]
        numbers = numbers.filter(bool)
    return st.one_of(numbers, st.sampled_from(few)) if few else numbers


@st.composite
def arguments_of(draw, declared):
    """Arguments a function takes, some optional ones left out at the end."""
    length = draw(st.integers(3, 6))
    given_to = draw(st.integers(declared.required, len(declared.args)))
    arguments = []
    for arg in declared.args[:given_to]:
        if isinstance(arg.kind, Word):
            arguments.append(draw(st.sampled_from(arg.kind.words)))
        elif isinstance(arg.kind, Number):
            one = amounts(arg)
            column = st.lists(one.map(lambda x: [x]), min_size=length, max_size=length)
            arguments.append(draw(one if arg.shape in ("cell", "each") else column))
        else:
            arguments.append(draw(st.sampled_from(["BTC", "ETH"])))
    return arguments


def comparable(declared, arguments, answer):
    """Tell a call that the function and its native form answer alike.

    A native formula does not check its arguments.  And beyond 10^11 lots what a product's order
    does to its last digit may be half a lot, once settled to 15 digits.
    """
    if isinstance(answer, ErrorValue):
        return False
    lots = [x for arg, x in zip(declared.args, arguments) if arg.name == "lot_size" and x]
    return not lots or abs(answer) / lots[0] < 1e11


def test_some_functions_have_a_native_form():
    """The test of the tests below: they run on something."""
    natives = {name for name, f in CATALOGUE.items() if declaration(f).native is not None}
    assert natives >= {"HEDGE_CONTRACTS", "HEDGE_RATIO", "HEDGE_ROUND", "HEDGE_ACTION", "HEDGE_PNL"}


def test_examples(native_function):
    declared = declaration(native_function)
    for example in declared.examples:
        answer = native_function(*example.args)
        assert same(by_cells(declared, example.args), answer), example.args
        assert same(by_literals(declared, example.args), answer), example.args


@settings(max_examples=30)
@given(data=st.data())
def test_cells_as_arguments(native_function, data):
    declared = declaration(native_function)
    arguments = data.draw(arguments_of(declared))
    answer = native_function(*arguments)
    assume(comparable(declared, arguments, answer))
    assert same(by_cells(declared, arguments), answer), declared.native_form(*"ABCDEFGHIJ")


@settings(max_examples=30)
@given(data=st.data())
def test_literals_as_arguments(native_function, data):
    """Literals shorten the formula: a lot size of 0, a ratio of 1, a rule that is known."""
    declared = declaration(native_function)
    arguments = data.draw(arguments_of(declared))
    answer = native_function(*arguments)
    assume(comparable(declared, arguments, answer))
    formula = declared.native_form(*map(written, arguments))
    assert same(by_literals(declared, arguments), answer), formula


@settings(max_examples=30)
@given(data=st.data())
def test_some_of_each(native_function, data):
    """Cells here and literals there, as a sheet's formulas are."""
    declared = declaration(native_function)
    arguments = data.draw(arguments_of(declared))
    answer = native_function(*arguments)
    assume(comparable(declared, arguments, answer))
    texts, cells = [], []
    for column, argument in enumerate(arguments, 1):
        if isinstance(argument, list) or data.draw(st.booleans()):
            texts.append(written(argument))
        else:
            texts.append(f"${'ABCDEFGHIJKLMNOP'[column - 1]}$1")
            cells.append((1, column, argument))
    formula = declared.native_form(*texts)
    assert same(evaluated(formula, cells), answer), formula


@pytest.mark.parametrize(
    ("function", "arguments", "answer"),
    [
        (HEDGE_CONTRACTS, (195000, 6500, 0.6, 1, 1, "down"), 18),  # the trap of 17.999...
        (HEDGE_CONTRACTS, (3, 1, 0.6, 1, 0.1, "down"), 1.8),
        (HEDGE_CONTRACTS, (3, 1, 0.6, 1, 0.1, "up"), 1.8),
        (HEDGE_CONTRACTS, (325000, 65000, 0.5, 1, 1), 3),  # half away from zero
        (HEDGE_CONTRACTS, (-325000, 65000, 0.5, 1, 1), -3),
        (HEDGE_CONTRACTS, (-325000, 65000, 0.5, 1, 1, "down"), -2),
        (HEDGE_CONTRACTS, (325000, 65000, 0.5, 1, 0, "down"), 2.5),
        (HEDGE_ROUND, (1.8, 0), 1.8),
        (HEDGE_ROUND, (-1.8, 1, "up"), -2),
        (HEDGE_PNL, (325000, 2.5, 65000, -0.1), -16250),
        (HEDGE_PNL, (325000, 0, 65000, -0.1), -32500),
        (HEDGE_PNL, (325000, 1, 65000, -0.1, 0, 10, 5), -32495),
        (HEDGE_RATIO, (325000, 1, 65000, 1), 0.2),
        (HEDGE_RATIO, (325000, -2.5, 65000, -1), 0.5),
        (HEDGE_ACTION, (-1.8,), "Long"),
    ],
)
def test_by_hand(function, arguments, answer):
    """Both the function and both native forms against answers worked out by hand."""
    declared = declaration(function)
    for found in (
        function(*arguments),
        by_cells(declared, arguments),
        by_literals(declared, arguments),
    ):
        assert same(found, answer)


def test_blanks_of_two_series_are_missing_pairs():
    """Pairs left: 3 %, 1 % and 2 % apart, a deviation of 1 %; four times a year, 2 %."""
    a, b = [0.03, None, 0.01, 0.05, 0.02], [0.0, 0.04, 0.0, None, 0.0]
    series = [(row, x) for row, x in enumerate(zip(a, b), 1)]
    cells = [(row, 1 + i, x[i]) for row, x in series for i in (0, 1) if x[i] is not None]
    native = declaration(HEDGE_TRACKING_ERROR).native_form("A1:A5", "B1:B5", "4")
    assert evaluated(native, cells) == pytest.approx(0.02)


@pytest.mark.parametrize("rule", ["nearest", "down", "up"])
@pytest.mark.parametrize(
    ("count", "lot"),
    [
        (8204.576, 0.001),
        (419430.6, 0.1),
        (-419430.6, 0.1),
        (1e6, 1e-5),
        (0.0, 0.1),
        (99999.9, 0.1),
        (999999.9, 0.1),
        (123456789.3, 0.1),
    ],
)
def test_whole_lots_stay_whole_however_many(count, lot, rule):
    """Conventions, section 1: 419430.6 in lots of 0.1 is 419430.6, in the native form as well."""
    declared = declaration(HEDGE_ROUND)
    assert HEDGE_ROUND(count, lot, rule) == pytest.approx(count, rel=1e-15)
    for asked in (by_cells, by_literals):
        assert asked(declared, (count, lot, rule)) == pytest.approx(count, rel=1e-14)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (1e-5, "1e-05"),
        (-0.5, "-0.5"),
        (True, "TRUE"),
        ("down", '"down"'),
        ('say "hi"', '"say ""hi"""'),
    ],
)
def test_literals_read_back(value, text):
    """A literal is what the engine reads as the value."""
    assert literal(value) == text
    assert evaluated(text) == value


def test_every_default_can_be_written():
    for function in CATALOGUE.values():
        for default in declaration(function).defaults:
            if default is not REQUIRED and default is not None:
                assert evaluated(literal(default)) == default
