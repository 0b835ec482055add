"""Balances as venues give them, and ledgers with a balance a line, known by their headers.

Sources: the answers of each venue's API as its documentation names their fields; the ledgers:
BittyTax@287c4b43 `conv/parsers/*.py`.
"""

from betahedge.books.layout import LAST, Layout, headers, where

_MONEY = "price=price|price_usd|usd_price; value=value|value_usd|usd_value; wallet=account|exchange"

OF_BALANCES = (
    Layout(
        "Coinbase balances",
        ("holdings",),
        headers("uuid,currency,available_balance,hold"),
        {"holdings": where(f"asset=currency; quantity=available_balance; rest=hold; {_MONEY}")},
    ),
    Layout(
        "Coinbase balances",
        ("holdings",),
        headers("uuid,currency,available_balance.value,hold.value"),
        {
            "holdings": where(
                f"asset=currency; quantity=available_balance.value; rest=hold.value; {_MONEY}"
            )
        },
    ),
    # The value there is that of the equity, with what futures have won.
    Layout(
        "Bitget balances",
        ("holdings",),
        headers("coin,equity,usdValue,balance"),
        {"holdings": where("asset=coin; quantity=balance")},
    ),
    Layout(
        "Fireblocks balances",
        ("holdings",),
        headers("id,total,available,pending,frozen,lockedAmount"),
        {"holdings": where("asset=id; quantity=total")},
    ),
    Layout(
        "OKX balances",
        ("holdings",),
        headers("ccy,eq,eqUsd,cashBal"),
        {"holdings": where("asset=ccy; quantity=cashBal")},
    ),
    Layout(
        "Bybit balances",
        ("holdings",),
        headers("coin,equity,usdValue,walletBalance"),
        {"holdings": where("asset=coin; quantity=walletBalance")},
    ),
    Layout(
        "Bitfinex ledger",
        ("holdings",),
        headers("DESCRIPTION,CURRENCY,AMOUNT,BALANCE,DATE,WALLET"),
        {"holdings": where("asset=CURRENCY; quantity=BALANCE; as_of=DATE; wallet=WALLET")},
        LAST,
    ),
    Layout(
        "Coinbase Pro account",
        ("holdings",),
        headers("type,amount,balance,amount/balance unit,transfer id,trade id,order id"),
        {
            "holdings": where(
                "asset=amount/balance unit; quantity=balance; as_of=time|timestamp; "
                "wallet=portfolio"
            )
        },
        LAST,
    ),
    Layout(
        "OKX trading account",
        ("holdings", "positions"),
        headers(
            "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,Fee,"
            "Position Change,Position Balance,Balance Change,Balance,Balance Unit"
        ),
        {
            "holdings": where("asset=Balance Unit; quantity=Balance; as_of=Time"),
            "positions": where(
                "contract=Symbol; position=Position Balance; unit=Position Unit; as_of=Time"
            ),
        },
        LAST,
        never={"positions": ("Trade Type", ("SPOT",))},
    ),
)
