"""Positions from fills, and funding from stamps: room at the end, blanks, dates."""

import datetime

import pytest

from betahedge.cells import (
    HEDGE_EXPIRY,
    HEDGE_FUNDING_HISTORY,
    HEDGE_POSITION,
)

FILLS = ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]])
HISTORY = ([[0], [8]], [[0.1], [0.2]], [[2], [3]])


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


def test_a_stamp_that_a_sheet_adds_up_counts_at_its_time():
    stamps = [[46023 + 8 / 24 + 8 / 24 + 8 / 24]]
    assert stamps[0][0] > 46024
    for start, finish in [(46023, 46024), (stamps[0][0], 46024)]:
        assert HEDGE_FUNDING_HISTORY(1, 1, stamps, [[0.1]], [[2]], start, finish) == 0.2
    assert HEDGE_FUNDING_HISTORY(1, 1, stamps, [[0.1]], [[2]], 46023, 46023.99) == 0


def test_a_last_friday_is_a_date():
    assert HEDGE_EXPIRY([[2018, 2018]], [[1], [10]])[0] == [43126, 43126]
    serial = HEDGE_EXPIRY(2018, 10)
    assert datetime.date(1899, 12, 30) + datetime.timedelta(serial) == datetime.date(2018, 10, 26)
