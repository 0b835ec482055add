"""The add-in's VBA: what is in it, and what it does, run by LibreOffice; Excel there is none here.

Oracles: the declarations, xlwings's own sources, and LibreOffice's interpreter of VBA.
"""

import io
import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
import xlwings

from betahedge import __version__
from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.errors import NUMBERS
from betahedge.cells.excel import CATEGORY, argument_help
from betahedge.errors import InputError
from betahedge.hosts.excel.vba import modules as desktop_vba
from betahedge.hosts.excel.vba.project import (
    PART_TYPE,
    RELATION,
    Module,
    build_vba_project,
    document,
)
from betahedge.xlsx.package import TYPES, WORKBOOK, Package
from hosts.libreoffice_host import Office

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

STAND_IN = Module(
    "XLPy",
    """\
Attribute VB_Name = "XLPy"
Function CallUDF(udfModule, udf, arguments)
    Dim block(0 To 1, 0 To 1)
    Select Case udf
        Case "HEDGE_BASIS": CallUDF = arguments(0) - arguments(1)
        Case "HEDGE_ACTION": CallUDF = arguments(0)
        Case "HEDGE_IMPACT"
            block(0, 0) = "#DIV/0!": block(0, 1) = 2.5: block(1, 0) = "x": block(1, 1) = "#N/A"
            CallUDF = block
        Case "HEDGE_MIX": CallUDF = Array("#NUM!", 2.5, "x")
        Case "HEDGE_PNL": Err.Raise 1000, , "Could not load it" & vbCrLf & "from there"
        Case "HEDGE_CONTRACTS": CallUDF = IsMissing(arguments(2)) & " " & IsMissing(arguments(1))
    End Select
End Function
Function ExpandEnvironmentStrings(text)
    ExpandEnvironmentStrings = text
End Function
Function Block() As String
    Dim found
    found = HEDGE_IMPACT(1, 2, 3, 4)
    Block = CStr(found(0, 0)) & "|" & found(0, 1) & "|" & found(1, 0) & "|" & CStr(found(1, 1))
End Function
Function OneRow() As String
    Dim found
    found = HEDGE_MIX(1, 2)
    OneRow = CStr(found(0)) & "|" & found(1) & "|" & found(2)
End Function
Function StartLine() As String
    StartLine = XLPyCommand()
End Function
Function Setting(name) As String
    Setting = GetConfig(CStr(name), "the default")
End Function
Function Helped() As String
    DescribeFunctions
    Helped = "every line ran"
End Function
Function Failure() As String
    Failure = CStr(HedgeFailed("no" & vbCrLf & "Python"))
End Function
""",
)
# Formulas in, what their cells show out.
SESSION = """
def value(name, content):
    return uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=content)
options = (value("Hidden", True), value("MacroExecutionMode", 4))
book = desktop.loadComponentFromURL("file://" + sys.argv[2], "_blank", 0, options)
cell = book.Sheets.getByIndex(0).getCellByPosition(5, 5)
shown = []
for formula in json.loads(sys.argv[3]):
    cell.Formula = formula
    shown.append(cell.String)
print(json.dumps(shown))
book.close(True)
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """The add-in's modules, as a played Windows PC writes them."""
    path = tmp_path_factory.mktemp("modules") / "modules.json"
    program = Path(__file__).parents[2] / "excel_pc.py"
    command = [sys.executable, str(program), "--modules", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(path.read_text("utf-8")))


def book(modules):
    """A workbook with macros: the add-in's modules, a setting, and the stand-in for Python."""
    made = openpyxl.Workbook()
    made.code_name = "ThisWorkbook"
    made.worksheets[0].append(["INTERPRETER_WIN", "C:\\python.exe"])
    stream = io.BytesIO()
    made.save(stream)
    package = Package.read(stream.getvalue())
    package.parts[TYPES] = package.parts[TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    wrapper = re.sub(
        r"(?ms)^#Const.*?$|^ *#If .*?$|^ *#Else$.*?#End If$", "", modules["xlwings_udfs"]
    )
    wrapper = wrapper.replace("If TypeOf Application.Caller Is Range Then ", "")
    project = [
        document("ThisWorkbook"),
        document("Sheet1"),
        STAND_IN,
        Module("xlwings_udfs", wrapper),
        *(Module(name, modules[name]) for name in ("betahedge_addin", "betahedge_help")),
    ]
    package.add("xl/vbaProject.bin", build_vba_project("betahedge", project), PART_TYPE)
    package.relate(WORKBOOK, RELATION, "vbaProject.bin")
    return package.write()


CASES = {
    "=HEDGE_BASIS(66000;65000)": "1000",
    '=HEDGE_ACTION("Short")': "Short",
    '=HEDGE_ACTION("#NUM! is no error value alone")': "#NUM! is no error value alone",
    **{f'=HEDGE_ACTION("{text}")': f"Error {number}" for number, text in NUMBERS.items()},
    "=BLOCK()": "Error 2007|2.5|x|Error 2042",
    "=ONEROW()": "Error 2036|2.5|x",
    "=STARTLINE()": '"C:\\python.exe" -B -P -c "import xlwings; xlwings.serve(\'$(CLSID)\')"',
    "=HEDGE_PNL(1;2;3;4)": "Error 2015",
    "=FAILURE()": "Error 2015",
    "=HELPED()": "every line ran",
    "=HEDGE_CONTRACTS(1;2)": "True False",
    '=SETTING("interpreter_win")': "C:\\python.exe",
    '=SETTING("PYTHONPATH")': "the default",
}


@pytest.fixture(scope="module")
def shown(modules, tmp_path_factory):
    office = Office.made(tmp_path_factory.mktemp("office"), extension=False)
    path = office.folder / "vba.xlsm"
    path.write_bytes(book(modules))
    answer = office.session(SESSION, str(path), json.dumps(list(CASES)))
    return dict(zip(CASES, json.loads(answer), strict=True))


@pytest.mark.parametrize("formula", CASES)
def test_vba_answers(shown, formula):
    assert shown[formula] == CASES[formula]


PRIVATE = "Option Private Module"
LONGEST_LINE = 1023  # characters that the VBA editor takes; longer ones do not compile
CONTINUED = 24  # lines at most that a statement may go on for


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


@pytest.mark.parametrize(
    ("write", "given", "what"),
    [
        (desktop_vba.write_wrapper, lambda *_: None, "functions"),
        (desktop_vba.write_xlwings_module, 'Attribute VB_Name = "xlwings"\n', "its module"),
    ],
)
def test_an_xlwings_that_writes_otherwise_is_refused(write, given, what):
    version = xlwings.__version__
    with pytest.raises(
        InputError, match=f"xlwings {version} writes {what} in a way that is not known"
    ):
        write(given)


def test_every_error_value_has_its_number(vba):
    """Excel's numbers, from the documentation of its cell error values."""
    cases = re.findall(r'Case "(#[^"]+)": HedgeValue = CVErr\((\d+)\)', vba["betahedge_addin.bas"])
    found = {text: int(number) for text, number in cases}
    assert found == {text: number for number, text in NUMBERS.items()}
    known = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029}
    assert found.items() >= (known | {"#NUM!": 2036, "#N/A": 2042}).items()
