"""Arguments that several functions share, declared once."""

from betahedge.cells.declaration import Arg
from betahedge.cells.errors import VALUE, refuse
from betahedge.cells.kinds import (
    ABOVE_ZERO,
    ANY_NUMBER,
    DIVISOR,
    MOVE,
    NOT_NEGATIVE,
    POSITIVE_DIVISOR,
    Number,
    Word,
)

MONEY = "quote currency"
DECIMAL = "decimal"

SPOT_VALUE = Arg("spot_value", ANY_NUMBER, "market value of the spot book, + long, - short", MONEY)
SPOT_DIVISOR = Arg("spot_value", DIVISOR, SPOT_VALUE.help, MONEY)
CONTRACT_VALUE = Arg(
    "contract_value",
    POSITIVE_DIVISOR,
    "value of one contract: futures price x contract size; of an inverse position held, face x "
    "price / entry (HEDGE_CONTRACT_VALUE gives each)",
    MONEY,
)
CONTRACTS = Arg("contracts", ANY_NUMBER, "contracts held: + sold short, - bought", "contracts")
HEDGE_RATIO_ARG = Arg(
    "hedge_ratio", NOT_NEGATIVE, "share of the exposure to hedge; above 1 is over-hedged", DECIMAL
)
BETA = Arg(
    "beta",
    ANY_NUMBER,
    "beta of the book against the hedge instrument, where that is another coin's future; 1 where a "
    "future hedges its own coin",
    "number",
)
BETA_DIVISOR = Arg("beta", DIVISOR, BETA.help, "number")
LOT_SIZE = Arg("lot_size", NOT_NEGATIVE, "contracts per lot; 0 leaves the count exact", "contracts")
ROUNDING = Arg(
    "rounding",
    Word(("nearest", "down", "up")),
    '"nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)',
    "word",
)
SPOT_RETURN = Arg(
    "spot_return", MOVE, "simple return of the spot book: -0.1 is a fall of 10 %", DECIMAL
)
FUTURES_RETURN = Arg(
    "futures_return",
    MOVE,
    "simple return of the futures price: -0.1 is a fall of 10 %",
    DECIMAL,
    shown_default="spot_return",
)

YEARLY = "decimal a year"
KINDS = ("linear", "inverse", "quanto")
KIND = Arg(
    "kind",
    Word(KINDS),
    '"linear" (settled in the quote currency), "inverse" (a fixed face in it, settled in the coin) '
    'or "quanto" (settled in another coin)',
    "word",
)
CONTRACT_SIZE = Arg(
    "contract_size",
    ABOVE_ZERO,
    "coins per contract (linear), face in quote currency (inverse), or multiplier (quanto)",
    "coins or currency",
)
SPOT_PRICE = Arg("spot_price", POSITIVE_DIVISOR, "spot price of one coin", MONEY)
FUTURES_PRICE = Arg("futures_price", ABOVE_ZERO, "futures price of one coin", MONEY)
DAYS = Arg("days", NOT_NEGATIVE, "days held or to expiry; a year has 365", "days")
RATE = Arg("rate", ANY_NUMBER, "interest rate, net of any yield", YEARLY)
FUNDING_RATE = Arg(
    "funding_rate", ANY_NUMBER, "funding of one interval; above 0 a short receives", DECIMAL
)
INTERVAL_HOURS = Arg("interval_hours", POSITIVE_DIVISOR, "hours between stamps", "hours")
FUNDING = Arg("funding", ANY_NUMBER, "funding cash: + received, - paid", MONEY)
SHARE = Number("a rate from 0 to 1", low=0.0, high=1.0)
# Not "input": VBA reserves the word, and the module that xlwings writes would not compile.
INPUT = Arg("input_type", Word(("prices", "returns")), '"prices" or "returns"', "word")
CONFIDENCE = Arg(
    "confidence",
    Number("a number between 0 and 1", low=0.0, high=1.0, open_low=True, open_high=True),
    "confidence level, such as 0.95",
    DECIMAL,
)
RISK_CONFIDENCE = Arg(
    "confidence",
    Number("a number between 0.5 and 1", low=0.5, high=1.0, open_low=True, open_high=True),
    "share of the periods in which less is lost: 0.95, not 0.05",
    DECIMAL,
)


def series(name: str, meaning: str) -> Arg:
    """Declare a column of prices or returns."""
    help_text = f"column of {meaning}, oldest first; blanks are missing"
    return Arg(name, ANY_NUMBER, help_text, "series", "series")


def same_length(**columns: list[object]) -> None:
    """Refuse columns that do not go together row by row."""
    (first, column), *others = columns.items()
    for name, other in others:
        if len(other) != len(column):
            reason = f"{name}: was {len(other)} cells; must be {len(column)}, like {first}"
            raise refuse(VALUE, reason)
