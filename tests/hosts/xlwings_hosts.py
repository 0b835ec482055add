"""The two ways of xlwings into Excel: over COM on the desktop, and by Office.js.

Either runs in a process of its own, which is asked all cases at once; its own code is the real one.
"""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.errors import error_in
from hosts.cases import ASKED, as_floats, rows_of

COM = Path(__file__).parent.parent / "cells" / "excel_over_com.py"
OFFICE_JS = Path(__file__).with_name("excel_by_office_js.py")
LICENCE = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
OPT_IN = "BETAHEDGE_XLWINGS_SERVER"

# Microsoft's XlCVError and ErrorCellValueType: how an error arrives over COM, and by Office.js.
COM_ERRORS = {"#N/A": -2146826246, "#DIV/0!": -2146826281}
ERROR_TYPES = {"#N/A": "NotAvailable", "#DIV/0!": "Div0", "#VALUE!": "Value", "#NUM!": "Num"}
TEXTS = {kind: text for text, kind in ERROR_TYPES.items()}
LEFT_OUT = {"missing": True}
VERSION = f"xlwings {importlib.metadata.version('xlwings')}"


def padded(asked, arguments, left_out):
    """Send every argument, as Excel does: those left out at the end too."""
    missing = len(declaration(CATALOGUE[asked.case.name]).args) - len(arguments)
    return [*arguments, *[left_out] * missing]


def over_com(asked):
    """Write the arguments as VBA passes them: ranges, values, and Missing."""

    def cell(value):
        return COM_ERRORS.get(value, value) if isinstance(value, str) else value

    def argument(value):
        if asked.typed:
            return LEFT_OUT if value is None else cell(value)
        rows = [list(map(cell, row)) for row in rows_of(value)]
        return {"range": rows[0][0] if len(rows) == len(rows[0]) == 1 else rows}

    return padded(asked, [argument(as_floats(value)) for value in asked.case.args], LEFT_OUT)


def by_office_js(asked):
    """Write the arguments as Office.js passes them: everything is rows, a blank is null."""

    def cell(value):
        if error_in(value) is None:
            return value
        kind = {"type": "Error", "basicType": "Error", "errorType": ERROR_TYPES[value]}
        return {**kind, "basicValue": value}

    def argument(value):
        if asked.typed and value is None:
            return None
        return [list(map(cell, row)) for row in rows_of(value)]

    return padded(asked, list(map(argument, asked.case.args)), None)


def received(value):
    """Read one value of an answer: errors are texts over COM, objects by Office.js."""
    text = TEXTS[value["errorType"]] if isinstance(value, dict) else value
    return error_in(text) or text


def ran(program, calls, environment=()):
    done = subprocess.run(
        [sys.executable, "-W", "error", str(program)],
        input=json.dumps(calls),
        env={**os.environ, **dict(environment)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def com(*_):
    """Ask xlwings's COM server on stubs of pywin32; it gives a single row as a plain list."""
    found = ran(COM, [(asked.case.name, over_com(asked)) for asked in ASKED])["answers"]
    rows = [
        [x] if isinstance(x, list) and not isinstance(x[0], list) else rows_of(x) for x in found
    ]
    return VERSION, [[list(map(received, row)) for row in answer] for answer in rows]


def office_js(*_):
    """Ask `custom_functions_call`; it must give rows, and its errors must be objects."""
    if os.environ.get(OPT_IN) != "1":
        pytest.skip(f"xlwings Server's licence: set {OPT_IN}=1 for non-commercial use")
    calls = [(asked.case.name, by_office_js(asked)) for asked in ASKED]
    answers = ran(OFFICE_JS, calls, LICENCE)
    assert not [value for rows in answers for row in rows for value in row if error_in(value)]
    return VERSION, [[list(map(received, row)) for row in rows] for rows in answers]
