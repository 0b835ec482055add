"""Arguments that several functions share, declared once."""

from betahedge.cells.declaration import Arg
from betahedge.cells.kinds import ANY_NUMBER, DIVISOR, NOT_NEGATIVE, POSITIVE_DIVISOR, Word

MONEY = "quote currency"
DECIMAL = "decimal"

SPOT_VALUE = Arg("spot_value", ANY_NUMBER, "market value of the spot book, + long, - short", MONEY)
SPOT_DIVISOR = Arg("spot_value", DIVISOR, SPOT_VALUE.help, MONEY)
CONTRACT_VALUE = Arg(
    "contract_value",
    POSITIVE_DIVISOR,
    "value of one contract: futures price x contract size",
    MONEY,
)
CONTRACTS = Arg("contracts", ANY_NUMBER, "contracts held: + sold short, - bought", "contracts")
HEDGE_RATIO_ARG = Arg(
    "hedge_ratio", NOT_NEGATIVE, "share of the exposure to hedge; above 1 is over-hedged", DECIMAL
)
BETA = Arg("beta", ANY_NUMBER, "beta of the book against the hedge instrument", "number")
BETA_DIVISOR = Arg("beta", DIVISOR, BETA.help, "number")
LOT_SIZE = Arg("lot_size", NOT_NEGATIVE, "contracts per lot; 0 leaves the count exact", "contracts")
ROUNDING = Arg(
    "rounding",
    Word(("nearest", "down", "up")),
    '"nearest" (a half away from zero), "down" (towards zero) or "up" (away from zero)',
    "word",
)
SPOT_RETURN = Arg("spot_return", ANY_NUMBER, "simple return of the spot book", DECIMAL)
FUTURES_RETURN = Arg(
    "futures_return",
    ANY_NUMBER,
    "simple return of the futures price",
    DECIMAL,
    shown_default="spot_return",
)
