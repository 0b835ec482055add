"""The history of a hedge from past prices: betas, what it would have done, and what was at risk.

The book is as it is today, at the last price of each day.  Each day's ratio comes from prices up to
the day before; funding at today's rate and the costs of trading are in the hedged P&L.
Effectiveness here is an indicative test, not an accounting conclusion.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, pairwise
from statistics import median

from betahedge.books.prices import Prices
from betahedge.books.text import escaped, listed
from betahedge.core.least_squares import NotAvailable
from betahedge.core.operations import FLOATS
from betahedge.core.regression import hedge_beta_stats
from betahedge.core.risk import hedge_effectiveness, hedge_es, hedge_var
from betahedge.core.sizing import hedge_contracts
from betahedge.errors import BetahedgeError
from betahedge.report.policy import Policy
from betahedge.report.rows import Report

WINDOW = 60  # days of a rolling beta
CONFIDENCE = 0.95
LAG = 1  # days between the last price of an estimate and the day that it is used on
FEWEST = 10  # days of a history


class NoHistory(BetahedgeError):  # noqa: N818 - what it is
    """Prices make no history; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day: the book's value, the beta with its interval, the coins sold, and both P&Ls.

    short: coins of the hedge held over the day, decided on the day before.  span: days since the
    price before, more than 1 after a gap.
    """

    date: str
    span: int
    value: float
    beta: float | None
    low: float | None
    high: float | None
    short: float
    unhedged: float
    hedged: float
    funding: float
    costs: float


@dataclass(frozen=True, slots=True)
class Risk:
    """What was at risk without the hedge and with it, as shares of the value's size.

    VaR and ES are of one day: a move over a gap is in the drawdown and not in them.
    A book that is net short loses when prices rise: the drawdown is of that size and its gains.
    """

    var_unhedged: float
    var_hedged: float
    es_unhedged: float
    es_hedged: float
    drawdown_unhedged: float
    drawdown_hedged: float


@dataclass(frozen=True, slots=True)
class History:
    """A history: its days, the risk in it, and how well the hedge worked."""

    hedge: str
    coins: tuple[str, ...]
    missing: tuple[str, ...]
    window: int
    days: tuple[Day, ...]
    risk: Risk
    effectiveness: float | None
    dollar_offset: float | None
    pnl_unhedged: float
    pnl_hedged: float
    funding: float
    costs: float

    def numbers(self) -> dict[str, object]:
        """Give all numbers by name."""
        return asdict(self)


def make_history(
    report: Report, prices: Prices, policy: Policy, window: int = WINDOW, lag: int = LAG
) -> History:
    """Run today's book over past prices.

    The hedge is in the coin of the largest position that has prices, else in the first column.
    Raises NoHistory where there are too few prices.
    """
    columns = {name.casefold(): values for name, values in prices.columns.items()}
    held = {
        r.asset: r.quantity for r in report.assets if not r.cash and r.asset.casefold() in columns
    }
    missing = tuple(r.asset for r in report.assets if not r.cash and r.asset not in held)
    hedge, name = _hedge_coin(report, prices), escaped(prices.source)
    if hedge is None or not held:
        raise NoHistory(f"{name}: has no coin of the book, so there is no history")
    rows = list(zip(*(columns[coin.casefold()] for coin in held), columns[hedge.casefold()]))
    last = {prices.dates[k].date(): k for k, row in enumerate(rows) if None not in row}
    dates, whole = tuple(last), tuple(last.values())
    if len(whole) < FEWEST:
        raise NoHistory(
            f"{name}: has {len(whole):,} day{'s' * (len(whole) != 1)} with a price of "
            f"{listed(list(held))}; a history takes {FEWEST}, so there is none"
        )
    apart = median((after - before).days for before, after in pairwise(dates))
    if apart > 1:
        raise NoHistory(
            f"{name}: has a price every {apart:g} days; a history takes one a day, so there is none"
        )
    values = [math.fsum(q * (p or 0.0) for q, p in zip(held.values(), rows[k])) for k in whole]
    if 0.0 in values:
        day = dates[values.index(0.0)].isoformat()
        raise NoHistory(f"{name}: the book is worth 0 on {day}, so there is no history")
    futures = [float(rows[k][-1] or 0.0) for k in whole]
    window = min(window, len(whole) // 2)
    days = run_days(dates, values, futures, _rates(report, policy), window, lag)
    sold = -math.fsum(r.hedge_value for r in report.assets if r.asset in held)
    worth = math.fsum(r.spot_value for r in report.assets if r.asset in held)
    ratio = sold / worth if worth else 0.0
    return _summed(ratio, hedge, tuple(held), missing, window, days, values, futures)


def _hedge_coin(report: Report, prices: Prices) -> str | None:
    known = {name.casefold(): name for name in prices.columns}
    sizes: dict[str, float] = {}
    for each in report.held:
        if each.asset.casefold() in known:
            value = abs(each.held) * each.size * (1.0 if each.kind == "inverse" else each.mark)
            sizes[each.asset] = sizes.get(each.asset, 0.0) + value
    if any(sizes.values()):
        return max(sizes, key=lambda name: sizes[name])
    rows = [row.asset for row in report.assets if row.asset.casefold() in known]
    return rows[0] if rows else next(iter(prices.columns), None)


@dataclass(frozen=True, slots=True)
class Rates:
    """What the run of a hedge takes: target, band, funding a day, cost of what is traded."""

    target: float
    band: float
    funding: float
    cost: float


def _rates(report: Report, policy: Policy) -> Rates:
    """Take funding as the positions have it today, by notional; a day."""
    notional = math.fsum(p.notional for p in report.positions)
    year = math.fsum((p.funding_year or 0.0) * p.notional for p in report.positions)
    daily = year / notional / 365.0 if notional else 0.0
    target = report.totals.target if report.totals.target is not None else policy.target
    return Rates(target, policy.band, daily, policy.fee + policy.slippage)


def run_days(
    dates: Sequence[datetime.date],
    values: Sequence[float],
    futures: Sequence[float],
    rates: Rates,
    window: int,
    lag: int = LAG,
) -> tuple[Day, ...]:
    """Run the hedge day by day: decided on what was known `lag` days before, held over the day."""
    days, short = [], 0.0
    for k in range(1, len(values)):
        known = k - lag + 1  # prices before the one of index `known`
        past = slice(max(0, known - window - 1), known)
        stats = _estimate(values[past], futures[past], window)
        wanted = _decide(short, values[k - 1], futures[k - 1], stats, rates)
        costs = abs(wanted - short) * futures[k - 1] * rates.cost
        short = wanted
        span = (dates[k] - dates[k - 1]).days
        change = values[k] - values[k - 1]
        gain = short * (futures[k - 1] - futures[k])
        funding = short * futures[k - 1] * rates.funding * span
        low, beta, high = stats or (None, None, None)
        days.append(Day(dates[k].isoformat(), span, values[k], beta, low, high, short, change,
                        change + gain + funding - costs, funding, costs))  # fmt: skip
    return tuple(days)


def _estimate(
    values: Sequence[float], futures: Sequence[float], window: int
) -> tuple[float, float, float] | None:
    """Give the beta of the book with its interval, low, beta, high; None before the window."""
    if len(values) <= window:
        return None
    try:
        stats = hedge_beta_stats(values, futures)
    except (NotAvailable, ZeroDivisionError):
        return None
    return stats.low, stats.beta, stats.high


def _decide(
    short: float,
    value: float,
    price: float,
    stats: tuple[float, float, float] | None,
    rates: Rates,
) -> float:
    """Trade to the target where the ratio is outside the band; nothing before there is a beta."""
    exposure = stats[1] * value if stats else 0.0
    if not exposure:
        return short
    ratio = short * price / exposure
    wanted = float(hedge_contracts(exposure, price, rates.target))
    return float(FLOATS.where(abs(ratio - rates.target) > rates.band + 1e-12, wanted, short))


def _summed(
    ratio: float,
    hedge: str,
    coins: tuple[str, ...],
    missing: tuple[str, ...],
    window: int,
    days: tuple[Day, ...],
    values: Sequence[float],
    futures: Sequence[float],
) -> History:
    hedged_days = [k for k, day in enumerate(days) if day.short]
    start = hedged_days[0] if hedged_days else 0
    run = days[start:]
    return History(
        hedge, coins, missing, window, run, _risk(values[start:], run),
        _effective(values, futures, ratio, "variance"),
        _effective(values, futures, ratio, "dollar_offset"),
        math.fsum(day.unhedged for day in run), math.fsum(day.hedged for day in run),
        math.fsum(day.funding for day in run), math.fsum(day.costs for day in run),
    )  # fmt: skip


def _effective(
    values: Sequence[float], futures: Sequence[float], ratio: float, method: str
) -> float | None:
    try:
        return hedge_effectiveness(values, futures, ratio, "prices", method, 0.01)  # type: ignore[arg-type]
    except (NotAvailable, ZeroDivisionError):
        return None


def _risk(values: Sequence[float], days: Sequence[Day]) -> Risk:
    """Measure the risk of a run; values: of the book on the day before each."""
    single = [(day, abs(value)) for day, value in zip(days, values) if day.span == 1]
    unhedged = [day.unhedged / size for day, size in single]
    hedged = [day.hedged / size for day, size in single]
    first = abs(values[0])
    return Risk(
        hedge_var(unhedged, CONFIDENCE), hedge_var(hedged, CONFIDENCE),
        hedge_es(unhedged, CONFIDENCE), hedge_es(hedged, CONFIDENCE),
        drawdown(list(accumulate((day.unhedged for day in days), initial=first))),
        drawdown(list(accumulate((day.hedged for day in days), initial=first))),
    )  # fmt: skip


def drawdown(path: Sequence[float]) -> float:
    """Give the largest fall from a high, as a share of the high; 0 or above."""
    high, worst = -math.inf, 0.0
    for value in path:
        high = max(high, value)
        worst = max(worst, (high - value) / high) if high > 0 else worst
    return worst
