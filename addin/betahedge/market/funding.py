"""Funding of perpetuals: the rate now, the hours of its interval and where they are from; history.

What venues do differently: Deribit's history has the rate of eight hours every hour, so
`interest_1h` is taken.  Binance names only the intervals that are not usual, so the distance of
the last stamps is taken, and never eight hours because nothing was said.  Kraken's inverse
contracts pay coins a dollar: times the price they are a rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from betahedge.market.exchange import Asked, stamp

HOUR = 3600_000  # milliseconds
_PAGES = 10_000
_UNTIL = {"until": 0}
# What the end of a span is called, and what it is more than the last stamp of it.
_END = dict.fromkeys(("binance", "bybit", "deribit", "hyperliquid"), _UNTIL) | {"okx": {"after": 1}}


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
    faced = [m["symbol"] for m in markets if m["inverse"] and exchange.id == "krakenfutures"]
    return found | {name: _of_face(exchange, found[name]) for name in faced if name in found}


def _of_face(exchange: Any, rate: Any) -> Any:
    """Turn coins a dollar of Kraken's inverse contracts into a rate: ccxt divides by the price."""
    coins, price = exchange.safe_number(rate["info"], "fundingRate"), rate.get("indexPrice")
    known = coins is not None and price is not None
    return rate | {"fundingRate": coins * price if known else None}


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
    found = {row["timestamp"] for row in past}
    stamps = [] if None in found else sorted(found)
    steps = {round((after - before) / HOUR, 2) for before, after in pairwise(stamps)}
    if len(steps) == 1:
        return {name: (steps.pop(), "history")}
    if steps:
        asked.faults.append(f"{what}: its stamps are {sorted(steps)} hours apart")
    return {}


def fetch_history(asked: Asked, name: str, start: int, end: int) -> list[tuple[int, float]]:
    """Ask for what was paid from one moment to another: stamps in milliseconds, and rates.

    Some exchanges begin with the oldest and some with the newest, so what an answer leaves open
    at either end is asked for again.
    """
    what = f"funding history {name}"
    found: dict[int, float] = {}
    spans, pages = [(start, end)], 0
    while spans and pages < _PAGES:
        (first, last), pages = spans.pop(), pages + 1
        new = _paid(asked, what, name, first, last)
        found |= new
        left = [(first, min(new) - 1), (max(new) + 1, last)] if new else []
        spans += [span for span in left if span[0] <= span[1]]
    stamps = sorted(found)
    if stamps:
        asked.faults.extend(f"{what}: {hole}" for hole in _holes(stamps, start))
    elif not any(fault.startswith(what) for fault in asked.faults):
        asked.faults.append(f"{what}: the answer has none")
    return [(when, found[when]) for when in stamps]


def _paid(asked: Asked, what: str, name: str, first: int, last: int) -> dict[int, float]:
    """Ask once for what was paid in a span."""
    exchange = asked.exchange
    params = {word: last + more for word, more in _END.get(exchange.id, {}).items()}
    call = partial(exchange.fetch_funding_rate_history, name, first, None, params)
    rows = asked.ask(what, call) or ()
    found = {row["timestamp"]: rate for row in rows if (rate := _rate(exchange, row)) is not None}
    return {when: rate for when, rate in found.items() if first <= (when or 0) <= last}


def _holes(stamps: list[int], start: int) -> Iterator[str]:
    """Say where a history begins late, and where a step is longer than both beside it."""
    if stamps[0] - start > 24 * HOUR:
        yield f"begins {(stamps[0] - start) // HOUR:,} hours later than asked"
    steps = [after - before for before, after in pairwise(stamps)]
    holes = [
        k
        for k, step in enumerate(steps)
        if step > 1.5 * max([*steps[max(k - 1, 0) : k], *steps[k + 1 : k + 2]], default=step)
    ]
    if holes:
        more = f", and in {len(holes) - 1:,} other places" if len(holes) > 1 else ""
        first, last = (stamp(stamps[holes[0] + k]) for k in (0, 1))
        yield f"has none between {first} and {last}{more}"


def _rate(exchange: Any, row: Any) -> float | None:
    of = (row["info"], "interest_1h") if exchange.id == "deribit" else (row, "fundingRate")
    found: float | None = exchange.safe_number(*of)
    return found
