"""The words of Spark.  Its ANSI mode raises where others give infinity, so each is guarded."""

from typing import Any

from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's world writes it

from betahedge.batch.words import BLANK, MISSING_MARK, MISSING_NUMBER, MISSING_TEXT, Words
from betahedge.core.operations import Operations

WHOLE = "decimal(38,0)"
_TYPES = {MISSING_NUMBER: "double", MISSING_TEXT: "string", MISSING_MARK: "tinyint"}
_EXACT = 2.0**53  # from here on a number is whole, and its floor would not fit
_BLANKS = rf"^{BLANK}+|{BLANK}+$"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"  # Spark takes 3d and 3f for numbers too


def _floor(value: Any) -> Any:
    return F.when(F.abs(value) < _EXACT, F.floor(value).cast("double")).otherwise(value)


def _choose(condition: Any, one: Any, other: Any) -> Any:
    return F.when(condition, one).otherwise(other)


def _name(value: Any) -> Any:
    stripped = F.regexp_replace(value.cast("string"), _BLANKS, "")
    return F.when(stripped != "", stripped)


def _units(value: Any, parts: int) -> Any:
    """Count a number in two steps: Spark reads a large float as a decimal by its shortest text."""
    whole = value.cast("bigint")
    rest = ((value - whole.cast("double")) * float(parts)).cast("bigint")
    return whole.cast(WHOLE) * parts + rest.cast(WHOLE)


def number_of_text(value: Any) -> Any:
    """Read a text as a number; missing where it is none."""
    return F.when(value.rlike(_NUMBER), value.try_cast("double"))


WORDS = Words(
    ops=Operations(_floor, F.abs, _choose),
    column=F.col,
    literal=F.lit,
    is_known=lambda value: value.isNotNull(),
    first=lambda *values: F.coalesce(*values),
    number=lambda value: value.cast("double"),
    text=lambda value: value.cast("string"),
    whole=lambda value: value.cast("bigint"),
    wide=lambda value: value.cast(WHOLE),
    units=_units,
    name=_name,
    upper=F.upper,
    joined=F.concat,
    is_in=lambda value, words: value.isin(list(words)),
    contains=lambda value, mark: value.contains(mark),
    matches=lambda value, pattern: value.rlike(f"(?iu)^(?:{pattern})$"),
    blank=lambda kind: F.lit(None).cast(_TYPES[kind]),
)
