"""The add-in file for Excel on Windows, made by xlwings's own generator on stubs of pywin32.

Oracles: oletools, which reads the file's VBA; the Open XML SDK's schemas; the declarations; and
xlwings's own sources.  vba/test_modules.py runs the VBA in LibreOffice.
"""

import codecs
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import openxml_audit
import pytest

from betahedge import __version__
from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.errors import NUMBERS
from betahedge.cells.excel import CATEGORY, argument_help
from betahedge.errors import InputError
from betahedge.hosts.excel.add_in import read_settings
from betahedge.hosts.excel.computer import Computer
from betahedge.hosts.excel.install import check_python
from betahedge.hosts.excel.vba import modules as desktop_vba
from betahedge.hosts.excel.vba.modules import Generator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PC = Path(__file__).parents[1] / "excel_pc.py"
PRIVATE = "Option Private Module"
LONGEST_LINE = 1023  # characters that the VBA editor takes; longer ones do not compile
CONTINUED = 24  # lines at most that a statement may go on for


def on_pc(*words, roaming, registry=None):
    """Run a command on a played Windows PC."""
    environment = {**os.environ, "APPDATA": str(roaming), "REGISTRY": json.dumps(registry or {})}
    return subprocess.run(
        [sys.executable, str(PC), *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def roaming(tmp_path_factory):
    return tmp_path_factory.mktemp("AppData")


@pytest.fixture(scope="module")
def installed(roaming):
    done = on_pc("install", "desktop", roaming=roaming)
    assert done.returncode == 0, done.stderr
    path = roaming / "Microsoft" / "Excel" / "XLSTART" / "betahedge.xlam"
    assert str(path) in done.stdout
    return path


@pytest.fixture(scope="module")
def vba(installed):
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(installed))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def test_the_schemas_find_nothing(installed, tmp_path):
    copy = tmp_path / "betahedge.xlam"
    copy.write_bytes(installed.read_bytes())
    assert not openxml_audit.OpenXmlValidator(max_errors=0).validate(str(copy)).errors


def test_it_is_an_add_in_with_these_modules(installed, vba):
    assert list(vba) == [
        *("ThisWorkbook.cls", "Sheet1.cls", "xlwings.bas", "xlwings_udfs.bas"),
        *("betahedge_addin.bas", "betahedge_help.bas"),
    ]
    with zipfile.ZipFile(installed) as package:
        types = package.read("[Content_Types].xml").decode()
        book = package.read("xl/workbook.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert 'codeName="ThisWorkbook"' in book
    assert 'codeName="Sheet1"' in sheet


def test_its_settings(installed):
    assert read_settings(installed.read_bytes()) == {
        "INTERPRETER_WIN": sys.executable,
        "BETAHEDGE": __version__,
        "XLWINGS": version("xlwings"),
    }


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_wrapper_is_xlwingss_with_error_values(vba, name):
    """As xlwings writes it, but for the lines in which a result is given.

    The workbook in use is not handed over: xlwings would look for code in its sheets.
    """
    declared = declaration(CATALOGUE[name])
    (text,) = re.findall(
        rf"^Function {declared.name}\(.*?^End Function", vba["xlwings_udfs.bas"], re.M | re.S
    )
    names = [arg.name for arg in declared.args]
    shown = [f"Optional {n}" if d is not ... else n for n, d in zip(names, declared.defaults)]
    call = f'XLPy.CallUDF("betahedge.cells.excel", "{declared.name}", Array({", ".join(names)})'
    assert [line.strip() for line in text.splitlines()] == [
        f"Function {declared.name}({', '.join(shown)})",
        '#If App = "Microsoft Excel" Then',
        "If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f"{declared.name} = HedgeAnswer({call}))",
        "Exit Function",
        "#Else",
        f"{declared.name} = HedgeAnswer({call}))",
        "Exit Function",
        "#End If",
        "failed:",
        f"{declared.name} = HedgeFailed(Err.Description)",
        "End Function",
    ]


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_wizard_is_told_every_help(vba, name):
    declared = declaration(CATALOGUE[name])
    statements = "\n".join(vba["betahedge_help.bas"].splitlines()).replace(" _\n", " ")
    (line,) = re.findall(rf'^ +Describe "{declared.name}", (.*\))$', statements, re.M)
    assert " Array(" in line
    told = [each.replace('""', '"') for each in re.findall(r'"((?:[^"]|"")*)"', line)]
    assert told == [declared.help, *map(argument_help, declared.args)]
    assert max(map(len, told)) <= 255
    assert f'Category:="{CATEGORY}"' in statements


def test_no_line_is_longer_than_vba_takes(vba):
    for name, text in vba.items():
        assert text.isascii(), name
        lines = text.splitlines()
        assert max(map(len, lines), default=0) <= LONGEST_LINE, name
        run = 0
        for line in lines:
            run = run + 1 if line.endswith(" _") else 0
            assert run <= CONTINUED, line


def test_of_xlwings_only_what_starts_its_server_is_there(vba):
    """What is left out starts programs and reads files, and a cell might call it."""
    theirs = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("utf-8").splitlines()
    ours = vba["xlwings.bas"].splitlines()
    known = {line.strip().removeprefix("Private ") for line in theirs}
    assert {line.strip().removeprefix("Private ") for line in ours} <= known | {PRIVATE}
    assert "'xlwings is distributed under a BSD 3-clause license." in ours
    procedures = [line for line in ours if re.match(r"(Public |Private )?(Function|Sub) ", line)]
    names = [re.search(r"(?:Function|Sub) (\w+)", line)[1] for line in procedures]
    assert names == [
        *("XLPyLoadDLL", "XLPy", "ParentFolder", "WScript", "ExpandEnvironmentStrings"),
    ]
    public = [line for line in ours if re.match(r" *(Public |Function |Sub |Declare )", line)]
    assert public == [
        "Function XLPy()",
        "Function ExpandEnvironmentStrings(ByVal s As String)",
    ], "a cell might call what is public"


def test_a_workbook_has_no_say_in_what_is_started(vba):
    """Neither its sheets, nor its folder, nor its name, nor what lies in the current folder."""
    ours = vba["betahedge_addin.bas"]
    assert "ActiveWorkbook" not in "".join(vba.values())
    assert ours.count("Function GetConfig(") == ours.count("Function XLPyCommand(") == 1
    assert "-B -P -c" in ours, "without -P Python imports from the folder that is current"
    called = set(re.findall(r"\b(?:GetConfig|XLPyCommand)\b", vba["xlwings.bas"]))
    assert called == {"GetConfig", "XLPyCommand"}


def test_python_imports_nothing_from_the_current_folder(tmp_path):
    """What XLPyCommand asks of Python does what it says."""
    (tmp_path / "betahedge.py").write_text("print('code that lies there')")
    program = "import betahedge; print(betahedge.__version__)"
    for options, wanted in ((["-P"], __version__), ([], "code that lies there")):
        command = [sys.executable, "-B", *options, "-c", program]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stdout.splitlines()[0] == wanted


def test_the_same_installation_gives_the_same_bytes(installed, roaming):
    before = installed.read_bytes()
    done = on_pc("install", "desktop", roaming=roaming)
    assert done.returncode == 0, done.stderr
    assert installed.read_bytes() == before


def test_only_a_file_for_another_python(roaming, tmp_path):
    path, python = tmp_path / "b.xlam", r"%LOCALAPPDATA%\betahedge\Scripts\pythonw.exe"
    done = on_pc("install", "desktop", "--xlam", path, "--python", python, roaming=roaming)
    assert done.returncode == 0, done.stderr
    assert read_settings(path.read_bytes())["INTERPRETER_WIN"] == python
    again = on_pc("install", "desktop", "--xlam", path, roaming=roaming)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_somebody_elses_file_of_that_name_stays(tmp_path):
    path = tmp_path / "Microsoft" / "Excel" / "XLSTART" / "betahedge.xlam"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    for words in (("install", "desktop"), ("uninstall", "desktop")):
        done = on_pc(*words, roaming=tmp_path)
        assert done.returncode == 2
        assert re.fullmatch(r"betahedge: .*betahedge\.xlam: .*not of betahedge.*\n", done.stderr)
    assert path.read_bytes() == b"mine"


def test_uninstall(tmp_path):
    assert on_pc("install", "desktop", roaming=tmp_path).returncode == 0
    done = on_pc("uninstall", "desktop", roaming=tmp_path)
    assert (done.returncode, done.stdout) == (0, "betahedge is removed.\n")
    assert not list(tmp_path.rglob("*.xlam"))
    done = on_pc("uninstall", "desktop", roaming=tmp_path)
    assert (done.returncode, done.stdout) == (0, "betahedge was not there.\n")


def generator(**changes):
    real = {
        "module": desktop_vba.excel,
        "write": lambda *_: None,
        "source": files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("utf-8"),
        "version": "9.9",
    }
    return Generator(**(real | changes))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({}, "functions"),
        ({"source": 'Attribute VB_Name = "xlwings"\n'}, "its module"),
    ],
)
def test_an_xlwings_that_writes_otherwise_is_refused(change, what):
    with pytest.raises(InputError, match=f"xlwings 9.9 writes {what} in a way that is not known"):
        desktop_vba.write_modules(generator(**change))


def test_settings_of_other_files():
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    for data in (b"", b"text", stream.getvalue()):
        assert read_settings(data) == {}


def test_every_error_value_has_its_number(vba):
    """Excel's numbers, from the documentation of its cell error values."""
    cases = re.findall(r'Case "(#[^"]+)": HedgeValue = CVErr\((\d+)\)', vba["betahedge_addin.bas"])
    found = {text: int(number) for text, number in cases}
    assert found == {text: number for number, text in NUMBERS.items()}
    known = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029}
    assert found.items() >= (known | {"#NUM!": 2036, "#N/A": 2042}).items()


@pytest.mark.parametrize(
    "python",
    [
        *("pythonw", r"bin\pythonw.exe", r"\bin\pythonw.exe", "./python", "C:python.exe"),
        *(r'C:\a" -c "import os', "C:\\a\npythonw.exe", "/a\u202eb", "/a\x1b[2Jb"),
    ],
)
@pytest.mark.parametrize("xlam", [True, False])
def test_a_python_that_could_be_another_is_refused(roaming, tmp_path, python, xlam):
    words = ["--xlam", tmp_path / "b.xlam"] if xlam else []
    done = on_pc("install", "desktop", *words, "--python", python, roaming=roaming)
    assert done.returncode == 2
    assert done.stderr.startswith("betahedge: --python: was ")
    assert "must be a whole path, with no quotes" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr[:-1].isprintable()
    assert not list(tmp_path.glob("*.xlam"))


def test_a_python_of_this_pc_must_be_there(roaming, tmp_path):
    done = on_pc("install", "desktop", "--python", tmp_path / "none.exe", roaming=roaming)
    assert (done.returncode, "there is no such file" in done.stderr) == (2, True)


def test_a_path_beyond_the_code_page_is_said(tmp_path):
    """A code page of Western letters, played: VBA's Shell would be told question marks."""
    western = codecs.lookup("cp1252")
    played = codecs.CodecInfo(western.encode, western.decode, name="mbcs")

    def search(name):
        return played if name == "mbcs" else None

    codecs.register(search)
    try:
        computer = Computer("Windows", {}, lambda _: {}, tmp_path)
        check_python(computer, "/opt/Zoë/pythonw.exe", here=False)
        with pytest.raises(InputError, match="has letters beyond this PC's code page"):
            check_python(computer, "/opt/日本/pythonw.exe", here=False)
    finally:
        codecs.unregister(search)
