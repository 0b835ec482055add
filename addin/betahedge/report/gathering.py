"""Files to a case: each is read once, hashed as it was read, and its faults are said together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from betahedge.books.faults import BadLines
from betahedge.books.flows import funding_of
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How, of_file_beside
from betahedge.books.market import market_of
from betahedge.books.positions import positions_of, trades_of
from betahedge.books.prices import prices_of
from betahedge.books.table import read_bytes
from betahedge.errors import FaultyFile, InputError
from betahedge.report.case import Case, Given, hash_of
from betahedge.report.policy import policy_of
from betahedge.xlsx.files import readable

ROLES = ("market", "prices", "positions", "policy", "trades", "funding")


def gather(
    holdings: Path, files: Mapping[str, Path | None], how: How, **words: Any
) -> tuple[Case, list[str]]:
    """Read the files of a report.  Gives the case, and the faults of lines that were left out."""
    reader = _Reader(how)
    market = reader.read("market", files.get("market"), market_of)
    reading = reader.read(
        "holdings", holdings, lambda name, data, how: holdings_of(name, data, how, market)
    )
    policy = reader.read(
        "policy",
        files.get("policy"),
        lambda name, data, how: policy_of(name, data, allow_over_hedge=how.allow_over_hedge),
    )
    prices = reader.read("prices", files.get("prices"), prices_of)
    rows = {
        role: reader.read(role, files.get(role), of)
        for role, of in (
            ("positions", positions_of),
            ("trades", trades_of),
            ("funding", funding_of),
        )
    }
    reader.raise_faults()
    case = Case(
        book=reading.accept(skip_bad_lines=how.skip_bad_lines),
        market=market,
        prices=prices,
        positions=_accepted(rows["positions"]),
        trades=_accepted(rows["trades"]),
        flows=_accepted(rows["funding"]),
        files=tuple(reader.given),
        reading=reading,
        beside={role: found for role, found in rows.items() if found},
        **words,
    )
    if policy:
        case = replace(case, policy=policy)
    return case, [f"left out: {fault}" for fault in reading.left_out]


def _accepted(rows: Any) -> tuple[Any, ...]:
    return rows.accept() if rows else ()


class _Reader:
    """Reads files one after another and keeps what is wrong with each, to say it all at once."""

    def __init__(self, how: How) -> None:
        """how: as the user says that tables are to be read; columns are those of the holdings."""
        self.how = how
        self.given: list[Given] = []
        self.lines: list[str] = []

    def read(self, role: str, path: Path | None, of: Callable[..., Any]) -> Any:
        """Read a file, if there is one."""
        if path is None:
            return None
        how = self.how if role == "holdings" else self.how.of(role)
        try:
            data = readable(path) if role == "policy" else read_bytes(path)
            self.given.append(Given(role, path, hash_of(data), len(data)))
            found = of(str(path), data, how)
        except InputError as error:
            self.lines += self._told(role, error.lines)
            return None
        skips = role == "holdings" and how.skip_bad_lines
        faults = getattr(found, "faults", ())
        if faults and not (skips and all(fault.line for fault in faults)):
            self.lines += self._told(role, BadLines(str(path), faults).lines)
        return found

    def _told(self, role: str, lines: Iterable[str]) -> Iterable[str]:
        return lines if role == "holdings" else of_file_beside(role, lines)

    def raise_faults(self) -> None:
        """Raise what is wrong with all files."""
        if self.lines:
            raise Refused(self.lines)


class Refused(FaultyFile):
    """Files cannot be used; `lines` says each fault of each in one line."""


def read_time(option: str, text: str) -> datetime.datetime | None:
    """Read a time of the command line, in UTC."""
    if not text:
        return None
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{option}: was {text}; must be like 2026-09-30 or 2026-09-30T16:00"
        ) from None
    if found.tzinfo:
        found = found.astimezone(datetime.UTC).replace(tzinfo=None)
    return found
