"""Running a hedge: drift, what to trade, and what to close as spot is sold."""

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.functions.arguments import (
    BETA_DIVISOR,
    CONTRACT_VALUE,
    CONTRACTS,
    DECIMAL,
    LOT_SIZE,
    ROUNDING,
    SHARE,
    SPOT_DIVISOR,
)
from betahedge.cells.functions.sizing import ARTICLE
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE
from betahedge.cells.native import native_lots
from betahedge.core.running import hedge_drift, hedge_rebalance, hedge_transition

_TARGET = Arg("hedge_ratio", NOT_NEGATIVE, "ratio the hedge should have", DECIMAL)


@cell(
    category="Running a hedge",
    help="Drift: the hedge ratio that a position achieves, less the target.",
    args=(SPOT_DIVISOR, CONTRACTS, CONTRACT_VALUE, _TARGET, BETA_DIVISOR),
    result="decimal: + is over-hedged, - is under-hedged",
    formula="contracts x contract_value / (beta x spot_value) - hedge_ratio",
    examples=(Example((325000, 2.5, 65000, 0.6), -0.1),),
    source=ARTICLE,
    native="{contracts}*{contract_value}/({beta}*{spot_value})-{hedge_ratio}",
)
def HEDGE_DRIFT(spot_value, contracts, contract_value, hedge_ratio, beta=1.0):
    return hedge_drift(spot_value, contracts, contract_value, hedge_ratio, beta)


def _rebalance_native(a):
    drift = (
        f"{a['contracts']}*{a['contract_value']}/({a['beta']}*{a['spot_value']})-{a['hedge_ratio']}"
    )
    trade = (
        f"{a['beta']}*{a['hedge_ratio']}*{a['spot_value']}/{a['contract_value']}-{a['contracts']}"
    )
    traded = native_lots(trade, a["lot_size"], a["rounding"])
    return f"IF(ROUND(ABS({drift})-{a['band']},9)<=0,0,{traded})"


@cell(
    category="Running a hedge",
    help="Contracts to trade to bring a hedge back to its target: none inside the band, all the "
    "way outside it.",
    args=(
        SPOT_DIVISOR,
        CONTRACTS,
        CONTRACT_VALUE,
        _TARGET,
        Arg("band", NOT_NEGATIVE, "drift that is left alone, either way", DECIMAL),
        LOT_SIZE,
        BETA_DIVISOR,
        ROUNDING,
    ),
    result="contracts: + sell more, - buy back, 0 inside the band",
    formula="beta x hedge_ratio x spot_value / contract_value - contracts, in whole lots, where "
    "|drift| is above the band",
    examples=(
        Example((325000, 2.5, 65000, 0.6), 0.5),
        Example((325000, 2.5, 65000, 0.52), 0),
        Example((325000, 2.5, 65000, 0.3), -1),
    ),
    source=ARTICLE,
    native=_rebalance_native,
)
def HEDGE_REBALANCE(
    spot_value,
    contracts,
    contract_value,
    hedge_ratio,
    band=0.05,
    lot_size=0.0,
    beta=1.0,
    rounding="nearest",
):
    return hedge_rebalance(
        spot_value, contracts, contract_value, hedge_ratio, band, lot_size, beta, rounding
    )


@cell(
    category="Running a hedge",
    help="What selling part of a hedged holding asks of its short: the fraction of it to buy back, "
    "and the coins left long once that is done.",
    args=(
        Arg("quantity", ANY_NUMBER, "coins held before", "coins"),
        Arg("hedged_fraction", SHARE, "share of the coins that is sold short", DECIMAL),
        Arg("sold_fraction", SHARE, "share of the coins that is sold", DECIMAL),
    ),
    result="fraction of the original short to buy back, and net exposure in coins, with labels",
    formula="buy back = sold / hedged, at most 1; net exposure = quantity x (1 - sold - what is "
    "still hedged)",
    examples=(Example((10, 0.3, 0.3), [["Buy back", 1.0], ["Net exposure", 7.0]]),),
    source=f"{ARTICLE}, corrected: 70 % long, not 40 %",
    lambda_body="""
LET(closed,MIN(hedged_fraction_,sold_fraction_),
 HSTACK({"Buy back";"Net exposure"},
  VSTACK(IF(hedged_fraction_=0,0,closed/hedged_fraction_),
   quantity_*(1-sold_fraction_-hedged_fraction_+closed))))
""",
    whole=True,
)
def HEDGE_TRANSITION(quantity, hedged_fraction, sold_fraction):
    done = hedge_transition(quantity, hedged_fraction, sold_fraction)
    return [["Buy back", done.buy_back], ["Net exposure", done.net_exposure]]
