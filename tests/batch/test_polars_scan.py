"""Files as lines: texts, Parquet, and folders of them."""

import polars as pl

from batch.many import make_lines
from batch.runs import HEAD, rejected, run
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch


def test_texts_parquet_and_folders_of_them_are_the_same(tmp_path):
    lines = make_lines(5000).with_columns(pl.col("portfolio").cast(pl.String))
    folder = tmp_path / "in"
    folder.mkdir()
    lines[:2000].write_parquet(folder / "a.parquet")
    lines[2000:].write_csv(folder / "b.csv", separator=";")
    (folder / "_SUCCESS").write_bytes(b"")
    lines.write_parquet(tmp_path / "all.parquet")
    batch(folder, tmp_path / "one", Policy())
    batch(tmp_path / "all.parquet", tmp_path / "other", Policy())
    for name in ("portfolios.parquet", "orders"):
        one, other = (pl.read_parquet(tmp_path / each / name) for each in ("one", "other"))
        assert one.equals(other)
    sized = pl.read_parquet(tmp_path / "one" / "lines")
    assert sized["file"].unique().sort().to_list() == ["a.parquet", "b.csv"]
    assert sized.filter(file="b.csv")["line"].min() == 2


def test_a_share_may_be_written_per_cent_and_nothing_else(tmp_path):
    row = "A,BTC,10,65000,CME:MBT,,{},\n"
    said = ("60%", " 58 % ", "57%", "0.6%", "160%", "%", "6e1%", "0.5%%")
    folder = run(tmp_path, HEAD + "".join(map(row.format, said)) + "A,BTC,10%,65000,,,0.6,\n")
    ratios = [float(each) for each in ("0.60", "0.58", "0.57", "0.006")]
    assert pl.read_parquet(folder / "lines")["exact"].to_list() == [
        10 * 65000.0 * ratio / 6500.0 for ratio in ratios
    ]
    must = "must be a share from 0 to 1.5, like 0.6 or 60%"
    assert rejected(folder) == [
        ("6", "hedge ratio", "160%", "is above 1.5"), ("7", "hedge ratio", "%", must),
        ("8", "hedge ratio", "6e1%", must), ("9", "hedge ratio", "0.5%%", must),
        ("10", "quantity", "10%", "must be a number"),
    ]  # fmt: skip
