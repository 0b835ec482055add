"""Tables on terminals of any width: numbers whole, the asset always there."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from betahedge.report.terminal_table import Column, number_text, pair_lines, table_lines

COLUMNS = [Column("Asset"), Column("Spot value", True), Column("Contracts", True), Column("Action")]
ROWS = [
    ["BTC", "74,074,073", "123,456,789,000", "Short"],
    ["A long name of a coin", "1", "", "None"],
]
WORDS = ("BTC", "A long name of a coin", "74,074,073", "123,456,789,000", "Short", "74,074,074")


@pytest.mark.parametrize("width", [120, 80, 40, 20, 1])
def test_numbers_are_whole_and_the_asset_is_there(width):
    lines = table_lines(COLUMNS, ROWS, width, ["total", "74,074,074"])
    for word in WORDS:
        assert any(word in line for line in lines), "\n".join(lines)
    if width >= 40:
        assert max(map(len, lines)) <= width


def test_a_wide_terminal_has_a_table():
    assert table_lines(COLUMNS, ROWS, 80) == [
        "Asset                  Spot value        Contracts  Action",
        "----------------------------------------------------------",
        "BTC                    74,074,073  123,456,789,000  Short",
        "A long name of a coin           1                   None",
    ]


def test_a_narrow_terminal_has_a_block_a_line():
    assert table_lines(COLUMNS, ROWS[:1], 30) == [
        "BTC", "  Spot value  74,074,073", "  Contracts   123,456,789,000", "  Action      Short",
    ]  # fmt: skip
    assert table_lines(COLUMNS, ROWS[:1], 20) == [
        "BTC", " Spot value", "74,074,073", " Contracts", "123,456,789,000", "  Action      Short",
    ]  # fmt: skip


names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)
values = st.floats(-1e15, 1e15).map(number_text)


@given(
    rows=st.lists(st.tuples(names, values, names), min_size=1, max_size=6),
    width=st.integers(1, 120),
)
def test_any_width(rows, width):
    columns = [Column("Asset"), Column("Value", True), Column("Word")]
    lines = table_lines(columns, [list(row) for row in rows], width)
    for name, number, _ in rows:
        assert any(line.startswith(name) for line in lines)
        assert any(number in line for line in lines)
    needed = max(cell_len(part) for row in [*rows, (" Asset", " Value", " Word")] for part in row)
    assert all(cell_len(line) <= max(width, needed) for line in lines)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (74_074_073.0, "74,074,073"),
        (1.2e11, "120,000,000,000"),
        (123_456_789_012.0, "123,456,789,012"),
        (0.1, "0.1"),
        (1e-9, "0.000000001"),
        (-1234.5, "-1,234.5"),
        (0.0, "0"),
        (-0.0, "0"),
        (1 / 3, "0.3333333333"),
        (39.923076923076927, "39.92307692"),
        (1e15, "1,000,000,000,000,000"),
        (math.inf, "inf"),
    ],
)
def test_a_number_has_no_exponent(value, text):
    assert number_text(value) == text


def test_money_has_cents_where_there_are_any():
    assert [number_text(value, 2) for value in (335000.0, 0.5, 1234.567)] == [
        "335,000",
        "0.50",
        "1,234.57",
    ]


@pytest.mark.parametrize("width", [80, 40, 20, 1])
def test_the_demo_on_a_terminal_of_that_width(article_book, capsys, monkeypatch, width):
    from betahedge.report import terminal

    monkeypatch.setattr(terminal, "width", lambda: width)
    terminal.show_table(article_book.result.values, article_book.built)
    out = capsys.readouterr().out
    for word in ("BTC", "ETH", "195,000", "140,000", "335,000", "Sell"):
        assert any(word in line for line in out.splitlines())


def test_words_go_on_in_further_lines_and_a_number_does_not():
    columns = [Column("Name"), Column("Meaning"), Column("Value", True)]
    assert table_lines(columns, [["lots", "whole contracts of a size", "1,234,567"]], 30) == [
        "lots",
        "  Meaning  whole contracts of",
        "           a size",
        "  Value    1,234,567",
    ]


PAIRS = [("Basis", "+1,300"), ("Matched by value", "4.902")]


def test_values_of_names_stand_right_or_below():
    wide = ["  Basis             +1,300", "  Matched by value   4.902"]
    assert pair_lines(PAIRS, 26) == wide
    assert pair_lines(PAIRS, 25) == ["  Basis", "    +1,300", "  Matched by value", "    4.902"]
