"""One snapshot from beginning to end: asked, or read from a recording; rows, funding, tiers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from betahedge.books.text import escaped
from betahedge.errors import InputError
from betahedge.market import tiers
from betahedge.market.exchange import Asked, Manners, connect, stamp
from betahedge.market.funding import fetch_history
from betahedge.market.recording import Recorder, Replay, read_recording
from betahedge.market.snapshot import Row, code_of, find_market, take

FUNDING = ("exchange", "symbol", "id", "time", "funding_rate")
_FUTURES_OF = {"kraken": "krakenfutures"}  # an exchange of its own in ccxt


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of an exchange.

    funding: from and to, in milliseconds.  record: a folder for the raw answers.  replay: one
    that has them, which is read in the place of a network.
    """

    exchange: str
    symbols: Sequence[str]
    funding: tuple[int, int] | None = None
    with_tiers: bool = False
    record: Path | None = None
    replay: Path | None = None
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What came: a row a symbol, funding paid, tiers, and each fault in one line."""

    rows: list[Row]
    funding: list[Row]
    tiers: list[Row]
    faults: list[str]

    @property
    def has_prices(self) -> bool:
        """Tell whether a price came; without one nothing is written, and what was there stays."""
        return any(row["status"] != "failed" for row in self.rows)


def snapshot(wish: Wish) -> Snapshot:
    """Ask an exchange, or its recording, for all that is wished."""
    symbols = list(dict.fromkeys(wish.symbols))
    wish, answers = _replayed(dataclasses.replace(wish, symbols=symbols))
    recorder = Recorder(wish.manners.through)
    done = Snapshot([], [], [], [])
    for name, some in _by_exchange(wish).items():
        asked = connect(name, wish.manners)
        if answers is not None:
            replay = Replay(answers)
            asked.exchange.session.mount("https://", replay)
            asked.exchange.session.mount("http://", replay)
        recorder.watch(asked.exchange.session)
        _ask(asked, wish, some, done)
        done.faults.extend(asked.faults)
    done.rows.sort(key=lambda row: _place(symbols, row))
    if wish.record and done.has_prices:
        fetched = next((row["fetched_at"] for row in done.rows), "")
        recorder.save(wish.record, wish.exchange, fetched)
    return done


def _place(symbols: list[str], row: Row) -> int:
    names = [symbol.upper() for symbol in symbols]
    known = [names.index(name.upper()) for name in (row["symbol"], row["id"])
             if name.upper() in names]  # fmt: skip
    return min(known, default=len(names))


def _replayed(wish: Wish) -> tuple[Wish, dict[str, str] | None]:
    """Read the recording, if there is one: its moment is the moment of the snapshot."""
    if wish.replay is None:
        return wish, None
    answers, exchange, moment = read_recording(wish.replay)
    if exchange != wish.exchange:
        of = escaped(exchange)
        raise InputError(f"{wish.replay}: is a recording of {of}, not of {wish.exchange}")
    manners = dataclasses.replace(wish.manners, now=moment, is_polite=False, tries=1, through="")
    return dataclasses.replace(wish, manners=manners), answers


def _by_exchange(wish: Wish) -> dict[str, list[str]]:
    """Part the symbols where futures are an exchange of their own: they have a : or a _."""
    futures = _FUTURES_OF.get(wish.exchange)
    groups: dict[str, list[str]] = {}
    for symbol in wish.symbols:
        is_future = futures and (":" in symbol or "_" in symbol)
        groups.setdefault(futures if futures and is_future else wish.exchange, []).append(symbol)
    return groups


def _ask(asked: Asked, wish: Wish, symbols: list[str], done: Snapshot) -> None:
    rows = take(asked, wish.exchange, symbols)
    done.rows.extend(rows)
    for row in rows:
        market = find_market(asked.exchange, row["symbol"]) if row["id"] else None
        if market is None:
            continue
        if wish.with_tiers and market["contract"]:
            day = row["fetched_at"][:10]
            done.tiers.extend(tiers.fetch_tiers(asked, market, wish.exchange, day))
        if wish.funding and market["swap"]:
            done.funding.extend(_paid(asked, wish, market))


def _paid(asked: Asked, wish: Wish, market: Any) -> list[Row]:
    start, end = wish.funding or (0, 0)
    found = fetch_history(asked, market["symbol"], start, end)
    of = {
        "exchange": wish.exchange,
        "symbol": market["symbol"],
        "id": code_of(asked.exchange, market),
    }
    return [of | {"time": stamp(when), "funding_rate": repr(rate)} for when, rate in found]
