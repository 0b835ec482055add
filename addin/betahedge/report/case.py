"""What a report is made of: the book and everything beside it, each file with its hash."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from betahedge.books.faults import Unclear
from betahedge.books.flows import Flow
from betahedge.books.market import Market
from betahedge.books.model import Book, Reading
from betahedge.books.positions import Position, Trade
from betahedge.books.prices import Prices
from betahedge.books.rows import Rows
from betahedge.books.text import escaped
from betahedge.errors import InputError
from betahedge.report.policy import Policy

Time = datetime.datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was read: what it is for, its name, its bytes' SHA-256 and count."""

    role: str
    path: Path
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """Give the name of the file, as a text that may stand anywhere."""
        return escaped(self.path.name)

    def check_unchanged(self) -> None:
        """Refuse to go on with a file that is no longer what was read."""
        try:
            now = hash_of(self.path.read_bytes())
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read again ({error.strerror})") from None
        if now != self.sha256:
            raise Unclear(f"{escaped(str(self.path))}: changed while it was read; run it again")


@dataclass(frozen=True, slots=True)
class Case:
    """All inputs of a report.

    as_of: of the report, in UTC.  now: against which ages are counted.  beside: how the files of
    positions, trades and funding were understood, by their roles.
    """

    book: Book
    policy: Policy = field(default_factory=Policy)
    positions: tuple[Position, ...] = ()
    market: Market | None = None
    prices: Prices | None = None
    trades: tuple[Trade, ...] = ()
    flows: tuple[Flow, ...] = ()
    entity: str = ""
    prepared: str = ""
    as_of: Time | None = None
    now: Time | None = None
    files: tuple[Given, ...] = ()
    reading: Reading | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Rows[Any]] = field(default_factory=dict)

    @property
    def priced_at(self) -> Time | None:
        """Give the stamp of the oldest prices that are used, where one is said."""
        book = self.book
        own = book.priced_at
        return self.market.stamp_of(book.lines, own) if self.market else own

    @property
    def stamp(self) -> Time:
        """Give the report's as-of: as said, else of the prices, else of the run."""
        return self.as_of or self.dated or self.clock.replace(second=0, microsecond=0)

    @property
    def dated(self) -> Time | None:
        """Give the time of the market, or else of the book, where one is said."""
        return self.market.as_of if self.market else self.book.as_of

    @property
    def clock(self) -> Time:
        """Give the time against which ages are counted."""
        return self.now or self.as_of or datetime.datetime.now(datetime.UTC).replace(tzinfo=None)

    @property
    def inputs_hash(self) -> str:
        """Identify the inputs: the hashes of the files and the options, in 16 letters.

        The chart of accounts makes no number: entries keep their identity whatever it names them.
        """
        counted = [each for each in self.files if each.role != "accounts"]
        parts = [f"{each.role}={each.sha256}" for each in counted]
        parts += [f"{name}={value}" for name, value in self.options.items()]
        if not self.files:
            parts.append(repr((self.book, self.policy, self.positions, self.trades, self.flows)))
        return hash_of("\n".join(sorted(parts)).encode())[:16]


def hash_of(data: bytes) -> str:
    """Give the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
