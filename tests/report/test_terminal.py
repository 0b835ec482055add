"""What a terminal shows: values as a cell has them, whole words, no colours."""

import re

import pytest

from betahedge.cells import CATALOGUE, declaration
from betahedge.cells.pages import page
from betahedge.report import terminal
from betahedge.report.terminal import cell_text, show_markdown

COLOUR = re.compile(r"\x1b\[[\d;]*m")


def colours_in(text):
    """Give the numbers of colours: 30 to 49 and 90 to 107 of what is between "ESC [" and "m"."""
    numbers = {int(n) for code in COLOUR.findall(text) for n in code[2:-1].split(";") if n}
    return {n for n in numbers if 30 <= n <= 49 or 90 <= n <= 107}


def test_cell_text_has_15_significant_digits():
    assert cell_text(18.000000000000004) == "18"
    assert cell_text(123456789.12345678) == "123456789.123457"
    assert (cell_text(None), cell_text(True)) == ("", "TRUE")


@pytest.fixture
def on_a_terminal(monkeypatch):
    """Make rich write as to a terminal that has colours."""
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("on_a_terminal")
def test_a_page_stands_out_by_bold_and_has_no_colours(capsys):
    for function in CATALOGUE.values():
        show_markdown(page(declaration(function)))
    out = capsys.readouterr().out
    assert "\x1b[1m" in out
    assert not colours_in(out)


@pytest.mark.usefixtures("on_a_terminal")
def test_a_bar_has_no_colours(run):
    code, _, err = run("strategy", "carry")
    assert code == 0
    assert "calculating" in err
    assert not colours_in(err)


@pytest.mark.parametrize("width", [80, 40])
def test_a_page_has_its_words_whole(capsys, monkeypatch, width):
    monkeypatch.setattr(terminal, "width", lambda: width)
    for name, function in CATALOGUE.items():
        show_markdown(page(declaration(function)))
        said = capsys.readouterr().out
        assert "…" not in said, name
        for arg in declaration(function).args:
            assert re.search(rf"^ ?{arg.name}\b", said, re.MULTILINE), (name, arg.name)
