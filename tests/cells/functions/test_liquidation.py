"""Tiers and calls along ranges: room at the end, and what is not known."""

from betahedge.cells import (
    HEDGE_LIQUIDATION_TIERED,
    HEDGE_MAINTENANCE,
    HEDGE_MARGIN_CALLS,
)

FLOORS, RATES = [[0], [100], [500]], [[0.01], [0.02], [0.05]]


def test_tiers_along_a_range_of_notionals():
    """Each line is what it is alone; a bad one spoils itself only."""
    notionals = [[50], [None], [-300], ["x"], [1000]]
    answers = HEDGE_MAINTENANCE(notionals, FLOORS, RATES)
    assert answers == [[0.5], ["#VALUE!"], [5.0], ["#VALUE!"], [34.0]]
    assert answers[1][0].reason == "notional: was blank; must be a number"
    assert HEDGE_MAINTENANCE([[50, -300]], FLOORS, RATES) == [[0.5, 5.0]]
    row = HEDGE_LIQUIDATION_TIERED([[10.0, 20.0]], [[1], [-1]], 1, 5, FLOORS, RATES)
    assert row == [
        [HEDGE_LIQUIDATION_TIERED(entry, side, 1, 5, FLOORS, RATES) for entry in (10.0, 20.0)]
        for side in (1, -1)
    ]


def test_a_table_of_tiers_may_have_room_at_its_end():
    roomy = ([*FLOORS, [None], [""]], [*RATES, [None], [""]])
    assert HEDGE_MAINTENANCE(1000, *roomy) == HEDGE_MAINTENANCE(1000, FLOORS, RATES)
    across = ([[0, 100, 500]], [[0.01, 0.02, 0.05]])
    assert HEDGE_MAINTENANCE(1000, *across) == HEDGE_MAINTENANCE(1000, FLOORS, RATES)


def test_a_ledger_stops_at_what_it_does_not_know():
    days = [[1741], [None], ["x"], [1744]]
    rows = HEDGE_MARGIN_CALLS(-2, 100, 1750, days, 12000, 9000)
    assert rows[1] == [1741, -1800, 10200, 0]
    assert rows[2] == [""] * 4
    assert rows[3] == rows[4] == ["#VALUE!"] * 4
