"""The types of the Python face are the declarations'."""

import ast
import inspect
from pathlib import Path

import betahedge
from betahedge.cells import CATALOGUE
from betahedge.cells.stub import write_stub

STUB = Path(betahedge.__file__).with_suffix(".pyi")


def test_the_file_is_what_is_written():
    run = "run `python -m betahedge.cells.stub > addin/betahedge/__init__.pyi`"
    assert STUB.read_text("utf-8") == write_stub(), run


def test_arguments_and_defaults_are_those_of_the_functions():
    declared = {
        node.name: node
        for node in ast.parse(STUB.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert declared.keys() == CATALOGUE.keys()
    for name, node in declared.items():
        parameters = inspect.signature(CATALOGUE[name]).parameters.values()
        assert [arg.arg for arg in node.args.args] == [each.name for each in parameters]
        given = [each.default for each in parameters if each.default is not each.empty]
        assert [ast.literal_eval(each) for each in node.args.defaults] == given
        assert ast.get_docstring(node)
