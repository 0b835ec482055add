"""A case made into a report: every sum, order, status and sentence, once."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from betahedge import __version__
from betahedge.books.matching import Stranger, check_currency, match_positions, with_mark
from betahedge.books.text import escaped, is_hidden
from betahedge.cells.register import contracts
from betahedge.report import assets as rows
from betahedge.report.carrying import (
    make_carry,
    make_held,
    make_ladder,
    make_margin,
    make_positions,
)
from betahedge.report.case import Case
from betahedge.report.checking import Finding, check_report, is_true, is_zero, number_checks
from betahedge.report.judgements import Breach, Checks, Limit, Source
from betahedge.report.limits import make_breaches, make_limits
from betahedge.report.numbers import days
from betahedge.report.policy import Policy
from betahedge.report.rows import SCHEMA, Asset, Money, PolicyShown, Position, Report, Totals
from betahedge.report.sentences import write_decisions, write_headline
from betahedge.report.sizing import Group, size_groups
from betahedge.report.wishes import Wish, check_ended, make_wishes, say_strangers
from betahedge.sheets.theme import money_decimals
from betahedge.templates.book import largest_amount

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
AMOUNTS = ("spot_value", "exposure", "held_value", "hedge_value")
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A report with what it was made from; findings: the checks before their numbers."""

    report: Report
    case: Case
    wishes: tuple[Wish, ...]
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]


def make_report(case: Case) -> Made:
    """Size the book by its policy and say everything that the outputs show."""
    case = _cleaned(case)
    wishes = make_wishes(case.book, case.policy, case.market)
    check_ended(wishes, case.book, case.stamp.date())
    check_currency(case.positions, case.book, case.prices)
    held = match_positions(case.positions, [(wish.line, wish.contract) for wish in wishes])
    wishes = [
        replace(wish, line=with_mark(wish.line, wish.contract, held.positions, case.priced_at))
        for wish in wishes
    ]
    groups = size_groups(wishes, case.policy, held.positions)
    report = _numbers(case, wishes, groups)
    findings = [*check_report(report, groups), *_check_inputs(case, wishes, held.strangers)]
    return finish(Made(report, case, tuple(wishes), tuple(groups), tuple(findings)))


def finish(made: Made, more: Iterable[Finding] = ()) -> Made:
    """Number the checks, with those of the outputs, and write the sentences."""
    findings = (*made.findings, *more)
    report = replace(made.report, checks=number_checks(findings))
    report = replace(report, headline=write_headline(report), decisions=write_decisions(report))
    return replace(made, report=report, findings=findings)


def _cleaned(case: Case) -> Case:
    """Show characters that a terminal or a page would obey, and leave out prices to come."""

    def clean(name: str) -> str:
        return escaped(name)[:100] if any(map(is_hidden, name)) else name

    lines = tuple(
        replace(line, asset=clean(line.asset)) if any(map(is_hidden, line.asset)) else line
        for line in case.book.lines
    )
    prices = case.prices.until(case.stamp) if case.prices else None
    return replace(case, book=replace(case.book, lines=lines), entity=clean(case.entity),
                   prepared=clean(case.prepared), prices=prices)  # fmt: skip


def _numbers(case: Case, wishes: Sequence[Wish], groups: Sequence[Group]) -> Report:
    policy = case.policy
    table = rows.make_assets(wishes, groups, policy)
    totals = rows.make_totals(table, policy)
    shown = rows.count_shown(table)
    orders = rows.make_orders(groups, policy)
    money = choose_money(table, case.book.currency)
    positions = make_positions(groups, wishes, policy, case.stamp.date(), money.decimals)
    margin = make_margin(positions, groups, policy)
    moves, _ = make_ladder(totals, policy)
    limits = make_limits(table, positions, totals, margin, policy)
    stress = make_ladder(totals, _against(policy, totals))[1]
    return Report(
        SCHEMA, f"betahedge {__version__}", case.entity or "Portfolio",
        f"{case.stamp:%Y-%m-%dT%H:%MZ}",
        worded_time(case.stamp), case.book.currency, money, policy.horizon_days, case.inputs_hash,
        case.prepared, _shown(policy, totals), totals, tuple(table), shown,
        rows.make_other(table, shown, policy), tuple(orders), tuple(make_held(groups, wishes)),
        tuple(positions), moves, stress,
        make_carry(positions, orders, totals, policy, money.decimals), margin, tuple(limits),
        _breaches(case, table, positions, limits, money), Checks(0, 0, 0, ()),
        tuple(_sources(case)), "", (),
        warnings=(*case.book.warnings, *say_strangers(policy, wishes)),
    )  # fmt: skip


def _breaches(
    case: Case,
    table: list[Asset],
    positions: list[Position],
    limits: list[Limit],
    money: Money,
) -> tuple[Breach, ...]:
    found = make_breaches(table, positions, limits, case.policy, money, case.book.rejected)
    if case.priced_at is None:
        action = "give a market file, or a column of dates"
        age = days(case.policy.price_age)
        found.append(Breach("WATCH", "The age of the prices is not known", age, action))
    return tuple(found)


def _against(policy: Policy, totals: Totals) -> Policy:
    """Turn the stress move against the book: a net-short one fears a rise."""
    stress = -abs(policy.stress) if totals.exposure >= 0 else abs(policy.stress)
    return replace(policy, stress=stress)


def _shown(policy: Policy, totals: Totals) -> PolicyShown:
    return PolicyShown(totals.target, policy.band, policy.limits.distance, policy.rounding,
                       policy.file)  # fmt: skip


def choose_money(table: Sequence[Asset], currency: str) -> Money:
    """Choose once how amounts are written, by the largest of the book."""
    amounts = ([getattr(row, key) for row in table] for key in AMOUNTS)
    largest = largest_amount(*amounts)
    if largest >= 1e12:
        return Money(1e6, f"{currency} million", 0)
    if largest >= 1e9:
        return Money(1e3, f"{currency} thousand", 0)
    return Money(1.0, currency, money_decimals(largest))


def worded_time(time: datetime.datetime) -> str:
    """Write a time as a page does: 5 October 2025, 16:00 UTC; a day alone without hours."""
    day = f"{time.day} {_MONTHS[time.month - 1]} {time.year}"
    return day if time.time() == datetime.time() else f"{day}, {time:%H:%M} UTC"


def _age(case: Case, time: datetime.datetime | None) -> str:
    if time is None:
        return "not said"
    hours = max(0, math.floor((case.clock - time) / datetime.timedelta(hours=1)))
    return f"{hours} h" if hours < 48 else f"{hours // 24:,} days"


def _sources(case: Case) -> Iterable[Source]:
    """Say where the numbers are from, and how old they are."""
    book, market = case.book, case.market
    names = {each.role: each.name for each in case.files}
    holdings = names.get("holdings", book.source or "given in Python")

    def source(what: str, name: str, time: datetime.datetime | None) -> Source:
        return Source(what, name, worded_time(time) if time else "not said", _age(case, time))

    priced = case.priced_at
    yield source("Holdings", holdings, book.as_of or (case.stamp if market else None))
    own = [holdings] if not market or priced != market.as_of else []
    quoted = [names.get("market", market.source)] if market else []
    yield source("Prices", ", ".join((*own, *quoted)), priced)
    if case.positions:
        times = [each.as_of for each in case.positions if each.as_of]
        yield source(
            "Positions", names.get("positions", "given in Python"), min(times, default=None)
        )
    known = contracts()
    yield Source("Contract register", f"{len(known):,} contracts", "", "")
    yield Source("Policy", names.get("policy", "the package's own"), "", "")


def _check_inputs(
    case: Case, wishes: Sequence[Wish], strangers: Sequence[Stranger]
) -> Iterable[Finding]:
    policy, priced = case.policy, case.priced_at
    test = f"Prices are {days(policy.price_age)} old at most"
    if priced is None:
        yield Finding(test, "not said", "", "n.a.", "give a market file, or a column of dates")
    else:
        old = (case.clock - priced) / _DAY
        yield is_true(test, -1 <= old <= policy.price_age, f"{old:,.1f} days",
                      f"{policy.price_age:g} or less", "refresh the prices")  # fmt: skip
    yield is_true("Every position held hedges a line of the book", not strangers,
                  ", ".join(each.name for each in strangers[:3]) or "0", "0",
                  "; ".join(f"{each.name}: {each.remedy}" for each in strangers[:3]))  # fmt: skip
    if case.reading:
        counts = case.reading.counts
        yield is_zero("Lines read are lines taken and lines rejected",
                      counts.read - counts.good - counts.rejected, 0.0)  # fmt: skip
    twice = len(wishes) - len({wish.line.asset.casefold() for wish in wishes})
    yield is_zero("Every asset is there once", twice, 0.0, "add the quantities up")
