"""The P&L of a period: from what was held before, trades and cash, to what is held now.

Spot, futures at the spot price, basis, funding and fees, by asset; gains and cash received +.
The parts of a contract's P&L add up to it whatever the prices on the way.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast

from betahedge.books.coins import is_cash, money_of
from betahedge.books.contracts import name_contract
from betahedge.books.faults import Fault, Unclear
from betahedge.books.netting import check_kind
from betahedge.books.positions import Trade
from betahedge.books.text import escaped, shown
from betahedge.core.contract import Kind, hedge_futures_pnl
from betahedge.core.position import PositionMethod, hedge_position
from betahedge.report.case import Case
from betahedge.report.cash import Line, add_cash, contract_name, say_doubts
from betahedge.report.numbers import rounded
from betahedge.report.previous import Previous
from betahedge.report.rows import Held, Report

Method = Literal["average", "fifo"]
CENT = 0.005
_STAMP = "%Y-%m-%dT%H:%MZ"


@dataclass(slots=True)
class ContractLine:
    """A contract over the period; contracts are + sold short.

    difference: what is held now less what was held and traded; `unexplained` is that in money.
    """

    contract: str
    asset: str
    opening: float
    traded: float
    closing: float
    difference: float
    unexplained: float
    realised: float
    unrealised: float
    pnl: float


@dataclass(slots=True)
class Period:
    """The P&L of a period, by asset and by contract.

    left_out: trades and amounts of cash that are not of the period.  doubts: what of its cash
    may be counted twice, or not at all.
    """

    start: str
    end: str
    method: str
    left_out: int = 0
    doubts: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    contracts: list[ContractLine] = field(default_factory=list)

    @property
    def unexplained(self) -> float:
        """Give what does not tie out, in money."""
        return math.fsum(abs(each.unexplained) for each in self.contracts)

    def sums(self) -> dict[str, float]:
        """Add up the parts, and give what rounding each to the cent leaves."""
        names = ("spot", "futures", "basis", "funding", "fees")
        found = {name: math.fsum(getattr(each, name) for each in self.lines) for name in names}
        total = math.fsum(each.total for each in self.lines)
        cents = sum(rounded(getattr(each, n), 2) for each in self.lines for n in names)
        return found | {"total": total, "rounding": float(rounded(total, 2) - cents)}

    def numbers(self) -> dict[str, Any]:
        """Give all numbers by name."""
        lines = [asdict(each) | {"total": each.total} for each in self.lines]
        return {
            "start": self.start, "end": self.end, "method": self.method, "lines": lines,
            "contracts": [asdict(each) for each in self.contracts], "totals": self.sums(),
            "unexplained": self.unexplained, "ties_out": self.unexplained < CENT,
        }  # fmt: skip


def make_period(report: Report, case: Case, before: Previous, method: Method = "average") -> Period:
    """Attribute the P&L from an earlier pack to this report."""
    if before.data["currency"] != report.currency:
        raise Unclear(
            f"{escaped(str(before.given.path))}: is in {before.data['currency']}, the book in "
            f"{report.currency}; a period has one currency"
        )
    start, end = _time_of(before), datetime.datetime.strptime(report.as_of, _STAMP)
    if start > end:
        raise Unclear(
            f"{escaped(str(before.given.path))}: is of {before.data['as_of']}, after this report's "
            f"{report.as_of}; name an earlier one"
        )
    trades = tuple(row for row in case.trades if start < row.date <= end)
    flows = tuple(row for row in case.flows if start < row.date <= end)
    left_out = len(case.trades) - len(trades) + len(case.flows) - len(flows)
    coins = (*before.quantities, *(row.asset for row in report.assets))
    _check_trades(trades, coins, report.currency)
    case = replace(case, trades=trades, flows=flows)
    doubts = tuple(say_doubts(case))
    period = Period(before.data["as_of"], report.as_of, method, left_out, doubts)
    lines = _spot_lines(report, before, case.trades)
    opening = {row["contract"]: _held(row) for row in before.data["held"]}
    closing = {row.contract: row for row in report.held}
    traded = _by_contract(case.trades, set(lines))
    for contract in sorted(opening.keys() | closing.keys() | traded.keys()):
        _add_contract(period, lines, contract, opening.get(contract), closing.get(contract),
                      traded.get(contract, []))  # fmt: skip
    hedged = {name: row.asset for name, row in (*opening.items(), *closing.items())}
    add_cash(lines, hedged, case, report)
    period.lines = sorted(lines.values(), key=lambda each: -abs(each.closing))
    return period


def _time_of(before: Previous) -> datetime.datetime:
    """Read the time of the pack before, from which on rows are of the period."""
    try:
        return datetime.datetime.strptime(str(before.data["as_of"]), _STAMP)
    except ValueError:
        path, was = escaped(str(before.given.path)), shown(before.data["as_of"])
        raise Unclear(f"{path}: as_of: was {was}; must be like 2026-09-30T16:00Z") from None


def _check_trades(trades: Sequence[Trade], coins: Iterable[str], currency: str) -> None:
    """Refuse trades whose prices, or contracts, are in other money than the book's.

    coins: of the book; for them a coin is money too, as bitcoin for ether.
    """
    names = {name.casefold() for name in coins}
    faults = []
    for each in trades:
        own = name_contract(each.contract).currency if ":" in each.contract else ""
        said, contract = each.currency or own, each.contract.casefold()
        is_price = is_cash(said) or (contract in names and said.casefold() not in ("", contract))
        if is_price and money_of(said) != money_of(currency):
            must = f"the book is in {currency}"
            remedy = "write the price of the trade in it"
            faults.append(Fault(f"line {each.number}", each.number, "currency", said, must, remedy))
    if faults:
        raise Unclear("; ".join(map(str, faults)))


def _held(row: dict[str, Any]) -> Held:
    return Held(**{name: row[name] for name in Held.__dataclass_fields__})


def _spot_lines(report: Report, before: Previous, trades: Sequence[Trade]) -> dict[str, Line]:
    """Value the coins: what was held at both prices, what was traded from its price on."""
    now = {row.asset: row for row in report.assets}
    prices, quantities = before.prices, before.quantities
    lines = {}
    for name in [*now, *(each for each in quantities if each not in now)]:
        first, held = prices.get(name), quantities.get(name, 0.0)
        last = now[name].price if name in now else first or 0.0
        first = last if first is None else first
        own = [trade for trade in trades if trade.contract.casefold() == name.casefold()]
        net = math.fsum(trade.quantity for trade in own)
        closing = now[name].quantity if name in now else 0.0
        gains = [trade.quantity * (last - trade.price) for trade in own]
        lines[name] = Line(
            name, held * (last - first) + math.fsum(gains), opening=held * first,
            bought=math.fsum(t.quantity * t.price for t in own if t.quantity > 0),
            sold=math.fsum(t.quantity * t.price for t in own if t.quantity < 0),
            moved=(closing - held - net) * last, closing=closing * last,
        )  # fmt: skip
    return lines


def _by_contract(trades: Sequence[Trade], assets: set[str]) -> dict[str, list[Trade]]:
    """Gather the trades of futures, the oldest first; those of a coin of the book are spot.

    A file that begins with the newest has the later of two of one time above.
    """
    coins = {name.casefold() for name in assets}
    is_falling = bool(trades) and trades[0].date > trades[-1].date
    found: dict[str, list[Trade]] = {}
    for trade in sorted(trades[::-1] if is_falling else trades, key=lambda each: each.date):
        if trade.contract.casefold() not in coins:
            found.setdefault(contract_name(trade.contract), []).append(trade)
    return found


def _terms(contract: str, known: Held | None) -> tuple[str, Kind, float]:
    """Give a contract's coin, kind and size: of the packs, else of the register."""
    if known:
        return known.asset, cast(Kind, known.kind), known.size
    named = name_contract(contract)
    is_coin = named.underlying == contract.upper()
    if named.fault or is_coin:
        told = "is a coin;" if is_coin else f"{named.fault}; {named.remedy}; or, of a coin,"
        raise Unclear(
            f"{escaped(contract)}: was traded and {told} "
            "give it a line in the holdings, with a quantity of 0 where none is left"
        )
    check_kind(contract, named.terms["kind"])
    return named.underlying, cast(Kind, named.terms["kind"]), float(named.terms["contract_size"])


def _add_contract(
    period: Period,
    lines: dict[str, Line],
    contract: str,
    opening: Held | None,
    closing: Held | None,
    trades: list[Trade],
) -> None:
    """Add the P&L of a contract to its coin, in parts that add up to it."""
    asset, kind, size = _terms(contract, closing or opening)
    if opening and opening.size != size:  # the venue has split it: as many of today's size
        opening = replace(opening, held=opening.held * opening.size / size, size=size)
    first, last, spot_first, spot_last = _marks(opening, closing, trades)
    fills = [(opening.held, first, spot_first)] if opening and opening.held else []
    basis = first / spot_first if spot_first else 1.0  # of a trade, whose spot price is not known
    fills += [(-t.quantity, t.price, t.price / basis) for t in trades]
    rate = last if kind == "inverse" else 1.0  # coins to money, at today's price
    pnl = [rate * hedge_futures_pnl(n, size, entry, last, kind) for n, entry, _ in fills]
    at_spot = [rate * hedge_futures_pnl(n, size, spot, spot_last, kind) for n, _, spot in fills]
    line = lines.setdefault(asset, Line(asset))
    line.futures += math.fsum(at_spot)
    line.basis += math.fsum(pnl) - math.fsum(at_spot)
    run = hedge_position(
        [-n for n, _, _ in fills], [entry for _, entry, _ in fills],
        cast(PositionMethod, period.method), last, kind, size,
    )  # fmt: skip
    held, traded = opening.held if opening else 0.0, math.fsum(-t.quantity for t in trades)
    now = closing.held if closing else 0.0
    gap = now - held - traded
    value = size if kind == "inverse" else last * size
    gap = 0.0 if abs(gap) < 1e-9 * max(1.0, abs(now), abs(held)) else gap
    period.contracts.append(
        ContractLine(contract, asset, held, traded, now, gap, gap * value, rate * run.realised,
                     rate * (run.unrealised or 0.0), math.fsum(pnl))
    )  # fmt: skip


def _marks(
    opening: Held | None, closing: Held | None, trades: list[Trade]
) -> tuple[float, float, float, float]:
    """Give the futures price at both ends, and the coin's; of a closed one its last trade."""
    last = closing.mark if closing else trades[-1].price if trades else cast(Held, opening).mark
    first = opening.mark if opening else trades[0].price if trades else last
    spot_last = (closing.spot if closing else None) or last
    spot_first = (opening.spot if opening else None) or first
    if closing is None and opening and opening.spot:
        spot_last = last * opening.spot / opening.mark
    if opening is None and closing and closing.spot:
        spot_first = first * closing.spot / closing.mark
    return first, last, spot_first, spot_last
