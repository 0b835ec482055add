"""Fields that several kinds of files have."""

from betahedge.books.field import DATE, HOURS, NAME, RATE, TEXT, Field, Words
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE

ASSET = Field(
    "asset",
    NAME,
    "name",
    "needed",
    "the coin: its ticker, or any name",
    (
        "symbol",
        "ticker",
        "coin",
        "token",
        "base currency",
        "asset symbol",
        "base asset",
        "underlying symbol",
        "crypto",
        "cryptocurrency",
        "asset name",
        "coin name",
        *("Vermögenswert", "actif", "activo"),
    ),
    ("currency", "ccy", "cur", "security", "instrument", "underlying", "name"),
)
QUANTITY = Field(
    "quantity",
    ANY_NUMBER,
    "coins",
    "needed",
    "coins held; negative where they are owed",
    (
        "qty",
        "amount",
        "units",
        "balance",
        "total balance",
        "holdings",
        "holding",
        "quantity held",
        "coins",
        "nominal",
        "running balance",
        *("Menge", "Anzahl", "Bestand", "Stück", "quantité", "cantidad"),
    ),
    ("total", "total amount", "total quantity", "wallet balance", "position"),
    "sum",
)
PRICE = Field(
    "price",
    NOT_NEGATIVE,
    "money a coin",
    "needed, or from the market file",
    "spot price",
    (
        "mark price",
        "market price",
        "spot price",
        "unit price",
        "px",
        "px last",
        "last",
        "last price",
        "mark",
        "mark px",
        "spot",
        "current price",
        "px close",
        "local price",
        *("Kurs", "Preis", "prix", "cours", "precio"),
    ),
    ("close", "close price", "rate"),
)
CONTRACT = Field(
    "contract",
    NAME,
    "venue:code",
    "none: no order",
    "the future that hedges it, like CME:MBT",
    ("contract code", "hedge contract", "hedge instrument", "future", "futures contract"),
)
WALLET = Field(
    "wallet",
    NAME,
    "name",
    "none",
    "where it is held",
    (
        "account",
        "account id",
        "account name",
        "wallet name",
        "vault account",
        "vault",
        "portfolio name",
        "portfolio",
        "sub account",
        "custodian",
        "venue",
        "exchange",
    ),
    ("location",),
)
ENTRY_PRICE = Field(
    "entry_price",
    ABOVE_ZERO,
    "money a coin",
    "none",
    "average price of the contracts held",
    (
        "avg entry price",
        "average entry price",
        "entry",
        "open price",
        "cost basis price",
        "avg price",
        "average price",
        "avg px",
    ),
)
COLLATERAL = Field(
    "collateral",
    NOT_NEGATIVE,
    "money",
    "not known",
    "posted for the contracts held",
    ("margin posted", "posted margin", "margin balance", "isolated margin"),
    (),
    "sum",
)
CONTRACT_SIZE = Field(
    "contract_size",
    ABOVE_ZERO,
    "coins, or money if inverse",
    "of the register, or 1",
    "what one contract is of",
    ("multiplier", "contract multiplier", "ct val", "size of contract"),
)
SIDE = Field(
    "side",
    Words(("buy", "sell", "net")),
    "word",
    "none",
    "long or short, buy or sell; net where the number has a sign of its own",
    ("direction", "long/short", "long short indicator", "l/s", "buy/sell", "b/s", "position side"),
)
FUNDING_RATE = Field(
    "funding_rate",
    RATE,
    "a stamp",
    "none",
    "funding of one interval; a short receives it if above 0",
    ("funding", "last funding rate", "predicted funding"),
)
FUNDING_INTERVAL = Field(
    "funding_interval",
    HOURS,
    "hours",
    "of the register, else not known",
    "hours from stamp to stamp",
    ("funding interval hours", "interval hours", "funding interval h", "funding hours"),
)
FUTURES_PRICE = Field(
    "futures_price",
    ABOVE_ZERO,
    "money a coin",
    "none: its coin's spot price values it",
    "price of the future that hedges it",
    ("future price", "futures px", "contract price"),
)
CURRENCY = Field(
    "currency",
    TEXT,
    "code",
    "USD",
    "of the prices",
    (
        "ccy",
        "quote currency",
        "price currency",
        "quote",
        *("Währung", "Kurswährung", "devise", "monnaie", "divisa", "moneda"),
    ),
)
AS_OF = Field(
    "as_of",
    DATE,
    "date",
    "none",
    "when it was so",
    ("report date", "as of date", "valuation date", "Stichtag"),
    ("date", "timestamp", "time", "fetched at", *("Datum", "fecha")),
)
