"""A call: which error comes out, and which names there are."""

import pytest

from betahedge.cells import (
    HEDGE_CONTRACTS,
)


def test_the_first_error_wins():
    """As native functions do, from left to right; in ranges as in scalars."""
    assert HEDGE_CONTRACTS("#REF!", "#N/A") == "#REF!"
    assert HEDGE_CONTRACTS([["#REF!"], [1]], "#N/A") == "#N/A"
    assert HEDGE_CONTRACTS([["#REF!"], [1]], [["#N/A"], ["#N/A"]]) == [["#REF!"], ["#N/A"]]


def test_wrong_names_are_a_programmers_mistake():
    """No host names arguments: Python's own error says most."""
    with pytest.raises(TypeError, match="lots"):
        HEDGE_CONTRACTS(1, 1, lots=1)
