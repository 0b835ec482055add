"""The workbook that the engine is given: sheets, values and formulas, and nothing else of a file.

A formula has slots in the place of its calls of the add-in; a helper sheet has a row for each.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.cells.errors import VALUE
from betahedge.cells.lambdas import stored_names
from betahedge.engine.arrays import needs_array
from betahedge.engine.book import Book, Formula, Page
from betahedge.engine.calls import HELPER, Call, Calls
from betahedge.engine.spreadsheet import error_codes
from betahedge.engine.values import Place
from betahedge.formula.calls import mentions, renamed
from betahedge.xlsx.cells import (
    Value,
    address,
    escaped,
    number_text,
    places_in,
)
from betahedge.xlsx.dynamic import dynamic_array_mark
from betahedge.xlsx.package import TYPES, WORKBOOK, Package, defined_names, entry, relations_of
from betahedge.xlsx.xml import (
    CONTENT_TYPES,
    MAIN,
    PACKAGE_RELATIONS,
    RELATIONS,
    Element,
    run_through,
    tag,
)

_OPTIONAL = re.compile(r"_xlop\.(\w+)")
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DEFAULTS = (
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_NAMESPACES = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
_WORKBOOK = f"{_DECLARED}<workbook {_NAMESPACES}>"
_WORKSHEET = f"{_DECLARED}<worksheet {_NAMESPACES}>"
_HIDDEN = ' hidden="1"'
_RELATION = '<Relationship Id="rId{}" Type="{}" Target="{}"/>'


def write_source(book: Book, calls: Calls) -> bytes:
    """Write the engine's workbook; formulas that are not calculated are their stored value."""
    sheets: list[tuple[Iterable[str], str]] = []
    for number, page in enumerate(book.pages):
        tail = _filter(book.package.parts[page.part]) if page else ""
        sheets.append((_rows(book, number, page, calls) if page else (), tail))
    names = {call.reference: _stands_for(call, calls) for call in calls.calls if call.many}
    sheets.append((_slots(calls), ""))
    return _pack(_workbook(book, [*book.titles, HELPER], names, calls), sheets)


def _stands_for(call: Call, calls: Calls) -> str:
    """Write what the name of a call with many values stands for."""
    many = isinstance(call.answer, list)
    return calls.place(call).reference if many else f"{HELPER}!$A${call.slot}"


def _slots(calls: Calls) -> Iterator[str]:
    """Write the answers so far."""
    rows: dict[int, dict[int, Value]] = {}
    for call in calls.calls:
        top, left, values = calls.stands(call)
        for row, line in enumerate(values, start=top):
            rows.setdefault(row, {}).update(enumerate(line, start=left))
    for row, cells in sorted(rows.items()):
        texts = (_constant(address(row, c), value) for c, value in sorted(cells.items()))
        yield f'<row r="{row}">{"".join(texts)}</row>'


def single_cell(formula: str) -> Package:
    """Make a workbook with one formula, in the cell A1 of its one sheet."""
    cell = f'<row r="1"><c r="A1"><f>{escape(formula)}</f></c></row>'
    sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    return Package.read(_pack(f"{_WORKBOOK}{sheets}</workbook>", [([cell], "")]))


def _pack(workbook: str, sheets: Sequence[tuple[Iterable[str], str]]) -> bytes:
    """Pack a workbook's part and its sheets, each given by its rows and what comes after them."""
    parts = [f"worksheets/sheet{number}.xml" for number, _ in enumerate(sheets, start=1)]
    package = Package({name: text.encode() for name, text in _around(parts).items()})
    package.parts[WORKBOOK] = _bytes(workbook)
    dynamic_array_mark(package)  # the first of it is what cm="1" refers to
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in package.settle().items():
            archive.writestr(entry(name), data)
        for name, (rows, tail) in zip(parts, sheets):
            with archive.open(entry(f"xl/{name}"), "w") as part:
                part.write(_bytes(f"{_WORKSHEET}<sheetData>"))
                for row in rows:
                    part.write(_bytes(row))
                part.write(_bytes(f"</sheetData>{tail}</worksheet>"))
    return stream.getvalue()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _around(sheets: Iterable[str]) -> dict[str, str]:
    """Write the parts that say what there is and how it belongs together."""
    targets = [(f"{RELATIONS}/worksheet", sheet) for sheet in sheets]
    kinds = {f"xl/{sheet}": "worksheet" for _, sheet in targets} | {WORKBOOK: "sheet.main"}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPES}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return {
        TYPES: f'{_DECLARED}<Types xmlns="{CONTENT_TYPES}">{_DEFAULTS}{overrides}</Types>',
        relations_of(""): _relations([(f"{RELATIONS}/officeDocument", WORKBOOK)]),
        relations_of(WORKBOOK): _relations(targets),
    }


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    each = (_RELATION.format(n, *target) for n, target in enumerate(targets, start=1))
    return f'{_DECLARED}<Relationships xmlns="{PACKAGE_RELATIONS}">{"".join(each)}</Relationships>'


def _rows(book: Book, number: int, page: Page, calls: Calls) -> Iterator[str]:
    """Write the rows of a sheet; what a formula had filled is left to it."""
    formulas = {place for place in book.by_place if place[0] == number}
    filled = _filled(book, number, calls.texts)
    constants = {(number, *each) for each in page.constants} - filled
    arguments = {place for place in calls.arguments if place[0] == number}
    for row, places in groupby(sorted(formulas | constants | arguments), key=itemgetter(1)):
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
        return _formula(place, calls.arguments[place], place in calls.filling)
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
    if isinstance(value, ErrorValue):
        known = value if value in error_codes() else VALUE  # Err:502, as old programs have it
        return f'<c r="{ref}" t="e"><v>{known}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(escaped(value))}</t>'
        return f'<c r="{ref}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{ref}"><v>{number_text(value)}</v></c>'


def _live(place: Place, formula: Formula, calls: Calls) -> str:
    """Write a formula; one that calls the add-in may fill more cells than its own."""
    if formula.array:
        text = escape(calls.texts[place])
        return f'<c r="{formula.ref}"><f t="array" ref="{formula.array}">{text}</f></c>'
    if not formula.dynamic and place not in calls.filling and needs_array(formula.form):
        text = escape(calls.texts[place])
        return f'<c r="{formula.ref}"><f t="array" ref="{formula.ref}">{text}</f></c>'
    return _formula(place, calls.texts[place], formula.dynamic or place in calls.filling)


def _formula(place: Place, text: str, fills: bool) -> str:
    ref = address(*place[1:])
    if fills:
        return f'<c r="{ref}" cm="1"><f t="array" ref="{ref}">{escape(text)}</f></c>'
    return f'<c r="{ref}"><f>{escape(text)}</f></c>'


def _filter(part: bytes) -> str:
    """Write the filter of a sheet, which says how rows came to be hidden."""
    found = run_through(io.BytesIO(part), tag("autoFilter")) if b"autoFilter" in part else ()
    return "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in found)


def _lambdas() -> dict[str, str]:
    """Give the add-in's functions as LAMBDAs; the engine has a sign of its own for an optional."""
    return {name: _OPTIONAL.sub(r"[_xlpm.\1]", text) for name, text in stored_names().items()}


def _own_lambdas(book: Book) -> Iterator[Element]:
    """Run through the user's names that are LAMBDAs; other names are written out, in these too."""
    for sheet, name in defined_names(book.package.book):
        if "LAMBDA(" in (name.text or "") and name.get("name", "").upper() not in CATALOGUE:
            written = copy(name)
            written.text = book.names.write_out(renamed(name.text or ""), sheet, 1, 1)
            yield written


def _workbook(book: Book, titles: list[str], names: dict[str, str], calls: Calls) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    own = list(_own_lambdas(book))
    defined = [etree.tostring(name, encoding="unicode", with_tail=False) for name in own]
    if calls.bound or any(mentions(name.text or "") for name in own):
        names = names | _lambdas()
    for name, text in names.items():
        defined.append(f"<definedName name={quoteattr(name)}>{escape(text)}</definedName>")
    days, calculation = _settings(book)
    return (
        f"{_WORKBOOK}{days}<sheets>{sheets}</sheets>"
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
