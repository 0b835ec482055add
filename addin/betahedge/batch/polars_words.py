"""The words of Polars."""

from typing import Any

import polars as pl

from betahedge.batch.words import MISSING_MARK, MISSING_NUMBER, MISSING_TEXT, Words
from betahedge.core.operations import Operations, Steps

_TYPES = {MISSING_NUMBER: pl.Float64, MISSING_TEXT: pl.String, MISSING_MARK: pl.Int8}


def _value(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _choose(condition: Any, one: Any, other: Any) -> pl.Expr:
    return pl.when(condition).then(_value(one)).otherwise(_value(other))


def _name(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).str.strip_chars().replace("", None)


class _Operations(Operations):
    """The words of a column, and steps by bisection: a chain of choices asks for all of them."""

    def step(self, value: pl.Expr, steps: Steps) -> pl.Expr:
        """Choose by size."""
        bounds, values = (pl.lit(pl.Series(each, dtype=pl.Float64)) for each in steps)
        return values.gather(bounds.search_sorted(value, side="right"))


WORDS = Words(
    ops=_Operations(lambda value: value.floor(), lambda value: value.abs(), _choose),
    column=pl.col,
    literal=pl.lit,
    is_known=lambda value: value.is_not_null(),
    first=lambda *values: pl.coalesce(*values),
    number=lambda value: value.cast(pl.Float64, strict=False),
    text=lambda value: value.cast(pl.String),
    whole=lambda value: value.cast(pl.Int64),
    wide=lambda value: value.cast(pl.Int128),
    units=lambda value, parts: (value * parts).cast(pl.Int128),
    name=_name,
    upper=lambda value: value.str.to_uppercase(),
    joined=lambda one, other: one + other,
    is_in=lambda value, words: value.is_in(list(words)),
    contains=lambda value, mark: value.str.contains(mark, literal=True),
    matches=lambda value, pattern: value.str.contains(f"^(?i:{pattern})$"),
    blank=lambda kind: pl.lit(None, _TYPES[kind]),
)
