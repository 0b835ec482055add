"""A workbook of sheets as data: planned, laid out, written; and its items by name."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import IO, Any

from openpyxl import Workbook as Book
from openpyxl.workbook.defined_name import DefinedName

from betahedge import __version__
from betahedge.sheets import checks, theme
from betahedge.sheets.blocks import (
    Block,
    Chart,
    Entry,
    Listing,
    Panel,
    Sheet,
    Side,
    Stack,
    Table,
    Workbook,
)
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Flag
from betahedge.sheets.layout import ROW, Layout, every
from betahedge.sheets.names import Names, merged
from betahedge.sheets.page import Page
from betahedge.sheets.paper import Paper
from betahedge.sheets.proofs import alias, plan
from betahedge.sheets.rows import Form, LongList
from betahedge.sheets.writer import Writer
from betahedge.xlsx.package import Package

CHART_ROWS = (10, 30)  # of a chart that takes what the page has left


@dataclass(frozen=True)
class Built:
    """A workbook whose formulas are written and not yet calculated, and where its items are."""

    package: Package  # without the long lists
    lists: Mapping[str, LongList]  # by the part of their sheet
    sheets: tuple[Sheet, ...]
    names: Names
    used: Mapping[str, int]  # rows in use, by family
    given: Mapping[str, Any]  # values that are no formulas, by address

    @property
    def data(self) -> bytes:
        """Give the workbook's bytes."""
        stream = io.BytesIO()
        self.write_to(stream)
        return stream.getvalue()

    def write_to(self, stream: IO[bytes]) -> None:
        """Write the workbook."""
        parts = self.package.parts
        lists = {part: long.within(parts[part], Form()) for part, long in self.lists.items()}
        self.package.write_to(stream, lists, level=1)

    def cells(self, item: str, *, native: bool = False) -> list[str]:
        """Give the addresses of an item, one for each row in use."""
        found = self.names.natives if native else self.names.places
        place = found[item]
        rows = place.last - place.first + 1
        count = min(self.used.get(place.family, rows), rows)
        return [f"{place.sheet}!{place.letter}{place.first + n}" for n in range(count)]

    def named(self, name: str) -> str:
        """Give the address of a defined name."""
        place = self.names.defined[name]
        return f"{place.sheet}!{place.letter}{place.first}"


def build(workbook: Workbook, facts: Facts) -> Built:
    """Build a workbook."""
    sheets = tuple(s if isinstance(s, Sheet) else s(facts) for s in workbook.sheets)
    sheets = tuple(_fitted(sheet, facts) for sheet in sheets)
    sheets = tuple(_with_contents(sheet, sheets) for sheet in sheets)
    source = _source(sheets)
    rooms, used = _rooms(sheets, facts)
    first = f"{source.key}.{source.columns[0].key}" if source else ""
    family = source.family if source else ""
    sheets = tuple(plan(s, sheets, family, first) if s.proves else s for s in sheets)
    planned = _layouts(tuple(s for s in sheets if not s.lists_checks), rooms, used)
    names = _names(planned)
    papers = {name: Paper(layout, used) for name, layout in planned.items()}
    placed = [*checks.declared(sheets), *checks.twins(sheets, names), *checks.blanks(planned),
              *checks.errors(planned)]  # fmt: skip
    if source:
        placed += checks.printed(papers, planned[_sheet_of(sheets, source)].places[first], family)
    table = checks.check_table(placed)
    sheets = tuple(replace(s, blocks=(*s.blocks, table)) if s.lists_checks else s for s in sheets)
    layouts = _layouts(sheets, rooms, used)
    _check_rows(layouts, family, first)
    names = _names(layouts)
    pages = _written(sheets, layouts, names, facts, used)
    package, lists = _packed(workbook, pages, names)
    given = {address: value for page in pages for address, value in page.given.items()}
    return Built(package, lists, sheets, names, used, given)


def _check_rows(layouts: dict[str, Layout], family: str, source: str) -> None:
    """Refuse lists whose rows are not on the same row numbers as the proof's.

    A sheet of one page has other blocks over its list.
    """
    firsts = {
        place.first
        for layout in layouts.values()
        if not layout.sheet.one_page
        for name, place in layout.places.items()
        if family and place.family == family and name.split(".")[0] != source.split(".")[0]
    }
    if len(firsts) > 1:
        raise ValueError(f"the lists of {family} begin on the rows {sorted(firsts)}, not on one")


def _fitted(sheet: Sheet, facts: Facts) -> Sheet:
    """Make the columns of its lists as wide as the book needs; one page has no room for that."""

    def fitted(block: Block) -> Block:
        if not isinstance(block, Table) or sheet.one_page:
            return block
        columns = (replace(column, width=facts.room(column)) for column in block.columns)
        return replace(block, columns=tuple(columns))

    return replace(sheet, blocks=tuple(map(fitted, sheet.blocks)))


def _with_contents(sheet: Sheet, sheets: tuple[Sheet, ...]) -> Sheet:
    """Fill the listing of the workbook's sheets: each with its question and its own checks."""

    def filled(block: Block) -> Block:
        if isinstance(block, Side | Stack):
            return replace(block, blocks=tuple(map(filled, block.blocks)))
        if not isinstance(block, Listing) or not block.contents:
            return block
        return replace(block, entries=tuple(map(_entry, sheets)))

    return replace(sheet, blocks=tuple(map(filled, sheet.blocks)))


def _entry(sheet: Sheet) -> Entry:
    failed = f'COUNTIFS({{checks.sheet:all}},"{sheet.name}",{{checks.result:all}},"FAIL")'
    state = f'=IF({failed}=0,"OK",{failed}&" FAIL")'
    flag = Flag('RIGHT({here},4)="FAIL"')
    return Entry((sheet.name, sheet.question, state), link=sheet.name, flag=flag)


def _source(sheets: tuple[Sheet, ...]) -> Table | None:
    """Find the list that the user fills: the main family of rows."""
    return next((t for _, t in _tables(sheets) if t.room), None)


def _tables(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Sheet, Table]]:
    for sheet in sheets:
        for block in every((*sheet.blocks, *sheet.below)):
            if isinstance(block, Table):
                yield sheet, block


def _sheet_of(sheets: tuple[Sheet, ...], table: Table) -> str:
    return next(sheet.name for sheet, other in _tables(sheets) if other is table)


def _rooms(sheets: tuple[Sheet, ...], facts: Facts) -> tuple[dict[str, int], dict[str, int]]:
    rooms, used = {}, {}
    for _, table in _tables(sheets):
        if table.room:
            count = facts.count(f"{table.key}.{table.columns[0].key}")
            rooms[table.family], used[table.family] = max(table.room, count), count
    return rooms, used


def _layouts(
    sheets: tuple[Sheet, ...], rooms: dict[str, int], used: dict[str, int]
) -> dict[str, Layout]:
    found = {}
    for sheet in sheets:
        layout = Layout(sheet, rooms)
        charts = [b for b in every(sheet.blocks) if isinstance(b, Chart) and not b.height]
        if charts:
            left = Paper(layout, used).page_points - layout.points(1, layout.last)
            rows = min(max(floor(left / ROW) - 1, CHART_ROWS[0]), CHART_ROWS[1])
            layout = Layout(sheet, rooms, fills=rows)
        layout.floats = Paper(layout, used).float_at()
        found[sheet.name] = layout
    return found


def _names(layouts: dict[str, Layout]) -> Names:
    """Put the items of all sheets together, with the names that they have of their own."""
    names = Names(merged(layout.places for layout in layouts.values()))
    for layout in layouts.values():
        if layout.sheet.proves:
            alias(layout, names)
        for block in every((*layout.sheet.blocks, *layout.sheet.below)):
            for item in block.items if isinstance(block, Panel) else ():
                if item.name:
                    place = f"{block.key}.{item.key}"
                    names.defined[item.name] = names.natives.get(place) or layout.places[place]
    return names


def _written(
    sheets: tuple[Sheet, ...],
    layouts: dict[str, Layout],
    names: Names,
    facts: Facts,
    used: dict[str, int],
) -> list[Page]:
    book = Book()
    book.remove(book.worksheets[0])
    for style in theme.styles():
        book.add_named_style(style)
    pages = [
        Page(
            book, layouts[sheet.name], theme.money_decimals(facts.largest, narrow=sheet.narrow),
            facts.axes,
        )
        for sheet in sheets
    ]  # fmt: skip
    for page in pages:
        paper = Paper(page.layout, used)
        Writer(page, paper, names, facts.values).write()
    _link_checks(pages, names)
    return pages


def _packed(
    workbook: Workbook, pages: list[Page], names: Names
) -> tuple[Package, dict[str, LongList]]:
    """Pack the pages; give their long lists beside, by the part of their sheet."""
    book: Any = pages[0].sheet.parent
    for name, place in names.defined.items():
        book.defined_names[name] = DefinedName(name, attr_text=place.range())
    book.properties.title, book.properties.creator = workbook.title, f"betahedge {__version__}"
    stream = io.BytesIO()
    book.save(stream)
    package = Package.read(stream.getvalue())
    drawn = (page for page in pages if page.pictures)
    for number, page in enumerate(drawn, start=1):
        part = f"xl/drawings/drawing{number}.xml"
        package.put(part, page.described(package.parts[part]))
    parts = package.sheets()
    return package, {parts[page.sheet.title]: page.long for page in pages if page.long}


def _link_checks(pages: list[Page], names: Names) -> None:
    """Lead from each check to its sheet."""
    place = names.places.get("checks.sheet")
    if place is None:
        return
    page = next(page for page in pages if page.layout.sheet.name == place.sheet)
    for row in range(place.first, place.last + 1):
        page.link(row, place.column, str(page.sheet.cell(row, place.column).value))
