"""Spark by its protocol, and Sail, another server of it: equal to Polars bit for bit."""

import importlib.util
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from batch.many import make_lines
from batch.runs import invoke
from batch.servers import NAMES, Line, Server, address, free_port, when_there
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch

LINES = 1_000_000
KEYS = {"lines": ["line"], "portfolios.parquet": ["portfolio"], "orders": ["portfolio", "contract"]}
# What the client does alike with both, by the one that takes a second for it.
BY_SAIL = pytest.mark.parametrize("server", ["sail"], indirect=True)


def unnumbered(paths):
    """Give the rejected lines without their numbers, which Spark has not."""
    return sorted(row.partition(",")[2] for path in paths for row in path.read_text().splitlines())


def refused_alike(server, source, told):
    """Run by Polars and by Spark, which reject the same; give what Spark's run came to."""
    for name, by in (("one", []), ("other", ["--spark", server.address])):
        result = invoke(source, "-o", source.with_name(name), *by)
        assert result.stdout.startswith(told), result.output
    one, other = (source.with_name(name) / "rejected.csv" for name in ("one", "other"))
    assert unnumbered([one]) == unnumbered(other.glob("*.csv"))
    return result


@pytest.fixture(scope="module", params=NAMES)
def server(request, tmp_path_factory):
    running = Server(request.param, tmp_path_factory.mktemp("server"))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def by_polars(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    source = folder / "p.parquet"
    lines = make_lines(LINES)
    lines = pl.concat([lines, lines[5000:5400]]).with_columns(line=pl.int_range(1, pl.len() + 1))
    lines.write_parquet(source, row_group_size=1 << 17)
    batch(source, folder / "out", Policy())
    return source, folder / "out"


def bits(column: pl.Series) -> pl.Series:
    """Give floats as their bits, so that -0.0 is not 0.0; missing ones stay missing."""
    if column.dtype != pl.Float64:
        return column
    whole = pl.Series(column.fill_null(0.0).to_numpy().view(np.int64))
    return pl.select(pl.when(column.is_not_null()).then(whole)).to_series()


def same(one: pl.DataFrame, other: pl.DataFrame) -> list[str]:
    """Name the columns that are not the same bits."""
    assert one.height == other.height
    other = other.cast(dict(one.schema))
    return [name for name in one.columns if not bits(one[name]).equals(bits(other[name]))]


def rejected(path) -> list[tuple]:
    """Read what was rejected, by line; engines write a number each in its own way."""
    parts = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    table = pl.concat([pl.read_csv(part, infer_schema=False) for part in parts])
    number = pl.col("value").cast(pl.Float64, strict=False).cast(pl.String)
    plain = table.with_columns(pl.col("line").cast(pl.Int64), pl.coalesce(number, "value"))
    return plain.sort("line").rows()


def test_bits_tell_what_is_the_same():
    """The test of the test: a zero of another sign, and the last bit of a number."""
    one = pl.DataFrame({"a": [0.0, 0.3, None]})
    assert same(one, one.clone()) == []
    for other in ([-0.0, 0.3, None], [0.0, 0.1 + 0.2, None], [0.0, 0.3, 0.0]):
        assert same(one, pl.DataFrame({"a": other})) == ["a"]


def test_it_is_equal_to_polars_bit_for_bit(server, by_polars, tmp_path):
    source, expected = by_polars
    result = invoke(source, "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 0, result.output
    for name, by in KEYS.items():
        one, other = (pl.read_parquet(at / name).sort(by) for at in (expected, tmp_path / "out"))
        assert one.height > 0
        assert same(one, other) == []
    bad = rejected(expected / "rejected.csv")
    assert len(bad) > 900
    assert rejected(tmp_path / "out" / "rejected.csv") == bad
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


TEXT = """\
portfolio,Asset,qty,price,contract,futures price,hedge ratio,initial margin rate,kind,held,ct val
A,BTC,10,65000,CME:MBT,65100,60%,10%,,,
A,eth,12.5,3500,cme:met,3510,58 %,,,,
A,BTC,10,65000,X:INV,65100,0.6,,Inverse,,
B,USDC,5000,1,,,,,,,
B,dot,5,4,,,,,,7,1
B,DUST,5,0,,,,,inverse,7,1
B,SOL,5,150,,,,,,7,
B,BTC,10%,65000,CME:MBT,65100,0.6,,,,
B,BTC,10,65000,CME:MBT,65100,%,,,,
B,BTC,10,65000,CME:MBT,65100,160%,,,,
B,,10,65000,CME:MBT,65100,0.6,,,,
B,BTC,1e999,65000,CME:MBT,65100,0.6,,,,
B,BTC,3d,65000,CME:MBT,65100,0.6,,,,
B,=1+1,x,65000,CME:NOPE,65100,0.6,,,,
\u2009C\u00a0,BTC\t,\u00a05\u2003,65000,CME:MBT\u00a0,65100,60\u00a0%,,,,
"""


def test_a_text_is_read_as_by_polars(server, tmp_path):
    source = tmp_path / "p.csv"
    source.write_text(TEXT, "utf-8")
    result = refused_alike(server, source, "Lines: 15 read = 6 good + 9 rejected\n")
    assert result.stderr.startswith("betahedge: 9 lines are rejected, so their portfolios ")
    for name, by in KEYS.items():
        both = [pl.read_parquet(tmp_path / at / name) for at in ("one", "other")]
        keys = [*by[1:], "portfolio", "asset"] if name == "lines" else by
        one, other = (table.drop("line", strict=False).sort(keys) for table in both)
        assert same(one, other) == []


WORDS = """\
portfolio,asset,quantity,price,wallet,type,date
A,BTC,10,65000,cold,Asset,2026-09-30
A,BTC,4,65000,cold 2,Crypto loans payable,2026-09-30
A,BTC,-4,65000,cold 2,Not borrowed,2026-09-30
Total Return,BTC,4,65000,Short,Short,2026-09-30
Total Return,BTC,4,65000,Short,Deposit,2026-09-30
A,ИТОГО,4,65000,cold,x,2026-09-30
A,BTC,4,65000,TOTALE :,x,2026-09-30
A,BTC-27DEC26-70000-C,4,65000,cold,x,2026-09-30
A,mbtz6,4,65000,cold,x,2026-09-30
A,BTC,4,65000,cold 3,WITHDRAWAL,2026-09-30
"""


TWICE = "B,BTC,5,65000,w,Asset,2026-09-30\nB,BTC,5,65000,w,Asset,2026-09-30\n"
TWO_TIMES = "B,ETH,5,3500,w,Asset,2026-09-30\nB,ETH,4,3500,w,Asset,2026-09-29\n"
SUBTOTAL = "C,SOL,1.1,9,a,x,\nC,SOL,1.2,9,b,x,\nC,SOL,2.3,9,,x,\n"


@pytest.mark.parametrize(
    ("more", "good", "bad"),
    [
        ("", 3, 7),
        (TWICE, 3, 9),
        (TWO_TIMES, 3, 9),
        (SUBTOTAL, 5, 8),
        (TWICE + TWO_TIMES + TWICE + SUBTOTAL, 5, 14),
    ],
)
def test_words_repeats_and_histories_are_refused_as_by_polars(server, tmp_path, more, good, bad):
    source = tmp_path / "p.csv"
    source.write_text(WORDS + more, "utf-8")
    told = f"Lines: {good + bad} read = {good} good + {bad} rejected\n"
    result = refused_alike(server, source, told)
    assert result.exit_code == 0
    assert f"warning: {good} lines name no contract" in result.stderr


def test_contracts_held_beside_two_wallets_are_refused_as_by_polars(server, tmp_path):
    source = tmp_path / "p.csv"
    rows = "A,BTC,1,9,1,5,a\nA,BTC,2,9,1,5,b\nA,BTC,3,9,1,0,c\nB,BTC,3,9,1,5,a\nB,BTC,4,9,1,0,b\n"
    source.write_text(f"portfolio,asset,quantity,price,contract size,held,wallet\n{rows}", "utf-8")
    refused_alike(server, source, "Lines: 5 read = 3 good + 2 rejected\n")


def test_files_of_two_days_are_a_history_as_by_polars(server, tmp_path):
    source = tmp_path / "of 2026.csv"
    source.mkdir()
    for name, rows in (("2026-09-29", "N,BTC,2,9"), ("2026-09-30", "N,BTC,2,8\nM,BTC,2,8")):
        text = f"portfolio,asset,quantity,price\n{rows}\n"
        (source / f"pos_{name}.csv").write_text(text, "utf-8")
    for name, by in (("one", []), ("other", ["--spark", server.address])):
        result = invoke(source, "-o", tmp_path / name, *by)
        assert result.stdout.startswith("Lines: 3 read = 1 good + 2 rejected\n"), result.output
    assert "asset: is there at two times" in result.stderr
    assert pl.read_parquet(tmp_path / "other" / "lines")["portfolio"].to_list() == ["M"]


@dataclass
class Plan:
    """A table of Spark, as far as it is put under another."""

    names: str
    depth: int = 0

    def unionAll(self, other):
        return Plan(self.names + other.names, max(self.depth, other.depth) + 1)


def test_a_year_of_tables_is_put_together_in_order_and_not_deep():
    together = pytest.importorskip("betahedge.batch.spark_engine").together
    assert together([Plan("a")]) == Plan("a")
    assert together([Plan("a"), Plan("b"), Plan("c")]).names == "abc"
    assert together([Plan("x") for _ in range(400)]) == Plan("x" * 400, 9)


@pytest.mark.parametrize("head", ["portfolio,asset,quantity,price,price", "a,b,last,last"])
def test_a_heading_that_is_there_twice_is_told_as_by_polars(server, tmp_path, head):
    source = tmp_path / "p.csv"
    source.write_text(f"{head}\n{'1,' * head.count(',')}1\n", "utf-8")
    results = [
        invoke(source, "-o", tmp_path / "out", *by) for by in ([], ["--spark", server.address])
    ]
    assert [each.exit_code for each in results] == [2, 2]
    assert results[0].stderr == results[1].stderr


@BY_SAIL
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
def test_a_session_may_be_handed_over_and_tables_may_be_empty(server, tmp_path):
    from pyspark.sql import SparkSession

    from betahedge.batch.spark_run import batch_by_session

    source = tmp_path / "p.csv"
    source.write_text("portfolio,symbol,qty,Price (USD)\nA,BTC,x,1\n", "utf-8")
    spark = SparkSession.builder.remote(server.address).create()
    done = batch_by_session(spark, str(source), str(tmp_path / "out"), Policy())
    spark.stop()
    assert (done.counts["read"], done.counts["good"], done.counts["rejected"]) == (1, 0, 1)
    assert done.why == {"quantity: must be a number": 1}
    (bad,) = (tmp_path / "out" / "rejected.csv").glob("*.csv")
    assert bad.read_text("utf-8").splitlines()[1:] == [",A,BTC,quantity,x,must be a number"]


def test_what_cannot_be_read_is_one_line(server, tmp_path):
    (tmp_path / "p.parquet").write_bytes(b"PAR1 not")
    result = invoke(tmp_path / "p.parquet", "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["p.parquet"]


@pytest.mark.parametrize("line", ["A,BTC,1,234.5,65000", "A,BTC,1"])
def test_a_line_of_another_length_than_the_header_is_refused(server, tmp_path, line):
    source = tmp_path / "p.csv"
    source.write_text(f"portfolio,asset,quantity,price\n{line}\n", "utf-8")
    result = invoke(source, "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 2
    assert result.stderr == (
        f"betahedge: {source}: cannot be read; "
        "in a CSV each line must have as many values as the header\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


def test_what_is_not_there_is_one_line(server, tmp_path):
    result = invoke(tmp_path / "none.parquet", "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 2
    assert "the server has no such path" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_no_server_is_one_line(tmp_path):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark-client is not installed")
    result = invoke("p.parquet", "-o", tmp_path / "out", "--spark", address(free_port()))
    assert result.exit_code == 2
    assert "no server answers" in result.stderr
    result = invoke("p.parquet", "-o", tmp_path / "out", "--spark", "http://x")
    assert "must be like sc://localhost:15002" in result.stderr


def was_lost(result) -> bool:
    said = result.stderr.splitlines()
    return result.exit_code == 2 and said == [
        "betahedge: the connection to Spark was lost; nothing is kept"
    ]


@BY_SAIL
def test_a_connection_that_is_lost_leaves_nothing(server, by_polars, tmp_path):
    line = Line(server)
    with when_there(tmp_path, ".out.*/filled*", line.cut):
        result = invoke(by_polars[0], "-o", tmp_path / "out", "--spark", line.address)
    assert was_lost(result), result.output
    assert not (tmp_path / "out").exists()


def test_a_server_that_is_killed_leaves_nothing(server, by_polars, tmp_path):
    """The last test of a server."""
    with when_there(tmp_path, ".out.*/filled*", server.kill):
        result = invoke(by_polars[0], "-o", tmp_path / "out", "--spark", server.address)
    assert was_lost(result), result.output
    assert not list(tmp_path.iterdir())
