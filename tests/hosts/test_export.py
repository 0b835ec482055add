"""Exports of our template and of a stranger's workbook: right for each host, harmless to the rest.

Oracles: the article's figures for values; formualizer without our functions and LibreOffice for
native formulas; the Open XML SDK's schemas for files.
"""

import io
import os
import re
import subprocess
import sys

import openpyxl
import openxml_audit
import pytest
from lxml import etree

from betahedge.cli.books import HOSTS as OFFERED
from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.formula.calls import still_calls
from betahedge.hosts.export import HOSTS, SERVER_MODULE, export, neutralize
from betahedge.xlsx.package import Package
from hosts.exported import WISH, cells, formula, formulas
from hosts.stranger import CELLS


def test_the_command_offers_every_host():
    assert set(OFFERED) == set(HOSTS)


@pytest.mark.parametrize("host", HOSTS)
def test_the_schemas_find_nothing(any_book, host, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(export(any_book, host, WISH).data)
    assert not openxml_audit.OpenXmlValidator(max_errors=0).validate(str(path)).errors


@pytest.mark.parametrize("host", HOSTS)
def test_bytes_repeat_and_an_export_exported_again_is_the_same(any_book, host):
    done = export(any_book, host, WISH).data
    assert export(any_book, host, WISH).data == done
    if host != "server":  # whose names are neutral for nobody else
        assert export(neutralize(done), host, WISH).data == done


SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml|xl/tables/.*|xl/workbook\.xml")
REGISTERS = {"[Content_Types].xml", "_rels/.rels"}
REGISTERED = {"lite": REGISTERS, "lambda": {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}}


@pytest.mark.parametrize("host", HOSTS)
def test_parts_not_concerned_are_the_same_bytes(any_book, host):
    before = Package.read(any_book).parts
    after = Package.read(export(any_book, host, WISH).data).parts
    touched = {name for name in before if before[name] != after.get(name)}
    added = {name for name in after.keys() - before.keys() if "webextension" not in name}
    allowed = {name for name in before if SHEETS.fullmatch(name)}
    assert touched <= allowed | REGISTERED.get(host, set())
    assert added == ({"xl/worksheets/hedge_register.xml"} if host == "lambda" else set())
    assert host != "desktop" or not touched


KINDS = (
    *(b"<conditionalFormatting", b"<cfRule", b"<dataValidation ", b"<drawing ", b"<legacyDrawing"),
    *(b"<definedName ", b"<tablePart ", b"<hyperlink ", b"<mergeCell ", b"<pageSetup", b"<col "),
)


def counted(data):
    """What a workbook has besides cells: how many of each kind, and which parts."""
    parts = Package.read(data).parts
    whole = b"".join(parts[name] for name in parts if SHEETS.fullmatch(name))
    found = {kind: whole.count(kind) for kind in KINDS}
    found[b"<definedName "] -= whole.count(b'"addin_state"')  # which goes with the add-in
    return found, {n for n in parts if "webext" not in n}


@pytest.mark.parametrize(
    "chain",
    [("lite", "native", "values"), ("native", "lite", "desktop"), ("lambda", "native", "desktop")],
)
def test_a_chain_of_exports_loses_nothing(any_book, chain):
    data = any_book
    for host in chain:
        data = export(neutralize(data), host, WISH).data
    assert counted(data) == counted(any_book)
    before, after = cells(any_book, values=True), cells(data, values=True)
    stored = {ref: cell.value for ref, cell in before.items() if cell.value is not None}
    told = "not needed"  # the one text that is meant to change: whether functions answer
    for ref, value in stored.items():
        assert after[ref].value == value or str(after[ref].value).startswith(told), ref
    assert chain[-1] == "desktop" or not formulas(data)
    assert not any(map(still_calls, formulas(data).values()))


@pytest.mark.parametrize("host", ["desktop", "lite", "server"])
def test_hosts_with_functions_get_their_names_and_the_marks(theirs, host):
    prefix = {"desktop": "", "lite": "_xldudf_", "server": "_xldudf_ACME_"}[host]
    done = export(theirs, host, WISH)
    found = cells(done.data)
    for ref, text in CELLS.items():
        if text[1:].startswith("HEDGE_"):
            assert formula(found[f"Book!{ref}"]) == f"={prefix}{text[1:]}"
    assert formula(found["Book!B4"]) == CELLS["B4"]
    assert formula(found["Book!B5"]) == CELLS["B5"]
    quoted = f"={prefix}HEDGE_ACTION(B1)&\" HEDGE_PNL(\"&'HEDGE_PNL(1)'!A1"
    assert formula(found["Book!B9"]) == quoted
    parts = Package.read(done.data).parts
    call = f"{prefix}HEDGE_CONTRACTS(Book!$A$1,Book!$A$2,Book!$A$3)</definedName>"
    assert call.encode() in parts["xl/workbook.xml"]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert f"<formula>{prefix}HEDGE_ACTION(B1)=" in sheet
    assert f"<formula1>{prefix}HEDGE_CONTRACTS(A1,A2)&lt;A1</formula1>" in sheet
    assert f'<c r="B1" cm="1"><f t="array" ref="B1">{prefix}HEDGE_CONTRACTS(' in sheet
    assert f'<c r="D1"><f t="array" ref="D1:D2">{prefix}HEDGE_ROUND(' in sheet
    columns = f"<calculatedColumnFormula>{prefix}HEDGE_ACTION("
    assert columns.encode() in parts["xl/tables/table1.xml"]


def canonical(part):
    return etree.tostring(etree.fromstring(part), method="c14n")


def same_xml(one, other):
    return one == other or canonical(one) == canonical(other)


def test_names_of_any_host_become_neutral_again(theirs):
    for host in ("lite", "server"):
        done = neutralize(export(theirs, host, WISH).data)
        again, before = Package.read(export(done, "desktop").data).parts, Package.read(theirs).parts
        assert again.keys() == before.keys()
        assert all(same_xml(again[name], before[name]) for name in again.keys() - REGISTERS)
    assert neutralize(theirs) is theirs


def addin_state(data):
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    name = loaded.defined_names.get("addin_state")
    return name and name.attr_text, loaded["Cover"]["B10"].value


def test_the_cover_of_our_template_tells_the_reader(template):
    told = "not needed: native formulas"
    assert addin_state(export(template, "native", WISH).data) == (None, told)
    assert addin_state(export(template, "values", WISH).data) == (None, "not needed: values only")
    assert addin_state(export(template, "lite", WISH).data)[0].endswith("!$B$10")


SHARED = (
    '<row r="1"><c r="A1"><v>4</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">'
    'HEDGE_RATIO(A1,1,2)</f><v>0.5</v></c><c r="C1"><f t="shared" ref="C1:C2" si="1">'
    "HEDGE_CHECK(A1,2)</f><v>0</v></c></row>"
    '<row r="2"><c r="A2"><v>8</v></c><c r="B2"><f t="shared" si="0"/><v>0.25</v></c>'
    '<c r="C2"><f t="shared" si="1"/><v>0</v></c></row>'
)
CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
CHAIN_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"


@pytest.fixture(scope="module")
def shared():
    """A workbook with shared formulas and a calculation chain, as Excel writes them."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    package = Package.read(stream.getvalue())
    sheet = package.parts["xl/worksheets/sheet1.xml"].decode()
    rows = f"<sheetData>{SHARED}</sheetData>"
    sheet = re.sub(r"<sheetData ?/>|<sheetData></sheetData>", rows, sheet)
    package.parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    main_name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main_name}"><c r="B1" i="1"/><c r="C1" i="1"/></calcChain>'
    package.add_to_workbook("xl/calcChain.xml", chain.encode(), CHAIN, CHAIN_RELATION)
    return calculate(package.write()).data


def test_shared_formulas_are_replaced_together(shared):
    done = export(shared, "native", WISH)
    assert done.plain.replaced == ["Sheet!B1", "Sheet!B2"]
    assert done.plain.frozen == ["Sheet!C1", "Sheet!C2"]
    sheet = Package.read(done.data).parts["xl/worksheets/sheet1.xml"].decode()
    assert re.search('<f t="shared" ref="B1:B2" si="0">[^<]*A1[^<]*</f><v>0.5</v>', sheet)
    assert "HEDGE_" not in sheet
    assert '<c r="C2" t="str"><v>OK</v></c>' in sheet
    assert 'si="1"' not in sheet


def test_shared_formulas_stay_together_where_one_has_no_value(shared):
    package = Package.read(shared)
    part = "xl/worksheets/sheet1.xml"
    package.parts[part] = package.parts[part].replace(b"<v>0.25</v>", b"")
    done = export(package.write(), "values", WISH)
    assert done.plain.valueless == ["Sheet!B1", "Sheet!B2"]
    sheet = Package.read(done.data).parts[part]
    assert sheet.count(b'si="0"') == 2
    assert b'si="1"' not in sheet


@pytest.mark.parametrize(("host", "kept"), [("lite", True), ("native", False), ("values", False)])
def test_the_calculation_chain_goes_when_formulas_go(shared, host, kept):
    parts = Package.read(export(shared, host, WISH).data).parts
    registers = parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert ("xl/calcChain.xml" in parts) == (b"calcChain" in registers) == kept


def test_the_server_itself_refuses_nothing_without_a_namespace(theirs):
    with pytest.raises(InputError, match="--namespace"):
        export(theirs, "server")


SERVER = """
import asyncio, importlib, json
import xlwings.server as server
module = importlib.import_module("betahedge_functions")
meta = server.custom_functions_meta(module)
names = sorted(each["name"] for each in meta["functions"])
print(json.dumps(names))
"""


@pytest.mark.skipif(
    os.environ.get("BETAHEDGE_XLWINGS_SERVER") != "1",
    reason="xlwings Server's licence: set BETAHEDGE_XLWINGS_SERVER=1 for non-commercial use",
)
def test_xlwings_server_finds_every_function(tmp_path):
    import json

    from betahedge.cells import CATALOGUE
    from betahedge.hosts.bundle import write_bundle

    (tmp_path / SERVER_MODULE).write_text(write_bundle(script=False), "utf-8")
    licence = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
    done = subprocess.run(
        [sys.executable, "-c", SERVER],
        cwd=tmp_path,
        env={**os.environ, **licence, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == sorted(CATALOGUE)
