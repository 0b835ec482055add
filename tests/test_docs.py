"""The pages are true: examples run, every command and option is there, links lead on."""

import contextlib
import re
import shutil
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.cli.pages import every
from betahedge.engine.evaluate import evaluate
from betahedge.engine.limits import named_in_tables
from betahedge.report.terminal import cell_text
from documents import PAGES, ROOT, blocks_of, commands_in, commands_of, formulas_of, name_of
from written import part_of

CHANGES_THE_MACHINE = {"install", "uninstall", "doctor"}
FORMULAS = [(name_of(page), *each) for page in PAGES for each in formulas_of(page)]
LINKS = re.compile(r"\]\((?!http)([^)#\s]*)#?([^)]*)\)")


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Stand in a folder that has of a clone what the examples name."""
    for folder in ("docs/examples", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


def run(command):
    """Run a command of a page and give what it prints; nothing where only its words are checked."""
    if not command.is_run or command.words[1] in CHANGES_THE_MACHINE:
        parse(command.words[1:])
        return ""
    result = CliRunner().invoke(main, command.words[1:])
    assert result.exit_code == command.code, (command.words, result.output)
    if command.into:
        Path(command.into).write_text(result.stdout, "utf-8")
    return result.output


def parse(words):
    """Check words without running them: the command, its options and its arguments are there."""
    group = main
    while isinstance(group, click.Group):
        group, words = group.commands[words[0]], words[1:]
    group.make_context(group.name, list(words))


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_example_runs(page):
    printed = ""
    for block in blocks_of(page):
        if block.name:
            Path(block.name).write_text(block.text, "utf-8")
        elif block.language == "sh":
            ours = [each for each in commands_of(block) if each.words[:1] == ["betahedge"]]
            for command in ours:
                printed = run(command)
        elif block.language == "text" and block.follows:
            assert lines(printed) == lines(block.text)
        elif block.language == "python":
            with contextlib.redirect_stdout(None):
                exec(compile(block.text, name_of(page), "exec"), {})  # noqa: S102 - ours


def lines(text):
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("page", "formula", "answer"), FORMULAS)
def test_a_formula_gives_the_answer_beside_it(page, formula, answer):
    block, _ = evaluate(formula)
    assert cell_text(block[0][0]) == answer.strip(), page


def test_the_pages_have_formulas_files_commands_and_programs():
    languages = {block.language for page in PAGES for block in blocks_of(page)}
    assert languages >= {"", "csv", "toml", "sh", "text", "python"}
    assert len(FORMULAS) >= 20


def test_every_command_is_in_an_example_that_is_read_as_it_stands():
    named = {each.words[1] for page in PAGES for each in commands_in(page)}
    assert named == set(main.commands)


def test_every_command_and_option_is_documented():
    written = part_of("docs/commands.md", "options")
    sections = dict(re.findall(r"^## (betahedge .*?)\n(.*?)(?=^## |\Z)", written, re.M | re.S))
    assert sections.keys() == {name for name, _ in every()}
    for name, command in every():
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(word in sections[name] for word in option.opts), (name, option.opts)
                assert option.help, f"{name} {option.opts[0]}: says nothing"


def test_what_calc_keeps_or_leaves_is_what_the_engine_is_told():
    written = set(re.findall(r"`([A-Z][A-Z.]+)`", (ROOT / "docs" / "calc.md").read_text("utf-8")))
    assert written >= named_in_tables()


def test_the_errata_are_those_of_the_committed_workbook():
    book = openpyxl.load_workbook(ROOT / "templates" / "mixed_portfolio.xlsx", data_only=True)
    rows = book["Errata"].iter_rows(min_row=8, max_row=21, max_col=7, values_only=True)
    wanted = [[*row[:5], row[6]] for row in rows]
    table = part_of("docs/errata.md", "errata").splitlines()[2:]
    found = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table]
    assert len(found) == len(wanted) == 14
    for texts, values in zip(found, wanted, strict=True):
        assert texts == [shown(value) for value in values]


def shown(value):
    return "" if value is None else f"{value:,.6g}" if isinstance(value, int | float) else value


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page):
    for link, heading in LINKS.findall(page.read_text("utf-8")):
        target = page.parent / link if link else page
        assert target.exists(), link
        assert not heading or heading in anchors_of(target), f"{link}#{heading}"


def anchors_of(page):
    """Give the names that a host of Markdown makes of headings."""
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_page_is_in_the_index_and_every_picture_has_a_text():
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name
    for page in PAGES:
        for text in re.findall(r"!\[([^\]]*)\]\(", page.read_text("utf-8")):
            assert len(text) > 10, f"{name_of(page)}: a picture without words"
        assert len(re.findall("<img ", page.read_text("utf-8"))) == len(
            re.findall(' alt="..', page.read_text("utf-8"))
        )
