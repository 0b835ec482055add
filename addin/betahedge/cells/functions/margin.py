"""Margin: what is tied up, where a position is liquidated, what a rally needs."""

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NA, NUM, VALUE, refuse
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
    MOVE,
    NOT_NEGATIVE,
    POSITIVE_DIVISOR,
    Number,
    Word,
)
from betahedge.cells.native import BLANK, is_literal
from betahedge.core.margin import hedge_liquidation, hedge_margin, hedge_survival

ROUNDING_NOISE = 1e-12  # relative
_MAINTENANCE = Arg(
    "maintenance_rate",
    Number("a rate from 0 to below 1", low=0.0, high=1.0, open_high=True),
    "maintenance margin as a share of the notional",
    DECIMAL,
)


@cell(
    category="Margin",
    help="Initial or maintenance margin of a position, long or short: of any kind, in the unit of "
    "its contract value (an inverse's or quanto's in coin, from its value in coin). A negative one "
    "is #NUM!: the deduction is of another tier.",
    args=(
        CONTRACTS,
        CONTRACT_VALUE,
        Arg("rate", SHARE, "margin as a share of the notional; 1 / leverage for initial", DECIMAL),
        Arg("deduction", NOT_NEGATIVE, "maintenance amount of the venue's tier", MONEY),
    ),
    result="unit of the contract value, never below 0",
    formula="|contracts| x contract_value x rate - deduction",
    examples=(Example((10000, 1, 0.1), 1000), Example((1, 999999.9, 0.1, 27500), 72499.99)),
    source="OKX, DEX perpetual calculations: 10,000 contracts of 1 USD at 10x; "
    "freqtrade, tests/exchange/test_binance.py: tier of 10 % less 27,500",
    native="ABS({contracts})*{contract_value}*{rate}-{deduction}",
    lambda_body="""
LET(full,ABS(contracts_)*contract_value_*rate_,
 IF(deduction_>full*(1+1E-12),#NUM!,IF(deduction_>full,0,full-deduction_)))
""",
)
def HEDGE_MARGIN(contracts, contract_value, rate, deduction=0.0):
    full = hedge_margin(contracts, contract_value, rate)
    if deduction > full * (1.0 + ROUNDING_NOISE):
        reason = f"deduction: was {deduction:g}; must be {full:g}, notional x rate, at most"
        raise refuse(NUM, reason)
    return max(full - deduction, 0.0)


def _liquidation_native(a):
    position = f"{a['contracts']}*{a['contract_size']}"
    held = _if(a["kind"], "inverse", "1/" + a["entry_price"], a["entry_price"])
    notional = f"{position}*{held}"
    rate = f"({a['maintenance_rate']}+{_if(a['method'], 'mark_fee', a['taker_fee'], '0')})"
    paid = f"ABS({notional})/{a['leverage']}"
    wallet = a["collateral"]
    collateral = paid if wallet == BLANK else f'IF({wallet}="",{paid},{wallet})'
    cover = f"({collateral}+{a['maintenance_amount']})"
    on_mark = _if(a["method"], "entry", "0", f"{rate}*ABS({position})")
    owed = _if(a["method"], "entry", f"{rate}*ABS({notional})", "0")
    top = _if(a["kind"], "inverse", f"({position}-{on_mark})", f"({cover}+{notional}-{owed})")
    bottom = _if(a["kind"], "inverse", f"({notional}+{owed}-{cover})", f"({position}+{on_mark})")
    return f"IF({top}*{bottom}>0,{top}/{bottom},NA())"


def _if(word, of, then, otherwise):
    """Choose by a word: now where it is a literal, else in the formula."""
    if is_literal(word):
        return then if word.lower() == f'"{of}"' else otherwise
    return f'IF({word}="{of}",{then},{otherwise})'


@cell(
    category="Margin",
    help="Price at which a position is liquidated: collateral plus P&L falls to the maintenance "
    "margin, on the mark price, on the mark with the closing fee, or on the entry price. Isolated: "
    "the hedged spot is no collateral. A quanto's is in its coin.",
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
        Example((60000, 125, 0.01), 59881.188119),
        Example((60000, 10, 0.005, "linear", "mark", 0, 0, 10, 1, 1000), 59800.995),
        Example((20000, 50, 0.005, "linear", "entry", 0, 0, -1), 19700),
        Example((60000, 2, 0, "inverse"), 120000),
        Example((1000, 1, 0, "inverse"), "#N/A"),
    ),
    source="freqtrade, exchange tests (mark); Bybit, liquidation price in isolated mode (entry); "
    "a bankrupt inverse short at EP x L / (L - 1)",
    native=_liquidation_native,
    lambda_body="""
LET(found,native_,IF((found>entry_price_/1E12)*(found<entry_price_*1E12),found,#N/A))
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


def _survival_native(a):
    value = f"{a['contracts']}*{a['contract_value']}"
    size = f"ABS({a['contracts']})*{a['contract_value']}*{a['maintenance_rate']}"
    linear = f"{value}*{a['rally']}+{size}*(1+{a['rally']})"
    inverse = f"({value}*{a['rally']}+{size})/({a['price']}*(1+{a['rally']}))"
    lacking = f"{_if(a['kind'], 'inverse', inverse, linear)}-{a['collateral']}"
    return f"IF({lacking}>0,{lacking},0)"  # MAX would make one of a column


@cell(
    category="Margin",
    help="Collateral that a short hedge still needs to survive a rally: the loss, plus maintenance "
    "at its top, less what is there. The spot's gain is not counted. Knows linear contracts (in "
    "the quote currency) and inverse ones (in coin), not quantos.",
    args=(
        CONTRACTS,
        Arg(
            "contract_value",
            CONTRACT_VALUE.kind,
            "value of one contract before the rally: futures price x size; the face for inverse",
            MONEY,
        ),
        Arg("rally", MOVE, "rise of the futures price: 0.3 is 30 %", DECIMAL),
        _MAINTENANCE,
        Arg(
            "collateral",
            ANY_NUMBER,
            "collateral there is, in coin for inverse",
            "quote currency or coin",
        ),
        Arg("kind", Word(("linear", "inverse")), '"linear" or "inverse"', "word"),
        Arg("price", ABOVE_ZERO, "futures price before the rally, for inverse", MONEY),
    ),
    result="quote currency (linear) or coin (inverse), never below 0",
    formula="linear: N x rally + |N| x (1 + rally) x maintenance_rate - collateral, or 0, with N = "
    "contracts x contract_value; inverse: (N x rally + |N| x maintenance_rate) / (price x (1 + "
    "rally)) - collateral, or 0",
    examples=(
        Example((1, 100, 0.5, 0.1), 65),
        Example((1, 100, 0.5, 0.1, 70), 0),
        Example((6000, 100, 0.5, 0.005, 0, "inverse", 60000), 3.366667),
    ),
    source="by definition: a loss of 50 and a margin of 15; a loss of 10 - 6.666667 coins and a "
    "margin of 0.033333",
    native=_survival_native,
    lambda_body='IF((kind_="inverse")*(price_=""),#VALUE!,native_)',
)
def HEDGE_SURVIVAL(
    contracts,
    contract_value,
    rally,
    maintenance_rate,
    collateral=0.0,
    kind="linear",
    price=None,
):
    if kind == "inverse" and price is None:
        raise refuse(VALUE, "price: was blank; must be given for an inverse contract")
    return hedge_survival(
        contracts, contract_value, rally, maintenance_rate, collateral, kind, price
    )
