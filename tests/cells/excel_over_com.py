"""Excel on Windows, played: pywin32 as stubs, everything of xlwings that runs there for real.

Run as a program, for what is registered and for the cases that every host is asked.  It prints, as
JSON, what xlwings registers for betahedge.cells.excel, the VBA it writes, the wizard texts it sets,
and the answers of its `call_udf` to the calls it reads, as JSON, from standard input.
"""

import contextlib
import ctypes
import importlib.abc
import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"  # Excel's Range interface
PYWIN32 = [
    "pythoncom",
    "pywintypes",
    "win32api",
    "win32con",
    "win32com",
    "win32com.client",
    "win32com.server",
    "win32com.server.dispatcher",
    "win32com.server.policy",
    "win32com.server.util",
    "win32event",
    "win32gui",
    "win32process",
    "win32timezone",
]
TYPES = {"CDispatch", "CoClassBaseClass", "DispatchBaseClass", "TimeType"}


class Stub(ModuleType):
    """A module of pywin32: it has every name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in TYPES:
            value = type(name, (), {})
        elif name == "com_error":
            value = type(name, (Exception,), {})
        else:
            value = MagicMock()
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find the modules of pywin32, of which there are none here."""

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 - importlib's signature
        if name in PYWIN32:
            return importlib.util.spec_from_loader(name, self, is_package="." not in name)
        return None

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        module.__path__, module.__file__ = [], ""
        if module.__name__ == "pywintypes":
            module.IID = str
        if module.__name__ == "pythoncom":
            module.TypeIIDs = {module.IID_IDispatch: type("PyIDispatch", (), {})}
        if module.__name__ == "win32com.client":
            module.Dispatch = lambda com_object: com_object


class ExcelRange:
    """A range as COM hands it over: its value is one, or a tuple of tuples of them."""

    _oleobj_ = MagicMock()
    _oleobj_.GetTypeInfo.return_value.GetTypeAttr.return_value.iid = RANGE_IID
    Row = Column = 1
    Worksheet = MagicMock()

    def __init__(self, values):
        rows = values if isinstance(values, tuple) else ((values,),)
        self.Value = values
        self.Rows, self.Columns = (SimpleNamespace(Count=len(side)) for side in (rows, rows[0]))


def argument(value):
    """Make what VBA passes: a value, a marker for an argument left out, or a range."""
    if isinstance(value, dict):
        if "range" in value:
            return ExcelRange(as_com(value["range"]))
        return -2147352572  # VBA's Missing
    return as_com(value)


def as_com(value):
    return tuple(map(as_com, value)) if isinstance(value, list) else value


def main():
    sys.meta_path.insert(0, Finder())
    ctypes.windll = ctypes.oledll = ctypes.PyDLL = MagicMock()
    import xlwings
    from xlwings import _xlwindows, udfs

    xlwings._xlwindows = _xlwindows
    xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))  # as xlwings does on Windows
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    import betahedge.cells.excel as module

    written = []  # the VBA modules, which xlwings imports from temporary files
    book = MagicMock()
    book.Name = "betahedge.xlam"
    book.Application.Version = "16.0"
    components = book.VBProject.VBComponents
    components.Import.side_effect = lambda path: written.append(Path(path).read_text())
    with contextlib.redirect_stdout(io.StringIO()):  # xlwings prints that it has imported them
        udfs.import_udfs(module.__name__, book)
    registered = {
        name: {**function.__xlfunc__, "argmap": None}
        for name, function in vars(module).items()
        if hasattr(function, "__xlfunc__")
    }
    answers = [
        udfs.call_udf(module.__name__, name, tuple(map(argument, arguments)))
        for name, arguments in json.load(sys.stdin)
    ]
    options = [(*call.args, call.kwargs) for call in book.Application.MacroOptions.call_args_list]
    report = {"registered": registered, "vba": written, "options": options, "answers": answers}
    print(json.dumps(report, default=str))  # noqa: T201 - a program's answer
    sys.stdout.flush()


main()
