"""Small workbooks for tests: a sheet of openpyxl's or XlsxWriter's, with stored values."""

import io

import openpyxl
import xlsxwriter
from lxml import etree
from openpyxl.workbook.defined_name import DefinedName

from betahedge.xlsx.cells import address, change_cells, place_of
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import tag


def column(letter, values, top=1):
    return {f"{letter}{row}": value for row, value in enumerate(values, start=top)}


def sheet(cells, stored=None, names=None, more=()):
    """Make a workbook of openpyxl's, with values stored beside some of its formulas."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "S"
    for title, others in more:
        for ref, value in others.items():
            (book[title] if title in book.sheetnames else book.create_sheet(title))[ref] = value
    for ref, value in cells.items():
        book["S"][ref] = value
    for name, text in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    stream = io.BytesIO()
    book.save(stream)
    return with_stored(stream.getvalue(), stored or {})


def with_stored(data, stored):
    """Put values beside formulas, as Excel would have; there is no empty <v/> beside the others."""
    package = Package.read(data)
    part = package.sheets()["S"]
    for value in list(package.tree(part).iter(tag("v"))):
        if not value.text:
            value.getparent().remove(value)
    package.touch(part)
    package.settle()
    columns = {}
    for row, column in map(place_of, stored):
        columns.setdefault(row, []).append(column)

    def put(cell, row, column):
        value = stored[address(row, column)]
        if isinstance(value, str):
            cell.set("t", "e")
        etree.SubElement(cell, tag("v")).text = str(value)

    change_cells(package, "S", part, columns, put)
    return package.write()


def changed(data, part, old, new):
    package = Package.read(data)
    package.parts[part] = package.parts[part].replace(old, new)
    return package.write()


def library(cells, arrays=None):
    """Make a workbook of XlsxWriter's, which stores 0 beside each formula."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("S")
    for ref, value in cells.items():
        page.write(ref, value)
    for ref, formula in (arrays or {}).items():
        page.write_array_formula(ref, f"{{{formula}}}")
    book.close()
    return stream.getvalue()
