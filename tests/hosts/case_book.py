"""All cases in one workbook, written by XlsxWriter: inputs on one sheet, formulas on another.

The engines and LibreOffice calculate it, so that one start of either answers them all.
"""

import importlib.metadata
import io

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from betahedge.cells import ErrorValue
from betahedge.engine import calculate
from hosts.cases import ASKED, has_range, rows_of
from hosts.libreoffice_host import Office, calc_names, shown

RESULTS, INPUTS = "Results", "In Puts"
SPARE = ErrorValue("#N/A")  # what an array formula shows beyond its answer
FORMULAS = {"#N/A": "NA()", "#DIV/0!": "1/0"}  # that give an error


def literal(value):
    """Write an argument into a formula."""
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return FORMULAS[value]
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else repr(value)


class Writer:
    """The workbook as it grows."""

    def __init__(self, inputs=INPUTS):
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream)
        self.results = self.book.add_worksheet(RESULTS)
        self.inputs = self.book.add_worksheet(inputs)
        self.top = self.filled = 0

    def in_cells(self, value):
        """Write an argument into cells; the reference to them."""
        rows, top = rows_of(value), self.filled
        self.filled += len(rows)
        for row, cells in enumerate(rows, start=top):
            for column, cell in enumerate(cells):
                if isinstance(cell, ErrorValue):
                    self.inputs.write_formula(row, column, f"={FORMULAS[cell]}", None, "")
                elif cell is not None:
                    self.inputs.write(row, column, cell)
        if len(rows) == len(rows[0]) == 1:
            return f"'{self.inputs.name}'!{xl_rowcol_to_cell(top, 0)}"
        return f"'{self.inputs.name}'!{xl_range_abs(top, 0, self.filled - 1, len(rows[0]) - 1)}"

    def add(self, asked, expected):
        """Write a case; the cells to read, which are a row and a column more than a block fills."""
        write = literal if asked.typed else self.in_cells
        formula = f"={asked.case.name}({','.join(map(write, asked.case.args))})"
        height, width = (size + (size > 1) for size in (len(expected), len(expected[0])))
        if height == width == 1 and not has_range(asked.case):
            self.results.write_formula(self.top, 0, formula, None, "")
        else:
            bottom = self.top + height - 1
            self.results.write_array_formula(self.top, 0, bottom, width - 1, formula, None, "")
        self.top += height
        rows = range(self.top - height + 1, self.top + 1)
        return [[f"{get_column_letter(c)}{row}" for c in range(1, width + 1)] for row in rows]

    def data(self):
        self.book.close()
        return self.stream.getvalue()


def asked_of(expected, calculate, inputs=INPUTS):
    """Write the cases, calculate them and read the answers; `inputs` names the sheet of inputs."""
    writer = Writer(inputs)
    places = [writer.add(*pair) for pair in zip(ASKED, expected)]
    value = calculate(writer.data())
    return [
        without_spare([[value(ref) for ref in row] for row in refs], rows)
        for refs, rows in zip(places, expected)
    ]


def without_spare(block, expected):
    """Take off the row and the column more, if they show that they are beyond the answer."""
    height, width = len(expected), len(expected[0])
    edge = [*(cell for row in block for cell in row[width:])]
    edge += [cell for row in block[height:] for cell in row]
    return [row[:width] for row in block[:height]] if set(edge) <= {SPARE} else block


def formulon(_, expected):
    """Ask the engine, as `betahedge calc` does."""

    def answers(data):
        values = calculate(data).values
        return lambda ref: values.get(f"{RESULTS}!{ref}")

    return f"formulon {importlib.metadata.version('formulon')}", asked_of(expected, answers)


def libreoffice(folder, expected):
    """Ask LibreOffice, with the extension."""
    office = Office.made(folder)

    def calculate(data):
        sheet = office.recalculated(calc_names(data, full=True))[RESULTS]
        return lambda ref: shown(sheet[ref])

    return office.version, asked_of(expected, calculate)
