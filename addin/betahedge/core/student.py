"""Student's t distribution, to about 1e-13, on the standard library alone."""

import math
from itertools import count
from statistics import NormalDist

_CLOSE = 1e-15
_SETTLED = 1e-12
_ROUNDS = 100  # it settles in under 10


def student_quantile(confidence: float, degrees: float) -> float:
    """Tell the t that |T| stays within with this probability: the reach of an interval.

    confidence: two-sided, above 0 and below 1.  degrees: of freedom, above 0.
    Newton's method on ln P(|T| > t) against ln t, a straight line in a heavy tail.
    """
    outside = 1.0 - confidence
    t = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    if not t:  # too near 0 to be told from it beside a half
        return confidence / (2.0 * student_density(0.0, degrees))
    for _ in range(_ROUNDS):
        tail = student_tail(t, degrees)
        step = math.log(tail / outside) * tail / (2.0 * t * student_density(t, degrees))
        t *= math.exp(step)
        if abs(step) < _SETTLED:
            break
    return t


def student_density(t: float, degrees: float) -> float:
    """Density of Student's t."""
    scale = _gamma_ratio(degrees / 2.0) / math.sqrt(math.pi * degrees)
    return scale * math.exp(-(degrees + 1.0) / 2.0 * math.log1p(t * t / degrees))


def student_tail(t: float, degrees: float) -> float:
    """P(|T| > t) for t > 0: the regularised incomplete beta I_x(degrees / 2, 1 / 2).

    x = degrees / (degrees + t^2).  Source: Press et al., Numerical Recipes, section 6.4.
    """
    half = degrees / 2.0
    x, y = degrees / (degrees + t * t), t * t / (degrees + t * t)
    edge = t * student_density(t, degrees)  # x^half y^(1/2) / B(half, 1/2)
    if x < (half + 1.0) / (half + 2.5):
        return edge * _beta_fraction(half, 0.5, x, y)
    return 1.0 - edge * _beta_fraction(0.5, half, y, x)


def _gamma_ratio(a: float) -> float:
    """Gamma(a + 1/2) / Gamma(a); by its asymptotic series where Gamma is large."""
    if a < 150.0:
        return math.gamma(a + 0.5) / math.gamma(a)
    u = 1.0 / (8.0 * a)
    return math.sqrt(a) * (1.0 - u * (1.0 - u * (0.5 + u * (2.5 - u * 2.625))))


def _beta_fraction(a: float, b: float, x: float, y: float) -> float:
    """Evaluate I_x(a, b) x B(a, b) / (x^a y^b), y = 1 - x, by its continued fraction.

    Lentz's method; quick for x below (a + 1) / (a + b + 2).
    Source: DiDonato and Morris, Algorithm 708, ACM Trans. Math. Software 18 (1992).
    """
    c = fraction = a * (a * y - b * x + 1.0) / (a + 1.0)
    d = 0.0
    for m in count(1):
        n = a + 2.0 * m
        above = (a + m - 1.0) * (a + b + m - 1.0) * m * (b - m) * (x / (n - 1.0)) ** 2
        below = m + m * (b - m) * x / (n - 1.0)
        below += (a + m) * (a * y - b * x + 1.0 + m * (1.0 + y)) / (n + 1.0)
        d = 1.0 / (below + above * d)
        c = below + above / c
        fraction *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return 1.0 / fraction
