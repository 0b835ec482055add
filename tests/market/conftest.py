"""A server of this machine, a resolver that knows nothing else, and a desk to watch."""

import datetime
import socket

import pytest
from click.testing import CliRunner

from betahedge.cli import main
from market.server import Venue
from market.venues import ANSWERS

BOOK = "asset,quantity,price,contract,held,hedge ratio\nBTC,3,65000,BINANCE:BTCUSDT,{held},0.6\n"
MARKET = "symbol,price,futures price,funding rate,funding interval,as of\n{rows}"


@pytest.fixture(scope="session")
def running():
    venue = Venue(ANSWERS)
    yield venue
    venue.shutdown()
    venue.server_close()


@pytest.fixture
def venue(running, monkeypatch):
    resolve = socket.getaddrinfo

    def at_home(host, *words, **more):
        assert host in ("127.0.0.1", "localhost"), f"looked up {host}"
        return resolve(host, *words, **more)

    monkeypatch.setattr(socket, "getaddrinfo", at_home)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running.faults.clear()
    running.asked.clear()
    return running


@pytest.fixture
def desk(tmp_path):
    def run(held=1.8, rate=0.0001, hours=1.0, *more):
        now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
        row = f"BINANCE:BTCUSDT,65000,65000,{rate},8,{now:%Y-%m-%dT%H:%M:%SZ}\n"
        (tmp_path / "book.csv").write_text(BOOK.format(held=held), "utf-8")
        (tmp_path / "market.csv").write_text(MARKET.format(rows=row), "utf-8")
        words = ["watch", str(tmp_path / "book.csv"), "--market", str(tmp_path / "market.csv")]
        return CliRunner().invoke(main, [*words, *more])

    run.folder = tmp_path
    return run
