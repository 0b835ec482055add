"""A book as the inputs of the main workbook."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from betahedge.books.contracts import JOIN
from betahedge.books.faults import TooLarge
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.books.prices import Prices as History
from betahedge.cells.register import contracts
from betahedge.errors import InputError
from betahedge.templates.book import (
    FIRST_DAY,
    BookInputs,
    ContractRow,
    HoldingRow,
    Policy,
    Prices,
)

LIMIT = 10_000  # holdings in one workbook
_LEAST_PRICE = 1e-9  # of a token that is worth nothing: a row needs a price


def fill_inputs(
    book: Book,
    policy: Policy,
    *,
    entity: str = "",
    day: datetime.date | None = None,
    positions: Sequence[Position] = (),
    history: History | None = None,
) -> BookInputs:
    """Turn a book into the inputs of the mixed-portfolio workbook.

    day: of the workbook; else the book's, or today.  positions: contracts held, for lines that do
    not say it themselves.  history: prices that betas are estimated from.
    """
    day = day or (book.as_of.date() if book.as_of else datetime.date.today())
    if day < FIRST_DAY:
        raise InputError(f"--as-of: was {day}; must be {FIRST_DAY} or later")
    if len(book.lines) > LIMIT:
        raise TooLarge(f"{book.source}: has more than {LIMIT:,} holdings, the limit of a workbook")
    lines = "line" if book.rejected == 1 else "lines"
    rejected = f" ({book.rejected:,} {lines} rejected)" if book.rejected else ""
    held = {position.contract: position for position in positions}
    return BookInputs(
        holdings=tuple(_row(line, day, held) for line in book.lines),
        as_of=day,
        priced_on=book.as_of.date() if book.as_of else day,
        entity=entity,
        price_source=f"{Path(book.source).name}{rejected}",
        quote_currency=book.currency,
        policy=policy,
        contracts=tuple(_own_contract(line) for line in book.lines if _is_own(line)),
        prices=_prices(history) if history else Prices(),
    )


def _row(line: Line, day: datetime.date, held: Mapping[str, Position]) -> HoldingRow:
    """Turn a line into a row; what a contract's name says is looked up by the workbook."""
    if line.kind == "quanto" or JOIN in (line.contract or ""):
        raise InputError(
            f"{line.contract}: the workbook sizes one linear or inverse contract a line"
        )
    named, own = _is_named(line), _is_own(line)
    mine = held.get(line.contract or "") or held.get(line.asset)
    return HoldingRow(
        asset=line.asset,
        quantity=line.quantity,
        price=line.price or _LEAST_PRICE,
        futures_price=line.futures_price,
        contract_size=None if named or own else line.contract_size,
        lot_size=None if named or own else line.lot_size,
        beta=line.beta,
        hedge_ratio=line.hedge_ratio,
        contract=_own_name(line) if own else line.contract if named else None,
        expiry_days=float((line.expiry.date() - day).days) if line.expiry else None,
        funding_rate=line.funding_rate,
        funding_hours=line.funding_interval,
        held=line.held if line.held is not None or mine is None else mine.held,
        entry_price=line.entry_price or (mine.entry_price if mine else None),
        collateral=line.collateral if line.collateral is not None or not mine else mine.collateral,
    )


def _is_named(line: Line) -> bool:
    return line.contract in contracts()


def _is_own(line: Line) -> bool:
    """Tell a contract that is described in the book and needs a line of its own."""
    return not _is_named(line) and line.kind == "inverse" and line.contract_size is not None


def _own_name(line: Line) -> str:
    return line.contract or f"OWN:{line.asset}"


def _own_contract(line: Line) -> ContractRow:
    venue, _, code = _own_name(line).rpartition(":")
    return ContractRow(
        _own_name(line),
        venue,
        code,
        line.asset,
        line.kind or "linear",
        line.contract_size or 1.0,
        lot=line.lot_size or 0.0,
        source="the book",
    )


def _prices(history: History) -> Prices:
    columns = history.columns
    return Prices(
        coins=tuple(columns),
        dates=tuple(each.date() for each in history.dates),
        rows=tuple(zip(*columns.values(), strict=True)),
    )
