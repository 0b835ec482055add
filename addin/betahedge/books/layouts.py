"""Files of venues and programs that are known by their headers.

A layout is data: the headers that must all be there, what the file is, and where each field stands.
Headers: BittyTax@287c4b43 `conv/parsers/*.py`; IBKR: ibkrguides.com; TRES: help.tres.finance;
Coinbase's positions: nautilus_trader.  `Unit#2` is the second column of that name, `A|B` one of
two.
"""

from dataclasses import dataclass, field

TAKEN, SUMMED, LAST, BOTH_WAYS, BY_WORD = "taken", "summed", "last", "both ways", "by word"


@dataclass(frozen=True, slots=True)
class Layout:
    """A known file.

    holds: what it is read as; one file may be read as several.  counted: how the lines of a coin
    make its holding: taken as they are, summed, the last balance, sent and received, signed by a
    word.
    only: by what it is read as, a column and the words in it that are of that kind.
    """

    name: str
    holds: tuple[str, ...]
    headers: tuple[str, ...]
    where: dict[str, dict[str, str]]
    counted: str = TAKEN
    only: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def venue(self) -> str:
        """Give the venue whose codes the file has."""
        return self.name.split()[0].upper()


def _l(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _w(text: str) -> dict[str, str]:
    """Read `field=Header; field=Header`."""
    return {
        key.strip(): value.strip()
        for key, value in (part.split("=", 1) for part in text.split(";"))
    }


LAYOUTS = (
    Layout(
        "betahedge snapshot",
        ("market",),
        _l("exchange,symbol,id,base,spot_price,futures_price,funding_rate,funding_interval_hours"),
        {
            "market": _w(
                "venue=exchange; symbol=symbol; code=id; base=base; price=spot_price; "
                "futures_price=futures_price|mark_price; funding_rate=funding_rate; "
                "funding_interval=funding_interval_hours; as_of=fetched_at"
            )
        },
    ),
    Layout(
        "Binance statement",
        ("holdings",),
        _l("UTC_Time,Account,Operation,Coin,Change,Remark"),
        {"holdings": _w("asset=Coin; quantity=Change; as_of=UTC_Time; wallet=Account")},
        SUMMED,
    ),
    Layout(
        "Binance trades",
        ("trades",),
        _l("Date(UTC),Pair,Side,Price,Executed,Amount,Fee"),
        {
            "trades": _w(
                "date=Date(UTC); contract=Pair; side=Side; price=Price; quantity=Executed; fee=Fee"
            )
        },
    ),
    Layout(
        "Binance futures income",
        ("funding",),
        _l("Date(UTC),type,Amount,Asset,Symbol,Transaction ID"),
        {
            "funding": _w(
                "date=Date(UTC); flow=type; amount=Amount; currency=Asset; contract=Symbol"
            )
        },
    ),
    Layout(
        "Bybit unified account log",
        ("funding", "holdings", "positions"),
        _l(
            "Time,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,"
            "Cash Flow,Change,Wallet Balance"
        ),
        {
            "funding": _w(
                "date=Time; amount=Funding; fee=Fee Paid; currency=Currency; contract=Contract"
            ),
            "holdings": _w("asset=Currency; quantity=Wallet Balance; as_of=Time"),
            "positions": _w("contract=Contract; position=Position; as_of=Time"),
        },
        LAST,
    ),
    Layout(
        "OKX trading account",
        ("holdings", "positions"),
        _l(
            "id,Order id,Time,Trade Type,Instrument,Type,Amount,Unit,PL,Fee,Position Change,"
            "Position Balance,Balance Change,Balance,Unit#2"
        ),
        {
            "holdings": _w("asset=Unit#2; quantity=Balance; as_of=Time"),
            "positions": _w("contract=Instrument; position=Position Balance; as_of=Time"),
        },
        LAST,
    ),
    Layout(
        "OKX funding account",
        ("holdings",),
        _l("id,Time,Type,Amount,Before Balance,After Balance,Fee"),
        {"holdings": _w("asset=Symbol|; quantity=After Balance; as_of=Time")},
        LAST,
    ),
    Layout(
        "Deribit transaction log",
        ("funding", "positions"),
        _l(
            "ID,UserSeq,Date,Instrument,Type,Side,Amount,Position,Price,Mark Price,Index Price,"
            "Cash Flow,Funding,Fee Rate,Fee Charged,Change,Balance,Equity"
        ),
        {
            "funding": _w("date=Date; contract=Instrument; amount=Funding; fee=Fee Charged"),
            "positions": _w("contract=Instrument; position=Position; as_of=Date"),
        },
        LAST,
    ),
    Layout(
        "Kraken ledgers",
        ("holdings",),
        _l("txid,refid,time,type,aclass,asset,amount,fee,balance"),
        {"holdings": _w("asset=asset; quantity=balance; as_of=time; wallet=wallet")},
        LAST,
    ),
    Layout(
        "Kraken trades",
        ("trades",),
        _l("txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers"),
        {"trades": _w("date=time; contract=pair; side=type; price=price; quantity=vol; fee=fee")},
    ),
    Layout(
        "Coinbase transactions",
        ("holdings",),
        _l("Timestamp,Transaction Type,Asset,Quantity Transacted,Subtotal,Notes"),
        {
            "holdings": _w(
                "as_of=Timestamp; asset=Asset; quantity=Quantity Transacted; word=Transaction Type"
            )
        },
        BY_WORD,
    ),
    Layout(
        "Coinbase Prime orders",
        ("trades",),
        _l("order id,status,market,side,type,portfolio name,portfolio id,entity name,entity id"),
        {
            "trades": _w(
                "date=created|created at|initiated time|last fill time|time; "
                "contract=market; side=side; "
                "quantity=filled quantity|filled base quantity|size; "
                "price=average price|avg filled price|average filled price|price; "
                "fee=fees|commission|total fees; "
                "wallet=portfolio name"
            )
        },
    ),
    Layout(
        "Coinbase CFM positions",
        ("positions",),
        _l("product_id,side,number_of_contracts,avg_entry_price,contract_size,liquidation_price"),
        {
            "positions": _w(
                "contract=product_id; side=side; position=number_of_contracts; "
                "entry_price=avg_entry_price; contract_size=contract_size; "
                "collateral=im_contribution"
            )
        },
    ),
    Layout(
        "KuCoin futures P&L",
        ("funding",),
        _l(
            "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total "
            "Funding Fees,Total Trading Fees"
        ),
        {
            "funding": _w(
                "date=Close Time|Closing Time|Position Closing Time(UTC)|Time; contract=Symbol; "
                "amount=Total Funding Fees"
            )
        },
    ),
    Layout(
        "Koinly",
        ("holdings",),
        _l(
            "Date,Type,Sending Wallet,Sent Amount,Sent Currency,Receiving Wallet,Received "
            "Amount,Received Currency"
        ),
        {
            "holdings": _w(
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
        _l("Type,Buy,Cur.,Sell,Cur.#2,Exchange,Group,Date"),
        {
            "holdings": _w(
                "as_of=Date; received=Buy; received_asset=Cur.; sent=Sell; sent_asset=Cur.#2; "
                "received_wallet=Exchange; sent_wallet=Exchange"
            )
        },
        BOTH_WAYS,
    ),
    Layout(
        "IBKR Flex open positions",
        ("positions", "holdings"),
        _l("Account ID,Currency,Asset Class,Symbol,Quantity,Multiplier,Mark Price,Position Value"),
        {
            "positions": _w(
                "wallet=Account ID; contract=Symbol; position=Quantity; contract_size=Multiplier; "
                "futures_price=Mark Price; entry_price=Open Price|Cost Basis Price; "
                "as_of=Report Date"
            ),
            "holdings": _w(
                "wallet=Account ID; asset=Symbol; quantity=Quantity; price=Mark Price; "
                "value=Position Value; cost_basis=Cost Basis Money; currency=Currency"
            ),
        },
        only={"positions": ("Asset Class", ("FUT",)), "holdings": ("Asset Class", ("CRYPTO",))},
    ),
    Layout(
        "TRES balances",
        ("holdings",),
        _l("Wallet Name,Asset Symbol,Running Balance (T),Running Balance Fiat Value ($)"),
        {
            "holdings": _w(
                "wallet=Wallet Name; asset=Asset Symbol; quantity=Running Balance (T); "
                "value=Running Balance Fiat Value ($)"
            )
        },
    ),
)

# Coinbase writes some quantities without a sign: what each transaction does to the balance.
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
            "exchange deposit",
            "pro withdrawal",
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
            "exchange withdrawal",
        ),
        -1,
    ),
}
