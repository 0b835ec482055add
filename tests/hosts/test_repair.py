"""Formulas that another PC has tied to its add-in file are made plain again."""

import io
from pathlib import Path

import openpyxl
import openxml_audit
import pytest
import xlsxwriter
from click.testing import CliRunner
from lxml import etree

from betahedge.cli import main
from betahedge.hosts.repair import LINK, is_tied, repair
from betahedge.xlsx.package import WORKBOOK, Package
from betahedge.xlsx.xml import MAIN, RELATIONS
from hosts.stranger import book as strangers

PLACE = r"'C:\Users\me\it''s\betahedge.xlam'"


LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
PATH = f"{RELATIONS}/externalLinkPath"


def with_links(data, *targets):
    """A workbook with links to other files, as Excel stores them."""
    package = Package.read(data)
    book = etree.fromstring(package.parts[WORKBOOK])
    listed = etree.Element(f"{{{MAIN}}}externalReferences")
    sheets = book.find(f"{{{MAIN}}}sheets")
    sheets.addnext(listed)
    for number, target in enumerate(targets, start=1):
        part = f"xl/externalLinks/externalLink{number}.xml"
        text = (
            f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONS}" r:id="rId1"/>'
            "</externalLink>"
        )
        package.add(part, text.encode(), LINK_TYPE)
        package.parts[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{PATH}" Target="{target}" TargetMode="External"/>'
            "</Relationships>"
        ).encode()
        found = package.relate(WORKBOOK, LINK, f"externalLinks/externalLink{number}.xml")
        reference = etree.SubElement(listed, f"{{{MAIN}}}externalReference")
        reference.set(f"{{{RELATIONS}}}id", found)
    package.parts[WORKBOOK] = etree.tostring(book, xml_declaration=True, encoding="UTF-8")
    return package.write()


def tied_book(*formulas):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 0, formula, None, "#NAME?")
    made.close()
    return stream.getvalue()


ADD_IN, OTHER = "file:///C:/Users/me/betahedge.xlam", "file:///C:/prices.xlsx"


def links_of(data):
    package = Package.read(data)
    references = package.parts[WORKBOOK].count(b"<externalReference ")
    parts = [name for name in package.parts if name.startswith("xl/externalLinks/e")]
    named = package.parts["[Content_Types].xml"].count(b"externalLink+xml")
    related = package.parts["xl/_rels/workbook.xml.rels"].count(b"relationships/externalLink")
    assert references == len(parts) == named == related
    return references


@pytest.mark.parametrize(
    ("formulas", "targets", "gone", "left"),
    [
        (["[1]!HEDGE_RATIO(1,2,3)"], [ADD_IN], [ADD_IN], 0),
        (["[1]!HEDGE_RATIO(1,2,3)", "[1]!OTHER(1)"], [ADD_IN], [], 1),
        (["[2]!HEDGE_RATIO(1,2,3)", "[1]Prices!A1"], [OTHER, ADD_IN], [ADD_IN], 1),
        (["[1]!HEDGE_RATIO(1,2,3)", "[2]Prices!A1"], [ADD_IN, OTHER], [], 2),
        (["[1]!HEDGE_RATIO(1,2,3)"], [ADD_IN, OTHER], [], 2),
    ],
    ids=["taken out", "used by another", "the last", "before a used one", "before a book"],
)
def test_links_to_the_add_in_go_where_nothing_else_needs_them(
    formulas, targets, gone, left, tmp_path
):
    done = repair(with_links(tied_book(*[f"={each}" for each in formulas]), *targets))
    assert (done.changed, done.links) == (True, gone)
    assert links_of(done.data) == left
    (tmp_path / "book.xlsx").write_bytes(done.data)
    audit = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(tmp_path / "book.xlsx"))
    assert not audit.errors


def test_a_book_without_such_formulas_is_handed_back_as_it_is():
    data = strangers()
    assert repair(data).data is data


def test_the_command_mends_and_calculates(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    formulas = (f"={PLACE}!HEDGE_CONTRACTS(325000,65000,0.5)", "=A1*2")
    Path("book.xlsx").write_bytes(with_links(tied_book(*formulas), ADD_IN))
    before = Path("book.xlsx").read_bytes()
    result = CliRunner().invoke(main, ["repair", "book.xlsx"])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "Formulas repaired.",
        f"Link taken out: {ADD_IN}",
        "Workbook: book-repaired.xlsx",
    ]
    assert Path("book.xlsx").read_bytes() == before
    shown = openpyxl.load_workbook("book-repaired.xlsx", data_only=True).worksheets[0]
    assert [shown["A1"].value, shown["A2"].value] == [2.5, 5]
    again = CliRunner().invoke(main, ["repair", "book-repaired.xlsx"])
    assert again.stdout == "Nothing to repair in book-repaired.xlsx.\n"
    assert CliRunner().invoke(main, ["repair", "book.xlsx"]).exit_code == 2, "is there already"


def test_what_a_reader_should_know_is_said_of_a_repaired_book_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("book.xlsx").write_bytes(tied_book(f"={PLACE}!HEDGE_CONTRACTS(1,0)"))
    result = CliRunner().invoke(main, ["repair", "book.xlsx"])
    reason = "contract_value: was 0; must be a number above 0"
    assert (result.exit_code, result.stderr) == (0, f"  Sheet1!A1 shows #DIV/0!: {reason}\n")


def test_a_text_about_an_add_in_file_is_no_formula_that_is_tied_to_one():
    done = repair(tied_book(f'="{PLACE}!HEDGE_PNL(1)"', f"={PLACE}!HEDGE_BASIS(7,2)"))
    assert done.changed
    assert not is_tied(done.data)
