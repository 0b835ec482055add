"""Dynamic arrays, and the order to calculate: what a workbook needs beside its values.

A cell of an add-in function is marked as a dynamic array, or Excel would show `=@HEDGE_...`.
"""

from lxml import etree

from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import MAIN, RELATIONS, Element, place_after, section, tag

METADATA = "xl/metadata.xml"
METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
METADATA_RELATION = f"{RELATIONS}/sheetMetadata"
_BEFORE_CELLS = ("metadataTypes", "metadataStrings", "mdxMetadata", "futureMetadata")
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


def mark_dynamic(cell: Element, extent: str, mark: str) -> None:
    """Mark a formula cell as a dynamic array that fills `extent`."""
    formula = cell.find(tag("f"))
    assert formula is not None  # noqa: S101 - only formula cells are marked
    formula.set("t", "array")
    formula.set("ref", extent)
    cell.set("cm", mark)


def dynamic_array_mark(package: Package) -> str:
    """Give the `cm` number that means dynamic array, adding the metadata where it lacks."""
    part = next(iter(package.related(WORKBOOK, METADATA_RELATION).values()), METADATA)
    if part not in package.parts:
        empty = f'<metadata xmlns="{MAIN}"/>'.encode()
        package.add_to_workbook(part, empty, METADATA_TYPE, METADATA_RELATION)
    root = package.tree(part)
    types = section(root, "metadataTypes")
    names = [element.get("name") for element in types]
    if "XLDAPR" not in names:
        types.append(etree.fromstring(_DYNAMIC_TYPE))
        names.append("XLDAPR")
        root.insert(place_after(root, *_BEFORE_CELLS), etree.fromstring(_DYNAMIC_BLOCK))
    cells = section(root, "cellMetadata", *_BEFORE_CELLS)
    kind = str(names.index("XLDAPR") + 1)
    for number, block in enumerate(cells, start=1):
        if [(record.get("t"), record.get("v")) for record in block] == [(kind, "0")]:
            return str(number)
    block = etree.SubElement(cells, tag("bk"))
    etree.SubElement(block, tag("rc"), {"t": kind, "v": "0"})
    for each in (types, cells):
        each.set("count", str(len(each)))
    package.touch(part)
    return str(len(cells))


def recalculate_on_load(package: Package) -> None:
    """Ask the spreadsheet to calculate everything when it opens the file."""
    before = ("sheets", "functionGroups", "externalReferences", "definedNames")
    settings = section(package.book, "calcPr", *before)
    if settings.get("fullCalcOnLoad") != "1":
        settings.set("fullCalcOnLoad", "1")
        package.touch(WORKBOOK)
