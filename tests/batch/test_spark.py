"""Spark by its protocol, and Sail, another server of it: equal to Polars bit for bit."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from batch.many import make_lines, write_lines
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
from betahedge.cli import main

LINES = int(os.environ.get("BETAHEDGE_SPARK_LINES", "1000000"))
OPT_IN = "BETAHEDGE_SPARK"
SERVERS = ("spark", "sail")
START = {
    "sail": "from pysail.spark import SparkConnectServer\n"
    "server = SparkConnectServer('127.0.0.1', {port}); server.start(background=False)",
    "spark": "from pyspark.sql import SparkSession\nimport time\n"
    "SparkSession.builder.master('local[2]').config('spark.plugins',"
    " 'org.apache.spark.sql.connect.SparkConnectPlugin')"
    ".config('spark.connect.grpc.binding.port', '{port}')"
    ".config('spark.connect.grpc.binding.address', '127.0.0.1')"
    ".config('spark.driver.bindAddress', '127.0.0.1').config('spark.driver.host', '127.0.0.1')"
    ".config('spark.sql.shuffle.partitions', '4').config('spark.ui.enabled', 'false')"
    ".config('spark.driver.memory', '2g').getOrCreate()\ntime.sleep(3600)",
}


def missing(name: str) -> str:
    """Say why a server cannot be started here; "" if it can."""
    if os.environ.get(OPT_IN) != "1":
        return f"opt-in: set {OPT_IN}=1"
    for package in ("pyspark", "grpc", "pandas", *(["pysail"] if name == "sail" else [])):
        if importlib.util.find_spec(package) is None:
            return f"{package} is not installed"
    return "Java is not installed" if name == "spark" and not shutil.which("java") else ""


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own, whose group is ended with it."""

    def __init__(self, name: str) -> None:
        self.port = free_port()
        code = START[name].format(port=self.port)
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", code],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        import socket

        for _ in range(900):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def address(self) -> str:
        return f"sc://127.0.0.1:{self.port}"


@pytest.fixture(scope="module", params=SERVERS)
def server(request):
    why = missing(request.param)
    if why:
        pytest.skip(why)
    running = Server(request.param)
    yield running
    running.kill()


def invoke(*words: object):
    return CliRunner().invoke(main, ["batch", *map(str, words)])


@pytest.fixture(scope="module")
def by_polars(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    source = folder / "p.parquet"
    writes = [make_lines(LINES).with_columns(line=pl.int_range(1, LINES + 1))]
    writes[0].write_parquet(source, row_group_size=1 << 17)
    batch(source, folder / "out", Policy())
    return source, folder / "out"


def test_it_is_equal_to_polars_bit_for_bit(server, by_polars, tmp_path):
    source, expected = by_polars
    result = invoke(source, "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 0, result.output
    for name, by in (("lines", ["line"]), ("portfolios.parquet", ["portfolio"]),
                     ("orders", ["portfolio", "contract"])):  # fmt: skip
        one = pl.read_parquet(expected / name).sort(by)
        other = pl.read_parquet(tmp_path / "out" / name).sort(by)
        assert one.height == other.height > 0
        for column in one.columns:
            same = bits(one[column]).eq_missing(bits(other[column].cast(one[column].dtype)))
            assert same.all(), (name, column, int((~same).sum()))
    texts = [pl.read_csv(path, infer_schema=False).sort("line") for path in (
        expected / "rejected.csv", *(tmp_path / "out" / "rejected.csv").glob("*.csv"))]  # fmt: skip
    assert texts[0].drop("value").equals(texts[1].drop("value"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def bits(column: pl.Series) -> pl.Series:
    """Give floats as their bits, so that -0.0 is not 0.0."""
    return column.reinterpret(signed=True) if column.dtype == pl.Float64 else column


def test_what_is_not_there_is_one_line(server, tmp_path):
    result = invoke(tmp_path / "none.parquet", "-o", tmp_path / "out", "--spark", server.address)
    assert result.exit_code == 2
    assert "the server has no such path" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_no_server_is_one_line(tmp_path):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed")
    result = invoke("p.parquet", "-o", tmp_path / "out", "--spark", f"sc://127.0.0.1:{free_port()}")
    assert result.exit_code == 2
    assert "no server answers" in result.stderr
    result = invoke("p.parquet", "-o", tmp_path / "out", "--spark", "http://x")
    assert "must be like sc://localhost:15002" in result.stderr


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_that_is_killed_leaves_nothing(name, by_polars, tmp_path):
    if why := missing(name):
        pytest.skip(why)
    running = Server(name)
    killer = threading.Thread(target=kill_when_writing, args=(running, tmp_path), daemon=True)
    killer.start()
    result = invoke(by_polars[0], "-o", tmp_path / "out", "--spark", running.address)
    killer.join()
    assert result.exit_code == 2, result.output
    assert "the connection to Spark was lost; nothing is kept" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def kill_when_writing(running: Server, folder: Path) -> None:
    for _ in range(6000):
        if list(folder.glob(".out.*/lines*")):
            break
        time.sleep(0.01)
    running.kill()


def test_the_tests_make_the_lines_they_say(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 300, 100)
    assert pl.read_parquet(source).height == 300
