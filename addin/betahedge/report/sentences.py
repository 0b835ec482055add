"""The sentences of a report: the headline, and what the committee is asked to decide."""

from __future__ import annotations

import math
from collections.abc import Iterator

from betahedge.report.judgements import Decision
from betahedge.report.limits import UNNAMED, say_distance
from betahedge.report.numbers import count, days, listed, percent, rounded, setting, spoken, worded
from betahedge.report.rows import Asset, Order, Report

HEADLINE, TEXT, WHY = 125, 95, 60  # characters, at most
MOST = 4  # decisions
ORDERS = 3  # that a decision names
NOTHING = "Nothing to decide: every ratio, distance and check is in policy."
BEFORE = "Nothing to trade or to post; what fails or is breached comes first."


def write_headline(report: Report) -> str:
    """Say the result in one sentence."""
    totals, orders = report.totals, len(report.orders)
    if not orders and not any(row.exposure or row.held_value for row in report.assets):
        return "No trade: nothing in the book moves with the market."
    cost = _cost(report)
    what = "One order" if orders == 1 else f"{worded(orders)} orders"
    if totals.ratio is None:  # longs and shorts cancel out
        what = f"{what} for a book with" if orders else "No trade: the book has"
        return f"{what} no net exposure; {cost}."
    if not orders:
        return f"No trade: the book stays {percent(totals.ratio)} hedged; {cost}."
    ratios = f"from {percent(totals.ratio_now)} to {percent(totals.ratio)} hedged"
    return f"{what} bring{'s' * (orders == 1)} the book {ratios}; {cost}."


def _cost(report: Report) -> str:
    """Say what the stress move costs, with the hedge and without it."""
    stress, money = report.stress, report.money
    move = f"a {setting(abs(stress.move))} {'fall' if stress.move < 0 else 'rise'}"
    unit = report.currency
    hedged, unhedged = (spoken(x, money) for x in (stress.hedged, stress.unhedged))
    if rounded(stress.hedged, money.decimals) > 0:
        return f"{move} earns {hedged} {unit} and would cost {unhedged}"
    instead = "" if hedged == unhedged else f", not {unhedged}"
    return f"{move} costs {hedged} {unit}{instead}"


def write_decisions(report: Report) -> tuple[Decision, ...]:
    """Say what is to be decided, four things at most."""
    found = [*_trades(report), *_collateral(report), *_stuck(report), *_paying(report)]
    if not found:
        fine = not report.checks.failed and all(each.level != "BREACH" for each in report.breaches)
        found = [Decision(NOTHING if fine else BEFORE, "")]
    return tuple(found[:MOST])


def _trades(report: Report) -> Iterator[Decision]:
    orders = report.orders
    if not orders:
        return
    traded = math.fsum(order.notional for order in orders)
    cost = math.fsum(order.fee + order.slippage for order in orders)
    unit = report.currency
    word = "cost" if cost >= 0 else "earned"  # rebates may be more than slippage
    why = f"{spoken(traded, report.money)} {unit} traded, {word} {spoken(cost, report.money)}"
    yield Decision(_named(orders), _cut(why, WHY))


def _named(orders: tuple[Order, ...]) -> str:
    """Name three orders, or two and how many more; fewer where names are long."""
    most = len(orders) if len(orders) <= ORDERS else ORDERS - 1
    for shown in range(most, 0, -1):
        words = [
            f"{order.side.lower()} {count(order.contracts)} {_cut(order.ticket, 26)}"
            for order in orders[:shown]
        ]
        more = f" and {len(orders) - shown:,} more" if len(orders) > shown else ""
        text = ", ".join(words) + more + "."
        if len(text) <= TEXT or shown == 1:
            return _cut(text[0].upper() + text[1:], TEXT)
    return ""


def _collateral(report: Report) -> Iterator[Decision]:
    bad = [p for p in report.positions if p.status == "BREACH"]
    if not bad:
        return
    rise = report.policy.min_distance
    need = spoken(math.fsum(p.lacking for p in bad), report.money)
    sides = {p.contracts > 0 for p in bad}
    what = "short" if sides == {True} else "long" if sides == {False} else "position"
    who = _fitting([p.asset for p in bad], f"Post {need} {report.currency} of collateral for ",
                   f", or reduce the {what}.")  # fmt: skip
    why = f"{say_distance(bad[0], rise)}, policy asks for {setting(rise)}"
    yield Decision(who, _cut(why, WHY))


def _stuck(report: Report) -> Iterator[Decision]:
    stuck = [row for row in report.assets if row.status == "BREACH"]
    nameless = [row for row in stuck if row.why == UNNAMED]
    yield from _accept(report, nameless, "open, or name a contract.")
    others = [row for row in stuck if row.why != UNNAMED]
    yield from _accept(report, others, "outside the band, or name another hedge.")


def _accept(report: Report, rows: list[Asset], how: str) -> Iterator[Decision]:
    """Ask to accept that assets stay as they are.  how: that is, and what to do else."""
    if not rows:
        return
    stay = "stays" if len(rows) == 1 else "stay"
    text = _fitting([row.asset for row in rows], "Accept that ", f" {stay} {how}")
    left = spoken(math.fsum(abs(row.net) for row in rows), report.money)
    yield Decision(text, _cut(f"{left} {report.currency} of exposure left", WHY))


def _paying(report: Report) -> Iterator[Decision]:
    carry = report.carry
    if carry.net < 0 and carry.lines[0].word == "PAY":
        cost = f"{spoken(carry.net, report.money)} {report.currency}"
        why = f"the hedge costs {cost} in {days(report.horizon_days)}"
        yield Decision("Go on paying funding, or move to dated futures.", _cut(why, WHY))


def _fitting(names: list[str], before: str, after: str) -> str:
    """Name as many as the line has room for."""
    for most in (3, 2, 1):
        text = f"{before}{listed(names, most)}{after}"
        if len(text) <= TEXT:
            break
    return _cut(text, TEXT)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
