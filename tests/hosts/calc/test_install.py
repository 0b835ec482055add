"""Installing in LibreOffice: it is there, or what is in the way is said at once."""

import os
import shutil
import signal
import subprocess
import sys
import time
import venv

import pytest
from click.testing import CliRunner

from betahedge import __version__
from betahedge.cli import main
from betahedge.errors import InputError
from betahedge.hosts.calc.extension import build_extension
from betahedge.hosts.calc.install import find_program, make_environment, probe
from hosts.libreoffice_host import Office, calc_names, needed
from hosts.stranger import small_book

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
    code = (
        "import os, signal; os.geteuid = lambda: 0; from betahedge.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job of a shell has none
        "main()"
    )
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


def test_the_probe_tells_what_a_release_takes(tmp_path):
    """Release 25.2 takes plain names from a file, 7.4 does not; both take full ones."""
    office = Office.made(tmp_path)
    found, release = probe(office.soffice), office.release
    assert found.works
    if release <= (7, 4) or release >= (25, 2):
        assert found.plain == (release >= (25, 2))


def test_an_activated_environment_is_not_in_its_way(tmp_path, monkeypatch):
    """LibreOffice's Python would take the environment's folders for its own, without `uno`."""
    soffice = needed("soffice")
    venv.create(tmp_path / "venv", symlinks=os.name == "posix")
    monkeypatch.setenv("PATH", f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert probe(soffice).works


@pytest.fixture
def own_unopkg(tmp_path, monkeypatch):
    """The real unopkg, with a profile and a shared cache of this test's own."""
    real, place = needed("unopkg"), tmp_path / "bin"
    options = (
        f"-env:UserInstallation=file://{tmp_path}/profile "
        f"-env:UNO_SHARED_PACKAGES_CACHE=file://{tmp_path}/shared"
    )
    place.mkdir()
    (place / "unopkg").write_text(f'#!/bin/sh\nexec {real} "$@" {options}\n')
    (place / "unopkg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return place / "unopkg"


def test_install_and_replace(own_unopkg, monkeypatch):
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    for active in (False, True):
        if active:
            monkeypatch.setenv("VIRTUAL_ENV", "any")
        else:
            monkeypatch.delenv("VIRTUAL_ENV", raising=False)
        result = CliRunner().invoke(main, ["install", "calc", "--shared"])
        assert ("deactivate it" in result.stdout) == active
        assert result.exit_code == 0, result.stderr
        assert f"betahedge {__version__} is in LibreOffice" in result.stdout
    listed = subprocess.run([own_unopkg, "list", "--shared"], capture_output=True, text=True)
    assert listed.stdout.count("Identifier: org.betahedge") == 1
    assert f"Version: {__version__}" in listed.stdout
    assert "is registered: yes" in listed.stdout


def test_two_installs_at_once(own_unopkg):
    """One waits for the other, or says in one line that it must be asked again."""
    code = "from betahedge.cli import main; main()"
    command = [sys.executable, "-c", code, "install", "calc", "--shared"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [each.communicate(timeout=180) for each in both]
    codes = [each.returncode for each in both]
    assert 0 in codes, said
    for status, (_, err) in zip(codes, said, strict=True):
        assert (status, err.count("\n")) in [(0, 0), (2, 1)], err
    listed = subprocess.run([own_unopkg, "list", "--shared"], capture_output=True, text=True)
    assert listed.stdout.count("Identifier: org.betahedge") == 1
    assert "is registered: yes" in listed.stdout


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """The real programs, for an ordinary user who has never started LibreOffice."""
    nobody = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    user = nobody if os.geteuid() == 0 else []
    if user and (not shutil.which("unshare") or subprocess.run([*user, "true"]).returncode):
        pytest.skip("root cannot be an ordinary user here")
    place = tmp_path / "bin"
    place.mkdir()
    options = f"-env:UNO_SHARED_PACKAGES_CACHE=file://{tmp_path}/shared"
    for name in ("unopkg", "soffice"):
        start = " ".join(["exec", *user, needed(name), '"$@"', options])
        (place / name).write_text(f"#!/bin/sh\n{start}\n")
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return place / "soffice"


def test_a_newcomer_installs_and_it_is_there(newcomer, tmp_path):
    """The first start of a profile takes out what was installed before it, in 7.4 and 25.2."""
    result = CliRunner().invoke(main, ["install", "calc"])
    assert result.exit_code == 0, result.stderr
    (tmp_path / "book.xlsx").write_bytes(calc_names(small_book(), full=True))
    for _ in range(2):
        order = [newcomer, "--headless", "--convert-to", "csv", "--outdir", tmp_path]
        subprocess.run([*order, tmp_path / "book.xlsx"], check=True, env=make_environment())
        assert "\n2.5,10\n5,20\n" in (tmp_path / "book.csv").read_text("utf-8")
        (tmp_path / "book.csv").unlink()


def refused(*options):
    result = CliRunner().invoke(main, ["install", "calc", *options])
    assert result.exit_code == 2
    assert result.stderr.startswith("betahedge: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_without_libreoffice_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("betahedge.hosts.calc.install.FOLDERS", ())
    assert "unopkg: not found; install LibreOffice 7.4" in refused()


def test_root_is_told_to_share(stand_in, monkeypatch):
    stand_in("unopkg", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "add --shared" in refused()


@pytest.mark.parametrize(
    ("unopkg", "soffice", "line"),
    [
        ("echo 'ERROR: no room' >&2; exit 1", "exit 0", "did not take the extension: no room"),
        ("exit 3", "exit 0", "did not take the extension: exit code 3"),
        ("exit 0", "exit 0", "did not calculate a workbook: no output"),
        (
            "exit 0",
            'for last; do :; done; echo "#NAME?,#NAME?" > "${last%.xlsx}.csv"',
            "its own Python is missing",
        ),
    ],
)
def test_what_goes_wrong_is_one_line(stand_in, unopkg, soffice, line):
    stand_in("unopkg", unopkg)
    stand_in("soffice", soffice)
    assert line in refused("--shared")


def test_the_file_alone(tmp_path):
    target = tmp_path / "betahedge.oxt"
    result = CliRunner().invoke(main, ["install", "calc", "--oxt", str(target)])
    assert result.exit_code == 0, result.stderr
    assert target.read_bytes() == build_extension()
    assert "is there already" in refused("--oxt", str(target))
