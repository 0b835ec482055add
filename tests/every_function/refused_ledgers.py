"""What functions of tiers, ledgers, fills and several series refuse, as a whole."""

from betahedge.cells import (
    HEDGE_DELTA,
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
    HEDGE_VAR_COMPONENTS,
)

FLOORS, RATES = [[0], [100], [500]], [[0.01], [0.02], [0.05]]
Y, X = [[0.01], [0.02], [0.04]], [[0.02], [0.01], [0.03]]
FILLS = ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]])
HISTORY = ([[0], [8]], [[0.1], [0.2]], [[2], [3]])
LEDGERS = [
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
        "values: was 2 cells; must be 1, one for each column of assets",
    ),
    (
        HEDGE_MINVAR_PORTFOLIO,
        ([[1]], Y, X, [[1, 2]], "returns"),
        "#VALUE!",
        "contract_values: was 2 cells; must be 1, one for each column of futures",
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
        "futures: was -10; must be returns above -1, as decimals",
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
        "hedge_ratio: was 2 cells; must be 1, one for each column of futures",
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
]
