"""Sheets of blocks, written through the theme."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from betahedge.sheets import theme
from betahedge.sheets.blocks import (
    Chart,
    Figures,
    Headline,
    Leaf,
    Listing,
    Panel,
    Series,
    Signatures,
    Spill,
    SpillTwin,
    Table,
)
from betahedge.sheets.charts import Ground, draw
from betahedge.sheets.formulas import call_text, loaded
from betahedge.sheets.items import Call, Given, Here, Item
from betahedge.sheets.layout import Place, every
from betahedge.sheets.names import Names
from betahedge.sheets.page import Page
from betahedge.sheets.paper import Paper
from betahedge.sheets.proofs import home
from betahedge.sheets.spills import native_cells
from betahedge.sheets.tables import TableWriter

NO_RESULT = "no_result"  # the name of the cell with what a sentence says that has none
AS_OF = 20  # the room, in widths of a digit, that "as of 30 September 2025" takes


@dataclass
class Writer:
    """Writes one sheet as it is laid out."""

    page: Page
    paper: Paper
    names: Names
    values: Mapping[str, Any]

    def write(self) -> None:
        """Write the header block, all blocks, and set up the page."""
        self._header()
        for block in every((*self.page.layout.sheet.blocks, *self.page.layout.sheet.below)):
            row = self.page.layout.tops[block.key]
            WRITERS[type(block)](self, block, row)
        self.paper.set_up(self.page)
        protection = self.page.sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = protection.objects = False

    def here(self, block: Leaf) -> Here:
        """Tell where the formulas of a block stand."""
        return home(self.page.layout.sheet, block.key)

    def text(self, what: str, here: Here) -> str:
        """Write out a formula, which begins with =; other texts stay."""
        return f"={self.names.text(what[1:], here)}" if what.startswith("=") else what

    def _header(self) -> None:
        page, sheet = self.page, self.page.layout.sheet
        wide = self.paper.columns[0][1]
        page.put(1, 1, f"{sheet.name}: {sheet.question}", "title")
        page.put(2, 1, f'={self._entity(wide - 3)}"as of "&as_of_text', "entity")
        state = '=IF(master_check="OK","all checks OK","CHECKS FAIL")'
        page.put(1, wide, state, "state")
        for column in range(1, len(page.layout.widths) + 1):
            page.put(3, column, None, "rule")
        for place, name in zip((wide - 2, wide - 1, wide), ("Cover", "Inputs", "Checks")):
            self._link(2, place, name, name, "right")

    def _entity(self, last: int) -> str:
        """Write whose sheet it is, before the day, as far as there is room to the last column."""
        room = int(sum(self.page.layout.widths[:last])) - AS_OF
        cut = f'IF(LEN(entity)>{room},LEFT(entity,{room - 1})&"…",entity)'
        return f'IF(entity="","",{cut}&"  ·  ")&' if room > 1 else ""

    def _link(self, row: int, column: int, text: str, sheet: str, align: str = "") -> None:
        self.page.put(row, column, text, "hyperlink", "", align)
        self.page.link(row, column, sheet)

    def _headline(self, block: Headline, row: int) -> None:
        page, here = self.page, self.here(block)
        last = page.layout.track(block.until) if block.until else self.paper.columns[0][1]
        for down, line in enumerate(((block.what,), *block.lines)):
            style = "wash" if down else "headline"
            for column in range(1, last + 1):
                page.put(row + down, column, None, style)
            first, *beside = line
            page.put(row + down, 1, self._sentence(first, here, row if down else 0), style)
            for column, text in zip(range(last - len(beside) + 1, last + 1), beside):
                text = self._sentence(text, here, row)
                page.put(row + down, column, text, style, align="right")
            page.merge(row + down, 1, last - len(beside))

    def _sentence(self, what: str, here: Here, main: int) -> str:
        """Write out a sentence that says why it is none; main: the row of one that it goes with."""
        text = self.text(what, here)
        if not text.startswith("=") or NO_RESULT not in self.names.defined:
            return text
        return (
            f'=IF($A${main}={NO_RESULT},"",{text[1:]})'
            if main
            else f"=IFERROR({text[1:]},{NO_RESULT})"
        )

    def _panel(self, block: Panel, row: int) -> None:
        page, layout = self.page, self.page.layout
        label = layout.nth(block.key, 0, block.across)
        if block.title:
            page.put(row, label, self.text(block.title, self.here(block)), "section", "", "left",
                     int(block.ruled and label > 1))  # fmt: skip
        if block.note:
            page.put(row, layout.track(block.across[2]), self.text(block.note, self.here(block)),
                     "note", align="right")  # fmt: skip
        for number, item in enumerate(block.items, start=1):
            self._item(block, item, label, last=block.total and number == len(block.items))

    def _item(self, block: Panel, item: Item, label: int, *, last: bool) -> None:
        page, here = self.page, self.here(block)
        place = page.layout.places[f"{block.key}.{item.key}"]
        style = "total row" if last else "row" if block.ruled else "label"
        end = page.layout.track(block.until) if block.until else place.column
        for column in range(label, place.column if block.ruled else label + 1):
            page.put(place.first, column, None, style)
        indent = int(block.ruled and label > 1)
        page.put(place.first, label, self.text(item.label, here), style, "", "left", indent)
        self._value(block, item, place, here, "total" if last else "")
        for column in range(place.column + 1, end + 1):
            page.put(place.first, column, None, "input" if isinstance(item.what, Given) else style)
        page.merge(place.first, place.column, end)
        note = item.note or item.unit
        if len(block.across) > 2 or (len(page.layout.widths) > end and not block.across):
            column = page.layout.nth(block.key, 2, block.across) if block.across else end + 1
            text = self.text(note, here)
            if block.ruled:
                page.put(place.first, column, text, style, "general", "right")
            else:
                page.put(place.first, column, text, "note", "", "left", 1)

    def _value(self, block: Panel, item: Item, place: Place, here: Here, style: str) -> None:
        page, name = self.page, f"{block.key}.{item.key}"
        align = item.align or ("left" if item.form in (*theme.WORDS, "date") else "")
        if isinstance(item.what, Given):
            value = self.values.get(name, item.what.default)
            page.data(place.first, place.column, value,
                      page.style("input", item.form, align))  # fmt: skip
            page.validate(place.range(abroad=False), item.label, item.what.rule)
            self._flag(item, place, here)
            return
        if isinstance(item.what, Call):
            text = f"={call_text(name, item.what, here, self.names)}"
            page.put(place.first, place.column, text, style or "function", item.form, align)
        else:
            what: Any = item.what
            if isinstance(what, str):
                what = f"={self.names.text(what, here)}"
            else:
                page.note(place.first, place.column, what)
            page.put(place.first, place.column, what, style or item.style or "calculation",
                     item.form, align)  # fmt: skip
        self._flag(item, place, here)

    def _flag(self, item: Item, place: Place, here: Here) -> None:
        self.page.by_size(place, item.form)
        TableWriter(self.page, self.paper, self.names, self.values).flag(item.flag, place, here)

    def _series(self, block: Series, row: int) -> None:
        page = self.page
        page.put(row, 1, block.label, "section")
        values = self.values.get(block.key, block.given.default)
        for number in range(block.count):
            page.data(row, 2 + number, values[number], page.style("input", block.form))
        places = [page.layout.places[f"{block.key}.{n}"] for n in range(1, block.count + 1)]
        for place in places:
            page.by_size(place, block.form)
        ends = (places[0], places[-1])
        page.validate(":".join(p.range(abroad=False) for p in ends), block.label, block.given.rule)

    def _table(self, block: Table, row: int) -> None:
        TableWriter(self.page, self.paper, self.names, self.values).write(block, row)

    def _spill(self, block: Spill, row: int) -> None:
        """Write a function that fills a block, which is styled for it."""
        page, names, here = self.page, self.names, self.here(block)
        page.put(row, 1, block.title, "section")
        places = page.layout.places
        for (column, key), form in native_cells(block, here, names).items():
            place = places[f"{block.key}.{column}.{key}"]
            words = not key or form.startswith('="')
            shape = "text" if words else block.forms.get(column, "money")
            style = "function" if key else "head"
            align = "left" if words and place.column == 1 else "right" if words else ""
            page.put(place.first, place.column, None, style, shape, align)
            page.by_size(place, shape)
        call = block.call.declared.call(
            *(names.text(each, here, native=False) for each in block.call.arguments)
        )
        twin = [p for n, p in names.natives.items() if n.startswith(f"{block.key}.") and "." in n]
        first, last = min(p.column for p in twin), max(p.column for p in twin)
        top, bottom = min(p.first for p in twin), max(p.last for p in twin)
        ends = (Place(twin[0].sheet, first, top, top), Place(twin[0].sheet, last, bottom, bottom))
        area = ":".join(end.range(abroad=not n) for n, end in enumerate(ends))
        corner = places[next(n for n in places if n.startswith(f"{block.key}."))]
        style = page.style("spill", "text", "left")
        page.write(corner.first, corner.column, f"={loaded(call, area)}", style)

    def _spill_twin(self, block: SpillTwin, row: int) -> None:
        page, places = self.page, self.page.layout.places
        page.put(row, 1, f"{block.spill.title.removesuffix(' fx')}, native", "section")
        for (column, key), form in native_cells(block.spill, block.home, self.names,
                                                abroad=page.layout.sheet.name).items():  # fmt: skip
            place = places[f"{block.key}.{column}.{key}"]
            words = not key or form.startswith('="')
            shape = "general" if words else block.spill.forms.get(column, "money")
            value: Any = form.removeprefix("=") if not key or form == "=0" else form
            if value == "0":
                value = 0
                page.note(place.first, place.column, value)
            page.put(place.first, place.column, value, "calculation" if key else "head", shape)
            gap = places[f"{block.key}.gap.{column}.{key}"]
            own = f"{block.home.sheet}!${self._own(block, column, key)}"
            ref = f"${place.letter}${place.first}"
            form = (f'--NOT(EXACT({own}&"",{ref}&""))' if words
                    else f"ABS({own}-{ref})/MAX(1,ABS({ref}))")  # fmt: skip
            page.put(gap.first, gap.column, f"={loaded(form)}", "calculation", "difference")

    def _own(self, block: SpillTwin, column: str, key: str) -> str:
        place = self.names.places[f"{block.spill.key}.{column}.{key}"]
        return f"{place.letter}${place.first}"

    def _chart(self, block: Chart, row: int) -> None:
        draw(Ground(self.page, self.here(block), self.names, self.paper.used), block, row)

    def _figures(self, block: Figures, row: int) -> None:
        page, here = self.page, self.here(block)
        for figure in block.figures:
            first, last = (page.layout.track(figure.across[n]) for n in (0, -1))
            texts = ((figure.label, "key label", ""), (figure.what, "key", figure.form),
                     (figure.note, "key label", ""))  # fmt: skip
            for down, (text, style, form) in enumerate(texts):
                page.put(row + down, first, self.text(text, here), style, form)
                page.merge(row + down, first, last)
            place = page.layout.places[f"{block.key}.{figure.key}"]
            page.by_size(place, figure.form)
            TableWriter(page, self.paper, self.names, self.values).flag(figure.flag, place, here)

    def _listing(self, block: Listing, row: int) -> None:
        page, layout, here = self.page, self.page.layout, self.here(block)
        if block.title:
            page.put(row, layout.nth(block.key, 0, block.across), block.title, "section")
        for down, entry in enumerate(block.entries, start=bool(block.title)):
            for number, text in enumerate(entry.texts):
                column = layout.nth(block.key, number, block.across)
                style = "label" if number else entry.style
                if entry.link and not number:
                    self._link(row + down, column, text, entry.link)
                else:
                    page.put(row + down, column, self.text(text, here), style, "",
                             "left" if number else "", int(bool(number)))  # fmt: skip
                if entry.flag.red and number == len(entry.texts) - 1:
                    place = Place(layout.sheet.name, column, row + down, row + down)
                    flags = TableWriter(page, self.paper, self.names, self.values)
                    flags.flag(entry.flag, place, here)

    def _signatures(self, block: Signatures, row: int) -> None:
        page = self.page
        for label, *ends in block.who:
            first, last = (page.layout.track(end) for end in ends)
            indent = int(first > 1)
            page.put(row, first, label, "note", "", "left", indent)
            for column in range(first, last + 1):
                page.put(row + 2, column, None, "sign")
            page.put(row + 3, first, "name, signature", "note", "", "left", indent)
            page.put(row + 3, last, "date", "note", "", "right")


WRITERS: dict[type, Callable[[Writer, Any, int], None]] = {
    Headline: Writer._headline,
    Panel: Writer._panel,
    Table: Writer._table,
    Series: Writer._series,
    Spill: Writer._spill,
    SpillTwin: Writer._spill_twin,
    Chart: Writer._chart,
    Figures: Writer._figures,
    Listing: Writer._listing,
    Signatures: Writer._signatures,
}
