"""Two servers of Spark's protocol: Spark itself, which needs Java, and Sail, which does not."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

NAMES = ("spark", "sail")
SAIL = (
    "from pysail.spark import SparkConnectServer\n"
    "SparkConnectServer('127.0.0.1', {port}).start(background=False)"
)
SPARK = {
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}
# A run is too short for more, but what Spark writes is too long for the usual bounds.
QUICK = "-XX:TieredStopAtLevel=1 -XX:-DontCompileHugeMethods -XX:+UseParallelGC"


def spark_home() -> Path | None:
    """Find Spark: SPARK_HOME, or a pyspark that is more than the client."""
    found = importlib.util.find_spec("pyspark")
    inside = list(found.submodule_search_locations or ()) if found else []
    homes = [Path(home) for home in (os.environ.get("SPARK_HOME"), *inside) if home]
    return next((home for home in homes if (home / "jars").is_dir()), None)


def missing(name: str) -> str:
    """Say why a server cannot be started here; "" if it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark-client is not installed"
    if name == "sail":
        return "" if importlib.util.find_spec("pysail") else "pysail is not installed"
    if spark_home() is None:
        return "Spark is not installed: no SPARK_HOME, and pyspark is the client alone"
    return "" if shutil.which("java") else "Java is not installed"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(name: str, port: int) -> list[str]:
    if name == "sail":
        return [sys.executable, "-W", "ignore", "-c", SAIL.format(port=port)]
    settings = SPARK | {"spark.connect.grpc.binding.port": str(port)}
    return [
        f"{spark_home()}/bin/spark-submit", "--master", "local[2]", "--driver-memory", "2g",
        "--driver-java-options", QUICK,
        *(word for key, value in settings.items() for word in ("--conf", f"{key}={value}")),
        "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
    ]  # fmt: skip


class Server:
    """A server in a process of its own, whose group is ended with it."""

    def __init__(self, name: str, folder: Path) -> None:
        if why := missing(name):
            pytest.skip(why)
        self.port = free_port()
        self.process = subprocess.Popen(
            command(name, self.port), cwd=folder, start_new_session=True,
            env=os.environ | {"SPARK_HOME": str(spark_home() or "")},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        for _ in range(900):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def address(self) -> str:
        return address(self.port)


def address(port: int) -> str:
    return f"sc://127.0.0.1:{port}"


class Line:
    """A connection to a server that can be cut while the server lives on."""

    def __init__(self, server: Server) -> None:
        self.server, self.ends = server, []
        self.door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._let_in, daemon=True).start()

    @property
    def address(self) -> str:
        return address(self.door.getsockname()[1])

    def _let_in(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                inner = self.door.accept()[0]
                outer = socket.create_connection(("127.0.0.1", self.server.port))
                self.ends += [inner, outer]
                for pair in ((inner, outer), (outer, inner)):
                    threading.Thread(target=_pass_on, args=pair, daemon=True).start()

    def cut(self) -> None:
        for end in (self.door, *self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while some := one.recv(1 << 16):
            other.sendall(some)


@contextlib.contextmanager
def when_there(folder: Path, pattern: str, act) -> Iterator[None]:
    """Do something as soon as a file of a folder is there."""

    def watch() -> None:
        for _ in range(12_000):
            if list(folder.glob(pattern)):
                break
            time.sleep(0.01)
        act()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield
    watcher.join()
