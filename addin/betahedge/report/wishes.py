"""What each line of a book wants: its exposure, its ratio, and the contract that hedges it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from betahedge.books.checking import fill
from betahedge.books.contracts import JOIN, name_contract
from betahedge.books.faults import BadLines, Fault, Unclear
from betahedge.books.how import How
from betahedge.books.market import Market
from betahedge.books.matching import contract_of
from betahedge.books.model import Book, Line
from betahedge.books.text import escaped
from betahedge.errors import closest
from betahedge.report.numbers import count
from betahedge.report.policy import Policy, setting

NONE = "none"  # in the policy: no contract is quoted


@dataclass(frozen=True, slots=True)
class Wish:
    """A line with what the policy makes of it; contract "" where none is named, or quoted.

    is_quoted: False where the policy says that no contract is.
    """

    line: Line
    beta: float
    ratio: float
    contract: str
    is_quoted: bool

    @property
    def exposure(self) -> float:
        """Give the money that moves with the market."""
        return self.beta * self.line.value

    @property
    def money(self) -> float:
        """Give the part of the exposure that is to be hedged."""
        return self.ratio * self.exposure


def make_wishes(book: Book, policy: Policy, market: Market | None = None) -> list[Wish]:
    """Apply the policy to a book's lines; raises every contract of the policy that is unknown."""
    named, faults = _policy_contracts(policy)
    if faults:
        raise BadLines(policy.file, faults)
    lines = list(book.lines)
    ratios = {name.casefold(): value for name, value in policy.ratios.items()}
    wishes = []
    for line in lines:
        wanted = named.get(line.asset.casefold())
        if wanted == NONE and line.held and not line.contract:
            raise Unclear(
                f"{escaped(line.asset)}: the policy says that no contract is quoted, the holdings "
                f"hold {count(line.held)}; name the contract in its line"
            )
        if wanted and wanted != NONE and line.contract is None:
            line = replace(line, contract=wanted)
            line = fill(line, lines, market, How(), book.currency)
        wishes.append(_wish(line, policy, ratios, is_quoted=wanted != NONE))
    return wishes


def check_ended(wishes: Sequence[Wish], book: Book, day: datetime.date) -> None:
    """Refuse contracts that ended before the day of the report: none is held or traded any more.

    Raises BadLines, with a line for each of them.
    """
    ended: dict[str, Fault] = {}
    for wish in wishes:
        line = wish.line
        if wish.contract and line.expiry and line.expiry.date() < day:
            where = f"line {line.numbers[0]}" if line.numbers else line.asset
            must = f"{escaped(wish.contract)} must end on {day}, the day of the report, or later"
            remedy = "name a later contract, and take out what was settled"
            was = line.expiry.date().isoformat()
            ended.setdefault(wish.contract, Fault(where, 0, "expiry", was, must, remedy))
    if ended:
        raise BadLines(book.source or "the book", tuple(ended.values()))


def _policy_contracts(policy: Policy) -> tuple[dict[str, str], list[Fault]]:
    named, faults = {}, []
    for asset, contract in policy.contracts.items():
        found = name_contract(contract) if contract != NONE else None
        if found and found.fault:
            where = setting("contracts", asset)
            faults.append(Fault(where, 0, "", contract, found.fault, found.remedy))
        named[asset.casefold()] = found.name if found else NONE
    return named, faults


def _wish(line: Line, policy: Policy, ratios: dict[str, float], *, is_quoted: bool) -> Wish:
    ratio = ratios.get(line.asset.casefold(), line.hedge_ratio)
    if ratio is None:
        ratio = 0.0 if line.is_cash else policy.target
    beta = replace(line, hedge_ratio=ratio).market_beta
    contract = contract_of(line) if is_quoted or line.contract else ""
    return Wish(line, beta, ratio, contract, is_quoted)


def say_strangers(policy: Policy, wishes: Sequence[Wish]) -> Iterator[str]:
    """Say which names of the policy no line and no contract of the book has."""
    assets = [wish.line.asset for wish in wishes]
    contracts = [name for wish in wishes for name in wish.contract.split(JOIN) if name]
    for table, names, known, what in (
        ("ratios", policy.ratios, assets, "line"),
        ("contracts", policy.contracts, assets, "line"),
        ("maintenance", policy.maintenance, contracts, "contract"),
    ):
        there = {name.casefold() for name in known}
        for name in names:
            if name.casefold() not in there:
                near = closest(name, known)
                where = f"{escaped(policy.file) or 'policy'}, {setting(table, name)}"
                yield f"{where}: no {what} of the book has this name{near}"
