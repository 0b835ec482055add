"""Packages that Excel opens and few programs write: read, calculated and exported."""

import io

import openpyxl
import pytest

from betahedge.engine import calculate
from betahedge.hosts.export import export
from betahedge.xlsx.package import Package

SHEET, BOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts():
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = "S"
    page["A1"], page["A2"] = 10, "coin"
    page["B1"], page["C1"] = "=HEDGE_CONTRACTS(A1,4)", "=B1*2"
    stream = io.BytesIO()
    made.save(stream)
    return Package.read(stream.getvalue()).parts


def replaced(part, old, new):
    def change(found):
        assert old in found[part]
        return found | {part: found[part].replace(old, new)}

    return change


def strict(found):
    """Rename what Strict Open XML names otherwise."""
    names = {MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main"}
    names[DOCUMENT] = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    return {
        name: data.replace(MAIN, names[MAIN]).replace(DOCUMENT, names[DOCUMENT])
        for name, data in found.items()
    }


def prefixed(found):
    """Put a prefix before the elements of the sheet and of the workbook."""
    changed = {}
    for name in (SHEET, BOOK):
        text = found[name].replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
        changed[name] = text.replace(b" xmlns=", b" xmlns:x=", 1)
    return found | changed


def with_pivot_cache(found):
    kind = DOCUMENT + b"/pivotCacheDefinition"
    relation = b'<Relationship Id="rIdP" Type="%b" Target="pivotCache/cache1.xml"/></Relationships>'
    cache = b'<pivotCacheDefinition xmlns="%b"><cacheSource type="external"/>' % MAIN
    return found | {
        RELATIONS: found[RELATIONS].replace(b"</Relationships>", relation % kind),
        "xl/pivotCache/cache1.xml": cache + b"</pivotCacheDefinition>",
    }


FORMS = {
    "1904": replaced(BOOK, b"<workbookPr/>", b'<workbookPr date1904="1"/>'),
    "Strict": strict,
    "prefixes": prefixed,
    "a pivot cache of elsewhere": with_pivot_cache,
    "an empty value": replaced(SHEET, b"<v></v>", b"<v/>"),
    "no address": replaced(SHEET, b'<c r="B1"', b"<c"),
    "no row's number": replaced(SHEET, b'<row r="1"', b"<row"),
    "a target beside": replaced(RELATIONS, b'"/xl/worksheets/', b'"worksheets/'),
    "a target with dots": replaced(RELATIONS, b'"/xl/worksheets/', b'"../xl/worksheets/'),
    "no styles": lambda found: {n: d for n, d in found.items() if "styles" not in n},
    "no theme": lambda found: {n: d for n, d in found.items() if "theme" not in n},
}


@pytest.mark.parametrize("form", FORMS)
def test_it_is_calculated_and_written_for_every_host(form):
    result = calculate(Package(FORMS[form](parts())).write())
    assert result.values == {"S!B1": 2.5, "S!C1": 5}
    for host in ("values", "native", "desktop", "lambda"):
        exported = export(result.data, host).data
        book = openpyxl.load_workbook(io.BytesIO(exported), data_only=True)
        assert [cell.value for cell in book["S"][1]] == [10, 2.5, 5]
