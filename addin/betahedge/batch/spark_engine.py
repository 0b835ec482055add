"""Many portfolios by Spark: the same steps as by Polars, where the data is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from pyspark.errors import AnalysisException
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql.window import Window

from betahedge.batch.checks import SAID, Rule
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
from betahedge.batch.repeats import ALIKE, BARE, COIN, HELD, HOLDING, REASONS, SAME_SUM, TIME
from betahedge.batch.source import days_of
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
    name, mark = escaped(path), _delimiter(path)
    find = partial(find_fields, name, currency=currency, has_market=has_market)
    heads = _headings(spark, path, mark) if mark else []
    if mark:
        check_header(name, heads)
        find(heads, heads)  # before Spark renames those that are there twice
    frame = _scan(spark, [path], mark)
    types = dict(frame.dtypes)
    if not types:  # Sail reads nothing from nowhere
        raise BadFile(f"{name}: the server has no such path, or nothing there")
    names = list(types)
    found = find(heads if len(heads) == len(names) else names, names)
    texts = texts_of(found, lambda column: types[column] == "string")
    columns = [_line(frame, is_text=bool(mark)).alias("line")]
    for field, column in found.columns.items():
        columns += _field(field, F.col(f"`{column}`"), types[column], field in texts.numbers)
    for each in texts.beside:
        columns.append(WORDS.name(F.col(f"`{each.column}`")).alias(each.name))
    flat = [column for column in names if not types[column].startswith(_NESTED)]
    by_day = {} if TIME in found.marks(flat) else _files_by_day(frame)
    marks = found.marks(flat, dated=len(by_day) > 1)
    columns += [_mark(of).alias(key) for key, of in marks.items()]
    if HOLDING in marks:
        names = [WORDS.name(F.col(f"`{wallet}`")) for wallet in found.wallets(flat)]
        columns.append(F.coalesce(*names).isNull().alias(BARE))
    whole = frame.select(*columns)
    if len(by_day) > 1:  # a server may not tell the file of a line
        days = [
            _scan(spark, files, mark).select(*columns, F.lit(str(day)).alias(TIME))
            for day, files in by_day.items()
        ]
        whole = together(days)
    return Source(whole, texts, found.ignored)


def _delimiter(path: str) -> str:
    """Give what parts the columns of a text, by its name; "" for Parquet."""
    marks = {".csv": ",", ".tsv": "\t"}
    return next((marks[end] for end in marks if path.lower().rstrip("/").endswith(end)), "")


def _scan(spark: Any, paths: list[str], mark: str) -> Any:
    """Open files of texts, or of Parquet, so that no value is dropped unsaid."""
    if not mark:
        return spark.read.parquet(*paths)
    whole = spark.read.options(mode="FAILFAST", columnPruning=False)
    return whole.csv(paths, header=True, sep=mark)


def _files_by_day(frame: Any) -> dict[int, list[str]]:
    """Give the files of each day, where their names have some."""
    files = [unquote(file) for file in frame.inputFiles()]
    found: dict[int, list[str]] = {}
    for file, day in zip(files, days_of(files)):
        found.setdefault(day, []).append(file)
    return found


def together(frames: Sequence[Any]) -> Any:
    """Put tables one under the other by halves: a server ends by a plan that is too deep."""
    half = len(frames) // 2
    if not half:
        return frames[0]
    return together(frames[:half]).unionAll(together(frames[half:]))


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


def repeats(filled: Any) -> Any:
    """Give the marks of lines that are there twice, and of coins at two times."""
    good = filled.filter(F.col(BROKEN).isNull())
    found = []
    for key in REASONS:
        if key in filled.columns and key != HOLDING:
            marks = good.select(COIN, TIME).distinct() if key == COIN else good
            marks = marks.filter(F.col("held") != 0) if key == HELD else marks
            twice = marks.groupBy(key).count().filter(F.col("count") > 1)
            found.append(twice.select(F.lit(key).alias("key"), F.col(key).alias("mark")))
    if HOLDING in filled.columns:
        found.append(_sums(good).select(F.lit(HOLDING).alias("key"), F.col(ALIKE).alias("mark")))
    return together(found)


def _sums(good: Any) -> Any:
    """Give the lines without a wallet that are the sum of those of their coin that have one."""
    own, whole = F.col("quantity"), F.col("whole")
    sums = good.filter(~F.col(BARE)).groupBy(HOLDING).agg(F.sum("quantity").alias("whole"))
    most = F.greatest(F.abs(own), F.abs(whole))
    is_sum = (whole != 0) & (F.abs(own - whole) <= most * SAME_SUM)
    return good.filter(BARE).join(sums, on=HOLDING).filter(is_sum).dropDuplicates([ALIKE])


def reject_repeats(table: Table, twice: Any) -> Table:
    """Refuse the lines of a table that have such marks."""
    frame, rules = table.frame, table.rules
    for key, reason in REASONS.items():
        if key in frame.columns:
            on = ALIKE if key == HOLDING else key
            marks = twice.filter(F.col("key") == key).select(F.col("mark").alias(on), "key")
            found = F.when(F.col("key").isNotNull(), F.lit(len(rules)).cast("tinyint"))
            broken = F.coalesce(F.col(BROKEN), found)
            frame = frame.join(marks, on=on, how="left").withColumn(BROKEN, broken).drop("key")
            rules = (*rules, Rule("asset", None, reason))
    return replace(table, frame=frame, rules=rules)


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
