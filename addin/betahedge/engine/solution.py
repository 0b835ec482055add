"""The calculation itself: what the engine gives, and where it needs help or cannot do.

Two things it does not know, and is told until nothing is left to tell: a value that only another
program can calculate, which stays as it is stored; and the cells of an array formula of the older
kind, which fills its own range whatever the size of the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NA
from betahedge.engine.recalculate import Recalculation, Value, is_limit
from betahedge.engine.sheets import FormulaCell, Sheet, prepared
from betahedge.formula.formulas import counts_shown_rows, looks_up
from betahedge.xlsx.cells import bounds
from betahedge.xlsx.package import Package, holds


@dataclass
class Solution:
    """A calculated workbook, cell by cell.

    constant: the cells of which the engine had only the stored value, or none.  arrays: the values
    of array formulas that it was told, by the formula's address and the cell.
    """

    sheets: dict[str, Sheet]
    formulas: list[FormulaCell]
    engine: Recalculation
    constant: set[str]
    arrays: dict[str, dict[str, Value]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, package: Package, sheets: dict[str, Sheet], formulas: list[FormulaCell]
    ) -> "Solution":
        """Calculate until there is nothing more to tell the engine."""
        constant: set[str] = set()
        arrays: dict[str, dict[str, Value]] = {}
        while True:
            engine = Recalculation.of(prepared(package, sheets, constant, arrays).write())
            found = cls(sheets, formulas, engine, constant, arrays)
            unable = found._unable()
            odd = {} if unable else found._odd()
            if not unable and not odd:
                return found
            constant |= unable
            arrays |= odd

    def value(self, formula: FormulaCell) -> Value:
        """Give the value of a formula's own cell."""
        return self.engine.cell(formula.sheet, formula.ref)[0]

    def extent(self, formula: FormulaCell) -> str:
        """Give the range that a formula fills."""
        return formula.fills or self.engine.cell(formula.sheet, formula.ref)[1]

    def filled(self, formula: FormulaCell) -> dict[str, Value]:
        """Give the cells that a formula fills, with their values."""
        if formula.address in self.arrays:
            return self.arrays[formula.address]
        return dict(self._fill(formula))

    @property
    def kept(self) -> set[str]:
        """Name the cells whose value stays as it came."""
        return {
            formula.address
            for formula in self.formulas
            if formula.address in self.constant and (formula.stored or formula.shows_error)
        }

    @property
    def left(self) -> set[str]:
        """Name the cells that the engine would get wrong, and those that depend on them."""
        wrong = self.constant - self.kept
        wrong |= {
            formula.address
            for formula in self.formulas
            if formula.address not in self.constant and self._is_beyond(formula)
        }
        return wrong | self.engine.dependents(wrong) if wrong else wrong

    def after_calls(self, *, moved: bool = False) -> set[str]:
        """Name the cells that depend on calls of the add-in, or may.

        moved: on those only that have another value than is stored.
        """
        calls = [f for f in self.formulas if f.functions and not (moved and self._stands(f))]
        first = {formula.address for formula in calls}
        may = {f.address for f in self.formulas if looks_up(f.formula)} if first else set()
        for formula in calls:
            filled = self.arrays.get(formula.address, {})
            first |= {f"{formula.sheet}!{ref}" for ref in filled}
        return may | self.engine.dependents(first | may)

    @cached_property
    def _rows_are_hidden(self) -> bool:
        return any(sheet.hides_rows for sheet in self.sheets.values())

    def _stands(self, formula: FormulaCell) -> bool:
        """Tell a call of the add-in whose stored value is what it gives, or all there is."""
        if formula.stored and self._is_beyond(formula):
            return True
        cells = self.sheets[formula.sheet].cells
        filled = self.filled(formula).items()
        return all(holds(cells.find(*coordinate_to_tuple(ref)), value) for ref, value in filled)

    def _is_beyond(self, formula: FormulaCell) -> bool:
        """Tell a formula that the engine gets wrong, as far as can be seen.

        A stored value that it makes an error of shows that; a call of ours may well be an error.
        """
        hidden = self._rows_are_hidden and counts_shown_rows(formula.formula)
        if hidden or formula.beyond_the_engine:
            return True
        value = self.value(formula)
        error = isinstance(value, ErrorValue) and formula.stored and not formula.functions
        return error or is_limit(value)

    def _unable(self) -> set[str]:
        """Name cells whose stored value is better than what the engine makes of them."""
        found: set[str] = set()  # by their errors
        known: set[str] = set()  # by their formulas
        for formula in self.formulas:
            if formula.address in self.constant:
                continue
            if formula.stored and self._is_beyond(formula):
                (known if formula.beyond_the_engine else found).add(formula.address)
            elif formula.shows_error and formula.reads_elsewhere:
                known.add(formula.address)
            elif formula.shows_error and not formula.functions and is_limit(self.value(formula)):
                found.add(formula.address)
        if found or known:
            moved = self.after_calls(moved=True)
            found, known = found - moved, known - moved
        return known or self._first_of(found)

    def _odd(self) -> dict[str, dict[str, Value]]:
        """Give the array formulas whose answer has not the size of their range, filled."""
        odd = {
            formula.address: formula
            for formula in self.formulas
            if formula.fills
            and formula.address not in self.constant | self.arrays.keys()
            and not self._is_beyond(formula)
            and formula.fills != self.engine.cell(formula.sheet, formula.ref)[1]
        }
        first = self._first_of(set(odd))
        return {address: dict(self._fill(odd[address])) for address in first}

    def _first_of(self, addresses: set[str]) -> set[str]:
        """Leave out what depends on others among them: it may do, once these have their values."""
        return addresses - self.engine.dependents(addresses) or addresses  # all, in a circle

    def _fill(self, formula: FormulaCell) -> Iterator[tuple[str, Value]]:
        """Run through the cells that a formula fills.

        In an array formula of the older kind one value, row or column is repeated, and beyond the
        answer is #N/A.
        """
        left, top, right, bottom = bounds(self.engine.cell(formula.sheet, formula.ref)[1])
        _, _, last_column, last_row = bounds(self.extent(formula))
        for row in range(top, last_row + 1):
            for column in range(left, last_column + 1):
                at_row = top if top == bottom else row
                at_column = left if left == right else column
                value: Value = ErrorValue(NA)
                if at_row <= bottom and at_column <= right:
                    source = f"{get_column_letter(at_column)}{at_row}"
                    value = self.engine.cell(formula.sheet, source)[0]
                yield f"{get_column_letter(column)}{row}", value
