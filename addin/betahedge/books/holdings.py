"""A file of holdings, as a desk has it, read into a book."""

from __future__ import annotations

import dataclasses
import datetime
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from betahedge.books.adding import add_up
from betahedge.books.checking import check_line, check_quoted, fill, share_terms
from betahedge.books.coins import coin, is_cash
from betahedge.books.columns import Columns, cell
from betahedge.books.currency import one_currency
from betahedge.books.faults import BadFile, Fault, Unclear
from betahedge.books.fields import HOLDINGS
from betahedge.books.header import is_meant
from betahedge.books.how import How
from betahedge.books.layout import TAKEN
from betahedge.books.ledgers import Part, ledger_parts
from betahedge.books.line_words import AWAY, MOVES
from betahedge.books.market import Market
from betahedge.books.model import Book, Counts, Line, Reading, Understood
from betahedge.books.no_holdings import check_words
from betahedge.books.owed import sign_owed
from betahedge.books.parts import SIGNS
from betahedge.books.sides import sign_by_side
from betahedge.books.table import is_filled, read_bytes, read_table
from betahedge.books.text import escaped, listed
from betahedge.books.totals import check_totals

_OPTIONAL = tuple(
    field.name
    for field in HOLDINGS
    if field.name
    not in ("asset", "quantity", "price", "wallet", "value", "currency", "as_of", "side")
)


_OF_A_COIN = "is of a coin of which another line has a fault"


def read_holdings(path: Path, how: How | None = None, market: Market | None = None) -> Reading:
    """Read a file of holdings; what is wrong with its lines is in the reading's faults.

    market: prices, funding and intervals for what the file does not say.
    Raises an InputError where the file as a whole cannot be read, or leaves a question.
    """
    return holdings_of(str(path), read_bytes(path), how or How(), market)


def holdings_of(name: str, data: bytes, how: How, market: Market | None = None) -> Reading:
    """Read the bytes of a file of holdings."""
    with _without_collection():
        return _read(name, data, how, market)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave the search for cycles off: a hundred thousand lines make none, and it takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(name: str, data: bytes, how: How, market: Market | None) -> Reading:
    columns = read_table(name, data, "holdings", how)
    _check_kind(columns)
    if not columns.body and not columns.faults:
        raise BadFile(
            f"{escaped(name)}: has no holdings; must have a line or more under the header"
        )
    for signed in ("quantity", "value"):
        sign_by_side(columns, signed)
    check_words(columns)
    notes = [*columns.grid.notes, *sign_owed(columns)]
    parts = _parts(columns, how, notes)
    check_totals(columns)
    lines = share_terms(_lines(columns, parts, notes))
    of_market = (market.currency, market.source) if market else ("", "")
    currency = one_currency(columns, ("price", "value"), how.currency.upper(), of_market) or "USD"
    warnings: list[str] = []
    whole = [fill(line, lines, market, how, currency) for line in lines]
    good = [line for line in whole if check_line(columns, line, how, warnings, currency)]
    for line in good:
        check_quoted(line, market, warnings)
    bad = {fault.line for fault in columns.faults}
    good = [line for line in good if not bad & set(line.numbers)]
    beside = _beside(columns, parts, good, bad)
    as_of = max((time for time in columns.values.get("as_of") or [] if time), default=None)
    at_risk = [line for line in lines if not is_cash(line.asset, how.cash)] if as_of else []
    oldest = _oldest(columns, at_risk) or as_of
    alone = [line for line in at_risk if not market or market.price(line.asset) is None]
    unquoted = _oldest(columns, alone)
    if market:
        as_of = oldest = market.stamp_of(whole, oldest)
    book = Book((), currency, as_of, name, 0, tuple(warnings), oldest, unquoted)
    return _reading(columns, good, notes, beside, book)


def _beside(
    columns: Columns, parts: list[Part], good: list[Line], bad: set[int]
) -> tuple[Fault, ...]:
    """Give the lines without a fault of coins that another line of theirs keeps out."""
    known = bad | {number for line in good for number in line.numbers}
    grid = columns.grid
    return tuple(
        Fault(grid.place(number), number, "asset", part.asset, _OF_A_COIN, "mend that line")
        for part in parts
        if (number := grid.numbers[columns.body[part.at]]) not in known
    )


def _oldest(columns: Columns, lines: list[Line]) -> datetime.datetime | None:
    """Give the time of the oldest price that the file has for some lines, where it says one."""
    numbers = (columns.grid.numbers[row] for row in columns.body)
    times = dict(zip(numbers, columns.values.get("as_of") or []))
    priced = (number for line in lines if line.price is not None for number in line.numbers)
    return min(filter(None, map(times.get, priced)), default=None)


def _check_kind(columns: Columns) -> None:
    """Refuse transactions, which are no balances, unless their columns are named."""
    header = columns.header
    if header.layout or is_meant("holdings", header.mapped):
        return
    for place, each in enumerate(header.headings):
        if each.key in MOVES and any(
            str(cell(columns, row, place)).lower() in AWAY for row in columns.body
        ):
            where = columns.grid.place(columns.grid.numbers[header.row])
            raise Unclear(
                f"{escaped(columns.grid.name)}, {where}: says in {escaped(each.text)} what went "
                "away, so it lists transactions and no balances; give the balances, or say --map "
                "quantity=COLUMN to add up all"
            )


def _reading(
    columns: Columns, good: list[Line], notes: list[str], beside: tuple[Fault, ...], book: Book
) -> Reading:
    """Count the lines under the header, and put together what was read and understood of them."""
    grid, header = columns.grid, columns.header
    bad = {fault.line for fault in (*columns.faults, *beside)}
    under = range(header.row + 1, len(grid.rows))
    totals = set(columns.values.get("#totals", []))
    read = [row for row in under if row not in totals and is_filled(grid.rows[row])]
    rejected = sum(grid.numbers[row] in bad for row in read)
    rows = {grid.numbers[row]: grid.rows[row] for row in under if grid.numbers[row] in bad}
    mapped = {name: header.text(name) for name in header.columns}
    layout = header.layout.name if header.layout else ""
    said = tuple(notes + _added(good) + _counted(columns, len(totals)))
    understood = Understood(layout, mapped, tuple(map(escaped, header.ignored)), said)
    counts = Counts(len(read), len(read) - rejected, rejected)
    done = dataclasses.replace(book, lines=tuple(good), rejected=rejected)
    faults = tuple(sorted(columns.faults, key=lambda fault: fault.line))
    return Reading(grid.name, done, faults, counts, understood, rows, beside)


def _added(good: list[Line]) -> list[str]:
    """Say which coins of the book were in several lines."""
    added = [
        f"{escaped(line.asset)} of {len(line.numbers):,} lines"
        for line in good
        if len(line.numbers) > 1
    ]
    more = f" and {len(added) - 12:,} more" if len(added) > 12 else ""
    return ["added up: " + ", ".join(added[:12]) + more] if added else []


def _counted(columns: Columns, totals: int) -> list[str]:
    """Say how many lines were totals, and how many cells of a workbook texts that are numbers."""
    notes = [f"{totals} line{'s' * (totals > 1)} of totals, which are no holdings"] * (totals > 0)
    grid = columns.grid
    hidden = [n for row in columns.body if (n := grid.numbers[row]) in grid.hidden]
    if hidden:
        rows = listed([str(number) for number in hidden])
        notes.append(f"{len(hidden):,} hidden row{'s' * (len(hidden) > 1)} read too: {rows}")
    for name, count in columns.texts.items():
        what = (
            "cells hold texts that are numbers"
            if count > 1
            else "cell holds a text that is a number"
        )
        notes.append(f"{name.replace('_', ' ')}: {count:,} {what}")
    return notes


def _parts(columns: Columns, how: How, notes: list[str]) -> list[Part]:
    """Give what each line holds, or what a ledger comes to."""
    changed: dict[str, str] = {}

    def ticker(text: str, k: int) -> str:
        found = how.coins.get(text) or coin(text)
        if not found:
            remedy = f"say --coin {escaped(text)}=TICKER"
            must = "is a venue's name of a coin that is not known"
            columns.fault(columns.body[k], "asset", text, must, remedy)
            return text
        if found != text and found != text.upper():
            changed[text] = found
        return found

    bad = {fault.line for fault in columns.faults}
    layout = columns.header.layout
    if layout and layout.counted != TAKEN:
        parts, said = ledger_parts(columns, ticker, bad)
        notes += said
    else:
        parts = _taken(columns, ticker, bad)
    if changed:
        names = [f"{old} = {new}" for old, new in changed.items()]
        notes.append(f"names read as tickers: {listed(names)}")
    return parts


def _taken(columns: Columns, ticker: Any, bad: set[int]) -> list[Part]:
    assets, quantities = columns.values["asset"], columns.values["quantity"]
    wallets = columns.values.get("wallet") or [None] * len(assets)
    beside = [
        (sign, columns.values[name]) for name, sign in SIGNS.items() if name in columns.values
    ]
    numbers, body = columns.grid.numbers, columns.body
    parts = []
    for k, (asset, quantity, wallet) in enumerate(zip(assets, quantities, wallets)):
        if bad and numbers[body[k]] in bad:
            continue
        if asset is None:
            columns.fault(
                body[k], "asset", None, "must be a name of up to 100 printable characters"
            )
        elif quantity is None:
            remedy = "write 0 for none, or take the line out if it is no holding"
            columns.fault(body[k], "quantity", None, "must be a number", remedy)
        else:
            held = quantity + sum(sign * (column[k] or 0.0) for sign, column in beside)
            parts.append(Part(ticker(asset, k), held, wallet or "", k))
    return parts


def _lines(columns: Columns, parts: list[Part], notes: list[str]) -> list[Line]:
    """Give a line a coin; the wallets of one coin are added up."""
    taken = not columns.header.layout or columns.header.layout.counted == TAKEN
    said = [(name, columns.values[name]) for name in _OPTIONAL if taken and name in columns.values]
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.asset.casefold(), []).append(part)
    lines = []
    for group in groups.values():
        line = add_up(columns, group, said)
        if line is not None:
            lines.append(line)
    ledger = sum(part.lines for part in parts)
    if not taken:
        made = f"{len(lines):,} holding{'s' * (len(lines) != 1)}"
        notes.append(f"{ledger:,} entries of the ledger make {made}")
    return lines
