"""What a file holds, as the terminal shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from betahedge.cli.group import say

if TYPE_CHECKING:
    from betahedge.books.model import Book, Line, Reading
    from betahedge.books.netting import NetOrder

SHOWN = 40  # lines of a table, at most


def show_reading(reading: Reading) -> None:
    """Print the lines of a book, and how its file was understood."""
    from betahedge.books.text import listed
    from betahedge.report.terminal import show_lines

    lines = reading.book.lines
    show_lines(*holdings_table(lines[:SHOWN], reading.book))
    if len(lines) > SHOWN:
        say(f"and {len(lines) - SHOWN:,} more")
    understood, counts = reading.understood, reading.counts
    mapped = ", ".join(
        f"{name.replace('_', ' ')} = {column}" for name, column in understood.mapped.items()
    )
    say()
    say(f"Known as: {understood.layout or 'columns by their names'}")
    say(f"Columns: {mapped}")
    if understood.ignored:
        say(f"Ignored: {listed(list(understood.ignored))}")
    for note in understood.notes:
        say(f"Note: {note}")
    for warning in reading.book.warnings:
        say(f"Warning: {warning}")
    say(f"Lines: {counts.read:,} read = {counts.good:,} good + {counts.rejected:,} with faults")


def holdings_table(lines: Sequence[Line], book: Book) -> tuple[Any, ...]:
    """Give the columns and rows of a book as a table, with its total."""
    from betahedge.report.terminal_table import Column, number_text

    numbers = ("Quantity", "Price", f"Value {book.currency}", "Ratio")
    columns = [Column("Asset"), *(Column(head, True) for head in numbers)]
    columns += [Column("Contract"), Column("Wallets")]
    total = ["total", "", "", number_text(math.fsum(line.value for line in book.lines), 2)]
    return columns, [_holding(line) for line in lines], total


def _holding(line: Line) -> list[str]:
    from betahedge.books.text import escaped
    from betahedge.report.terminal_table import number_text

    ratio = "policy" if line.hedge_ratio is None else f"{number_text(line.hedge_ratio * 100)}%"
    return [
        escaped(line.asset),
        number_text(line.quantity),
        "" if line.price is None else number_text(line.price),
        number_text(line.value, 2),
        "cash" if line.is_cash and not line.hedge_ratio else ratio,
        escaped(line.contract or ""),
        ", ".join(dict.fromkeys(escaped(wallet.name) for wallet in line.wallets)),
    ]


def show_orders(orders: Sequence[NetOrder], band: float) -> None:
    """Print one order a contract, with the lines that it hedges."""
    if not orders:
        return
    from betahedge.books.text import escaped
    from betahedge.report.terminal import show_lines
    from betahedge.report.terminal_table import Column, number_text

    counted = [Column(head, True) for head in ("Exact", "Target", "Held", "Order")]
    columns = [Column("Contract"), *counted, Column("Side"), Column("Hedges")]
    rows = []
    for order in orders:
        hedges = ", ".join(escaped(share.asset) for share in order.shares)
        side = "Sell" if order.order > 0 else "Buy" if order.order < 0 else "None"
        counts = (order.exact, order.target, order.held, abs(order.order))
        rows.append([escaped(order.contract), *map(number_text, counts), side, hedges])
    say()
    say("One order a contract; contracts held and targets are + sold short, - bought")
    show_lines(columns, rows)
    if any(not order.order and order.target != order.held for order in orders):
        near = f"within {100 * band:.4g}% of its target (--band)"
        say(f"Nothing is traded where the ratio is {near}, or no whole lot is nearer")


def show_others(kind: str, found: Any) -> None:
    """Show a file that is no holdings; of prices, the days and coins that it has."""
    if kind == "prices":
        count = len(found.dates)
        say(f"Prices: {count:,} day{'s' * (count != 1)}, {', '.join(found.columns)}")
    else:
        ignored = () if kind == "market" else found.ignored
        show_rows(found.quotes if kind == "market" else found.rows, kind, ignored)


def show_rows(rows: Sequence[Any], kind: str, ignored: Sequence[str] = ()) -> None:
    """Show rows of named fields, without the fields that none has, and as what they were read.

    ignored: columns of the file that were not used.
    """
    from betahedge.books.text import listed
    from betahedge.report.terminal import show_lines
    from betahedge.report.terminal_table import Column

    if not rows:
        say("No lines.")
        return
    names = [field.name for field in fields(rows[0]) if field.name != "number"]
    names = [name for name in names if any(getattr(row, name) not in (None, "") for row in rows)]
    names.sort(key=lambda name: name not in ("contract", "symbol"))
    columns = [
        Column(
            name.replace("_", " ").capitalize(),
            any(isinstance(getattr(row, name), float) for row in rows),
        )
        for name in names
    ]
    show_lines(columns, [[_text(getattr(row, name)) for name in names] for row in rows[:SHOWN]])
    if ignored:
        say(f"Ignored: {listed(list(ignored))}")
    say(f"{len(rows):,} {'line' if len(rows) == 1 else 'lines'}, read as {kind}")


def _text(value: Any) -> str:
    from betahedge.books.text import escaped
    from betahedge.report.terminal_table import number_text

    if value is None:
        return ""
    return number_text(value) if isinstance(value, float) else escaped(str(value))
