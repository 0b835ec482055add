"""Packages as other programs write them: parts under any name, sheets of any name."""

import io

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from betahedge.engine import calculate
from betahedge.hosts.export import export
from betahedge.xlsx.package import WORKBOOK, Package, relations_of


def book(sheet="S"):
    made = openpyxl.Workbook()
    made.worksheets[0].title = sheet
    made.worksheets[0]["A1"] = 10
    made.worksheets[0]["A2"] = "=HEDGE_CONTRACTS(A1,2)"
    quoted = openpyxl.utils.quote_sheetname(sheet)
    made.defined_names["master_check"] = DefinedName("master_check", attr_text=f"{quoted}!$A$2")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("moved", ["xl/sheets/first.xml", "xl/sheet.xml", "first.xml"])
def test_a_worksheet_is_found_wherever_its_part_lies(moved):
    package = Package.read(book())
    part = package.sheets()["S"]
    package.parts[moved] = package.parts.pop(part)
    for name in ("[Content_Types].xml", relations_of(WORKBOOK)):
        text = package.parts[name].decode().replace(f"/{part}", f"/{moved}")
        package.parts[name] = text.encode()
    done = calculate(package.write())
    assert done.values == {"S!A2": 5}
    assert b"HEDGE_" not in Package.read(export(done.data, "values").data).parts[moved]


@pytest.mark.parametrize("moved", ["xl/workbook2.xml", "xl/book.xml"])
def test_a_workbook_is_found_by_its_relation(moved):
    parts = Package.read(book()).parts
    parts[moved] = parts.pop(WORKBOOK)
    parts[relations_of(moved)] = parts.pop(relations_of(WORKBOOK))
    for name in ("[Content_Types].xml", relations_of("")):
        parts[name] = parts[name].replace(WORKBOOK.encode(), moved.encode())
    done = calculate(Package(parts).write())
    assert done.values == {"S!A2": 5}
    assert openpyxl.load_workbook(io.BytesIO(done.data), data_only=True)["S"]["A2"].value == 5


def test_the_part_of_cell_metadata_is_found_wherever_it_lies():
    package = Package.read(calculate(book()).data)
    package.parts["xl/other.xml"] = package.parts.pop("xl/metadata.xml")
    for name in ("[Content_Types].xml", relations_of(WORKBOOK)):
        package.parts[name] = package.parts[name].replace(b"metadata.xml", b"other.xml")
    again = calculate(package.write()).data
    assert Package.read(again).parts == package.parts


@pytest.mark.parametrize("sheet", ["S", "O'Brien", "two words", "a!b", "TRUE", "A1"])
def test_a_name_leads_to_its_cell_on_any_sheet(sheet):
    assert calculate(book(sheet)).master_check == 5


def test_a_relation_that_is_added_has_an_id_of_its_own_and_goes_with_its_part():
    package = Package.read(book())
    before = dict(package.parts)
    package.add_to_workbook("xl/x.xml", b"<x/>", "application/xml", "urn:x")
    package.add_to_workbook("xl/y.xml", b"<y/>", "application/xml", "urn:x")
    found = package.related(WORKBOOK, "urn:x")
    assert list(found.values()) == ["xl/x.xml", "xl/y.xml"]
    for part in found.values():
        package.remove(part, WORKBOOK)
    assert package.parts.keys() == before.keys()
    assert package.related(WORKBOOK, "urn:x") == {}
