"""HEDGE_TABLE over a range with room: blank lines are left out, half-filled ones are errors."""

from betahedge.cells import HEDGE_TABLE

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
