"""Lines that are there twice, found by marks of all lines on the disk: in bounded memory."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from betahedge.batch.repeats import ALIKE, COIN, TIME, Place, refuse_twice

MARKS = {ALIKE: [ALIKE], COIN: [COIN, TIME]}
_AT_A_TIME = 1 << 22  # marks in memory


class Marks:
    """The marks of one kind of the good lines of a run, a file for each file of lines."""

    def __init__(self, folder: Path, key: str) -> None:
        self.lines, self.folder, self.key = folder / "lines", folder / f".{key}", key
        self.count = 0
        self.folder.mkdir()

    def add(self, good: pl.DataFrame, number: str) -> None:
        """Keep the marks of a batch, where it has them."""
        if self.key in good.columns:
            good.select(MARKS[self.key]).write_ipc(self.folder / f"{number}.arrow")
            self.count += good.height

    def check(self, source: str) -> None:
        """Take the marks away; raises Unclear where two lines have the same."""
        paths = sorted(self.folder.iterdir())
        twice = self._twice() if paths else pl.Series(dtype=pl.UInt64)
        if len(twice):
            first, second = self._places(paths, twice)
            raise refuse_twice(source, self.key, first, second, len(twice))
        for path in paths:
            path.unlink()
        self.folder.rmdir()

    def _twice(self) -> pl.Series:
        """Give the marks that are there twice; of a coin, with different times."""
        marks, many = pl.scan_ipc(self.folder / "*.arrow"), self.count // _AT_A_TIME + 1
        found = []
        for n in range(many):
            some = marks.filter(pl.col(self.key) % many == n) if many > 1 else marks
            some = some if self.key == ALIKE else some.unique()
            keys = some.select(self.key).collect(engine="streaming")[self.key]
            if keys.n_unique() < len(keys):
                found.append(keys.filter(keys.is_duplicated()).unique())
        return pl.concat(found) if found else pl.Series(dtype=pl.UInt64)

    def _places(self, paths: list[Path], twice: pl.Series) -> list[Place]:
        """Find the first line of the first of these marks, and the next that is too many."""
        found = []
        for path in paths:
            marks = pl.read_ipc(path)
            rows = marks.with_row_index().filter(pl.col(self.key).is_in(twice.implode()))
            lines = pl.read_parquet(self.lines / f"{path.stem}.parquet")
            found.append(pl.concat([lines[rows["index"]], rows.drop("index")], how="horizontal"))
        both = pl.concat(found)
        both = both.filter(pl.col(self.key) == both[self.key][0])
        both = (
            both.unique(MARKS[self.key], keep="first", maintain_order=True)
            if self.key == COIN
            else both
        )
        return [
            Place(row["portfolio"], row["asset"], row["line"], row.get("file", ""))
            for row in both.head(2).iter_rows(named=True)
        ]
