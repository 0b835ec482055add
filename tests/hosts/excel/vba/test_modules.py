"""The add-in's VBA, run: LibreOffice has an interpreter of VBA, and Excel there is none here.

The modules are the add-in's own, but for xlwings's, whose place a stand-in for Python takes.
LibreOffice has no conditional compilation: of the wrapper, Excel's branch stays, without the one
thing that it asks of Excel, whether a cell is calling.
"""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from betahedge.cells.errors import NUMBERS
from betahedge.hosts.excel.vba.project import (
    PART_TYPE,
    RELATION,
    Module,
    build_vba_project,
    document,
)
from betahedge.xlsx.package import TYPES, WORKBOOK, Package
from hosts.libreoffice_host import Office

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
