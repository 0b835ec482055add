"""A book written plainly, and the lines of a file that were rejected."""

import csv
import dataclasses
import datetime
import io
import math
from dataclasses import replace
from typing import Any

from betahedge.books.contracts import name_contract
from betahedge.books.declared import DECLARED
from betahedge.books.fields import HOLDINGS
from betahedge.books.flows import Flow
from betahedge.books.model import Book, Line, Reading
from betahedge.books.numbers import plain
from betahedge.books.positions import Position, Trade
from betahedge.books.rows import Rows

_UNSAFE = ("=", "+", "-", "@", "\t", "\r")
_OF_PARTS = ("value", "currency", "wallet", "as_of", "side")
_WRITTEN = tuple(field for field in HOLDINGS if field.name not in _OF_PARTS)
OF_ROWS = {"positions": Position, "trades": Trade, "funding": Flow}  # written row by row
_ATTRIBUTE = {"futures_price": "mark", "side": "quantity", "rebate": "fee"}  # of a row, if another


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return str(value)


def book_csv(book: Book) -> bytes:
    """Write a book as a plain CSV that reads back as the same lines; a line a coin and wallet."""
    coins = {line.asset.casefold() for line in book.lines}
    lines = [_priced(line, coins) for line in book.lines]
    fields = [f for f in _WRITTEN if any(getattr(line, f.name) is not None for line in lines)]
    wallets = any(line.wallets for line in lines)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    heads = ["asset", "quantity", f"price ({book.currency})", *(["wallet"] if wallets else [])]
    writer.writerow(heads + [field.label for field in fields[3:]])
    for line in lines:
        for row in _rows(line, fields[3:], wallets):
            writer.writerow(row)
    return stream.getvalue().encode()


def rows_csv(kind: str, found: Rows[Any]) -> bytes:
    """Write rows of a kind as a plain CSV that reads back as the same; its columns are always the
    same too, so that the rows of one file can be put below those of another.
    """
    there = {each.name for each in dataclasses.fields(OF_ROWS[kind])}
    written = [each for each in DECLARED[kind][0] if _ATTRIBUTE.get(each.name, each.name) in there]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([each.label for each in written])
    for row in found.rows:
        values = [_of_row(row, each.name) for each in written]
        writer.writerow([_safe(v) if isinstance(v, str) else _cell(v) for v in values])
    return stream.getvalue().encode()


def _of_row(row: Any, name: str) -> Any:
    """Give what a field of a row is written as: signs as words, and fees received as rebates."""
    value = getattr(row, _ATTRIBUTE.get(name, name))
    match name:
        case "side":
            return "buy" if value > 0 else "sell"
        case "quantity":
            return abs(value)
        case "fee":
            return max(value, 0.0)
        case "rebate":
            return max(-value, 0.0)
        case "flow":
            return "rebate" if value == "fee" and row.amount > 0 else value
    return value


def _priced(line: Line, coins: set[str]) -> Line:
    """Give a future on a coin that is not in the book the price that it is sized at."""
    underlying = name_contract(line.contract).underlying if line.contract else ""
    if line.futures_price is not None or not underlying or underlying.casefold() in coins:
        return line
    return replace(line, futures_price=line.coin_price)


def _safe(name: str) -> str:
    """Mark a name that a spreadsheet would take for a formula; the reader takes the mark away."""
    return f"'{name}" if name.startswith(_UNSAFE) else name


def records(book: Book) -> list[dict[str, Any]]:
    """Give the lines as JSON has them: fields by name, without what is not said."""
    return [
        {
            field.name: _plain(getattr(line, field.name))
            for field in _WRITTEN
            if getattr(line, field.name) is not None
        }
        | {"wallets": [{"name": each.name, "quantity": each.quantity} for each in line.wallets]}
        for line in book.lines
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _parts(line: Line) -> list[tuple[str, float]]:
    """Give what each wallet holds, and what stands in none."""
    found: dict[str, list[float]] = {}
    for each in line.wallets:
        found.setdefault(each.name, []).append(each.quantity)
    if len(line.wallets) < len(line.numbers):
        found[""] = [line.quantity, *(-each.quantity for each in line.wallets)]
    return [(name, math.fsum(each)) for name, each in found.items()] or [("", line.quantity)]


def _rows(line: Line, fields: list[Any], wallets: bool) -> list[list[str]]:
    """Give the rows of a line, one a wallet; what adds up stands in the first."""
    rows = []
    for place, (wallet, quantity) in enumerate(_parts(line)):
        row = [
            _safe(line.asset),
            plain(quantity),
            _cell(line.price),
            *([_safe(wallet)] if wallets else []),
        ]
        for field in fields:
            value = None if place and field.adds == "sum" else getattr(line, field.name)
            row.append(_safe(value) if isinstance(value, str) else _cell(value))
        rows.append(row)
    return rows


def rejected_csv(reading: Reading) -> bytes:
    """Write the faults of the rejected lines: line, column, value, reason, and the line's cells.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["line", "place", "column", "value", "reason", "remedy", "cells"])
    for fault in reading.left_out:
        value = fault.value if isinstance(fault.value, str | float) else ""
        cells = " | ".join(_cell(cell) for cell in reading.rows.get(fault.line, []))
        row = [
            str(fault.line),
            fault.place,
            fault.column,
            _cell(value),
            fault.must,
            fault.remedy,
            cells,
        ]
        writer.writerow(
            [
                f"'{each}" if each.startswith(_UNSAFE) and not _is_number(each) else each
                for each in row
            ]
        )
    return stream.getvalue().encode()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
