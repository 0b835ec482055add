"""The last touches on a workbook of our own: what openpyxl writes differently than Excel would.

Shared strings instead of inline ones, font properties in the order of the schema, and fixed
times, so that the same inputs give the same bytes.
"""

import datetime
from collections.abc import Iterable, Mapping

from lxml import etree

from betahedge.xlsx.cells import CELL, VALUE
from betahedge.xlsx.package import Package, text_in
from betahedge.xlsx.xml import MAIN, RELATIONS, serialize, tag

TERMS = "http://purl.org/dc/terms/"
STRINGS = "xl/sharedStrings.xml"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS_RELATION = f"{RELATIONS}/sharedStrings"
FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


def finish(package: Package, day: datetime.date, more: Iterable[str] = ()) -> dict[str, int]:
    """Finish a workbook that openpyxl has just written; give the places of the shared texts.

    more: texts of cells that are in no tree, to share.
    """
    places: dict[str, int] = {}
    count = 0
    for part in package.sheets().values():
        for cell in package.tree(part).iter(CELL):
            if cell.get("t") == "inlineStr":
                text = text_in(cell)
                cell[:] = []
                del cell.attrib["t"]
                if text:
                    cell.set("t", "s")
                    place = places.setdefault(text, len(places))
                    etree.SubElement(cell, VALUE).text = str(place)
                    count += 1
        package.touch(part)
    for text in more:
        places.setdefault(text, len(places))
        count += 1
    if count:
        _add_strings(package, places, count)
    _order_fonts(package)
    _stamp(package, day)
    return places


def _add_strings(package: Package, places: Mapping[str, int], count: int) -> None:
    """Add the table of shared strings: the texts by their place, and how many cells show one."""
    table = etree.fromstring(f'<sst xmlns="{MAIN}"/>')
    table.set("count", str(count))
    table.set("uniqueCount", str(len(places)))
    for text in places:
        element = etree.SubElement(etree.SubElement(table, tag("si")), tag("t"))
        element.text = text
        if text != text.strip():
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    package.add_to_workbook(STRINGS, serialize(table), STRINGS_TYPE, STRINGS_RELATION)


def _order_fonts(package: Package) -> None:
    """Put the properties of every font in the order that the schema gives."""
    places = {tag(name): place for place, name in enumerate(FONT_ORDER)}
    for font in package.tree("xl/styles.xml").iter(tag("font")):
        font[:] = sorted(font, key=lambda child: places.get(str(child.tag), len(places)))
    package.touch("xl/styles.xml")


def _stamp(package: Package, day: datetime.date) -> None:
    """Set the times at which the workbook was made and changed."""
    for element in package.tree("docProps/core.xml"):
        if element.tag in (f"{{{TERMS}}}created", f"{{{TERMS}}}modified"):
            element.text = f"{day.isoformat()}T00:00:00Z"
    package.touch("docProps/core.xml")
