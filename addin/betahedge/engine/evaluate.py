"""One formula on its own, as a cell would show it."""

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NA, NAME
from betahedge.engine.book import Book
from betahedge.engine.solve import solve
from betahedge.engine.source import single_cell
from betahedge.engine.spreadsheet import reads
from betahedge.errors import InputError
from betahedge.xlsx.cells import Value, places_in


def evaluate(formula: str) -> tuple[list[list[Value]], list[str]]:
    """Evaluate one formula: the block it fills, and the reasons of error values.

    Raises InputError for what is no formula.
    """
    text = formula.removeprefix("=")
    if not reads(text):
        hint = "; separate arguments by commas" if ";" in text else ""
        raise InputError(f"{formula}: is not a formula{hint}")
    book = Book(single_cell(text))
    solution = solve(book)
    if solution.left:
        ((left, why),) = solution.left.items()
        known = not left.strangers
        return [[ErrorValue(NA if known else NAME)]], [f"the formula {why}"] if known else []
    values, extents = solution.values.cells, solution.values.extents
    rows: dict[int, list[Value]] = {}
    for _, row, column in places_in(0, extents.get((0, 1, 1), "A1")):
        rows.setdefault(row, []).append(values.get((0, row, column)))
    answers = [each for call in solution.calls for each in call.answers]
    reasons = [answer.reason for answer in answers if isinstance(answer, ErrorValue)]
    return list(rows.values()), [reason for reason in reasons if reason]
