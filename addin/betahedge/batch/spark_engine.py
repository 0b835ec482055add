"""Many portfolios by Spark: the same steps as by Polars, where the data is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql.window import Window

from betahedge.batch.checks import SAID
from betahedge.batch.fields import (
    PER_CENT,
    SHARES,
    TEXTS,
    Texts,
    check_header,
    find_fields,
    texts_of,
)
from betahedge.batch.lines import LINES, is_unnamed
from betahedge.batch.policy import Policy
from betahedge.batch.repeats import ALIKE, COIN, TIME, Place, refuse_twice
from betahedge.batch.spark_words import WHOLE, WORDS, number_of_text
from betahedge.batch.sums import (
    ALONE,
    COUNTS,
    NETTED,
    ORDERS,
    SUMS,
    TWO_TERMS,
    contract_units,
    micro_units,
    net_order,
)
from betahedge.batch.table import BROKEN, Table, faults, fill_lines, size_lines
from betahedge.batch.terms import PRICES, TERMS, price_rows, term_rows
from betahedge.books.faults import BadFile
from betahedge.books.market import Market
from betahedge.books.text import escaped

_INTEGERS = ("tinyint", "smallint", "int", "bigint")
_NESTED = ("array", "map", "struct")
_UNSAFE = "^[=+@\\t\\r-]"


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a path of the server, their columns named as fields."""

    frame: Any
    texts: Texts
    ignored: tuple[str, ...]


def read(spark: Any, path: str, *, currency: str, has_market: bool) -> Source:
    """Read Parquet, or CSV by its name; a line has its number where the server can tell it."""
    name, is_text = escaped(path), path.lower().rstrip("/").endswith((".csv", ".tsv"))
    find = partial(find_fields, name, currency=currency, has_market=has_market)
    mark = "\t" if path.lower().endswith(".tsv") else ","
    heads = _headings(spark, path, mark) if is_text else []
    if is_text:
        check_header(name, heads)
        find(heads, heads)  # before Spark renames those that are there twice
    whole = spark.read.options(mode="FAILFAST", columnPruning=False)  # drops no value unsaid
    frame = whole.csv(path, header=True, sep=mark) if is_text else spark.read.parquet(path)
    types = dict(frame.dtypes)
    if not types:  # Sail reads nothing from nowhere
        raise BadFile(f"{name}: the server has no such path, or nothing there")
    names = list(types)
    found = find(heads if len(heads) == len(names) else names, names)
    texts = texts_of(found, lambda column: types[column] == "string")
    columns = [_line(frame, is_text=is_text).alias("line")]
    for field, column in found.columns.items():
        columns += _field(field, F.col(f"`{column}`"), types[column], field in texts.numbers)
    for each in texts.beside:
        columns.append(WORDS.name(F.col(f"`{each.column}`")).alias(each.name))
    flat = [column for column in names if not types[column].startswith(_NESTED)]
    columns += [_mark(of).alias(mark) for mark, of in found.marks(flat).items()]
    return Source(frame.select(*columns), texts, found.ignored)


def _headings(spark: Any, path: str, mark: str) -> list[str]:
    """Read the first line of a CSV as headings, as the file has them."""
    first = spark.read.csv(path, header=False, sep=mark).first()
    if first is None:
        raise BadFile(f"{escaped(path)}: the server has no such path, or nothing there")
    return [value or "" for value in first]


def _mark(columns: Sequence[str]) -> Any:
    """Give one text for the values of columns; what is missing is none of them."""
    texts = [F.coalesce(F.col(f"`{each}`").cast("string"), F.lit("\0")) for each in columns]
    return F.md5(F.concat_ws("\x1f", *texts))


def _line(frame: Any, *, is_text: bool) -> Any:
    """Give the number of a line: a column of that name, else the row within its Parquet file."""
    if "line" in frame.columns:
        return F.col("line").cast("bigint")
    if is_text:
        return F.lit(None).cast("bigint")
    number = (F.col("_metadata.row_index") + 1).cast("bigint")
    try:
        _ = frame.select(number).schema
    except AnalysisException:
        return F.lit(None).cast("bigint")
    except Exception as error:  # a server of another make
        if "_metadata" not in str(error):
            raise
        return F.lit(None).cast("bigint")
    return number


def _field(name: str, value: Any, dtype: str, is_text: bool) -> list[Any]:
    if name == "portfolio" and dtype in _INTEGERS:
        return [value.cast("bigint").alias(name)]
    if name in TEXTS:
        text = WORDS.name(value)
        return [(F.lower(text) if name == "kind" else text).alias(name)]
    if not is_text:
        return [value.cast("double").alias(name)]
    text = WORDS.name(value)
    plain = F.regexp_replace(text, *PER_CENT) if name in SHARES else text
    return [number_of_text(plain).alias(name), text.alias(SAID + name)]


def _with_columns(frame: Any, step: dict[str, Any]) -> Any:
    return frame.withColumns(step)


def _look_up(spark: Any, frame: Any, rows: Iterable[dict[str, Any]], kinds: dict[str, type],
             key: str, by: str) -> Any:  # fmt: skip
    schema = ", ".join(f"{n} {'double' if k is float else 'string'}" for n, k in kinds.items())
    known = spark.createDataFrame([tuple(row[name] for name in kinds) for row in rows], schema)
    return frame.withColumn(key, F.upper(F.col(by))).join(known, on=key, how="left").drop(key)


def fill(spark: Any, source: Source, policy: Policy, market: Market | None) -> Table:
    """Look up what the register and the market know, and fill the lines."""
    frame, there = source.frame, set(source.frame.columns)
    if "contract" in there:
        frame = _look_up(spark, frame, term_rows(market), TERMS, "key", "contract")
        there |= TERMS.keys()
    if market:
        frame = _look_up(spark, frame, price_rows(market), PRICES, "coin", "asset")
        there |= PRICES.keys()
    table = fill_lines(frame, WORDS, _with_columns, policy, there, source.texts)
    return replace(table, frame=table.frame.drop(*TERMS, *PRICES))


def count_unnamed(filled: Any) -> int:
    """Count the good lines that name no contract."""
    return int(filled.filter(F.col(BROKEN).isNull() & is_unnamed(WORDS)).count())


def sized(filled: Any, policy: Policy) -> Any:
    """Size the good lines of those that are filled."""
    good = filled.filter(F.col(BROKEN).isNull())
    return size_lines(good, WORDS, _with_columns, policy).select(*LINES)


def check_twice(filled: Any, path: str) -> None:
    """Refuse a table with a line that is there twice, or a coin at two times."""
    good = filled.filter(F.col(BROKEN).isNull())
    for key in (ALIKE, COIN):
        if key not in filled.columns:
            continue
        marks = good if key == ALIKE else good.select(COIN, TIME).distinct()
        twice = marks.groupBy(key).count().filter(F.col("count") > 1)
        mark, count = twice.agg(F.min(key), F.count("*")).first()
        if count:
            both = good.filter(F.col(key) == mark).orderBy("line")
            both = both if key == ALIKE else both.dropDuplicates([TIME]).orderBy("line")
            rows = both.select("portfolio", "asset", "line").limit(2).collect()
            first, second = (Place(*row) for row in rows)
            raise refuse_twice(path, key, first, second, count)


def bad_lines(filled: Any, table: Table) -> Any:
    """Say what is wrong with the others."""
    bad = filled.filter(F.col(BROKEN).isNotNull()).withColumns(faults(WORDS, table))
    shown = ["portfolio", "asset", "column", "value", "reason"]
    return bad.select("line", *[_safe(F.col(name).cast("string")).alias(name) for name in shown])


def _safe(text: Any) -> Any:
    formula = text.rlike(_UNSAFE) & number_of_text(text).isNull()
    return F.when(formula, F.concat(F.lit("'"), text)).otherwise(text)


def portfolios(lines: Any) -> Any:
    """Sum written lines by portfolio, in whole micro-units."""
    counted = lines.withColumns(micro_units(WORDS))
    sums = [F.sum(name).cast(WHOLE).alias(name) for name in SUMS]
    return counted.groupBy("portfolio").agg(F.count("*").alias("lines"), *sums).orderBy("portfolio")


def orders(lines: Any, policy: Policy) -> Any:
    """Net written lines by portfolio and contract; none where a contract has two prices."""
    hedged = lines.filter(F.col("contract").isNotNull()).withColumns(contract_units(WORDS))
    sums = [F.sum(name).alias(name) for name in COUNTS]
    alone = [F.first(name).alias(f"{name}_alone") for name in ALONE]
    netted = hedged.groupBy(*NETTED).agg(F.count("*").alias("lines"), *sums, *alone)
    for step in net_order(WORDS, policy):
        netted = netted.withColumns(step)
    same = Window.partitionBy("portfolio", "contract")
    netted = netted.withColumn("terms", F.count("*").over(same))
    twice = F.col("terms") > 1
    once = {name: F.when(~twice, F.col(name)) for name in ("target", "order")}
    noted = netted.withColumns(once | {"note": F.when(twice, F.lit(TWO_TERMS))})
    return noted.select(*ORDERS).orderBy(*NETTED)
