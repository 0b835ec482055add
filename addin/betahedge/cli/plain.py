"""What the commands find, as a program takes it: names to numbers, texts and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from betahedge.books.model import Line, Reading
    from betahedge.books.netting import NetOrder
    from betahedge.engine import Calculated
    from betahedge.hosts.plain.freezing import Plain
    from betahedge.report.pack import Pack
    from betahedge.report.solving import Solved


def plain_reading(reading: Reading, orders: Sequence[NetOrder]) -> dict[str, Any]:
    """Give a book with how its file was understood, and the orders where they were asked for."""
    book = reading.book
    return {
        "kind": "holdings",
        "file": reading.name,
        "currency": book.currency,
        "as_of": book.as_of,
        "lines": [_line(line) for line in book.lines],
        "orders": [asdict(order) for order in orders],
        "understood": asdict(reading.understood),
        "counts": asdict(reading.counts),
        "warnings": book.warnings,
        "faults": list(map(str, reading.left_out)),
    }


def _line(line: Line) -> dict[str, Any]:
    return asdict(line) | {
        "value": line.value,
        "wallets": [wallet._asdict() for wallet in line.wallets],
    }


def plain_solved(solved: Solved) -> dict[str, Any]:
    """Give what a mixed portfolio comes to: its assets and orders, by the names of its items."""
    from betahedge.report.terminal import COLUMNS, TICKET

    return {
        "assets": _rows(solved, [item for item, _ in COLUMNS]),
        "orders": _rows(solved, [item for item, _ in TICKET]),
        "proved": not solved.proof.different,
        "master_check": solved.result.master_check,
        "failures": solved.failures,
    }


def plain_result(result: Calculated) -> dict[str, Any]:
    """Give what was found in a calculated workbook; every cell is named."""
    return {
        "values": len(result.values),
        "functions": result.functions,
        "errors": {
            ref: {"value": error, "reason": error.reason} for ref, error in result.errors.items()
        },
        "left": result.left,
        "kept": result.kept,
        "unknown": result.unknown,
        "master_check": result.master_check,
        "failed": [cell for cell, value in result.values.items() if value == "FAIL"],
    }


def _rows(solved: Solved, items: Sequence[str]) -> list[dict[str, Any]]:
    """Give the rows of items that stand side by side; the first of each names it."""
    rows = zip(*map(solved.column, items), strict=True)
    return [dict(zip(items, row, strict=True)) for row in rows if row[0] is not None]


def plain_rows(kind: str, file: str, found: Any) -> dict[str, Any]:
    """Give the rows of a file of another kind; of prices the days, and a list a coin."""
    faults = list(map(str, found.faults))
    if kind == "prices":
        rows: Any = {"dates": found.dates, "prices": found.columns}
    else:
        rows = {"rows": [asdict(row) for row in (found.quotes if kind == "market" else found.rows)]}
    if kind not in ("prices", "market"):
        rows |= {"mapped": found.mapped, "ignored": list(found.ignored)}
    return {"kind": kind, "file": file, **rows, "faults": faults}


def plain_export(result: Calculated, became: Plain) -> dict[str, Any]:
    """Give what became of the cells that called the add-in, beside what was found in them."""
    return plain_result(result) | {"became": asdict(became)}


def plain_pack(pack: Pack) -> dict[str, Any]:
    """Give what a report comes to; report.json has every number."""
    report = pack.made.report
    return {
        "files": sorted(pack.files),
        "headline": report.headline,
        "decisions": [asdict(each) for each in report.decisions],
        "breaches": [asdict(each) for each in report.breaches],
        "warnings": pack.warnings,
        "checks": {"ok": report.checks.ok, "failed": report.checks.failed},
        "failures": [asdict(line) for line in report.checks.lines if line.result == "FAIL"],
    }
