"""A book as the inputs of the main workbook."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from betahedge.books.contracts import JOIN, name_contract, parts_of
from betahedge.books.faults import TooLarge
from betahedge.books.matching import check_currency, contract_of, match_to_book, with_mark
from betahedge.books.model import Book, Line
from betahedge.books.netting import (
    add_up,
    check_kind,
    check_terms,
    held_in_parts,
    held_of_both,
    of_contract,
    terms_of,
)
from betahedge.books.positions import Position
from betahedge.books.prices import Prices as History
from betahedge.books.text import escaped
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
from betahedge.templates.mixed_portfolio import registered

LIMIT = 10_000  # holdings in one workbook


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

    day: of the workbook; else the book's, or today.  positions: contracts held, in the place of
    what their lines say.  history: prices that betas are estimated from, up to the day.

    Raises InputError for what no workbook can hold, and for money that is not the book's.
    """
    day = day or (book.as_of.date() if book.as_of else datetime.date.today())
    if day < FIRST_DAY:
        raise InputError(f"--as-of: was {day}; must be {FIRST_DAY} or later")
    if len(book.lines) > LIMIT:
        raise TooLarge(f"{book.source}: has more than {LIMIT:,} holdings, the limit of a workbook")
    check_currency(positions, book, history)
    lines = "line" if book.rejected == 1 else "lines"
    rejected = f" ({book.rejected:,} {lines} rejected)" if book.rejected else ""
    positions = match_to_book(positions, book).positions
    marked = tuple(
        with_mark(line, contract_of(line), positions, book.priced_at) for line in book.lines
    )
    book = replace(book, lines=marked)
    held = _held(book, positions)
    mixed = {line.contract: line for line in book.lines if JOIN in (line.contract or "")}
    unused = dict(held)  # a position is of the first asset that its contract hedges
    coins = {line.asset.casefold() for line in book.lines}
    return BookInputs(
        holdings=tuple(
            replace(_row(line, day, held, unused), futures_price=sheet_price(line, coins))
            for line in book.lines
        ),
        as_of=day,
        priced_on=book.priced_at.date() if book.priced_at else day,
        entity=entity,
        price_source=f"{escaped(Path(book.source).name)}{rejected}",
        quote_currency=book.currency,
        policy=policy,
        contracts=(
            *{
                contract_of(line): _own_contract(line) for line in book.lines if _is_own(line)
            }.values(),
            *(row for line in mixed.values() for row in _mix(line, held)),
        ),
        prices=_prices(history.until_day(day)) if history else Prices(),
    )


def sheet_price(line: Line, coins: Collection[str]) -> float | None:
    """Give the futures price of a line, as the sheet needs it.

    None where it is not known: the sheet takes the spot price of the contract's coin, and says
    that the basis is not known.  Of a coin that is none of the book's, that price is given.
    coins: of the book, in small letters.
    """
    coin = name_contract(line.contract or "").underlying or line.asset
    return line.futures_price if coin.casefold() in coins else terms_of(line).price


def _held(book: Book, positions: Sequence[Position]) -> dict[str, Position]:
    """Add up what is held of a contract, where several rows say it: one row of the sheet has it."""
    kinds = {contract_of(line): terms_of(line).kind for line in book.lines}
    held = {name: add_up(name, of_contract(name, positions), kinds.get(name, "linear"))
            for name in dict.fromkeys(each.contract for each in positions)}  # fmt: skip
    lines: dict[str, list[Line]] = {}
    for line in book.lines:
        if line.contract:
            lines.setdefault(line.contract, []).append(line)
    for name, some in lines.items():
        if any(map(_is_own, some)):
            check_terms(name, some)
        if JOIN in name:
            parts = held_in_parts(name, positions, some)
            held |= {mine.contract: mine for _, mine in parts if mine.held}
            if any(mine.held for _, mine in parts):
                held[name] = held_of_both(name, parts)
        elif name not in held and len(some) > 1:
            held[name] = add_up(name, some, kinds[name])
    return held


def _row(
    line: Line, day: datetime.date, held: Mapping[str, Position], unused: dict[str, Position]
) -> HoldingRow:
    """Turn a line into a row; what a contract's name says is looked up by the workbook.

    Cash that is not hedged has a beta of 0 there, and what is worth nothing a ratio of 0.
    held, unused: positions by contract, and those that no row has yet.
    """
    named, own, name = _is_named(line), _is_own(line), contract_of(line)
    check_kind(name or line.asset, line.kind)
    said: Position | Line | None = unused.pop(name, None) if name in held else line
    return HoldingRow(
        asset=line.asset,
        quantity=line.quantity,
        price=line.price or 0.0,
        contract_size=None if named or own else line.contract_size,
        lot_size=None if named or own else line.lot_size,
        beta=line.beta if line.market_beta else 0.0,
        hedge_ratio=line.hedge_ratio if line.price else 0.0,
        contract=JOIN.join(part for _, part in parts_of(name)) if named or own else None,
        expiry_days=float((line.expiry.date() - day).days) if line.expiry else None,
        funding_rate=line.funding_rate,
        funding_hours=line.funding_interval,
        held=said.held if said else None,
        entry_price=said.entry_price if said else None,
        collateral=said.collateral if said else None,
    )


def _mix(line: Line, held: Mapping[str, Position]) -> Iterator[ContractRow]:
    """List two sizes of a coin as one contract, counted in the smaller, then each of them."""
    parts = [registered(name) for _, name in parts_of(line.contract or "")]
    name = JOIN.join(part.contract for part in parts)
    yield replace(parts[-1], contract=name, code=JOIN.join(part.code for part in parts),
                  lot=1.0, source="counted in the smaller size")  # fmt: skip
    for part in parts:
        mine = held.get(part.contract)
        yield replace(part, held=mine.held if mine else None)


def _is_named(line: Line) -> bool:
    return all(part in contracts() for part in (line.contract or "").split(JOIN))


def _is_own(line: Line) -> bool:
    """Tell a contract that is described in the book and needs a line of its own."""
    if _is_named(line):
        return JOIN not in (line.contract or "") and _own_contract(line) != replace(
            registered(line.contract or ""), source="the book"
        )
    return line.contract_size is not None and (line.kind == "inverse" or bool(line.contract))


def _own_contract(line: Line) -> ContractRow:
    """Describe a contract by the book's terms, and by what else the register has of it."""
    name = contract_of(line)
    venue, _, code = name.rpartition(":")
    row = registered(name) if _is_named(line) else ContractRow(name, venue, code, line.asset)
    kind, size = line.kind or row.kind, line.contract_size or row.size
    lot = row.lot if line.lot_size is None else line.lot_size
    return replace(row, kind=kind, size=size, lot=lot, source="the book")


def _prices(history: History) -> Prices:
    columns = history.columns
    return Prices(
        coins=tuple(columns),
        dates=tuple(each.date() for each in history.dates),
        rows=tuple(zip(*columns.values(), strict=True)),
    )
