"""Values worked out by hand, beside those of published cases; what is legal, and what is not."""

import pytest

from betahedge.cells import (
    HEDGE_AVERAGE_PRICE,
    HEDGE_BETA,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS,
    HEDGE_CONTRACTS_BETA,
    HEDGE_DRIFT,
    HEDGE_EFFECTIVENESS,
    HEDGE_ES,
    HEDGE_FAIR_PRICE,
    HEDGE_IMPACT,
    HEDGE_LIQUIDATION,
    HEDGE_MARGIN,
    HEDGE_MINVAR,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_REBALANCE,
    HEDGE_ROUND,
    HEDGE_SURVIVAL,
    HEDGE_VAR,
    ErrorValue,
)


def column(*values):
    return [[value] for value in values]


HEDGE = column(0.1, -0.2, 0.3, -0.1)
VALUES = [
    # HEDGE_CONTRACT_VALUE: an inverse contract held since an entry moves like face x price / entry.
    (HEDGE_CONTRACT_VALUE, (90000, 100, "inverse", None, 60000), 150),
    (HEDGE_CONTRACT_VALUE, (30000, 100, "inverse", None, 60000), 50),
    (HEDGE_CONTRACT_VALUE, (90000, 100, "inverse"), 100),
    (HEDGE_CONTRACT_VALUE, (90000, 0.1, "linear", None, 60000), 9000),  # an entry says nothing here
    # HEDGE_RATIO, HEDGE_DRIFT, HEDGE_REBALANCE: 10 BTC, short 6,000 x 100 USD at 60,000.
    (HEDGE_RATIO, (900000, 6000, 150), 1),
    (HEDGE_DRIFT, (900000, 6000, 150, 1), 0),
    (HEDGE_REBALANCE, (900000, 6000, 150, 1), 0),
    (HEDGE_REBALANCE, (450000, 6000, 75, 1), 0),
    # HEDGE_REBALANCE: the position is rounded, and nothing is traded that brings it no nearer.
    (HEDGE_REBALANCE, (120000, 1, 175000, 1, 0.05, 1, 1, "up"), 0),
    (HEDGE_REBALANCE, (325000, 0, 325000, 0.5, 0.05, 1), 0),
    (HEDGE_REBALANCE, (325000, 1, 325000, 0.5, 0.05, 1), 0),
    (HEDGE_REBALANCE, (325000, 2.3, 65000, 1, 0.05, 1), 2.7),  # 5 lots less what is held
    (HEDGE_REBALANCE, (325000, 5, 65000, 0.5, 0.1, 0, 1, "nearest", "edge"), -2),  # 60 %
    (HEDGE_REBALANCE, (325000, 0, 65000, 0.5, 0.1, 0, 1, "nearest", "edge"), 2),  # 40 %
    (HEDGE_REBALANCE, (325000, 0, 65000, 0.5, 0.1, 0, 1, "nearest", "target"), 2.5),
    (HEDGE_REBALANCE, (-325000, 0, 65000, 0.5, 0.1, 0, 1, "nearest", "edge"), -2),
    # HEDGE_AVERAGE_PRICE: quantities of both signs run the position.
    (
        HEDGE_AVERAGE_PRICE,
        (column(12, 17, -9, -4, 3), column(100, 99, 101, 105, 103)),
        99.98003629764065,
    ),
    (HEDGE_AVERAGE_PRICE, (column(10, -4), column(100, 120)), 100),  # a reduction leaves it
    (HEDGE_AVERAGE_PRICE, (column(10, -14), column(100, 120)), 120),  # through zero: anew
    (HEDGE_AVERAGE_PRICE, (column(-10, 14), column(100, 120)), 120),
    (HEDGE_AVERAGE_PRICE, (column(0.1, 0.2, -0.3, 1), column(9, 9, 9, 120)), 120),
    (HEDGE_AVERAGE_PRICE, (column(1000, 2000, -500), column(5000, 6000, 9000), "inverse"), 5625),
    (HEDGE_AVERAGE_PRICE, (column(-1000, -2000), column(5000, 6000), "inverse"), 5625),
    # HEDGE_EFFECTIVENESS: an offset from the first to the last valuation, two are enough.
    (HEDGE_EFFECTIVENESS, (column(100, 90), column(100, 92), 1, None, "dollar_offset"), 0.8),
    (
        HEDGE_EFFECTIVENESS,  # what moved in the gap is not lost
        (column(100, 95, None, 90), column(100, None, 93, 92), 1, None, "dollar_offset"),
        0.8,
    ),
    (
        HEDGE_EFFECTIVENESS,
        (column(None, 100, 90), column(50, 100, 92), 1, None, "dollar_offset"),
        0.8,
    ),
    (HEDGE_EFFECTIVENESS, (column(-0.1), column(-0.08), 1, "returns", "dollar_offset"), 0.8),
    (HEDGE_EFFECTIVENESS, (column(100, 90), column(100, 92), -1, None, "dollar_offset"), -0.8),
    (
        HEDGE_EFFECTIVENESS,  # the spot fell by the materiality itself
        (column(100, 90), column(100, 92), 1, None, "dollar_offset", 0.1),
        0.8,
    ),
    (
        HEDGE_EFFECTIVENESS,  # half of each of two futures: -4 % and -5 % offset -10 %
        (column(100, 90), [[100, 50], [92, 45]], [[0.5, 0.5]], None, "dollar_offset"),
        0.9,
    ),
    (
        HEDGE_EFFECTIVENESS,
        (HEDGE, [[0.1, 0], [-0.2, 0], [0.3, 0], [-0.1, 0]], [[1, 5]], "returns"),
        1,
    ),
    (HEDGE_EFFECTIVENESS, (HEDGE, HEDGE, -1, "returns"), -3),  # twice the moves: 1 - 4
    # HEDGE_ES: the worst (1 - c) n, the last one by its fraction.
    (HEDGE_ES, (column(*[-0.1] * 3, *[0] * 97), 0.95), 0.06),
    (HEDGE_ES, (column(-0.2, -0.1, 0, 0.1, 0.2), 0.7), 0.25 / 1.5),
    (HEDGE_ES, (column(-0.2, 0.1), 0.99), 0.2),
    (HEDGE_VAR, (column(-0.2, 0.1), 0.75), 0.125),
    # HEDGE_SURVIVAL: inverse in coins.
    (HEDGE_SURVIVAL, (6000, 100, 0.5, 0.005, 0, "inverse", 60000), 3.366666666666667),
    (HEDGE_SURVIVAL, (6000, 100, 0.5, 0.005, 3, "inverse", 60000), 0.366666666666667),
    (HEDGE_SURVIVAL, (6000, 100, 0.5, 0.005, 4, "inverse", 60000), 0),
    (HEDGE_SURVIVAL, (-6000, 100, -0.5, 0.005, 0, "inverse", 60000), 10.1),  # bought, halved
    # HEDGE_LIQUIDATION: collateral below maintenance at the entry is no reason to refuse.
    (HEDGE_LIQUIDATION, (60000, 10, 0.005, "linear", "mark", 0, 0, 10, 1, 1000), 601000 / 10.05),
    (HEDGE_LIQUIDATION, (60000, 125, 0.01), 59881.18811881188),
    (HEDGE_LIQUIDATION, (60000, 10, 0.005, "linear", "mark", 0, 0, 10, 1, -60000), 540000 / 10.05),
    (HEDGE_LIQUIDATION, (60000, 125, 0.01, "linear", "entry"), 60000 * (1 + 1 / 125 - 0.01)),
    (HEDGE_LIQUIDATION, (60000, 125, 0.01, "linear", "mark", 0, 0, -1), 59520 / 0.99),
    (HEDGE_LIQUIDATION, (60000, 125, 0.01, "inverse"), 60000 * 0.99 / (1 - 1 / 125)),
    # HEDGE_BETA: a flat asset is 0; only a flat hedge has none.
    (HEDGE_BETA, (column(0, 0, 0, 0), HEDGE, "returns"), 0),
    (HEDGE_BETA, (column(7, 7, 7, 7), column(1, 2, 3, 5)), 0),
    (HEDGE_MINVAR, (column(7, 7, 7, 7), column(1, 2, 3, 5)), 0),
    # HEDGE_ROUND and all lots: 15 significant digits too.
    (HEDGE_ROUND, (8204.576, 0.001, "down"), 8204.576),
    (HEDGE_ROUND, (419430.6, 0.1, "down"), 419430.6),
    (HEDGE_ROUND, (419430.6, 0.1, "up"), 419430.6),
    (HEDGE_CONTRACTS, (8204.576, 1, 1, 1, 0.001, "down"), 8204.576),
    (HEDGE_CONTRACTS_BETA, (8204.576, 1, 1, 0, 1, 0.001, "up"), 8204.576),
    # HEDGE_MARGIN, HEDGE_FAIR_PRICE: never negative, but 0.
    (HEDGE_MARGIN, (1, 1000, 0.01, 10), 0),
    (HEDGE_MARGIN, (3, 0.1, 0.1, 0.03), 0),  # 0.030000000000000006 or not
    (HEDGE_FAIR_PRICE, (100, 0.05, 365, 100), 0),
]


@pytest.mark.parametrize(("function", "arguments", "answer"), VALUES)
def test_value(function, arguments, answer):
    found = function(*arguments)
    assert not isinstance(found, ErrorValue), found.reason
    assert found == pytest.approx(answer, rel=1e-12, abs=1e-12)


ERRORS = [
    (HEDGE_AVERAGE_PRICE, (column(10, -10), column(100, 120)), "#DIV/0!"),
    (HEDGE_AVERAGE_PRICE, (column(0.1, 0.2, -0.3), column(1, 2, 3)), "#DIV/0!"),
    (HEDGE_EFFECTIVENESS, (column(100), column(100), 1, None, "dollar_offset"), "#N/A"),
    (HEDGE_EFFECTIVENESS, (column(5, 5), column(1, 2), 1, None, "dollar_offset"), "#DIV/0!"),
    (HEDGE_EFFECTIVENESS, (column(5, 5), column(1, 2), 1, None, "dollar_offset", 0.1), "#N/A"),
    (HEDGE_BETA, (HEDGE, column(0, 0, 0, 0), "returns"), "#DIV/0!"),
    (HEDGE_BETA, (HEDGE, column(-1, 0.1, 0.2, 0.3), "returns"), "#NUM!"),
    (HEDGE_VAR, (column(0.1),), "#N/A"),
    (HEDGE_ES, (column(0.1, None),), "#N/A"),
    (HEDGE_VAR, (column(0.1, 0.2), 0.5), "#NUM!"),
    (HEDGE_ES, (column(0.1, 0.2), 0.05), "#NUM!"),
    (HEDGE_VAR, (column(-1, 0.2),), "#NUM!"),
    (HEDGE_ES, (column(-10, 5),), "#NUM!"),
    (HEDGE_PNL, (1, 1, 1, -1), "#NUM!"),
    (HEDGE_PNL, (1, 1, 1, 0.1, -1.5), "#NUM!"),
    (HEDGE_IMPACT, (1, 1, 1, -10), "#NUM!"),
    (HEDGE_IMPACT, (1, 1, 1, 0.1, -10), "#NUM!"),
    (HEDGE_SURVIVAL, (1, 1, 0.1, 0.1, 0, "inverse"), "#VALUE!"),
    (HEDGE_SURVIVAL, (1, 1, 0.1, 0.1, 0, "quanto"), "#VALUE!"),
    (HEDGE_MARGIN, (1, 1000, 0.01, 10.5), "#NUM!"),
    (HEDGE_FAIR_PRICE, (100, 0.05, 365, 100.5), "#NUM!"),
    (HEDGE_LIQUIDATION, (60000, 1, 0.01, "inverse"), "#N/A"),
    (HEDGE_LIQUIDATION, (60000, 1, 0.01, "linear", "mark", 0, 0, -1), "#N/A"),
]


@pytest.mark.parametrize(("function", "arguments", "shown"), ERRORS)
def test_error(function, arguments, shown):
    found = function(*arguments)
    assert type(found) is ErrorValue
    assert (found, found.reason != "") == (shown, True)


@pytest.mark.parametrize(
    ("function", "arguments", "answer"),
    [
        (HEDGE_CONTRACTS, (325000, 65000, 1.5), 7.5),  # over-hedged
        (HEDGE_CONTRACTS, (-325000, 65000), -5.0),  # a short book
        (HEDGE_CONTRACTS, (325000, 65000, 1, -1), -5.0),  # a negative beta
        (HEDGE_CONTRACTS, (0, 65000), 0.0),  # nothing held: no hedge
        (HEDGE_CONTRACTS, (325000, 65000, 0), 0.0),
        (HEDGE_CONTRACTS, (325000, 65000, 1, 1, 0), 5.0),  # lot 0 is exact
        (HEDGE_RATIO, (-325000, 2.5, 65000), -0.5),
        (HEDGE_RATIO, (325000, 2.5, 65000, -1), -0.5),
        (HEDGE_PNL, (325000, 2.5, 65000, 0, 0, -10, 5), -15.0),
    ],
)
def test_these_are_legal(function, arguments, answer):
    """The design's list: ratios above 1, negative spot values, negative betas; and zeros."""
    assert function(*arguments) == pytest.approx(answer)
