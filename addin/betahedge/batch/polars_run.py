"""A run by Polars: batches of lines in, four tables of results out, in bounded memory.

Sums of portfolios are kept; sums of contracts go to the disk, and are added up by ranges of
portfolios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from betahedge.batch.fields import Texts
from betahedge.batch.lines import LINES
from betahedge.batch.polars_engine import (
    Sizer,
    add_contracts,
    add_portfolios,
    as_rejected,
    as_written,
    contract_sums,
    net,
    portfolio_sums,
)
from betahedge.batch.polars_repeats import UNNAMED, Marks
from betahedge.batch.polars_scan import Scan
from betahedge.batch.polars_words import WORDS
from betahedge.batch.sums import contract_units, micro_units

BATCH = 1 << 17  # lines
_KEPT = 16  # sums of batches before they are added up
_RANGE = 20_000  # portfolios whose contracts are added up at a time
_PARTS = ".sums"


class Writer:
    """Writes the results of one batch after the other into a folder."""

    def __init__(self, folder: Path, sizer: Sizer) -> None:
        self.folder, self.sizer = folder, sizer
        self.counts = dict.fromkeys(("read", "good", "rejected", "without_contract"), 0)
        self.why: dict[str, int] = {}
        self._sums: list[pl.DataFrame] = []
        for name in ("lines", "orders", _PARTS):
            (folder / name).mkdir()
        self._marks = Marks(folder)

    def add(self, lines: pl.DataFrame, texts: Texts) -> None:
        """Size a batch and write it."""
        good, bad = self.sizer.size(lines, texts)
        number = f"part-{self.counts['read'] // BATCH:06}-{self.counts['read']:012}"
        for name, table in (("read", lines), ("good", good), ("rejected", bad)):
            self.counts[name] += table.height
        self.counts["without_contract"] += int(good[UNNAMED].sum())
        self._reject(bad)
        if not good.height:
            return
        has_file = ["file"] if "file" in good.columns else []
        _write(good.select(*has_file, *LINES), self.folder / "lines" / f"{number}.parquet")
        self._marks.add(good, number)
        contract_sums(good).write_ipc(self.folder / _PARTS / f"{number}.arrow")
        self._sums.append(portfolio_sums(good))
        if len(self._sums) > _KEPT:
            self._sums = [add_portfolios(self._sums)]

    def _reject(self, bad: pl.DataFrame) -> None:
        path = self.folder / "rejected.csv"
        with path.open("ab") as stream:
            bad.write_csv(stream, include_header=stream.tell() == 0)
        for column, reason, lines in bad.group_by("column", "reason").len().iter_rows():
            why = f"{column}: {reason}"
            self.why[why] = self.why.get(why, 0) + lines

    def _take_out(self, number: str, out: pl.DataFrame) -> None:
        """Reject lines of a batch that is written: out of its file and of what was summed."""
        path, sums = (self.folder / name for name in (f"lines/{number}.parquet", _PARTS))
        lines = pl.read_parquet(path).with_row_index("row")
        gone = lines.join(out, on="row", maintain_order="left")
        kept = lines.join(out, on="row", how="anti", maintain_order="left").drop("row")
        said = gone.with_columns(column=pl.lit("asset"), value=pl.col("asset"))
        self._reject(as_rejected(said.lazy()))
        self.counts["good"] -= gone.height
        self.counts["rejected"] += gone.height
        self.counts["without_contract"] -= int(gone[UNNAMED].sum())
        path.unlink()
        (sums / f"{number}.arrow").unlink()
        if kept.height:
            _write(kept, path)
            counted = kept.with_columns(**contract_units(WORDS))
            contract_sums(counted).write_ipc(sums / f"{number}.arrow")
        less = portfolio_sums(gone.with_columns(**micro_units(WORDS)))
        self._sums.append(less.with_columns(pl.exclude("portfolio") * -1))

    def finish(self) -> dict[str, int]:
        """Reject what is there twice, add up what was summed, make the orders, and count."""
        for name, out in self._marks.repeats():
            self._take_out(name, out)
        self._marks.remove()
        if not self.counts["good"]:
            (self.folder / _PARTS).rmdir()
            none = ("portfolios", "lines_of_portfolios", "orders", "unclear_orders")
            return self.counts | dict.fromkeys(none, 0)
        sums = as_written(add_portfolios(self._sums).filter(pl.col("lines") > 0))
        _write(sums, self.folder / "portfolios.parquet")
        self.counts |= {
            "portfolios": sums.height,
            "lines_of_portfolios": int(sums["lines"].sum()),
            "orders": 0,
            "unclear_orders": 0,
        }
        for number, names in enumerate(_ranges(sums["portfolio"])):
            self._orders(number, names)
        for path in (self.folder / _PARTS).iterdir():
            path.unlink()
        (self.folder / _PARTS).rmdir()
        return self.counts

    def _orders(self, number: int, names: tuple[object, object]) -> None:
        parts = pl.scan_ipc(self.folder / _PARTS / "*.arrow")
        chosen = parts.filter(pl.col("portfolio").is_between(pl.lit(names[0]), pl.lit(names[1])))
        orders = net(add_contracts(chosen.collect(engine="streaming")), self.sizer.policy)
        unclear = orders["note"].count()
        self.counts["orders"] += orders.height - unclear
        self.counts["unclear_orders"] += unclear
        _write(orders, self.folder / "orders" / f"part-{number:06}.parquet")


def _ranges(portfolios: pl.Series) -> Iterator[tuple[object, object]]:
    for start in range(0, len(portfolios), _RANGE):
        some = portfolios.slice(start, _RANGE)
        yield some[0], some[-1]


def _write(table: pl.DataFrame, path: Path) -> None:
    table.write_parquet(path, compression="zstd", compression_level=1)


def run(
    scans: Sequence[Scan], sizer: Sizer, folder: Path, advance: Callable[[int], None]
) -> tuple[dict[str, int], dict[str, int]]:
    """Size the lines of files, one after the other, into a folder.

    Gives the counts, and how many lines were rejected for each reason.
    """
    writer = Writer(folder, sizer)
    for each in scans:
        for lines in each.batches(BATCH):
            writer.add(lines, each.texts)
            advance(lines.height)
    return writer.finish(), writer.why
