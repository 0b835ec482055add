"""The formulas of a workbook, and what is stored beside them."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.engine.values import Place
from betahedge.formula.alike import once_for_all_alike
from betahedge.formula.calls import calls, renamed
from betahedge.formula.references import COLUMNS, operands, reference, shifted
from betahedge.formula.tokens import LONGEST, tokens
from betahedge.xlsx.cells import Sheet, Value, bounds, has_value, value_of
from betahedge.xlsx.package import Package, defined_names
from betahedge.xlsx.xml import Element, tag

_WHOLE_ROWS = re.compile(r"\d:\$?\d|XFD")
_DEEPEST = 20  # names within names


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

    @cached_property
    def all_names(self) -> set[str]:
        """Give every defined name, in lower case."""
        return {name for _, name in self.names}

    def meaning(self, sheet: str, qualifier: str, name: str) -> str | None:
        """Give what a name stands for on a sheet, whose own come before the workbook's."""
        for place in (qualifier.lower() or sheet.lower(), ""):
            if (place, name.lower()) in self.names:
                return self.names[place, name.lower()]
        return None

    @cached_property
    def calling(self) -> set[str]:
        """Name the defined names that call the add-in, directly or by others, in lower case."""
        uses: dict[str, set[str]] = {}
        for (_, name), text in self.names.items():
            uses.setdefault(name, set()).update(_names_in(text))
        found = {name for (_, name), text in self.names.items() if calls(text)}
        while more := {name for name, used in uses.items() if used & found} - found:
            found |= more
        return found

    def write_out(self, formula: str, sheet: str, place: Place, names: Container[str]) -> str:
        """Write a formula with what some names, in lower case, stand for; what is too long stays.

        What is stored of a name is as it is seen from A1.  Names that go round in a circle stay.
        """
        written, (_, row, column) = formula, place
        for _ in range(_DEEPEST):
            before = written
            for operand in set(operands(written)):
                found = reference(operand)
                text = self.meaning(sheet, found.sheet, found.name) if found.name else None
                if text and not found.of_file and found.name.lower() in names:
                    seen = shifted(text, row - 1, column - 1)
                    seen = seen if reference(seen).area else f"({seen})"
                    written = _put_for(operand, seen, written)
            if written == before or len(written) >= LONGEST:
                break
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
            text = plain(text)
            if self.calling:
                text = self.write_out(text, sheet.name, (number, row, column), self.calling)
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
    def _rows_read(self) -> list[tuple[int, int, int]]:
        """List the rows that formulas read to their end: the sheet, the first and the last."""
        found = set()
        for formula in self.formulas:
            for operand in operands(formula.text) if _WHOLE_ROWS.search(formula.text) else ():
                read = reference(operand)
                if read.area and read.area[2] == COLUMNS:
                    sheet = self.numbers.get(read.sheet.lower(), formula.place[0])
                    found.add((sheet, read.area[1], read.area[3]))
        return sorted(found)

    def reads_row(self, sheet: int, row: int) -> bool:
        """Tell a row that some formula reads to its end."""
        return any(s == sheet and top <= row <= bottom for s, top, bottom in self._rows_read)

    @cached_property
    def tables(self) -> dict[str, tuple[int, tuple[int, int, int, int]]]:
        """Give the sheet and the range of every table, by its name in lower case."""
        found = {}
        for part, sheet in self.package.tables().items():
            root = self.package.tree(part)
            name = root.get("displayName", "").lower()
            found[name] = self.titles.index(sheet), bounds(root.get("ref", "A1"))
        return found


def _names_in(formula: str) -> set[str]:
    return {reference(operand).name.lower() for operand in operands(formula)}


def _put_for(operand: str, text: str, formula: str) -> str:
    """Write a text in the place of an operand, wherever that stands in a formula."""
    pieces = (text if token.value == operand else token.value for token in tokens(formula))
    return "".join(pieces) or formula
