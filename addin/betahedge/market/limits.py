"""The limits of a book that is watched: each with its value, its bound, and a line that says so."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from betahedge.books.checking import fill
from betahedge.books.contracts import name_contract
from betahedge.books.how import How
from betahedge.books.market import Market, together
from betahedge.books.matching import contract_of, match_to_book
from betahedge.books.model import Book, Line
from betahedge.books.netting import NetOrder, net_orders
from betahedge.books.positions import Position
from betahedge.books.text import escaped
from betahedge.core.carry import hedge_funding_rate
from betahedge.core.running import BAND
from betahedge.report.numbers import MINUS, count, percent

_AHEAD = 1.0  # hours that a stamp may be ahead: clocks differ


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be: drift of a hedge, age of the market (hours), cost of funding (a year).

    drift: the ratio that is held less the target.  None: not watched.
    """

    drift: float | None = BAND
    age: float | None = 24.0
    funding: float | None = 0.10


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name, whether it is broken (None: not to be seen), and what to say."""

    name: str
    is_broken: bool | None
    line: str


def check_limits(
    book: Book,
    markets: Sequence[Market],
    bounds: Bounds,
    hedge_ratio: float,
    positions: Sequence[Position],
    now: datetime.datetime,
) -> tuple[Limit, ...]:
    """Check every limit of a book at this moment."""
    found = list(_strangers(book, positions))
    ends = {contract_of(line): line.expiry for line in book.lines if line.expiry}
    market = together(markets)
    if bounds.age is not None:
        found += [_age(each.source, each.as_of, bounds.age, now) for each in markets]
        has_own = any(not line.is_cash and not market.price(line.asset) for line in book.lines)
        own = _age(book.source, book.unquoted or book.priced_at, bounds.age, now)
        found.append(own if has_own else replace(own, is_broken=False))
    book = at_market(book, market)
    band = bounds.drift or 0.0
    orders = net_orders(book, hedge_ratio, positions=positions, band=band)
    found += [_end(order, ends[order.contract], now) for order in orders if order.contract in ends]
    if bounds.drift is not None:
        found += _drifts(orders, bounds.drift)
    if bounds.funding is not None:
        found += _fundings(book.lines, orders, bounds.funding)
    return tuple(found)


def _strangers(book: Book, positions: Sequence[Position]) -> Iterator[Limit]:
    """Say which positions no order counts."""
    lines = {each.name: str(each) for each in match_to_book(positions, book).strangers}
    for name in dict.fromkeys(escaped(each.contract) for each in positions):
        yield Limit(f"position {name}", name in lines, lines.get(name, ""))


def at_market(book: Book, market: Market) -> Book:
    """Price a book at the market, which goes before what its file said earlier.

    A future that the market does not quote has the market's price of its coin.
    """
    lines = [replace(line, **_known_anew(line, market)) for line in book.lines]
    filled = [fill(line, lines, market, How(), book.currency) for line in lines]
    return replace(book, lines=tuple(filled))


def _known_anew(line: Line, market: Market) -> dict[str, Any]:
    """Blank what the market says anew of a line."""
    names = ["price"] if market.price(line.asset) else []
    if line.contract:
        coin = name_contract(line.contract).underlying or line.asset
        names += [*market.terms(line.contract), *(["futures_price"] if market.price(coin) else [])]
    return dict.fromkeys(names)


def _age(source: str, time: datetime.datetime | None, most: float, now: datetime.datetime) -> Limit:
    name = f"age {source}"
    if time is None:
        line = f"{escaped(source)}: has no stamp, and prices of it are used"
        return Limit(name, True, line)
    hours = (now - time) / datetime.timedelta(hours=1)
    line = f"{escaped(source)}: its oldest price is {hours:,.1f} hours old, above {most:g}"
    if hours < 0:
        line = (
            f"{escaped(source)}: its prices are {-hours:,.1f} hours ahead of this computer's clock"
        )
    return Limit(name, not -_AHEAD <= hours <= most, line)


def _drifts(orders: Sequence[NetOrder], most: float) -> Iterator[Limit]:
    """Say where what is held is off what the lines of a contract ask for, and must be traded."""
    for order in orders:
        word = "sell" if order.order > 0 else "buy"
        line = (
            f"{escaped(order.contract)}: {_count(order.held)} held, {_count(order.target)} asked, "
            f"a drift above {percent(most)}: {word} {_count(abs(order.order))}"
        )
        yield Limit(f"drift {order.contract}", order.order != 0, line)


def _end(order: NetOrder, end: datetime.datetime, now: datetime.datetime) -> Limit:
    """Say that contracts are held of one that has less than a day to go."""
    line = (
        f"{escaped(order.contract)}: {_count(order.held)} held, and it ends on {end:%Y-%m-%d}: "
        "roll them into a later one, or take out what was settled"
    )
    is_broken = order.held != 0 and (end.date() - now.date()).days < 1
    return Limit(f"end {order.contract}", is_broken, line)


def _count(contracts: float) -> str:
    """Write contracts whole or in their lots, with the sign of a keyboard."""
    return count(contracts).replace(MINUS, "-")


def _fundings(lines: Sequence[Line], orders: Sequence[NetOrder], most: float) -> Iterator[Limit]:
    """Tell what a position pays a year: a short one where the rate is below 0."""
    held = {order.contract: order.held for order in orders}
    rated = {contract_of(line): line for line in reversed(lines) if line.funding_rate is not None}
    for name in dict.fromkeys(map(contract_of, lines)):
        if held.get(name):
            yield _funding(name, held[name], rated.get(name), most)


def _funding(name: str, held: float, line: Line | None, most: float) -> Limit:
    if line is None or line.funding_rate is None:
        return Limit(f"funding {name}", None, "")
    rate, hours = line.funding_rate, line.funding_interval
    stamp = -rate if held > 0 else rate
    if hours is None:
        text = f"{escaped(name)}: the position pays funding, and how often is not known"
        return Limit(f"funding {name}", stamp > 0, text)
    paid = hedge_funding_rate(stamp, hours)
    text = (
        f"{escaped(name)}: the position pays funding of {percent(paid)} a year, "
        f"above {percent(most)}"
    )
    return Limit(f"funding {name}", paid > most, text)
