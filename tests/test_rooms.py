"""The rooms of the house: imports run one way, and core needs nothing."""

import ast
import sys
from pathlib import Path

import pytest

import betahedge

ROOT = Path(betahedge.__file__).parent
# Each room may use those to its left.
ORDER = (
    *("core", "cells", "formula", "xlsx", "sheets", "templates"),
    *("engine", "hosts", "books", "report", "batch", "market", "cli"),
)
MAY_IMPORT = {room: {"errors", *ORDER[: place + 1]} for place, room in enumerate(ORDER)}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path):
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("betahedge.")}
    assert rooms <= MAY_IMPORT[room(path)]


def test_every_room_has_a_door_sign_and_no_other_room_exists():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert rooms <= MAY_IMPORT.keys()
    for name in rooms:
        assert ast.get_docstring(ast.parse((ROOT / name / "__init__.py").read_text("utf-8")))


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room(p) == "core"], ids=lambda path: path.name
)
def test_core_needs_the_standard_library_only(path: Path):
    allowed = set(sys.stdlib_module_names) | {"betahedge"}
    outside = {name.split(".")[0] for name in imported(path)} - allowed
    assert outside <= ({"numpy"} if path.name == "regression.py" else set())


ONLY_IN = {  # what few rooms may know
    "polars": {"books", "batch"},
    "python_calamine": {"books"},
    "olefile": {"books"},
    "typst": {"report"},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_packages_that_few_rooms_know(path: Path):
    packages = {name.split(".")[0] for name in imported(path)}
    assert all(room(path) in ONLY_IN.get(package, {room(path)}) for package in packages)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 300


TESTS = Path(__file__).parent
# What is about several modules at once has a folder, of the one thing that it asks.
ACROSS = {
    "benchmarks": "speed, as ratios to a floor in the same run; and workbooks of the public",
    "conformance": "one answer in every host and every engine, or a difference that is named",
    "core/against_libraries": "other libraries, on the same inputs",
    "core/on_columns": "each formula of core on columns of NumPy, Polars and DuckDB",
    "core/published": "the worked examples of `oracles.json`",
    "every_function": "what holds of each declared function: examples, refusals, any argument",
    "hostile": "what is damaged, huge, at random or ended at any moment: a line, and no harm",
    "paper": "workbooks as they are printed",
    "situations": "files and workbooks as desks and public reports have them",
    "typing": "the types of the Python face",
    "whole": "rules and commands that go through all the house",
}
PROJECT = {  # what is about the project and not about its code
    *("test_docs.py", "test_packaging.py", "test_readme.py", "test_rooms.py", "test_style.py"),
}
OWN = sorted(path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("path", OWN, ids=str)
def test_a_test_lies_where_what_it_tests_lies(path: Path):
    folders = {each.as_posix() for each in path.parents}
    if folders & ACROSS.keys() or str(path) in PROJECT:
        return
    tested = ROOT / path.parent / path.stem.removeprefix("test_")
    assert tested.with_suffix(".py").is_file() or (tested / "__init__.py").is_file()


def test_folders_across_rooms_are_there_and_in_the_readme():
    readme = (TESTS / "README.md").read_text("utf-8")
    for name, what in ACROSS.items():
        assert list((TESTS / name).glob("test_*.py")), name
        assert f"| `{name}` | {what} |" in readme
        assert not (ROOT / name).exists(), "it would mirror a room"


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(TESTS) for path in TESTS.rglob("*.py")), ids=str
)
def test_files_of_tests_are_short(path: Path):
    assert len((TESTS / path).read_text("utf-8").splitlines()) <= 300
