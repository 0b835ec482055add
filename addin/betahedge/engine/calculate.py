"""The calculation of a workbook, whole: read, calculate, store."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from betahedge.cells import ErrorValue
from betahedge.xlsx.cells import Value
from betahedge.xlsx.package import Package


@dataclass(frozen=True)
class Calculated:
    """A calculated workbook: its bytes, and what was found in it.

    Addresses are Sheet!A1, whatever the sheet is called; dates are serial numbers, counted as the
    workbook counts them.  values: every value stored.  functions: cells that call each add-in
    function.  errors: the error values among the values, with reasons where calls gave them.
    left: cells whose value is left to the spreadsheet; kept: cells whose value stays as it came,
    and was calculated with; each with the reason.  unknown: cells that call a HEDGE_ function
    there is not, by its name.  master_check: the value of the cell named so, as a template has
    one; else None.
    """

    data: bytes
    values: Mapping[str, Value]
    functions: dict[str, int]
    errors: dict[str, ErrorValue]
    left: dict[str, str]
    kept: dict[str, str]
    unknown: dict[str, list[str]]
    master_check: Value


def calculate(
    data: bytes,
    advance: Callable[[str], None] = lambda _: None,
    now: datetime.datetime | None = None,
) -> Calculated:
    """Calculate a workbook and store the values in it.

    data: the bytes of an .xlsx.  advance: hears of each step.  now: what the clock shows, for a
    calculation that is to agree with another one.

    Raises InputError for a file that is damaged.
    """
    advance("reading")
    from betahedge.engine.book import Book  # the engine starts only if something is calculated
    from betahedge.engine.given import report, store
    from betahedge.engine.solve import solve

    book = Book(Package.read(data), now or datetime.datetime.now())
    advance("calculating")
    solution = solve(book)
    advance("storing")
    return report(solution, store(solution))
