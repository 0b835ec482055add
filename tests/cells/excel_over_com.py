"""Excel on Windows, played: pywin32 as stubs, everything of xlwings that runs there for real.

Run as a program by test_excel_registration.py.  It prints, as JSON, what xlwings registers for
betahedge.cells.excel, the VBA it writes, the wizard texts it sets, and the answers of its
`call_udf` to the calls it reads, as JSON, from standard input.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from unittest.mock import MagicMock

from pywin32_stubs import on_windows

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"  # Excel's Range interface


def excel_range(values):
    """Make a range as COM hands it over: one value, or a tuple of tuples of them."""
    com_object = MagicMock(Value=values, Row=1, Column=1)
    com_object.Rows.Count = len(values) if isinstance(values, tuple) else 1
    com_object.Columns.Count = len(values[0]) if isinstance(values, tuple) else 1
    com_object._oleobj_.GetTypeInfo.return_value.GetTypeAttr.return_value.iid = RANGE_IID
    return com_object


def argument(value):
    """Make what VBA passes: a value, a marker for an argument left out, or a range."""
    if isinstance(value, dict):
        if "range" in value:
            return excel_range(as_com(value["range"]))
        return -2147352572  # VBA's Missing
    return as_com(value)


def as_com(value):
    return tuple(map(as_com, value)) if isinstance(value, list) else value


def main():
    udfs = on_windows()
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
    print(json.dumps(report))  # noqa: T201 - a program's answer
    sys.stdout.flush()


main()
