"""A server of this machine, and a resolver that knows nothing else."""

import socket

import pytest

from market.server import Venue
from market.venues import ANSWERS


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
    running.faults.clear()
    running.asked.clear()
    return running
