"""orders.csv: one line a contract, as a broker reads it."""

import csv
import io

from betahedge.books.numbers import plain
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
        numbers = (order.contracts, order.lots, order.price, order.notional)
        costs = (round(order.fee, 8), round(order.slippage, 8), order.exact)
        writer.writerow([
            safe(order.venue), safe(order.contract), order.side, *map(plain, numbers),
            report.currency, *map(plain, costs), safe(order.asset), report.as_of,
            report.inputs_hash,
        ])  # fmt: skip
    return stream.getvalue().encode()


def safe(text: str) -> str:
    """Mark a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_UNSAFE) else text
