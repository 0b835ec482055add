"""Signals that end a command, wherever in it they come."""

import signal
import sys

import pytest

from betahedge.cli.group import OneLine
from betahedge.cli.signals import Stopped, heeding_signals


class Half:
    """A file that is half written: it complains as it is taken away."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        raise ValueError("cannot be closed half way")

    def __del__(self):
        raise ValueError("was not closed")


@pytest.fixture
def heard(monkeypatch):
    """What Python complains of as things are taken away."""
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    return complaints


def write():
    half = Half()
    signal.raise_signal(signal.SIGTERM)
    return half


def write_within():
    with Half():
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("command", [write, write_within])
def test_what_is_half_written_goes_in_silence(command, heard):
    hook = sys.unraisablehook
    with pytest.raises(Stopped) as stopped, heeding_signals():
        command()
    assert stopped.value.signal == signal.SIGTERM
    del stopped
    assert heard == []
    assert sys.unraisablehook is hook


@pytest.mark.usefixtures("heard")
def test_a_signal_behind_an_error_is_no_fault_of_ours(capsys):
    group = OneLine("group")
    group.command("write")(write_within)
    with pytest.raises(SystemExit) as ended:
        group.main(["write"])
    assert ended.value.code == 128 + signal.SIGTERM
    assert capsys.readouterr() == ("", "betahedge: stopped\n")


def test_an_error_without_a_signal_stays():
    with pytest.raises(ValueError, match="its own"), heeding_signals():
        raise ValueError("its own")
