"""The README is true: its formulas give what it says, its table is the declarations'."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge.cells.pages import reference, summary
from betahedge.cli import main
from betahedge.engine import evaluate
from betahedge.engine.limits import named_in_tables
from betahedge.report.terminal import cell_text

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FORMULAS = re.findall(r"^(=HEDGE_\w+\(.*?\)) {2,}(\S.*)$", README, re.MULTILINE)


def test_there_is_a_formula_and_its_answer():
    assert FORMULAS


@pytest.mark.parametrize(("formula", "answer"), FORMULAS)
def test_a_formula_gives_the_answer_beside_it(formula, answer):
    block, _ = evaluate(formula)
    assert cell_text(block[0][0]) == answer


def test_the_function_table_is_the_declarations():
    between = README.split("a test compares -->")[1].split("<!-- end of functions -->")[0]
    assert between.strip() == summary(), "run `betahedge functions --markdown`"


def test_the_reference_is_the_declarations():
    written = (ROOT / "addin" / "FUNCTIONS.md").read_text("utf-8")
    assert written == reference(), "run `betahedge functions --reference > addin/FUNCTIONS.md`"


def test_the_page_of_books_is_the_declarations():
    from betahedge.books.pages import page

    written = (ROOT / "docs" / "books.md").read_text("utf-8")
    assert written == page(), "run `python -m betahedge.books.pages > docs/books.md`"


def test_every_command_it_names_exists():
    for name in set(re.findall(r"`betahedge (\w+)", README)):
        assert name in main.commands, name


def test_the_holdings_example_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = re.search(r"```\n(asset,.*?)```", README, re.DOTALL)
    command = re.search(r"^betahedge (template .*)$", README, re.MULTILINE)
    assert text and command
    Path("holdings.csv").write_text(text[1], "utf-8")
    result = CliRunner().invoke(main, shlex.split(command[1]))
    assert result.exit_code == 0, result.output
    assert Path("hedge.xlsx").exists()


def test_every_file_and_folder_it_names_is_there():
    names = re.findall(r"\]\((?!http)([^)#]+)\)|`((?:addin|docs|templates|tests)/[\w./]*)`", README)
    assert names
    for link, path in names:
        assert (ROOT / (link or path)).exists(), link or path


def test_what_calc_keeps_or_leaves_is_what_the_engine_is_told():
    section = README.split("## What `betahedge calc` does not calculate")[1].split("\n## ")[0]
    written = set(re.findall(r"`([A-Z][A-Z.]+)`", section))
    assert written >= named_in_tables()
