"""One formula on its own, as a cell would show it."""

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.cells.errors import MEANINGS, NA, NAME
from betahedge.engine.book import Book
from betahedge.engine.limits import NOWHERE, unknown
from betahedge.engine.solve import solve
from betahedge.engine.source import single_cell
from betahedge.engine.spreadsheet import functions, reads
from betahedge.errors import InputError, closest
from betahedge.formula.references import operands
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
        names = [name for name in unknown(left.form) if f"calls {name}, which" in why]
        bound = {operand.upper() for operand in operands(left.form)}  # of a LET or LAMBDA
        if not names or not why.endswith(NOWHERE) or not bound.isdisjoint(names):
            return [[ErrorValue(NA)]], [f"the formula {why}"]
        known = {*CATALOGUE, *functions()}
        return [[ErrorValue(NAME)]], [f"{n}: is no function{closest(n, known)}" for n in names]
    values, extents = solution.values.cells, solution.values.extents
    rows: dict[int, list[Value]] = {}
    for _, row, column in places_in(0, extents.get((0, 1, 1), "A1")):
        rows.setdefault(row, []).append(values.get((0, row, column)))
    answers = [each for call in solution.calls for row in call.rows for each in row]
    wrong = [answer for answer in answers if isinstance(answer, ErrorValue) and answer.reason]
    shown = {value for row in rows.values() for value in row if isinstance(value, ErrorValue)}
    reasons = dict.fromkeys(answer.reason for answer in wrong)
    return list(rows.values()), [*reasons, *map(_meaning, sorted(shown.difference(wrong)))]


def _meaning(error: str) -> str:
    return f"{error}: {MEANINGS.get(error, 'the engine gives no reason')}"
