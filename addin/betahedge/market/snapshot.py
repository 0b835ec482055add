"""A snapshot: a row a symbol, with its stamps, its source and what is missing of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

from betahedge.market.exchange import Asked, stamp
from betahedge.market.funding import fetch_intervals, fetch_rates, say_missing

COLUMNS = (
    *("exchange", "symbol", "id", "kind", "base", "quote", "settle", "contract_size", "size_unit"),
    *("lot_size", "tick", "spot_price", "futures_price", "mark_price", "index_price", "bid", "ask"),
    *("funding_rate", "funding_interval_hours", "interval_source", "next_funding", "maker_fee"),
    *("taker_fee", "expiry", "exchange_time", "fetched_at", "source", "status", "note"),
)
_QUOTES = ("USDT", "USDC", "USD")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an exchange answered, by symbol.  spot_of: the spot market of a contract."""

    tickers: dict[str, Any]
    rates: dict[str, Any]
    hours: dict[str, tuple[float, str]]
    spot_of: dict[str, str]


def take(asked: Asked, venue: str, symbols: list[str]) -> list[Row]:
    """Ask for the symbols: a row each, in their order; faults are those of `asked`."""
    exchange = asked.exchange
    fetched = stamp(asked.manners.now * 1000)
    blank = dict.fromkeys(COLUMNS, "") | {"exchange": venue, "fetched_at": fetched}
    if asked.ask("markets", exchange.load_markets) is None:
        return [blank | {"symbol": s, "status": "failed", "note": "no markets"} for s in symbols]
    found = {symbol: find_market(exchange, symbol) for symbol in symbols}
    answers = _ask(asked, list({m["symbol"]: m for m in found.values() if m}.values()))
    rows = []
    for symbol, market in found.items():
        if market is None:
            note = f"{venue} has no market {symbol}"
            rows.append(blank | {"symbol": symbol, "status": "failed", "note": note})
        else:
            rows.append(_row(blank, exchange, market, answers))
    return rows


def find_market(exchange: Any, symbol: str) -> Any:
    """Find a market by ccxt's symbol, or a contract by the venue's own code."""
    own = (m for m in exchange.markets.values() if code_of(exchange, m) == symbol.upper())
    return exchange.markets.get(symbol) or next(
        (market for market in own if market["contract"]), None
    )


def code_of(exchange: Any, market: Any) -> str:
    """Give the venue's own name of a market; ccxt has a mere number for Hyperliquid's."""
    named = market["info"].get("name") if exchange.id == "hyperliquid" else None
    return str(named or market["id"]).upper()


def _ask(asked: Asked, markets: list[Any]) -> Answers:
    exchange = asked.exchange
    spot_of = {m["symbol"]: _spot_of(exchange, m) for m in markets}
    spots = [exchange.markets[name] for name in spot_of.values() if name]
    tickers = _tickers(asked, [*markets, *spots])
    swaps = [market for market in markets if market["swap"]]
    rates = fetch_rates(asked, swaps) if swaps else {}
    hours = fetch_intervals(asked, swaps, rates) if swaps else {}
    return Answers(tickers, rates, hours, spot_of)


def _spot_of(exchange: Any, market: Any) -> str:
    """Name the spot market of a contract's coin, in the currency nearest to the contract's."""
    quotes = (market["settle"], market["quote"], *_QUOTES)
    names = (f"{market['base']}/{quote}" for quote in quotes if quote)
    known = (name for name in names if exchange.markets.get(name, {}).get("spot"))
    return market["symbol"] if market["spot"] else next(known, "")


def _tickers(asked: Asked, markets: list[Any]) -> dict[str, Any]:
    """Ask for prices, a kind of market at a time."""
    exchange = asked.exchange
    groups: dict[tuple[str, str], set[str]] = {}
    found: dict[str, Any] = {}
    if exchange.id == "deribit":  # its summary of many has no index
        for name in sorted(market["symbol"] for market in markets):
            got = asked.ask(f"price {name}", partial(exchange.fetch_ticker, name))
            found |= {name: got} if got else {}
        return found
    for market in markets:
        sub = (market.get("subType") or "") if exchange.id in ("binance", "bybit") else ""
        group = groups.setdefault((market["type"], sub), set())
        group.add(market["symbol"])
    for (kind, sub), group in groups.items():
        names = sorted(group)
        params = {"type": kind} if exchange.id in ("binance", "hyperliquid") else {}
        params |= {"subType": sub} if exchange.id == "binance" and sub else {}
        what, before = " ".join(f"prices {kind} {sub}".split()), len(asked.faults)
        got = asked.ask(what, partial(exchange.fetch_tickers, names, params)) or {}
        found |= {name: got[name] for name in names if name in got}
        say_missing(asked, what, names, got, before)
    return found


def _text(value: Any) -> Any:
    if not isinstance(value, int | float):
        return value or ""
    return repr(float(value)) if math.isfinite(value) else ""


def _row(blank: Row, exchange: Any, market: Any, answers: Answers) -> Row:
    name = market["symbol"]
    ticker, rate = answers.tickers.get(name) or {}, answers.rates.get(name) or {}
    spot = answers.tickers.get(answers.spot_of.get(name) or "") or {}
    hours, where = answers.hours.get(name, (None, ""))
    mark = rate.get("markPrice") or ticker.get("markPrice")
    index = rate.get("indexPrice") or ticker.get("indexPrice") or _own_index(ticker)
    price, traded = spot.get("last"), ticker.get("last")
    is_index = price is None and index is not None and not answers.spot_of.get(name)
    is_mark = bool(ticker) and traded is None and mark is not None and not market["spot"]
    times = (each.get("timestamp") for each in (ticker, spot))  # of the oldest price
    homepage = exchange.urls.get("www")
    row = blank | _terms(exchange, market) | {
        "spot_price": _text(index if is_index else price),
        "futures_price": "" if market["spot"] else _text(mark if is_mark else traded),
        "mark_price": _text(mark), "index_price": _text(index),
        "bid": _text(ticker.get("bid")), "ask": _text(ticker.get("ask")),
        "funding_rate": _text(rate.get("fundingRate")), "funding_interval_hours": _text(hours),
        "interval_source": where, "next_funding": stamp(rate.get("fundingTimestamp")),
        "exchange_time": stamp(min(filter(None, times), default=None)),
        "source": homepage if isinstance(homepage, str) else "",
    }  # fmt: skip
    notes = ["spot price is the index"] * is_index + ["futures price is the mark"] * is_mark
    return row | _status(row, market, notes)


def _own_index(ticker: Any) -> Any:
    """Give Deribit's index, which ccxt passes over."""
    return (ticker.get("info") or {}).get("index_price")


def _terms(exchange: Any, market: Any) -> Row:
    """Say what a contract is: its size, its lot in contracts, and its fees."""
    lot, size = market["precision"]["amount"], market["contractSize"]
    if exchange.id == "deribit" and lot and size:
        lot = lot / size  # Deribit counts amounts in coins or dollars, and not in contracts
    kind = "spot" if market["spot"] else "inverse" if market["inverse"] else "linear"
    return {
        "symbol": market["symbol"], "id": code_of(exchange, market), "kind": kind,
        "base": market["base"], "quote": market["quote"], "settle": market["settle"] or "",
        "contract_size": _text(size),
        "size_unit": market["quote"] if market["inverse"] else market["base"],
        "lot_size": _text(lot), "tick": _text(market["precision"]["price"]),
        "maker_fee": _text(market.get("maker")), "taker_fee": _text(market.get("taker")),
        "expiry": "" if market["swap"] else stamp(market.get("expiry")),
    }  # fmt: skip


def _status(row: Row, market: Any, notes: list[str]) -> Row:
    """Judge a row: failed without its price, partial without what else belongs to it."""
    needed = ["spot_price"] if market["spot"] else ["futures_price"]
    wanted = [] if market["spot"] else ["spot_price", "contract_size"]
    wanted += ["funding_rate", "funding_interval_hours"] if market["swap"] else []
    lacks = [name for name in needed if row[name] == ""]
    misses = [name for name in wanted if row[name] == ""]
    missing = [f"no {name.replace('_', ' ')}" for name in lacks + misses]
    missing += ["is not traded now"] if market.get("active") is False else []
    status = "failed" if lacks else "partial" if missing else "ok"
    return {"status": status, "note": "; ".join(missing + notes)}
