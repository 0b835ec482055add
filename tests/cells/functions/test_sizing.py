"""HEDGE_TABLE over ranges: lines with room, holes and futures prices of their own."""

import pytest

from betahedge.cells import (
    HEDGE_TABLE,
)

ASSETS = [["BTC"], [None], ["ETH"], [""], ["HALF"]]
QUANTITIES = [[3.0], [None], [40.0], [""], [None]]
PRICES = [[65_000.0], [None], [3_500.0], [""], [2.0]]


def test_blank_lines_are_left_out():
    # The article: 195,000 and 140,000 make 335,000; 60 % is 1.8 and 24.0 contracts.
    rows = HEDGE_TABLE(ASSETS[:4], QUANTITIES[:4], PRICES[:4], [[1.0]], 0.6)
    assert [row[0] for row in rows] == ["Asset", "BTC", "ETH", "Total"]
    assert [row[4] for row in rows] == ["60% hedge", 1.8, 24.0, ""]
    assert rows[-1][1] == 335_000


def test_a_line_with_a_hole_says_what_is_missing():
    rows = HEDGE_TABLE(ASSETS, QUANTITIES, PRICES, [[1.0]], 0.6)
    assert rows[3][0] == "HALF"
    assert rows[3][1].reason == "quantities: was blank; must be a number"
    assert rows[1][1] == 195_000
    assert rows[-1][1] == "#VALUE!"


def test_own_ratios_of_the_lines_and_an_order_column():
    ratios = [[0.6], [None], [0.5], [None]]
    rows = HEDGE_TABLE(ASSETS[:4], QUANTITIES[:4], PRICES[:4], 0.1, ratios, 1, 1, "down")
    assert rows[0][4:] == ["Hedge", "Order", "Action"]
    assert [row[5] for row in rows[1:3]] == [18, 200]


def column(*values):
    return [[value] for value in values]


def test_contracts_at_the_futures_price():
    """Errata: with a 1 % basis, 5.0000 contracts matched by coin are 4.9505 matched by value."""
    table = HEDGE_TABLE(["A", "B"], [5, 5], 65000, 1, 1, 1, 0, "nearest", [65650, None])
    assert [line[2] for line in table[1:3]] == [65650, 65000]
    assert [line[3] for line in table[1:3]] == pytest.approx([4.9505, 5], abs=5e-5)
    assert table[3][1] == 650000  # the spot is at its own price
    bad = HEDGE_TABLE(["A", "B"], 5, 65000, 1, 1, 1, 0, "nearest", column(-1, 65000))
    assert (bad[1][1], bad[2][3]) == ("#NUM!", 5)


BOOK = ([["BTC"], ["ETH"]], [[3.0], [40.0]], [[65000], [3500]], [[1], [1]])


def test_a_total_with_an_error_in_it_is_that_error():
    """As SUM does: a total that left a line out would be believed."""
    answer = HEDGE_TABLE(BOOK[0], [[3.0], ["many"]], *BOOK[2:])
    assert answer[-1][:2] == ["Total", "#VALUE!"]
