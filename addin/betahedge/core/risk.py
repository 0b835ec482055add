"""How well a hedge works, and what may be lost with it and without it.

Returns are simple, as decimals; VaR and ES are positive losses.  Effectiveness here is an
indicative test, not an accounting conclusion.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

from betahedge.core.regression import (
    MINIMUM_PAIRS,
    Input,
    Series,
    TooFew,
    centred,
    complete_returns,
    dot,
    hedge_beta_stats,
)
from betahedge.core.rounding import DECIMALS

EffectivenessMethod = Literal["variance", "r2", "dollar_offset"]
VarMethod = Literal["historical", "parametric"]

_NO_CHANGE = 1e-12  # a return over the whole period this small is rounding noise


def hedge_effectiveness(
    spot: Series,
    futures: Series,
    hedge_ratio: float,
    input: Input = "prices",  # noqa: A002 - its name in a cell
    method: EffectivenessMethod = "variance",
) -> float:
    """Tell how much of the risk of the spot a short of `hedge_ratio` takes away; 1 is all.

    variance: 1 - var(hedged) / var(unhedged), not clipped: below 0 when the hedge adds risk,
    R2 at the minimum variance ratio.  r2: of spot on futures, whatever the ratio.
    dollar_offset: from the returns over the whole period, the contracts held unchanged.
    A flat spot divides by zero; fewer than three pairs are `TooFew`.
    """
    if method == "r2":
        return hedge_beta_stats(spot, futures, input).r2
    rs, rf = complete_returns((spot, futures), input)
    if len(rs) < MINIMUM_PAIRS:
        raise TooFew(f"{len(rs)} complete pairs; {MINIMUM_PAIRS} are needed")
    if method == "dollar_offset":
        item, hedge = math.prod(1.0 + r for r in rs) - 1.0, math.prod(1.0 + r for r in rf) - 1.0
        offset = dollar_offset(-hedge_ratio * hedge, item, _NO_CHANGE)
        if offset is None:
            raise ZeroDivisionError("the spot did not change over the period")
        return offset
    unhedged = centred(rs)
    hedged = [s - hedge_ratio * f for s, f in zip(rs, rf)]
    return 1.0 - _squares(hedged) / dot(unhedged, unhedged)  # summed alike: no hedge is 0


def dollar_offset(
    instrument_change: float, item_change: float, materiality: float = 0.0
) -> float | None:
    """Compare the hedge's change with the hedged item's: -(instrument) / (item), 1 is all.

    In the quote currency, gains +.  None, not meaningful, when the item changed by less than
    `materiality`.  An unchanged item divides by zero.
    """
    if abs(item_change) < materiality:
        return None
    return -instrument_change / item_change


class Offset(NamedTuple):
    """The change of a hedging instrument in two parts, in the quote currency."""

    effective: float
    ineffective: float


def offset_parts(instrument_change: float, item_change: float) -> Offset:
    """Split the instrument's change: what offsets the item, at most all of it, and the rest.

    The lower of the two in absolute amount is effective; none is when both move one way.
    Source: IFRS 9, paragraph 6.5.11.
    """
    offsets = instrument_change * item_change < 0.0
    effective = math.copysign(min(abs(instrument_change), abs(item_change)), instrument_change)
    effective = effective if offsets else 0.0
    return Offset(effective, instrument_change - effective)


def hedge_var(returns: Series, confidence: float = 0.95, method: VarMethod = "historical") -> float:
    """Value at risk of one period, as a share of the value; a negative one is a sure gain.

    historical: minus PERCENTILE.INC of the returns at 1 - confidence.  parametric: normal, z x
    sigma - mean, sigma over n - 1.  Missing returns are left out; none left, or one for the
    parametric, is `TooFew`.
    """
    known = [r for r in returns if r is not None]
    if method == "parametric":
        sigma, mean = math.sqrt(_variance(known)), math.fsum(known) / len(known)
        return NormalDist().inv_cdf(confidence) * sigma - mean
    return 0.0 - percentile(known, 1.0 - confidence)


def hedge_es(returns: Series, confidence: float = 0.95, method: VarMethod = "historical") -> float:
    """Expected shortfall of one period: the mean loss where it is the VaR or worse.

    historical: minus the mean of the returns at or below the percentile.  parametric: normal,
    sigma x density(z) / (1 - confidence) - mean.
    """
    known = [r for r in returns if r is not None]
    if method == "parametric":
        sigma, mean = math.sqrt(_variance(known)), math.fsum(known) / len(known)
        normal = NormalDist()
        return sigma * normal.pdf(normal.inv_cdf(confidence)) / (1.0 - confidence) - mean
    cut = percentile(known, 1.0 - confidence)
    tail = [r for r in known if r <= cut]
    return 0.0 - math.fsum(tail) / len(tail)


def percentile(values: Sequence[float], share: float) -> float:
    """Interpolate a percentile as PERCENTILE.INC does: rank share x (n - 1) from the least.

    The rank is settled to 9 decimals, as lots are: 10 x (1 - 0.9) is 1.
    """
    if not values:
        raise TooFew("no observations")
    ordered = sorted(values)
    part, low = math.modf(round(share * (len(ordered) - 1), DECIMALS))
    below = ordered[int(low)]
    return below + part * (ordered[int(low) + 1] - below) if part else below


def _variance(values: Sequence[float]) -> float:
    if len(values) < 2:
        raise TooFew(f"{len(values)} observations; 2 are needed")
    return _squares(values) / (len(values) - 1)


def _squares(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    deviations = [value - mean for value in values]
    return dot(deviations, deviations)


def position_var(value: Any, volatility: Any, z: Any, days: Any = 1.0) -> Any:
    """VaR of one position on a mean of 0: |value| x volatility x z x sqrt(days), as money.

    volatility: a day.  z: of the confidence, such as 2.33.
    """
    return abs(value) * volatility * z * days**0.5


def portfolio_var(first_var: Any, second_var: Any, correlation: Any) -> Any:
    """VaR of two positions: sqrt(a^2 + b^2 + 2 rho a b).

    correlation: of the two P&Ls; for a short against a long, minus that of their prices.
    Source: Hull, Options, Futures, and Other Derivatives, section 22.4.
    """
    return (first_var**2 + second_var**2 + 2.0 * correlation * first_var * second_var) ** 0.5


def ewma_update(previous: Any, x: Any, y: Any, decay: Any = 0.94) -> Any:
    """Update a covariance (a variance when y is x): decay x previous + (1 - decay) x y.

    previous: for the last period.  x, y: the last returns, means taken as 0.
    Source: Hull, Options, Futures, and Other Derivatives, sections 23.2 and 23.7.
    """
    return decay * previous + (1.0 - decay) * x * y
