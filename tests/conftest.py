"""What several rooms share: every function, commands, the article's workbook, LibreOffice."""

import dataclasses
import datetime
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from openpyxl.utils.datetime import to_excel

from betahedge.cells import CATALOGUE, declaration
from betahedge.cli import main
from betahedge.engine import Calculated
from betahedge.engine.fresh import calculate_built
from betahedge.hosts.calc.install import make_environment
from betahedge.sheets.book import Built
from betahedge.templates.book import BookInputs, article
from betahedge.templates.mixed_portfolio import build_mixed_portfolio
from betahedge.xlsx.package import Package

# The same examples in every run; HYPOTHESIS_PROFILE=new looks for new ones.
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}  # the machine may be
settings.register_profile("steady", derandomize=True, **SLOW)
settings.register_profile("new", **SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# What takes more than a few seconds: it calculates workbooks, starts programs, or tries thousands
# of inputs.  `-m "not slow"` leaves it out.
SLOW_PLACES = (
    *("batch/", "benchmarks/", "cli/", "conformance/", "engine/", "hostile/", "hosts/", "market/"),
    *("paper/", "report/", "templates/", "whole/"),
    *("every_function/test_native_form.py", "every_function/test_any_input.py"),
    *("every_function/test_any_size.py", "every_function/test_long_ranges.py"),
    *("sheets/test_book.py", "situations/test_workbooks.py", "test_docs.py", "test_style.py"),
)

# Microsoft's XlCVError enumeration and the errors of dynamic arrays (ERROR.TYPE's documentation):
# the text a cell shows, and the integer COM sends, -2146828288 + the number.
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}

# Without this LibreOffice shows the values stored in a file instead of calculating it.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests."""
    tests = Path(__file__).parent
    for item in items:
        if item.path.relative_to(tests).as_posix().startswith(SLOW_PLACES):
            item.add_marker(pytest.mark.slow)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `any_function` on every declared function, and so on."""
    names = metafunc.fixturenames
    if "any_function" in names:
        metafunc.parametrize("any_function", CATALOGUE.values(), ids=list(CATALOGUE))
    if "native_function" in names:
        native = {n: f for n, f in CATALOGUE.items() if declaration(f).native is not None}
        metafunc.parametrize("native_function", native.values(), ids=list(native))
    if {"declared", "example"} <= set(names):
        rows = [
            pytest.param(declaration(f), e, id=f"{n}-{i}")
            for n, f in CATALOGUE.items()
            for i, e in enumerate(declaration(f).examples, 1)
        ]
        metafunc.parametrize(("declared", "example"), rows)
    if {"error_text", "error_form"} <= set(names):
        forms = [(text, form) for text, number in ERRORS.items() for form in (text, number)]
        metafunc.parametrize(("error_text", "error_form"), forms)


@pytest.fixture(scope="session")
def known_errors() -> frozenset[str]:
    return frozenset(ERRORS)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Run a command in an empty folder: its exit code, and what it prints on stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        words = [str(each) for each in arguments]
        result = CliRunner().invoke(main, words, "", catch_exceptions=False, prog_name="betahedge")
        return result.exit_code, result.stdout, result.stderr

    return call


@dataclasses.dataclass(frozen=True)
class Book:
    """A built and calculated template: its inputs, its layout, its values, its file."""

    inputs: BookInputs
    built: Built
    result: Calculated
    path: Path

    def value(self, ref: str) -> object:
        """Give the value at an address, of a formula or given."""
        return self.result.values.get(ref, self.built.given.get(ref))

    def column(self, item: str, *, native: bool = False) -> list[object]:
        """Give the values of an item, one for each row in use."""
        return [self.result.values.get(ref) for ref in self.built.cells(item, native=native)]

    def named(self, name: str) -> object:
        """Give the value of a defined name."""
        return self.result.values.get(self.built.named(name))

    def total(self, item: str) -> object:
        """Give the total of a column."""
        place = self.built.names.places[item]
        return self.result.values.get(f"{place.sheet}!{place.letter}{place.total}")

    def checks(self, result: Calculated | None = None) -> list[tuple[str, object]]:
        """Give each test and what its check says."""
        values = (result or self.result).values
        (sheet,) = (sheet for sheet in self.built.sheets if sheet.lists_checks)
        tests = sheet.blocks[-1].columns[1].what
        words = (values.get(ref) for ref in self.built.cells("checks.result"))
        return list(zip(tests, words, strict=True))

    def failed(self, result: Calculated | None = None) -> set[str]:
        """Give the tests that fail."""
        return {test for test, word in self.checks(result) if word == "FAIL"}

    def changed(self, cells: dict[str, object]) -> Calculated:
        """Type values into inputs, "item" or "item row", and calculate again."""
        package = Package.read(self.built.data)
        for name, value in cells.items():
            item, _, row = name.partition(" ")
            place = self.built.names.places[item]
            part = package.sheets()[place.sheet]
            ref = f"{place.letter}{place.first + int(row or 0)}"
            package.parts[part] = typed(package.parts[part], ref, value)
        whole = dataclasses.replace(self.built, package=package, lists={})
        return calculate_built(whole, self.inputs.as_of)


def typed(part: bytes, ref: str, value: object) -> bytes:
    """Type a value into a cell of a sheet that the builder has written."""
    if isinstance(value, datetime.date):
        value = to_excel(value)
    holds = f"><v>{value}</v></c>" if value is not None else "/>"
    if isinstance(value, str):
        holds = f' t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    cell = re.compile(rf'(<c r="{ref}" s="\d+")(?: t="\w+")?(?:/>|>((?!<f>).)*?</c>)'.encode())
    found, count = cell.subn(rf"\1{holds}".encode(), part)
    assert count == 1, ref
    return found


@pytest.fixture(scope="session")
def make_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[BookInputs], Book]:
    def make(inputs: BookInputs) -> Book:
        built = build_mixed_portfolio(inputs)
        result = calculate_built(built, inputs.as_of)
        path = tmp_path_factory.mktemp("book") / "book.xlsx"
        path.write_bytes(result.data)
        return Book(inputs, built, result, path)

    return make


@pytest.fixture(scope="session")
def article_book(make_book: Callable[[BookInputs], Book]) -> Book:
    return make_book(article())


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Convert a workbook by LibreOffice, which recalculates it on load and has no add-in."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, "utf-8")

    def run(path: Path, kind: str) -> Path:
        out = tmp_path_factory.mktemp("converted")
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{profile}",
                f"-env:UNO_SHARED_PACKAGES_CACHE=file://{profile}/shared",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**make_environment(), "HOME": str(profile)},
        )
        target = out / f"{path.stem}.{kind.split(':')[0]}"
        assert target.exists(), "soffice exits 0 when it fails: only the file shows"
        return target

    return run
