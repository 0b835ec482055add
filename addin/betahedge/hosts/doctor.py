"""What is wrong with an installation, and how to mend it."""

import platform
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from betahedge import __version__
from betahedge.cells import HEDGE_CONTRACTS
from betahedge.errors import InputError
from betahedge.hosts.calc.install import installed, is_active, may_be_own, release
from betahedge.hosts.excel.add_in import INTERPRETER, MADE_BY, XLWINGS
from betahedge.hosts.excel.computer import ADD_INS, ELSEWHERE, INSTEAD, WINDOWS, Computer
from betahedge.hosts.excel.install import read_settings_in
from betahedge.hosts.excel.vba.modules import FILE, UDF_MODULE

AGAIN = "betahedge install desktop"
SECONDS = 60
MARK_OF_THE_WEB = ":Zone.Identifier"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; mend: what to do where it is wrong or could be better."""

    state: Literal["ok", "note", "WRONG"]
    what: str
    mend: str = ""


def examine(computer: Computer) -> Iterator[Finding]:
    """Look at Python, LibreOffice and Excel."""
    yield Finding("ok", f"Python {platform.python_version()}, {computer.python}")
    answer = HEDGE_CONTRACTS(325000, 65000, 0.5)
    what = f"betahedge {__version__}: HEDGE_CONTRACTS(325000, 65000, 0.5) is {answer}"
    yield Finding("ok" if answer == 2.5 else "WRONG", what)
    yield from libreoffice(computer.environ)
    if computer.system == WINDOWS:
        yield from excel(computer)
    else:
        yield Finding("note", f"{ELSEWHERE}, and this is {computer.system}", INSTEAD)


def libreoffice(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look for LibreOffice and the extension in it."""
    install = f"betahedge install calc{'' if may_be_own() else ' --shared'}"
    try:
        name = release()
        owners = (False, True) if may_be_own() else (True,)
        found = {each for all_ in owners for each in installed(shared=all_)}
    except InputError as error:
        yield Finding("note", f"LibreOffice: {error}")
        return
    if not found:
        yield Finding("note", f"{name}: betahedge is not in it", install)
    elif found != {__version__}:
        yield Finding("WRONG", f"{name}: has betahedge {' and '.join(sorted(found))}", install)
    else:
        yield Finding("ok", f"{name}: has betahedge {__version__}")
    if found and is_active(environ):
        what = "started from this shell, where a Python environment is active, LibreOffice opens "
        yield Finding("note", f"{what}no spreadsheet", "deactivate, then start it")


def excel(computer: Computer) -> Iterator[Finding]:
    """Look at everything that Excel needs to answer with our functions."""
    kind = str(computer.registry(r"HKCR\Excel.Application\CurVer").get("", ""))
    number = re.fullmatch(r"Excel\.Application\.(\d+)", kind)
    if number is None:
        yield Finding("WRONG", "Excel: is not on this PC", "install Excel, or use another host")
        return
    yield Finding("ok", f"Excel {number[1]}")
    yield from add_in_file(computer)
    yield from security(computer, f"{number[1]}.0")


def add_in_file(computer: Computer) -> Iterator[Finding]:
    """Look at the add-in file: there, of this release, and its Python answers."""
    path = computer.add_in
    if not path.is_file():
        yield Finding("WRONG", f"{path}: there is no such file", AGAIN)
        return
    found = read_settings_in(path)
    if not found:
        yield Finding("WRONG", f"{path}: is not of betahedge", "move it away, then " + AGAIN)
        return
    made_by = found.get(MADE_BY)
    yield Finding(
        "ok" if made_by == __version__ else "WRONG", f"{path}: of betahedge {made_by}", AGAIN
    )
    if Path(f"{path}{MARK_OF_THE_WEB}").exists():
        yield Finding("WRONG", f"{path}: Windows blocks it as a file from the web", AGAIN)
    yield from interpreter(Path(computer.expanded(found.get(INTERPRETER, ""))), found)
    for other in find_copies(computer):
        what = f"{other}: a second betahedge; Excel would put its path into formulas"
        yield Finding("WRONG", what, "remove it; betahedge repair BOOK mends the formulas")


def interpreter(python: Path, settings: Mapping[str, str]) -> Iterator[Finding]:
    """Look whether the Python that the add-in starts is there and has all it needs."""
    if not python.is_absolute() or not python.is_file():
        yield Finding("WRONG", f"{python}: the add-in's Python is not there", AGAIN)
        return
    again = f'"{python}" -m pip install --force-reinstall xlwings pywin32'
    for bits in (64, 32):  # Excel's, not Python's
        library = f"xlwings{bits}-{settings.get(XLWINGS)}.dll"
        if not any((folder / library).is_file() for folder in list(python.parents)[:2]):
            yield Finding("WRONG", f"{library}: is not beside {python}", f"{again}, then {AGAIN}")
    program = f"import pythoncom, xlwings, {UDF_MODULE} as m; print(m.HEDGE_VERSION())"
    speaking = python.with_name("python.exe") if python.stem == "pythonw" else python
    told = ask(speaking, program)
    if told == __version__:
        yield Finding("ok", f"{python}: its functions answer")
    else:
        mend = again if "xlwings" in told or "pythoncom" in told else AGAIN
        yield Finding("WRONG", f"{python}: its functions do not answer: {told}", mend)


def ask(python: Path, program: str) -> str:
    """Run a line of Python; give what it prints, or the last line of what went wrong."""
    try:
        done = subprocess.run(  # noqa: S603 - the Python that the add-in starts
            [str(python), "-P", "-c", program],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__}: {error}"
    lines = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return lines[-1] if lines else "nothing"


def find_copies(computer: Computer) -> Iterator[str]:
    """Find add-in files of our name that Excel opens from another place."""
    beside = computer.folder(ADD_INS) / FILE
    if beside.exists():
        yield str(beside)
    known = (FILE, str(computer.add_in).lower(), str(beside).lower())
    for version in ("16.0", "15.0"):
        options = computer.registry(rf"HKCU\Software\Microsoft\Office\{version}\Excel\Options")
        for name, value in options.items():
            opened = str(value).removeprefix("/R ").strip('"')
            elsewhere = opened.lower() not in known
            if name.startswith("open") and opened.lower().endswith(FILE) and elsewhere:
                yield opened


# Where Office's settings stand: a user's own, and those of the organisation, which come first.
PLACES = {
    "": r"HKCU\Software\Microsoft\Office",
    " by your organisation": r"HKCU\Software\Policies\Microsoft\Office",
}
# The key, the value that is 1, what it does, and where a user finds it.
SETTINGS = (
    (r"Excel\Security", "disablealladdins", "all add-ins are switched off", "Add-ins"),
    (r"Excel\Security", "requireaddinsig", "add-ins must be signed", "Add-ins"),
    (
        r"Excel\Security\Trusted Locations",
        "alllocationsdisabled",
        "the start-up folder is not trusted, so the add-in's macros do not run",
        "Trusted Locations",
    ),
    ("Common", "vbaoff", "VBA is switched off", "Macro Settings"),
    (
        r"Common\Security",
        "requirealwaysonmacrosig",
        "add-ins that are not signed do not load, and nothing says so",
        "Macro Settings",
    ),
)


def security(computer: Computer, version: str) -> Iterator[Finding]:
    """Look at the settings of Office that keep an add-in from running."""
    wrong = False
    for whose, place in PLACES.items():
        for key, name, what, page in SETTINGS:
            if computer.registry(rf"{place}\{version}\{key}").get(name) == 1:
                wrong = True
                mend = f"Excel: File, Options, Trust Center, Trust Center Settings, {page}"
                yield Finding("WRONG", what + whose, "ask your administrator" if whose else mend)
    disabled = computer.registry(rf"{PLACES['']}\{version}\Excel\Resiliency\DisabledItems")
    name_there = FILE.encode("utf-16-le")
    if any(isinstance(data, bytes) and name_there in data for data in disabled.values()):
        wrong = True
        mend = "Excel: File, Options, Add-ins, Manage: Disabled Items"
        yield Finding("WRONG", "Excel has switched the add-in off after a crash", mend)
    if not wrong:
        yield Finding("ok", "Excel's security settings let the add-in run")
