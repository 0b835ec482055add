"""What each kind of file may hold: the book, and positions, trades, funding, market; ledgers."""

from dataclasses import replace

from betahedge.books.field import DATE, NAME, RATE, TEXT, Field, Words
from betahedge.books.fields import HOLDINGS
from betahedge.books.shared_fields import (
    AS_OF,
    COLLATERAL,
    CONTRACT,
    CONTRACT_SIZE,
    CURRENCY,
    ENTRY_PRICE,
    FUNDING_INTERVAL,
    FUNDING_RATE,
    FUTURES_PRICE,
    PRICE,
    SIDE,
    WALLET,
)
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE

POSITIONS = (
    replace(
        CONTRACT,
        default="needed",
        help="what is held, like CME:MBT",
        weak=(
            *("symbol", "instrument", "instrument name", "product", "product id", "ticker"),
            *("market", "pair", "asset", "coin", "security", "underlying"),
        ),
    ),
    Field(
        "held",
        ANY_NUMBER,
        "contracts",
        "needed",
        "contracts: sold short +, bought -",
        ("held contracts", "contracts held", "contracts sold"),
    ),
    Field(
        "short",
        NOT_NEGATIVE,
        "contracts",
        "or these two",
        "contracts sold short, beside a column of those bought",
        (
            "short quantity",
            "short qty",
            "qty short",
            "sell qty",
            "short position",
            "short contracts",
        ),
    ),
    Field(
        "long",
        NOT_NEGATIVE,
        "contracts",
        "or these two",
        "contracts bought, beside a column of those sold short",
        ("long quantity", "long qty", "qty long", "buy qty", "long position", "long contracts"),
    ),
    Field(
        "position",
        ANY_NUMBER,
        "contracts",
        "or this",
        "contracts: bought +, sold short -, or with a side",
        (
            *("contracts", "number of contracts", "net position", "net qty", "position size"),
            *("position (contracts)", "size (contracts)", "quantity (contracts)"),
        ),
        ("quantity", "qty", "size", "amount", "Anzahl", "Menge", "quantité", "cantidad"),
    ),
    SIDE,
    replace(ENTRY_PRICE, kind=NOT_NEGATIVE, help="average price of the contracts; 0 if none"),
    COLLATERAL,
    WALLET,
    CONTRACT_SIZE,
    replace(FUTURES_PRICE, kind=NOT_NEGATIVE),
    AS_OF,
    replace(CURRENCY, default="the book's"),
)
TRADES = (
    Field(
        "date",
        DATE,
        "date",
        "needed",
        "when it was traded",
        (
            *("time", "date(utc)", "timestamp", "trade date", "utc time", "executed at"),
            *("trade time", "datetime", "time(utc)", "created at", "fill time", "Datum", "fecha"),
            *("trade created at", "filled time"),
        ),
    ),
    Field(
        "contract",
        NAME,
        "venue:code or pair",
        "needed",
        "what was traded",
        (
            "pair",
            "symbol",
            "market",
            "instrument",
            "product",
            "product id",
            "trading pair",
            "pairs",
            "ticker",
            "asset",
            "contract code",
            "Kontrakt",
        ),
    ),
    replace(
        SIDE,
        kind=Words(("buy", "sell")),
        help="buy or sell",
        # A trade in a position that is long may be a sale.
        synonyms=(*(name for name in SIDE.synonyms if name != "position side"), "action"),
    ),
    Field(
        "quantity",
        ANY_NUMBER,
        "coins or contracts",
        "needed",
        "how much; negative is sold",
        (
            *("qty", "vol", "executed", "filled", "filled quantity", "contracts", "volume"),
            *("filled amount", "executed amount", "executed quantity"),
        ),
        ("amount", "size", "Anzahl", "Menge", "quantité", "cantidad"),
    ),
    Field(
        "price",
        ABOVE_ZERO,
        "money",
        "needed",
        "price of the trade",
        (
            "filled price",
            "fill price",
            "average price",
            "avg price",
            "avg filled price",
            "average fill price",
            "trade price",
            "Kurs",
            "Preis",
            "prix",
        ),
    ),
    Field(
        "fee",
        ANY_NUMBER,
        "money",
        "0",
        "what the trade cost; paid is positive",
        ("fees", "commission", "fee paid", "total fees"),
    ),
    Field(
        "status",
        TEXT,
        "word",
        "traded",
        "of an order; one that was not filled is no trade",
        ("order status", "state"),
    ),
    Field(
        "fee_currency",
        TEXT,
        "code",
        "none",
        "what the fee was paid in",
        ("fee coin", "fee asset", "fee unit", "fee ccy", "fee token", "commission asset"),
    ),
    WALLET,
)
FLOWS = (
    Field(
        "date",
        DATE,
        "date",
        "needed",
        "when it was paid",
        (
            *("time", "date(utc)", "timestamp", "utc time", "funding time", "payment date"),
            "effective at",
        ),
    ),
    Field(
        "contract",
        NAME,
        "venue:code",
        "needed",
        "what it was paid for",
        ("symbol", "instrument", "market", "pair", "contract code"),
    ),
    Field(
        "amount",
        ANY_NUMBER,
        "money",
        "needed",
        "received +, paid -",
        (
            *("funding", "cash flow", "payment", "change", "funding fee", "income"),
            "funding payment",
        ),
    ),
    Field(
        "fee",
        ANY_NUMBER,
        "money",
        "0",
        "fee of the line; paid is positive",
        ("fee paid", "fee charged", "commission"),
    ),
    Field(
        "flow", TEXT, "word", "funding", "what it was: funding, fee, P&L", ("type", "income type")
    ),
    Field(
        "currency", TEXT, "code", "none", "what it was paid in", ("asset", "coin", "ccy", "settle")
    ),
    Field("funding_rate", RATE, "a stamp", "none", "the rate it was paid at", ("rate",)),
    WALLET,
)
_MARKS = ("mark price", "mark", "mark px")  # of a future, where its coin has a price beside
MARKET = (
    Field(
        "symbol",
        NAME,
        "coin or venue:code",
        "needed",
        "what is quoted",
        ("asset", "coin", "ticker", "contract", "market", "pair"),
    ),
    Field(
        "price",
        ABOVE_ZERO,
        "money a coin",
        "needed",
        "spot price",
        (*(name for name in PRICE.synonyms if name not in _MARKS), "close", "index price"),
        _MARKS,
    ),
    replace(FUTURES_PRICE, weak=_MARKS),
    FUNDING_RATE,
    FUNDING_INTERVAL,
    AS_OF,
    Field("fetched_at", DATE, "date", "none", "when it was asked for, of prices without a time"),
    Field("venue", TEXT, "name", "none", "where it is quoted", ("exchange",)),
    Field("code", TEXT, "name", "none", "the venue's own name of it", ("id",)),
    Field("base", TEXT, "coin", "none", "the coin of a pair", ("base currency", "underlying")),
    replace(CONTRACT_SIZE, default="none", help="what one contract is of, to compare"),
    Field("note", TEXT, "words", "none", "what there is to say of it, as that it is not traded"),
    replace(CURRENCY, default="the book's"),
)
# What the ledgers of venues say beside.
LEDGER = (
    Field("rest", ANY_NUMBER, "coins", "0", "coins beside the quantity, as those in orders"),
    Field("word", TEXT, "word", "none", "what a transaction does"),
    Field("sent", ANY_NUMBER, "any", "0", "what went out"),
    Field("sent_asset", TEXT, "coin", "none", "of which coin"),
    Field("sent_wallet", TEXT, "name", "none", "from where"),
    Field("received", ANY_NUMBER, "any", "0", "what came in"),
    Field("received_asset", TEXT, "coin", "none", "of which coin"),
    Field("received_wallet", TEXT, "name", "none", "to where"),
    Field("paid", ANY_NUMBER, "any", "0", "the fee beside"),
    Field("paid_asset", TEXT, "coin", "none", "of which coin"),
)
DECLARED = {
    "holdings": (HOLDINGS, ("asset", "quantity")),
    "positions": (POSITIONS, ("contract",)),
    "trades": (TRADES, ("date", "contract", "quantity", "price")),
    "funding": (FLOWS, ("date", "amount")),
    "market": (MARKET, ("symbol",)),
}
