"""Funding of perpetuals: the rate now, the hours of its interval and where they are from; history.

What venues do differently: Deribit's history has the rate of eight hours every hour, so
`interest_1h` is taken.  Binance names only the intervals that are not usual, so the distance of
the last stamps is taken, and never eight hours because nothing was said.  Kraken's inverse
contracts pay coins a dollar: times the price they are a rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from betahedge.market.exchange import Asked

HOUR = 3600_000  # milliseconds
_PAGES = 10_000
_TAKE_AN_END = ("binance", "bybit", "deribit", "hyperliquid")


def fetch_rates(asked: Asked, markets: list[Any]) -> dict[str, Any]:
    """Ask for the funding of perpetuals, all of a kind at once where the exchange can."""
    exchange = asked.exchange
    found: dict[str, Any] = {}
    if not exchange.has.get("fetchFundingRates"):
        if not exchange.has.get("fetchFundingRate"):
            return {}
        for market in markets:
            name = market["symbol"]
            rate = asked.ask(f"funding {name}", partial(exchange.fetch_funding_rate, name))
            found |= {name: rate} if rate else {}
        return found
    for kind, names in by_kind(exchange, markets).items():
        params = {"subType": kind} if exchange.id == "binance" else {}
        before = len(asked.faults)
        what = f"funding {kind}".strip()
        rates = asked.ask(what, partial(exchange.fetch_funding_rates, names, params)) or {}
        found |= rates
        say_missing(asked, what, names, rates, before)
    of_krakens = [m["symbol"] for m in markets if m["inverse"] and exchange.id == "krakenfutures"]
    return found | {name: _of_face(found[name]) for name in of_krakens if name in found}


def _of_face(rate: Any) -> Any:
    """Turn coins a dollar of Kraken's inverse contracts into a rate: ccxt divides by the price."""
    coins, price = rate["info"].get("fundingRate"), rate.get("indexPrice")
    known = coins is not None and price is not None
    return rate | {"fundingRate": float(coins) * price if known else None}


def by_kind(exchange: Any, markets: Iterable[Any]) -> dict[str, list[str]]:
    """Part symbols by linear and inverse, where the exchange is asked for each alone."""
    kinds: dict[str, list[str]] = {}
    for market in markets:
        kind = (market.get("subType") or "") if exchange.id in ("binance", "bybit") else ""
        kinds.setdefault(kind, []).append(market["symbol"])
    return kinds


def say_missing(asked: Asked, what: str, names: list[str], found: Any, before: int) -> None:
    """Compare what came with what was asked: ccxt gives nothing for an answer it cannot read."""
    gone = sorted(set(names) - set(found))
    if gone and len(asked.faults) == before:
        asked.faults.append(f"{what}: the answer has no {', '.join(gone)}")


def fetch_intervals(
    asked: Asked, markets: list[Any], rates: dict[str, Any]
) -> dict[str, tuple[float, str]]:
    """Tell the hours from stamp to stamp, and whether the exchange or its history says so."""
    exchange = asked.exchange
    hours: dict[str, tuple[float, str]] = {}
    if exchange.id == "binance":
        for kind, names in by_kind(exchange, markets).items():
            said = asked.ask(
                f"intervals {kind}",
                partial(exchange.fetch_funding_intervals, None, {"subType": kind}),
            )
            hours |= {n: (_hours(said[n]), "exchange") for n in names if said and n in said}
    for market in markets:
        name = market["symbol"]
        said = rates.get(name)
        if name not in hours and said and said.get("interval"):
            hours[name] = (_hours(said), "exchange")
        elif name not in hours:
            hours |= _from_history(asked, name)
    return {name: (value, where) for name, (value, where) in hours.items() if value}


def _hours(said: Any) -> float:
    text = said.get("interval") or ""
    return float(text[:-1]) if text.endswith("h") else 0.0


def _from_history(asked: Asked, name: str) -> dict[str, tuple[float, str]]:
    if not asked.exchange.has.get("fetchFundingRateHistory"):
        return {}
    what = f"funding history {name}"
    past = asked.ask(what, lambda: asked.exchange.fetch_funding_rate_history(name, limit=3)) or []
    steps = {
        round((after["timestamp"] - before["timestamp"]) / HOUR, 2)
        for before, after in pairwise(past)
    }
    if len(steps) == 1:
        return {name: (steps.pop(), "history")}
    if steps:
        asked.faults.append(f"{what}: its stamps are {sorted(steps)} hours apart")
    return {}


def fetch_history(asked: Asked, name: str, start: int, end: int) -> list[tuple[int, float]]:
    """Ask for what was paid from one moment to another: stamps in milliseconds, and rates."""
    exchange, what = asked.exchange, f"funding history {name}"
    found: dict[int, float] = {}
    since, until = start, {"until": end} if exchange.id in _TAKE_AN_END else {}
    for _ in range(_PAGES):
        rows = asked.ask(
            what,
            partial(exchange.fetch_funding_rate_history, name, since, None, until),
        )
        new = {row["timestamp"]: _rate(exchange, row) for row in rows or ()}
        new = {stamp: rate for stamp, rate in new.items() if start <= stamp <= end}
        fresh = new.keys() - found.keys()
        found |= new
        if not fresh or max(new) >= end:
            break
        since = max(new) + 1
    stamps = sorted(found)
    if stamps and stamps[0] - start > 24 * HOUR:
        asked.faults.append(
            f"{what}: begins {(stamps[0] - start) // HOUR:,} hours later than asked"
        )
    if not stamps and not any(fault.startswith(what) for fault in asked.faults):
        asked.faults.append(f"{what}: the answer has none")
    return [(stamp, found[stamp]) for stamp in stamps]


def _rate(exchange: Any, row: Any) -> float:
    if exchange.id == "deribit":
        return float(row["info"]["interest_1h"])
    return float(row["fundingRate"])
