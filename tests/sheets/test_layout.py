"""Places by layout: blocks that would lie on one another, tracks that are not there."""

import dataclasses

import pytest

from betahedge.sheets.blocks import Panel, Series, Sheet, Side, Table
from betahedge.sheets.items import Column, Given, Item, Rule
from betahedge.sheets.layout import HEAD, Layout

A = Item("a", "A", Given(Rule(says="a number")), "number", "", name="a_number")


def sheet(*blocks, **more):
    return Sheet("S", "?", blocks, tracks={"x": 10, "y": 10, "z": 10}, **more)


def test_two_blocks_on_one_cell_are_refused():
    one, two = (Panel(key, "", (dataclasses.replace(A, name=""),)) for key in ("one", "two"))
    with pytest.raises(ValueError, match=r"one.a and two.a|two.a and one.a"):
        Layout(sheet(Side((one, two))), {})
    with pytest.raises(ValueError, match="two blocks are called one"):
        Layout(sheet(one, one), {})


def test_a_track_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no track there"):
        Layout(sheet(Panel("p", "", (A,), ("x", "there"))), {})
    with pytest.raises(ValueError, match="wider than the sheet"):
        Layout(Sheet("S", "?", (Panel("p", "", (A,)),), tracks={"x": 10}), {})


def test_series_stand_side_by_side():
    layout = Layout(sheet(Series("moves", "Moves", Given(Rule()), 2)), {})
    assert layout.places["moves"].range() == "S!$B$5:$C$5"


def test_a_panel_beside_a_table_begins_on_the_row_of_its_heads():
    """Its first line has the height of every other; beside a table with low heads, too."""
    panel = Panel("p", "Panel", (A,), ("y", "z"))
    for short, rows in ((False, (6, 7)), (True, (5, 6))):
        table = Table("t", (Column("c", "C", "", 8, "1"),), 2, "Table", total=False, short=short,
                      tracks=("x",))  # fmt: skip
        layout = Layout(sheet(Side((table, panel))), {})
        assert (layout.tops["p"], layout.places["p.a"].first) == rows
        assert (layout.heights.get(6), layout.heights.get(7)) == (None if short else HEAD, None)
