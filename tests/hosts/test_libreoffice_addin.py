"""Every function in a real LibreOffice, from the extension: the same answer as in Python.

Oracle: the cell functions themselves, which the tests of cells hold to their sources.  All cases
stand in one workbook, written by XlsxWriter with plain names and rewritten by `calc_names`, so that
one start of LibreOffice answers them all.
"""

import io
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from betahedge import __version__
from betahedge.cells import CATALOGUE, ErrorValue, declaration
from betahedge.hosts.libreoffice_names import calc_names
from hosts.libreoffice_host import Office, shown

TOLERANCE = 1e-12  # relative
ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
SPARE = "#N/A"  # what a cell of an array formula shows beyond the rows of the answer

# What LibreOffice decides before the add-in is asked, so that no add-in can answer otherwise:
# a formula (over D1 blank, E1:E2 a number and #N/A, F1 #DIV/0!, H1:I2 HEDGE_TRANSITION), what it
# shows there, what the function would have answered, and why.
DIFFERENCES = [
    (
        "HEDGE_CONTRACTS(325000,65000,(D1))",
        0.0,
        5.0,
        "an empty cell alone is 0, so no default is taken; calc_names writes (D1):D1, a blank",
    ),
    (
        "HEDGE_CONTRACTS(325000,TRUE)",
        325000.0,
        "#VALUE!",
        "a truth value is the number 1 or 0",
    ),
    (
        "HEDGE_CONTRACTS(325000,E1:E2)",
        "#VALUE!",
        [[65000.0], ["#N/A"]],
        "an error inside a range refuses the whole range; elsewhere it spoils its own line only",
    ),
    (
        "HEDGE_CONTRACTS(325000,F1)",
        "#VALUE!",
        "#DIV/0!",
        "as (D1):D1 keeps blanks, so (F1):F1 is a range with an error; typed as F1 it is #DIV/0!",
    ),
    (
        'H1="Buy back"',
        0.0,
        1.0,
        'a text within a block equals no text; H1&"" does, and so does a text that stands alone',
    ),
    (
        "HEDGE_SCENARIOS(1,1,1,NA())",
        "#N/A",
        "a table with #N/A in its lines",
        "an error alone is the answer of the whole call",
    ),
    (
        'HEDGE_CHECK(325000,65000,"x",NA())',
        "#N/A",
        "a reason, for the first argument that will not do",
        "likewise: the reason of an earlier argument is never asked for",
    ),
]


@dataclass(frozen=True)
class Case:
    """A call: what Python gets, and how the formula has each argument."""

    name: str
    label: str
    args: tuple
    typed: bool = False  # written into the formula, where possible; otherwise in cells


def examples():
    for name, function in CATALOGUE.items():
        for number, example in enumerate(declaration(function).examples, start=1):
            yield Case(name, f"example {number}", example.args)
            yield Case(name, f"example {number}, typed", example.args, typed=True)


def replaced(args, index, value):
    """Put a value in place of an argument, or of the first cell of its range."""
    args = list(args) + [None] * (index + 1 - len(args))
    if isinstance(args[index], list):
        rows = [list(row) if isinstance(row, list) else [row] for row in args[index]]
        rows[0][0] = value
        args[index] = rows
    else:
        args[index] = value
    return tuple(args)


def bad_values():
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        args = declared.examples[0].args
        for index, arg in enumerate(declared.args):
            for label, value in (("blank", None), ("text", "x"), ("zero", 0.0), ("minus", -1.0)):
                case = replaced(args, index, value)
                yield Case(name, f"{arg.name} {label}", case)
                if not any(isinstance(arg, list) for arg in case):
                    yield Case(name, f"{arg.name} {label}, typed", case, typed=True)


def errors():
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        args = declared.examples[0].args
        for index, arg in enumerate(declared.args):
            given = args[index] if index < len(args) else None
            if arg.shape == "cell" and not isinstance(given, list):
                for text in ERRORS:
                    case = replaced(args, index, ErrorValue(text))
                    yield Case(name, f"{arg.name} {text}", case, typed=True)


def columns():
    """Three lines of each elementwise function as ranges: a good one, a bad one, a good one."""
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        if declared.whole or not declared.args:
            continue
        width = len(declared.args)
        good = (*declared.examples[0].args, *[None] * width)[:width]
        bad = ("x", *good[1:])
        yield Case(name, "columns", tuple([[a], [b], [a]] for a, b in zip(good, bad)))
        yield Case(name, "one column", ([[good[0]], ["x"], [good[0]]], *good[1:]))


def left_out():
    for name, function in CATALOGUE.items():
        declared = declaration(function)
        yield Case(name, "no arguments", (), typed=True)
        args = (*declared.examples[0].args, *[None] * len(declared.args))
        yield Case(name, "blanks", args[: len(declared.args)], typed=True)


CASES = [*examples(), *bad_values(), *errors(), *columns(), *left_out()]


def rows_of(value):
    if not isinstance(value, list):
        return [[value]]
    return [list(row) if isinstance(row, list | tuple) else [row] for row in value]


def in_cells(value):
    """Give an argument as a cell holds it: numbers are floats."""
    if isinstance(value, list | tuple):
        return [in_cells(element) for element in value]
    return float(value) if isinstance(value, int) else value


def literal(value):
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return ERRORS[value][1:]
    return f'"{value}"' if isinstance(value, str) else repr(value)


class Writer:
    """The workbook of all cases: inputs on one sheet, formulas on another."""

    def __init__(self):
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream)
        self.results = self.book.add_worksheet("Results")
        self.inputs = self.book.add_worksheet("In Puts")
        self.top = self.filled = 0
        self.places = []

    def given(self, value, typed):
        """Write an argument; the text that stands for it in the formula."""
        if typed and not isinstance(value, list):
            return literal(value)
        rows = rows_of(value)
        for row, cells in enumerate(rows, start=self.filled):
            for column, cell in enumerate(cells):
                if cell is not None:
                    self.inputs.write(row, column, cell)
        last = self.filled + len(rows) - 1
        place = (
            xl_range_abs(self.filled, 0, last, len(rows[0]) - 1)
            if len(rows) > 1 or len(rows[0]) > 1
            else xl_rowcol_to_cell(self.filled, 0)
        )
        self.filled = last + 1
        return f"'In Puts'!{place}"

    def add(self, case):
        """Write a case; an array formula has one row and column more than the answer."""
        texts = [self.given(value, case.typed) for value in case.args]
        formula = f"={case.name}({','.join(texts)})"
        answer = CATALOGUE[case.name](*map(in_cells, case.args))
        expected = rows_of(answer)
        if isinstance(answer, list):
            height, width = len(expected), len(expected[0])
            bottom, right = self.top + height - (height == 1), width - (width == 1)
            self.results.write_array_formula(self.top, 0, bottom, right, formula, None, "")
        else:
            self.results.write_formula(self.top, 0, formula, None, "")
        self.places.append((self.top, formula, expected))
        self.top += len(expected) + 1

    def data(self):
        self.book.close()
        return self.stream.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office.made(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def answers(office):
    writer = Writer()
    for case in CASES:
        writer.add(case)
    sheet = office.recalculated(calc_names(writer.data(), full=True))["Results"]
    found = {}
    for case, (top, formula, expected) in zip(CASES, writer.places):
        height, width = len(expected) + (len(expected) > 1), len(expected[0])
        width += width > 1
        block = [
            [shown(sheet.cell(top + row + 1, column + 1)) for column in range(width)]
            for row in range(height)
        ]
        found[case.name, case.label] = (formula, expected, block)
    return found


def same(ours, theirs):
    ours = "" if ours is None else ours
    if isinstance(ours, ErrorValue) or isinstance(theirs, ErrorValue):
        return type(ours) is type(theirs) and str(ours) == str(theirs)
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    return abs(ours - theirs) <= TOLERANCE * abs(ours)


@pytest.mark.parametrize("name", CATALOGUE)
def test_libreoffice_answers_as_python_does(name, answers):
    compared, different = 0, []
    for (function, label), (formula, expected, block) in answers.items():
        if function != name:
            continue
        for row, line in enumerate(block):
            for column, theirs in enumerate(line):
                inside = row < len(expected) and column < len(expected[0])
                ours = expected[row][column] if inside else ErrorValue(SPARE)
                compared += 1
                if not same(ours, theirs):
                    different.append(f"{label} {formula} [{row},{column}]: {theirs} not {ours}")
    assert not different, "\n".join(different)
    assert compared >= 3


def test_every_kind_of_answer_was_seen(answers):
    seen = {str(e) for _, block, _ in answers.values() for r in block for e in r if is_error(e)}
    assert seen >= {"#VALUE!", "#NUM!", "#DIV/0!", "#N/A"}
    assert len(answers) == len(CASES) > 1000


def is_error(value):
    return isinstance(value, ErrorValue)


def test_a_text_that_stands_alone_compares(office):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=HEDGE_ACTION(1)", None, "")
    sheet.write_array_formula("A2:A2", '=HEDGE_SPEC("CME:BTC","kind")', None, "")
    sheet.write("A3", "Short")
    formulas = [
        'A1="Short"',
        "EXACT(A1,A3)",
        "MATCH(A1,A3:A3,0)",
        'COUNTIF(A1,"short")',
        'A2="linear"',
    ]
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 1, f"={formula}", None, "")
    book.close()
    found = office.recalculated(calc_names(stream.getvalue(), full=True)).worksheets[0]
    assert [shown(found.cell(row + 1, 2)) for row in range(len(formulas))] == [1.0] * 5


@pytest.fixture(scope="module")
def differences(office):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write("E1", 5.0)
    sheet.write_formula("E2", "=NA()")
    sheet.write_formula("F1", "=1/0")
    sheet.write_array_formula("H1:I2", "=HEDGE_TRANSITION(10,0.3,0.3)", None, "")
    for row, (formula, *_) in enumerate(DIFFERENCES):
        sheet.write_formula(row, 0, f"={formula}", None, "")
    book.close()
    result = office.recalculated(calc_names(stream.getvalue(), full=True)).worksheets[0]
    return [shown(result.cell(row + 1, 1)) for row in range(len(DIFFERENCES))]


@pytest.mark.parametrize("number", range(len(DIFFERENCES)), ids=lambda n: DIFFERENCES[n][0])
def test_the_differences_are_these(differences, number):
    """A release that mends one fails here, and the table is put right."""
    _, answer, wanted, reason = DIFFERENCES[number]
    assert differences[number] == answer
    assert answer != wanted
    assert reason


def test_the_template_is_whole_in_libreoffice(office, article_book):
    data = article_book.path.read_bytes()
    stored = openpyxl.load_workbook(article_book.path, data_only=True)
    found = office.recalculated(calc_names(data, full=True))
    assert found["Cover"]["C10"].value == "loaded"
    assert found["Checks"]["F5"].value == "OK"
    results = {row[5].value for row in found["Checks"].iter_rows(7) if row[0].value}
    assert results == {"OK"}
    compared = 0
    for sheet in stored:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            place, ours = f"{sheet.title}!{cell.coordinate}", shown(cell)
            theirs = shown(found[sheet.title][cell.coordinate])
            assert not is_error(theirs), place
            near = pytest.approx(ours, rel=1e-12, abs=1e-9) if isinstance(ours, float) else ours
            assert theirs == near, place
            compared += place in article_book.result.values
    assert compared == len(article_book.result.values) > 200


def test_what_libreoffice_saves_has_plain_names_again(office, article_book):
    """Release 7.4 saves full names in capitals, 25.2 plain ones."""
    data = article_book.path.read_bytes()
    back = calc_names(office.saved(calc_names(data, full=True)), full=False)
    formulas = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in openpyxl.load_workbook(io.BytesIO(back))
        for row in sheet.iter_rows()
        for cell in row
        if "HEDGE_" in str(getattr(cell.value, "text", cell.value)).upper()
    ]
    assert len(formulas) > 15
    assert not [formula for formula in formulas if "BETAHEDGE." in formula.upper()]
    assert any("HEDGE_CONTRACTS($D9,$G9,$E9)" in formula for formula in formulas)


def test_version_is_the_packages(answers):
    assert answers["HEDGE_VERSION", "no arguments"][2] == [[__version__]]


def test_nothing_but_what_is_meant_is_in_the_extension():
    from betahedge.hosts.libreoffice import extension

    with zipfile.ZipFile(io.BytesIO(extension())) as archive:
        names = set(archive.namelist())
    assert "pythonpath/betahedge/cells/excel.py" not in names
    assert {name.partition("/")[0] for name in names} == {
        *("META-INF", "description", "pythonpath", "betahedge.components", "betahedge.idl"),
        *("betahedge_addin.py", "description.xml"),
    }
