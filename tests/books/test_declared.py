"""One declaration: the line of a book, its JSON, the schema and the page follow from it."""

import dataclasses
import json

import polars as pl

from betahedge.books.declared import DECLARED
from betahedge.books.field import schema
from betahedge.books.fields import HOLDINGS
from betahedge.books.header import key
from betahedge.books.model import Line
from betahedge.books.writing import records
from books.files import read


def test_a_line_has_the_fields_that_are_declared():
    fields = {field.name for field in dataclasses.fields(Line)}
    declared = {field.name for field in HOLDINGS} - {"wallet", "value", "currency", "as_of"}
    assert fields == declared | {"is_cash", "wallets", "numbers"}


def test_no_two_fields_of_a_file_share_a_name():
    for fields, _ in DECLARED.values():
        names = [key(name) for field in fields for name in (field.name, *field.synonyms)]
        assert len(names) == len(set(names))


def test_the_schema_of_many_portfolios():
    found = schema(HOLDINGS)
    assert (found["asset"], found["quantity"], found["expiry"]) == (
        pl.String(),
        pl.Float64(),
        pl.Date(),
    )
    assert list(found) == [field.name for field in HOLDINGS]


def test_json_has_what_is_said():
    book = read("asset,quantity,price,wallet,expiry\nBTC,3,65000,a,2026-12-25\n").book
    assert json.loads(json.dumps(records(book))) == [
        {"asset": "BTC", "quantity": 3.0, "price": 65000.0, "expiry": "2026-12-25T00:00:00",
         "wallets": [{"name": "a", "quantity": 3.0}]}
    ]  # fmt: skip
