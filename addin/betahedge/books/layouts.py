"""Files of venues and programs that are known by their headers.

Headers: BittyTax@287c4b43 `conv/parsers/*.py`; TRES: help.tres.finance.
`Unit#2` is the second column of that name, `A|B` one of two.
"""

from betahedge.books.layout import BOTH_WAYS, BY_WORD, LAST, SUMMED, Layout, headers, where
from betahedge.books.layouts_of_balances import OF_BALANCES
from betahedge.books.layouts_of_brokers import OF_BROKERS
from betahedge.books.layouts_of_fills import OF_FILLS
from betahedge.books.layouts_of_positions import OF_POSITIONS

# Bybit lists spot trades under the names of contracts, with a position of 0 and no action.
_SPOT = dict.fromkeys(("funding", "positions"), ("Action", ("--",)))

LAYOUTS = (
    Layout(
        "betahedge snapshot",
        ("market",),
        headers(
            "exchange,symbol,id,base,spot_price,futures_price,funding_rate,funding_interval_hours"
        ),
        {
            "market": where(
                "venue=exchange; symbol=symbol; code=id; base=base; price=spot_price; "
                "futures_price=futures_price|mark_price; funding_rate=funding_rate; "
                "funding_interval=funding_interval_hours; as_of=exchange_time; "
                "contract_size=contract_size; note=note; "
                "fetched_at=fetched_at; currency=quote"
            )
        },
    ),
    Layout(
        "Binance statement",
        ("holdings",),
        headers("Account,Operation,Coin,Change,Remark"),
        {"holdings": where("asset=Coin; quantity=Change; as_of=UTC_Time|Time; wallet=Account")},
        SUMMED,
    ),
    Layout(
        "Binance trades",
        ("trades",),
        headers("Date(UTC),Pair,Side,Price,Executed,Amount,Fee"),
        {
            "trades": where(
                "date=Date(UTC); contract=Pair; side=Side; price=Price; quantity=Executed; fee=Fee"
            )
        },
        spot=True,
    ),
    Layout(
        "Binance futures income",
        ("funding",),
        headers("Date(UTC),type,Amount,Asset,Symbol,Transaction ID"),
        {
            "funding": where(
                "date=Date(UTC); flow=type; amount=Amount; currency=Asset; contract=Symbol"
            )
        },
    ),
    Layout(
        "Bybit unified account log",
        ("funding", "holdings", "positions"),
        headers(
            "Time,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,"
            "Cash Flow,Change,Wallet Balance"
        ),
        {
            "funding": where(
                "date=Time; amount=Funding; fee=Fee Paid; currency=Currency; contract=Contract; "
                "change=Change; cash_flow=Cash Flow"
            ),
            "holdings": where("asset=Currency; quantity=Wallet Balance; as_of=Time"),
            "positions": where("contract=Contract; position=Position; as_of=Time"),
        },
        LAST,
        never=_SPOT,
    ),
    Layout(
        "OKX trading account",
        ("holdings", "positions"),
        headers(
            "id,Order id,Time,Trade Type,Instrument,Type,Amount,Unit,PL,Fee,Position Change,"
            "Position Balance,Balance Change,Balance,Unit#2"
        ),
        {
            "holdings": where("asset=Unit#2; quantity=Balance; as_of=Time"),
            "positions": where("contract=Instrument; position=Position Balance; as_of=Time"),
        },
        LAST,
        never={"positions": ("Trade Type", ("SPOT",))},
    ),
    Layout(
        "OKX funding account",
        ("holdings",),
        headers("id,Time,Type,Amount,Before Balance,After Balance"),
        {"holdings": where("asset=Symbol|; quantity=After Balance; as_of=Time")},
        LAST,
    ),
    Layout(
        "Deribit transaction log",
        ("funding", "positions"),
        headers(
            "ID,UserSeq,Date,Instrument,Type,Side,Position,Price,Mark Price,Cash Flow,Funding,"
            "Fee Rate,Change,Balance,Equity"
        ),
        {
            "funding": where(
                "date=Date; contract=Instrument; amount=Funding; fee=Fee Charged|Fee Paid"
            ),
            "positions": where("contract=Instrument; position=Position; as_of=Date"),
        },
        LAST,
        in_amounts=True,
    ),
    Layout(
        "Kraken ledgers",
        ("holdings",),
        headers("txid,refid,time,type,aclass,asset,amount,fee,balance"),
        {"holdings": where("asset=asset; quantity=balance; as_of=time; wallet=wallet")},
        LAST,
    ),
    Layout(
        "Kraken trades",
        ("trades",),
        headers("txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers"),
        {
            "trades": where(
                "date=time; contract=pair; side=type; price=price; quantity=vol; fee=fee"
            )
        },
        spot=True,
    ),
    Layout(
        "Coinbase transactions",
        ("holdings",),
        headers("Timestamp,Transaction Type,Asset,Quantity Transacted,Subtotal,Notes"),
        {
            "holdings": where(
                "as_of=Timestamp; asset=Asset; quantity=Quantity Transacted; word=Transaction Type"
            )
        },
        BY_WORD,
    ),
    Layout(
        "Coinbase Prime orders",
        ("trades",),
        headers(
            "order id,status,market,side,type,portfolio name,portfolio id,entity name,entity id"
        ),
        {
            "trades": where(
                "date=created|created at|initiated time|last fill time|time; "
                "contract=market; side=side; "
                "quantity=filled quantity|filled base quantity|size; "
                "price=average price|avg filled price|average filled price|average fill price|"
                "price; "
                "fee=fees|commission|total fees|total fees and commissions; "
                "wallet=portfolio name"
            )
        },
        spot=True,
    ),
    Layout(
        "KuCoin futures P&L",
        ("funding",),
        headers(
            "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total "
            "Funding Fees,Total Trading Fees"
        ),
        {
            "funding": where(
                "date=Close Time|Closing Time|Position Closing Time|Time; contract=Symbol; "
                "amount=Total Funding Fees"
            )
        },
    ),
    Layout(
        "Koinly",
        ("holdings",),
        headers(
            "Date,Type,Sending Wallet,Sent Amount,Sent Currency,Receiving Wallet,Received "
            "Amount,Received Currency"
        ),
        {
            "holdings": where(
                "as_of=Date; sent=Sent Amount; sent_asset=Sent Currency; "
                "sent_wallet=Sending Wallet; "
                "received=Received Amount; received_asset=Received Currency; "
                "received_wallet=Receiving Wallet; paid=Fee Amount; paid_asset=Fee Currency"
            )
        },
        BOTH_WAYS,
    ),
    Layout(
        "CoinTracking",
        ("holdings",),
        headers("Type,Buy,Cur.,Sell,Cur.#2,Exchange,Group,Date"),
        {
            "holdings": where(
                "as_of=Date; received=Buy; received_asset=Cur.; sent=Sell; sent_asset=Cur.#2; "
                "received_wallet=Exchange; sent_wallet=Exchange"
            )
        },
        BOTH_WAYS,
    ),
    Layout(
        "TRES balances",
        ("holdings",),
        headers("Wallet Name,Asset Symbol,Running Balance (T),Running Balance Fiat Value ($)"),
        {
            "holdings": where(
                "wallet=Wallet Name; asset=Asset Symbol; quantity=Running Balance (T); "
                "value=Running Balance Fiat Value ($)"
            )
        },
    ),
    *OF_BALANCES,
    *OF_BROKERS,
    *OF_FILLS,
    *OF_POSITIONS,
)

# Coinbase writes some quantities without a sign: what each transaction does to the balance.
# A deposit into its exchange leaves it, and a withdrawal from there comes in.
WORDS = {
    **dict.fromkeys(
        (
            "buy",
            "advanced trade buy",
            "receive",
            "deposit",
            "rewards income",
            "staking income",
            "reward income",
            "learning reward",
            "coinbase earn",
            "inflation reward",
            "exchange withdrawal",
            "pro withdrawal",
            "prime withdrawal",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "sell",
            "advanced trade sell",
            "send",
            "withdrawal",
            "withdraw",
            "pro deposit",
            "exchange deposit",
            "prime deposit",
        ),
        -1,
    ),
}
