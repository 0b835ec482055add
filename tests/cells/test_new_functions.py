"""The functions a desk misses in a cell: ranges, edges, blanks."""

import datetime

import pytest

from betahedge.cells import (
    HEDGE_ES,
    HEDGE_EXPIRY,
    HEDGE_FUNDING_HISTORY,
    HEDGE_LIQUIDATION_TIERED,
    HEDGE_MAINTENANCE,
    HEDGE_MARGIN_CALLS,
    HEDGE_MINVAR_PORTFOLIO,
    HEDGE_POSITION,
    HEDGE_RETURNS,
    HEDGE_ROLLING_BETA,
    HEDGE_VAR,
    ErrorValue,
)

FLOORS, RATES = [[0], [100], [500]], [[0.01], [0.02], [0.05]]
Y, X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]
FILLS = ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]])
HISTORY = ([[0], [8]], [[0.1], [0.2]], [[2], [3]])


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


def test_a_position_without_a_mark_or_flat():
    """What is not known is #N/A beside what is."""
    rows = dict(HEDGE_POSITION(*FILLS))
    assert (rows["Unrealised"], rows["Unrealised"].reason[:14]) == ("#N/A", "mark: was blan")
    assert rows["Average entry"] == pytest.approx(99.98003629764065)
    flat = dict(HEDGE_POSITION([[0.1], [0.2], [-0.3]], [[5], [5], [6]]))
    assert flat["Realised"] == pytest.approx(0.3)
    assert (flat["Open quantity"], flat["Average entry"], flat["Unrealised"]) == (0, "#N/A", 0)


def test_fills_with_room_at_their_end():
    roomy = [[*column, [None], [""]] for column in FILLS]
    assert HEDGE_POSITION(*roomy, "fifo", 100) == HEDGE_POSITION(*FILLS, "fifo", 100)


def test_stamps_may_be_dates():
    days = [[datetime.datetime(2021, 9, 1)], [datetime.datetime(2021, 9, 1, 8)]]
    span = (datetime.datetime(2021, 9, 1), datetime.datetime(2021, 9, 1, 8))
    assert HEDGE_FUNDING_HISTORY(1, 1, days, *HISTORY[1:], *span) == pytest.approx(0.8)
    assert HEDGE_FUNDING_HISTORY(1, 1, days, *HISTORY[1:], span[0], span[0]) == pytest.approx(0.2)


def test_stamps_still_to_come_may_be_blank():
    history = ([[0], [8], [16], [None]], [[0.1], [0.2], [None], [None]], [[2], [3], [None], [None]])
    assert HEDGE_FUNDING_HISTORY(1, 1, *history, 0, 8) == pytest.approx(0.8)


def test_a_book_that_nets_to_nothing_has_contracts_and_no_ratio():
    rows = HEDGE_MINVAR_PORTFOLIO([[1, -1]], [[0.01, 0.02], [0.02, 0.01], [0.04, 0.0]], X, 10,
                                  "returns")  # fmt: skip
    assert rows[1][1:3] == ["#DIV/0!", "#DIV/0!"]
    assert rows[1][3] == pytest.approx(0.15)
    assert rows[1][1].reason == "values: was a book that nets to 0; must have a value for a ratio"


def test_a_flat_book_needs_no_contracts():
    """Changes: a flat asset has beta 0."""
    rows = HEDGE_MINVAR_PORTFOLIO(1, [[0.01]] * 3, X, 10, "returns")
    assert rows[1] == ["Future 1", 0, 0, 0, 0]
    assert rows[2][:2] == ["R2", "#DIV/0!"]


def test_lots_of_each_future_or_of_all():
    book = ([[1e6]], [[0.01], [0.02], [0.04], [0.01]])
    futures = [[0.02, 0.01], [0.01, 0.0], [0.03, 0.02], [0.0, 0.01]]
    each = HEDGE_MINVAR_PORTFOLIO(*book, futures, [[7000, 900]], "returns", [[1, 10]], "down")
    every = HEDGE_MINVAR_PORTFOLIO(*book, futures, [[7000, 900]], "returns", 10, "down")
    assert [row[4] % lot for row, lot in zip(each[1:], (1, 10))] == [0, 0]
    assert [row[4] % 10 for row in every[1:3]] == [0, 0]
    assert [row[1:4] for row in each[1:3]] == [row[1:4] for row in every[1:3]]


def test_a_rolling_beta_stands_beside_its_series():
    prices = [[100.0 + n * n % 7] for n in range(10)]
    betas = HEDGE_ROLLING_BETA(prices, prices, 4)
    assert len(betas) == 10
    assert [row[0] for row in betas[:4]] == ["#N/A"] * 4
    assert betas[4][0] == pytest.approx(1)
    assert HEDGE_ROLLING_BETA(prices, prices, 400) == [["#N/A"]] * 10


def test_hedged_returns_feed_the_risk_functions():
    """A gap is a blank there, and a missing observation where it goes."""
    spot = [[100.0], [101.0], [None], [99.0], [100.0], [98.0], [97.0]]
    hedged = HEDGE_RETURNS(spot, [[100.0]] * 7, 0.5)
    assert [row[0] == "" for row in hedged] == [False, True, True, False, False, False]
    for function in (HEDGE_VAR, HEDGE_ES):
        assert not isinstance(function(hedged, 0.9), ErrorValue)


def test_a_ledger_stops_at_what_it_does_not_know():
    days = [[1741], [None], ["x"], [1744]]
    rows = HEDGE_MARGIN_CALLS(-2, 100, 1750, days, 12000, 9000)
    assert rows[1] == [1741, -1800, 10200, 0]
    assert rows[2] == [""] * 4
    assert rows[3] == rows[4] == ["#VALUE!"] * 4


def test_a_last_friday_is_a_date():
    assert HEDGE_EXPIRY([[2018, 2018]], [[1], [10]])[0] == [43126, 43126]
    serial = HEDGE_EXPIRY(2018, 10)
    assert datetime.date(1899, 12, 30) + datetime.timedelta(serial) == datetime.date(2018, 10, 26)
