"""The formulas of a workbook, and what is stored beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.engine.spreadsheet import Place
from betahedge.formula.alike import once_for_all_alike
from betahedge.formula.calls import calls, renamed
from betahedge.formula.references import operands, reference, shifted
from betahedge.formula.tokens import LONGEST
from betahedge.xlsx.cells import Sheet, Value, bounds, has_value, value_of
from betahedge.xlsx.package import Package, defined_names
from betahedge.xlsx.xml import Element, tag


@dataclass(eq=False, slots=True)
class Formula:
    """A cell with a formula.

    text: the formula with names that call the add-in written out.  array: the range of an array
    formula of the older kind, "" for others.  stored: the value beside it.  known: its producer
    had calculated that value, so that it counts.
    """

    sheet: str
    place: Place
    cell: Element
    element: Element
    text: str
    array: str
    dynamic: bool
    stored: Value
    known: bool
    functions: frozenset[str]  # of the add-in

    @property
    def ref(self) -> str:
        """Give the address on the sheet."""
        return f"{get_column_letter(self.place[2])}{self.place[1]}"

    @property
    def address(self) -> str:
        """Give the address, as Sheet!A1."""
        return f"{self.sheet}!{self.ref}"

    @property
    def calls(self) -> bool:
        """Tell a formula that calls the add-in."""
        return bool(self.functions)

    @property
    def is_shared(self) -> bool:
        """Tell a formula whose text is another cell's too."""
        return self.element.get("t") == "shared"

    @property
    def is_data_table(self) -> bool:
        """Tell a cell of a what-if table, which has no formula of its own."""
        return self.element.get("t") == "dataTable"


@dataclass
class Book:
    """A workbook's sheets in their order, None for a chart's or a macro's, and its formulas."""

    package: Package
    titles: list[str] = field(default_factory=list)
    sheets: list[Sheet | None] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the sheets."""
        parts = self.package.sheets()
        for sheet in self.package.book.iter(tag("sheet")):
            title = sheet.get("name", "")
            part = parts.get(title)
            self.titles.append(title)
            self.sheets.append(Sheet(self.package, title, part) if part else None)
        for number, each in enumerate(self.sheets):
            self.formulas.extend(self._formulas(number, each) if each else ())
        self.by_place = {formula.place: formula for formula in self.formulas}
        self.numbers = {title.lower(): number for number, title in enumerate(self.titles)}

    @cached_property
    def strings(self) -> list[str]:
        """Give the texts that cells share."""
        return self.package.strings()

    @cached_property
    def is_stale(self) -> bool:
        """Tell a workbook whose producer asks for everything to be calculated."""
        settings = self.package.book.find(tag("calcPr"))
        return settings is not None and (
            settings.get("fullCalcOnLoad") in ("1", "true")
            or settings.get("calcCompleted") in ("0", "false")
        )

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """Give what defined names stand for, by sheet ("" for all) and name in lower case."""
        found = defined_names(self.package.book)
        return {(o.lower(), n.get("name", "").lower()): n.text or "" for o, n in found}

    def meaning(self, sheet: str, qualifier: str, name: str) -> str | None:
        """Give what a name stands for on a sheet, whose own come before the workbook's."""
        for place in (qualifier.lower() or sheet.lower(), ""):
            if (place, name.lower()) in self.names:
                return self.names[place, name.lower()]
        return None

    @cached_property
    def _calling(self) -> dict[str, list[str]]:
        """Give the names that call the add-in, directly or not, with the names they use."""
        uses = {
            n: [reference(o).name.lower() for o in operands(t)] for (_, n), t in self.names.items()
        }
        found = {n for (_, n), text in self.names.items() if calls(text)}
        while more := {n for n, used in uses.items() if not found.isdisjoint(used)} - found:
            found |= more
        return {name: uses[name] for name in found}

    def written_out(self, formula: str, sheet: str, row: int, column: int, depth: int = 0) -> str:
        """Write a formula with what those of its names stand for that call the add-in."""
        if not self._calling or depth > len(self._calling):
            return formula
        written = formula
        for operand in set(operands(formula)):
            found = reference(operand)
            text = self.meaning(sheet, found.sheet, found.name) if found.name else None
            if text is None or found.of_file or found.name.lower() not in self._calling:
                continue
            seen = shifted(text, row - 1, column - 1)  # stored as it is seen from A1
            seen = self.written_out(seen, sheet, row, column, depth + 1)
            whole = rf"(?<![\w.!'\\]){re.escape(operand)}(?![\w.!(\\])"
            written = re.sub(whole, lambda _, seen=seen: f"({seen})", written)
        return written if len(written) < LONGEST else formula

    def _formulas(self, number: int, sheet: Sheet) -> Iterator[Formula]:
        """Find the cells that hold a formula; a shared one stands in its master's text."""
        masters: dict[str, tuple[str, int, int]] = {}
        plain = once_for_all_alike(renamed)
        for cell, element in sheet.formula_cells():
            row, column = coordinate_to_tuple(cell.get("r", ""))
            index, text = element.get("si") or "", element.text or ""
            if index and text:
                masters[index] = text, row, column
            elif index in masters:
                text, top, left = masters[index]
                text = shifted(text, row - top, column - left)
            text = self.written_out(plain(text), sheet.name, row, column)
            ours = frozenset(calls(text))
            older = element.get("t") == "array" and cell.get("cm") is None
            stored = value_of(cell, self.strings) if has_value(cell) else None
            yield Formula(
                sheet=sheet.name,
                place=(number, row, column),
                cell=cell,
                element=element,
                text=text,
                array=element.get("ref", cell.get("r", "")) if older else "",
                dynamic=cell.get("cm") is not None,
                # A library that writes workbooks stores 0 for what it cannot calculate.
                stored=None if stored == 0 and (self.is_stale or ours) else stored,
                known=stored is not None and not ours and not self.is_stale,
                functions=ours,
            )

    def constant(self, place: Place) -> Value:
        """Give the value of a cell that has no formula."""
        sheet = self.sheets[place[0]]
        cell = sheet.find(*place[1:]) if sheet else None
        return None if cell is None else value_of(cell, self.strings)

    @cached_property
    def used(self) -> list[tuple[int, int]]:
        """Give the last row and column of every sheet in which there is something."""
        found = []
        for sheet in self.sheets:
            places = [place for place, _ in sheet.items()] if sheet else []
            found.append(
                (max((r for r, _ in places), default=1), max((c for _, c in places), default=1))
            )
        return found

    @cached_property
    def tables(self) -> dict[str, tuple[int, tuple[int, int, int, int]]]:
        """Give the sheet and the range of every table, by its name in lower case."""
        found = {}
        for part, sheet in self.package.tables().items():
            root = self.package.tree(part)
            name = root.get("displayName", "").lower()
            found[name] = self.titles.index(sheet), bounds(root.get("ref", "A1"))
        return found
