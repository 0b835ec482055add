"""The code that an xlwings Lite file carries: its parts, other add-ins, and taking it out again."""

import json
import re

import openxml_audit
import pytest
from lxml import etree

from betahedge.cells import CATALOGUE
from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts.bundle import REQUIREMENTS, write_bundle
from betahedge.hosts.export import export
from betahedge.hosts.lite.code import PANES, STORE_ID, WE, write_extension
from betahedge.xlsx.package import Package
from hosts.stranger import book


@pytest.fixture(scope="module")
def neutral_book():
    return calculate(book()).data


@pytest.fixture(scope="module")
def lite(neutral_book):
    return Package.read(export(neutral_book, "lite").data)


def test_the_parts_are_there_and_well_formed(lite):
    root = etree.fromstring(lite.parts["xl/webextensions/webextension1.xml"])
    values = {e.get("name"): json.loads(e.get("value")) for e in root.iter(f"{{{WE}}}property")}
    assert values == {"main.py": write_bundle(script=True), "requirements.txt": REQUIREMENTS}
    ids = {element.text for element in root.iter(f"{{{WE}}}customFunctionIds")}
    assert ids == {f"_xldudf_{name}" for name in CATALOGUE}
    assert re.fullmatch(r"\{[0-9A-F-]{36}\}", root.get("id"))
    assert PANES.encode() in lite.parts["_rels/.rels"]
    assert b"webextension1.xml" in lite.parts["xl/webextensions/_rels/taskpanes.xml.rels"]
    types = lite.parts["[Content_Types].xml"].decode()
    for part in (PANES, "xl/webextensions/webextension1.xml", "xl/metadata.xml"):
        assert types.count(f'PartName="/{part}"') == 1


def test_another_code_has_another_id():
    root = etree.fromstring(write_extension("print()", ""))
    assert root.get("id") != etree.fromstring(write_extension("pass", "")).get("id")


def test_other_hosts_lose_the_code_and_nothing_else(neutral_book, lite):
    again = Package.read(export(lite.write(), "values").data).parts
    straight = Package.read(export(neutral_book, "values").data).parts
    assert again.keys() == straight.keys()
    assert not any("webextension" in name for name in again)
    assert b"webextension" not in again["[Content_Types].xml"] + again["_rels/.rels"]


def with_extension(data, code):
    """A workbook with somebody's own web extension."""
    package = Package.read(export(data, "lite").data)
    package.parts["xl/webextensions/webextension1.xml"] = code
    return package.write()


def test_somebodys_own_lite_code_is_not_touched(neutral_book):
    code = write_extension("print('mine')", "")
    with pytest.raises(InputError, match="has xlwings Lite code of its own"):
        export(with_extension(neutral_book, code), "lite")
    kept = Package.read(export(with_extension(neutral_book, code), "native").data)
    assert kept.parts["xl/webextensions/webextension1.xml"] == code


def test_somebodys_other_add_in_stays_beside_ours(neutral_book, tmp_path):
    other = (
        write_extension("", "").replace(STORE_ID.encode(), b"wa1").replace(b"WA200008175", b"WA1")
    )
    done = export(with_extension(neutral_book, other), "lite")
    parts = Package.read(done.data).parts
    assert parts["xl/webextensions/webextension1.xml"] == other
    assert b"HEDGE_PNL" in parts["xl/webextensions/webextension2.xml"]
    (tmp_path / "two.xlsx").write_bytes(done.data)
    audit = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(tmp_path / "two.xlsx"))
    assert not audit.errors
    left = Package.read(export(done.data, "desktop").data).parts
    assert "xl/webextensions/webextension2.xml" not in left
    assert left["xl/webextensions/webextension1.xml"] == other
    assert left[PANES].count(b"<wetp:taskpane ") == 1
