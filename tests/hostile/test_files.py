"""Files that would fill the memory, or run for hours: one line, exit code 2, within bounds."""

from pathlib import Path

import pytest

from books.files import HEAD, number_cell, ods, raw_sheet, text_cell, xls, xlsx
from command import refused, run
from hostile.large_files import entities, lying_zip, rows_of, sparse

ROW = "".join(map(text_cell, HEAD))


def value_far_out(path: Path) -> None:
    path.write_bytes(
        xlsx(HEAD, ["BTC", 3, 65000], change=lambda book: book.active.__setitem__("XFD1048576", 1))
    )


def old_far_out(path: Path) -> None:
    rows = [[None] * 256 for _ in range(2)]
    rows[0][:3] = HEAD
    path.write_bytes(xls(*rows, *[[None]] * 65_533, [None] * 255 + [1.0]))


def claims_rows(path: Path) -> None:
    """Make an old workbook that says that it has 3 billion rows."""
    data = bytearray(xls(HEAD, ["BTC", 3.0, 65000.0]))
    at = data.find(b"\x00\x02\x0e\x00") + 8
    data[at : at + 4] = (3_000_000_000).to_bytes(4, "little")
    path.write_bytes(bytes(data))


TEXT, GIGABYTE = "asset,quantity,price\n", 1 << 30
HOSTILE = {
    "a gigabyte of CSV": ("h.csv", lambda p: sparse(p, GIGABYTE), "has more than 64 MiB, the limit of a book; split it"),
    "a line of 60 MB": ("h.csv", lambda p: p.write_text(TEXT + "x" * (60 << 20)), "line 2: has a value of more than 131,072 characters"),
    "an open quote": ("h.csv", lambda p: p.write_text(TEXT + '"' + "x" * (60 << 20)), "has a value of more than 131,072 characters"),
    "20,000 columns": ("h.csv", lambda p: p.write_text(",".join(f"c{n}" for n in range(20_000)) + "\n"), "line 1: has more than 1,000 columns"),
    "commas alone": ("h.csv", lambda p: p.write_text(TEXT + "," * (50 << 20)), "line 2: has more than 1,000 columns"),
    "blank lines alone": ("h.csv", lambda p: p.write_text(TEXT + "\n" * (60 << 20)), "has more than 200,000 lines"),
    "too many lines": ("h.csv", lambda p: p.write_text(TEXT + "BTC,1,2\n" * 300_000), "has more than 200,000 lines; split it, or use betahedge batch"),
    "a row numbered 99999999999": ("h.xlsx", lambda p: p.write_bytes(raw_sheet(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')), "it names row 99999999999"),
    "a value in the last cell": ("h.xlsx", value_far_out, "has a value in row 1,048,576; a book is read up to row 200,020"),
    "50 million empty rows": ("h.xlsx", lambda p: rows_of(p, 50_000_000), "unpacks to more than 256 MiB"),
    "40 million empty rows": ("h.xlsx", lambda p: rows_of(p, 40_000_000), "has too many cells to read"),
    "a zip that lies": ("h.xlsx", lying_zip, "is not a spreadsheet, or is damaged"),
    "an old workbook far out": ("h.xls", old_far_out, "has more than 8,000,000 cells"),
    "an old workbook that claims rows": ("h.xls", claims_rows, "is a damaged .xls workbook"),
    "a cell repeated for ever": ("h.ods", lambda p: p.write_bytes(ods(ROW, number_cell(1, repeated=2_000_000_000))), "has more than 1,000 columns"),
    "entities in entities": (
        "h.xlsx",
        entities,
        "cannot be read; it is damaged",
    ),
    "a device": ("/dev/zero", None, "has more than 64 MiB"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(tmp_path, name, make, message):
    path = tmp_path / name
    if make:
        make(path)
    assert refused(run("read", path), message)
