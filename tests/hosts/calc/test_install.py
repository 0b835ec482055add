"""Installing in LibreOffice where something is in the way: said at once, and no lock left."""

import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.errors import InputError
from betahedge.hosts.calc.install import find_program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs of the shell")
LOCKED = (
    "ERROR: unopkg cannot be started. The lock file indicates it is already running. "
    "If this does not apply, delete the lock file at:"
)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Programs in LibreOffice's place that do as a test says."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    def make(name, script):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)

    make("soffice", 'echo "LibreOffice 7.4.7.2 0"')
    return make


def invoke(*words):
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    "words", [("install", "calc", "--shared"), ("uninstall", "calc", "--shared")], ids=" ".join
)
def test_a_lock_is_named_with_what_to_do(stand_in, tmp_path, words):
    stand_in("unopkg", f"echo '{LOCKED}' >&2; echo {tmp_path}/4/.lock >&2; exit 1")
    code, _, err = invoke(*words)
    assert code == 2
    assert err.endswith(f"it is running; close it, or, if it is not, delete {tmp_path}/4/.lock\n")
    assert err.count("\n") == 1


def test_the_doctor_does_not_take_a_lock_for_nothing_installed(stand_in):
    stand_in("unopkg", f"echo '{LOCKED}' >&2; echo /x/.lock >&2; exit 1")
    _, out, _ = invoke("doctor")
    assert "delete /x/.lock" in out
    assert "betahedge is not in it" not in out


@pytest.mark.parametrize(("home", "said"), [(None, "is not set"), ("/nowhere", "is no folder")])
def test_without_a_home_it_says_so_at_once(stand_in, monkeypatch, home, said):
    stand_in("unopkg", "sleep 60")
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    code, _, err = invoke("install", "calc", "--shared")
    assert (code, said in err, err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("path", ["", ".", "::", "bin:."])
def test_the_current_folder_is_never_looked_in(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bin").mkdir()
    for place in (tmp_path / "unopkg", tmp_path / "bin" / "unopkg", tmp_path / "unopkg.exe"):
        place.write_text("#!/bin/sh\n")
        place.chmod(0o755)
    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr("betahedge.hosts.calc.install.FOLDERS", ())
    with pytest.raises(InputError, match="unopkg: not found"):
        find_program("unopkg")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_program("unopkg") == str(tmp_path / "bin" / "unopkg")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_a_program_of_libreoffice_end(stand_in, tmp_path, number):
    """It is not ended with us, as by Ctrl-C in a terminal: it would leave its lock."""
    begun, lock = tmp_path / "begun", tmp_path / ".lock"
    stand_in("unopkg", f"touch {begun} {lock}; sleep 2; rm {lock}")
    code = "import os; os.geteuid = lambda: 0; from betahedge.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "install", "calc", "--shared"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not begun.exists():
        time.sleep(0.05)
    os.killpg(process.pid, number)
    assert process.communicate()[1] == b"betahedge: stopped\n"
    assert process.returncode == 128 + number
    assert not lock.exists()
