"""Putting the extension into a LibreOffice, and finding out what that one can do."""

import csv
import io
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from betahedge import __version__
from betahedge.errors import InputError
from betahedge.formula.calls import SERVICE
from betahedge.hosts.calc.extension import IDENTIFIER, build_extension

# Where its programs stand when they are not on the path.
FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
)
SECONDS = 180  # a first start on a slow machine takes a minute
NO_PYTHON = (
    "LibreOffice took the extension, but its functions do not answer: its own Python is missing "
    "(on Debian and Ubuntu: apt install python3-uno)"
)


@dataclass(frozen=True)
class Found:
    """What a LibreOffice does with the extension."""

    works: bool  # the functions answer
    plain: bool  # it takes plain names from an .xlsx; if not, full ones only


def find_program(name: str) -> str:
    """Find a program of LibreOffice, or say that there is none."""
    path = os.environ.get("PATH", "").split(os.pathsep)
    ends = ("", ".exe", ".com") if os.name == "nt" else ("",)
    for folder in (*filter(os.path.isabs, path), *FOLDERS):  # never the current one
        for end in ends:
            file = Path(folder, name + end)
            if file.is_file() and os.access(file, os.X_OK):
                return str(file)
    raise InputError(f"{name}: not found; install LibreOffice 7.4 or newer, or put it on the path")


def make_environment() -> dict[str, str]:
    """Give the environment in which LibreOffice finds its own Python.

    On Linux that is the system's, which takes itself for the first python3 of the path: in an
    activated environment it lacks LibreOffice's modules, and then no spreadsheet opens.
    """
    path = os.environ.get("PATH", "")
    first = ["/usr/bin"] if os.name == "posix" else []
    return {**os.environ, "PATH": os.pathsep.join([*first, path])}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of LibreOffice to its end."""
    words = [str(part) for part in command]
    process = start(words)
    try:
        out, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise InputError(f"{words[0]}: gave no answer in {SECONDS} seconds") from None
    except BaseException:  # we are to stop
        process.communicate(timeout=SECONDS)
        raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def start(words: list[str]) -> subprocess.Popen[str]:
    """Start a program of LibreOffice.

    It is in a session of its own and not ended with us: it would leave its lock, and every later
    one would refuse to start.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - found by `find_program`, with our arguments
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=make_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise InputError(f"{words[0]}: cannot be started ({error.strerror})") from None


def install(*, shared: bool = False) -> Found:
    """Install the extension for this user, or for all; an older one is replaced."""
    unopkg = find_program("unopkg")
    check_user(shared)
    if not shared:  # the first start of a user's LibreOffice forgets what was installed before it
        run(find_program("soffice"), "--headless", "--terminate_after_init")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "betahedge.oxt"
        file.write_bytes(build_extension())
        options = ["--shared"] if shared else []
        done = run(unopkg, "add", "--force", "--suppress-license", *options, file)
    if done.returncode:
        raise InputError(f"LibreOffice did not take the extension: {read_complaint(done)}")
    found = probe(find_program("soffice"))
    if not found.works:
        raise InputError(NO_PYTHON)
    return found


def may_be_own() -> bool:
    """Tell a user for whom LibreOffice keeps extensions; root is none."""
    return bool(getattr(os, "geteuid", lambda: 1)())


def check_user(shared: bool) -> None:
    """Say who may change the extensions of whom, and where they would be kept."""
    home = os.environ.get("HOME", "")
    if os.name == "posix" and not Path(home or "/nowhere").is_dir():
        what = f"is {home}, which is no folder" if home else "is not set"
        raise InputError(f"HOME: {what}; LibreOffice keeps its settings there")
    if not shared and not may_be_own():
        raise InputError("root can change the extensions of all users only: add --shared")
    if shared and may_be_own() and os.name == "posix":
        raise InputError("--shared: needs root; without it the add-in is for you alone")


def is_active(environ: Mapping[str, str]) -> bool:
    """Tell a shell in which a Python environment is active."""
    return bool(environ.keys() & {"VIRTUAL_ENV", "CONDA_PREFIX"})


def read_complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Give the last line of what a program said before it failed; of a lock, what to do."""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    if lines and lines[-1].endswith(".lock"):
        return f"it is running; close it, or, if it is not, delete {lines[-1]}"
    reason = lines[-1] if lines else f"exit code {done.returncode}"
    return reason.removeprefix("ERROR: ")


def uninstall(*, shared: bool = False) -> bool:
    """Take the extension away; tell whether it was there."""
    unopkg = find_program("unopkg")
    check_user(shared)
    if not installed(shared=shared):
        return False
    done = run(unopkg, "remove", *(["--shared"] if shared else []), IDENTIFIER)
    if done.returncode:
        raise InputError(f"LibreOffice did not remove the extension: {read_complaint(done)}")
    return True


def installed(*, shared: bool) -> list[str]:
    """List the releases of the extension that LibreOffice has, for this user or for all."""
    done = run(find_program("unopkg"), "list", *(["--shared"] if shared else []))
    if done.returncode:
        raise InputError(f"LibreOffice does not list its extensions: {read_complaint(done)}")
    return re.findall(rf"^Identifier: {re.escape(IDENTIFIER)}\s+Version: (\S+)", done.stdout, re.M)


def release() -> str:
    """Name this LibreOffice."""
    return " ".join(run(find_program("soffice"), "--version").stdout.split()[:2])


def probe(soffice: str) -> Found:
    """Calculate a workbook of two cells with this extension, whatever else is installed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "=HEDGE_VERSION()", f"={SERVICE}.HEDGE_VERSION()"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book.save(folder / "probe.xlsx")
        unpack(folder / "extensions")
        done = run(
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"-env:UNO_SHARED_PACKAGES_CACHE={(folder / 'shared').as_uri()}",
            f"-env:BUNDLED_EXTENSIONS={(folder / 'extensions').as_uri()}",
            *("--headless", "--convert-to", "csv", "--outdir", folder),
            folder / "probe.xlsx",
        )
        result = folder / "probe.csv"  # the exit code is 0 either way
        if not result.exists():
            reason = (done.stderr + done.stdout).strip().splitlines()[-1:] or ["no output"]
            raise InputError(f"LibreOffice did not calculate a workbook: {reason[0]}")
        plain, full = next(csv.reader(io.StringIO(result.read_text("utf-8"))))
    return Found(works=full == __version__, plain=plain == __version__)


def unpack(folder: Path) -> None:
    """Lay the extension out as a folder of extensions that LibreOffice can be pointed at."""
    with zipfile.ZipFile(io.BytesIO(build_extension())) as archive:
        archive.extractall(folder / "betahedge")
