"""A line that is there twice, and a coin at two times, are no more of it: the run is refused."""

import polars as pl
import pytest

from batch.many import make_lines
from batch.runs import invoke
from betahedge.batch import polars_repeats
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
from betahedge.books.faults import Unclear

HEAD = "id,portfolio,asset,quantity,price,wallet,date\n"
TWICE = "2,N,BTC,2,65000,cold,2026-09-30\n3,N,ETH,2,3500,cold,2026-09-30\n"


def told(tmp_path, text: str) -> str:
    path = tmp_path / "p.csv"
    path.write_text(HEAD + text, "utf-8")
    result = invoke(path, "-o", tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir() if each != path] == (
        [] if result.exit_code else ["out"]
    )
    return result.stderr.partition(": ")[2].removeprefix(f"{path}, ") if result.exit_code else ""


def test_a_line_that_is_there_twice_is_refused_with_its_place(tmp_path):
    assert told(tmp_path, "1,N,BTC,2,65000,cold,2026-09-30\n" + TWICE) == (
        "BTC of portfolio N: line 3 repeats line 2; take one out, or tell them apart by a column, "
        "as wallet\n"
    )
    more = "4,N,ETH,2,3500,cold,2026-09-30\n1,N,BTC,2,65000,cold,2026-09-30\n"
    assert "BTC of portfolio N: line 5 repeats line 2, one of 2 such; " in told(
        tmp_path, TWICE + more
    )


@pytest.mark.parametrize(
    "other",
    [
        "1,M,BTC,2,65000,cold,2026-09-30",
        "1,N,BTC,2,65000,hot,2026-09-30",
        "1,N,BTC,3,65000,cold,2026-09-30",
        "1,N,Total,2,65000,cold,2026-09-30\n1,N,Total,2,65000,cold,2026-09-30",
    ],
)
def test_lines_that_differ_and_lines_that_are_rejected_are_no_repeats(tmp_path, other):
    assert told(tmp_path, TWICE + other) == ""


def test_a_coin_at_two_times_in_one_place_is_a_history(tmp_path):
    assert told(tmp_path, TWICE + "1,N,BTC,1,64000,cold,2026-09-29") == (
        "BTC of portfolio N: line 4 is of another time than line 2, as in a history; leave one "
        "time, or take what says it out where all are to be added up\n"
    )
    assert told(tmp_path, TWICE + "1,M,BTC,1,64000,cold,2026-09-29") == ""


def test_repeats_are_found_across_batches_files_and_shares_of_the_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(polars_repeats, "_AT_A_TIME", 10_000)
    lines = make_lines(300_000).with_columns(pl.col("quantity") + pl.int_range(pl.len()) * 1e-9)
    source = tmp_path / "in"
    source.mkdir()
    lines[:200_000].write_parquet(source / "a.parquet")
    lines[200_000:].write_parquet(source / "b.parquet")
    batch(source, tmp_path / "out", Policy())
    pl.concat([lines[200_000:], lines[7:8]]).write_parquet(source / "b.parquet")
    with pytest.raises(Unclear, match=r"line 100,001 of b.parquet repeats line 8 of a.parquet;"):
        batch(source, tmp_path / "out", Policy(), force=True)


def test_files_of_two_days_in_one_folder_are_a_history(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name, price in (("pos_2026-09-29.csv", 64000), ("pos_2026-09-30.csv", 65000)):
        rows = f"portfolio,asset,quantity,price\nN,BTC,2,{price}\n"
        (source / name).write_text(rows, "utf-8")
    result = invoke(source, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (
        2,
        f"betahedge: {source}, BTC of portfolio N: line 2 of pos_2026-09-30.csv is of another time "
        "than line 2 of pos_2026-09-29.csv, as in a history; leave one time, or take what says it "
        "out where all are to be added up\n",
    )
    (source / "pos_2026-09-30.csv").rename(source / "others_2026-09-29.csv")
    assert invoke(source, "-o", tmp_path / "out").exit_code == 0
