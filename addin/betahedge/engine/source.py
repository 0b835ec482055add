"""The workbook that the engine is given: sheets, values and formulas, and nothing else of a file.

A formula has slots in the place of its calls of the add-in; a helper sheet has a row for each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.cells.errors import VALUE
from betahedge.cells.lambdas import stored_names
from betahedge.engine.arrays import needs_array
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import HELPER, Calls
from betahedge.engine.page import Page
from betahedge.engine.room import Room
from betahedge.engine.spreadsheet import error_codes
from betahedge.engine.values import Place
from betahedge.formula.calls import mentions, renamed, replace_calls
from betahedge.formula.references import function_name, reference
from betahedge.xlsx.cells import Value, address, places_in, write_value
from betahedge.xlsx.dynamic import dynamic_array_mark
from betahedge.xlsx.package import TYPES, WORKBOOK, Package, defined_names, relations_of
from betahedge.xlsx.xml import (
    CONTENT_TYPES,
    MAIN,
    PACKAGE_RELATIONS,
    RELATIONS,
    Element,
    tag,
)

_OPTIONAL = re.compile(r"_xlop\.(\w+)")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS = f"""<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/{WORKBOOK}" ContentType="{_TYPE}.sheet.main+xml"/></Types>""".encode()
_FIRST = f"""<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1"
 Type="{RELATIONS}/officeDocument" Target="{WORKBOOK}"/></Relationships>""".encode()
_NAMES = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
_HIDDEN = ' hidden="1"'


def write_source(book: Book, calls: Calls) -> bytes:
    """Write the engine's workbook; formulas that are not calculated are their stored value."""
    calls.searches.write(calls.texts | calls.arguments, Room(book, dict(calls.room.taken)))
    sheets = [
        _worksheet(_rows(book, number, page, calls), page.filter) if page else _worksheet(())
        for number, page in enumerate(book.pages)
    ]
    names = {call.reference: calls.stands(call) for call in calls.calls if call.many}
    workbook = _workbook(book, [*book.titles, HELPER], names, calls)
    return _pack(workbook, [*sheets, _worksheet(_slots(calls))])


def _slots(calls: Calls) -> Iterator[str]:
    """Write the answers so far."""
    rows: dict[int, dict[int, Value]] = {}
    for call in calls.calls:
        area = calls.area(call)
        for row, line in enumerate(call.rows, start=area.top):
            rows.setdefault(row, {}).update(enumerate(line, start=area.left))
    for row, cells in sorted(rows.items()):
        texts = (_constant(address(row, c), value) for c, value in sorted(cells.items()))
        yield f'<row r="{row}">{"".join(texts)}</row>'


def single_cell(formula: str) -> Package:
    """Make a workbook with one formula, in the cell A1 of its one sheet."""
    cell = f'<row r="1"><c r="A1"><f>{escape(formula)}</f></c></row>'
    sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    return Package.read(_pack(f"<workbook {_NAMES}>{sheets}</workbook>", [_worksheet([cell])]))


def _pack(workbook: str, sheets: Sequence[Iterable[bytes]]) -> bytes:
    """Pack the part of a workbook, and its sheets, which are given piece by piece."""
    package = Package({TYPES: _KINDS, relations_of(""): _FIRST, WORKBOOK: _bytes(workbook)})
    parts = [f"xl/worksheets/sheet{number}.xml" for number, _ in enumerate(sheets, start=1)]
    for part in parts:
        package.add_to_workbook(part, b"", f"{_TYPE}.worksheet+xml", f"{RELATIONS}/worksheet")
    dynamic_array_mark(package)  # the first of it is what cm="1" refers to
    return package.write(dict(zip(parts, sheets)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _worksheet(rows: Iterable[str], tail: str = "") -> Iterator[bytes]:
    """Write a sheet's part, given by its rows and what comes after them."""
    yield _bytes(f"<worksheet {_NAMES}><sheetData>")
    yield from map(_bytes, rows)
    yield _bytes(f"</sheetData>{tail}</worksheet>")


def _rows(book: Book, number: int, page: Page, calls: Calls) -> Iterator[str]:
    """Write the rows of a sheet; what a formula had filled is left to it."""
    formulas = {place for place in book.by_place if place[0] == number}
    filled = _filled(book, number, calls.texts)
    constants = {(number, *each) for each in page.constants} - filled
    others = {*calls.thrown, *calls.arguments, *calls.searches.cells}
    more = {place for place in others if place[0] == number}
    for row, places in groupby(sorted(formulas | constants | more), key=itemgetter(1)):
        hidden = _HIDDEN if row in page.hidden else ""
        cells = "".join(_cell(book, calls, place) for place in places)
        yield f'<row r="{row}"{hidden}>{cells}</row>'


def _cell(book: Book, calls: Calls, place: Place) -> str:
    """Write a cell: a formula that is calculated, or the value that it enters with."""
    if place in calls.thrown:
        return _constant(address(*place[1:]), calls.thrown[place])
    if place in calls.texts:
        return _live(place, book.by_place[place], calls)
    if place in calls.arguments:
        return _formula(place, text_of(place, calls), fills=True)
    if place in calls.searches.cells:
        return _formula(place, calls.searches.cells[place])
    formula = book.by_place.get(place)
    value = formula.stored if formula else book.constant(place)
    return _constant(address(*place[1:]), value)


def _filled(book: Book, number: int, texts: Mapping[Place, str]) -> set[Place]:
    """Name the cells on a sheet that a formula to be calculated had filled."""
    found: set[Place] = set()
    for place in texts:
        formula = book.by_place[place]
        fills = formula.array or formula.dynamic
        if place[0] == number and fills and ":" in formula.extent:
            found.update(places_in(number, formula.extent))
    return found


def _constant(ref: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, ErrorValue) and value not in error_codes():
        value = ErrorValue(VALUE)  # Err:502, as old programs have it
    kind, text = write_value(value)
    if kind == "str":
        text = f'<t xml:space="preserve">{escape(text)}</t>'
        return f'<c r="{ref}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{ref}" t="{kind}"><v>{text}</v></c>'


def text_of(place: Place, calls: Calls) -> str:
    """Give the text of a formula, with what its searches find as far as that is known."""
    text = calls.texts.get(place) or calls.arguments.get(place, "")
    if "ANCHORARRAY(" in text.upper():
        text = replace_calls(text, partial(_kept_range, place, calls))
    return _with_optional(calls.searches.written.get(place, text))


def _kept_range(place: Place, calls: Calls, function: str, arguments: list[str]) -> str | None:
    """Write A1# as the range that A1 has filled, where that keeps its values."""
    if function_name(function) != "ANCHORARRAY":
        return None
    first = "".join(arguments).strip()
    found, (sheet, sign, _) = reference(first), first.rpartition("!")
    left, top, *_ = found.area or (0, 0)
    anchor = calls.book.by_place.get(
        (calls.book.numbers.get(found.sheet.lower(), place[0]), top, left)
    )
    is_kept = anchor is not None and anchor.extent and anchor.place not in calls.texts
    return f"{sheet}{sign}{anchor.extent}" if anchor and is_kept else None


def _live(place: Place, formula: Formula, calls: Calls) -> str:
    """Write a formula; one that calls the add-in may fill more cells than its own."""
    text, extent = text_of(place, calls), formula.array
    fills = formula.dynamic or formula.calls
    if not extent and not fills:
        form = calls.searches.written.get(place, formula.form)
        extent = formula.ref if needs_array(form) else ""
    return _formula(place, text, extent, fills)


def _formula(place: Place, text: str, extent: str = "", fills: bool = False) -> str:
    """Write a cell with a formula; extent: of an array formula of the older kind."""
    ref, mark = address(*place[1:]), ' cm="1"' if fills and not extent else ""
    array = f' t="array" ref="{extent or ref}"' if extent or fills else ""
    return f'<c r="{ref}"{mark}><f{array}>{escape(text)}</f></c>'


def _with_optional(text: str) -> str:
    """Write parameters that may be left out by the engine's own sign for them."""
    return _OPTIONAL.sub(r"[_xlpm.\1]", text) if "_xlop." in text else text


def _own_lambdas(book: Book) -> Iterator[Element]:
    """Run through the user's names that are LAMBDAs; other names are written out, in these too."""
    for sheet, name in defined_names(book.package.book):
        if "LAMBDA(" in (name.text or "") and name.get("name", "").upper() not in CATALOGUE:
            written = copy(name)
            text = book.names.write_out(renamed(name.text or ""), sheet, 1, 1)
            written.text = _with_optional(text)
            yield written


def _workbook(book: Book, titles: list[str], names: dict[str, str], calls: Calls) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    own = list(_own_lambdas(book))
    defined = [etree.tostring(name, encoding="unicode", with_tail=False) for name in own]
    if calls.bound or any(mentions(name.text or "") for name in own):
        names |= {name: _with_optional(text) for name, text in stored_names().items()}
    for name, text in names.items():
        defined.append(f"<definedName name={quoteattr(name)}>{escape(text)}</definedName>")
    days, calculation = _settings(book)
    return (
        f"<workbook {_NAMES}>{days}<sheets>{sheets}</sheets>"
        f"<definedNames>{''.join(defined)}</definedNames>{calculation}</workbook>"
    )


def _settings(book: Book) -> tuple[str, str]:
    """Write from when days count, and how often a circle is gone round."""
    written = []
    for name, wanted in (
        ("workbookPr", ("date1904",)),
        ("calcPr", ("iterate", "iterateCount", "iterateDelta", "fullPrecision")),
    ):
        found = book.package.book.find(tag(name))
        given = [] if found is None else [(each, found.get(each)) for each in wanted]
        attributes = "".join(f" {each}={quoteattr(text)}" for each, text in given if text)
        written.append(f"<{name}{attributes}/>")
    return written[0], written[1]
