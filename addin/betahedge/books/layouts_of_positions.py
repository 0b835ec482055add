"""Positions in futures as venues give them, known by the headers of their own answers.

Sources: the answers of each venue's API as its documentation names their fields; Coinbase:
nautilus_trader.  What is sold short is below 0 there, or has a side.
"""

from betahedge.books.layout import Layout, headers, where

OF_POSITIONS = (
    Layout(
        "Binance positions",
        ("positions",),
        headers("symbol,positionAmt,entryPrice"),
        {
            "positions": where(
                "contract=symbol; side=positionSide; position=positionAmt; entry_price=entryPrice; "
                "futures_price=markPrice"
            )
        },
    ),
    Layout(
        "BitMEX positions",
        ("positions",),
        headers("symbol,currentQty,avgEntryPrice"),
        {
            "positions": where(
                "contract=symbol; position=currentQty; entry_price=avgEntryPrice; "
                "futures_price=markPrice"
            )
        },
    ),
    Layout(
        "Bitget positions",
        ("positions",),
        headers("symbol,marginCoin,holdSide,total,openPriceAvg,markPrice"),
        {
            "positions": where(
                "contract=symbol; side=holdSide; position=total; entry_price=openPriceAvg; "
                "futures_price=markPrice"
            )
        },
    ),
    Layout(
        "Bybit positions",
        ("positions",),
        headers("symbol,side,size,avgPrice,positionValue"),
        {
            "positions": where(
                "contract=symbol; side=side; position=size; entry_price=avgPrice; "
                "futures_price=markPrice"
            )
        },
    ),
    Layout(
        "Coinbase CFM positions",
        ("positions",),
        headers("product_id,side,number_of_contracts,avg_entry_price"),
        {
            "positions": where(
                "contract=product_id; side=side; position=number_of_contracts; "
                "entry_price=avg_entry_price; contract_size=contract_size; "
                "collateral=im_contribution"
            )
        },
    ),
    Layout(
        "Deribit positions",
        ("positions",),
        headers("instrument_name,direction,size,average_price"),
        {
            "positions": where(
                "contract=instrument_name; side=direction; position=size; "
                "entry_price=average_price; futures_price=mark_price"
            )
        },
        in_amounts=True,
    ),
    Layout(
        "Gate positions",
        ("positions",),
        headers("contract,size,leverage,entry_price,liq_price,mark_price,mode"),
        {
            "positions": where(
                "contract=contract; position=size; entry_price=entry_price; "
                "futures_price=mark_price"
            )
        },
    ),
    Layout(
        "HTX positions",
        ("positions",),
        headers("contract_code,volume,direction,cost_open,lever_rate"),
        {
            "positions": where(
                "contract=contract_code; side=direction; position=volume; entry_price=cost_open"
            )
        },
    ),
    Layout(
        "Hyperliquid positions",
        ("positions",),
        headers("coin,szi,entryPx"),
        {"positions": where("contract=coin; position=szi; entry_price=entryPx")},
    ),
    Layout(
        "Kraken futures positions",
        ("positions",),
        headers("side,symbol,price,fillTime,size,unrealizedFunding"),
        {"positions": where("contract=symbol; side=side; position=size; entry_price=price")},
    ),
    Layout(
        "KuCoin positions",
        ("positions",),
        headers("symbol,currentQty,avgEntryPrice,markPrice,settleCurrency,isOpen"),
        {
            "positions": where(
                "contract=symbol; position=currentQty; entry_price=avgEntryPrice; "
                "futures_price=markPrice"
            )
        },
    ),
    Layout(
        "OKX positions",
        ("positions",),
        headers("instId,posSide,pos,avgPx"),
        {
            "positions": where(
                "contract=instId; side=posSide; position=pos; entry_price=avgPx; "
                "futures_price=markPx"
            )
        },
        never={"positions": ("instType", ("MARGIN", "SPOT"))},  # coins on credit, no contracts
    ),
)
