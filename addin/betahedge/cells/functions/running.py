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
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE, Word
from betahedge.cells.lambda_bodies import LOTS
from betahedge.cells.native import bracketed, native_lots
from betahedge.core.running import hedge_drift, hedge_rebalance, hedge_transition

_TARGET = Arg("hedge_ratio", NOT_NEGATIVE, "ratio the hedge should have", DECIMAL)


@cell(
    category="Running a hedge",
    help="Drift: the hedge ratio that a position achieves, less the target. An inverse position "
    "held since its entry counts at face x price / entry a contract.",
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
    ratio = f"/({a['beta']}*{a['spot_value']})-{a['hedge_ratio']}"
    drift = f"{a['contracts']}*{a['contract_value']}{ratio}"
    edge = f"({a['hedge_ratio']}+IF({drift}<0,-{a['band']},{a['band']}))"
    either = f'IF({a["trade_to"]}="edge",{edge},{a["hedge_ratio"]})'
    aim = {'"target"': a["hedge_ratio"], '"edge"': edge}.get(a["trade_to"], either)
    exact = f"{a['beta']}*{aim}*{a['spot_value']}/{a['contract_value']}"
    position = native_lots(exact, a["lot_size"], a["rounding"])
    after = f"{bracketed(position)}*{a['contract_value']}{ratio}"
    return (
        f"IF(ROUND(ABS({drift})-{a['band']},9)<=0,0,"
        f"IF(ROUND(ABS({drift})-ABS({after}),9)<=0,0,{bracketed(position)}-{a['contracts']}))"
    )


@cell(
    category="Running a hedge",
    help="Contracts to trade to bring a hedge back: none inside the band, else to the target or to "
    "the band's edge. The position is rounded to lots, not the trade, and nothing is traded that "
    "does not bring the ratio nearer. New contracts count like those held.",
    args=(
        SPOT_DIVISOR,
        CONTRACTS,
        CONTRACT_VALUE,
        _TARGET,
        Arg("band", NOT_NEGATIVE, "drift that is left alone, either way", DECIMAL),
        LOT_SIZE,
        BETA_DIVISOR,
        ROUNDING,
        Arg(
            "trade_to",  # not "to": VBA reserves the word
            Word(("target", "edge")),
            '"target", or "edge": only to the edge of the band, which trades less',
            "word",
        ),
    ),
    result="contracts: + sell more, - buy back, 0 inside the band",
    formula="beta x hedge_ratio x spot_value / contract_value in whole lots, - contracts, where "
    "|drift| is above the band and falls by it; to the edge: hedge_ratio + or - band",
    examples=(
        Example((325000, 2.5, 65000, 0.6), 0.5),
        Example((325000, 2.5, 65000, 0.52), 0),
        Example((325000, 2.5, 65000, 0.3), -1),
        Example((325000, 2.5, 65000, 0.3, 0.05, 0, 1, "nearest", "edge"), -0.75),
        Example((900000, 6000, 150, 1), 0),
    ),
    source=f"{ARTICLE}; 10 BTC at 90,000 against 6,000 inverse contracts of 100 USD sold at 60,000 "
    "are hedged, by nautilus_trader's valuation",
    native=_rebalance_native,
    lambda_body=f"""
LET({LOTS}drift,contracts_*contract_value_/(beta_*spot_value_)-hedge_ratio_,
 aim,hedge_ratio_+IF(trade_to_="edge",IF(drift<0,-band_,band_),0),
 position,ordered(beta_*aim*spot_value_/contract_value_,lot_size_),
 after,position*contract_value_/(beta_*spot_value_)-hedge_ratio_,
 IF(ROUND(ABS(drift)-band_,9)<=0,0,
  IF(ROUND(ABS(drift)-ABS(after),9)<=0,0,position-contracts_)))
""",
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
    trade_to="target",
):
    return hedge_rebalance(
        spot_value, contracts, contract_value, hedge_ratio, band, lot_size, beta, rounding, trade_to
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
