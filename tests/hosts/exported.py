"""Reading what was exported, and the wish that every host can be given."""

import io
import re

import openpyxl
from lxml import etree

from betahedge.engine import calculate
from betahedge.hosts.export import Wish
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import parse

SHEET = "xl/worksheets/sheet1.xml"
WISH = Wish("ACME", lambda data: calculate(data).values)


def cells(data, values=False):
    loaded = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    return {f"{s.title}!{c.coordinate}": c for s in loaded for row in s.iter_rows() for c in row}


def formula(cell):
    text = getattr(cell.value, "text", cell.value)
    return text if isinstance(text, str) else None


def formulas(data):
    return {ref: formula(cell) for ref, cell in cells(data).items() if cell.data_type == "f"}


def changed(data, part, change):
    package = Package.read(data)
    package.parts[part] = change(package.parts[part])
    return package.write()


def rows_of(formulas, values=None):
    values = values or ["<v>1</v>"] * len(formulas)
    pairs = enumerate(zip(formulas, values), start=1)
    return "".join(f'<row r="{n}"><c r="C{n}"><f>{f}</f>{v}</c></row>' for n, (f, v) in pairs)


def of_rows(theirs, rows):
    return changed(
        theirs,
        SHEET,
        lambda part: re.sub(
            rb"<sheetData>.*</sheetData>",
            f"<sheetData>{rows}</sheetData>".encode(),
            part,
            flags=re.S,
        ),
    )


def formulas_of(part):
    """The formulas of a part by the address of their cell; those of rules by their number."""
    found = {}
    for number, element in enumerate(parse(part).iter(etree.Element)):
        if etree.QName(element).localname in ("f", "formula", "formula1"):
            found[element.getparent().get("r") or number] = element.text
    return found
