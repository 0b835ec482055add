"""What a book may hold, each field declared once: name, kind, unit, default, help, synonyms.

The readers, JSON, the schema of many portfolios and the docs follow from these declarations.
"""

from betahedge.books.field import DATE, KINDS, SHARE, TEXT, Field
from betahedge.books.shared_fields import (
    ASSET,
    COLLATERAL,
    CONTRACT,
    CONTRACT_SIZE,
    CURRENCY,
    ENTRY_PRICE,
    FUNDING_INTERVAL,
    FUNDING_RATE,
    FUTURES_PRICE,
    PRICE,
    QUANTITY,
    WALLET,
)
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE

HOLDINGS = (
    ASSET,
    QUANTITY,
    PRICE,
    WALLET,
    Field(
        "hedge_ratio",
        SHARE,
        "share",
        "of the policy",
        "the share to hedge",
        ("target ratio", "target", "target hedge ratio", "hedge", "hedge target"),
        ("ratio",),
    ),
    Field(
        "beta", ANY_NUMBER, "number", "1", "of the coin to the future; 1 for a coin's own future"
    ),
    CONTRACT,
    FUTURES_PRICE,
    CONTRACT_SIZE,
    Field(
        "lot_size",
        NOT_NEGATIVE,
        "contracts",
        "of the register, or 0",
        "contracts in the smallest order; 0 for exact counts",
        ("lot", "min lot", "size increment", "lots"),
    ),
    Field(
        "kind",
        KINDS,
        "word",
        "of the register, or linear",
        "how the contract pays",
        ("contract kind",),
    ),
    Field(
        "expiry",
        DATE,
        "date",
        "none: a perpetual",
        "last day of the future",
        ("expiration", "maturity", "contract expiry", "expiration time", "expiry date"),
    ),
    FUNDING_RATE,
    FUNDING_INTERVAL,
    Field(
        "held",
        ANY_NUMBER,
        "contracts",
        "0",
        "contracts held: sold short +, bought -",
        ("held contracts", "contracts held", "contracts sold", "current contracts"),
        (),
        "sum",
    ),
    ENTRY_PRICE,
    COLLATERAL,
    Field(
        "cost_basis",
        NOT_NEGATIVE,
        "money",
        "none",
        "what the coins cost",
        ("cost basis money", "total cost", "cost", "book cost"),
        (),
        "sum",
    ),
    Field(
        "line_item",
        TEXT,
        "text",
        "none",
        "the line of the balance sheet",
        ("balance sheet line", "account line"),
    ),
    Field(
        "value",
        ANY_NUMBER,
        "money",
        "none",
        "quantity x price: gives the price, or is checked",
        (
            "market value",
            "usd value",
            "fiat value",
            "position value",
            "net value",
            "spot value",
            "running balance fiat value",
            "value in usd",
        ),
        ("notional",),
        "sum",
    ),
    CURRENCY,
)
