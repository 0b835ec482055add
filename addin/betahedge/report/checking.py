"""The checks of a report: what must hold between its numbers, whatever the book."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from betahedge.core.rounding import DIGITS
from betahedge.report.judgements import Check, Checks
from betahedge.report.numbers import setting
from betahedge.report.rows import Asset, Report
from betahedge.report.sizing import Group, Leg
from betahedge.templates.book import HIGHEST_SHARE

CLOSE = 1e-9  # of the book's gross exposure, or of 1 where that is below


@dataclass(frozen=True, slots=True)
class Finding:
    """A check before it has its number: result OK, FAIL or n.a."""

    test: str
    value: str
    expected: str
    result: str
    advice: str


def number_checks(found: Sequence[Finding]) -> Checks:
    """Give each check its id, and count them."""
    lines = tuple(
        Check(f"C{n:02}", each.test, each.value, each.expected, each.result, each.advice)
        for n, each in enumerate(found, 1)
    )
    results = [line.result for line in lines]
    return Checks(results.count("OK"), results.count("FAIL"), results.count("n.a."), lines)


def is_zero(test: str, value: float, size: float, advice: str = "") -> Finding:
    """Check that a difference is nothing beside the size of what is compared."""
    good = math.isfinite(value) and abs(value) <= CLOSE * max(1.0, size)
    told = advice or "do not sign: report it with the command"
    shown = "0" if good else f"{value:.3g}"
    return Finding(test, shown, "0", "OK" if good else "FAIL", told)


def is_true(test: str, good: bool, value: str, expected: str, advice: str) -> Finding:
    """Check that something is so."""
    return Finding(test, value, expected, "OK" if good else "FAIL", advice)


def check_report(report: Report, groups: Sequence[Group]) -> Iterator[Finding]:
    """Check the sums, the signs and the lots of a report."""
    size = math.fsum(abs(row.exposure) for row in report.assets)
    yield from _check_sums(report, size)
    yield from _check_orders(report, groups, size)
    yield from _check_parts(report, size)
    numbers = [x for row in report.assets for x in (row.exposure, row.hedge_value, row.net)]
    finite = sum(not math.isfinite(x) for x in numbers)
    yield is_zero("Every amount is a number", finite, 0.0)
    highest = max((row.target for row in report.assets), default=0.0)
    yield is_true(
        "No target is above 150%", highest <= HIGHEST_SHARE + CLOSE, setting(highest),
        "150% or less", "write 0.6 or 60%, or say --allow-over-hedge and see the page",
    )  # fmt: skip


_GAPS: dict[str, Callable[[Asset], float]] = {
    "value": lambda row: row.spot_value - row.quantity * row.price,
    "exposure": lambda row: row.exposure - row.spot_value * row.beta,
    "net": lambda row: row.exposure + row.hedge_value - row.net,
    "hedge": lambda row: row.held_value + row.order_value - row.hedge_value,
}


def _worst(rows: Sequence[Asset], gap: str) -> float:
    return max((abs(_GAPS[gap](row)) for row in rows), default=0.0)


def _check_sums(report: Report, size: float) -> Iterator[Finding]:
    rows, totals = report.assets, report.totals
    spot = math.fsum(abs(row.spot_value) for row in rows)
    yield is_zero("Values are quantity x price", _worst(rows, "value"), spot)
    yield is_zero("Exposure is value x beta", _worst(rows, "exposure"), size)
    yield is_zero("Before and hedge make after, in every row", _worst(rows, "net"), size)
    yield is_zero("Held and orders make the hedge, in every row", _worst(rows, "hedge"), size)
    yield is_zero("The total of exposure before, hedge and after ties out",
                  totals.exposure + totals.hedge_value - totals.net, size)  # fmt: skip
    shown = list(rows[: report.shown])
    other = report.other.net if report.other else 0.0
    yield is_zero("The rows of page one make the total",
                  math.fsum(row.net for row in shown) + other - totals.net, size)  # fmt: skip


def _check_orders(report: Report, groups: Sequence[Group], size: float) -> Iterator[Finding]:
    legs = [(group, leg) for group in groups for leg in group.legs]
    off = [_off_lots(leg) for _, leg in legs if leg.lot and leg.order]
    advice = "what is held is no multiple of the lot: see the positions"
    yield is_true("Orders lead to whole lots", max(off, default=0.0) < 1e-6,
                  f"{max(off, default=0.0):.2g}", "0", advice)  # fmt: skip
    adds = [
        leg.contract
        for group, leg in legs
        if len(group.legs) == 1 and leg.order and _adds(group, leg.short_now, leg.short)
    ]
    yield is_zero("No order takes the hedge further from its target", len(adds), 0.0)
    codes = [(order.venue, order.contract) for order in report.orders]
    yield is_zero("One order a contract", len(codes) - len(set(codes)), 0.0)
    short = math.fsum(leg.short for _, leg in legs)
    yield is_zero("The hedge of the assets is that of the contracts",
                  short + report.totals.hedge_value, size)  # fmt: skip


def _off_lots(leg: Leg) -> float:
    """Tell how far an order is off whole lots, beyond what 15 digits of the contracts leave."""
    lots = leg.order / leg.lot
    digits = (abs(leg.held) + abs(leg.after)) / leg.lot * 10.0**-DIGITS
    return max(0.0, abs(lots - round(lots)) - digits)


def _adds(group: Group, before: float, after: float) -> bool:
    return abs(after - group.money) > abs(before - group.money) * (1 + CLOSE)


def _check_parts(report: Report, size: float) -> Iterator[Finding]:
    net, carry = report.totals.net, report.carry
    gap = max(abs(move.hedged - net * move.move) for move in report.scenario)
    yield is_zero("Ladder: the hedged P&L is the net exposure x the move", gap, size)
    parts = math.fsum(line.cash for line in carry.lines)
    yield is_zero("Carry is the sum of its parts", parts - carry.net, size)
    wrong = [
        p.contract
        for p in report.positions
        if (p.funding_rate or 0.0) * p.contracts * p.funding_cash < 0
    ]
    yield is_zero("A short receives positive funding", len(wrong), 0.0)
