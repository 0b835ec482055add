"""Files of holdings with damage at random: a book whose values are in its lines, or lines of why.

Oracle: the value of a line is its quantity by its price, added up exactly.
"""

import csv
import fractions
import io
import math

from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.text import bad_name
from books.files import number_cell, ods, raw_sheet, text_cell, xlsx
from fuzz.trying import Wrong, try_many

HEADS = (
    ("asset", "quantity", "price"),
    ("Coin", "Amount", "Price USD", "Value"),
    ("symbol", "free", "locked", "price"),
    ("asset", "quantity", "price", "hedge_ratio", "contract", "wallet", "beta"),
    ("asset", "quantity", "asset"),
)
VALUES = (
    *("BTC", "ETH", "USD", "SOL", "", " ", "1", "-2", "0.5", "1,000.5", "1.000,5", "1e5", "1e999"),
    *("NaN", "inf", "=1+1", "=cmd|' /C calc'!A0", "+1", "50%", "$5", "5 BTC", "\u202ex", "x\ny"),
    *('"', "'", ";", "\t", "\x1b[31m", "\0", "é", "x" * 300, "1_000", "٣", "0x10", "Total", "#N/A"),
    *("2026-01-01", "65000", "3500", "TRUE", "None", "-", "1e-320", "9" * 400, "(5)", "5-"),
)
SIGNS = (b"\0", b"\xff", b"\xfe\xff", b"\r", b'"', b",", b";", b"\n\n", b"sep=;\n", b"\xef\xbb\xbf")


def rows(chance):
    """Give a header and lines; most values are right ones."""
    head = chance.choice(HEADS)
    lines = [list(head)]
    for _ in range(chance.choice([0, 1, 2, 5, 30])):
        good = [chance.choice(["BTC", "ETH", "SOL"]), f"{chance.uniform(0, 9):.4f}"]
        good += [f"{chance.uniform(1, 9e4):.2f}"] * (len(head) - 2)
        spoiled = [v if chance.random() < 0.93 else chance.choice(VALUES) for v in good]
        lines.append(spoiled[: len(head) if chance.random() < 0.97 else chance.randrange(9)])
    return lines


def text(chance, lines):
    stream = io.StringIO()
    csv.writer(stream, delimiter=chance.choice(",;\t|")).writerows(lines)
    return stream.getvalue().encode(chance.choice(["utf-8", "utf-16", "cp1252"]), "replace")


def package(chance, lines):
    if chance.random() < 0.5:
        clean = [[v for v in line if v.isprintable()] for line in lines]
        return xlsx(*clean)
    cells = ["".join(map(text_cell, filter(str.isprintable, line))) for line in lines]
    return ods(*cells, number_cell(chance.choice([0, 1, 1e9])))


def case(chance):
    lines = rows(chance)
    kind = chance.choice(["csv", "csv", "csv", "package", "xml"])
    if kind == "csv":
        data = text(chance, lines)
    elif kind == "package":
        data = package(chance, lines)
    else:
        data = raw_sheet("".join(f'<row r="{chance.randrange(9)}"/>' for _ in lines).encode())
    for _ in range(chance.choice([0, 0, 1, 3])):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(SIGNS) + data[at + chance.randrange(3) :]
    book = holdings_of("h.csv", data, How(skip_bad_lines=True)).accept(skip_bad_lines=True)
    for line in book.lines:
        if bad_name(line.asset) or not math.isfinite(line.value):
            raise Wrong(f"{line}")
        if line.price is not None:
            exact = fractions.Fraction(line.quantity) * fractions.Fraction(line.price)
            if not math.isclose(float(exact), line.value, rel_tol=1e-9, abs_tol=1e-300):
                raise Wrong(f"{line}: its value must be {float(exact)}")
    return "read"


if __name__ == "__main__":
    try_many(case)
