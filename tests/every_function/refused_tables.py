"""What functions of tables and series refuse, as a whole or in one row."""

import math

from betahedge.cells import (
    HEDGE_AVERAGE_PRICE,
    HEDGE_BETA,
    HEDGE_EFFECTIVENESS,
    HEDGE_ES,
    HEDGE_IMPACT,
    HEDGE_MINVAR,
    HEDGE_MIX,
    HEDGE_SCENARIOS,
    HEDGE_TABLE,
    HEDGE_TRANSITION,
    HEDGE_VAR,
)

PRICES = [[100], [101], [103], [99]]
FLAT = [[5], [5], [5], [5]]
BOOK = ([["BTC"], ["ETH"]], [[3.0], [40.0]], [[65000], [3500]], [[1], [1]])
ROUNDINGS = 'must be one of "nearest", "down", "up"'


# Table functions: the same table of errors, where one value makes the whole call impossible.
TABLES = [
    (HEDGE_IMPACT, (None, 1, 1, 0), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_IMPACT, ("x", 1, 1, 0), "#VALUE!", 'spot_value: was "x"; must be a number'),
    (HEDGE_IMPACT, (1, 1, 0, 0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_IMPACT, (1, 1, -1, 0), "#NUM!", "contract_value: was -1; must be a number above 0"),
    (
        HEDGE_IMPACT,
        (1, 1, 1, math.nan),
        "#NUM!",
        "spot_return: was nan; must be a return above -1",
    ),
    (
        HEDGE_IMPACT,
        (1, 1, 1, 0.1, -1),
        "#NUM!",
        "futures_return: was -1; must be a return above -1",
    ),
    (
        HEDGE_IMPACT,
        (1, [[1], [2]], 1, 0),
        "#VALUE!",
        "contracts: was a range; must be a number",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[1, 2], [3, 4]]),
        "#VALUE!",
        "returns: was a block of cells; must be one column or one row",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[1, 2], [3]]),
        "#VALUE!",
        "returns: was rows of different lengths; must be a range",
    ),
    (HEDGE_SCENARIOS, (1, 1), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (
        HEDGE_TABLE,
        (BOOK[0], BOOK[1], [[1], [2], [3]], BOOK[3]),
        "#VALUE!",
        "assets: was 2 cells; must be 1 or 3, like the others",
    ),
    (
        HEDGE_TRANSITION,
        (1, 1.2, 0),
        "#NUM!",
        "hedged_fraction: was 1.2; must be a rate from 0 to 1",
    ),
    # Series: prices and returns.
    (HEDGE_VAR, ([],), "#VALUE!", "returns: was blank; must be one column or one row"),
    (HEDGE_VAR, ([["x"], [1]],), "#VALUE!", 'returns: was "x"; must be a number'),
    (HEDGE_VAR, (PRICES, 1), "#NUM!", "confidence: was 1; must be a number between 0.5 and 1"),
    (HEDGE_ES, (PRICES, 0.5), "#NUM!", "confidence: was 0.5; must be a number between 0.5 and 1"),
    (HEDGE_VAR, ([[-1], [0]],), "#NUM!", "returns: was -1; must be returns above -1, as decimals"),
    (HEDGE_ES, ([[-10], [5]],), "#NUM!", "returns: was -10; must be returns above -1, as decimals"),
    (HEDGE_VAR, ([[math.nan], [1]],), "#NUM!", "returns: was nan; must be a number"),
    (
        HEDGE_BETA,
        (PRICES, PRICES, "prices", "ewma", 0),
        "#NUM!",
        "decay: was 0; must be a number above 0, up to 1",
    ),
    (
        HEDGE_BETA,
        (PRICES, PRICES, "prices", "ewma", 1.1),
        "#NUM!",
        "decay: was 1.1; must be a number above 0, up to 1",
    ),
    (HEDGE_BETA, (PRICES, PRICES[:3]), "#VALUE!", "hedge: was 3 cells; must be 4, like asset"),
    (HEDGE_BETA, (PRICES, FLAT), "#DIV/0!", "HEDGE_BETA: the arguments divide by zero"),
    (HEDGE_MINVAR, (PRICES, FLAT), "#DIV/0!", "HEDGE_MINVAR: the arguments divide by zero"),
    (
        HEDGE_EFFECTIVENESS,
        (PRICES, [[1, 2], [2, 3], [1, 3], [2, 2]], 1),
        "#VALUE!",
        "hedge_ratio: was 1 cells; must be 2, one for each column of futures",
    ),
    (
        HEDGE_EFFECTIVENESS,
        (PRICES, PRICES, [[1], [None]]),
        "#VALUE!",
        "hedge_ratio: was blank; must be a number",
    ),
    (
        HEDGE_EFFECTIVENESS,
        ([[100], [99.9]], [[100], [99]], 1, "prices", "dollar_offset", 0.01),
        "#N/A",
        "HEDGE_EFFECTIVENESS: not meaningful: the spot changed by 0.001, less than 0.01",
    ),
    (
        HEDGE_EFFECTIVENESS,
        (FLAT, PRICES, 1),
        "#DIV/0!",
        "HEDGE_EFFECTIVENESS: the arguments divide by zero",
    ),
    (
        HEDGE_BETA,
        (PRICES, [[1], [0], [2], [3]]),
        "#NUM!",
        'hedge: was 0; must be prices above 0, or input_type "returns"',
    ),
    (
        HEDGE_AVERAGE_PRICE,
        ([[1], [-1]], [[1], [2]]),
        "#DIV/0!",
        "HEDGE_AVERAGE_PRICE: the arguments divide by zero",
    ),
    (
        HEDGE_MIX,
        (1, [[5, 5]]),
        "#VALUE!",
        "contract_sizes: was a size twice; must be each size once",
    ),
    (
        HEDGE_MIX,
        (1, [["", ""]]),
        "#VALUE!",
        "contract_sizes: was blank; must be one column or one row",
    ),
    (HEDGE_TABLE, (*BOOK, 1, 1, 0, "even"), "#VALUE!", f'rounding: was "even"; {ROUNDINGS}'),
]


# One bad cell of a column: (function, arguments, row of the answer, what it shows, the reason).
BAD_ROWS = [
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[0.1], ["x"], [0.2]]),
        2,
        "#VALUE!",
        'returns: was "x"; must be a return above -1',
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[0.1], [None]]),
        2,
        "#VALUE!",
        "returns: was blank; must be a return above -1",
    ),
    (
        HEDGE_SCENARIOS,
        (1, 1, 1, [[math.inf], [0.1]]),
        1,
        "#NUM!",
        "returns: was inf; must be a return above -1",
    ),
    (
        HEDGE_TABLE,
        (BOOK[0], [[3.0], ["many"]], *BOOK[2:]),
        2,
        "#VALUE!",
        'quantities: was "many"; must be a number',
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:2], [[-65000], [3500]], BOOK[3]),
        1,
        "#NUM!",
        "prices: was -65000; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:2], [[65000], [0]], BOOK[3]),
        2,
        "#NUM!",
        "prices: was 0; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK[:3], [[1], [-1]]),
        2,
        "#NUM!",
        "contract_sizes: was -1; must be a number above 0",
    ),
    (
        HEDGE_TABLE,
        (*BOOK, [[0.6], [-0.6]]),
        2,
        "#NUM!",
        "hedge_ratio: was -0.6; must be a number, 0 or above",
    ),
    (
        HEDGE_TABLE,
        (*BOOK, 1, 1, [[1], [1e-320]]),
        2,
        "#NUM!",
        "HEDGE_TABLE: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_TABLE,
        ([["BTC"], [None]], *BOOK[1:]),
        2,
        "#VALUE!",
        "assets: was blank; must be an asset's name",
    ),
]
