"""Files as batches of lines by Polars, their columns named as fields."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from betahedge.batch.checks import SAID
from betahedge.batch.fields import (
    NUMBERS,
    PER_CENT,
    SHARES,
    TEXTS,
    Found,
    Texts,
    check_header,
    find_fields,
    texts_of,
)
from betahedge.batch.polars_words import WORDS
from betahedge.batch.repeats import BARE, COIN, HOLDING, TIME
from betahedge.batch.source import (
    Part,
    days_of,
    delimiter,
    find_letters,
    find_overlong,
    header,
    text_blocks,
)
from betahedge.books.faults import BadFile
from betahedge.books.text import escaped

_TEXTS = (pl.String, pl.Categorical, pl.Enum)
_FIRST = {True: 2, False: 1}  # the number of the first line: a text has its header above


@dataclass(frozen=True, slots=True)
class Scan:
    """One file: which column is which field, and its lines.

    lines: how many it has, or may have.
    file: its name, where the source has several.  day: as 20260930, where their names have some.
    """

    part: Part
    found: Found
    schema: pl.Schema
    texts: Texts
    lines: int
    file: str = ""
    day: int = 0

    def batches(self, size: int) -> Iterator[pl.DataFrame]:
        """Give the lines, in their order, so many at a time."""
        line = _FIRST[self.part.is_text]
        for lines in _text_batches(self.part, size) if self.part.is_text else self._slices(size):
            columns = _fields(self.found, self.schema, self.texts)
            columns |= {each.name: WORDS.name(pl.col(each.column)) for each in self.texts.beside}
            if self.file:
                columns["file"] = pl.lit(self.file)
            numbers = pl.int_range(line, line + pl.len(), dtype=pl.Int64)
            yield lines.select(numbers.alias("line"), **self._marks(lines), **columns)
            line += lines.height

    def _marks(self, lines: pl.DataFrame) -> dict[str, pl.Series | pl.Expr]:
        """Mark what tells a repeat; the day of a file is that of lines that have none."""
        marks: dict[str, pl.Series | pl.Expr] = {
            mark: lines.select(names).hash_rows()
            for mark, names in self.found.marks(self._flat, dated=self.day > 0).items()
        }
        if COIN in marks and TIME not in marks:
            marks[TIME] = pl.lit(self.day, pl.UInt64)
        if HOLDING in marks:
            names = (WORDS.name(pl.col(wallet)) for wallet in self.found.wallets(self._flat))
            marks[BARE] = pl.all_horizontal(name.is_null() for name in names)
        return marks

    @property
    def _flat(self) -> list[str]:
        """Give the columns that hold plain values."""
        return [column for column, dtype in self.schema.items() if not dtype.is_nested()]

    def _slices(self, size: int) -> Iterator[pl.DataFrame]:
        """Read a Parquet file by slices: the engine's own stream reads too far ahead."""
        frame = pl.scan_parquet(self.part.path, glob=False).select(self._flat)
        for start in range(0, self.lines, size):
            yield frame.slice(start, size).collect(engine="in-memory")


def _text_batches(part: Part, size: int) -> Iterator[pl.DataFrame]:
    by = delimiter(part.path)
    for block in text_blocks(part.path):
        yield from _texts(part.path, block, by).iter_slices(size)


def _texts(path: Path, block: bytes, by: str) -> pl.DataFrame:
    try:
        return pl.read_csv(io.BytesIO(block), infer_schema=False, separator=by)
    except pl.exceptions.PolarsError as error:
        why = (
            find_overlong(path) or find_letters(block) or f"is no CSV file ({type(error).__name__})"
        )
        raise BadFile(f"{escaped(str(path))}: {why}") from None


def scan(part: Part, *, currency: str, has_market: bool) -> Scan:
    """Look at a file: which column is which field, and what it holds."""
    name = escaped(str(part.path))
    try:
        if part.is_text:
            texts = header(part.path)
            check_header(name, texts)
            block = next(iter(text_blocks(part.path, least=1 << 12)))
            schema = _texts(part.path, block, delimiter(part.path)).schema
            lines = part.lines
        else:
            schema = pl.Schema(pl.read_parquet_schema(part.path))
            texts = list(schema)
            whole = pl.scan_parquet(part.path, glob=False).select(pl.len()).collect()
            lines = int(whole.item())
    except (pl.exceptions.PolarsError, OSError) as error:
        kind = "CSV" if part.is_text else "Parquet"
        raise BadFile(f"{name}: is no {kind} file ({type(error).__name__})") from None
    schema = pl.Schema(schema)
    names = list(schema)  # of two that are the same, the engine calls the second otherwise
    said = texts if len(texts) == len(names) else names
    found = find_fields(name, said, names, currency=currency, has_market=has_market)
    _check_types(name, found, schema)
    texts_ = texts_of(found, lambda column: schema[column] in _TEXTS)
    return Scan(part, found, schema, texts_, lines)


def _check_types(name: str, found: Found, schema: pl.Schema) -> None:
    for each, column in found.columns.items():
        dtype = schema[column]
        numeric = dtype.is_numeric() or dtype in (pl.String, pl.Null)
        if each in NUMBERS and not numeric:
            raise BadFile(f"{name}, {escaped(column)}: is of type {dtype}; must hold numbers")
        if each in TEXTS and not (numeric or dtype in (pl.Categorical, pl.Enum)):
            raise BadFile(f"{name}, {escaped(column)}: is of type {dtype}; must hold texts")


def _fields(found: Found, schema: pl.Schema, texts: Texts) -> dict[str, pl.Expr]:
    """Name the columns as fields: numbers as such, and beside them what a text said."""
    columns: dict[str, pl.Expr] = {}
    for each, column in found.columns.items():
        value = pl.col(column)
        if each == "portfolio" and schema[column].is_integer():
            columns[each] = value.cast(pl.Int64)
        elif each in TEXTS:
            columns[each] = WORDS.name(value)
        elif each in texts.numbers:
            text = columns[SAID + each] = WORDS.name(value)
            plain = text.str.replace(*PER_CENT) if each in SHARES else text
            columns[each] = WORDS.number(plain)
        else:
            columns[each] = WORDS.number(value)
    if "kind" in columns:
        columns["kind"] = columns["kind"].str.to_lowercase()
    return columns


def scan_all(parts: Sequence[Part], *, currency: str, has_market: bool) -> list[Scan]:
    """Look at several files, which must be alike."""
    scans = [scan(part, currency=currency, has_market=has_market) for part in parts]
    first = _shape(scans[0])
    for each in scans[1:]:
        if _shape(each) != first:
            one, other = escaped(each.part.name), escaped(parts[0].name)
            raise BadFile(f"{one}: has other columns, or of other types, than {other}")
    if len(scans) == 1:
        return scans
    days = days_of([part.name for part in parts])
    return [replace(each, file=each.part.name, day=day) for each, day in zip(scans, days)]


def _shape(each: Scan) -> dict[str, bool]:
    """Give what must be alike: the fields, and whether a portfolio is a number."""
    return {
        name: name == "portfolio" and each.schema[column].is_integer()
        for name, column in each.found.columns.items()
    }
