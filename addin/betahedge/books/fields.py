"""What a file may hold, each field declared once: name, kind, unit, default, help, synonyms.

The readers, JSON, the schema of many portfolios and the docs follow from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE, Number

if TYPE_CHECKING:
    import polars

HIGHEST_SHARE = 1.5  # a hedge ratio above it was mistyped, or is meant and allowed
HIGHEST_RATIO = 10.0  # and above this is never meant
SHARE = Number("a share from 0 to 1.5, like 0.6 or 60%", low=0.0, high=HIGHEST_RATIO)
RATE = Number("a rate above -1 and below 1, like 0.0001 or 0.01%", -1.0, 1.0, True, True)
HOURS = Number("hours, above 0 and up to 24", 0.0, 24.0, open_low=True)


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a few."""

    words: tuple[str, ...]

    @property
    def must(self) -> str:
        """Say which words there are."""
        return f"must be {', '.join(self.words[:-1])} or {self.words[-1]}"


NAME, TEXT, DATE = "name", "text", "date"
Kind = Number | Words | str
SIDES = {
    **dict.fromkeys(("short", "sell", "s", "sold", "-1"), "sell"),
    **dict.fromkeys(("long", "buy", "b", "bought", "1"), "buy"),
}
KINDS = Words(("linear", "inverse", "quanto"))


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a line may say.

    synonyms: what desks call it.  weak: what it is called where no column has a better name.
    adds: how the lines of one coin in several wallets become one: "sum", or "same" for what they
    must agree on.
    """

    name: str
    kind: Kind
    unit: str
    default: str
    help: str
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    adds: str = "same"

    @property
    def label(self) -> str:
        """Give the name as a heading writes it."""
        return self.name.replace("_", " ")


ASSET = Field(
    "asset", NAME, "name", "needed", "the coin: its ticker, or any name",
    ("symbol", "ticker", "coin", "token", "base currency", "asset symbol", "base asset",
     "underlying symbol", "crypto", "cryptocurrency", "asset name", "coin name"),
    ("currency", "ccy", "cur", "security", "instrument", "underlying", "name"),
)  # fmt: skip
QUANTITY = Field(
    "quantity", ANY_NUMBER, "coins", "needed", "coins held; negative where they are owed",
    ("qty", "amount", "units", "balance", "total balance", "holdings", "holding",
     "quantity held", "coins", "nominal", "running balance"),
    ("total", "position", "size", "available", "volume"), "sum",
)  # fmt: skip
PRICE = Field(
    "price", NOT_NEGATIVE, "money a coin", "needed, or from the market file", "spot price",
    ("mark price", "market price", "spot price", "unit price", "px", "px last", "last",
     "last price", "mark", "mark px", "spot", "current price"),
    ("close", "close price", "rate"),
)  # fmt: skip
CONTRACT = Field(
    "contract", NAME, "venue:code", "none", "the future that hedges it, like CME:MBT",
    ("contract code", "hedge contract", "hedge instrument", "future", "futures contract"),
)  # fmt: skip
WALLET = Field(
    "wallet", NAME, "name", "none", "where it is held",
    ("account", "account id", "account name", "wallet name", "vault account", "vault",
     "portfolio name", "portfolio", "sub account", "custodian", "venue", "exchange"),
    ("location",),
)  # fmt: skip
ENTRY_PRICE = Field(
    "entry_price", ABOVE_ZERO, "money a coin", "none", "average price of the contracts held",
    ("avg entry price", "average entry price", "entry", "open price", "cost basis price",
     "avg price", "average price"),
)  # fmt: skip
COLLATERAL = Field(
    "collateral", NOT_NEGATIVE, "money", "0", "posted for the contracts held",
    ("margin posted", "posted margin", "margin balance", "isolated margin"), (), "sum",
)  # fmt: skip
CONTRACT_SIZE = Field(
    "contract_size", ABOVE_ZERO, "coins, or money if inverse", "of the register, or 1",
    "what one contract is of", ("multiplier", "contract multiplier", "ct val", "size of contract"),
)  # fmt: skip
SIDE = Field(
    "side", Words(("buy", "sell")), "word", "none", "long or short, buy or sell",
    ("direction", "long/short", "buy/sell", "position side"),
)  # fmt: skip
FUNDING_RATE = Field(
    "funding_rate", RATE, "a stamp", "none", "funding of one interval; a short receives it if above 0",
    ("funding", "last funding rate", "predicted funding"),
)  # fmt: skip
FUNDING_INTERVAL = Field(
    "funding_interval", HOURS, "hours", "of the register, or 8", "hours from stamp to stamp",
    ("funding interval hours", "interval hours", "funding interval h"),
)  # fmt: skip
FUTURES_PRICE = Field(
    "futures_price", ABOVE_ZERO, "money a coin", "price", "price of the future that hedges it",
    ("future price", "futures px", "contract price"),
)  # fmt: skip
CURRENCY = Field(
    "currency", TEXT, "code", "USD", "of the prices",
    ("ccy", "quote currency", "price currency", "quote"),
)  # fmt: skip
AS_OF = Field(
    "as_of", DATE, "date", "none", "when it was so",
    ("report date", "as of date", "valuation date"), ("date", "timestamp", "time", "fetched at"),
)  # fmt: skip

HOLDINGS = (
    ASSET,
    QUANTITY,
    PRICE,
    WALLET,
    Field(
        "hedge_ratio", SHARE, "share", "of the policy", "the share to hedge",
        ("target ratio", "target", "target hedge ratio", "hedge", "hedge target"), ("ratio",),
    ),
    Field("beta", ANY_NUMBER, "number", "1", "of the coin to the future; 1 for a coin's own future"),
    CONTRACT,
    FUTURES_PRICE,
    CONTRACT_SIZE,
    Field(
        "lot_size", NOT_NEGATIVE, "contracts", "of the register, or 0",
        "contracts in the smallest order; 0 for exact counts",
        ("lot", "min lot", "size increment", "lots"),
    ),
    Field("kind", KINDS, "word", "of the register, or linear", "how the contract pays", ("contract kind",)),
    Field("expiry", DATE, "date", "none: a perpetual", "last day of the future",
          ("expiration", "maturity", "contract expiry", "expiration time", "expiry date")),
    FUNDING_RATE,
    FUNDING_INTERVAL,
    Field("held", ANY_NUMBER, "contracts", "0", "contracts held: sold short +, bought -",
          ("held contracts", "contracts held", "contracts sold", "current contracts"), (), "sum"),
    ENTRY_PRICE,
    COLLATERAL,
    Field("cost_basis", NOT_NEGATIVE, "money", "none", "what the coins cost",
          ("cost basis money", "total cost", "cost", "book cost"), (), "sum"),
    Field("line_item", TEXT, "text", "none", "the line of the balance sheet",
          ("balance sheet line", "account line")),
    Field("value", ANY_NUMBER, "money", "none", "quantity x price: gives the price, or is checked",
          ("market value", "usd value", "fiat value", "position value", "net value", "spot value",
           "running balance fiat value", "value in usd"), ("notional",), "sum"),
    CURRENCY,
)  # fmt: skip
POSITIONS = (
    CONTRACT,
    Field("held", ANY_NUMBER, "contracts", "needed", "contracts: sold short +, bought -",
          ("held contracts", "contracts held", "contracts sold", "short")),
    Field("position", ANY_NUMBER, "contracts", "or this", "contracts: bought +, sold short -, or with a side",
          ("contracts", "number of contracts", "net position", "position size"), ("quantity", "qty", "size", "amount")),
    SIDE, ENTRY_PRICE, COLLATERAL, WALLET, CONTRACT_SIZE, FUTURES_PRICE, AS_OF,
)  # fmt: skip
TRADES = (
    Field("date", DATE, "date", "needed", "when it was traded",
          ("time", "date(utc)", "timestamp", "trade date", "utc time", "executed at", "trade time")),
    Field("contract", NAME, "venue:code or pair", "needed", "what was traded",
          ("pair", "symbol", "market", "instrument", "product", "ticker", "asset", "contract code")),
    SIDE,
    Field("quantity", ANY_NUMBER, "coins or contracts", "needed", "how much; negative is sold",
          ("qty", "vol", "executed", "filled", "filled quantity", "contracts", "volume"), ("amount", "size")),
    Field("price", ABOVE_ZERO, "money", "needed", "price of the trade",
          ("filled price", "fill price", "average price", "avg price", "avg filled price")),
    Field("fee", ANY_NUMBER, "money", "0", "what the trade cost; paid is positive",
          ("fees", "commission", "fee paid", "total fees")),
    Field("fee_currency", TEXT, "code", "none", "what the fee was paid in", ("fee coin", "fee asset", "fee unit")),
    WALLET,
)  # fmt: skip
FLOWS = (
    Field("date", DATE, "date", "needed", "when it was paid",
          ("time", "date(utc)", "timestamp", "utc time", "funding time", "payment date")),
    Field("contract", NAME, "venue:code", "needed", "what it was paid for",
          ("symbol", "instrument", "market", "pair", "contract code")),
    Field("amount", ANY_NUMBER, "money", "needed", "received +, paid -",
          ("funding", "cash flow", "payment", "change", "funding fee", "income")),
    Field("fee", ANY_NUMBER, "money", "0", "fee of the line; paid is positive", ("fee paid", "fee charged", "commission")),
    Field("flow", TEXT, "word", "funding", "what it was: funding, fee, P&L", ("type", "income type")),
    Field("currency", TEXT, "code", "none", "what it was paid in", ("asset", "coin", "ccy", "settle")),
    Field("funding_rate", RATE, "a stamp", "none", "the rate it was paid at", ("rate",)),
    WALLET,
)  # fmt: skip
MARKET = (
    Field("symbol", NAME, "coin or venue:code", "needed", "what is quoted",
          ("asset", "coin", "ticker", "contract", "market", "pair")),
    Field("price", ABOVE_ZERO, "money a coin", "needed", "spot price",
          ("spot price", "last", "px last", "last price", "mark price", "close", "index price")),
    FUTURES_PRICE, FUNDING_RATE, FUNDING_INTERVAL, AS_OF,
    Field("venue", TEXT, "name", "none", "where it is quoted", ("exchange",)),
    Field("code", TEXT, "name", "none", "the venue's own name of it", ("id",)),
    Field("base", TEXT, "coin", "none", "the coin of a pair", ("base currency", "underlying")),
)  # fmt: skip
# What the ledgers of venues say beside.
LEDGER = (
    AS_OF,
    Field("word", TEXT, "word", "none", "what a transaction does"),
    Field("sent", ANY_NUMBER, "any", "0", "what went out"),
    Field("sent_asset", TEXT, "coin", "none", "of which coin"),
    Field("sent_wallet", TEXT, "name", "none", "from where"),
    Field("received", ANY_NUMBER, "any", "0", "what came in"),
    Field("received_asset", TEXT, "coin", "none", "of which coin"),
    Field("received_wallet", TEXT, "name", "none", "to where"),
    Field("paid", ANY_NUMBER, "any", "0", "the fee beside"),
    Field("paid_asset", TEXT, "coin", "none", "of which coin"),
)  # fmt: skip
DECLARED = {
    "holdings": (HOLDINGS, ("asset", "quantity")),
    "positions": (POSITIONS, ("contract",)),
    "trades": (TRADES, ("date", "contract", "quantity", "price")),
    "funding": (FLOWS, ("date", "amount")),
    "market": (MARKET, ("symbol",)),
}


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Give fields by their names."""
    return {field.name: field for field in fields}


def schema(fields: tuple[Field, ...] = HOLDINGS) -> dict[str, polars.DataType]:
    """Give the columns of many portfolios in one file, as Polars knows them."""
    import polars

    def dtype(kind: Kind) -> polars.DataType:
        if isinstance(kind, Number):
            return polars.Float64()
        return polars.Date() if kind == DATE else polars.String()

    return {field.name: dtype(field.kind) for field in fields}
