"""orders.csv: one line a contract, as a broker reads it."""

import csv
import io

from betahedge.books.numbers import plain
from betahedge.core.rounding import DIGITS
from betahedge.report.rows import Report

HEADER = ("venue", "contract", "side", "contracts", "lots", "reference price", "notional",
          "currency", "fee", "slippage", "exact", "hedges", "as of", "report")  # fmt: skip
_UNSAFE = ("=", "+", "-", "@", "\t", "\r")


def orders_csv(report: Report) -> bytes:
    """Write the orders; contracts are positive, the side is a word."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for order in report.orders:
        money = [round(each, 8) for each in (order.notional, order.fee, order.slippage)]
        numbers = (order.contracts, order.lots, order.price, money[0])
        costs = (*money[1:], order.exact)
        writer.writerow([
            safe(order.venue), safe(order.contract), order.side, *map(settled, numbers),
            report.currency, *map(settled, costs), safe(order.asset), report.as_of,
            report.inputs_hash,
        ])  # fmt: skip
    return stream.getvalue().encode()


def settled(value: float) -> str:
    """Write a number to 15 significant digits: products of binary fractions have dust beyond."""
    return plain(float(f"{value:.{DIGITS}g}"))


def safe(text: str) -> str:
    """Mark a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_UNSAFE) else text
