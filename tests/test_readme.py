"""The README is short and true; the pages that are written from declarations are theirs."""

import re
import shutil
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.hosts.export import HOSTS
from documents import PAGES, ROOT, blocks_of, commands_of, name_of
from hosts.stranger import book
from written import WRITTEN, as_written

README = (ROOT / "README.md").read_text("utf-8")
LONGEST = 150  # lines


def test_it_is_read_in_a_minute():
    assert len(README.splitlines()) < LONGEST


def test_the_book_it_starts_with_has_four_lines_and_a_contract_of_the_register():
    first = README.split("```csv holdings.csv\n")[1].split("```")[0].splitlines()
    assert len(first) == 4
    assert "CME:MBT" in first[1]


def test_three_commands_lead_from_nothing_to_the_page_without_a_network(tmp_path, monkeypatch):
    pytest.importorskip("ccxt", reason="ccxt (the extra `market`) is not installed")
    blocks = blocks_of(ROOT / "README.md")
    place = next(n for n, block in enumerate(blocks) if block.name == "coins.csv")
    commands = [each.words for each in commands_of(blocks[place + 1])]
    assert [words[:2] for words in commands] == [
        ["betahedge", name] for name in ("snapshot", "read", "report")
    ]

    def none(*_words, **_more):
        raise AssertionError("recorded answers need no network")

    monkeypatch.setattr("socket.getaddrinfo", none)
    monkeypatch.setattr("socket.socket.connect", none)
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    (tmp_path / "coins.csv").write_text(blocks[place].text, "utf-8")
    monkeypatch.chdir(tmp_path)
    for words in commands:
        result = CliRunner().invoke(main, words[1:])
        assert result.exit_code == 0, result.output
    # 60 % of each coin's value, in contracts of one coin at the futures price, lots of 0.001
    for coins, spot, future in ((26.775, 71250.0, 71290.5), (412.3, 3801.0, 3802.2)):
        count = f"{round(0.6 * coins * spot / future, 3):.3f}"
        assert count in result.output
        assert count in Path("page", "orders.csv").read_text("utf-8")
    text = pypdf.PdfReader(Path("page", "report.pdf")).pages[0].extract_text()
    assert "Treasury as of 29 September 2026, 09:00 UTC" in text


def test_the_test_command_is_the_first_line_that_names_pytest():
    line = next(line for line in README.splitlines() if "pytest" in line)
    assert line.startswith("python3 -m venv .venv && ")
    assert line.endswith(".venv/bin/python -m pytest -n 2 --dist loadfile")


def test_every_host_is_in_the_table_with_its_licence():
    table = README.split("| host | you need | licence |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = table.splitlines()
    assert set(re.findall(r"`(\w+)`", table)) == set(HOSTS)
    assert [row for row in rows if "paid licence" in row] == [
        row for row in rows if "Server" in row
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_the_command_above_the_table_is_taken_for_every_host(host, tmp_path, monkeypatch):
    command = re.search(r"`betahedge (export hedge\.xlsx --host HOST -o FILE)`", README)[1]
    row = next(row for row in README.splitlines() if row.startswith("| **") and f"`{host}`" in row)
    more = [word for pair in re.findall(r"`(--\w+) (\w+)`", row) for word in pair]
    monkeypatch.chdir(tmp_path)
    Path("hedge.xlsx").write_bytes(book())
    words = command.replace("HOST", host).replace("FILE", "made.xlsx").split()
    result = CliRunner().invoke(main, [*words, *more])
    assert result.exit_code == 0, result.output
    assert Path("made.xlsx").is_file()


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
