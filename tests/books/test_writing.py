"""A book as JSON: what is said, and nothing else; a book as CSV: with nothing left to ask."""

import csv
import json

import pytest

from betahedge.books.writing import book_csv, records
from books.files import lines, read


def test_json_has_what_is_said():
    book = read("asset,quantity,price,wallet,expiry\nBTC,3,65000,a,2026-12-25\n").book
    assert json.loads(json.dumps(records(book))) == [
        {"asset": "BTC", "quantity": 3.0, "price": 65000.0, "expiry": "2026-12-25T00:00:00",
         "wallets": [{"name": "a", "quantity": 3.0}]}
    ]  # fmt: skip


def test_a_written_book_is_read_without_a_question():
    book = read("asset,quantity,price\nSOL,2,160.057\n", decimal=".").book
    assert lines(read(book_csv(book))) == [("SOL", 2, 160.057)]


@pytest.mark.parametrize("name", ["=1+1", "+49 wallet", "-cold-", "@desk"])
def test_no_text_of_a_written_book_is_a_formula(name):
    head = "asset,quantity,price,wallet,line item"
    book = read(f"{head}\n{name},3,65000,{name},{name}\n").accept()
    cells = [cell for row in csv.reader(book_csv(book).decode().splitlines()) for cell in row]
    assert cells.count(f"'{name}") == 3
    again = read(book_csv(book)).accept().lines
    assert again == book.lines


def test_a_written_book_has_what_each_wallet_holds_and_what_is_in_none():
    rows = [
        "BTC,2,65000,A,v1",
        "BTC,2,65000,A,v2",
        "BTC,0.5,65000,,",
        "ETH,4,3500,B,",
        "ETH,7,3500,C,",
    ]
    book = read("\n".join(["asset,quantity,price,wallet,note", *rows])).accept()
    written = [row[:4] for row in csv.reader(book_csv(book).decode().splitlines())][1:]
    assert written == [
        ["BTC", "4", "65000", "A"], ["BTC", "0.5", "65000", ""],
        ["ETH", "4", "3500", "B"], ["ETH", "7", "3500", "C"],
    ]  # fmt: skip
    assert lines(read(book_csv(book))) == [("BTC", 4.5, 65000), ("ETH", 11, 3500)]
