"""Where a host answers otherwise than Python, what it shows there, and why.

A row says of every case what the host shows there, or nothing where it does not apply.  The tests
hold the host to that answer: a release that mends one fails there, and the row goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from betahedge.cells import ErrorValue
from hosts.cases import Asked, call, reference, same

LIBREOFFICE = "LibreOffice"


@dataclass(frozen=True)
class Difference:
    """What a host does, why, and what it shows: `shows` gives rows, or None."""

    host: str
    what: str
    why: str
    shows: Callable[[Asked], Any]


def found(value, kind):
    """Find the values of a kind among arguments and in their ranges."""
    if isinstance(value, list | tuple):
        return [each for element in value for each in found(element, kind)]
    return [value] if isinstance(value, kind) else []


def error_in_cells(asked):
    if asked.typed or not found(asked.case.args, ErrorValue):
        return None
    return [[ErrorValue("#VALUE!")]]


def truth_as_number(asked):
    if not found(asked.case.args, bool):
        return None
    return call(asked.case.name, with_numbers(asked.case.args))


def with_numbers(value):
    """Put 1 for TRUE."""
    if isinstance(value, list | tuple):
        return type(value)(map(with_numbers, value))
    return float(value) if isinstance(value, bool) else value


DIFFERENCES = [
    Difference(
        LIBREOFFICE,
        "an error in a cell or a range makes the answer `#VALUE!`",
        "Calc refuses a range with an error in it before the add-in is asked, and a single cell is "
        "sent as a range of one (`(A1):A1`), so that a blank arrives as blank",
        error_in_cells,
    ),
    Difference(
        LIBREOFFICE,
        "TRUE is taken as the number 1",
        "Calc hands a truth value to an add-in as a number; elsewhere it is no number",
        truth_as_number,
    ),
]


# The same of formulas that are no case: the formula, over D1 blank and H1:I2 HEDGE_TRANSITION, what
# LibreOffice shows, what it should show, and why it does not.
FORMULAS = [
    (
        "HEDGE_CONTRACTS(325000,65000,(D1))",
        0.0,
        5.0,
        "an empty cell alone is 0, so no default is taken; in a workbook that `betahedge` has "
        "written for it D1 is (D1):D1, which is blank, but not within brackets",
    ),
    (
        'H1="Buy back"',
        0.0,
        1.0,
        'a text within a block equals no text; `H1&""` does, and so does a text that stands alone',
    ),
    (
        "MAX(0,HEDGE_ROUND({1;2},{-1;-1}))",
        0.0,
        "#NUM!",
        "MAX and MIN see no error within a block; they see one that stands alone",
    ),
    (
        "HEDGE_SCENARIOS(1,1,1,NA())",
        "#N/A",
        "a table with #N/A in its lines",
        "an error typed into a call is the answer of the whole call",
    ),
    (
        'HEDGE_CHECK(325000,65000,"x",NA())',
        "#N/A",
        "the reason for the first argument that will not do",
        "likewise: the reason of an earlier argument is never asked for",
    ),
]


def expected(host, asked):
    """Give what a host must answer: what a named difference says, or what Python answers."""
    for difference in DIFFERENCES:
        rows = difference.shows(asked) if difference.host == host else None
        if rows is not None:
            return rows
    return reference(asked)


def is_named(host, asked):
    """Tell that a host must answer otherwise than Python."""
    return not same(reference(asked), expected(host, asked))
