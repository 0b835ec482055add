"""The workbook that the engine is given: sheets, values and formulas, and nothing else of a file.

A formula has slots in the place of its calls of the add-in; a helper sheet has a row for each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from betahedge.cells import CATALOGUE, ErrorValue
from betahedge.cells.errors import VALUE
from betahedge.cells.lambdas import stored_names
from betahedge.engine.arrays import needs_array
from betahedge.engine.book import Book, Formula
from betahedge.engine.calls import HELPER, Calls
from betahedge.engine.spreadsheet import error_codes
from betahedge.engine.values import Place
from betahedge.formula.calls import mentions, renamed
from betahedge.xlsx.cells import (
    Sheet,
    Value,
    address,
    escaped,
    number_text,
    places_in,
    value_of,
)
from betahedge.xlsx.dynamic import dynamic_array_mark
from betahedge.xlsx.package import Package, defined_names
from betahedge.xlsx.xml import (
    CONTENT_TYPES,
    MAIN,
    PACKAGE_RELATIONS,
    RELATIONS,
    Element,
    tag,
)

_OPTIONAL = re.compile(r"_xlop\.(\w+)")
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HIDDEN = ' hidden="1"'
_RELATION = '<Relationship Id="rId{}" Type="{}" Target="{}"/>'


def write_source(book: Book, calls: Calls) -> bytes:
    """Write the engine's workbook; formulas that are not calculated are their stored value."""
    parts: dict[str, str] = {}
    for number, sheet in enumerate(book.sheets, start=1):
        rows = _rows(book, number - 1, sheet, calls) if sheet else ""
        tail = _filter(sheet) if sheet else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = _worksheet(rows, tail)
    titles = [*book.titles, HELPER]
    slots, names = _slots(calls)
    parts[f"xl/worksheets/sheet{len(titles)}.xml"] = _worksheet(slots, "")
    parts["xl/workbook.xml"] = _workbook(book, titles, names, calls)
    package = _package(parts)
    dynamic_array_mark(package)  # the first of it is what cm="1" refers to
    return package.write()


def _slots(calls: Calls) -> tuple[str, dict[str, str]]:
    """Write the answers so far, and what the names of those with many values stand for."""
    rows: dict[int, dict[int, Value]] = {}
    names: dict[str, str] = {}
    for call in calls.calls:
        top, left, values = calls.stands(call)
        if isinstance(call.answer, list):
            names[call.reference] = calls.place(call).reference
        elif call.many:
            names[call.reference] = f"{HELPER}!$A${call.slot}"
        for row, line in enumerate(values, start=top):
            rows.setdefault(row, {}).update(enumerate(line, start=left))
    written = []
    for row, cells in sorted(rows.items()):
        texts = (_constant(address(row, c), value) for c, value in sorted(cells.items()))
        written.append(f'<row r="{row}">{"".join(texts)}</row>')
    return "".join(written), names


def single_cell(formula: str) -> Package:
    """Make a workbook with one formula, in the cell A1 of its one sheet."""
    cell = f'<row r="1"><c r="A1"><f>{escape(formula)}</f></c></row>'
    sheets = '<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    opening = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    return _package(
        {
            "xl/worksheets/sheet1.xml": _worksheet(cell, ""),
            "xl/workbook.xml": f"{_DECLARED}{opening}<sheets>{sheets}</sheets></workbook>",
        }
    )


def _package(parts: dict[str, str]) -> Package:
    """Add to sheets and a workbook what says how they belong together."""
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    targets = (
        (f"{RELATIONS}/worksheet", f"worksheets/sheet{n + 1}.xml") for n in range(len(sheets))
    )
    parts["xl/_rels/workbook.xml.rels"] = _relations(targets)
    parts["_rels/.rels"] = _relations([(f"{RELATIONS}/officeDocument", "xl/workbook.xml")])
    parts["[Content_Types].xml"] = _types(parts)
    return Package({name: text.encode("utf-8", "surrogatepass") for name, text in parts.items()})


def _worksheet(rows: str, tail: str) -> str:
    opening = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    return f"{_DECLARED}{opening}<sheetData>{rows}</sheetData>{tail}</worksheet>"


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    each = (_RELATION.format(n, *target) for n, target in enumerate(targets, start=1))
    return f'{_DECLARED}<Relationships xmlns="{PACKAGE_RELATIONS}">{"".join(each)}</Relationships>'


def _rows(book: Book, number: int, sheet: Sheet, calls: Calls) -> str:
    """Write the rows of a sheet; what a formula had filled is left to it."""
    filled = _filled(book, number, calls.texts)
    rows: dict[int, list[str]] = {}
    for (row, column), cell in sheet.items():
        place, written = (number, row, column), rows.setdefault(row, [])
        if place in calls.thrown:
            written.append(_constant(cell.get("r", ""), calls.thrown[place]))
        elif place in calls.texts:
            written.append(_live(place, book.by_place[place], calls))
        elif place in book.by_place:
            written.append(_constant(cell.get("r", ""), book.by_place[place].stored))
        elif place not in filled:
            written.append(_constant(cell.get("r", ""), value_of(cell, book.strings)))
    for place in sorted(each for each in calls.arguments if each[0] == number):
        rows.setdefault(place[1], []).append(
            _formula(place, calls.arguments[place], place in calls.filling)
        )
    hidden = {row for row, each in sheet.rows() if each.get("hidden") in ("1", "true")}
    return "".join(
        f'<row r="{row}"{_HIDDEN if row in hidden else ""}>{"".join(cells)}</row>'
        for row, cells in sorted(rows.items())
    )


def _filled(book: Book, number: int, texts: Mapping[Place, str]) -> set[Place]:
    """Name the cells on a sheet that a formula to be calculated had filled."""
    found: set[Place] = set()
    for place in texts:
        formula = book.by_place[place]
        extent = (formula.element.get("ref") or "") if formula.array or formula.dynamic else ""
        if place[0] == number and ":" in extent:
            found.update(places_in(number, extent))
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


def _filter(sheet: Sheet) -> str:
    """Write the filter of a sheet, which says how rows came to be hidden."""
    found = sheet.root.find(tag("autoFilter"))
    return "" if found is None else etree.tostring(found, encoding="unicode", with_tail=False)


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
    opening = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{days}'
    return (
        f"{_DECLARED}{opening}<sheets>{sheets}</sheets>"
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


def _types(parts: Mapping[str, str]) -> str:
    """Write what each part is."""
    kinds = {"worksheets/sheet": "worksheet", "xl/workbook": "sheet.main"}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPES}.{kind}+xml"/>'
        for part in parts
        for piece, kind in kinds.items()
        if piece in part and not part.endswith(".rels")
    )
    defaults = (
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    types = f'<Types xmlns="{CONTENT_TYPES}">{defaults}{overrides}</Types>'
    return _DECLARED + types
