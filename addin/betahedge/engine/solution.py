"""The calculation itself: what the engine gives, and where it needs help or cannot do.

Three things it does not know, and is told until nothing is left to tell: a value that only another
program can calculate, which stays as it is stored; and the cells of an array formula of the older
kind, which fills its own range whatever the size of the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from betahedge.cells import ErrorValue
from betahedge.cells.errors import NA, NAME
from betahedge.engine.recalculate import Recalculation, Value
from betahedge.engine.sheets import FormulaCell, Sheet, prepared
from betahedge.workbook.formulas import looks_up
from betahedge.workbook.package import Package, bounds


@dataclass
class Solution:
    """A calculated workbook, cell by cell.

    constant: the cells of which the engine had only the stored value, or none.  arrays: the values
    of array formulas that it was told, by the formula's address and the cell.
    """

    formulas: list[FormulaCell]
    engine: Recalculation
    constant: set[str]
    arrays: dict[str, dict[str, Value]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, package: Package, sheets: dict[str, Sheet], formulas: list[FormulaCell]
    ) -> "Solution":
        """Calculate until there is nothing more to tell the engine."""
        constant = {formula.address for formula in formulas if formula.reads_elsewhere}
        arrays: dict[str, dict[str, Value]] = {}
        while True:
            engine = Recalculation(prepared(package, sheets, constant, arrays).write())
            found = cls(formulas, engine, constant, arrays)
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
        """Name the cells that the engine would get wrong, and those that depend on them.

        A stored value that the engine makes an error of shows one of its limits; with a call of
        ours, an unknown name does.
        """
        wrong = self.constant - self.kept
        for formula in self.formulas:
            if formula.address in self.constant:
                continue
            limit = formula.stored and self._is_error(formula)
            if formula.functions:
                limit = limit and self.value(formula) == NAME
            if limit or formula.beyond_the_engine:
                wrong.add(formula.address)
        return wrong | self.engine.dependents(wrong) if wrong else wrong

    def after_calls(self) -> set[str]:
        """Name the cells that depend on calls of the add-in, or may."""
        first = {formula.address for formula in self.formulas if formula.functions}
        may = {f.address for f in self.formulas if looks_up(f.formula)} if first else set()
        for formula in self.formulas:
            if formula.address in self.arrays and formula.functions:
                first |= {formula.at(ref) for ref in self.arrays[formula.address]}
        return may | self.engine.dependents(first | may)

    def _is_error(self, formula: FormulaCell) -> bool:
        return isinstance(self.value(formula), ErrorValue)

    def _unable(self) -> set[str]:
        """Name cells whose stored value is better than what the engine makes of them."""
        found = {
            formula.address
            for formula in self.formulas
            if not formula.functions
            and formula.address not in self.constant
            and (
                (formula.stored and (formula.beyond_the_engine or self._is_error(formula)))
                or (formula.shows_error and self.value(formula) == NAME)
            )
        }
        if found:
            found -= self.after_calls()
        return self._first_of(found)

    def _odd(self) -> dict[str, dict[str, Value]]:
        """Give the array formulas whose answer has not the size of their range, filled."""
        odd = {
            formula.address: formula
            for formula in self.formulas
            if formula.fills
            and formula.address not in self.constant | self.arrays.keys()
            and formula.fills != self.engine.cell(formula.sheet, formula.ref)[1]
        }
        first = self._first_of(set(odd))
        return {address: dict(self._fill(odd[address])) for address in first}

    def _first_of(self, addresses: set[str]) -> set[str]:
        """Leave out what depends on others among them: it may do, once these have their values."""
        return addresses - self.engine.dependents(addresses) if addresses else addresses

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
