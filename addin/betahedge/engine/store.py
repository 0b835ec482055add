"""Values into a finished package: the last step, which touches sheets, metadata and calcPr only.

A cell of an add-in function is marked as a dynamic array, or Excel would show `=@HEDGE_...`.
"""

import re
from bisect import bisect
from itertools import product

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from betahedge.cells import ErrorValue
from betahedge.engine.recalculate import Value
from betahedge.xlsx.cells import bounds
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import MAIN, RELATIONS, Element, parse, serialize, tag

METADATA = "xl/metadata.xml"
METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
METADATA_RELATION = f"{RELATIONS}/sheetMetadata"
_DYNAMIC_TYPE = (
    f'<metadataType xmlns="{MAIN}"'
    ' name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1"'
    ' splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1"'
    ' cellMeta="1"/>'
)
_DYNAMIC_BLOCK = (
    f'<futureMetadata xmlns="{MAIN}"'
    ' name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    "<xda:dynamicArrayProperties"
    ' xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"'
    ' fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
)


# Written by its number: what XML has not, and an underscore that would be read as such a number.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class SheetCells:
    """The cells of a worksheet part, by row and column; a missing one is made where it belongs."""

    def __init__(self, root: Element) -> None:
        """Index the part; addresses that the file leaves out are filled in."""
        data = root.find(tag("sheetData"))
        self._data = data if data is not None else etree.SubElement(root, tag("sheetData"))
        self._rows: dict[int, Element] = {}
        self._cells: dict[tuple[int, int], Element] = {}
        number = 0
        for row in self._data.iter(tag("row")):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            self._rows[number] = row
            column = 0
            for cell in row.iter(tag("c")):
                ref = cell.get("r")
                column = coordinate_to_tuple(ref)[1] if ref else column + 1
                cell.set("r", f"{get_column_letter(column)}{number}")
                self._cells[number, column] = cell
        self._numbers = sorted(self._rows)

    def find(self, row: int, column: int) -> Element | None:
        """Give a cell, if the part has it."""
        return self._cells.get((row, column))

    def at(self, ref: str) -> Element:
        """Give the cell at an address that the part has."""
        return self._cells[coordinate_to_tuple(ref)]

    def make(self, row: int, column: int) -> Element:
        """Give a cell; an empty one is made, in order, where there is none."""
        found = self.find(row, column)
        if found is not None:
            return found
        if row not in self._rows:
            place = bisect(self._numbers, row)
            self._rows[row] = etree.Element(tag("row"), {"r": str(row)})
            self._data.insert(place, self._rows[row])
            self._numbers.insert(place, row)
        parent = self._rows[row]
        columns = (coordinate_to_tuple(each.get("r", ""))[1] for each in parent)
        place = next((n for n, other in enumerate(columns) if other > column), len(parent))
        cell = etree.Element(tag("c"), {"r": f"{get_column_letter(column)}{row}"})
        parent.insert(place, cell)
        self._cells[row, column] = cell
        return cell

    def clear_spill(self, ref: str) -> bool:
        """Take away what the formula at an address had spilled into other cells."""
        formula = self.at(ref).find(tag("f"))
        if formula is None or formula.get("t") != "array":
            return False
        cleared = False
        for cell in self._within(formula.get("ref") or ref):
            if cell.find(tag("f")) is None:
                set_value(cell, None)
                cleared = True
        return cleared

    def _within(self, extent: str) -> list[Element]:
        """List the cells in a range that the part has."""
        left, top, right, bottom = bounds(extent)
        if (right - left + 1) * (bottom - top + 1) > len(self._cells):
            return [
                cell
                for (row, column), cell in self._cells.items()
                if top <= row <= bottom and left <= column <= right
            ]
        places = product(range(top, bottom + 1), range(left, right + 1))
        return [self._cells[place] for place in places if place in self._cells]


def number_text(value: float) -> str:
    """Write a number as a sheet part holds it: shortest, and exact."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def set_value(cell: Element, value: Value) -> None:
    """Put a value beside a cell's formula; None takes the value away."""
    for name in ("v", "is"):
        for child in cell.findall(tag(name)):
            cell.remove(child)
    for mark in ("t", "vm"):  # of a value that is richer than what stands in the cell
        cell.attrib.pop(mark, "")
    if value is None:
        return
    if isinstance(value, ErrorValue):
        cell.set("t", "e")
        text = str(value)
    elif isinstance(value, bool):
        cell.set("t", "b")
        text = str(int(value))
    elif isinstance(value, str):
        cell.set("t", "str")
        text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    else:
        text = number_text(value)
    element = etree.SubElement(cell, tag("v"))
    element.text = text or None  # as it is read again
    formula = cell.find(tag("f"))
    cell.insert(0 if formula is None else cell.index(formula) + 1, element)


def mark_dynamic(cell: Element, extent: str, mark: str) -> None:
    """Mark a formula cell as a dynamic array that fills `extent`."""
    formula = cell.find(tag("f"))
    assert formula is not None  # noqa: S101 - only formula cells are marked
    formula.set("t", "array")
    formula.set("ref", extent)
    cell.set("cm", mark)


def dynamic_array_mark(package: Package) -> str:
    """Give the `cm` number that means dynamic array, adding the metadata where it lacks."""
    empty = f'<metadata xmlns="{MAIN}"/>'.encode()
    part = next(iter(package.related(WORKBOOK, METADATA_RELATION).values()), METADATA)
    root = parse(package.parts.get(part, empty))
    types = _section(root, "metadataTypes", 0)
    names = [element.get("name") for element in types]
    if "XLDAPR" not in names:
        types.append(etree.fromstring(_DYNAMIC_TYPE))
        names.append("XLDAPR")
        place = _place_before(root, "cellMetadata", "valueMetadata", "extLst")
        root.insert(place, etree.fromstring(_DYNAMIC_BLOCK))
    cells = _section(root, "cellMetadata", _place_before(root, "valueMetadata", "extLst"))
    kind = str(names.index("XLDAPR") + 1)
    for number, block in enumerate(cells, start=1):
        if [(record.get("t"), record.get("v")) for record in block] == [(kind, "0")]:
            return str(number)
    block = etree.SubElement(cells, tag("bk"))
    etree.SubElement(block, tag("rc"), {"t": kind, "v": "0"})
    for section in (types, cells):
        section.set("count", str(len(section)))
    data = serialize(root)
    if part in package.parts:
        package.parts[part] = data
    else:
        package.add_to_workbook(part, data, METADATA_TYPE, METADATA_RELATION)
    return str(len(cells))


def _place_before(root: Element, *names: str) -> int:
    """Find where the first of some elements stands, or the end."""
    later = set(map(tag, names))
    return next((n for n, child in enumerate(root) if child.tag in later), len(root))


def _section(root: Element, name: str, place: int) -> Element:
    found = root.find(tag(name))
    if found is None:
        found = etree.Element(tag(name), {"count": "0"})
        root.insert(place, found)
    return found


def recalculate_on_load(package: Package) -> None:
    """Ask the spreadsheet to calculate everything when it opens the file."""
    root = parse(package.parts[WORKBOOK])
    settings = root.find(tag("calcPr"))
    if settings is None:
        settings = etree.Element(tag("calcPr"))
        before = ("sheets", "functionGroups", "externalReferences", "definedNames")
        places = [index for index, child in enumerate(root) if child.tag in map(tag, before)]
        root.insert(max(places) + 1, settings)
    if settings.get("fullCalcOnLoad") != "1":
        settings.set("fullCalcOnLoad", "1")
        package.parts[WORKBOOK] = serialize(root)
