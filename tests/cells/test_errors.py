"""Error values of hosts, and reasons of one short line."""

import numpy as np
import pytest

from betahedge.cells import (
    HEDGE_CONTRACTS,
)
from betahedge.cells.errors import error_in


@pytest.mark.parametrize(
    "value",
    ["#n/a", "N/A", " #N/A", "#ERR", "", None, -2146826289, -2146826287, -2146826237, True, 2042],
)
def test_these_are_no_error_values(value):
    """Hosts send the exact text, or one of COM's integers."""
    assert error_in(value) is None


def test_a_float_or_numpy_integer_is_never_an_error_value():
    """COM sends errors as plain integers only; a price may well be -2146826281.0 in a test."""
    for number in (-2146826281.0, np.int64(-2146826281), np.float64(-2146826281)):
        assert HEDGE_CONTRACTS(number, 1) == -2146826281.0


def test_reasons_are_one_short_line():
    long = "a very long text\nover two lines, from a cell that someone pasted a whole mail into"
    answer = HEDGE_CONTRACTS(long, 1)
    assert "\n" not in answer.reason
    assert len(answer.reason) < 120
    assert answer.reason.startswith('spot_value: was "a very long text over two lines')
    assert answer.reason.endswith("...; must be a number")
