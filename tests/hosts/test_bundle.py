"""The bundled file of xlwings Lite, run whole where there is no betahedge, and its parts."""

import ast
import asyncio
import json
import re
import sys

import openxml_audit
import pytest
from lxml import etree

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.excel import argument_help
from betahedge.engine import calculate
from betahedge.errors import InputError
from betahedge.hosts.bundle import REQUIREMENTS, XLWINGS, gather_sources, quote, write_bundle
from betahedge.hosts.export import SERVER_MODULE, export
from betahedge.hosts.lite.code import PANES, STORE_ID, WE, write_extension
from betahedge.hosts.lite.relink import formulas_to_enter
from betahedge.xlsx.package import Package
from hosts.cases import ASKED, reference, same
from hosts.lite_host import alone, answers
from hosts.stranger import book


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return alone(tmp_path_factory.mktemp("alone"))


def test_every_case_alone(found):
    """What Pyodide is asked, in a Python that is always there."""
    wrong = [
        (asked, theirs)
        for asked, theirs in zip(ASKED, answers(found), strict=True)
        if not same(reference(asked), theirs)
    ]
    assert wrong == []


def test_every_function_is_a_name_of_the_file_and_registered(found):
    assert found["functions"].keys() == CATALOGUE.keys()
    for name, noted in found["functions"].items():
        args = declaration(CATALOGUE[name]).args
        assert noted == {arg.name: [["raw"], argument_help(arg)] for arg in args}
    assert found["scripts"] == ["relink_formulas"]


def test_it_is_the_bundle_that_answers_and_numpy_is_not_loaded(found):
    assert found["from"] == "Embedded"
    assert not found["numpy"]


def test_the_bundle_holds_the_sources_as_they_are():
    tree = ast.parse(write_bundle(script=True))
    held = {
        node.targets[0].slice.value: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    }
    for name, text in gather_sources().items():
        assert held[name] == text
        assert name.split(".")[1:2] in ([], ["core"], ["cells"])
    assert "venue,code," in held["betahedge/cells/contracts.csv"]
    assert quote("a'''b\n") == repr("a'''b\n")
    assert quote("no end") == repr("no end")


def test_the_bundle_imports_nothing_but_the_standard_library_and_xlwings():
    for name, text in {**gather_sources(), "main": write_bundle(script=True)}.items():
        tops = {
            (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
            for node in ast.parse(text).body
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert tops <= {*sys.stdlib_module_names, "xlwings", "betahedge"}, name


def test_the_servers_module_has_no_script_for_lite():
    assert "relink" not in write_bundle(script=False)
    compile(write_bundle(script=False), SERVER_MODULE, "exec")


def test_requirements_name_the_xlwings_that_is_tested():
    from importlib.metadata import version

    assert version("xlwings") == XLWINGS, "test with the new release, then name it in bundle.py"
    assert REQUIREMENTS.startswith(f"xlwings=={XLWINGS}")


ROWS = [
    ["=HEDGE_IMPACT(1,2,3,4)", "=HEDGE_IMPACT(1,2,3,4)", 5, None],
    ["=HEDGE_IMPACT(1,2,3,4)", "=1+hedge_pnl(1,2,3,4)", "HEDGE_PNL(1)", "=SUM(A1)"],
]


def test_relinking_enters_calls_and_leaves_what_they_fill():
    again = [(0, 0, "=HEDGE_IMPACT(1,2,3,4)"), (1, 1, "=1+hedge_pnl(1,2,3,4)")]
    assert formulas_to_enter(ROWS) == again


def test_relinking_as_xlwings_lite_runs_it():
    class Cell:
        formula2 = None

    class Range(dict):
        def options(self, ndim):
            assert ndim == 2
            return self

        async def get_formula(self):
            return ROWS

        def __missing__(self, place):
            return self.setdefault(place, Cell())

    from betahedge.hosts.lite.relink import relink_formulas

    used = Range()
    sheet = type("Sheet", (), {"used_range": used})
    asyncio.run(relink_formulas(type("Book", (), {"sheets": [sheet]})))
    entered = {place: cell.formula2 for place, cell in used.items()}
    assert entered == {(0, 0): ROWS[0][0], (1, 1): ROWS[1][1]}


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
