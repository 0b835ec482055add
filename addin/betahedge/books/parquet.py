"""Parquet by Polars: the columns are the header, the rows its lines."""

from __future__ import annotations

import io
from typing import Any

from betahedge.books.faults import BadFile, TooLarge
from betahedge.books.grid import Grid, check_cells, check_columns, check_lines
from betahedge.books.text import escaped

LONGEST = 10_000  # bytes of one value
OF_NESTED = 10  # cells: the room that each note of a nested value takes
NESTED = ("holds several values", "give one in each line")


def read_parquet(name: str, data: bytes) -> Grid:
    """Read a Parquet file of numbers, texts and dates; row 1 is the first under the header.

    A column of lists or of records may stand beside, and is no field.
    """
    import polars as pl

    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        check_columns(name, len(schema))
        nested = [column for column, dtype in schema.items() if dtype.is_nested()]
        lazy = pl.scan_parquet(io.BytesIO(data))
        lines = int(lazy.select(pl.len()).collect().item())
        check_lines(name, lines)
        check_cells(name, lines * (len(schema) + len(nested) * OF_NESTED))
        frame = lazy.with_columns(pl.lit(None).alias(column) for column in nested).collect()
    except pl.exceptions.PolarsError as error:
        raise BadFile(f"{escaped(name)}: is no Parquet file ({type(error).__name__})") from None
    _check_texts(name, frame)
    columns: list[list[Any]] = [_values(frame[column]) for column in frame.columns]
    rows = [list(frame.columns), *(list(row) for row in zip(*columns))]
    places = [frame.columns.index(column) for column in nested]
    problems = {(line, place): NESTED for place in places for line in range(1, len(rows))}
    return Grid(name, rows, range(len(rows)), problems=problems)


def _check_texts(name: str, frame: Any) -> None:
    import polars as pl

    for column in frame.columns:
        if frame[column].dtype in (pl.String, pl.Binary):
            sizes = frame[column].cast(pl.Binary).bin.size()
            if (sizes.max() or 0) > LONGEST or (sizes.sum() or 0) > 64 << 20:
                raise TooLarge(
                    f"{escaped(name)}, {escaped(column)}: holds values too long for a book"
                )


def _values(column: Any) -> list[Any]:
    """Give a column as plain Python values; whole numbers and decimals as floats."""
    import polars as pl

    if column.dtype.is_numeric():
        return list(column.cast(pl.Float64).to_list())
    if column.dtype == pl.Binary:
        column = column.cast(pl.String, strict=False)
    if column.dtype in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    return [value.strip() if isinstance(value, str) else value for value in column.to_list()]
