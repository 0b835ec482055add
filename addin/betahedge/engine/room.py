"""Free cells of a workbook's sheets, for what is calculated beside its formulas."""

from dataclasses import dataclass, field

from betahedge.engine.book import Book
from betahedge.engine.values import Place
from betahedge.formula.references import COLUMNS, ROWS

_FAR = 300  # columns that stay free behind those used


@dataclass
class Room:
    """What is free at the far end of a row, or, where that is read or used, of one below all.

    taken: how many columns at the end, by sheet and row.
    """

    book: Book
    taken: dict[tuple[int, int], int] = field(default_factory=dict)
    _blocks: dict[int, int] = field(default_factory=dict)  # the last free column, by sheet

    def cell(self, sheet: int, row: int) -> Place | None:
        """Take a cell for a row; None if none is free."""
        below = row + self.book.used[sheet][0] + 1
        is_read = self.book.reads_row(sheet, row)
        line = below if is_read or self._first(sheet) == 1 else row
        before = self.taken.get((sheet, line), 0)
        column = COLUMNS - before
        has_none = line > ROWS or (line != row and self.book.reads_row(sheet, line))
        if has_none or column <= self._middle(sheet):
            return None
        self.taken[sheet, line] = before + 1
        return sheet, line, column

    def block(self, place: Place, width: int) -> Place | None:
        """Take columns of which no other cell takes one, for a cell that fills many."""
        sheet, row, _ = place
        last = self._blocks.get(sheet, self._middle(sheet))
        if last - width < self._first(sheet):
            return None
        self._blocks[sheet] = last - width
        return sheet, row, last - width + 1

    def _first(self, sheet: int) -> int:
        """Give the first column that is free: of any row, or of those below all."""
        free = self.book.used[sheet][1] + _FAR
        return free if free <= COLUMNS else 1

    def _middle(self, sheet: int) -> int:
        return (self._first(sheet) + COLUMNS) // 2
