"""The register of contracts as a sheet of a workbook, to which its user can add lines."""

from lxml import etree
from openpyxl.utils import get_column_letter

from betahedge.cells.register import FIELDS, table
from betahedge.xlsx.package import (
    MAIN,
    RELATIONS,
    WORKBOOK,
    Element,
    Package,
    parse,
    serialize,
    tag,
)

SHEET = "HEDGE register"
PART = "xl/worksheets/hedge_register.xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEAD = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><cols><col min="1" max="{columns}" width="17" customWidth="1"/>'
    "</cols><sheetData/></worksheet>"
)


def add_register(package: Package, book: Element) -> None:
    """Add the sheet after the others of a workbook; `book` is the tree of its part."""
    package.add(PART, _sheet(), SHEET_TYPE)
    relation = package.relate(WORKBOOK, f"{RELATIONS}/worksheet", PART.removeprefix("xl/"))
    sheets = _sheets(book)
    number = max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1
    attributes = {"name": SHEET, "sheetId": str(number), f"{{{RELATIONS}}}id": relation}
    etree.SubElement(sheets, tag("sheet"), attributes, {"r": RELATIONS})


def remove_register(package: Package, book: Element) -> None:
    """Take the sheet out; what counts the sheets before it counts on."""
    sheets = _sheets(book)
    place = [sheet.get("name") for sheet in sheets].index(SHEET)
    package.remove(package.sheets()[SHEET], WORKBOOK)
    sheets.remove(sheets[place])
    for element in book.iter(tag("definedName"), tag("workbookView")):
        for name in ("localSheetId", "activeTab", "firstSheet"):
            if int(element.get(name, "0")) >= max(place, 1):
                element.set(name, str(int(element.get(name, "0")) - 1))


def is_as_written(package: Package) -> bool:
    """Tell a register to which nothing was added, and in which nothing was changed."""
    written = {
        f"{get_column_letter(column)}{row}": value
        for row, values in enumerate(table(), 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    return _values(package, package.sheets()[SHEET]) == written


def _sheets(book: Element) -> Element:
    found = book.find(tag("sheets"))
    assert found is not None  # noqa: S101 - a workbook with sheets was opened
    return found


def _sheet() -> bytes:
    root = parse(_HEAD.format(columns=len(FIELDS)).encode())
    data = next(root.iter(tag("sheetData")))
    for number, values in enumerate(table(), 1):
        row = etree.SubElement(data, tag("row"), {"r": str(number)})
        for column, value in enumerate(values, 1):
            if value != "":
                _write(row, f"{get_column_letter(column)}{number}", value)
    return serialize(root)


def _write(row: Element, ref: str, value: str | float) -> None:
    cell = etree.SubElement(row, tag("c"), {"r": ref})
    if isinstance(value, float):
        etree.SubElement(cell, tag("v")).text = repr(value)
        return
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, tag("is")), tag("t")).text = value


def _values(package: Package, part: str) -> dict[str, str | float]:
    """Read what stands in the cells of a sheet."""
    related = package.related(WORKBOOK, f"{RELATIONS}/sharedStrings").values()
    strings = [_text(each) for name in related for each in parse(package.parts[name])]
    found: dict[str, str | float] = {}
    for cell in parse(package.parts[part]).iter(tag("c")):
        text, kind = _text(cell), cell.get("t", "n")
        if text and kind == "s":
            found[cell.get("r", "")] = strings[int(text)]
        elif text:
            found[cell.get("r", "")] = float(text) if kind == "n" else text
    return found


def _text(element: Element) -> str:
    """Join the texts of a cell or a shared string."""
    return "".join(each.text or "" for each in element.iter(tag("v"), tag("t")))
