"""What a cell calls: the HEDGE_ functions, their declarations, coercion and error values.

In: whatever a spreadsheet host sends.  Out: a number, a text, a block of rows or an error value;
an exception never.  Every function is here under its own name.
"""

from betahedge.cells.declaration import CATALOGUE, Cell, declaration
from betahedge.cells.errors import ErrorValue
from betahedge.cells.functions.carry import (
    HEDGE_BASIS,
    HEDGE_BASIS_RATE,
    HEDGE_BREAKEVEN,
    HEDGE_COST,
    HEDGE_FAIR_PRICE,
    HEDGE_FUNDING,
    HEDGE_FUNDING_RATE,
    HEDGE_TAILED,
)
from betahedge.cells.functions.contract import (
    HEDGE_AVERAGE_PRICE,
    HEDGE_CONTRACT_VALUE,
    HEDGE_CONTRACTS_BETA,
    HEDGE_FUTURES_PNL,
    HEDGE_MIX,
)
from betahedge.cells.functions.margin import HEDGE_LIQUIDATION, HEDGE_MARGIN, HEDGE_SURVIVAL
from betahedge.cells.functions.pnl import (
    HEDGE_ATTRIBUTION,
    HEDGE_IMPACT,
    HEDGE_PNL,
    HEDGE_SCENARIOS,
)
from betahedge.cells.functions.reference import HEDGE_CHECK, HEDGE_SPEC, HEDGE_VERSION
from betahedge.cells.functions.running import HEDGE_DRIFT, HEDGE_REBALANCE, HEDGE_TRANSITION
from betahedge.cells.functions.sizing import (
    HEDGE_ACTION,
    HEDGE_CONTRACTS,
    HEDGE_RATIO,
    HEDGE_ROUND,
    HEDGE_TABLE,
)
from betahedge.cells.functions.statistics import (
    HEDGE_BETA,
    HEDGE_BETA_STATS,
    HEDGE_EFFECTIVENESS,
    HEDGE_ES,
    HEDGE_MINVAR,
    HEDGE_VAR,
)

__all__ = [
    "CATALOGUE",
    "HEDGE_ACTION",
    "HEDGE_ATTRIBUTION",
    "HEDGE_AVERAGE_PRICE",
    "HEDGE_BASIS",
    "HEDGE_BASIS_RATE",
    "HEDGE_BETA",
    "HEDGE_BETA_STATS",
    "HEDGE_BREAKEVEN",
    "HEDGE_CHECK",
    "HEDGE_CONTRACTS",
    "HEDGE_CONTRACTS_BETA",
    "HEDGE_CONTRACT_VALUE",
    "HEDGE_COST",
    "HEDGE_DRIFT",
    "HEDGE_EFFECTIVENESS",
    "HEDGE_ES",
    "HEDGE_FAIR_PRICE",
    "HEDGE_FUNDING",
    "HEDGE_FUNDING_RATE",
    "HEDGE_FUTURES_PNL",
    "HEDGE_IMPACT",
    "HEDGE_LIQUIDATION",
    "HEDGE_MARGIN",
    "HEDGE_MINVAR",
    "HEDGE_MIX",
    "HEDGE_PNL",
    "HEDGE_RATIO",
    "HEDGE_REBALANCE",
    "HEDGE_ROUND",
    "HEDGE_SCENARIOS",
    "HEDGE_SPEC",
    "HEDGE_SURVIVAL",
    "HEDGE_TABLE",
    "HEDGE_TAILED",
    "HEDGE_TRANSITION",
    "HEDGE_VAR",
    "HEDGE_VERSION",
    "Cell",
    "ErrorValue",
    "declaration",
]
