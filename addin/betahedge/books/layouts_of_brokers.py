"""Positions and trades as brokers list them, known by the headers of their statements.

Sources: IBKR: ibkrguides.com for the names; the Flex queries of users in public repositories for
those that its files have.
"""

from betahedge.books.layout import Layout, headers, where

_POSITIONS = {
    "positions": where(
        "wallet=Account ID|ClientAccountID; contract=Symbol; position=Quantity; "
        "contract_size=Multiplier; futures_price=Mark Price; "
        "entry_price=Open Price|Cost Basis Price; as_of=Report Date; "
        "currency=Currency|CurrencyPrimary"
    ),
    "holdings": where(
        "wallet=Account ID|ClientAccountID; asset=Symbol; quantity=Quantity; price=Mark Price; "
        "value=Position Value; cost_basis=Cost Basis Money; as_of=Report Date; "
        "currency=Currency|CurrencyPrimary"
    ),
}
_OF_KIND = {"positions": ("Asset Class", ("FUT",)), "holdings": ("Asset Class", ("CRYPTO",))}
_LEVELS = ("Level of Detail", ("SUMMARY", "LOT"))  # a position, and again each lot of it

OF_BROKERS = (
    Layout(
        "IBKR Flex open positions",
        ("positions", "holdings"),
        headers(
            "Account ID,Currency,Asset Class,Symbol,Quantity,Multiplier,Mark Price,Position Value"
        ),
        _POSITIONS,
        only=_OF_KIND,
        levels=_LEVELS,
        is_broker=True,
    ),
    Layout(
        "IBKR Flex open positions",
        ("positions", "holdings"),
        headers("CurrencyPrimary,AssetClass,Symbol,Quantity,MarkPrice,PositionValue"),
        _POSITIONS,
        only=_OF_KIND,
        levels=_LEVELS,
        is_broker=True,
    ),
    Layout(
        "IBKR Flex trades",
        ("trades",),
        headers("CurrencyPrimary,AssetClass,Symbol,Buy/Sell,Quantity,TradePrice"),
        {
            "trades": where(
                "wallet=ClientAccountID; date=DateTime|Date/Time|TradeDate; contract=Symbol; "
                "side=Buy/Sell; quantity=Quantity; price=TradePrice; fee=IBCommission; "
                "currency=CurrencyPrimary; "
                "fee_currency=IBCommissionCurrency"
            )
        },
        only={"trades": ("Asset Class", ("FUT", "CRYPTO"))},
        levels=("Level of Detail", ("EXECUTION", "ORDER", "SYMBOL_SUMMARY")),
        fees_below=True,
        is_broker=True,
    ),
)
