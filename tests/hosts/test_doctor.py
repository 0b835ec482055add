"""What `betahedge doctor` finds, on this machine and on played Windows PCs."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge import __version__
from betahedge.cli import main
from betahedge.hosts import doctor
from betahedge.hosts.excel.add_in import read_settings
from betahedge.hosts.excel.computer import WINDOWS, Computer
from hosts.desktop import on_pc
from hosts.libreoffice_host import needed

OFFICE = r"HKCU\Software\Microsoft\Office\16.0"
POLICY = r"HKCU\software\policies\microsoft\office\16.0"
EXCEL = {r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"}}


def windows_registry(registry, key):
    """As Windows does: keys and names are the same in either case."""
    found = {name.lower(): values for name, values in registry.items()}.get(key.lower(), {})
    return {name.lower(): value for name, value in found.items()}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where the played PC's files stand, and the add-in file for the Python there."""
    folder = tmp_path_factory.mktemp("pc")
    python, path = folder / "betahedge" / "Scripts" / "pythonw.exe", folder / "made.xlam"
    done = on_pc("install", "desktop", "--xlam", path, "--python", python, roaming=folder)
    assert done.returncode == 0, done.stderr
    return folder, python, path.read_bytes()


@pytest.fixture
def pc(place):
    """A PC on which all is well: the add-in's Python is a stand-in that answers."""
    folder, python, file = place
    roaming = folder / "Roaming"
    for old in (roaming, python.parent.parent):
        shutil.rmtree(old, ignore_errors=True)
    python.parent.mkdir(parents=True)
    for program in (python, python.with_name("python.exe")):
        program.write_text(f"#!/bin/sh\necho {__version__}\n")
        program.chmod(0o755)
    for bits in (32, 64):
        (python.parent.parent / f"xlwings{bits}-{read_settings(file)['XLWINGS']}.dll").touch()
    registry = dict(EXCEL)
    environ = {"APPDATA": str(roaming), "Base": str(folder)}
    computer = Computer(WINDOWS, environ, lambda key: windows_registry(registry, key), python)
    computer.add_in.parent.mkdir(parents=True)
    computer.add_in.write_bytes(file)
    return computer, registry, python


def found(computer):
    return [(each.state, each.what, each.mend) for each in doctor.excel(computer)]


def wrong(computer):
    (one,) = [each for each in found(computer) if each[0] != "ok"]
    assert one[2], "every finding says how to mend it"
    return " | ".join(one)


def test_all_is_well(pc):
    computer, _, python = pc
    assert [state for state, _, _ in found(computer)] == ["ok"] * 4
    assert any(f"{python}: its functions answer" in what for _, what, _ in found(computer))


def test_no_excel(pc):
    computer, registry, _ = pc
    registry.clear()
    assert "Excel: is not on this PC" in wrong(computer)


def test_no_add_in_file(pc):
    computer, _, _ = pc
    computer.add_in.unlink()
    assert re.search("there is no such file.*betahedge install desktop", wrong(computer))


def test_a_file_of_another_kind(pc):
    computer, _, _ = pc
    computer.add_in.write_bytes(b"text")
    assert re.search("is not of betahedge.*move it away", wrong(computer))


def test_a_file_of_another_release(pc, monkeypatch):
    computer, _, _ = pc
    monkeypatch.setattr(doctor, "__version__", "9.9")
    states = [each for each in found(computer) if each[0] == "WRONG"]
    assert f"of betahedge {__version__}" in states[0][1]
    assert "its functions do not answer" in states[1][1]


def test_a_file_from_the_web(pc):
    computer, _, _ = pc
    Path(f"{computer.add_in}:Zone.Identifier").touch()
    assert "Windows blocks it" in wrong(computer)


def test_the_python_is_gone(pc):
    computer, _, python = pc
    python.unlink()
    assert re.search("the add-in's Python is not there.*install desktop", wrong(computer))


def test_the_python_has_no_betahedge(pc):
    computer, _, python = pc
    complaint = "ModuleNotFoundError: No module named 'betahedge'"
    python.with_name("python.exe").write_text(f'#!/bin/sh\necho "{complaint}" >&2; exit 1\n')
    assert f"its functions do not answer: {complaint}" in wrong(computer)


def test_the_python_cannot_be_started(pc):
    computer, _, python = pc
    python.with_name("python.exe").chmod(0o644)
    assert "its functions do not answer: PermissionError" in wrong(computer)


@pytest.mark.parametrize("bits", [32, 64])
def test_xlwingss_library_is_gone(pc, bits):
    """Office of 32 bits is there beside Windows of 64."""
    computer, _, python = pc
    (library,) = python.parent.parent.glob(f"xlwings{bits}-*.dll")
    library.unlink()
    line = wrong(computer)
    assert f"{library.name}: is not beside" in line
    assert f'"{python}" -m pip install --force-reinstall xlwings pywin32' in line


def test_the_python_has_no_pywin32(pc):
    computer, _, python = pc
    complaint = "ModuleNotFoundError: No module named 'pythoncom'"
    python.with_name("python.exe").write_text(f'#!/bin/sh\necho "{complaint}" >&2; exit 1\n')
    assert f'"{python}" -m pip install --force-reinstall' in wrong(computer)


def test_a_python_that_windows_puts_together(pc, monkeypatch):
    computer, _, python = pc
    monkeypatch.setenv("BASE", computer.environ["Base"])
    path = str(python).replace(computer.environ["Base"], "%BASE%")
    roaming = computer.environ["APPDATA"]
    done = on_pc("install", "desktop", "--python", path, roaming=roaming)
    assert done.returncode == 0
    assert read_settings(computer.add_in.read_bytes())["INTERPRETER_WIN"] == path
    assert {state for state, _, _ in found(computer)} == {"ok"}


@pytest.mark.parametrize("damage", [b"PK\x03\x04", None])
def test_a_damaged_add_in_file(pc, damage):
    computer, _, _ = pc
    data = computer.add_in.read_bytes()
    computer.add_in.write_bytes(damage or data.replace(b"xl/workbook.xml", b"xl/workbook.xmx"))
    assert "is not of betahedge" in wrong(computer)


@pytest.mark.parametrize("root", [OFFICE, POLICY])
@pytest.mark.parametrize(
    ("key", "name", "what"),
    [
        (r"Excel\Security", "DisableAllAddins", "all add-ins are switched off"),
        (r"excel\security", "requireaddinsig", "add-ins must be signed"),
        (r"excel\security\trusted locations", "alllocationsdisabled", "folder is not trusted"),
        ("common", "vbaoff", "VBA is switched off"),
        (r"common\security", "requirealwaysonmacrosig", "do not load, and nothing says so"),
    ],
)
def test_security_settings(pc, root, key, name, what):
    """Microsoft's names of these settings, in the administrative templates of Office."""
    computer, registry, _ = pc
    registry[rf"{root}\{key}"] = {name: 0}
    assert {state for state, _, _ in found(computer)} == {"ok"}
    registry[rf"{root}\{key}"] = {name: 1}
    assert what in wrong(computer)
    assert ("ask your administrator" in wrong(computer)) == (root == POLICY)


def test_an_add_in_that_excel_switched_off(pc):
    computer, registry, _ = pc
    entry = b"\x01\0\0\0" + f"{computer.add_in}\0".encode("utf-16-le")
    registry[rf"{OFFICE}\Excel\Resiliency\DisabledItems"] = {"1A2B": entry}
    assert "after a crash" in wrong(computer)


def test_a_second_copy(pc):
    computer, registry, _ = pc
    options = {"OPEN": f'"{computer.add_in}"', "OPEN1": '/R "C:\\old\\betahedge.xlam"', "Font": 1}
    registry[rf"{OFFICE}\Excel\Options"] = options
    assert re.search(r"C:\\old\\betahedge\.xlam: a second betahedge.*repair", wrong(computer))
    registry.pop(rf"{OFFICE}\Excel\Options")
    beside = Path(computer.environ["APPDATA"]) / "Microsoft" / "AddIns" / "betahedge.xlam"
    beside.parent.mkdir()
    beside.touch()
    assert str(beside) in wrong(computer)


def test_on_a_pc_as_a_command(tmp_path):
    """Excel is there and the add-in is not: one line for each thing, and exit code 1."""
    done = on_pc("doctor", roaming=tmp_path, registry=EXCEL)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert f"ok     betahedge {__version__}: HEDGE_CONTRACTS(325000, 65000, 0.5) is 2.5" in lines
    assert "ok     Excel 16" in lines
    place = lines.index(
        f"WRONG  {tmp_path}/Microsoft/Excel/XLSTART/betahedge.xlam: there is no such file"
    )
    assert lines[place + 1] == "       -> betahedge install desktop"


def test_a_pc_without_the_folder_of_settings():
    done = on_pc("doctor", roaming="", registry=EXCEL)
    assert done.returncode == 2
    assert done.stderr == (
        "betahedge: APPDATA: is not set, so Excel's start-up folder is not known\n"
    )


def test_here():
    result = CliRunner().invoke(main, ["doctor"])
    assert "the add-in for Excel works on Windows only, and this is Linux" in result.stdout
    assert result.exit_code == 0, result.stdout


def test_with_libreoffice():
    needed("soffice")
    finding = next(doctor.libreoffice({}))
    assert re.match(r"LibreOffice [\d.]+: (betahedge is not in it|has betahedge)", finding.what)


@pytest.mark.parametrize(
    ("releases", "state"), [([], "note"), ([__version__], "ok"), (["0.0.1"], "WRONG")]
)
def test_libreoffice_with_the_extension(monkeypatch, releases, state):
    monkeypatch.setattr(doctor, "release", lambda: "LibreOffice 7.4.7.2")
    monkeypatch.setattr(doctor, "installed", lambda *, shared: releases if shared else [])
    monkeypatch.setattr(doctor, "may_be_own", lambda: True)
    (finding,) = doctor.libreoffice({})
    mend = "" if releases == [__version__] else "betahedge install calc"
    assert (finding.state, finding.mend) == (state, mend)
    *_, active = doctor.libreoffice({"VIRTUAL_ENV": "any"})
    assert ("opens no spreadsheet" in active.what) == bool(releases)


def test_root_is_told_to_share(monkeypatch):
    monkeypatch.setattr(doctor, "release", lambda: "LibreOffice 7.4.7.2")
    monkeypatch.setattr(doctor, "installed", lambda **_: [])
    monkeypatch.setattr(doctor, "may_be_own", lambda: False)
    (finding,) = doctor.libreoffice({})
    assert finding.mend == "betahedge install calc --shared"


def test_excel_that_is_open_is_to_be_closed(pc):
    """Excel lays a mark beside what it has open."""
    computer, _, _ = pc
    mark = computer.add_in.with_name("~$betahedge.xlam")
    mark.touch()
    done = on_pc("install", "desktop", roaming=computer.environ["APPDATA"])
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith("; close Excel")
    assert sorted(computer.add_in.parent.iterdir()) == sorted([computer.add_in, mark])


def test_the_window_is_left_out_where_there_is_a_python_for_that(pc):
    computer, _, python = pc
    assert computer.windowless == python
    python.unlink()
    assert computer.windowless == computer.python
