"""What is written is valid by the schemas of ECMA-376, as far as they can be had.

Oracle: the Transitional schemas of the standard, in the folder that BETAHEDGE_SCHEMAS names.
"""

import io
import os
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from command import run
from documents import ROOT

FOLDER = os.environ.get("BETAHEDGE_SCHEMAS", "")
SCHEMAS = {  # of a part, by the namespace of its root
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "sml.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "dml-chart.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing":
        "dml-spreadsheetDrawing.xsd",
    "http://schemas.openxmlformats.org/package/2006/content-types": "opc-xsd/opc-contentTypes.xsd",
    "http://schemas.openxmlformats.org/package/2006/relationships":
        "opc-xsd/opc-relationships.xsd",
}  # fmt: skip
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"  # which Excel writes, and the schema forgot
TEMPLATES = sorted((ROOT / "templates").glob("*.xlsx"))
HOSTS = ("calc", "desktop", "lite", "lambda", "native", "values")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="BETAHEDGE_SCHEMAS names no folder of ECMA-376's schemas"
)


@cache
def schema(name):
    return etree.XMLSchema(etree.parse(Path(FOLDER) / name))


def as_the_schema_knows_it(root):
    """Take out what a reader may leave aside, which the standard cannot know."""
    later = {root.nsmap[prefix] for prefix in root.attrib.pop(IGNORABLE, "").split()}
    for element in list(root.iter(etree.Element)):
        for name in list(element.attrib):
            if name == SPACE or etree.QName(name).namespace in later:
                del element.attrib[name]
        if etree.QName(element).namespace in later:
            element.getparent().remove(element)
    return root


def faults(data):
    """List what the parts of a package have that they must not."""
    found, checked = [], set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            root = etree.fromstring(archive.read(name)) if name.endswith(("xml", "rels")) else None
            known = SCHEMAS.get(etree.QName(root).namespace) if root is not None else None
            if known:
                checked.add(known)
                schema(known).validate(as_the_schema_knows_it(root))
                found += [f"{name}: {each.message}" for each in schema(known).error_log]
    return found, checked


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_valid(path):
    assert faults(path.read_bytes()) == ([], {*SCHEMAS.values()})


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_written_for_a_host_is_valid(host, tmp_path):
    out = tmp_path / "out.xlsx"
    done = run("export", TEMPLATES[0], "--host", host, "-o", out, "-q")
    assert done.code == 0, done.err
    found, checked = faults(out.read_bytes())
    assert found == []
    assert "sml.xsd" in checked


def test_a_fault_is_found():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(TEMPLATES[0]) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<sheetData>", b"<sheetDatum/><sheetData>"))
    found, _ = faults(stream.getvalue())
    assert found
    assert all("sheetDatum" in each for each in found)
