"""What is installed is what is declared."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

import betahedge

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_one_version():
    assert importlib.metadata.version("betahedge") == betahedge.__version__
    assert f"## {betahedge.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_licence_and_python():
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert PROJECT["requires-python"] == ">=3.11"


def test_the_engine_is_pinned_to_its_minor_version():
    pins = [name for name in PROJECT["dependencies"] if name.startswith("formualizer")]
    assert re.fullmatch(r"formualizer>=0\.\d+,<0\.\d+", pins[0])


@pytest.mark.parametrize(
    ("engine", "home"), [("formulon", "spreadsheet.py"), ("formualizer", "built.py")]
)
def test_only_one_module_knows_an_engine(engine, home):
    users = [
        path.name
        for path in Path(betahedge.__file__).parent.rglob("*.py")
        if re.search(rf"^\s*(import|from) {engine}", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert users == [home]
