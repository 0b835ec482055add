"""Many portfolios by Polars: read, sized and written in streams, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from betahedge.batch.fields import Texts
from betahedge.batch.lines import LINES, is_unnamed
from betahedge.batch.polars_repeats import UNNAMED, marks_of
from betahedge.batch.polars_words import WORDS
from betahedge.batch.policy import Policy
from betahedge.batch.sums import (
    ALONE,
    COUNTS,
    NETTED,
    ORDERS,
    SUMS,
    TWO_TERMS,
    net_order,
)
from betahedge.batch.table import BROKEN, Table, faults, fill_lines, size_lines
from betahedge.batch.terms import PRICES, TERMS, price_rows, term_rows
from betahedge.books.market import Market

VERSION = f"polars {pl.__version__}"
_UNSAFE = "^[=+@\t\r-]"  # a spreadsheet takes such a text for a formula
_TYPES = {str: pl.String(), float: pl.Float64()}


def _look_up(frame: pl.LazyFrame, known: pl.LazyFrame, key: str, by: str) -> pl.LazyFrame:
    keyed = frame.with_columns(pl.col(by).str.to_uppercase().alias(key))
    return keyed.join(known, on=key, how="left", maintain_order="left").drop(key)


def _with_columns(frame: pl.LazyFrame, step: dict[str, Any]) -> pl.LazyFrame:
    return frame.with_columns(**step)


def known_terms(market: Market | None) -> pl.LazyFrame:
    """Give what the register and the market know of contracts."""
    return pl.LazyFrame(term_rows(market), schema={k: _TYPES[v] for k, v in TERMS.items()})


def known_prices(market: Market) -> pl.LazyFrame:
    """Give what the market knows of coins."""
    return pl.LazyFrame(price_rows(market), schema={k: _TYPES[v] for k, v in PRICES.items()})


@dataclass(frozen=True, slots=True)
class Sizer:
    """What sizes batches of lines.  terms, prices: what is looked up."""

    policy: Policy
    terms: pl.LazyFrame
    prices: pl.LazyFrame | None

    def fill(self, frame: pl.LazyFrame, texts: Texts) -> Table:
        """Look up what the register and the market know, and fill the lines."""
        there = set(frame.collect_schema())
        if "contract" in there:
            frame = _look_up(frame, self.terms, "key", "contract")
            there |= TERMS.keys()
        if self.prices is not None:
            frame = _look_up(frame, self.prices, "coin", "asset")
            there |= PRICES.keys()
        return fill_lines(frame, WORDS, _with_columns, self.policy, there, texts)

    def size(self, lines: pl.DataFrame, texts: Texts) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Size the good lines of a batch, and say what is wrong with the others.

        The good ones have their marks, and whether they name no contract.
        """
        table = self.fill(lines.lazy(), texts)
        filled = table.frame.collect(engine="in-memory")
        has_file = ["file"] if "file" in lines.columns else []
        marks = [each for each in marks_of(lines.columns) if each not in LINES]
        is_good = pl.col(BROKEN).is_null()
        good = filled.lazy().filter(is_good).with_columns(is_unnamed(WORDS).alias(UNNAMED))
        bad = filled.filter(~is_good).lazy().with_columns(**faults(WORDS, table))
        return (
            size_lines(good, WORDS, _with_columns, self.policy)
            .select(*has_file, *LINES, *SUMS, *COUNTS, *marks, UNNAMED)
            .collect(engine="in-memory"),
            as_rejected(bad),
        )


def as_rejected(bad: pl.LazyFrame) -> pl.DataFrame:
    """Give bad lines, of which the reasons are known, as they are written."""
    places = [name for name in ("file", "line") if name in bad.collect_schema()]
    shown = ["portfolio", "asset", "column", "value", "reason"]
    texts = [_safe(pl.col(name).cast(pl.String)) for name in shown]
    return bad.select(*places, *texts).collect(engine="in-memory")


def _safe(text: pl.Expr) -> pl.Expr:
    """Mark a text that a spreadsheet would take for a formula; numbers are none."""
    formula = text.str.contains(_UNSAFE) & text.cast(pl.Float64, strict=False).is_null()
    return pl.when(formula).then(pl.lit("'") + text).otherwise(text).name.keep()


_COUNT = pl.len().cast(pl.Int64).alias("lines")
_LINES = pl.col("lines").sum()


def portfolio_sums(good: pl.DataFrame) -> pl.DataFrame:
    """Sum the lines of each portfolio, in whole micro-units."""
    return good.group_by("portfolio").agg(_COUNT, pl.col(*SUMS).sum())


def add_portfolios(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Add sums of several batches."""
    return pl.concat(parts).group_by("portfolio").agg(_LINES, pl.col(*SUMS).sum())


def as_written(sums: pl.DataFrame) -> pl.DataFrame:
    """Sort the sums of portfolios, of a type that other readers of Parquet know."""
    return sums.sort("portfolio").with_columns(pl.col(*SUMS).cast(pl.Decimal(38, 0)))


def contract_sums(good: pl.DataFrame) -> pl.DataFrame:
    """Sum the lines of each portfolio that one contract hedges."""
    alone = [pl.col(name).first().alias(f"{name}_alone") for name in ALONE]
    hedged = good.lazy().filter(pl.col("contract").is_not_null())
    return (
        hedged.group_by(*NETTED)
        .agg(_COUNT, pl.col(*COUNTS).sum(), *alone)
        .collect(engine="in-memory")
    )


def add_contracts(parts: pl.DataFrame) -> pl.DataFrame:
    """Add sums of several batches."""
    alone = [pl.col(f"{name}_alone").first() for name in ALONE]
    return parts.group_by(*NETTED).agg(_LINES, pl.col(*COUNTS).sum(), *alone)


def net(sums: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Make the orders: round once, and leave none where a contract has two prices."""
    netted = sums.lazy()
    for step in net_order(WORDS, policy):
        netted = netted.with_columns(**step)
    twice = pl.len().over("portfolio", "contract") > 1
    counts = [pl.when(~twice).then(pl.col(name)).alias(name) for name in ("target", "order")]
    note = pl.when(twice).then(pl.lit(TWO_TERMS)).alias("note")
    return netted.with_columns(*counts, note).sort(*NETTED).select(ORDERS).collect()
