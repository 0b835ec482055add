"""Excel on Windows, played: pywin32 as stubs, everything of xlwings that runs there for real.

Run as a program, for what is registered and for the cases that every host is asked.  It prints, as
JSON, what xlwings registers for betahedge.cells.excel, the VBA it writes, the wizard texts it sets,
and the answers of its COM server to the calls it reads, as JSON, from standard input.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

from pywin32_stubs import on_windows

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"  # Excel's Range interface


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
    udfs = on_windows()
    from xlwings import com_server

    import betahedge.cells.excel as module

    com_server.FromVariant = lambda value: value  # it unwraps what only real COM wraps

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
    server = com_server.XLPython()
    answers = [
        server.CallUDF(module.__name__, name, tuple(map(argument, arguments)))
        for name, arguments in json.load(sys.stdin)
    ]
    options = [(*call.args, call.kwargs) for call in book.Application.MacroOptions.call_args_list]
    report = {"registered": registered, "vba": written, "options": options, "answers": answers}
    print(json.dumps(report, default=str))
    sys.stdout.flush()


main()
