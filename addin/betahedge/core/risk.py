"""How well a hedge works, and what may be lost with it and without it.

Returns are simple, as decimals; VaR and ES are positive losses.  Effectiveness here is an
indicative test, not an accounting conclusion.
"""

import math
from collections.abc import Sequence
from operator import mul
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

from betahedge.core.least_squares import NotAvailable, TooFew, centred, dot, fit_several
from betahedge.core.operations import FLOATS, Operations
from betahedge.core.regression import MINIMUM_PAIRS, Input, Series, complete_returns
from betahedge.core.rounding import DECIMALS

EffectivenessMethod = Literal["variance", "r2", "dollar_offset"]
VarMethod = Literal["historical", "parametric"]

_NO_CHANGE = 1e-12  # a return over the whole period this small is rounding noise


class NotMaterial(NotAvailable):
    """The hedged item changed by less than what makes an offset meaningful."""


def hedge_effectiveness(
    spot: Series,
    futures: Series,
    hedge_ratio: float,
    input: Input = "prices",  # noqa: A002 - its name in a cell
    method: EffectivenessMethod = "variance",
    materiality: float = 0.0,
) -> float:
    """Tell how much of the risk of the spot a short of `hedge_ratio` takes away; 1 is all.

    As `hedge_effectiveness_several`, with one future.
    """
    return hedge_effectiveness_several(spot, [futures], [hedge_ratio], input, method, materiality)


def hedge_effectiveness_several(
    spot: Series,
    futures: Sequence[Series],
    hedge_ratios: Sequence[float],
    input: Input = "prices",  # noqa: A002 - its name in a cell
    method: EffectivenessMethod = "variance",
    materiality: float = 0.0,
) -> float:
    """Tell how much of the risk of the spot several futures take away together; 1 is all.

    hedge_ratios: sold of each future, of the spot value; below 0 bought.
    variance: 1 - var(hedged) / var(unhedged), not clipped: below 0 when the hedge adds risk,
    R2 at the minimum variance ratios.  r2: of spot on the futures, whatever the ratios.
    dollar_offset: of the changes from the first to the last valuation, the contracts held
    unchanged; `NotMaterial` where the spot changed by less than `materiality`, a decimal of its
    first value.
    A flat spot divides by zero; too few observations are `TooFew`.
    """
    if method == "dollar_offset":
        item, *hedges = whole_changes((spot, *futures), input)
        return _offset(-dot(hedge_ratios, hedges), item, materiality)
    rs, *rf = complete_returns((spot, *futures), input)
    if len(rs) < MINIMUM_PAIRS:
        raise TooFew(f"{len(rs)} complete pairs; {MINIMUM_PAIRS} are needed")
    unhedged = centred(rs)
    if method == "r2":
        return fit_several(rs, rf).r2
    hedged = [s - sum(map(mul, hedge_ratios, row)) for s, row in zip(rs, zip(*rf))]
    return 1.0 - _squares(hedged) / dot(unhedged, unhedged)  # summed alike: no hedge is 0


def whole_changes(
    series: Sequence[Series],
    input: Input = "prices",  # noqa: A002 - its name in a cell
) -> list[float]:
    """Tell the return of each series over the whole period, between the same two valuations.

    Of prices: from the first row that is complete to the last one, so that no gap loses a move.
    Of returns, which carry no level over a gap: all complete rows, one after the other.
    """
    rows = [row for row in zip(*series) if None not in row]
    known: Any = rows
    if input == "prices":
        if len(rows) < 2:
            raise TooFew(f"{len(rows)} complete valuations; 2 are needed")
        return [(after - before) / before for before, after in zip(known[0], known[-1])]
    if not rows:
        raise TooFew("0 complete returns; 1 is needed")
    return [math.prod(1.0 + r for r in column) - 1.0 for column in zip(*known)]


def _offset(hedge: float, item: float, materiality: float) -> float:
    """Give the dollar offset, or say why there is none."""
    if abs(item) < _NO_CHANGE and not materiality:
        raise ZeroDivisionError("the spot did not change over the period")
    offset = dollar_offset(hedge, item, materiality)
    if offset is None:
        change, least = f"{abs(item):.6g}", f"{materiality:.6g}"
        raise NotMaterial(f"not meaningful: the spot changed by {change}, less than {least}")
    return offset


def dollar_offset(
    instrument_change: float, item_change: float, materiality: float = 0.0
) -> float | None:
    """Compare the hedge's change with the hedged item's: -(instrument) / (item), 1 is all.

    Both in the quote currency, or of one value; gains +.  None, not meaningful, when the item
    changed by less than `materiality`, but for rounding.  An unchanged item divides by zero.
    """
    if abs(item_change) < materiality * (1.0 - _NO_CHANGE):
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
    sigma - mean, sigma over n - 1.  Missing returns are left out; fewer than two are `TooFew`.
    """
    known = _known(returns)
    if method == "parametric":
        return NormalDist().inv_cdf(confidence) * _deviation(known) - math.fsum(known) / len(known)
    return 0.0 - percentile(known, 1.0 - confidence)


def hedge_es(returns: Series, confidence: float = 0.95, method: VarMethod = "historical") -> float:
    """Expected shortfall of one period: the mean loss of the worst 1 - confidence of them.

    historical: of n returns the worst (1 - confidence) n, the last one by the fraction that is
    in; so it is no less than the VaR, and that of a sum is no more than the sum.  Settled to 9
    decimals, as lots are: 100 x (1 - 0.95) is 5.  parametric: normal, sigma x density(z) /
    (1 - confidence) - mean.  Missing returns are left out; fewer than two are `TooFew`.
    Source: Rockafellar and Uryasev, Journal of Banking & Finance 26 (2002), proposition 8.
    """
    known = _known(returns)
    if method == "parametric":
        normal = NormalDist()
        density = normal.pdf(normal.inv_cdf(confidence))
        return _deviation(known) * density / (1.0 - confidence) - math.fsum(known) / len(known)
    count = round((1.0 - confidence) * len(known), DECIMALS) or 10.0**-DECIMALS
    part, whole = math.modf(count)
    worst = sorted(known)[: math.ceil(count)]
    if part:
        worst[int(whole)] *= part
    return 0.0 - math.fsum(worst) / count


def _known(returns: Series) -> list[float]:
    """Leave out what is missing; two returns are the least that tell of a risk."""
    known = [r for r in returns if r is not None]
    if len(known) < 2:
        raise TooFew(f"{len(known)} observations; 2 are needed")
    return known


def percentile(values: Sequence[float], share: float) -> float:
    """Interpolate a percentile as PERCENTILE.INC does: rank share x (n - 1) from the least.

    Of one value or more.
    """
    ordered = sorted(values)
    part, low = math.modf(share * (len(ordered) - 1))
    below = ordered[int(low)]
    return below + part * (ordered[int(low) + 1] - below) if part else below


def _deviation(values: Sequence[float]) -> float:
    return math.sqrt(_squares(values) / (len(values) - 1))


def _squares(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    deviations = [value - mean for value in values]
    return dot(deviations, deviations)


def position_var(
    value: Any, volatility: Any, z: Any, days: Any = 1.0, ops: Operations = FLOATS
) -> Any:
    """VaR of one position on a mean of 0: |value| x volatility x z x sqrt(days), as money.

    volatility: a day.  z: of the confidence, such as 2.33.
    """
    return ops.absolute(value) * volatility * z * days**0.5


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
