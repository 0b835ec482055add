"""A strategy's page on terminals of any width: every figure is whole, with its name.

Oracle: the figures of the page in the calculated workbook, written one by one.
"""

import re

import pytest

from betahedge.report import terminal
from betahedge.report.strategy_lines import show, written
from betahedge.sheets.blocks import Figures, Panel, Table
from betahedge.sheets.layout import every
from templates.strategy_books import NAMES, solved


@pytest.fixture(scope="module", params=NAMES)
def outcome(request):
    return solved(request.param)


def figures(outcome):
    """Give every figure of the page, as it is written."""
    for block in every(outcome.strategy.page.blocks):
        if isinstance(block, Panel | Figures):
            for item in block.items if isinstance(block, Panel) else block.figures:
                yield written(outcome.item(f"{block.key}.{item.key}"), item.form, outcome)
        elif isinstance(block, Table):
            for column in block.columns:
                if column.form != "strip" and (column.heading or column.form != "text"):
                    for value in outcome.column(f"{block.key}.{column.key}"):
                        yield written(value, column.form, outcome)


@pytest.mark.parametrize("width", [120, 80, 40])
def test_every_figure_is_whole_and_no_line_too_long(outcome, capsys, monkeypatch, width):
    monkeypatch.setattr(terminal, "width", lambda: width)
    show(outcome)
    lines = capsys.readouterr().out.splitlines()
    said = " ".join(" ".join(lines).split())
    for figure in figures(outcome):
        assert re.search(rf"(?<!\S){re.escape(' '.join(figure.split()))}(?!\S)", said) or not figure
    assert max(map(len, lines)) <= width


def test_titles_and_labels_that_formulas_make_are_shown(capsys):
    show(solved("carry", {"dated days": 44, "end price": 5_000}))
    said = capsys.readouterr().out
    assert "\nDated future, 44 days\n" in said
    assert "\n  Spot, at 5,000 " in said
    show(solved("transition"))
    assert "\n  ETH to buy " in capsys.readouterr().out


def test_a_basis_has_a_sign(capsys):
    """66,300 of a future are 1,300 above the spot, and 64,000 of one 1,000 below it."""
    for price, shown in ((66_300, "+1,300"), (64_000, "-1,000"), (65_000, "0")):
        show(solved("carry", {"dated price": price}))
        (line,) = [each for each in capsys.readouterr().out.splitlines() if "Basis  " in each]
        assert line.split() == ["Basis", shown]
