"""Python as a host: the cell functions with values in the form of cells, and core beneath them."""

import platform

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.errors import Refused
from hosts.cases import ASKED, EXAMPLES, as_floats, rows_of

VERSION = f"Python {platform.python_version()}"


def cells(*_):
    """Call the cell functions: "in cells" everything is a range, and whole numbers are integers."""

    def given(asked):
        return [arg if asked.typed else rows_of(arg) for arg in asked.case.args]

    return VERSION, [rows_of(CATALOGUE[each.case.name](*given(each))) for each in ASKED]


def core(*_):
    """Call the declared bodies, which call core and check nothing: so the examples only."""
    return VERSION, [
        rows_of(from_core(asked.case)) if asked.case in EXAMPLES and of_core(asked.case) else None
        for asked in ASKED
    ]


def of_core(case):
    return declaration(CATALOGUE[case.name]).category != "Reference"


def from_core(case):
    """Call a body with the arguments as its `def` takes them; for the rest it has its defaults."""
    declared = declaration(CATALOGUE[case.name])
    given = {}
    for index, (arg, default) in enumerate(zip(declared.args, declared.defaults)):
        value = case.args[index] if index < len(case.args) else None
        if value is not None or arg.shape != "cell":
            given[arg.name] = shaped(arg.shape, as_floats(default if value is None else value))
    try:
        return declared.body(**given)
    except Refused as refused:  # core has no answer
        return refused.error


def shaped(shape, value):
    """Give a value, a column of them, or several columns."""
    if shape in ("cell", "each"):
        return value
    rows = rows_of(value)
    columns = rows if len(rows) == 1 else [list(column) for column in zip(*rows)]
    return columns if shape == "block" else columns[0]
