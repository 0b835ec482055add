"""Exports touch what calls the add-in, however a part is written, and refuse what is not sound."""

import re
from xml.sax.saxutils import escape, unescape

import openxml_audit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts.calc.names import write_for_calc
from betahedge.hosts.export import HOSTS, export, neutralize
from betahedge.xlsx.package import Package
from betahedge.xlsx.xml import MAIN, parse, tag
from hosts.exported import SHEET, WISH, changed, formulas_of, of_rows, rows_of
from hosts.stranger import book


def cells(data):
    """Every cell of a workbook, in one way of writing."""
    parts = Package.read(data).parts
    sheets = {name: parse(part) for name, part in parts.items() if "worksheets/sheet" in name}
    return {
        (name, cell.get("r")): etree.tostring(cell, method="c14n")
        for name, root in sheets.items()
        for cell in root.iter(tag("c"))
    }


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "values"])
def test_cells_not_concerned_are_the_same(any_book, host):
    before, after = cells(any_book), cells(export(any_book, host, WISH).data)
    touched = {place for place in before if before[place] != after[place]}
    assert before.keys() == after.keys()
    concerned = (b"HEDGE_", b"addin_state") if host == "native" else (b"HEDGE_",)
    assert all(any(word in before[place] for word in concerned) for place in touched)
    assert len(touched) > 10 or host in ("desktop", "lambda")


def test_values_leave_every_cell_without_a_formula_as_it_is(any_book):
    before, after = cells(any_book), cells(export(any_book, "values", WISH).data)
    assert all(after[place] == text for place, text in before.items() if b"<f" not in text)


def extended(part):
    """Add rules of Excel 2010, which stand in an extension with names of their own."""
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    rules = (
        f'<extLst><ext xmlns:x14="{main}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        "<x14:conditionalFormattings><x14:conditionalFormatting"
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression"><xm:f>HEDGE_RATIO(A1,1,A2)&gt;0.5</xm:f></x14:cfRule>'
        "<xm:sqref>A1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "</ext></extLst></worksheet>"
    )
    return part.replace(b"</worksheet>", rules.encode())


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ("lite", "_xldudf_HEDGE_RATIO(A1,1,A2)>0.5"),
        ("server", "_xldudf_ACME_HEDGE_RATIO(A1,1,A2)>0.5"),
        ("calc", "org.betahedge.Functions.HEDGE_RATIO((A1):A1,1,(A2):A2)>0.5"),
        ("native", "(A2/(A1))>0.5"),
        ("values", "(A2/(A1))>0.5"),
    ],
)
def test_rules_in_extensions_are_changed_too(theirs, host, rule):
    done = export(changed(theirs, SHEET, extended), host, WISH)
    found = formulas_of(Package.read(done.data).parts[SHEET])
    assert rule in found.values()
    assert done.plain.elsewhere == []


def prefixed(part):
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b" xmlns=", b" xmlns:x=")


FORMS = {
    "UTF-16": lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "prefixes": prefixed,
    "a comment": lambda part: part.replace(b"<sheetData>", b"<sheetData><!-- <c><f> -->"),
    "CDATA": lambda part: re.sub(rb"<f>(HEDGE_CH.*?)</f>", rb"<f><![CDATA[\1]]></f>", part),
    "line ends": lambda part: part.replace(b"><", b">\r\n<"),
    "no addresses": lambda part: re.sub(rb'<c r="\w+"', b"<c", part),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_part_in_an_odd_form_becomes_what_it_would_have_been(theirs, host, form):
    plain = export(theirs, host, WISH)
    done = export(changed(theirs, SHEET, FORMS[form]), host, WISH)
    if form != "no addresses":  # then all is one to the left, and the proof finds other values
        assert done.plain == plain.plain
        one, other = (formulas_of(Package.read(each.data).parts[SHEET]) for each in (done, plain))
        assert [*one.values()] == [*other.values()]
    elif host in ("lite", "server"):
        assert b"_HEDGE_" in Package.read(done.data).parts[SHEET]


DAMAGE = {
    "cut off": lambda part: part[:-40],
    "crossed tags": lambda part: part.replace(b"</f><v>", b"<v></f>", 1),
    "an unknown entity": lambda part: part.replace(b"</f>", b"&nbsp;</f>", 1),
    "a document type": lambda part: part.replace(b"<worksheet", b"<!DOCTYPE x []><worksheet"),
    "an unknown prefix": lambda part: part.replace(b"<sheetData>", b"<sheetData><z:row/>"),
}


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "desktop"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_sheet_is_refused_by_every_host_that_touches_it(theirs, host, damage):
    data = changed(theirs, SHEET, DAMAGE[damage])
    for make in (lambda: export(data, host, WISH), lambda: calculate(neutralize(data))):
        with pytest.raises(InputError, match=r"^the workbook [^\n]+$"):
            make()


def test_a_file_for_calc_can_be_exported_for_another_host(theirs):
    done = export(neutralize(export(theirs, "calc", WISH).data), "lite", WISH).data
    found = formulas_of(Package.read(done).parts[SHEET])
    assert found["B1"] == "_xldudf_HEDGE_CONTRACTS(A1,A2,A3)"
    assert not any("org.betahedge" in text for text in found.values() if text)


@pytest.mark.parametrize("host", ["calc", "lite"])
def test_a_file_for_a_host_is_calculated_as_the_neutral_one(theirs, host):
    """`betahedge calc` knows the names that files for other hosts have."""
    exported, neutral_one = calculate(export(theirs, host, WISH).data), calculate(theirs)
    assert exported.values == neutral_one.values
    assert exported.functions == neutral_one.functions
    assert not exported.left
    assert not neutral_one.left


PLAIN = book()
ARGUMENTS = st.sampled_from(["A1", "$B$2", "7", "2.5", "1E+5", '"A1"', "rate", "A1:B2", "", "S!C3"])


@given(st.lists(st.lists(ARGUMENTS, min_size=1, max_size=4), min_size=2, max_size=8))
def test_cells_that_look_alike_are_changed_as_each_alone_would_be(rows):
    """A reference and a number in the same place are not alike: one is written (A1):A1."""
    texts = [escape(f"HEDGE_CONTRACTS({','.join(row)})") for row in rows]
    data = of_rows(PLAIN, rows_of(texts))
    found = [write_for_calc(unescape(text), full=True) for text in texts]
    done = Package.read(export(data, "calc").data).parts[SHEET]
    assert [formulas_of(done)[f"C{n}"] for n, _ in enumerate(texts, start=1)] == found


RICH = (
    f'<metadata xmlns="{MAIN}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"'
    ' minSupportedVersion="120000" copy="1"/></metadataTypes>'
    '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
)
RICH_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
RICH_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"


@pytest.fixture(scope="module")
def rich():
    """A workbook whose one call shows a rich error, as Excel stores #BUSY! and the like."""
    cell = '<c r="C1" t="e" vm="1"><f>HEDGE_BASIS(7,2)</f><v>#VALUE!</v></c>'
    package = Package.read(neutralize(book()))
    package.parts[SHEET] = re.sub(
        rb"<sheetData>.*</sheetData>",
        f'<sheetData><row r="1">{cell}</row></sheetData>'.encode(),
        package.parts[SHEET],
        flags=re.S,
    )
    package.parts.pop("xl/metadata.xml", None)
    package.add("xl/metadata.xml", RICH.encode(), RICH_TYPE)
    package.relate("xl/workbook.xml", RICH_RELATION, "metadata.xml")
    return calculate(package.write()).data


@pytest.mark.parametrize("host", HOSTS)
def test_a_rich_value_is_not_shown_in_place_of_ours(rich, host, tmp_path):
    done = Package.read(export(rich, host, WISH).data)
    assert b" vm=" not in done.parts[SHEET]
    assert b"<v>5</v>" in done.parts[SHEET]
    (tmp_path / "book.xlsx").write_bytes(done.write())
    found = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(tmp_path / "book.xlsx"))
    assert not [each for each in found.errors if "metadata" in str(each).lower()]
