"""Least squares on several columns: NIST's certified values, and what has no answer."""

from collections.abc import Callable

import pytest

from betahedge.core.least_squares import fit_several
from published import longley


def test_longleys_coefficients_and_errors():
    """Oracle: NIST StRD, Longley: certified estimates and their standard deviations."""
    y, *columns = longley()
    fit = fit_several(y, columns)
    assert fit.coefficients == pytest.approx(
        [
            15.0618722713733,
            -0.358191792925910e-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807e-01,
            1829.15146461355,
        ],
        rel=1e-8,
    )
    assert fit.errors == pytest.approx(
        [
            84.9149257747669,
            0.334910077722432e-01,
            0.488399681651699,
            0.214274163161675,
            0.226073200069370,
            455.478499142212,
        ],
        rel=1e-8,
    )
    assert fit.r2 == pytest.approx(0.995479004577296, rel=1e-12)


FEW, MOVES = [0.1, 0.2], [0.1, 0.2, 0.4]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit_several(FEW, [FEW]), "2 complete rows; 3 are needed"),
        (lambda: fit_several(MOVES, [MOVES, FEW]), "3 complete rows; 4 are needed"),
        (
            lambda: fit_several([1.0, 2, 4, 3], [[1.0, 2, 3, 5], [2.0, 4, 6, 10]]),
            "the columns explain one another",
        ),
    ],
)
def test_the_reason_is_what_a_user_reads(call: Callable[[], object], message: str) -> None:
    """A cell hands these on as the reason of its error value."""
    with pytest.raises((ValueError, ZeroDivisionError), match=f"^{message}$"):
        call()
