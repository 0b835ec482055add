"""What is installed is what is declared."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

import betahedge

ENGINES = {"formulon": "spreadsheet.py", "formualizer": "built.py"}
ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_one_version():
    assert importlib.metadata.version("betahedge") == betahedge.__version__
    assert f"## {betahedge.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_licence_and_python():
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert PROJECT["requires-python"] == ">=3.11"


def test_every_habit_is_told_to_contributors():
    habits = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    told = re.findall(r"^\| `make (\w+)` ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    assert habits and {*told, "check"} == set(habits[1].split())


@pytest.mark.parametrize(("engine", "user"), ENGINES.items())
def test_an_engine_is_pinned_to_its_minor_version_and_known_to_one_module(engine, user):
    pins = [name for name in PROJECT["dependencies"] if name.startswith(engine)]
    assert re.fullmatch(rf"{engine}>=0\.\d+,<0\.\d+", pins[0])
    asks = re.compile(rf"^\s*(import|from) {engine}", re.MULTILINE)
    modules = Path(betahedge.__file__).parent.rglob("*.py")
    assert [path.name for path in modules if asks.search(path.read_text("utf-8"))] == [user]
