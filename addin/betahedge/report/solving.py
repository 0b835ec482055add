"""A workbook of ours, solved: built, calculated and proved, and read by the names of its items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from betahedge.engine import Calculated
from betahedge.engine.fresh import calculate_built
from betahedge.report.proof import Proof, proof
from betahedge.sheets.book import Built
from betahedge.sheets.layout import Place
from betahedge.templates.book import BookInputs
from betahedge.templates.mixed_portfolio import build_mixed_portfolio

SHOWN = 10  # cells that differ


@dataclass(frozen=True)
class Solved:
    """A workbook that is built, calculated and proved."""

    built: Built
    result: Calculated
    proof: Proof

    def at(self, place: Place, row: int) -> Any:
        """Read a cell; a zero has no sign, and what shows nothing is None."""
        address = f"{place.sheet}!{place.letter}{row}"
        found = self.result.values.get(address, self.built.given.get(address))
        if isinstance(found, float):
            return found + 0.0
        return None if found == "" else found

    def item(self, name: str) -> Any:
        """Read an item of one cell."""
        place = self.built.names.places[name]
        return self.at(place, place.first)

    def column(self, name: str) -> list[Any]:
        """Read an item of many rows: those in use."""
        place = self.built.names.places[name]
        return [self.at(place, place.first + n) for n in range(len(self.built.cells(name)))]

    @property
    def failures(self) -> list[str]:
        """Say which function cells differ, and which checks fail and what to do."""
        different = [
            f"{at}: is {value}, must be {wanted}"
            for at, value, wanted in self.proof.different[:SHOWN]
        ]
        columns = (self.column(f"checks.{key}") for key in ("id", "test", "result", "advice"))
        return different + [
            f"check {name}: {test}: {advice}"
            for name, test, result, advice in zip(*columns)
            if result == "FAIL"
        ]


def solve_book(inputs: BookInputs, advance: Callable[[str], None] = lambda _: None) -> Solved:
    """Build, calculate and prove the mixed-portfolio workbook."""
    advance("building")
    built = build_mixed_portfolio(inputs)
    result = calculate_built(built, inputs.as_of, advance)
    advance("proving")
    return Solved(built, result, proof(result.values, built))
