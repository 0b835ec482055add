"""The market: prices, funding and intervals by coin and by contract, with their stamp."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from betahedge.books.coins import coin, money_of, pair
from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract
from betahedge.books.currency import one_currency
from betahedge.books.faults import BadLines, Fault, Unclear
from betahedge.books.how import How
from betahedge.books.model import Line
from betahedge.books.table import read_bytes, read_table
from betahedge.books.tells import refuse_positions
from betahedge.books.text import escaped


@dataclass(frozen=True, slots=True)
class Quote:
    """What the market says of a coin or a contract."""

    symbol: str
    price: float | None
    futures_price: float | None
    funding_rate: float | None
    funding_interval: float | None
    as_of: datetime.datetime | None
    base: str = ""
    contract: str = ""
    contract_size: float | None = None
    note: str = ""

    @property
    def terms(self) -> dict[str, float]:
        """Give the futures price, funding and interval, as far as they are said."""
        known = {
            "futures_price": self.futures_price,
            "funding_rate": self.funding_rate,
            "funding_interval": self.funding_interval,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class Market:
    """The quotes of a market file, its faults, and its stamp: that of its oldest quote.

    currency: of its prices, as money and not as a stablecoin; "" where it says none.
    """

    source: str
    quotes: tuple[Quote, ...]
    faults: tuple[Fault, ...] = ()
    currency: str = ""

    @property
    def as_of(self) -> datetime.datetime | None:
        """Give the stamp: no quote is older."""
        return min((quote.as_of for quote in self.quotes if quote.as_of), default=None)

    def age(self, now: datetime.datetime | None = None) -> datetime.timedelta | None:
        """Tell how old its oldest quote is, now or at another time in UTC."""
        now = now or datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        return now - self.as_of if self.as_of else None

    def stamp_of(
        self, lines: Sequence[Line], own: datetime.datetime | None
    ) -> datetime.datetime | None:
        """Give the stamp of the oldest price of a book; None where it is not known.

        own: of prices that its lines have of their own, other than the market's; cash aside.
        """
        has_own = any(
            line.price is not None and line.price != self.price(line.asset)
            for line in lines
            if not line.is_cash
        )
        stamps = (self.as_of, own) if has_own else (self.as_of,)
        return None if None in stamps else min(filter(None, stamps))

    def price(self, asset: str) -> float | None:
        """Give the spot price of a coin, of its first quote that has one; its own goes before."""
        return self._prices.get(asset.casefold())

    @cached_property
    def _prices(self) -> dict[str, float]:
        found: dict[str, float] = {}
        priced = [(quote, quote.price) for quote in self.quotes if quote.price is not None]
        for quote, price in priced:
            found.setdefault(quote.symbol.casefold(), price)
        for quote, price in priced:
            found.setdefault(quote.base.casefold(), price)
        return found

    def terms(self, contract: str) -> dict[str, float]:
        """Give the futures price, funding and interval of a contract, of its first quote with any.

        A spot market has the same code as a contract on some venues, and says none of them.
        """
        quote = self.of_contract(contract)
        return quote.terms if quote else {}

    def of_contract(self, contract: str) -> Quote | None:
        """Give the first quote of a contract that says any terms of it."""
        return self._of_contract.get(contract.casefold())

    @cached_property
    def _of_contract(self) -> dict[str, Quote]:
        found: dict[str, Quote] = {}
        for quote in self.quotes:
            for name in (quote.symbol, quote.contract) if quote.terms else ():
                found.setdefault(name.casefold(), quote)
        return found

    def accept(self) -> Market:
        """Give the market, or raise its faults."""
        if self.faults:
            raise BadLines(self.source, self.faults)
        return self


def together(markets: Sequence[Market]) -> Market:
    """Put several markets together; the first that knows a price goes before.

    Raises Unclear where they are in two currencies.
    """
    said = {market.currency: market.source for market in markets if market.currency}
    if len(said) > 1:
        each = " and ".join(f"{escaped(name)} ({source})" for name, source in said.items())
        raise Unclear(f"the markets are in {each}; must be in one currency")
    quotes = tuple(quote for market in markets for quote in market.quotes)
    return Market(markets[0].source if markets else "", quotes, (), next(iter(said), ""))


def read_market(path: Path, how: How | None = None) -> Market:
    """Read a market file: of `betahedge snapshot`, or any with symbol, price and funding rate."""
    return market_of(str(path), read_bytes(path), how or How())


def market_of(name: str, data: bytes, how: How) -> Market:
    """Read the bytes of a market file."""
    columns = read_table(name, data, "market", how)
    if not columns.header.mapped:
        refuse_positions(columns.grid, [columns.header.row], "market")
    bad = {fault.line for fault in columns.faults}
    numbers = [columns.grid.numbers[row] for row in columns.body]
    quotes = {k: _quote(columns, k) for k, number in enumerate(numbers) if number not in bad}
    _check_repeats(columns, quotes)
    codes = columns.values.get("currency") or []
    columns.values["currency"] = [code and money_of(code) for code in codes]
    currency = money_of(one_currency(columns, ("price", "futures_price")))
    known = tuple(each for each in quotes.values() if each)
    return Market(name, known, tuple(columns.faults), currency)


def _check_repeats(columns: Columns, quotes: Mapping[int, Quote | None]) -> None:
    """Find what is quoted twice, at two prices: a history, or a line too many."""
    seen: dict[tuple[str, ...], tuple[Quote, int]] = {}
    venues = columns.values.get("venue") or [None] * len(columns.body)
    for k, quote in quotes.items():
        if quote is None:
            continue
        names = (quote.symbol, quote.contract, venues[k] or "")
        first, row = seen.setdefault(tuple(map(str.casefold, names)), (quote, columns.body[k]))
        if (first.price, first.futures_price) != (quote.price, quote.futures_price):
            place = columns.grid.place(columns.grid.numbers[row])
            must = f"is quoted in {place} too, at another price"
            remedy = "leave one; a history is given by --prices"
            columns.fault(columns.body[k], "symbol", quote.symbol, must, remedy)


def _quote(columns: Columns, k: int) -> Quote | None:
    def get(name: str) -> Any:
        column = columns.values.get(name)
        return column[k] if column else None

    symbol = get("symbol")
    if symbol is None:
        columns.fault(columns.body[k], "symbol", None, "must not be blank")
        return None
    venue, code = get("venue") or "", get("code") or ""
    contract = f"{venue}:{code}".upper() if venue and code else ""
    base, money = get("base"), ""
    if not base and not contract:
        base, money = pair(symbol.partition(":")[0])
    if money:
        place = columns.grid.place(columns.grid.numbers[columns.body[k]])
        columns.currencies.setdefault(money_of(money), place)
    price, futures_price = get("price"), get("futures_price")
    named = name_contract(symbol) if ":" in symbol and not contract else None
    if named and named.sizes:  # VENUE:CODE: the one price beside it is that of the future
        contract, base = named.name, base or named.underlying
        price, futures_price = (None, price) if futures_price is None else (price, futures_price)
    elif venue and name_contract(f"{venue}:{symbol}").sizes:  # its funding, and its price's coin
        contract = contract or f"{venue}:{symbol}".upper()
    return Quote(
        coin(symbol) or symbol, price, futures_price, get("funding_rate"),
        get("funding_interval"), get("as_of") or get("fetched_at"), coin(base) if base else "",
        contract, get("contract_size"), get("note") or "",
    )  # fmt: skip
