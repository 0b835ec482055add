"""report.xlsx: the book in the main workbook, calculated, and whether it says the same."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from betahedge.books.contracts import JOIN
from betahedge.books.model import Book, Line
from betahedge.cells.register import contracts
from betahedge.engine import Calculated
from betahedge.engine.fresh import calculate_built
from betahedge.report.assets import split_contract
from betahedge.report.carrying import MOVES, RALLIES, maintenance_rate
from betahedge.report.checking import Finding, is_true
from betahedge.report.filling import fill_inputs, sheet_price
from betahedge.report.making import Made
from betahedge.report.policy import Policy
from betahedge.report.sizing import Group, Leg, joined
from betahedge.report.wishes import NONE, Wish
from betahedge.sheets.book import Built
from betahedge.templates import book as template
from betahedge.templates.mixed_portfolio import build_mixed_portfolio
from betahedge.templates.report import PAGE

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Workbook:
    """The workbook of a report: its file, and its values by address."""

    data: bytes
    built: Built
    result: Calculated

    def number(self, address: str) -> float:
        """Give a number of a cell; what is none is not a number."""
        value = self.result.values.get(address, self.built.given.get(address))
        return float(value) if isinstance(value, int | float) else math.nan

    def column(self, item: str) -> list[float]:
        """Give the numbers of an item, one a holding."""
        return [self.number(address) for address in self.built.cells(item)]

    def failed(self) -> list[str]:
        """Name its own checks that FAIL."""
        pairs = zip(self.built.cells("checks.test"), self.built.cells("checks.result"))
        return [
            str(self.built.given.get(test))
            for test, result in pairs
            if self.result.values.get(result) == "FAIL"
        ]


def make_workbook(made: Made) -> Workbook:
    """Fill the main workbook with a report's book and calculate it."""
    built = build_mixed_portfolio(fill(made))
    result = calculate_built(built, made.case.stamp.date())
    return Workbook(result.data, built, result)


def fill(made: Made) -> template.BookInputs:
    """Give the workbook's inputs: what the policy made of each line."""
    case, policy = made.case, made.case.policy
    groups = {wish.contract: group for group in made.groups for wish in group.wishes}
    coins = {wish.line.asset.casefold() for wish in made.wishes}
    lines = tuple(
        replace(_line(wish, groups.get(wish.contract)), futures_price=sheet_price(wish.line, coins))
        for wish in made.wishes
    )
    book = Book(lines, case.book.currency, case.priced_at, case.book.source, case.book.rejected)
    inputs = fill_inputs(book, _policy(policy, made), entity=made.report.entity,
                         day=case.stamp.date(), history=case.prices)  # fmt: skip
    holdings = tuple(
        replace(
            row, contract=_contract(groups.get(wish.contract)), contract_size=None, lot_size=None
        )
        for row, wish in zip(inputs.holdings, made.wishes)
    )
    rows = tuple(row for group in made.groups for row in _terms(group, policy))
    return replace(
        inputs, holdings=holdings, contracts=rows, moves=MOVES, rallies=RALLIES,
        past=_past(made.report.history),
        failed=tuple(line.test for line in made.report.checks.lines if line.result == "FAIL"),
    )  # fmt: skip


def _past(history: dict[str, Any] | None) -> template.Past | None:
    """Give the workbook the pictures of the appendix."""
    if history is None:
        return None
    days = tuple(datetime.date.fromisoformat(day["date"]) for day in history["days"])
    pictures = tuple(
        template.Picture(
            chart["title"], chart["note"],
            tuple(
                template.Curve(line["name"], tuple(line["values"]), line["colour"])
                for line in chart["lines"]
            ),
            chart["percent"],
        )
        for chart in history["charts"]
    )  # fmt: skip
    return template.Past(days, pictures)


def _contract(group: Group | None) -> str:
    """Name the contract of a group."""
    return joined(group).contract if group else NONE


def _terms(group: Group, policy: Policy) -> Iterator[template.ContractRow]:
    """List the contract of a group; of two sizes both together, and each with what is held."""
    yield _row(group, joined(group), policy)
    for leg in group.legs if len(group.legs) > 1 else ():
        yield replace(_row(group, leg, policy), held=leg.held)


def _row(group: Group, leg: Leg, policy: Policy) -> template.ContractRow:
    """List a contract by the terms that the report has sized it with."""
    known = contracts().get(leg.contract.split(JOIN)[-1].upper(), {})
    venue, code = split_contract(leg.contract)
    coin = known.get("underlying") or group.wishes[0].line.asset
    initial, fee = (known.get(name) or None for name in ("initial_margin_rate", "taker_fee"))
    return template.ContractRow(
        leg.contract, venue, code, coin, leg.kind, leg.size, known.get("size_unit") or coin,
        leg.lot, float(initial) if initial else None, maintenance_rate(leg.contract, policy),
        float(fee) if fee else None, known.get("as_of", ""), "" if known else "the book",
    )  # fmt: skip


def _policy(policy: Policy, made: Made) -> template.Policy:
    return template.Policy(
        hedge_ratio=policy.target, band=policy.band, rounding=policy.rounding,
        price_age=policy.price_age, rise=policy.limits.distance, materiality=policy.materiality,
        horizon=policy.horizon_days, fee=policy.fee, slippage=policy.slippage,
        capital=policy.capital_rate, stress=made.report.stress.move,
    )  # fmt: skip


def _line(wish: Wish, group: Group | None) -> Line:
    """Say in the line what its contract holds: of a shared one, this line's part."""
    line = replace(wish.line, beta=wish.beta, hedge_ratio=wish.ratio)
    if group is None:
        return replace(line, contract=None, kind=None)
    leg = joined(group)
    held = group.share(leg.short_now)[group.wishes.index(wish)] / leg.each if leg.each else 0.0
    whole = leg.held if len(group.wishes) == 1 else held
    first = wish is group.wishes[0]  # in whose row the position of the contract stands
    return replace(
        line, held=whole, contract=None, contract_size=leg.size, kind=None,
        entry_price=leg.entry,
        collateral=leg.collateral if first else None,
        expiry=leg.expiry, funding_rate=leg.funding_rate, funding_interval=leg.interval,
    )  # fmt: skip


def check_workbook(workbook: Workbook, made: Made) -> Iterator[Finding]:
    """Hold the workbook's numbers against the report's."""
    totals = made.report.totals
    gross = max(1.0, math.fsum(abs(row.exposure) for row in made.report.assets))
    exposure = math.fsum(workbook.column("orders.exposure"))
    gap = abs(exposure - totals.exposure)
    yield is_true("report.xlsx: exposure is the report's", gap <= _CLOSE * gross, f"{gap:.3g}",
                  "0", "do not sign: report it with the command")  # fmt: skip
    gap = abs(exposure - math.fsum(workbook.column("orders.net")) + totals.hedge_value)
    yield is_true("report.xlsx: the hedge is the report's", gap <= _CLOSE * gross, f"{gap:.3g}",
                  "0", "do not sign: report it with the command")  # fmt: skip
    failed = [test for test in workbook.failed() if not test.startswith(PAGE)]
    yield is_true("report.xlsx: its own checks", not failed, ", ".join(failed[:2]) or "OK", "OK",
                  "open it: the sheet Checks says what to do")  # fmt: skip
