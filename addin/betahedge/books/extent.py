"""How far a sheet goes, and which of its cells hold no value that can be trusted."""

from dataclasses import dataclass, field

from betahedge.books.grid import Problem

NOT_CALCULATED = (
    "is a formula with no stored value",
    "open and save the file, or run betahedge calc",
)


def error_in_cell(error: str) -> Problem:
    """Give the problem of a cell that shows an error value."""
    return f"is the error {error}", "mend the cell"


@dataclass(slots=True)
class Extent:
    """The last row and column with a value, and the cells with problems by row and column index.

    zeros: formulas whose stored value is 0, which some programs store for all they do not
    calculate.  calculated: some formula has another value, so that its program calculates.
    hidden: rows that are not seen, by number.  formats: the units that number formats show, a
    currency or %, by row and column index.
    """

    rows: int = 0
    columns: int = 0
    problems: dict[tuple[int, int], Problem] = field(default_factory=dict)
    zeros: list[tuple[int, int]] = field(default_factory=list)
    calculated: bool = False
    hidden: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    def reach(self, row: int, columns: int) -> None:
        """Note that there is a value in this row and the column before `columns`."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, columns)

    def show(self, row: int, column: int, unit: str | None) -> None:
        """Note the unit that is shown beside a number, if there is one."""
        if unit:
            self.formats[row, column] = unit

    def formula(self, row: int, column: int, value: str | None) -> None:
        """Note a formula with the value that is stored for it, None for none."""
        if value is None:
            self.problems[row, column] = NOT_CALCULATED
        elif value.strip() in ("0", "0.0", "-0"):
            self.zeros.append((row, column))
        else:
            self.calculated = True

    def close(self, *, trusted: bool = True) -> "Extent":
        """Decide on the zeros; `trusted` tells that their program is not known to leave them."""
        if not (trusted and self.calculated):
            self.problems.update(dict.fromkeys(self.zeros, NOT_CALCULATED))
        return self
