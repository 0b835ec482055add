"""Every line of the design's error table: what the cell shows, and the reason a host can show.

A reason is one line, `argument: was what it was; must be what it must be`.
"""

import math

import pytest

from betahedge.cells import (
    CATALOGUE,
    HEDGE_BETA,
    HEDGE_BETA_STATS,
    HEDGE_CONTRACTS,
    HEDGE_MINVAR,
    HEDGE_VAR,
    ErrorValue,
    declaration,
)
from betahedge.cells.calling import attempt
from betahedge.cells.kinds import Number
from every_function.refused_cells import ELEMENTWISE
from every_function.refused_ledgers import LEDGERS
from every_function.refused_tables import BAD_ROWS, TABLES

PRICES = [[100], [101], [103], [99]]


def flattened(answer):
    return [x for row in answer for x in row] if isinstance(answer, list) else [answer]


@pytest.mark.parametrize(
    ("function", "arguments", "shown", "reason"), ELEMENTWISE + TABLES + LEDGERS
)
def test_whole_call_is_refused(function, arguments, shown, reason):
    answer = function(*arguments)
    assert type(answer) is ErrorValue
    assert (answer, answer.reason) == (shown, reason)


@pytest.mark.parametrize(("function", "arguments", "shown", "reason"), ELEMENTWISE)
def test_only_the_bad_element_is_an_error(function, arguments, shown, reason):
    """The same calls with their first argument in a column under a good call's."""
    good = declaration(function).examples[0].args
    if any(isinstance(argument, list) for argument in arguments) or len(arguments) > len(
        declaration(function).args
    ):
        return  # these are refused for their shape, as a whole
    width = max(len(good), len(arguments))
    defaults = declaration(function).defaults
    pad = [None if d is ... else d for d in defaults]
    rows = [[*row, *pad[len(row) : width]] for row in (good, arguments, good)]
    answer = function(*([[cell] for cell in column] for column in zip(*rows)))
    first, second, third = (row[0] for row in answer)
    assert first == third == function(*good)
    assert not isinstance(first, ErrorValue)
    assert (second, second.reason) == (shown, reason)


@pytest.mark.parametrize(("function", "arguments", "row", "shown", "reason"), BAD_ROWS)
def test_only_the_bad_row_is_an_error(function, arguments, row, shown, reason):
    answer = function(*arguments)
    bad = [value for value in answer[row] if isinstance(value, ErrorValue)]
    assert len(bad) >= len(answer[row]) - 1, "all but a name"
    assert {(value, value.reason) for value in bad} == {(shown, reason)}
    others = [line for i, line in enumerate(answer) if i != row and line[0] != "Total"]
    assert not any(isinstance(value, ErrorValue) for line in others for value in line)


def test_error_value_in_any_argument_comes_out(any_function, error_text, error_form):
    """Like every native function; COM's integers stand for the same errors as the texts.

    In a column of a table function it is the answer of its rows, and nothing else is an error.
    """
    arguments = list(declaration(any_function).examples[0].args)
    for index in range(len(arguments)):
        for form in (error_form, ErrorValue(error_text, "from elsewhere"), [[error_form]]):
            answer = any_function(*arguments[:index], form, *arguments[index + 1 :])
            errors = {v for v in flattened(answer) if isinstance(v, ErrorValue)}
            assert errors == {error_text}, arguments[index]


def test_the_reason_of_an_error_passed_on(error_text, error_form):
    """It names the argument; an error that came with a reason keeps it."""
    answer = HEDGE_CONTRACTS(325000, error_form)
    assert answer == error_text
    assert answer.reason == f"contract_value: was {error_text}; must be a number above 0"
    assert HEDGE_CONTRACTS(1, ErrorValue(error_text, "why")).reason == "why"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_VAR, ([["", ""]],)),
        (HEDGE_BETA, (PRICES[:3], PRICES[:3])),  # three prices are two returns
        (HEDGE_BETA, (PRICES, [[1], [2], [None], [3]])),
        (HEDGE_BETA_STATS, (PRICES[:3], PRICES[:3])),
        (HEDGE_MINVAR, (PRICES[:2], PRICES[:2])),
    ],
)
def test_too_few_observations_are_not_available(function, arguments):
    """Fewer than 3 pairs is "not available", never 0 (conventions, section 4)."""
    answer = function(*arguments)
    assert answer == "#N/A"
    assert answer.reason.startswith(f"{function.__name__}: ")


def test_what_an_argument_must_be_is_what_it_may_be(any_function):
    """The words of a reason against its rule: "above 0" leaves 0 out, "0 or above" lets it in."""
    for arg in declaration(any_function).args:
        if not isinstance(arg.kind, Number):
            continue
        must, low, high = arg.kind.must, arg.kind.low, arg.kind.high
        if math.isfinite(low):
            outside = "or above" not in must and "or more" not in must and "from" not in must
            refused = outside or bool(arg.kind.zero)
            assert refused == isinstance(attempt("", arg.kind.coerce, low, ""), ErrorValue), must
            below = attempt("", arg.kind.coerce, low - 0.001, "")
            assert below == "#NUM!", must
            assert f"{low:g}" in must
        if math.isfinite(high):
            refused = "between" in must or "below" in must
            assert refused == isinstance(attempt("", arg.kind.coerce, high, ""), ErrorValue), must
            assert attempt("", arg.kind.coerce, high + 0.001, "") == "#NUM!", must
            assert f"{high:g}" in must


def test_too_many_arguments(any_function):
    most = len(declaration(any_function).args)
    answer = any_function(*[1.0] * (most + 1))
    assert answer == "#VALUE!"
    assert (
        answer.reason
        == f"{any_function.__name__}: was {most + 1} arguments; must be {most} at most"
    )


def test_every_required_argument_is_named_when_blank():
    """The rule of blanks: a required argument that is blank is an error that names it."""
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        arguments = declared.examples[-1].args
        for index in range(declared.required):
            for blank in (None, "", [[None]], []):
                answer = function(*arguments[:index], blank, *arguments[index + 1 :])
                reasons = {v.reason for v in flattened(answer) if isinstance(v, ErrorValue)}
                if name == "HEDGE_CHECK":  # it tells the reason instead of refusing
                    reasons = {answer}
                arg = declared.args[index]
                start = "" if arg.shape != "cell" else f"{arg.name}: was blank; must be "
                assert reasons, (name, index, blank)
                assert all(reason.startswith(start) for reason in reasons), (name, index, blank)
