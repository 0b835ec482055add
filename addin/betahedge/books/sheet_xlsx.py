"""A look over the sheets of an XLSX: how far they go, formulas never calculated, error values."""

import io
import posixpath
import re
from typing import Any

from lxml import etree
from openpyxl.utils import column_index_from_string

from betahedge.books.extent import Extent, error_in_cell
from betahedge.books.faults import BadFile, TooLarge
from betahedge.books.formats import BUILT_IN_SHARES, unit_shown
from betahedge.books.grid import MAX_CELLS, MAX_COLUMNS, MAX_LINES
from betahedge.books.text import escaped

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet
_BEYOND = re.compile(rb"""\sr=["']([A-Za-z]{4,}\d*)""")
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_CELL_OF = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_STYLE, _PLACE = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class Looks:
    """The sheets of a package by name, each looked over when it is asked for."""

    def __init__(self, name: str, parts: dict[str, bytes]) -> None:
        self.name, self.parts = name, parts
        self.found: dict[str, Extent] = {}
        try:
            book = etree.fromstring(parts["xl/workbook.xml"], _PARSER)
            links = etree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"), _PARSER)
        except etree.XMLSyntaxError:
            raise BadFile(f"{escaped(name)}: is a damaged workbook") from None
        target = {link.get("Id"): link.get("Target", "") for link in links}
        self.part = {
            sheet.get("name", ""): _part(target.get(sheet.get(_RELATION), ""))
            for sheet in book.iter("{*}sheet")
        }
        self.units = _units_of_styles(parts.get("xl/styles.xml", b""))
        flags = [calc.get("fullCalcOnLoad") for calc in book.iter("{*}calcPr")]
        self.trusted = not {"1", "true"} & set(flags)  # what a library writes, Excel never leaves

    def get(self, sheet: str) -> Extent:
        """Look a sheet over."""
        extent = self._extent(sheet)
        data = self.parts.get(self.part.get(sheet, ""), b"")
        extent.hidden = set(map(int, _HIDDEN.findall(data) if b"hidden=" in data else ()))
        for found in _CELL_OF.finditer(data) if self.units else ():
            style, where = _STYLE.search(found[1]), _PLACE.search(found[1])
            unit = self.units.get(int(style[1])) if style else None
            if unit and where:
                column = column_index_from_string(where[1].decode()) - 1
                extent.formats[int(where[2]), column] = unit
        return extent

    def _extent(self, sheet: str) -> Extent:
        data = self.parts.get(self.part.get(sheet, ""), b"")
        rows, cells = (
            data.count(b"<row") + data.count(b":row "),
            data.count(b"<c ") + data.count(b":c "),
        )
        if rows > LAST_ROW or cells > MAX_CELLS:
            raise TooLarge(
                f"{escaped(self.name)}, sheet {escaped(sheet)}: has too many cells to read"
            )
        numbers = list(map(int, _ROW.findall(data)))
        last = max(numbers, default=rows)
        if last > LAST_ROW:
            raise BadFile(
                f"{escaped(self.name)}: is damaged; it names row {last}, and a sheet ends "
                f"at {LAST_ROW:,}"
            )
        beyond = _BEYOND.search(data)
        if beyond:
            cell = escaped(beyond[1].decode())
            raise BadFile(
                f"{escaped(self.name)}: is damaged; it names {cell}, and a sheet ends at XFD"
            )
        letters = {column_index_from_string(each.decode()) for each in set(_CELL.findall(data))}
        far = max(letters, default=0) > MAX_COLUMNS or max(last, rows) > MAX_LINES
        if (
            far
            or not letters
            or b"<f" in data
            or b":f" in data
            or b't="e"' in data
            or b"t='e'" in data
        ):
            return _closely(self.name, data, self.trusted)
        return Extent(max(last, rows), max(letters, default=0))


def _units_of_styles(data: bytes) -> dict[int, str]:
    """Give what number formats show, by style: % or a currency."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return {}
    forms = {str(number): "0%" for number in BUILT_IN_SHARES}
    for each in root.iter("{*}numFmt"):
        forms[each.get("numFmtId", "")] = each.get("formatCode", "")
    styles = root.find("{*}cellXfs")
    found = {}
    for number, style in enumerate(styles if styles is not None else ()):
        unit = unit_shown(forms.get(style.get("numFmtId", ""), ""))
        if unit:
            found[number] = unit
    return found


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _closely(name: str, data: bytes, trusted: bool) -> Extent:
    """Look at every cell that holds something."""
    extent, row, column = Extent(), 0, 0
    try:
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            tag=("{*}row", "{*}c"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        for event, element in events:
            is_row = element.tag.endswith("}row")
            if event == "start" and is_row:
                row, column = int(element.get("r") or row + 1), 0
            elif event == "end" and not is_row:
                column = _note(extent, element, row, column)
                element.clear()
            elif event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        raise BadFile(f"{escaped(name)}: is a damaged workbook") from None
    return extent.close(trusted=trusted)


def _note(extent: Extent, cell: Any, row: int, column: int) -> int:
    """Note a cell; give the index of the column after it."""
    found = _REFERENCE.fullmatch(cell.get("r") or "")
    index = column_index_from_string(found[1]) - 1 if found else column
    row = int(found[2]) if found else row
    children = {etree.QName(child).localname: child for child in cell}
    kind, value = cell.get("t"), children["v"].text if "v" in children else None
    if kind == "e":
        extent.problems[row, index] = error_in_cell(escaped(value or "")[:20])
    elif "f" in children:
        extent.formula(row, index, value or ("text" if kind == "str" and "v" in children else None))
    if value or "is" in children:
        extent.reach(row, index + 1)
    return index + 1
