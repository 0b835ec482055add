"""Parquet: typed columns, and what is nested beside them."""

import datetime
import io
from decimal import Decimal

import polars as pl

from books.files import lines, read, said

DAY = datetime.date(2026, 9, 30)
COLUMNS = {"asset": ["BTC", "ETH"], "quantity": [Decimal("26.775"), Decimal(4)], "as of": [DAY] * 2}
NESTED = {"tags": [["cold"], []], "custody": [{"city": "Zug"}] * 2}


def parquet(columns) -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()


def test_lists_and_records_beside_are_no_fields():
    reading = read(parquet(NESTED | COLUMNS | {"price": [65000, 3500]}), "h.parquet")
    assert lines(reading) == [("BTC", 26.775, 65000), ("ETH", 4, 3500)]
    assert reading.understood.ignored == ("tags", "custody")
    assert reading.book.as_of == datetime.datetime(2026, 9, 30)


def test_a_field_of_lists_is_a_fault_in_each_line():
    data = parquet(COLUMNS | {"price": [[65000], [3500]]})
    told = "price: holds several values; give one in each line"
    assert said(data, "h.parquet")[:2] == [f"h.parquet, line {n}, {told}" for n in (1, 2)]
