"""`betahedge strategy` and `template` of a strategy: what is printed, written and refused."""

import io
import json
import time
import zipfile
from pathlib import Path

import openpyxl
import openxml_audit
import pytest

from betahedge.engine import calculate
from betahedge.report.strategy import solve
from betahedge.templates.strategies import NAMES, strategy_named

ROOT = Path(__file__).parent.parent.parent
SECONDS = 3.0  # to build, calculate and prove, of processor time


@pytest.mark.parametrize("name", NAMES)
def test_a_strategy_is_shown_in_lines(run, name):
    code, out, err = run("strategy", name)
    assert (code, err) == (0, "")
    assert out.rstrip().endswith("Checks: OK")
    assert "…" not in out


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_has_the_same_results(run, name):
    _, example, _ = run("strategy", name, "--example")
    Path("inputs.csv").write_text(example, "utf-8")
    code, out, err = run("template", name, "--inputs", "inputs.csv", "-o", "book.xlsx")
    assert (code, err) == (0, "")
    assert "Workbook: book.xlsx" in out
    _, printed, _ = run("strategy", name, "--inputs", "inputs.csv", "--json")
    found = json.loads(printed)
    page = openpyxl.load_workbook("book.xlsx", data_only=True)[strategy_named(name).page.name]
    assert page["A5"].value == found["headline"]
    assert found["master_check"] == "OK"
    assert found["proved"] is True


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_written(run):
    Path("inputs.csv").write_text("spot prise,1\ncoins held,-\n", "utf-8")
    code, out, err = run("template", "carry", "--inputs", "inputs.csv", "-o", "book.xlsx")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert lines[0] == 'betahedge: inputs.csv, line 1: "spot prise" is no input; is it spot price?'
    assert lines[1].startswith('betahedge: inputs.csv, line 2, coins held: was "-"; must be')
    assert len(lines) > 10
    assert not Path("book.xlsx").exists()


def test_an_alarm_fails_and_says_what_to_do(run):
    _, example, _ = run("strategy", "carry", "--example")
    Path("inputs.csv").write_text(example.replace("accept margin,yes", "accept margin,no"))
    code, out, err = run("strategy", "carry", "--inputs", "inputs.csv")
    assert code == 1
    assert "Checks: FAIL" in out
    assert "liquidation nearer than policy" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("template", "carry", "--holdings", "h.csv"), "--holdings: is not for carry"),
        (("template", "mixed_portfolio", "--inputs", "i.csv"), "--inputs: is not for mixed"),
        (("template", "carry", "--inputs", "none.csv"), "none.csv"),
        (("strategy", "nothing"), "NAME: was nothing; must be one of single_asset"),
    ],
)
def test_what_does_not_go_together_is_refused(run, arguments, message):
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_is_the_one_this_code_builds(name):
    chosen = strategy_named(name)
    start = time.process_time()
    outcome = solve(chosen, chosen.example)
    assert time.process_time() - start < SECONDS
    assert outcome.proof.different == []
    assert outcome.proof.native > 10
    path = ROOT / "templates" / f"{name}.xlsx"
    built = outcome.result.data
    committed, made = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(built))
    assert committed.namelist() == made.namelist()
    for part in made.namelist():
        assert committed.read(part) == made.read(part), part
    assert calculate(built).data == built
    found = openxml_audit.OpenXmlValidator(max_errors=0).validate(str(path))
    assert [str(error) for error in found.errors] == []
