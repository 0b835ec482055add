"""Positions from fills, and funding from stamps: room at the end, blanks, dates."""

import datetime

import pytest

from betahedge.cells import (
    HEDGE_EXPIRY,
    HEDGE_FUNDING_HISTORY,
    HEDGE_POSITION,
    declaration,
)
from betahedge.cells.lambdas import typed as lambda_of
from betahedge.engine.evaluate import evaluate

FILLS = ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]])
HISTORY = ([[0], [8]], [[0.1], [0.2]], [[2], [3]])


def typed(declared, arguments):
    text = lambda_of(declared).replace("[kind]", "kind")  # which is given
    return f"{text}({','.join(arguments)})"


def native(declared, arguments):
    return declared.native_form(*arguments)


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


@pytest.mark.parametrize("form", [typed, native], ids=["lambda", "native"])
@pytest.mark.parametrize(("early", "answer"), [(4e-7, 0.2), (6e-7, 0)])
def test_a_time_is_the_same_one_in_every_form(form, early, answer):
    """Half of the sixth decimal is as near as two times of one stamp may be."""
    asked = (1, 1, [[10 - early]], [[0.1]], [[2]], 10, 20)
    assert HEDGE_FUNDING_HISTORY(*asked) == answer
    arguments = ("1", "1", f"{{{10 - early:.9f}}}", "{0.1}", "{2}", "10", "20", '"linear"')
    [[found]], _ = evaluate(form(declaration(HEDGE_FUNDING_HISTORY), arguments))
    assert found == answer


def test_a_last_friday_is_a_date():
    assert HEDGE_EXPIRY([[2018, 2018]], [[1], [10]])[0] == [43126, 43126]
    serial = HEDGE_EXPIRY(2018, 10)
    assert datetime.date(1899, 12, 30) + datetime.timedelta(serial) == datetime.date(2018, 10, 26)
