"""All faults of a file at once, and what goes on without them."""

import csv
import io
import re

import pytest
from click.testing import CliRunner

from betahedge.books.faults import BadLines
from betahedge.books.holdings import holdings_of
from betahedge.books.how import How
from betahedge.books.writing import book_csv, rejected_csv
from betahedge.cli import main
from books.files import HEAD, lines, read, said, xlsx

GOOD = "".join(f"C{n},1,{n + 1},,\n" for n in range(20))
BAD = [
    "X1,many,2,,", "X2,1,-2,,", "X3,,2,,", "X4,1,,,", ",1,2,,", "X6,1,2,7,", "X7,1,2,-1,", "X8,1,2,,abc",
    "X9,nan,2,,", "X10,inf,2,,", "X11,1e999,2,,", "X12,1_000,2,,", "X13,12.5k,2,,", "X14,1 ETH,2,,",
    "X15,5%,2,,", "X16,1,2,60,", "X17,0x10,2,,", "X18,1,$,,", "X19,1,2%,,", "X20,1,2,,1 EUR x",
    "X21,2026-01-02,2,,", "X22,1..2,2,,", "X23,--5,2,,", "X24,(5,2,,", "X25,5²,2,,", "X26,1,TRUE,,", "\x1bX27,1,2,,",
    "X28\u202e,1,2,,", "X29,1,2,,,9", f"{'x' * 101},1,2,,",
]  # fmt: skip
FILE = "asset,quantity,price,hedge ratio,beta\n" + GOOD + "".join(f"{line}\n" for line in BAD)


def test_thirty_faults_are_thirty_lines():
    messages = said(FILE)
    assert len(messages) == len(BAD) == 30
    for number, message in enumerate(messages, 22):
        assert message.startswith(f"h.csv, line {number}"), message
        assert re.search(r"must|has|is ", message)
        assert message.isprintable()
    assert (
        messages[0]
        == 'h.csv, line 22, quantity: was "many"; must be a number; write it like 4000.5'
    )


def test_without_bad_lines_read_is_good_and_rejected():
    reading = read(FILE)
    counts = reading.counts
    assert (counts.read, counts.good, counts.rejected) == (50, 20, 30)
    with pytest.raises(BadLines) as caught:
        reading.accept()
    assert len(caught.value.lines) == 30
    book = reading.accept(skip_bad_lines=True)
    assert (len(book.lines), book.rejected) == (20, 30)
    rows = list(csv.DictReader(io.StringIO(rejected_csv(reading).decode())))
    assert [int(row["line"]) for row in rows] == list(range(22, 52))
    assert rows[0]["value"] == "many"
    assert rows[0]["cells"] == "X1 | many | 2 |  | "


def test_the_terminal_says_it_and_the_file_holds_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "h.csv").write_text(FILE, "utf-8")
    result = CliRunner().invoke(main, ["read", "h.csv"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 30
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    result = CliRunner().invoke(main, ["read", "h.csv", "--skip-bad-lines", "--save", "book.csv"])
    assert result.exit_code == 0
    assert "Lines: 50 read = 20 good + 30 rejected (rejected.csv)" in result.output
    assert len((tmp_path / "rejected.csv").read_text("utf-8").splitlines()) == 31
    assert lines(read((tmp_path / "book.csv").read_bytes())) == lines(read(FILE))


def test_the_workbook_says_it(tmp_path, monkeypatch):
    import openpyxl

    monkeypatch.chdir(tmp_path)
    (tmp_path / "h.csv").write_text(
        "asset,quantity,price,contract\nBTC,3,65000,CME:MBT\nETH,many,3500,\n", "utf-8"
    )
    words = [
        "template",
        "mixed_portfolio",
        "--holdings",
        "h.csv",
        "--skip-bad-lines",
        "-o",
        "b.xlsx",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "Lines: 2 read = 1 good + 1 rejected (rejected.csv)" in result.output
    book = openpyxl.load_workbook("b.xlsx", data_only=True)
    texts = {cell.value for row in book["Cover"].iter_rows() for cell in row}
    assert "h.csv (1 line rejected)" in texts


def test_a_fault_of_a_workbook_has_its_cell_and_its_sheet():
    data = xlsx(HEAD, ["BTC", "x", 1], sheets=[("A b", [["nothing"]])])
    assert said(data, "h.xlsx") == [
        'h.xlsx, Sheet!B2, quantity: was "x"; must be a number; write it like 4000.5'
    ]


def test_a_share_that_is_no_number_is_told_once_how_to_write_it():
    assert said(b"asset,quantity,price,hedge ratio\nBTC,1,65000,half\n", "h.csv") == [
        'h.csv, line 2, hedge ratio: was "half"; must be a share from 0 to 1.5, like 0.6 or 60%'
    ]


def test_a_formula_in_a_rejected_line_is_no_formula():
    reading = read("asset,quantity,price\n=cmd(),=1+1,2\n")
    row = next(csv.reader(io.StringIO(rejected_csv(reading).decode().split("\n", 1)[1])))
    assert row[3] == "'=1+1"
    assert row[6] == "'=cmd() | =1+1 | 2"


def test_a_saved_book_reads_back_as_the_same():
    data = (
        "asset,quantity,price,wallet,hedge ratio,contract,beta,held,cost basis,line item\n"
        "BTC,1,65000,cold,.5,CME:MBT,,3,5,Crypto\nBTC,2,65000,hot,.5,CME:MBT,,4,6,Crypto\n"
        "=1+1,0.1,1e-7,,,,,,,\nUSDT,5,1,x,,,,,,\n"
    )
    book = read(data).book
    again = read(book_csv(book)).book
    assert [(b.asset, b.quantity, b.price, b.held, b.cost_basis, b.wallets, b.contract_size, b.is_cash) for b in book.lines] == [
        (b.asset, b.quantity, b.price, b.held, b.cost_basis, b.wallets, b.contract_size, b.is_cash) for b in again.lines
    ]  # fmt: skip
    assert book.lines[0].held == 7


def test_a_line_that_ends_before_the_asset_is_a_fault_of_the_line():
    reading = holdings_of("h.csv", b"quantity,price,asset\n5 BTC,3\n1,2,ETH\n", How())
    assert {fault.line for fault in reading.faults} == {2}
    assert [line.asset for line in reading.book.lines] == ["ETH"]
