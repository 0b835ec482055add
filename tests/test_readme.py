"""The README is short and true; the pages that are written from declarations are theirs."""

import re

import pytest

from betahedge.cli import main
from betahedge.hosts.export import HOSTS
from documents import PAGES, ROOT, name_of
from written import WRITTEN, as_written

README = (ROOT / "README.md").read_text("utf-8")
LONGEST = 150  # lines


def test_it_is_read_in_a_minute():
    assert len(README.splitlines()) < LONGEST


def test_the_book_it_starts_with_has_four_lines_and_a_contract_of_the_register():
    first = README.split("```csv holdings.csv\n")[1].split("```")[0].splitlines()
    assert len(first) == 4
    assert "CME:MBT" in first[1]


def test_the_test_command_is_the_first_line_that_names_pytest():
    line = next(line for line in README.splitlines() if "pytest" in line)
    assert line.startswith("python3 -m venv .venv && ")
    assert line.endswith(".venv/bin/python -m pytest")


def test_every_host_is_in_the_table_with_its_licence():
    table = README.split("| host | you need | licence |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = table.splitlines()
    assert set(re.findall(r"`(\w+)`", table)) == set(HOSTS)
    assert [row for row in rows if "paid licence" in row] == [
        row for row in rows if "Server" in row
    ]


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_that_is_written_is_as_it_would_be_written_now(page):
    assert (ROOT / page).read_text("utf-8") == as_written(page), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_it_names_exists(page):
    for name in set(re.findall(r"`betahedge ([a-z]+)", page.read_text("utf-8"))):
        assert name in main.commands, name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_and_folder_it_names_is_there(page):
    text = page.read_text("utf-8")
    for path in re.findall(r"`((?:addin|docs|templates|tests)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path
    for picture in re.findall(r'<img src="([^"]+)"', text):
        assert (page.parent / picture).exists(), picture
