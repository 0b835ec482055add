"""What functions of single cells refuse: function, arguments, what the cell shows, the reason."""

import math

from betahedge.cells import (
    HEDGE_ACTION,
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_BREAKEVEN,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS,
    HEDGE_CONTRACTS_BETA,
    HEDGE_FAIR_PRICE,
    HEDGE_FUNDING_RATE,
    HEDGE_LIQUIDATION,
    HEDGE_MARGIN,
    HEDGE_PNL,
    HEDGE_RATIO,
    HEDGE_REBALANCE,
    HEDGE_ROUND,
    HEDGE_SPEC,
    HEDGE_SURVIVAL,
    HEDGE_TAILED,
)

PRICES = [[100], [101], [103], [99]]
FLAT = [[5], [5], [5], [5]]
BOOK = ([["BTC"], ["ETH"]], [[3.0], [40.0]], [[65000], [3500]], [[1], [1]])
ROUNDINGS = 'must be one of "nearest", "down", "up"'


# (function, arguments, what the cell shows, the reason)
ELEMENTWISE = [
    # A required argument that is blank, or left out.
    (HEDGE_CONTRACTS, (None, 1), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_CONTRACTS, (1, ""), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (HEDGE_CONTRACTS, (1,), "#VALUE!", "contract_value: was blank; must be a number above 0"),
    (HEDGE_CONTRACTS, (), "#VALUE!", "spot_value: was blank; must be a number"),
    (HEDGE_RATIO, (1, None, 1), "#VALUE!", "contracts: was blank; must be a number"),
    (HEDGE_ROUND, (1,), "#VALUE!", "lot_size: was blank; must be a number, 0 or above"),
    (HEDGE_ACTION, (None,), "#VALUE!", "contracts: was blank; must be a number"),
    (HEDGE_PNL, (1, 1, 1), "#VALUE!", "spot_return: was blank; must be a return above -1"),
    # Text where a number is needed, even text that looks like one; and other things.
    (HEDGE_CONTRACTS, ("BTC", 1), "#VALUE!", 'spot_value: was "BTC"; must be a number'),
    (HEDGE_CONTRACTS, ("5", 1), "#VALUE!", 'spot_value: was "5"; must be a number'),
    (HEDGE_CONTRACTS, (" ", 1), "#VALUE!", 'spot_value: was " "; must be a number'),
    (HEDGE_CONTRACTS, (True, 1), "#VALUE!", "spot_value: was TRUE; must be a number"),
    (HEDGE_CONTRACTS, (1j, 1), "#VALUE!", "spot_value: was 1j; must be a number"),
    (HEDGE_PNL, (1, 1, 1, "up"), "#VALUE!", 'spot_return: was "up"; must be a return above -1'),
    # An unknown option word, or none.
    (HEDGE_ROUND, (1, 1, "half"), "#VALUE!", f'rounding: was "half"; {ROUNDINGS}'),
    (HEDGE_ROUND, (1, 1, 2), "#VALUE!", f"rounding: was 2; {ROUNDINGS}"),
    (HEDGE_CONTRACTS, (1, 1, 1, 1, 1, "even"), "#VALUE!", f'rounding: was "even"; {ROUNDINGS}'),
    # Ranges whose shapes do not broadcast: the reason names the argument that differs.
    (
        HEDGE_CONTRACTS,
        ([[1, 2]], [[1, 2, 3]]),
        "#VALUE!",
        "contract_value: was 3 columns; must be 1 or 2, like the other ranges",
    ),
    (
        HEDGE_CONTRACTS,
        ([[1], [2]], [[1, 2]], [[1], [1], [1]]),
        "#VALUE!",
        "hedge_ratio: was 3 rows; must be 1 or 2, like the other ranges",
    ),
    (
        HEDGE_CONTRACTS,
        ([[1, 2], [3]], 1),
        "#VALUE!",
        "spot_value: was rows of different lengths; must be a range",
    ),
    (
        HEDGE_ACTION,
        (1, 2),
        "#VALUE!",
        "HEDGE_ACTION: was 2 arguments; must be 1 at most",
    ),
    # A divisor of zero.
    (HEDGE_CONTRACTS, (1, 0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_CONTRACTS, (1, -0.0), "#DIV/0!", "contract_value: was 0; must be a number above 0"),
    (HEDGE_RATIO, (0, 1, 1), "#DIV/0!", "spot_value: was 0; must be a number other than 0"),
    (HEDGE_RATIO, (1, 1, 1, 0), "#DIV/0!", "beta: was 0; must be a number other than 0"),
    (
        HEDGE_RATIO,
        (1e-320, 1, 1, 1e-320),  # their product underflows to 0
        "#DIV/0!",
        "HEDGE_RATIO: the arguments divide by zero",
    ),
    # Below what the argument may be.
    (HEDGE_CONTRACTS, (1, -1), "#NUM!", "contract_value: was -1; must be a number above 0"),
    (HEDGE_CONTRACTS, (1, 1, -0.5), "#NUM!", "hedge_ratio: was -0.5; must be a number, 0 or above"),
    (HEDGE_CONTRACTS, (1, 1, 1, 1, -1), "#NUM!", "lot_size: was -1; must be a number, 0 or above"),
    (HEDGE_ROUND, (1, -0.1), "#NUM!", "lot_size: was -0.1; must be a number, 0 or above"),
    (HEDGE_RATIO, (1, 1, -5), "#NUM!", "contract_value: was -5; must be a number above 0"),
    (
        HEDGE_PNL,
        (1, 1, 1, 0, 0, 0, -1),
        "#NUM!",
        "costs: was -1; must be a number, 0 or above",
    ),
    (HEDGE_BASIS, (-1, 1), "#NUM!", "futures_price: was -1; must be a number above 0"),
    (HEDGE_BASIS, (0, 1), "#NUM!", "futures_price: was 0; must be a number above 0"),
    (HEDGE_CONTRACT_VALUE, (1, 0), "#NUM!", "contract_size: was 0; must be a number above 0"),
    # Other divisors of zero.
    (HEDGE_BREAKEVEN, (1, 0, 1), "#DIV/0!", "hedge_ratio: was 0; must be a number above 0"),
    (HEDGE_FUNDING_RATE, (1, 0), "#DIV/0!", "interval_hours: was 0; must be a number above 0"),
    (HEDGE_REBALANCE, (0, 1, 1, 1), "#DIV/0!", "spot_value: was 0; must be a number other than 0"),
    # Outside an argument's own range.
    (HEDGE_BASIS_RATE, (1, 1, 0.9), "#NUM!", "days: was 0.9; must be a number of days, 1 or more"),
    (HEDGE_TAILED, (1, -1, 1), "#NUM!", "rate: was -1; must be a rate above -1"),
    (HEDGE_SURVIVAL, (1, 1, -1, 0), "#NUM!", "rally: was -1; must be a return above -1"),
    (HEDGE_MARGIN, (1, 1, 1.1), "#NUM!", "rate: was 1.1; must be a rate from 0 to 1"),
    (
        HEDGE_MARGIN,
        (1, 1000, 0.01, 11),
        "#NUM!",
        "deduction: was 11; must be 10, notional x rate, at most",
    ),
    (
        HEDGE_FAIR_PRICE,
        (100, 0.05, 365, 101),
        "#NUM!",
        "income: was 101; must be 100, the price, at most",
    ),
    (HEDGE_PNL, (1, 1, 1, -10), "#NUM!", "spot_return: was -10; must be a return above -1"),
    (
        HEDGE_SURVIVAL,
        (1, 1, 0.1, 0, 0, "quanto"),
        "#VALUE!",
        'kind: was "quanto"; must be one of "linear", "inverse"',
    ),
    (
        HEDGE_SURVIVAL,
        (1, 1, 0.1, 0, 0, "inverse"),
        "#VALUE!",
        "price: was blank; must be given for an inverse contract",
    ),
    (HEDGE_MARGIN, (1, 1, -0.1), "#NUM!", "rate: was -0.1; must be a rate from 0 to 1"),
    (
        HEDGE_LIQUIDATION,
        (1, 1, 1),
        "#NUM!",
        "maintenance_rate: was 1; must be a rate from 0 to below 1",
    ),
    (
        HEDGE_CONTRACTS_BETA,
        (1, 1, 1, 0, -0.09),
        "#NUM!",
        "futures_beta: was -0.09; must be 0.1 or more in size",
    ),
    # Not available: no such contract, no such price.
    (HEDGE_SPEC, ("NOPE",), "#N/A", 'contract: was "NOPE"; must be a contract of the register'),
    (
        HEDGE_LIQUIDATION,
        (1000, 1, 0, "inverse"),  # coins of its own cover it at any price
        "#N/A",
        "HEDGE_LIQUIDATION: no price liquidates this position",
    ),
    # One argument asks for another.
    (
        HEDGE_CONTRACT_VALUE,
        (1, 1, "quanto"),
        "#VALUE!",
        "settle_price: was blank; must be given for a quanto",
    ),
    # NaN and infinity, in or out.
    (HEDGE_CONTRACTS, (math.nan, 1), "#NUM!", "spot_value: was nan; must be a number"),
    (HEDGE_CONTRACTS, (-math.inf, 1), "#NUM!", "spot_value: was -inf; must be a number"),
    (HEDGE_CONTRACTS, (1, math.inf), "#NUM!", "contract_value: was inf; must be a number above 0"),
    (
        HEDGE_CONTRACTS,
        (10**5000, 1),
        "#NUM!",
        "spot_value: was a number of too many digits; must be a number",
    ),
    (
        HEDGE_CONTRACTS,
        (1e308, 1e-308),
        "#NUM!",
        "HEDGE_CONTRACTS: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_CONTRACTS,
        (0, 1, 1e308, 10, 1),  # infinity x 0 on the way
        "#NUM!",
        "HEDGE_CONTRACTS: the result is beyond what a cell can hold",
    ),
    (
        HEDGE_ROUND,
        (1e308, 1e-308),
        "#NUM!",
        "HEDGE_ROUND: the result is beyond what a cell can hold",
    ),
]
