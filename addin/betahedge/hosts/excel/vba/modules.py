"""The VBA of Excel's add-in file: xlwings's own, the wrapper it generates, and what is ours.

xlwings writes the function of each declaration; here its result is made a real error value where
Python could only return the text of one, and a call that fails is an error, never a text.
"""

import io
import re
from collections.abc import Callable
from importlib.resources import files
from types import ModuleType, SimpleNamespace

import xlwings

from betahedge.cells import CATALOGUE, declaration, excel
from betahedge.cells.declaration import HELP_LIMIT, Cell
from betahedge.cells.errors import NUMBERS, VALUE
from betahedge.cells.native import literal
from betahedge.errors import InputError
from betahedge.hosts.excel.vba.project import Module, document

PROJECT = "betahedge"
_LINES = re.MULTILINE | re.DOTALL
FILE = f"{PROJECT}.xlam"  # fixed, so that formulas find it in every session
UDF_MODULE = "betahedge.cells.excel"

# Of xlwings's procedures only these are taken along: the others start programs and read files.
PROCEDURES = ("XLPyLoadDLL", "XLPy", "ParentFolder", "WScript", "ExpandEnvironmentStrings")
SHARED = ("XLPy", "ExpandEnvironmentStrings")  # with our modules

Writer = Callable[[str, ModuleType, io.StringIO, object], None]

_OPEN = """\
Private Sub Workbook_Open()
    ' Later, because Excel takes no help texts before it is ready.
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!betahedge_help.DescribeFunctions"
End Sub
"""
_ADD_IN = """\
Attribute VB_Name = "betahedge_addin"
Option Explicit
Option Private Module

Private failing As Boolean

Function GetConfig(configKey As String, Optional default As String = "") As Variant
    ' Settings are those of this file. A workbook, or what lies beside it, has no say in them.
    Dim cell As Range
    GetConfig = default
    For Each cell In ThisWorkbook.Worksheets(1).UsedRange.Columns(1).Cells
        If UCase$(cell.Value) = UCase$(configKey) Then GetConfig = cell.Offset(0, 1).Value
    Next cell
    GetConfig = ExpandEnvironmentStrings(GetConfig)
End Function

Function XLPyCommand() As String
    ' One command, so one Python for all workbooks; -P: it imports nothing from the current folder.
    Static startLine As String
    If startLine = "" Then
        startLine = Chr$(34) & GetConfig("INTERPRETER_WIN", "") & Chr$(34) & " -B -P -c " _
            & Chr$(34) & "import xlwings; xlwings.serve('$(CLSID)')" & Chr$(34)
    End If
    XLPyCommand = startLine
End Function

Function HedgeAnswer(ByVal answer As Variant) As Variant
    ' Through COM, Python returns the text of an error value; a cell must have the value itself.
    Dim rowNumber As Long, columnNumber As Long
    If failing Then EndFailure
    If Not IsArray(answer) Then
        answer = HedgeValue(answer)
    ElseIf IsPlainList(answer) Then
        For columnNumber = LBound(answer) To UBound(answer)
            answer(columnNumber) = HedgeValue(answer(columnNumber))
        Next columnNumber
    Else
        For rowNumber = LBound(answer, 1) To UBound(answer, 1)
            For columnNumber = LBound(answer, 2) To UBound(answer, 2)
                answer(rowNumber, columnNumber) = HedgeValue(answer(rowNumber, columnNumber))
            Next columnNumber
        Next rowNumber
    End If
    HedgeAnswer = answer
End Function

Private Sub EndFailure()
    failing = False
    On Error Resume Next
    Application.StatusBar = False
End Sub

Private Function IsPlainList(answer As Variant) As Boolean
    ' xlwings hands over a single row as a list.
    Dim last As Long
    On Error Resume Next
    last = UBound(answer, 2)
    IsPlainList = (Err.Number <> 0)
End Function

Function HedgeValue(ByVal value As Variant) As Variant
    HedgeValue = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
{cases}
    End Select
End Function

Function HedgeFailed(ByVal reason As String) As Variant
    ' Python did not answer: the cell is an error, and the status bar says why until it does.
    HedgeFailed = CVErr({failed})
    failing = True
    On Error Resume Next
    Application.StatusBar = "betahedge: " & Left$(Replace(reason, vbCrLf, " "), 200)
End Function
"""
_HELP = """\
Attribute VB_Name = "betahedge_help"
Option Explicit
Option Private Module

Sub DescribeFunctions()
    ' Excel takes no help for the functions of a hidden workbook, as an add-in is.
    On Error Resume Next
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
{calls}
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub Describe(ByVal name As String, ByVal help As String, ByVal arguments As Variant)
    Dim macro As String
    macro = "'" & ThisWorkbook.Name & "'!" & name
    If UBound(arguments) < 0 Then
        Application.MacroOptions Macro:=macro, Description:=help, Category:="{category}"
    Else
        Application.MacroOptions Macro:=macro, Description:=help, Category:="{category}", _
            ArgumentDescriptions:=arguments
    End If
End Sub
"""


def find_writer() -> Writer:
    """Give xlwings's writer of VBA, which it has on Windows only, with pywin32."""
    try:
        from xlwings.udfs import generate_vba_wrapper
    except ImportError as error:
        raise InputError(
            "the add-in file for Excel is made on Windows, with pywin32 "
            f"(pip install pywin32): {error}"
        ) from None
    writer: Writer = generate_vba_wrapper
    return writer


def write_modules() -> list[Module]:
    """Write all modules of the add-in's project."""
    source = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("utf-8")
    cases = "\n".join(
        f'        Case "{text}": HedgeValue = CVErr({number})' for number, text in NUMBERS.items()
    )
    failed = next(number for number, text in NUMBERS.items() if text == VALUE)
    return [
        document("ThisWorkbook", _OPEN),
        document("Sheet1"),
        Module("xlwings", write_xlwings_module(source)),
        Module("xlwings_udfs", write_wrapper(find_writer())),
        Module("betahedge_addin", _ADD_IN.format(cases=cases, failed=failed)),
        Module("betahedge_help", write_help_module()),
    ]


def unknown(what: str) -> InputError:
    """Say that xlwings has changed in a way that is not understood here."""
    version = xlwings.__version__
    return InputError(f"xlwings {version} writes {what} in a way that is not known here")


def write_xlwings_module(source: str) -> str:
    """Take what of xlwings's module finds its library and starts its server."""
    head = re.match(r'Attribute VB_Name = "xlwings"\n(.*?)(?=^Public Const)', source, _LINES)
    texts = [_procedure(source, name) for name in PROCEDURES]
    if head is None or not all(texts):
        raise unknown("its module")
    first = 'Attribute VB_Name = "xlwings"\nOption Private Module\n'
    # A cell must not reach what starts a program, nor anything else but our functions.
    declared = re.sub(r"^( *)Declare ", r"\1Private Declare ", head[1].rstrip(), flags=_LINES)
    return "\n".join([first + declared, *texts])


def _procedure(source: str, name: str) -> str:
    found = re.search(rf"^(?:Private )?((Function|Sub) {name}\(.*?^End \2\n)", source, _LINES)
    if found is None:
        return ""
    return found[1] if name in SHARED else f"Private {found[1]}"


def write_wrapper(writer: Writer) -> str:
    """Let xlwings write the functions; texts of errors become real error values in them."""
    written = io.StringIO()
    book = SimpleNamespace(Name=FILE)
    writer(UDF_MODULE, excel, written, book)
    text, calls = re.subn(  # the workbook and the calling cell are of no concern
        r"^( +)(HEDGE_\w+) = (XLPy\.CallUDF\(.*?\))(?:, ActiveWorkbook, Application\.Caller)?\)$",
        r"\1\2 = HedgeAnswer(\3))",
        written.getvalue(),
        flags=re.MULTILINE,
    )
    text, failures = re.subn(
        r"^( +)(HEDGE_\w+) = Err\.Description$",
        r"\1\2 = HedgeFailed(Err.Description)",
        text,
        flags=re.MULTILINE,
    )
    if (calls, failures) != (2 * len(CATALOGUE), len(CATALOGUE)):
        raise unknown("functions")
    head = 'Attribute VB_Name = "xlwings_udfs"\n#Const App = "Microsoft Excel"\n'
    return head + text


def write_help_module() -> str:
    """Write what the function wizard shows, from the declarations."""
    calls = "\n".join(_described(declaration(function)) for function in CATALOGUE.values())
    return _HELP.format(calls=calls, category=excel.CATEGORY)


def _described(declared: Cell) -> str:
    texts = ", _\n        ".join(literal(excel.argument_help(arg)) for arg in declared.args)
    arguments = f"Array( _\n        {texts})" if texts else "Array()"
    return f'    Describe "{declared.name}", {literal(declared.help[:HELP_LIMIT])}, {arguments}'
