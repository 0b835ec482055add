"""Tables, written: heads, totals, one formula a column in every row, and what unused rows show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from betahedge.sheets import theme
from betahedge.sheets.blocks import Table
from betahedge.sheets.formulas import call_text, difference_text, guarded, twin_text
from betahedge.sheets.items import (
    Call,
    Column,
    Difference,
    Flag,
    Given,
    Here,
    One,
    Twin,
    Working,
)
from betahedge.sheets.layout import Place
from betahedge.sheets.names import Form, Names
from betahedge.sheets.page import Page
from betahedge.sheets.paper import Paper
from betahedge.sheets.proofs import home

CENTRED = ("word", "strip")


@dataclass
class TableWriter:
    """Writes a table on its page."""

    page: Page
    paper: Paper
    names: Names
    values: Mapping[str, Any]

    def write(self, table: Table, row: int) -> None:
        """Write the titles, heads and totals, and all rows."""
        here = home(self.page.layout.sheet, table.key, table.family)
        if table.title:
            self.page.put(row, self._place(table, table.columns[0]).column, table.title, "section")
        self._groups(table, row)
        for number, column in enumerate(table.columns):
            self._head(table, column, here, first=not number)
            self._cells(table, column, here)
        if isinstance(table.rows, str) or table.blank:
            self._unused(table, here)

    def _groups(self, table: Table, row: int) -> None:
        """Write the titles over the columns, and a line from each to the next."""
        title = ""
        for column in table.columns if table.groups else ():
            title = table.groups.get(column.key, title)
            text = title if column.key in table.groups else None
            if title:
                self.page.put(row, self._place(table, column).column, text, "group")

    def _place(self, table: Table, column: Column) -> Place:
        return self.page.layout.places[f"{table.key}.{column.key}"]

    def _text(self, text: str, here: Here) -> str:
        return f"={self.names.text(text[1:], here)}" if text.startswith("=") else text

    def _head(self, table: Table, column: Column, here: Here, *, first: bool) -> None:
        page, place = self.page, self._place(table, column)
        align, indent = alignment(column, first=first)
        alone = Here(here.sheet, here.block, "", here.siblings)
        page.put(place.head, place.column, self._text(column.heading, alone), "head", "",
                 align or "right", indent)  # fmt: skip
        page.put(place.head + 1, place.column, self._text(column.unit, alone), "unit", "",
                 align or "right", indent)  # fmt: skip
        if place.total:
            total = column.total
            if total == "sum":
                total = f"=SUM({place.range(abroad=False)})"
            form = column.form if total.startswith("=") else "general"
            style = "total strip" if column.form == "strip" else "total"
            page.put(place.total, place.column, self._text(total, alone) or None, style, form,
                     align, indent)  # fmt: skip
            page.by_size(Place(place.sheet, place.column, place.total, place.total), column.form)

    def _cells(self, table: Table, column: Column, here: Here) -> None:
        first = column is table.columns[0]
        place, page = self._place(table, column), self.page
        align, indent = alignment(column, first=first)
        whats = column.what if isinstance(column.what, tuple) else (column.what,)
        style = page.style(column.style or style_of(whats[0]), column.form, align, indent)
        if isinstance(whats[0], Given):
            self._inputs(table, column, whats[0], style, here)
        elif len(whats) > 1:
            for row, what in enumerate(whats, start=place.first):
                value = self._one(table, column, what, here)
                page.write(row, place.column, value, style)
                if not str(value).startswith("="):
                    page.note(row, place.column, value)
        else:
            self._rows(table, column, place, here, style)
        page.by_size(place, column.form)
        self.flag(column.flag, place, here)

    def _rows(self, table: Table, column: Column, place: Place, here: Here, style: Any) -> None:
        what = column.what[0] if isinstance(column.what, tuple) else column.what
        value = self._one(table, column, what, here)
        if isinstance(table.rows, str):
            self.page.formulas(place, self._guarded(table, column, value, here), style)
            return
        formula = isinstance(value, str) and value.startswith("=")
        form = Form.of(value) if formula else Form(str(value))
        for number, row in enumerate(range(place.first, place.last + 1)):
            self.page.write(row, place.column, form.at(number), style)
        if column.last:
            last = Here(here.sheet, here.block, "", here.siblings)
            self.page.write(place.last, place.column, self._text(f"={column.last}", last), style)

    def _guarded(self, table: Table, column: Column, value: str, here: Here) -> str:
        """Leave the rows blank that have no name in their first column."""
        key = table.columns[0].key
        name = column.what if column.key == key else f"{{{key}}}"
        filled = self.names.text(str(name), here)
        return f"={guarded(value.removeprefix('='), filled, column.empty)}"

    def _one(self, table: Table, column: Column, what: One, here: Here) -> Any:
        """Write what one cell is, of the first row where it stands in many."""
        if isinstance(what, Call):
            return f"={call_text(f'{table.key}.{column.key}', what, here, self.names)}"
        if isinstance(what, Twin):
            return f"={twin_text(what.call, self._abroad(what.home, here), self.names)}"
        if isinstance(what, Difference):
            return f"={difference_text(what, here, self.names)}"
        if isinstance(what, Working):
            return f"={self.names.text(what.formula, self._abroad(what.home, here))}"
        if not isinstance(what, str):
            return what
        text = column.form in ("text", "general") and isinstance(column.what, tuple)
        return self._text(what, here) if text else f"={self.names.text(what, here)}"

    def _abroad(self, block: Here, here: Here) -> Here:
        """Read a formula of another sheet's block from here."""
        return Here(here.sheet, block.block, block.family, block.siblings)

    def _inputs(self, table: Table, column: Column, given: Given, style: Any, here: Here) -> None:
        place, page = self._place(table, column), self.page
        values = self.values.get(f"{table.key}.{column.key}", ())
        if isinstance(table.rows, str):
            page.values(place, values, given.default, style)
        else:
            for number, row in enumerate(range(place.first, place.last + 1)):
                value = values[number] if number < len(values) else given.default
                page.data(row, place.column, value, style)
        source = self.names.text(given.rule.words, here) if "{" in given.rule.words else ""
        page.validate(place.range(abroad=False), column.heading, given.rule, source)

    def flag(self, flag: Flag, place: Place, here: Here) -> None:
        """Show the alarms of a column."""
        own = f"${place.letter}{place.first}"
        red, bold = (
            self.names.text(text.replace("{here}", own), here) for text in (flag.red, flag.bold)
        )
        if red or bold:
            where = place.range(abroad=False)
            self.page.flag(where, Flag(red, bold))

    def _unused(self, table: Table, here: Here) -> None:
        """Take the lines and grounds of unused rows away; three rows are open for more."""
        places = [self._place(table, column) for column in table.columns]
        first, last = min(p.column for p in places), max(p.column for p in places)
        ends = [Place(here.sheet, n, p, p).range(abroad=False)
                for n, p in ((first, places[0].first), (last, places[0].last))]  # fmt: skip
        name = f"${places[0].letter}{places[0].first}"
        empty = f'{name}=""'
        if isinstance(table.columns[0].what, Given):
            names = places[0].range(abroad=False)
            top = f"${places[0].letter}${places[0].first}"
            empty = f"ROW()>ROW({top})+COUNTA({names})+2"
        self.page.clear(":".join(ends), empty)


def style_of(what: One) -> str:
    """Give the style of what a cell is."""
    if isinstance(what, Given):
        return "input"
    return "function" if isinstance(what, Call) else "calculation"


def alignment(column: Column, *, first: bool) -> tuple[str, int]:
    """Align text left, with an indent after a number; centre words; leave numbers right."""
    if column.align:
        return column.align, int(column.align == "left" and not first)
    if column.form in CENTRED:
        return "center", 0
    if column.form in theme.WORDS:
        return "left", 0 if first else 1
    return "", 0
