"""Lines that are there twice, found by marks of all lines on the disk: in bounded memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from betahedge.batch.repeats import ALIKE, BARE, COIN, HELD, HOLDING, REASONS, SAME_SUM, TIME

UNNAMED = "unnamed"
_AT_A_TIME = 1 << 22  # marks in memory


def marks_of(columns: Collection[str]) -> list[str]:
    """Give the marks that lines have, and the numbers by which some of them are told."""
    names = [name for name in (ALIKE, COIN, TIME, HOLDING, BARE, HELD) if name in columns]
    numbers = {HOLDING: "quantity", HELD: "held"}
    return [*names, *(number for mark, number in numbers.items() if mark in names)]


class Marks:
    """The marks of the good lines of a run, a file for each file of lines.

    Of lines that repeat one another their places are in memory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ".marks"
        self.heights: dict[str, dict[Path, int]] = {key: {} for key in REASONS}
        self.folder.mkdir()

    def add(self, good: pl.DataFrame, number: str) -> None:
        """Keep the marks of a batch, and which of its lines name no contract."""
        path = self.folder / f"{number}.arrow"
        good.select(*marks_of(good.columns), UNNAMED).write_ipc(path)
        for key in REASONS:
            if key in good.columns:
                self.heights[key][path] = good.height

    def repeats(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Give, batch by batch, the lines that are too many: their rows, reasons, and UNNAMED."""
        places = {key: self._places(key) for key in REASONS}
        starts = dict.fromkeys(REASONS, 0)
        for path in self.heights[ALIKE]:
            parts = []
            for key, reason in REASONS.items():
                height = self.heights[key].get(path, 0)
                start, starts[key] = starts[key], starts[key] + height
                rows = _between(places[key], start, start + height)
                parts.append(pl.DataFrame({"row": rows}).with_columns(reason=pl.lit(reason)))
            out = pl.concat(parts).unique("row", keep="first").sort("row")
            if out.height:
                unnamed = pl.read_ipc(path, columns=[UNNAMED])[UNNAMED]
                yield path.stem, out.with_columns(unnamed.gather(out["row"]))

    def remove(self) -> None:
        """Take the marks away."""
        for path in self.heights[ALIKE]:
            path.unlink()
        self.folder.rmdir()

    def _places(self, key: str) -> pl.Series:
        """Give the lines, counted through all files of a mark, that are too many by it."""
        heights = self.heights[key]
        many = sum(heights.values()) // _AT_A_TIME + 1
        found = [pl.Series(dtype=pl.UInt32)]
        for n in range(many if heights else 0):
            keys = _doubted(_share(pl.scan_ipc(list(heights)), key, n, many), key)
            if len(keys):
                marks = _share(pl.scan_ipc(list(heights), row_index_name="row"), key, n, many)
                some = marks.filter(pl.col(key).is_in(keys.implode()))
                some = _sums(some) if key == HOLDING else some
                found.append(some.select("row").collect(engine="streaming")["row"])
        return pl.concat(found).sort()


def _doubted(marks: pl.LazyFrame, key: str) -> pl.Series:
    """Give what is marked twice, of a coin with different times; and coins without a wallet.

    Where nothing is held there is nothing to count twice.
    """
    if key == HOLDING:
        return marks.filter(BARE).select(key).unique().collect(engine="streaming")[key]
    if key == COIN:
        marks = marks.select(COIN, TIME).unique()
    some = marks.filter(pl.col("held") != 0) if key == HELD else marks
    keys = some.select(key).collect(engine="streaming")[key]
    return keys.filter(keys.is_duplicated()).unique() if keys.n_unique() < len(keys) else keys[:0]


def _sums(marks: pl.LazyFrame) -> pl.LazyFrame:
    """Give the lines without a wallet that are the sum of those of their coin that have one."""
    own = pl.col("quantity")
    whole = own.filter(~pl.col(BARE)).sum().over(HOLDING)
    most = pl.max_horizontal(own.abs(), whole.abs())
    return marks.filter(BARE, whole != 0, (own - whole).abs() <= SAME_SUM * most)


def _share(marks: pl.LazyFrame, key: str, n: int, many: int) -> pl.LazyFrame:
    return marks.filter(pl.col(key) % many == n) if many > 1 else marks


def _between(places: pl.Series, start: int, end: int) -> pl.Series:
    """Give the places of one file, counted from its start."""
    first, last = (places.search_sorted(bound, side="left") for bound in (start, end))
    return places.slice(first, last - first) - start
