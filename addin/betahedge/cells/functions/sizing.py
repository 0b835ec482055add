"""Sizing: how many contracts, in which lots, and what a position achieves."""

import math

from betahedge.cells.bodies import tables
from betahedge.cells.broadcast import first_error
from betahedge.cells.calling import attempt
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import VALUE, ErrorValue, refuse
from betahedge.cells.functions.arguments import (
    BETA,
    BETA_DIVISOR,
    CONTRACT_VALUE,
    CONTRACTS,
    DECIMAL,
    HEDGE_RATIO_ARG,
    LOT_SIZE,
    MONEY,
    ROUNDING,
    SPOT_DIVISOR,
    SPOT_VALUE,
)
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE, Text
from betahedge.cells.native import native_lots
from betahedge.core.portfolio import Holding, hedge_line
from betahedge.core.rounding import round_lots
from betahedge.core.sizing import hedge_action, hedge_contracts, hedge_ratio

HULL = "Hull, Options, Futures, and Other Derivatives, section 3.5"
ARTICLE = "The Beta Hedge: Sizing Futures Positions Against Spot Portfolio Drift"


def _contracts_native(a):
    exact = f"{a['beta']}*{a['hedge_ratio']}*{a['spot_value']}/{a['contract_value']}"
    return native_lots(exact, a["lot_size"], a["rounding"])


@cell(
    category="Sizing",
    help="Contracts to sell to hedge a share of a spot book; negative means buy.",
    args=(SPOT_VALUE, CONTRACT_VALUE, HEDGE_RATIO_ARG, BETA, LOT_SIZE, ROUNDING),
    result="contracts: + to sell, - to buy",
    formula="beta x hedge_ratio x spot_value / contract_value, in whole lots",
    examples=(
        Example((325000, 65000), 5),
        Example((325000, 65000, 0.5), 2.5),
        Example((195000, 6500, 0.6, 1, 1, "down"), 18),
    ),
    source=HULL,
    native=_contracts_native,
)
def HEDGE_CONTRACTS(
    spot_value, contract_value, hedge_ratio=1.0, beta=1.0, lot_size=0.0, rounding="nearest"
):
    contracts = hedge_contracts(spot_value, contract_value, hedge_ratio, beta)
    return round_lots(contracts, lot_size, rounding) if lot_size else contracts


@cell(
    category="Sizing",
    help="The hedge ratio that a position of contracts achieves. An inverse position held since "
    "its entry counts at face x price / entry a contract, as HEDGE_CONTRACT_VALUE gives it.",
    args=(SPOT_DIVISOR, CONTRACTS, CONTRACT_VALUE, BETA_DIVISOR),
    result="decimal: 0.5 hedges half, above 1 is over-hedged, below 0 adds exposure",
    formula="contracts x contract_value / (beta x spot_value)",
    examples=(Example((325000, 2.5, 65000), 0.5),),
    source=ARTICLE,
    native="{contracts}*{contract_value}/({beta}*{spot_value})",
)
def HEDGE_RATIO(spot_value, contracts, contract_value, beta=1.0):
    return hedge_ratio(spot_value, contracts, contract_value, beta)


@cell(
    category="Sizing",
    help="Contracts in whole lots. The quotient of lots is settled to 9 decimals first, and to 15 "
    "significant digits.",
    args=(CONTRACTS, LOT_SIZE, ROUNDING),
    result="contracts, with the sign they came with",
    formula="contracts / lot_size to 9 decimals and 15 digits, then by the rule, x lot_size",
    examples=(
        Example((1.8, 1, "down"), 1),
        Example((1.8, 0.1), 1.8),
        Example((8204.576, 0.001, "down"), 8204.576),
    ),
    native=lambda a: native_lots(a["contracts"], a["lot_size"], a["rounding"]),
)
def HEDGE_ROUND(contracts, lot_size, rounding="nearest"):
    return round_lots(contracts, lot_size, rounding)


@cell(
    category="Sizing",
    help="The trade that a count of contracts stands for, in a word.",
    args=(CONTRACTS,),
    result='"Short" (sell), "Long" (buy) or "None"',
    formula='contracts > 0: "Short"; < 0: "Long"; 0: "None"',
    examples=(Example((1.8,), "Short"),),
    source=ARTICLE,
    native='IF({contracts}>0,"Short",IF({contracts}<0,"Long","None"))',
)
def HEDGE_ACTION(contracts):
    return hedge_action(contracts)


_ASSETS = Arg("assets", Text("an asset's name"), "names of the assets held", "text", shape="lines")
_QUANTITIES = Arg("quantities", ANY_NUMBER, "coins held, + long, - short", "coins", shape="lines")
_PRICES = Arg("prices", ABOVE_ZERO, "price of one coin", MONEY, shape="lines")
_SIZES = Arg("contract_sizes", ABOVE_ZERO, "coins per contract", "coins", shape="lines")
_RATIOS = Arg("hedge_ratio", NOT_NEGATIVE, HEDGE_RATIO_ARG.help, DECIMAL, shape="lines")
_BETAS = Arg("betas", ANY_NUMBER, BETA.help, "number", shape="lines")
_LOTS = Arg("lot_sizes", NOT_NEGATIVE, LOT_SIZE.help, "contracts", shape="lines")
_LINE = (_ASSETS, _QUANTITIES, _PRICES, _SIZES, _RATIOS, _BETAS, _LOTS)
_FUTURES_PRICES = Arg(
    "futures_prices",
    ABOVE_ZERO,
    "price of the future, at which its contract is valued; blank takes the price of the coin",
    MONEY,
    shape="lines",
    shown_default="prices",
)


@cell(
    category="Sizing",
    help="The mixed-portfolio table: a line an asset, with a header and the total of what is held. "
    "An Order column is added where there are lot sizes; blank lines are left out. Linear "
    "contracts.",
    args=(*_LINE, ROUNDING, _FUTURES_PRICES),
    result="asset, spot value, contract value, 100 % hedge, hedge, action; contracts + to sell",
    formula="contract value = futures price x contract_size; hedge as in HEDGE_CONTRACTS",
    examples=(
        Example(
            ([["BTC"], ["ETH"]], [[3.0], [40.0]], [[65000], [3500]], [[1], [1]], 0.6),
            [
                ["Asset", "Spot value", "Contract value", "100% hedge", "60% hedge", "Action"],
                ["BTC", 195000, 65000, 3.0, 1.8, "Short"],
                ["ETH", 140000, 3500, 40.0, 24.0, "Short"],
                ["Total", 335000, "", "", "", ""],
            ],
        ),
    ),
    source=ARTICLE,
    lambda_body=tables.TABLE,
    whole=True,
)
def HEDGE_TABLE(
    assets,
    quantities,
    prices,
    contract_sizes,
    hedge_ratio=1.0,
    betas=1.0,
    lot_sizes=0.0,
    rounding="nearest",
    futures_prices=None,
):
    columns = _same_length(
        assets=assets,
        quantities=quantities,
        prices=prices,
        contract_sizes=contract_sizes,
        hedge_ratio=hedge_ratio,
        betas=betas,
        lot_sizes=lot_sizes,
        futures_prices=futures_prices,
    )
    ordered = any(lot not in (0.0, None) for lot in columns[-2])
    held = [values for values in zip(*columns, strict=True) if values[:3] != (None, None, None)]
    if not held:
        raise refuse(VALUE, "assets: was blank; must be the names of assets")
    lines = [_table_line(values, rounding) for values in held]
    total = first_error([line[1] for line in lines]) or sum(line[1] for line in lines)
    ratios = {values[4] for values in held}
    one_ratio = len(ratios) == 1 and first_error(list(ratios)) is None
    ratio = f"{ratios.pop() * 100:.12g}% hedge" if one_ratio else "Hedge"
    header = ["Asset", "Spot value", "Contract value", "100% hedge", ratio, "Order", "Action"]
    rows = [header, *lines, ["Total", total, "", "", "", "", ""]]
    return rows if ordered else [row[:5] + row[6:] for row in rows]


def _same_length(**columns):
    length = max(map(len, columns.values()))
    for name, column in columns.items():
        if len(column) not in (1, length):
            reason = f"{name}: was {len(column)} cells; must be 1 or {length}, like the others"
            raise refuse(VALUE, reason)
    return [c if len(c) == length else c * length for c in columns.values()]


def _table_line(values, rounding):
    blank = [arg for arg, value in zip(_LINE, values) if value is None]
    missing = [attempt("HEDGE_TABLE", arg.kind.coerce, None, arg.name) for arg in blank]
    error = first_error([*values, *missing])
    if error is not None:
        return [error if values[0] is None else values[0], *[error] * 6]
    line = attempt("HEDGE_TABLE", _sized, values, rounding)
    return [values[0], *[line] * 6] if isinstance(line, ErrorValue) else list(line)


def _sized(values, rounding):
    line = hedge_line(Holding(*values), rounding)
    if math.isinf(line.order):  # an action would not say that it has no size
        raise OverflowError
    return line
