"""The register of contracts as a sheet of a workbook, to which its user can add lines."""

from lxml import etree

from betahedge.cells.register import FIELDS, table
from betahedge.xlsx.cells import address, read_rows, value_of
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import MAIN, RELATIONS, Element, parse, section, serialize, tag

SHEET = "HEDGE register"
PART = "xl/worksheets/hedge_register.xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEAD = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><cols><col min="1" max="{columns}" width="17" customWidth="1"/>'
    "</cols><sheetData/></worksheet>"
)


def add_register(package: Package) -> None:
    """Add the sheet after the others of a workbook."""
    relation = package.add_to_workbook(PART, _sheet(), SHEET_TYPE, f"{RELATIONS}/worksheet")
    sheets = section(package.book, "sheets")
    number = max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1
    attributes = {"name": SHEET, "sheetId": str(number), f"{{{RELATIONS}}}id": relation}
    etree.SubElement(sheets, tag("sheet"), attributes, {"r": RELATIONS})
    package.touch(WORKBOOK)


def remove_register(package: Package, name: str) -> None:
    """Take the sheet out; what counts the sheets before it counts on."""
    sheets = section(package.book, "sheets")
    place = [sheet.get("name") for sheet in sheets].index(name)
    package.remove(package.sheets()[name], WORKBOOK)
    sheets.remove(sheets[place])
    for element in package.book.iter(tag("definedName"), tag("workbookView")):
        for number in ("localSheetId", "activeTab", "firstSheet"):
            if int(element.get(number, "0")) >= max(place, 1):
                element.set(number, str(int(element.get(number, "0")) - 1))
    package.touch(WORKBOOK)


def is_as_written(package: Package, name: str) -> bool:
    """Tell a register to which nothing was added, and in which nothing was changed."""
    written = {
        (row, column): value
        for row, values in enumerate(table(), 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    strings = package.strings()
    found = {
        (row, column): value
        for row, _, cells in read_rows(package, name, package.sheets()[name])
        for column, cell in cells.items()
        if (value := value_of(cell, strings)) not in (None, "")
    }
    return found == written


def _sheet() -> bytes:
    root = parse(_HEAD.format(columns=len(FIELDS)).encode())
    data = next(root.iter(tag("sheetData")))
    for number, values in enumerate(table(), 1):
        row = etree.SubElement(data, tag("row"), {"r": str(number)})
        for column, value in enumerate(values, 1):
            if value != "":
                _write(row, address(number, column), value)
    return serialize(root)


def _write(row: Element, ref: str, value: str | float) -> None:
    cell = etree.SubElement(row, tag("c"), {"r": ref})
    if isinstance(value, float):
        etree.SubElement(cell, tag("v")).text = repr(value)
        return
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, tag("is")), tag("t")).text = value
