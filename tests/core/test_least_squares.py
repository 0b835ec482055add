"""Least squares on several columns: NIST's certified values, and what has no answer."""

import math
from collections.abc import Callable

import pytest

from betahedge.core.least_squares import fit_several
from core.strategies import generated
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


@pytest.mark.parametrize("seed", range(20))
def test_a_perfect_fit_has_no_error_and_explains_all_but_no_more(seed: int) -> None:
    """The column is made of the others, so what is left is rounding."""
    first, second = generated(30, seed=seed)
    fit = fit_several([2 * x - 3 * z + 0.5 for x, z in zip(first, second)], [first, second])
    assert fit.coefficients == pytest.approx([2, -3], rel=1e-12)
    assert fit.errors == [0, 0]
    assert 1 - 1e-12 < fit.r2 <= 1


def test_a_fit_that_is_nearly_perfect_has_its_error() -> None:
    """By hand: slope 1, and +1 -1 -1 +1 thousand-millionths left: sqrt(4 / 2 / 5) of them."""
    gap = 1e-9
    fit = fit_several([0 + gap, 1 - gap, 2 - gap, 3 + gap], [[0.0, 1.0, 2.0, 3.0]])
    assert fit.errors == pytest.approx([gap * math.sqrt(0.4)], rel=1e-6)


def test_what_tells_columns_apart_must_be_more_than_rounding() -> None:
    """A hundred-millionth of its moves tells a twin apart; a million-millionth is rounding."""
    ys, xs = generated(30)
    unlike = generated(30, seed=8)[1]
    for apart, answers in ((1e-8, True), (1e-12, False)):
        twin = [x + apart * z for x, z in zip(xs, unlike)]
        if answers:
            assert len(fit_several(ys, [xs, twin]).errors) == 2
        else:
            with pytest.raises(ZeroDivisionError, match="explain one another"):
                fit_several(ys, [xs, twin])
