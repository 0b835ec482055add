"""Putting the add-in file where Excel opens it at every start, and taking it away."""

from pathlib import Path, PureWindowsPath

from betahedge.errors import InputError
from betahedge.hosts.excel.add_in import build_add_in, read_settings
from betahedge.hosts.excel.computer import Computer
from betahedge.xlsx.files import write_new


def install(computer: Computer, python: str = "") -> Path:
    """Make the add-in file and put it into the start-up folder; our own older one is replaced."""
    target = computer.add_in
    if target.exists() and not read_settings_in(target):
        raise InputError(f"{target}: is there already and not of betahedge; move it away")
    data = make_add_in(computer, python, here=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{target.parent}: cannot be made ({error.strerror})") from None
    try:  # Excel would open what a broken write leaves in its start-up folder
        write_new(target, data, force=True, staging=target.parent.parent)
    except InputError as error:
        raise InputError(f"{error}; close Excel") from None
    return target


def make_add_in(computer: Computer, python: str = "", *, here: bool = False) -> bytes:
    """Make the add-in file for a Python: the one named, or the one that runs this.

    here: for this PC, where that Python must be; another's is not looked for.
    """
    computer.check_windows()
    python = python or str(computer.windowless)
    check_python(computer, python, here=here)
    return build_add_in(python)


def check_python(computer: Computer, python: str, *, here: bool) -> None:
    """Refuse what is not surely the one Python that is meant, and what VBA cannot start."""
    path = computer.expanded(python)
    whole = Path(path).is_absolute() or PureWindowsPath(path).is_absolute() or path[:1] == "%"
    if not whole or not python.isprintable() or '"' in python:
        raise InputError(f"--python: was {python}; must be a whole path, with no quotes")
    if here and not Path(path).is_file():
        raise InputError(f"--python: was {python}; there is no such file")
    try:
        path.encode("mbcs")  # Windows's own code page, in which VBA's Shell is told
    except UnicodeEncodeError:
        what = "has letters beyond this PC's code page; put Python into a folder without them"
        raise InputError(f"--python: {python} {what}") from None
    except LookupError:  # there is none: this is no Windows
        return


def uninstall(computer: Computer) -> Path | None:
    """Take the add-in file away; tell where it was."""
    target = computer.add_in
    if not target.exists():
        return None
    if not read_settings_in(target):
        raise InputError(f"{target}: is not of betahedge; it stays")
    try:
        target.unlink()
    except OSError as error:
        raise InputError(f"{target}: cannot be removed ({error.strerror}); close Excel") from None
    return target


def read_settings_in(path: Path) -> dict[str, str]:
    """Read the settings of an add-in file; none if it is not one of ours, or empty."""
    try:
        return read_settings(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
