"""Margin: what is tied up, where a position is liquidated, what a rally needs."""

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NA, refuse
from betahedge.cells.functions.arguments import (
    CONTRACT_SIZE,
    CONTRACT_VALUE,
    CONTRACTS,
    DECIMAL,
    KIND,
    MONEY,
    SHARE,
)
from betahedge.cells.kinds import (
    ABOVE_ZERO,
    ANY_NUMBER,
    NOT_NEGATIVE,
    POSITIVE_DIVISOR,
    Number,
    Word,
)
from betahedge.core.margin import hedge_liquidation, hedge_margin, hedge_survival

_SHORTFALL = (
    "{contracts}*{contract_value}*{rally}"
    "+ABS({contracts})*{contract_value}*(1+{rally})*{maintenance_rate}-{collateral}"
)
_MAINTENANCE = Arg(
    "maintenance_rate",
    Number("a rate from 0 to below 1", low=0.0, high=1.0, open_high=True),
    "maintenance margin as a share of the notional",
    DECIMAL,
)


@cell(
    category="Margin",
    help="Initial or maintenance margin of a position, long or short.",
    args=(
        CONTRACTS,
        CONTRACT_VALUE,
        Arg("rate", SHARE, "margin as a share of the notional; 1 / leverage for initial", DECIMAL),
        Arg("deduction", NOT_NEGATIVE, "maintenance amount of the venue's tier", MONEY),
    ),
    result="quote currency, positive",
    formula="|contracts| x contract_value x rate - deduction",
    examples=(Example((10000, 1, 0.1), 1000), Example((1, 999999.9, 0.1, 27500), 72499.99)),
    source="OKX, DEX perpetual calculations: 10,000 contracts of 1 USD at 10x; "
    "freqtrade, tests/exchange/test_binance.py: tier of 10 % less 27,500",
    native="ABS({contracts})*{contract_value}*{rate}-{deduction}",
)
def HEDGE_MARGIN(contracts, contract_value, rate, deduction=0.0):
    return hedge_margin(contracts, contract_value, rate, deduction)


@cell(
    category="Margin",
    help="Price at which a position is liquidated: collateral plus P&L falls to the maintenance "
    "margin, taken on the mark price, on the mark with the closing fee, or on the entry price.",
    args=(
        Arg("entry_price", ABOVE_ZERO, "average entry price", MONEY),
        Arg("leverage", POSITIVE_DIVISOR, "notional / collateral", "number"),
        _MAINTENANCE,
        KIND,
        Arg("method", Word(("mark", "mark_fee", "entry")), '"mark", "mark_fee" or "entry"', "word"),
        Arg("taker_fee", SHARE, "fee of the closing trade, for mark_fee", DECIMAL),
        Arg("maintenance_amount", NOT_NEGATIVE, "maintenance amount of the venue's tier", "money"),
        CONTRACTS,
        CONTRACT_SIZE,
        Arg(
            "collateral",
            ANY_NUMBER,
            "wallet of the position, in coin for inverse",
            "quote currency or coin",
            shown_default="notional/leverage",
        ),
    ),
    result="quote currency; #N/A where no price liquidates it",
    formula="the price P at which collateral + P&L(P) = maintenance_rate x notional(P) - "
    "maintenance_amount",
    examples=(
        Example((10, 5, 0.01, "linear", "mark", 0, 0.01), 11.891089108910892),
        Example((20000, 50, 0.005, "linear", "entry", 0, 0, -1), 19700),
        Example((60000, 2, 0, "inverse"), 120000),
        Example((1000, 1, 0, "inverse"), "#N/A"),
    ),
    source="freqtrade, exchange tests (mark); Bybit, liquidation price in isolated mode (entry); "
    "a bankrupt inverse short at EP x L / (L - 1)",
    lambda_body="""
LET(inverse,kind_="inverse",entry,method_="entry",
 share,maintenance_rate_+IF(method_="mark_fee",taker_fee_,0),
 position,contracts_*contract_size_,
 notional,IF(inverse,position/entry_price_,position*entry_price_),
 cover,IF(collateral_="",ABS(notional)/leverage_,collateral_)+maintenance_amount_,
 need,share*ABS(notional),
 top,IF(inverse,position-IF(entry,0,share*ABS(position)),cover+notional-IF(entry,need,0)),
 bottom,IF(inverse,notional+IF(entry,need,0)-cover,position+IF(entry,0,share*ABS(position))),
 level,IF(bottom=0,0,top/bottom),
 IF(cover<need,#N/A,IF((level>entry_price_/1E12)*(level<entry_price_*1E12),level,#N/A)))
""",
)
def HEDGE_LIQUIDATION(
    entry_price,
    leverage,
    maintenance_rate,
    kind="linear",
    method="mark",
    taker_fee=0.0,
    maintenance_amount=0.0,
    contracts=1.0,
    contract_size=1.0,
    collateral=None,
):
    price = hedge_liquidation(
        entry_price,
        leverage,
        maintenance_rate,
        kind,
        method,
        taker_fee,
        maintenance_amount,
        contracts,
        contract_size,
        collateral,
    )
    if price is None:
        raise refuse(NA, "HEDGE_LIQUIDATION: no price liquidates this position")
    return price


@cell(
    category="Margin",
    help="Collateral that a short hedge still needs to survive a rally: the loss, plus maintenance "
    "on the higher notional, less what is there. The spot's gain is not counted.",
    args=(
        CONTRACTS,
        CONTRACT_VALUE,
        Arg(
            "rally",
            Number("a return above -1", low=-1.0, open_low=True),
            "rise of the futures price",
            DECIMAL,
        ),
        _MAINTENANCE,
        Arg("collateral", ANY_NUMBER, "collateral there is", MONEY),
    ),
    result="quote currency, never below 0",
    formula="contracts x contract_value x rally + |contracts| x contract_value x (1 + rally) x "
    "maintenance_rate - collateral, or 0",
    examples=(
        Example((1, 100, 0.5, 0.1), 65),
        Example((1, 100, 0.5, 0.1, 70), 0),
    ),
    source="by definition: a loss of 50 and a margin of 15",
    native=f"IF({_SHORTFALL}>0,{_SHORTFALL},0)",  # MAX would make one value of a range
)
def HEDGE_SURVIVAL(contracts, contract_value, rally, maintenance_rate, collateral=0.0):
    return hedge_survival(contracts, contract_value, rally, maintenance_rate, collateral)
