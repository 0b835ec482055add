"""The cases that every host is asked: each function, its examples and its error cases.

The reference is the cell function called from Python, which the tests of cells hold to published
sources.  A host is asked each case with its arguments in cells and, where none is a range, once
more with the arguments typed into the formula; there a blank is an argument left out.
"""

from dataclasses import dataclass

from betahedge.cells import CATALOGUE, ErrorValue, declaration

TOLERANCE = 1e-12  # relative
BAD = {"blank": None, "text": "x", "zero": 0.0, "minus": -1.0, "true": True}
ERRORS = ("#N/A", "#DIV/0!")


@dataclass(frozen=True)
class Case:
    """A call of a function, as Python has it: None is a blank, a list of rows is a range."""

    name: str
    label: str
    args: tuple


@dataclass(frozen=True)
class Asked:
    """A case as a host is asked it."""

    case: Case
    typed: bool

    def __str__(self):
        return f"{self.case.name}, {self.case.label}{', typed' if self.typed else ''}"


def declarations():
    return [declaration(function) for function in CATALOGUE.values()]


def examples():
    for declared in declarations():
        for number, example in enumerate(declared.examples, start=1):
            yield Case(declared.name, f"example {number}", example.args)


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


def bad_arguments():
    """One argument at a time, or the first cell of its range, is not what it must be."""
    bad = {**BAD, **{text: ErrorValue(text) for text in ERRORS}}
    for declared in declarations():
        for index, arg in enumerate(declared.args):
            for label, value in bad.items():
                args = replaced(declared.examples[0].args, index, value)
                yield Case(declared.name, f"{arg.name} {label}", args)


def columns():
    """Three lines of each elementwise function as ranges: a good one, a bad one, a good one."""
    for declared in declarations():
        if declared.whole or not declared.args:
            continue
        width = len(declared.args)
        good = (*declared.examples[0].args, *[None] * width)[:width]
        for label, bad in (("a text", "x"), ("an error", ErrorValue("#DIV/0!"))):
            first = [[good[0]], [bad], [good[0]]]
            rest = tuple([[value], [value], [value]] for value in good[1:])
            yield Case(declared.name, f"columns with {label}", (first, *rest))
            yield Case(declared.name, f"one column with {label}", (first, *good[1:]))
        if width > 1:
            row, column = [[good[0], good[0]]], [[good[1]], [None], [good[1]]]
            yield Case(declared.name, "a row and a column", (row, column, *good[2:]))


def left_out():
    for declared in declarations():
        if declared.args:
            yield Case(declared.name, "no arguments", ())
            args = (*declared.examples[0].args, *[None] * len(declared.args))
            yield Case(declared.name, "every blank", args[: len(declared.args)])


EXAMPLES = list(examples())
CASES = [*EXAMPLES, *bad_arguments(), *columns(), *left_out()]


def has_range(case):
    return any(isinstance(arg, list) for arg in case.args)


ASKED = [Asked(case, typed=False) for case in CASES]
ASKED += [Asked(case, typed=True) for case in CASES if not has_range(case)]


def as_floats(value):
    """Give an argument as a cell holds it: numbers are floats."""
    if isinstance(value, list | tuple):
        return [as_floats(element) for element in value]
    return float(value) if type(value) is int else value


def rows_of(value):
    """Give an argument or an answer as rows."""
    if not isinstance(value, list):
        return [[value]]
    return [list(row) if isinstance(row, list | tuple) else [row] for row in value]


def call(name, args):
    """Give the answer from Python, as rows."""
    return rows_of(CATALOGUE[name](*map(as_floats, args)))


REFERENCE = {(case.name, case.label): call(case.name, case.args) for case in CASES}


def reference(asked):
    return REFERENCE[asked.case.name, asked.case.label]


def same(ours, theirs):
    """Tell that two answers are one: as many rows and columns, and every cell the same."""
    if [len(row) for row in ours] != [len(row) for row in theirs]:
        return False
    return all(same_cell(*pair) for row in zip(ours, theirs) for pair in zip(*row))


def same_cell(ours, theirs):
    ours, theirs = ("" if value is None else value for value in (ours, theirs))
    if isinstance(ours, str) or isinstance(theirs, str):
        alike = isinstance(ours, ErrorValue) == isinstance(theirs, ErrorValue)
        return alike and str(ours) == str(theirs)
    return abs(ours - theirs) <= TOLERANCE * abs(ours)
