"""What the readers give: a book of lines, and what was understood of the file."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from betahedge.books.faults import BadLines, Fault


class Wallet(NamedTuple):
    """Where a part of a holding is."""

    name: str
    quantity: float


@dataclass(frozen=True, slots=True)
class Line:
    """A coin of the book, with the future that hedges it.  None: not said.

    quantity: coins, + held.  price: quote currency a coin.  hedge_ratio: share; 0 for cash.
    contract: VENUE:CODE, or two sizes as CME:BTC+CME:MBT.  contract_size: coins a contract, or its
    face if inverse.  held: contracts, + sold short.  coin_price: spot price of the coin that the
    contract is on, which values it where no futures price is known.  numbers: the lines of the
    file.
    """

    asset: str
    quantity: float
    price: float | None = None
    hedge_ratio: float | None = None
    beta: float | None = None
    contract: str | None = None
    futures_price: float | None = None
    contract_size: float | None = None
    lot_size: float | None = None
    kind: str | None = None
    expiry: datetime.datetime | None = None
    funding_rate: float | None = None
    funding_interval: float | None = None
    held: float | None = None
    entry_price: float | None = None
    collateral: float | None = None
    cost_basis: float | None = None
    line_item: str | None = None
    is_cash: bool = False
    coin_price: float | None = None
    wallets: tuple[Wallet, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def value(self) -> float:
        """Give the spot value, 0 without a price."""
        return self.quantity * (self.price or 0.0)

    @property
    def market_beta(self) -> float:
        """Give its beta, 1 where it says none; cash that is not hedged does not move."""
        idle = self.is_cash and not self.hedge_ratio
        return self.beta if self.beta is not None else 0.0 if idle else 1.0

    @property
    def is_hedged(self) -> bool:
        """Tell a line that takes a hedge: worth something, and no cash without a ratio."""
        return bool(self.price) and self.hedge_ratio != 0


@dataclass(frozen=True, slots=True)
class Book:
    """The holdings of a portfolio, as templates, reports and many portfolios take them.

    as_of: of its newest line.  oldest: of its oldest price, where that is not the same.  unquoted:
    of the oldest price of a coin that the market does not quote.  source: the file's name.
    rejected: lines of it left out, which every output must say.
    """

    lines: tuple[Line, ...]
    currency: str = "USD"
    as_of: datetime.datetime | None = None
    source: str = ""
    rejected: int = 0
    warnings: tuple[str, ...] = ()
    oldest: datetime.datetime | None = None
    unquoted: datetime.datetime | None = None

    @property
    def priced_at(self) -> datetime.datetime | None:
        """Give the time of its oldest price, where one is said."""
        return self.oldest or self.as_of


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines of a file under its header: read = good + rejected; totals are not counted."""

    read: int
    good: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Understood:
    """How a file was understood: its layout, fields to headings, and what was made of it."""

    layout: str
    mapped: dict[str, str]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file of holdings as it was read: the book of its good lines, and its faults.

    rows: the cells of rejected lines.  beside: lines without a fault, which another line of their
    coin keeps out.
    """

    name: str
    book: Book
    faults: tuple[Fault, ...]
    counts: Counts
    understood: Understood
    rows: dict[int, list[object]]
    beside: tuple[Fault, ...] = ()

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """Say of each line that is not in the book why, in their order."""
        return tuple(sorted((*self.faults, *self.beside), key=lambda fault: fault.line))

    def accept(self, *, skip_bad_lines: bool = False) -> Book:
        """Give the book; with faults only where bad lines may be left out."""
        whole = [fault for fault in self.faults if fault.line == 0]
        if self.faults and (whole or not skip_bad_lines):
            raise BadLines(self.name, self.faults)
        return self.book

    def _repr_html_(self) -> str:
        """Show the lines, how they were understood and their faults in a notebook."""
        from betahedge.books.showing import reading_html

        return reading_html(self)
