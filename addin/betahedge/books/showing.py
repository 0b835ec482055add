"""A file of holdings as a notebook shows it: its lines, what was made of them, its faults."""

from betahedge.books.model import Line, Reading
from betahedge.books.text import html_table, html_text

SHOWN = 40  # lines, at most


def reading_html(reading: Reading) -> str:
    """Write a reading as HTML; every text of the file is text."""
    book, counts = reading.book, reading.counts
    heads = ("Asset", "Quantity", "Price", f"Value {book.currency}", "Ratio", "Contract")
    more = len(book.lines) - SHOWN
    said = [
        *([f"and {more:,} more lines"] if more > 0 else []),
        f"{counts.read:,} lines read = {counts.good:,} good + {counts.rejected:,} with faults",
        *(f"Note: {note}" for note in reading.understood.notes),
        *(f"Warning: {warning}" for warning in book.warnings),
        *(f"Fault: {fault}" for fault in reading.faults),
    ]
    items = "".join(f"<li>{html_text(each)}</li>" for each in said)
    return f"{html_table(heads, map(_row, book.lines[:SHOWN]))}<ul>{items}</ul>"


def _row(line: Line) -> tuple[str, ...]:
    ratio = "policy" if line.hedge_ratio is None else f"{line.hedge_ratio * 100:.12g}%"
    numbers = (line.quantity, line.price, line.value)
    texts = ("" if number is None else f"{number:,.12g}" for number in numbers)
    return (line.asset, *texts, ratio, line.contract or "")
