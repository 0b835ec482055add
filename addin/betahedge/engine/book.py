"""The formulas of a workbook, and what is stored beside them."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from openpyxl.utils import get_column_letter

from betahedge.cells.kinds import shown
from betahedge.engine.addresses import is_title
from betahedge.engine.page import Page
from betahedge.engine.values import Area, Place
from betahedge.errors import InputError
from betahedge.formula.alike import fill, form_of, once_for_all_alike
from betahedge.formula.calls import calls, handed_on, mentions, renamed
from betahedge.formula.meanings import Meanings
from betahedge.formula.references import COLUMNS, operands, reference, unquoted
from betahedge.formula.tables import Table
from betahedge.xlsx.cells import (
    FORMULA,
    Value,
    bounds,
    has_value,
    own_text,
    plain_text,
    read_rows,
    value_of,
)
from betahedge.xlsx.package import Package, defined_names, text_of_name
from betahedge.xlsx.xml import Element, tag

_WRITINGS = {
    "ja": re.compile("[\u3040-\u30ff]"),  # kana
    "ko": re.compile("[\uac00-\ud7a3]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_WHOLE_ROWS = re.compile(r"\d:\$?\d|XFD")
_YES, _NO = ("1", "true"), ("0", "false")
_DAYS_BEFORE_1904 = 1462  # by the count from 1900


@lru_cache(maxsize=4096)
def _functions(form: str) -> frozenset[str]:
    return frozenset(calls(form) | handed_on(form))


@dataclass(eq=False, slots=True)
class Formula:
    """A cell with a formula.

    form, cells: the formula with names and tables written out, as a form that formulas alike
    share, and what fills it.  kind: "shared", if its text is another cell's too; "array";
    "dataTable", of a cell of a what-if table; or "".  extent: the range that the file gives it, ""
    for none.  dynamic: it may fill more cells than its own.  stored: the value beside it.  known:
    its producer had calculated that value, so that it counts.
    """

    sheet: str
    place: Place
    form: str
    cells: list[str]
    kind: str
    extent: str
    dynamic: bool
    stored: Value
    known: bool
    functions: frozenset[str]  # of the add-in

    @property
    def text(self) -> str:
        """Give the formula with names and tables written out."""
        return fill(self.form, self.cells)

    @property
    def array(self) -> str:
        """Give the range of an array formula of the older kind; "" for others."""
        return (self.extent or self.ref) if self.kind == "array" and not self.dynamic else ""

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


@dataclass
class Book:
    """A workbook's sheets in their order, None for a chart's or a macro's, and its formulas."""

    package: Package
    now: datetime.datetime = field(default_factory=datetime.datetime.now)  # to who opens it
    titles: list[str] = field(default_factory=list)
    pages: list[Page | None] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the sheets."""
        parts = self.package.sheets()
        for sheet in self.package.book.iter(tag("sheet")):
            title = sheet.get("name", "")
            part = parts.get(title)
            if not is_title(title) or title.lower() in map(str.lower, self.titles):
                raise InputError(f"sheet {shown(title)}: no sheet can have this name, or two have")
            self.titles.append(title)
            self.pages.append(Page(title, part) if part else None)
        for number, page in enumerate(self.pages):
            self.formulas.extend(self._read(number, page) if page else ())
        for table, title in self.package.tables().items():
            page = self.pages[self.titles.index(title)]
            if page:
                page.add_filter(self.package.tree(table))
        self.by_place = {formula.place: formula for formula in self.formulas}
        self.numbers = {title.lower(): number for number, title in enumerate(self.titles)}

    @cached_property
    def strings(self) -> list[str]:
        """Give the texts that cells share."""
        return self.package.strings()

    def _sets(self, name: str, *words: str, among: str = "calcPr") -> bool:
        """Tell a workbook that has one of some words for one of its settings."""
        settings = self.package.book.find(tag(among))
        return settings is not None and settings.get(name) in words

    @cached_property
    def is_stale(self) -> bool:
        """Tell a workbook whose producer asks for everything to be calculated."""
        return self._sets("fullCalcOnLoad", *_YES) or self._sets("calcCompleted", *_NO)

    @cached_property
    def rounds_as_shown(self) -> bool:
        """Tell a workbook that calculates with the digits that its cells show."""
        return self._sets("fullPrecision", *_NO)

    @cached_property
    def goes_round(self) -> bool:
        """Tell a workbook in which a circle is gone round until it settles."""
        return self._sets("iterate", *_YES)

    @cached_property
    def day_zero(self) -> int:
        """Give the number from which days count: of 1904 where that is the first year, else 0."""
        return _DAYS_BEFORE_1904 if self._sets("date1904", *_YES, among="workbookPr") else 0

    @cached_property
    def language(self) -> str:
        """Tell the language whose order of texts counts, by their writing: zh, ja, ko."""
        texts = "".join(self.strings)
        found = (name for name, writing in _WRITINGS.items() if writing.search(texts))
        return next(found, "")

    @cached_property
    def has_names(self) -> bool:
        """Tell a workbook with names or tables of its user's."""
        names = (name for _, name in self.names.names if not name.startswith("_xlnm."))
        return any(names) or bool(self.names.tables)

    @cached_property
    def names(self) -> Meanings:
        """Give the defined names and the tables."""
        found = Meanings()
        for own, name in defined_names(self.package.book):
            found.names[own.lower(), name.get("name", "").lower()] = text_of_name(name)
        for part, sheet in self.package.tables().items():
            root = self.package.tree(part)
            columns = tuple(
                plain_text(each.get("name", "")) for each in root.iter(tag("tableColumn"))
            )
            head, totals = root.get("headerRowCount", "1"), root.get("totalsRowCount", "0")
            table = Table(sheet, *bounds(root.get("ref", "A1")), columns, int(head), int(totals))
            found.tables[root.get("displayName", "").lower()] = table
        return found

    def _read(self, number: int, page: Page) -> Iterator[Formula]:
        """Read the cells of a sheet, and give those that hold a formula.

        One of no text, outside array formulas and data tables, is none: its value is all there is.
        """
        masters: dict[str, tuple[str, int, int]] = {}
        filling = list[Area]()
        root = None
        for row, element, cells in read_rows(self.package, page.name, page.part):
            root = element.getroottree().getroot()
            if element.get("hidden") in ("1", "true"):
                page.hidden.add(row)
            for column, cell in cells.items():
                if len(cell):
                    page.last = max(page.last[0], row), max(page.last[1], column)
                formula = cell.find(FORMULA)
                text = "" if formula is None else own_text(formula, row, column, masters)
                if formula is not None and formula.get("t") == ("array" if text else "dataTable"):
                    filling.append(Area(number, *bounds(formula.get("ref") or "A1")))
                place = number, row, column
                if formula is not None and (text or any(each.holds(place) for each in filling)):
                    yield self._formula(page, place, cell, formula, text)
                elif (value := self._value(cell)) is not None:
                    page.constants[row, column] = value
        if root is not None:
            page.add_filter(root)

    def _formula(
        self, page: Page, place: Place, cell: Element, element: Element, text: str
    ) -> Formula:
        text = self._plain(text) if mentions(text) else text
        form, cells = form_of(self.names.write_out(text, page.name, *place[1:]))
        ours = _functions(form)
        stored = self._value(cell) if has_value(cell) else None
        return Formula(
            sheet=page.name,
            place=place,
            form=form,
            cells=cells,
            kind=element.get("t", ""),
            extent=element.get("ref", ""),
            dynamic=cell.get("cm") is not None,
            # A library that writes workbooks stores 0 for what it cannot calculate.
            stored=None if stored == 0 and (self.is_stale or ours) else stored,
            known=stored is not None and not ours and not self.is_stale,
            functions=ours,
        )

    def _value(self, cell: Element) -> Value:
        """Read the value of a cell; a day written as such counts as the workbook's days do."""
        value, is_day = value_of(cell, self.strings), cell.get("t") == "d"
        return value - self.day_zero if is_day and isinstance(value, float) else value

    @cached_property
    def _plain(self) -> Callable[[str], str]:
        """Write our functions in a formula by their plain names."""
        return once_for_all_alike(renamed)

    def areas(self, formula: Formula, named: Iterable[str]) -> Iterator[Area]:
        """Run through the areas of some references in a formula's form, sheet by sheet."""
        for operand in named:
            found = reference(fill(operand, formula.cells))
            if found.area and not found.of_file:
                for sheet in self._sheets(found.sheet, formula.place[0]):
                    yield Area(sheet, *found.area)

    def _sheets(self, name: str, own: int) -> range | tuple[int, ...]:
        """Give the numbers of the sheets that a reference names: its own, one, or a run."""
        if not name:
            return (own,)
        first, _, last = name.partition(":")
        numbers = [self.numbers.get(unquoted(each).lower()) for each in (first, last or first)]
        if numbers[0] is None or numbers[1] is None:
            return ()
        return range(min(numbers[0], numbers[1]), max(numbers[0], numbers[1]) + 1)

    def constant(self, place: Place) -> Value:
        """Give the value of a cell that has no formula."""
        page = self.pages[place[0]]
        return page.constants.get(place[1:]) if page else None

    @cached_property
    def used(self) -> list[tuple[int, int]]:
        """Give the last row and column of every sheet in which there is something."""
        return [page.last if page else (1, 1) for page in self.pages]

    @cached_property
    def rows_read(self) -> set[tuple[int, int, int]]:
        """Give sheet, first and last of rows read to their end; what searches find is added."""
        found = set()
        for formula in self.formulas:
            if _WHOLE_ROWS.search(formula.text):
                read = self.areas(formula, operands(formula.form))
                found |= {(a.sheet, a.top, a.bottom) for a in read if a.right == COLUMNS}
        return found

    def reads_row(self, sheet: int, row: int) -> bool:
        """Tell a row that some formula reads to its end, as far as that is known."""
        return any(s == sheet and top <= row <= bottom for s, top, bottom in self.rows_read)
