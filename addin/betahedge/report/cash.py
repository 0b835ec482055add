"""The cash of a period: funding and fees, each with the coin that it was paid for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from betahedge.books.coins import money_of
from betahedge.books.contracts import name_contract
from betahedge.books.faults import Fault, Unclear
from betahedge.books.text import escaped
from betahedge.report.case import Case
from betahedge.report.rows import Report


@dataclass(slots=True)
class Line:
    """The P&L of an asset; `moved`: coins that came or went without a trade, at today's price."""

    asset: str
    spot: float = 0.0
    futures: float = 0.0
    basis: float = 0.0
    funding: float = 0.0
    fees: float = 0.0
    opening: float = 0.0
    bought: float = 0.0
    sold: float = 0.0
    moved: float = 0.0
    closing: float = 0.0

    @property
    def total(self) -> float:
        """Give the sum of the parts."""
        return math.fsum((self.spot, self.futures, self.basis, self.funding, self.fees))


def contract_name(text: str) -> str:
    """Name a contract as the register does, of a month of it too; a coin's name stays."""
    named = name_contract(text)
    return text if named.fault or named.underlying == text.upper() else named.name


def say_doubts(case: Case) -> Iterator[str]:
    """Say what two files have that one should: fees twice, and P&L of what has no trades."""
    traded = {contract_name(each.contract) for each in case.trades}
    fees = {contract_name(each.contract) for each in case.trades if each.fee}
    twice = [each.contract for each in case.flows if each.flow == "fee" and each.contract in fees]
    closed = [
        each.contract for each in case.flows if each.flow == "pnl" and each.contract not in traded
    ]
    for name in dict.fromkeys(twice):
        yield f"{escaped(name)}: trades and funding both have fees, and both are counted"
    for name in dict.fromkeys(closed):
        told = escaped(name) or "no contract"
        yield f"{told}: funding has P&L, which is not counted, and the trades have none of it"


def add_cash(lines: dict[str, Line], coins: Mapping[str, str], case: Case, report: Report) -> None:
    """Add funding and fees to the coin of their contract; each in the book's currency.

    coins: of the contracts that were held.
    """
    prices = {row.asset.casefold(): row.price for row in report.assets}
    names = {name.casefold(): name for name in lines}
    faults: list[Fault] = []

    def line(contract: str) -> Line:
        of_coin = names.get(contract.casefold()) or name_contract(contract).underlying
        asset = coins.get(contract) or of_coin or contract or "no contract"
        return lines.setdefault(asset, Line(asset))

    for flow in case.flows:
        money = flow.amount * _rate(flow.currency, report.currency, prices, flow.number, faults)
        if flow.flow == "funding":
            line(flow.contract).funding += money
        elif flow.flow == "fee":
            line(flow.contract).fees += money
    for trade in case.trades:
        rate = _rate(trade.fee_currency, report.currency, prices, trade.number, faults)
        line(trade.contract).fees -= trade.fee * rate
    if faults:
        raise Unclear("; ".join(map(str, faults)))


def _rate(
    currency: str, book: str, prices: dict[str, float], number: int, faults: list[Fault]
) -> float:
    """Give what one unit is worth in the book's currency: 1 for a stablecoin of it."""
    if not currency or money_of(currency) == money_of(book):
        return 1.0
    price = prices.get(currency.casefold())
    if price is None:
        must = f"has no price in {book}"
        faults.append(Fault(f"line {number}", number, "currency", currency, must, "add the coin"))
    return price or 0.0
