"""Lines that are there twice, and coins at two times: none of them is taken, the rest is."""

import polars as pl
import pytest

from batch.many import make_lines
from batch.runs import invoke, rejected
from betahedge.batch import polars_repeats, polars_run
from betahedge.batch.policy import Policy
from betahedge.batch.repeats import ALIKE, COIN, HELD, HOLDING, REASONS
from betahedge.batch.run import batch

HEAD = "id,portfolio,asset,quantity,price,wallet,date\n"
TWICE = "2,N,BTC,2,65000,cold,2026-09-30\n3,N,ETH,2,3500,cold,2026-09-30\n"
ONCE, NOW, PARTS, BESIDE = (REASONS[key] for key in (ALIKE, COIN, HOLDING, HELD))


def told(tmp_path, text: str) -> list[tuple[str | None, ...]]:
    path = tmp_path / "p.csv"
    path.write_text(HEAD + text, "utf-8")
    result = invoke(path, "-o", tmp_path / "out")
    assert "has the reason of each" in result.stderr or not rejected(tmp_path / "out")
    return rejected(tmp_path / "out")


def test_lines_that_are_there_twice_are_both_refused_with_their_places(tmp_path):
    found = told(tmp_path, "1,N,BTC,2,65000,cold,2026-09-30\n" + TWICE)
    assert found == [("2", "asset", "BTC", ONCE), ("3", "asset", "BTC", ONCE)]
    assert pl.read_parquet(tmp_path / "out" / "lines")["line"].to_list() == [4]


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
    reasons = [reason for *_, reason in told(tmp_path, TWICE + other)]
    assert all(reason.startswith("is of a total") for reason in reasons)


def test_a_coin_at_two_times_in_one_place_is_a_history(tmp_path):
    found = told(tmp_path, TWICE + "1,N,BTC,1,64000,cold,2026-09-29\n4,M,BTC,1,9,cold,2026-09-29")
    assert found == [("2", "asset", "BTC", NOW), ("4", "asset", "BTC", NOW)]


def test_a_repeat_of_a_line_that_is_of_another_time_too_has_one_reason(tmp_path):
    old = "1,N,BTC,1,64000,cold,2026-09-29\n"
    found = told(tmp_path, old + TWICE + "4,N,BTC,2,65000,cold,2026-09-30\n")
    assert [(line, reason) for line, *_, reason in found] == [
        ("2", NOW), ("3", ONCE), ("5", ONCE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "is_sum"),
    [("N,BTC,2.3,", True), ("N,BTC,2.31,", False), ("M,BTC,2.3,", False), ("N,BTC,2.3,c", False)],
)
def test_a_line_without_a_wallet_that_is_the_sum_of_those_with_one_is_no_holding(
    tmp_path, last, is_sum
):
    lines = ("N,BTC,1.1,a", "N,BTC,1.2,b", "N,ETH,0,a", "N,ETH,0,", "N,SOL,4,", "M,BTC,3,a", last)
    rows = [f"{line.rpartition(',')[0]},9,{line.rpartition(',')[2]},\n" for line in lines]
    found = told(tmp_path, "".join(f"1,{row}" for row in rows))
    assert found == [("8", "asset", "BTC", PARTS)] * is_sum


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        *(("N,BTC,2,5,hot", True), ("N,BTC,2,4,hot", False), ("M,BTC,2,5,hot", False)),
        ("N,ETH,2,5,hot", False),
    ],
)
def test_contracts_held_that_stand_beside_two_wallets_are_not_counted_twice(
    tmp_path, other, is_one
):
    path = tmp_path / "p.csv"
    lines = ("N,BTC,1,5,cold", "N,SOL,1,0,cold", "N,SOL,2,0,hot", other)
    rows = "".join(f"{line},9,1\n" for line in lines)
    path.write_text(f"portfolio,asset,quantity,held,wallet,price,contract size\n{rows}", "utf-8")
    invoke(path, "-o", tmp_path / "out")
    twice = [("2", "asset", "BTC", BESIDE), ("5", "asset", "BTC", BESIDE)]
    assert rejected(tmp_path / "out") == twice * is_one


def test_where_every_line_is_there_twice_none_is_sized(tmp_path):
    assert len(told(tmp_path, TWICE + TWICE)) == 4
    assert {each.name for each in (tmp_path / "out").rglob("*")} == {
        "batch.json", "rejected.csv", "lines", "orders",
    }  # fmt: skip


def test_the_rest_is_sized_as_without_them_across_batches_files_and_shares(tmp_path, monkeypatch):
    monkeypatch.setattr(polars_repeats, "_AT_A_TIME", 1000)
    monkeypatch.setattr(polars_run, "BATCH", 3000)
    monkeypatch.setattr(polars_run, "_KEPT", 3)
    lines = make_lines(20_000).with_columns(pl.col("portfolio").cast(pl.Int64))
    lines = lines.with_columns(pl.col("quantity", "held") * (1 + pl.int_range(pl.len()) * 1e-9))
    lines = lines.with_columns(day=pl.lit("30"), place=pl.int_range(pl.len()).cast(pl.String))
    old = lines[40:60].with_columns(day=pl.lit("29"), quantity=pl.lit(1.0))
    twice = pl.concat([lines, lines[100:250], lines[7000:7500], lines[7100:7200], old])
    alone = pl.concat([lines[:40], lines[60:100], lines[250:7000], lines[7500:]])
    names = {"day": "as of", "place": "wallet"}
    for name, table in (("one", twice), ("other", alone)):
        (tmp_path / name).mkdir()
        table[:9000].rename(names).write_parquet(tmp_path / name / "a.parquet")
        table[9000:].rename(names).write_parquet(tmp_path / name / "b.parquet")
        batch(tmp_path / name, tmp_path / f"of {name}", Policy(hedge_ratio=0.5))
    one, other = tmp_path / "of one", tmp_path / "of other"
    for name in ("portfolios.parquet", "orders"):
        assert pl.read_parquet(one / name).equals(pl.read_parquet(other / name))
    sized = [pl.read_parquet(each / "lines").drop("file", "line") for each in (one, other)]
    assert sized[0].equals(sized[1])
    reasons = [reason for *_, reason in rejected(one)]
    assert len(reasons) == twice.height - sized[0].height
    assert reasons.count(NOW) == 2 * 20
    assert reasons.count(ONCE) > 1300


def test_files_of_two_days_in_one_folder_are_a_history(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name, price in (("pos_2026-09-29.csv", 64000), ("pos_2026-09-30.csv", 65000)):
        rows = f"portfolio,asset,quantity,price\nN,BTC,2,{price}\n"
        (source / name).write_text(rows, "utf-8")
    assert invoke(source, "-o", tmp_path / "out").exit_code == 1  # no line is good
    assert rejected(tmp_path / "out") == [("2", "asset", "BTC", NOW)] * 2
    (source / "pos_2026-09-30.csv").rename(source / "others_2026-09-29.csv")
    assert invoke(source, "-o", tmp_path / "out", "--force").exit_code == 0
