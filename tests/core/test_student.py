"""Student's t against SciPy, and against what is known exactly."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from betahedge.core.student import student_density, student_quantile, student_tail

DEGREES = [1, 1.5, 2, 3, 4, 5, 9, 10, 30, 100, 299, 300, 301, 704, 9998, 1e5, 1e6]
CONFIDENCES = [0.5, 0.68, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999]


@pytest.mark.parametrize("degrees", DEGREES)
@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_quantile_against_scipy(confidence: float, degrees: float) -> None:
    expected = stats.t.isf((1 - confidence) / 2, degrees)
    assert student_quantile(confidence, degrees) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_quantile_in_closed_form(confidence: float) -> None:
    """One degree of freedom is a Cauchy, two have a root, very many are a normal."""
    cauchy = math.tan(math.pi * confidence / 2)
    assert student_quantile(confidence, 1) == pytest.approx(cauchy, rel=1e-11)
    two = confidence * math.sqrt(2 / (1 - confidence**2))
    assert student_quantile(confidence, 2) == pytest.approx(two, rel=1e-11)
    normal = NormalDist().inv_cdf(0.5 + confidence / 2)
    assert student_quantile(confidence, 1e9) == pytest.approx(normal, rel=1e-7)


@given(st.floats(1e-3, 60), st.floats(0.5, 1e6))
def test_tail_and_density_against_scipy(t: float, degrees: float) -> None:
    tail, density = 2 * stats.t.sf(t, degrees), stats.t.pdf(t, degrees)
    assert student_tail(t, degrees) == pytest.approx(tail, rel=1e-10, abs=1e-300)
    assert student_density(t, degrees) == pytest.approx(density, rel=1e-9, abs=1e-300)


@given(st.floats(0.01, 0.9999), st.floats(1, 1e6))
def test_the_quantile_leaves_its_share_outside(confidence: float, degrees: float) -> None:
    t = student_quantile(confidence, degrees)
    assert student_tail(t, degrees) == pytest.approx(1 - confidence, rel=1e-10)


@pytest.mark.parametrize("confidence", [1e-17, 1e-300])
def test_a_confidence_next_to_none_reaches_next_to_nothing(confidence):
    # with 1 degree T is tan(pi x confidence / 2), whose slope at 0 is pi / 2
    assert student_quantile(confidence, 1) == pytest.approx(math.pi / 2 * confidence, rel=1e-13)
