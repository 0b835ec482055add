"""What a cell calls: the HEDGE_ functions, their declarations, coercion and error values.

In: whatever a spreadsheet host sends.  Out: a number, a text, a block of rows or an error value;
an exception never.  Every function is here under its own name.
"""

from betahedge.cells.declaration import CATALOGUE, Cell, declaration
from betahedge.cells.errors import ErrorValue
from betahedge.cells.functions.pnl import HEDGE_IMPACT, HEDGE_PNL, HEDGE_SCENARIOS
from betahedge.cells.functions.reference import HEDGE_CHECK, HEDGE_VERSION
from betahedge.cells.functions.sizing import (
    HEDGE_ACTION,
    HEDGE_CONTRACTS,
    HEDGE_RATIO,
    HEDGE_ROUND,
    HEDGE_TABLE,
)

__all__ = [
    "CATALOGUE",
    "HEDGE_ACTION",
    "HEDGE_CHECK",
    "HEDGE_CONTRACTS",
    "HEDGE_IMPACT",
    "HEDGE_PNL",
    "HEDGE_RATIO",
    "HEDGE_ROUND",
    "HEDGE_SCENARIOS",
    "HEDGE_TABLE",
    "HEDGE_VERSION",
    "Cell",
    "ErrorValue",
    "declaration",
]
