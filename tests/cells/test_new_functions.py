"""The functions a desk misses in a cell: what they refuse and why, ranges, edges, sizes."""

import datetime
import time
import tracemalloc

import pytest

from betahedge.cells import (
    HEDGE_DELTA,
    HEDGE_ES,
    HEDGE_EXPIRY,
    HEDGE_FUNDING_HISTORY,
    HEDGE_LIQUIDATION_SHARED,
    HEDGE_LIQUIDATION_TIERED,
    HEDGE_MAINTENANCE,
    HEDGE_MARGIN_CALLS,
    HEDGE_MINVAR_PORTFOLIO,
    HEDGE_POSITION,
    HEDGE_RETURNS,
    HEDGE_ROLL,
    HEDGE_ROLLING_BETA,
    HEDGE_TRACKING_ERROR,
    HEDGE_VAR,
    HEDGE_VAR_COMPONENTS,
    ErrorValue,
    declaration,
)

FLOORS, RATES = [[0], [100], [500]], [[0.01], [0.02], [0.05]]
Y, X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]
FILLS = ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]])
HISTORY = ([[0], [8]], [[0.1], [0.2]], [[2], [3]])


@pytest.mark.parametrize(
    ("function", "arguments", "shown", "reason"),
    [
        (
            HEDGE_MAINTENANCE,
            (1, [[5], [100], [500]], RATES),
            "#NUM!",
            "floors: was in another order; must be ascending from 0",
        ),
        (
            HEDGE_MAINTENANCE,
            (1, [[0], [500], [500]], RATES),
            "#NUM!",
            "floors: was in another order; must be ascending from 0",
        ),
        (
            HEDGE_MAINTENANCE,
            (1, FLOORS, RATES[:2]),
            "#VALUE!",
            "rates: was 2 cells; must be 3, like floors",
        ),
        (
            HEDGE_MAINTENANCE,
            (1, FLOORS, [[0.01], [None], [0.05]]),
            "#VALUE!",
            "rates: was blank beside a floor, or the other way; must be both",
        ),
        (
            HEDGE_MAINTENANCE,
            (1, [[n] for n in range(101)], [[0.1]] * 101),
            "#VALUE!",
            "floors: was 101 tiers; must be 100 at most",
        ),
        (
            HEDGE_MAINTENANCE,
            (1, FLOORS, [[0.01], [0.02], [1]]),
            "#NUM!",
            "rates: was 1; must be a rate from 0 to below 1",
        ),
        (
            HEDGE_LIQUIDATION_TIERED,
            (10, 0, 1, 5, FLOORS, RATES),
            "#N/A",
            "HEDGE_LIQUIDATION_TIERED: no price liquidates this position",
        ),
        (
            HEDGE_LIQUIDATION_SHARED,
            (65000, 90, 1, 0.01, 0, 100),
            "#N/A",
            "HEDGE_LIQUIDATION_SHARED: no price liquidates this position",
        ),
        (
            HEDGE_LIQUIDATION_SHARED,
            (65000, 90, 1, 0.01, 0, 100, 1.5),
            "#NUM!",
            "collateral_ratio: was 1.5; must be a rate from 0 to 1",
        ),
        (
            HEDGE_POSITION,
            ([[1], [2]], [[100], [None]]),
            "#VALUE!",
            "prices: was blank beside a quantity, or the other way; must be both",
        ),
        (
            HEDGE_POSITION,
            ([[1]], [[-5]]),
            "#NUM!",
            "prices: was -5; must be a number above 0",
        ),
        (
            HEDGE_POSITION,
            ([[1]], [[5]], "lifo"),
            "#VALUE!",
            'method: was "lifo"; must be one of "average", "fifo"',
        ),
        (
            HEDGE_FUNDING_HISTORY,
            (1, 1, *HISTORY, 8, 0),
            "#NUM!",
            "finish: was 0; must be 8, the start, or above",
        ),
        (
            HEDGE_FUNDING_HISTORY,
            (1, 1, [[0], [8]], [[0.1], [None]], [[2], [3]], 0, 8),
            "#VALUE!",
            "rates: was blank at a stamp, or its mark was; must be a number",
        ),
        (
            HEDGE_DELTA,
            (1, 1, 1, 1, "quanto"),
            "#VALUE!",
            'kind: was "quanto"; must be one of "linear", "inverse"',
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1], [2]], Y, X, [[1]], "returns"),
            "#VALUE!",
            "values: was 2 cells; must be 1, one a column of assets",
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1]], Y, X, [[1, 2]], "returns"),
            "#VALUE!",
            "contract_values: was 2 cells; must be 1, one a column of futures",
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1]], Y, X, [[0]], "returns"),
            "#DIV/0!",
            "contract_values: was 0; must be a number above 0",
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1]], Y, [[1], [2], [-10]], [[1]], "returns"),
            "#NUM!",
            "futures, column 1: was -10; must be returns above -1",
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1]], Y, [[0.1], [0.1], [0.1]], [[1]], "returns"),
            "#DIV/0!",
            "HEDGE_MINVAR_PORTFOLIO: the arguments divide by zero",
        ),
        (
            HEDGE_MINVAR_PORTFOLIO,
            ([[1]], Y[:2], X[:2], [[1]], "returns"),
            "#N/A",
            "HEDGE_MINVAR_PORTFOLIO: 2 complete rows; 3 are needed",
        ),
        (
            HEDGE_ROLLING_BETA,
            (Y, X, 3.5, "returns"),
            "#NUM!",
            "window: was 3.5; must be a whole number, 3 or above",
        ),
        (
            HEDGE_RETURNS,
            ([[100]], [[100]], 1),
            "#N/A",
            "HEDGE_RETURNS: 1 price; 2 are needed",
        ),
        (
            HEDGE_RETURNS,
            (Y, X, [[1, 2]], "returns"),
            "#VALUE!",
            "hedge_ratio: was 2 cells; must be 1, one a column of futures",
        ),
        (
            HEDGE_TRACKING_ERROR,
            ([[0.1]], [[0.1]]),
            "#N/A",
            "HEDGE_TRACKING_ERROR: 1 complete pairs; 2 are needed",
        ),
        (
            HEDGE_TRACKING_ERROR,
            ([[-10], [1]], [[0.1], [0.2]]),
            "#NUM!",
            "a: was -10; must be a return above -1",
        ),
        (
            HEDGE_VAR_COMPONENTS,
            (Y, [[1]], 0.5),
            "#NUM!",
            "confidence: was 0.5; must be a number between 0.5 and 1",
        ),
        (
            HEDGE_MARGIN_CALLS,
            (1, 1, 100, [[101]], 5, 6),
            "#NUM!",
            "maintenance: was 6; must be the initial margin at most",
        ),
        (HEDGE_ROLL, (1, 1, 1, 1, 0.5), "#NUM!", "days: was 0.5; must be a number, 1 or above"),
        (HEDGE_EXPIRY, (2018, 13), "#NUM!", "month: was 13; must be a month from 1 to 12"),
    ],
)
def test_what_is_refused_and_why(function, arguments, shown, reason):
    answer = function(*arguments)
    assert (answer, answer.reason) == (shown, reason)


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


ROWS = 100_000
LONG = [[0.01 * (n * 7919 % 13 - 6)] for n in range(ROWS)]
OTHER = [[0.01 * (n * 104729 % 17 - 8)] for n in range(ROWS)]
PRICES = [[100.0 + n * 7919 % 13] for n in range(ROWS)]
STAMPS = [[float(n)] for n in range(ROWS)]


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_POSITION, (LONG, PRICES, "average", 100)),
        (HEDGE_POSITION, (LONG, PRICES, "fifo", 100)),
        (HEDGE_POSITION, ([[1.0]] * (ROWS // 2) + [[-1.0]] * (ROWS // 2), PRICES, "fifo", 100)),
        (HEDGE_POSITION, ([[1.0]] * (ROWS - 1) + [[-1.0 * ROWS]], PRICES, "fifo", 100)),
        (HEDGE_FUNDING_HISTORY, (1, 1, STAMPS, LONG, PRICES, 0, ROWS)),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, 3, "returns")),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, ROWS // 2, "returns")),
        (HEDGE_ROLLING_BETA, (LONG, OTHER, 1e300, "returns", "ewma")),
        (HEDGE_RETURNS, (LONG, OTHER, 1, "returns")),
        (HEDGE_TRACKING_ERROR, (LONG, OTHER)),
        (HEDGE_VAR_COMPONENTS, (LONG, 1)),
        (HEDGE_MARGIN_CALLS, (1, 1, 100, PRICES, 10, 5)),
        (HEDGE_MINVAR_PORTFOLIO, (1, LONG, OTHER, 1, "returns")),
        (HEDGE_MAINTENANCE, (PRICES, FLOORS, RATES)),
        (HEDGE_MAINTENANCE, (PRICES, STAMPS[:100], [[0.01]] * 100)),
        (HEDGE_LIQUIDATION_TIERED, (PRICES, 1, 1, 50, FLOORS, RATES)),
        (HEDGE_MINVAR_PORTFOLIO, (1, LONG, [row * 20 for row in OTHER], [[1] * 20], "returns")),
    ],
)
def test_a_hundred_thousand_rows(function, arguments):
    """In seconds, or refused at once."""
    before = time.process_time()
    answer = function(*arguments)
    assert time.process_time() - before < 20  # 3 at most on a quiet machine
    assert not isinstance(answer, ErrorValue) or answer.reason.endswith("fewer for so many rows")


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (HEDGE_POSITION, (LONG[:20_000], PRICES[:20_000], "fifo", 100)),
        (HEDGE_ROLLING_BETA, (LONG[:20_000], OTHER[:20_000], 10_000, "returns")),
    ],
)
def test_memory_of_twenty_thousand_rows(function, arguments):
    tracemalloc.start()
    function(*arguments)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40e6, peak


HUGE = [1e308, -1e308, 5e-324, 1e-308, 10**400, -(10**400)]


@pytest.mark.parametrize("huge", HUGE, ids=lambda number: f"{str(number)[:8]}")
def test_numbers_at_the_ends_of_what_there_is(any_function, huge):
    """Each argument in turn, and all of them: an answer or an error value, never an exception."""
    example = declaration(any_function).examples[0].args
    for index in range(len(example)):
        given = list(example)
        given[index] = [[huge]] * len(given[index]) if isinstance(given[index], list) else huge
        any_function(*given)
    any_function(*[[[huge]] * 4 if isinstance(arg, list) else huge for arg in example])
    any_function(*[[[huge], [1.0], [-huge]]] * len(example))
