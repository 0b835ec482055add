"""A line of the book, filled from the register and the market, and checked as a whole."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import Any

from betahedge.books.coins import is_cash, money_of
from betahedge.books.columns import Columns
from betahedge.books.contracts import Named, is_no_coin, name_contract
from betahedge.books.faults import NOTHING
from betahedge.books.how import How
from betahedge.books.market import Market
from betahedge.books.model import Line
from betahedge.books.text import escaped
from betahedge.cells.register import contracts
from betahedge.core.carry import hedge_funding_rate
from betahedge.templates.book import HIGHEST_SHARE

MOST_FUNDING = 2.0  # a year
MOST_BITCOIN = 21e6  # that there can ever be
MOST_OFF = 0.01  # a price of the book's own money, from 1


@functools.lru_cache(maxsize=1)
def _with_futures() -> frozenset[str]:
    return frozenset(contract["underlying"].upper() for contract in contracts().values())


_OF_CONTRACT = (
    *("futures_price", "contract_size", "lot_size", "kind", "expiry"),
    *("funding_rate", "funding_interval"),
)


def share_terms(lines: list[Line]) -> list[Line]:
    """Give each line what another line says of its contract: price, size, day and funding."""
    said: dict[str, dict[str, Any]] = {}
    named = [name_contract(line.contract).name if line.contract else "" for line in lines]
    for line, name in zip(lines, named):
        for term in _OF_CONTRACT if name else ():
            value = getattr(line, term)
            if value is not None:
                said.setdefault(name, {}).setdefault(term, value)
    shared = []
    for line, name in zip(lines, named):
        terms = said.get(name, {})
        changes = {term: terms[term] for term in terms if getattr(line, term) is None}
        shared.append(dataclasses.replace(line, **changes) if changes else line)
    return shared


def fill(line: Line, lines: list[Line], market: Market | None, how: How, currency: str) -> Line:
    """Fill what the line does not say: from the market, then from the register.

    Cash, and what has no price any more, gets the ratio 0 where it has none of its own.
    """
    changes: dict[str, Any] = {}
    price, cash = line.price, is_cash(line.asset, how.cash)
    if price is None:
        price = market.price(line.asset) if market else None
        if price is None and line.asset == currency and cash:
            price = 1.0
        changes["price"] = price
    if cash:
        changes["is_cash"] = True
    if line.hedge_ratio is None and (cash or price == 0):
        changes["hedge_ratio"] = 0.0
    if line.contract is not None:
        changes |= _terms(line, lines, market, price)
    return dataclasses.replace(line, **changes) if changes else line


def _terms(
    line: Line, lines: list[Line], market: Market | None, price: float | None
) -> dict[str, Any]:
    """Give the terms of the line's contract; what the line says itself goes before."""
    named = name_contract(line.contract or "")
    terms = dict(named.terms)
    if market:
        terms |= market.terms(named.name)
    changes = {name: value for name, value in terms.items() if getattr(line, name) is None}
    coin_price = _spot_of(named, line, lines, market, price)
    return changes | {"contract": named.name, "coin_price": coin_price}


def _spot_of(
    named: Named, line: Line, lines: list[Line], market: Market | None, price: float | None
) -> float | None:
    """Give the spot price of the coin a contract is on."""
    coin = named.underlying or line.asset
    if coin.casefold() == line.asset.casefold():
        return price
    own = (each.price for each in lines if each.asset.casefold() == coin.casefold())
    return next(own, None) or (market.price(coin) if market else None)


def check_line(columns: Columns, line: Line, how: How, warnings: list[str], currency: str) -> bool:
    """Check a line as a whole: True if it is good."""
    before = len(columns.faults)
    _check_price(columns, line, warnings)
    if line.asset.upper() == "BTC" and abs(line.quantity) > MOST_BITCOIN:
        warnings.append(f"BTC: {line.quantity:,.10g} is more than there can be; is it in satoshi?")
    off = 0.0 if line.price is None else abs(line.price - 1.0)
    if line.asset.upper() == currency and off > MOST_OFF:
        remedy = "which column names the coin? say --map asset=COLUMN"
        _fault(
            columns, line, "price", line.price, f"must be 1, for {currency} is the book's", remedy
        )
    if is_no_coin(line.asset):
        name = escaped(line.asset)
        warnings.append(
            f"{name}: reads like an option, a future or a pair, and is counted as a coin of its "
            f"price; leave it out, or say --coin {name}=TICKER where it is the coin itself"
        )
    ratio = line.hedge_ratio
    if ratio is not None and ratio > HIGHEST_SHARE and not how.allow_over_hedge:
        remedy = f"write {ratio / 10:g} or {ratio:g}% if that was meant, or say --allow-over-hedge"
        _fault(columns, line, "hedge_ratio", ratio, f"is above {HIGHEST_SHARE}", remedy)
    _check_funding(line, warnings)
    if line.contract is not None:
        _check_contract(columns, line, warnings)
        _check_settlement(line, warnings, currency)
    return len(columns.faults) == before


def _fault(
    columns: Columns, line: Line, name: str, value: object, must: str, remedy: str = ""
) -> None:
    columns.fault(columns.row_of(line.numbers[-1]), name, value, must, remedy)


def _check_price(columns: Columns, line: Line, warnings: list[str]) -> None:
    if line.price is None:
        remedy = "give one, or a market file with --market"
        _fault(columns, line, "price", NOTHING, f"{escaped(line.asset)} has no price", remedy)
    elif line.price == 0 and (line.contract or line.asset.upper() in _with_futures()):
        _fault(columns, line, "price", 0.0, f"must be above 0, for {line.asset} is traded")
    elif line.price == 0:
        warnings.append(
            f"{escaped(line.asset)}: has the price 0; it is worth nothing, and not hedged"
        )
    elif not math.isfinite(line.value):
        _fault(columns, line, "quantity", line.quantity, "makes a value too large to count")


def _check_funding(line: Line, warnings: list[str]) -> None:
    """Warn of a rate that nobody pays for long: its per cent sign may have been forgotten."""
    rate = line.funding_rate or 0.0
    interval = (line.funding_interval,) if line.funding_interval else ()  # else the usual one
    year = hedge_funding_rate(rate, *interval)
    if abs(year) > MOST_FUNDING:
        warnings.append(
            f"{escaped(line.asset)}: funding of {rate:.10g} a stamp is {year:,.0%} a year; if "
            f"{rate:.10g}% was meant, write {rate / 100:.10g}"
        )


def _check_settlement(line: Line, warnings: list[str], currency: str) -> None:
    """Warn of a linear contract that pays in another currency than the book's."""
    named = name_contract(line.contract or "")
    paid = money_of(named.currency)
    if paid and line.kind == "linear" and paid != money_of(currency):
        warnings.append(
            f"{escaped(line.asset)}: {named.name} pays in {named.currency}, the book is in "
            f"{escaped(currency)}; give its futures price in {escaped(currency)}"
        )


def check_quoted(line: Line, market: Market | None, warnings: list[str]) -> None:
    """Warn of a contract of which the market says another size, or that it is not traded."""
    quote = market.of_contract(line.contract or "") if market else None
    name, size = f"{escaped(line.asset)}: {escaped(line.contract or '')}", line.contract_size or 1.0
    if quote and quote.contract_size and quote.contract_size != size:
        warnings.append(
            f"{name} is counted as of {size:g}, and the market file has "
            f"{quote.contract_size:g}; write the right one as its contract size in the holdings"
        )
    if quote and quote.note:
        warnings.append(f"{name}: the market file says: {escaped(quote.note)}")


def _check_contract(columns: Columns, line: Line, warnings: list[str]) -> None:
    named, asset = name_contract(line.contract or ""), escaped(line.asset)
    if named.fault and (line.contract_size is None or named.known):
        _fault(columns, line, "contract", line.contract, named.fault, named.remedy)
        return
    own = named.underlying.casefold() == line.asset.casefold()
    told = own and line.price is None  # as a coin without a price
    if line.futures_price is None and line.coin_price is None and not told:
        must = f"{asset} is hedged with {line.contract}, whose price is not known"
        remedy = f"give it, a line of {named.underlying}, or a market file"
        _fault(columns, line, "futures_price", NOTHING, must, remedy)
    if named.fault:
        warnings.append(
            f"{asset}: {escaped(line.contract or '')} is not in the register; it has your own terms"
        )
    if own and line.beta not in (None, 1.0):
        warnings.append(
            f"{asset}: {line.contract} is on {asset} itself, where beta is 1; "
            f"with {line.beta:g} the hedge is {line.beta:.0%} of what was asked"
        )
