"""What was traded and paid in futures as venues list it, known by its headers.

Sources: Binance, Bitfinex, Coinbase and Gate: BittyTax@287c4b43 `conv/parsers/*.py`; Coinbase
Advanced, Hyperliquid, Kraken: their exports and APIs as the documentation names their fields.
"""

from betahedge.books.layout import Layout, headers, where

OF_FILLS = (
    Layout(
        "Binance trade history",
        ("trades",),
        headers("Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin"),
        {
            "trades": where(
                "date=Date(UTC); contract=Market; side=Type; price=Price; quantity=Amount; "
                "fee=Fee; fee_currency=Fee Coin"
            )
        },
        spot=True,
    ),
    Layout(
        "Gate trade history",
        ("trades",),
        headers("No,Time,Trade Type,Pair,Price,Amount,Total,Fee"),
        {
            "trades": where(
                "date=Time; contract=Pair; side=Trade Type; price=Price; quantity=Amount; fee=Fee"
            )
        },
        spot=True,
    ),
    Layout(
        "Coinbase fills",
        ("trades",),
        headers("trade id,product,side,created at,size,price,fee,total,price/fee/total unit"),
        {
            "trades": where(
                "date=created at; contract=product; side=side; price=price; quantity=size; "
                "fee=fee; fee_currency=price/fee/total unit; wallet=portfolio"
            )
        },
        spot=True,
    ),
    Layout(
        "Coinbase Advanced fills",
        ("trades",),
        headers("trade_id,order_id,trade_time,price,size,commission,product_id,side"),
        {
            "trades": where(
                "date=trade_time; contract=product_id; side=side; price=price; quantity=size; "
                "fee=commission"
            )
        },
        spot=True,
    ),
    Layout(
        "Bitfinex trades",
        ("trades",),
        headers("PAIR,AMOUNT,PRICE,FEE,FEE CURRENCY,DATE,ORDER ID"),
        {
            "trades": where(
                "date=DATE; contract=PAIR; price=PRICE; quantity=AMOUNT; fee=FEE; "
                "fee_currency=FEE CURRENCY"
            )
        },
        fees_below=True,
        spot=True,
    ),
    Layout(
        "Hyperliquid trade history",
        ("trades",),
        headers("time,coin,dir,px,sz,fee,closedPnl"),
        {
            "trades": where(
                "date=time; contract=coin; side=dir; price=px; quantity=sz; fee=fee; "
                "fee_currency=feeToken"
            )
        },
    ),
    Layout(
        "Hyperliquid funding history",
        ("funding",),
        headers("time,coin,sz,side,payment,rate"),
        {"funding": where("date=time; contract=coin; amount=payment; funding_rate=rate")},
    ),
    Layout(
        "Hyperliquid funding",
        ("funding",),
        headers("time,coin,usdc,szi,fundingRate"),
        {"funding": where("date=time; contract=coin; amount=usdc; funding_rate=fundingRate")},
    ),
    Layout(
        "Kraken futures account log",
        ("funding",),
        headers(
            "uid,dateTime,account,type,symbol,contract,change,new balance,new average entry price,"
            "trade price,mark price,funding rate,realized pnl,fee,realized funding,collateral"
        ),
        {
            "funding": where(
                "date=dateTime; contract=contract; amount=realized funding; fee=fee; "
                "currency=collateral"
            )
        },
    ),
)
