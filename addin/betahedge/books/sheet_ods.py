"""A look over the sheets of an ODS: how far they go, formulas never calculated, error values."""

import io
from typing import Any

from lxml import etree

from betahedge.books.extent import Extent, error_in_cell
from betahedge.books.faults import BadFile
from betahedge.books.formats import unit_shown
from betahedge.books.grid import MAX_LINES
from betahedge.books.text import escaped

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SHOWN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class Looks:
    """The tables of a document by name, all looked over at once."""

    def __init__(self, name: str, parts: dict[str, bytes]) -> None:
        self.found: dict[str, Extent] = {}
        try:
            events = etree.iterparse(
                io.BytesIO(parts["content.xml"]), events=("start", "end"),
                tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
                resolve_entities=False, no_network=True, huge_tree=False,
            )  # fmt: skip
            self._walk(events)
        except (etree.XMLSyntaxError, ValueError):
            raise BadFile(f"{escaped(name)}: is a damaged workbook") from None

    def get(self, sheet: str) -> Extent:
        """Give what was found of a sheet."""
        return self.found.get(sheet, Extent())

    def _walk(self, events: Any) -> None:
        extent, row = Extent(), 0
        for event, element in events:
            is_table = element.tag == f"{_TABLE}table"
            if event == "start" and is_table:
                extent = self.found[element.get(f"{_TABLE}name", "")] = Extent()
                row = 0
            elif event == "end" and is_table:
                extent.close()
            elif event == "end":
                row = _row(extent, element, row)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _unit(cell: Any, kind: str | None) -> str:
    """Give % or the currency of a number: what the cell says, or what it shows."""
    if kind not in ("float", "currency", "percentage"):
        return ""
    shown = "".join(text for each in cell.iterchildren(_SHOWN) for text in each.itertext())
    return "%" if kind == "percentage" else cell.get(f"{_OFFICE}currency") or unit_shown(shown)


def _row(extent: Extent, element: Any, row: int) -> int:
    """Note the cells of a row, which may stand for many; give the number of its last line."""
    last = row + int(element.get(f"{_TABLE}number-rows-repeated", "1"))
    column = 0
    if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        extent.hidden.update(range(row + 1, min(last, row + MAX_LINES) + 1))
    for cell in element.iter(*_CELLS):
        many = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        kind = cell.get(f"{_OFFICE}value-type")
        extent.show(row + 1, column, _unit(cell, kind))
        if cell.get(f"{_CALC}value-type") == "error":
            text = "".join(cell.itertext())
            extent.problems[row + 1, column] = error_in_cell(escaped(text)[:20])
        elif cell.get(f"{_TABLE}formula") is not None and kind is None:
            extent.zeros.append((row + 1, column))  # an empty text to LibreOffice, or no value
        elif cell.get(f"{_TABLE}formula") is not None:
            extent.formula(row + 1, column, cell.get(f"{_OFFICE}value", "text"))
        if kind is not None or len(cell):
            extent.reach(last, column + many)
        column += many
    return last
