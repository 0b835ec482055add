"""Excel on the desktop: the add-in file `betahedge.xlam`, made without Excel.

Its one sheet, which nobody sees, holds the settings; its VBA project is made of sources.
"""

import datetime
import io

import openpyxl
import xlwings

from betahedge import __version__
from betahedge.errors import InputError
from betahedge.hosts.excel.vba.modules import PROJECT, write_modules
from betahedge.hosts.excel.vba.project import PART_TYPE, RELATION, build_vba_project
from betahedge.xlsx.cells import read_rows, value_of
from betahedge.xlsx.finish import finish
from betahedge.xlsx.package import EPOCH, TYPES, Package

INTERPRETER = "INTERPRETER_WIN"  # xlwings's names for its settings
MADE_BY, XLWINGS = "BETAHEDGE", "XLWINGS"  # the releases, for `betahedge doctor`
SHEET = f"{PROJECT}.conf"
DAY = datetime.date(*EPOCH[:3])  # always the same, so that bytes repeat
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def build_add_in(interpreter: str) -> bytes:
    """Make the file; interpreter: the Python that it starts, as a path on that PC."""
    book = openpyxl.Workbook()
    book.code_name = "ThisWorkbook"
    sheet = book.worksheets[0]
    sheet.title, sheet.sheet_properties.codeName = SHEET, "Sheet1"
    settings = {
        INTERPRETER: interpreter,
        MADE_BY: __version__,
        XLWINGS: xlwings.__version__,
    }
    for row, pair in enumerate(settings.items(), start=1):
        for column, text in enumerate(pair, start=1):
            cell = sheet.cell(row, column, text)
            cell.data_type = "s"  # a text, whatever it begins with
    stream = io.BytesIO()
    book.save(stream)
    package = Package.read(stream.getvalue())
    finish(package, DAY)
    for element in package.tree(TYPES):
        if element.get("ContentType") == _BOOK:
            element.set("ContentType", _ADD_IN)
    project = build_vba_project(PROJECT, write_modules())
    package.add_to_workbook("xl/vbaProject.bin", project, PART_TYPE, RELATION)
    return package.write()


def read_settings(data: bytes) -> dict[str, str]:
    """Read the settings back from an add-in file; none if it is not one of ours."""
    try:
        package = Package.read(data)
        strings = package.strings()
        return {
            str(value_of(cells[1], strings)): str(value_of(cells[2], strings))
            for _, _, cells in read_rows(package, SHEET, package.sheets()[SHEET])
        }
    except (InputError, KeyError):  # it is damaged or another's
        return {}
