"""Every check, alarm and limit has its meaning, and no meaning is of a check that is gone."""

import ast
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner

import betahedge
from betahedge.cli import main
from betahedge.report import limits, terminal
from betahedge.report.making import make_report
from betahedge.report.meanings import explain, meanings, page
from betahedge.templates.book import article
from betahedge.templates.mixed_portfolio import build_mixed_portfolio
from betahedge.templates.strategies import NAMES, strategy_named
from report.sample_cases import ALL

ROOM = Path(betahedge.__file__).parent
MODULES = {"report": ROOM / "report", "watch": ROOM / "market"}


def checks_of(built):
    (sheet,) = (each for each in built.sheets if each.lists_checks)
    return set(next(c for c in sheet.blocks[-1].columns if c.key == "test").what)


@pytest.fixture(scope="module")
def workbooks():
    """Give the tests of each workbook as it is built."""
    strategies = {name: strategy_named(name) for name in NAMES}
    built = {name: each.build(each.example) for name, each in strategies.items()}
    built["mixed_portfolio"] = build_mixed_portfolio(article())
    return {name: checks_of(each) for name, each in built.items()}


def having(where):
    return [m for m in meanings() if where in m.where.split(", ")]


def texts_in(folder):
    """Give the texts that the modules of a room have, each made one with its gaps as *."""
    found = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "*" for p in node.values)
                found.add("".join(parts))
    return found


def test_every_check_of_a_workbook_has_one_meaning(workbooks):
    for name, tests in workbooks.items():
        for test in tests:
            fits = [m for m in having(name) + having("every workbook") if fnmatchcase(test, m.test)]
            assert len(fits) == 1, (name, test)


def test_every_meaning_is_of_a_check_in_each_workbook_that_it_names(workbooks):
    for name, tests in workbooks.items():
        for each in having(name):
            assert any(fnmatchcase(test, each.test) for test in tests), (name, each.test)
    for each in having("every workbook"):
        assert any(fnmatchcase(test, each.test) for test in workbooks["mixed_portfolio"]), each.test


@pytest.mark.parametrize("where", ["report", "watch"])
def test_every_meaning_of_a_line_is_of_words_that_the_code_says(where):
    said = texts_in(MODULES[where])
    wanted = having(where) + (having("policy") if where == "report" else [])
    for each in wanted:
        parts = [part for part in each.test.split("*") if part]
        assert all(any(part in text for text in said) for part in parts), each.test


def checks_in_the_code():
    """Give the first argument of each check that a module of the report makes."""
    for path in MODULES["report"].glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("is_zero", "is_true") and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_check_of_a_report_has_one_meaning():
    tests = set(checks_in_the_code())
    assert len(tests) >= 20
    for test in tests:
        assert len([m for m in having("report") if fnmatchcase(test, m.test)]) == 1, test


@pytest.mark.parametrize("name", ALL)
def test_what_a_report_says_is_explained(name):
    report = make_report(ALL[name]()).report
    for check in report.checks.lines:
        assert [m for m in explain(f"{check.id} {check.test}") if "report" in m.where], check.test
    for limit in report.limits:
        assert [m for m in explain(limit.name) if m.where == "policy"], limit.name
    for breach in report.breaches:
        line = f"{breach.level}: {breach.what}; limit {breach.limit}; {breach.action}"
        found = explain(line)
        assert found[0].where == "policy" and len(found) == 1, line


def test_every_reason_of_an_asset_has_a_meaning():
    tests = " ".join(each.test for each in having("policy"))
    assert all(why in tests for why in limits._ACTIONS)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("C07: no hedge ratio is below 0", "No hedge ratio is below 0"),
        ("Prices are 1 day old at most", "Prices are * old at most"),
        ("a short that outlives the spot", "Alarm: short above what is still to be sold"),
        (
            "CME:MBT: 2 held, 18 asked, a drift above 5%: sell 16",
            "a drift above *",
        ),
        ("print area", "Every filled row is printed"),
        ("budget", "Alarm: cost above the budget"),
    ],
)
def test_a_check_is_found_by_its_words_or_by_what_it_is_about(asked, first):
    assert explain(asked)[0].test == first


def test_the_command_says_what_to_do_and_refuses_in_a_line(monkeypatch):
    monkeypatch.setattr(terminal, "width", lambda: 40)
    told = CliRunner().invoke(main, ["explain", "budget"])
    assert told.exit_code == 0
    assert "Alarm: cost above the budget\n(defensive)\n" in told.stdout
    assert "\n  What to do: Inputs: a shorter hedge" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 40
    refused = CliRunner().invoke(main, ["explain", "C07"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        'betahedge: explain: was "C07"; must be words of a check, not '
    )


def test_the_page_has_a_line_for_every_meaning():
    assert page().count("\n| ") == len(meanings()) + 6  # six tables with a head
