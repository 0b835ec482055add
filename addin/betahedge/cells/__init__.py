"""What a cell calls: the HEDGE_ functions, their declarations, coercion and error values.

In: whatever a spreadsheet host sends.  Out: a number, a text, a block of rows or an error value;
an exception never.  Every function is here under its own name.
"""

from betahedge.cells.declaration import CATALOGUE, Cell, declaration
from betahedge.cells.errors import ErrorValue
from betahedge.cells.functions.basket import (
    HEDGE_MINVAR_PORTFOLIO,
    HEDGE_RETURNS,
    HEDGE_ROLLING_BETA,
    HEDGE_TRACKING_ERROR,
    HEDGE_VAR_COMPONENTS,
)
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
from betahedge.cells.functions.liquidation import (
    HEDGE_LIQUIDATION_SHARED,
    HEDGE_LIQUIDATION_TIERED,
    HEDGE_MAINTENANCE,
    HEDGE_MARGIN_CALLS,
)
from betahedge.cells.functions.margin import HEDGE_LIQUIDATION, HEDGE_MARGIN, HEDGE_SURVIVAL
from betahedge.cells.functions.pnl import (
    HEDGE_ATTRIBUTION,
    HEDGE_IMPACT,
    HEDGE_PNL,
    HEDGE_SCENARIOS,
)
from betahedge.cells.functions.position import (
    HEDGE_DELTA,
    HEDGE_EXPIRY,
    HEDGE_FUNDING_HISTORY,
    HEDGE_POSITION,
    HEDGE_ROLL,
)
from betahedge.cells.functions.reference import HEDGE_CHECK, HEDGE_SPEC, HEDGE_VERSION
from betahedge.cells.functions.risk import HEDGE_ES, HEDGE_VAR
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
    HEDGE_MINVAR,
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
    "HEDGE_DELTA",
    "HEDGE_DRIFT",
    "HEDGE_EFFECTIVENESS",
    "HEDGE_ES",
    "HEDGE_EXPIRY",
    "HEDGE_FAIR_PRICE",
    "HEDGE_FUNDING",
    "HEDGE_FUNDING_HISTORY",
    "HEDGE_FUNDING_RATE",
    "HEDGE_FUTURES_PNL",
    "HEDGE_IMPACT",
    "HEDGE_LIQUIDATION",
    "HEDGE_LIQUIDATION_SHARED",
    "HEDGE_LIQUIDATION_TIERED",
    "HEDGE_MAINTENANCE",
    "HEDGE_MARGIN",
    "HEDGE_MARGIN_CALLS",
    "HEDGE_MINVAR",
    "HEDGE_MINVAR_PORTFOLIO",
    "HEDGE_MIX",
    "HEDGE_PNL",
    "HEDGE_POSITION",
    "HEDGE_RATIO",
    "HEDGE_REBALANCE",
    "HEDGE_RETURNS",
    "HEDGE_ROLL",
    "HEDGE_ROLLING_BETA",
    "HEDGE_ROUND",
    "HEDGE_SCENARIOS",
    "HEDGE_SPEC",
    "HEDGE_SURVIVAL",
    "HEDGE_TABLE",
    "HEDGE_TAILED",
    "HEDGE_TRACKING_ERROR",
    "HEDGE_TRANSITION",
    "HEDGE_VAR",
    "HEDGE_VAR_COMPONENTS",
    "HEDGE_VERSION",
    "Cell",
    "ErrorValue",
    "declaration",
]
