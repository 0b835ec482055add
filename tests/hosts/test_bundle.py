"""The bundled file of xlwings Lite, run whole where there is no betahedge."""

import ast
import sys

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.excel import argument_help
from betahedge.hosts.bundle import REQUIREMENTS, XLWINGS, gather_sources, quote, write_bundle
from betahedge.hosts.export import SERVER_MODULE
from hosts.cases import ASKED, reference, same
from hosts.lite_host import alone, answers


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
    for path, text in gather_sources().items():
        assert held[path] == text
        assert path.split("/")[1] in ("__init__.py", "core", "cells")
    assert "venue,code," in held["betahedge/cells/contracts.csv"]
    assert quote("a'''b\n") == repr("a'''b\n")
    assert quote("no end") == repr("no end")


def test_the_bundle_imports_nothing_but_the_standard_library_and_xlwings():
    sources = {path: text for path, text in gather_sources().items() if path.endswith(".py")}
    for name, text in {**sources, "main": write_bundle(script=True)}.items():
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
