"""Excel 365 and 2024 stood for: two engines calculate a workbook in which our names are LAMBDAs.

The workbook is what `betahedge export --host lambda` makes of the cases.
"""

import importlib.metadata
import io
import os
import re
import zipfile

import openpyxl
import pytest

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NUMBERS
from betahedge.hosts.export import export
from betahedge.xlsx.package import EPOCH
from hosts.case_book import FORMULAS, RESULTS, SPARE, asked_of

OPT_IN = "BETAHEDGE_PYOPENVBA"
FORMULA_IN_VBA = 255  # characters that Evaluate takes
_OPTIONAL = re.compile(rb"_xlop\.(\w+)")
_GIVES_ERROR = re.compile(  # as XlsxWriter writes it, with no value beside it
    rb'(<c r="\w+"[^>]*?)(?: t="str")?><f>(NA\(\)|1/0)</f><v></v>'
)


def with_lambdas(data):
    done = export(data, "lambda")
    assert not any((done.plain.frozen, done.plain.valueless, done.plain.elsewhere))
    return done.data


def changed(data, part, change):
    """Change a part of a package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(
                zipfile.ZipInfo(info.filename, EPOCH),
                change(text) if info.filename == part else text,
            )
    return stream.getvalue()


def in_formulon(data):
    """Calculate in formulon; gives what a cell holds, by its sheet's number and place.

    formulon reads `[_xlpm.x]` for an optional parameter, where Excel stores `_xlop.x`.
    """
    formulon = pytest.importorskip("formulon", reason="formulon is not installed")
    known = changed(data, "xl/workbook.xml", lambda text: _OPTIONAL.sub(rb"[_xlpm.\1]", text))
    book = formulon.Workbook.load(known)
    book.recalc()

    def value(sheet, row, column):
        found = book.get_value(sheet, row, column)
        if found.kind.name == "ERROR":
            return ErrorValue(formulon.error_display_name(found.error_code))
        return found.to_python()

    return value


def by_formulon(_, expected):
    """Ask formulon."""

    def calculate(data):
        value = in_formulon(with_lambdas(data))

        def at(ref):
            row, column = openpyxl.utils.cell.coordinate_to_tuple(ref)
            return value(0, row - 1, column - 1)

        return at

    answers = asked_of(expected, calculate)
    return f"formulon {importlib.metadata.version('formulon')}", answers


def by_pyopenvba(folder, expected):
    """Ask the Excel that pyOpenVBA has in memory, by `Evaluate` of its VBA."""
    if os.environ.get(OPT_IN) != "1":
        pytest.skip(f"pyOpenVBA takes a minute: set {OPT_IN}=1")
    excel = pytest.importorskip("pyopenvba.apps.excel", reason="pyOpenVBA is not installed")

    def calculate(data):
        path = folder / "cases.xlsx"
        path.write_bytes(changed(with_lambdas(data), "xl/worksheets/sheet2.xml", with_errors))
        return in_excel(excel.ExcelApplication.open(path), openpyxl.load_workbook(path)[RESULTS])

    answers = asked_of(expected, calculate, inputs="I")  # a name that keeps formulas short
    return f"pyOpenVBA {importlib.metadata.version('pyopenvba')}", answers


def with_errors(sheet):
    """Store the values of the formulas that give an error, which are not calculated anew."""
    errors = {formula.encode(): error.encode() for error, formula in FORMULAS.items()}
    return _GIVES_ERROR.sub(
        lambda found: b'%b t="e"><f>%b</f><v>%b</v>' % (found[1], found[2], errors[found[2]]), sheet
    )


def in_excel(app, sheet):
    """Evaluate every formula of a sheet; gives what each cell shows."""
    app.add_module("", name="Asked")
    shown = {}
    for row in sheet.iter_rows():
        for cell in row:
            text = getattr(cell.value, "text", cell.value)
            if isinstance(text, str) and text.startswith("="):
                for down, values in enumerate(evaluated(app, text)):
                    for right, value in enumerate(values):
                        shown[cell.offset(down, right).coordinate] = value
    return lambda ref: shown.get(ref, SPARE)


def evaluated(app, formula):
    """Evaluate a formula in VBA; its answer as rows."""
    assert len(formula) <= FORMULA_IN_VBA, formula
    asked = f'Worksheets("{RESULTS}").Evaluate("{formula.replace(chr(34), chr(34) * 2)}")'
    found = app.evaluate(asked)
    if str(found) == "<Range>":
        found = app.evaluate(f"{asked}.Value")
    is_block = isinstance(found, list | tuple) and isinstance(found[0], list | tuple)
    rows = found if is_block else [found if isinstance(found, list | tuple) else [found]]
    return [[as_cell(value) for value in row] for row in rows]


def as_cell(value):
    """Write a value of VBA as a cell has it."""
    number = re.fullmatch(r"Error (\d+)", str(value))
    if number:
        return ErrorValue(NUMBERS[int(number[1])])
    return float(value) if isinstance(value, int | float) and value is not True else value
