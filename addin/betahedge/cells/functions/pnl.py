"""P&L: what the hedged book earns when prices move."""

from betahedge.cells.broadcast import first_error
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.functions.arguments import (
    BETA,
    CONTRACT_VALUE,
    CONTRACTS,
    DECIMAL,
    FUTURES_RETURN,
    MONEY,
    SPOT_RETURN,
    SPOT_VALUE,
)
from betahedge.cells.functions.sizing import ARTICLE
from betahedge.cells.kinds import ANY_NUMBER, NOT_NEGATIVE
from betahedge.core.pnl import hedge_impact, hedge_pnl, hedge_scenario


@cell(
    category="P&L",
    help="P&L of a spot book hedged with contracts sold, funding and costs included.",
    args=(
        SPOT_VALUE,
        CONTRACTS,
        CONTRACT_VALUE,
        SPOT_RETURN,
        FUTURES_RETURN,
        Arg("funding", ANY_NUMBER, "funding cash: + received, - paid", MONEY),
        Arg("costs", NOT_NEGATIVE, "fees and slippage, as a positive number", MONEY),
    ),
    result="quote currency, a gain is +",
    formula="spot_value x spot_return - contracts x contract_value x futures_return "
    "+ funding - costs",
    examples=(Example((325000, 2.5, 65000, -0.1), -16250),),
    source=ARTICLE,
    native="{spot_value}*{spot_return}-{contracts}*{contract_value}*{futures_return}"
    "+{funding}-{costs}",
)
def HEDGE_PNL(
    spot_value,
    contracts,
    contract_value,
    spot_return,
    futures_return=None,
    funding=0.0,
    costs=0.0,
):
    if futures_return is None:
        futures_return = spot_return
    return hedge_pnl(
        spot_value, contracts, contract_value, spot_return, futures_return, funding, costs
    )


@cell(
    category="P&L",
    help="The impact table of one price move: spot, futures and net, each before and after.",
    args=(SPOT_VALUE, CONTRACTS, CONTRACT_VALUE, SPOT_RETURN, FUTURES_RETURN),
    result="component, initial, change, final, in the quote currency, under a header",
    formula="spot change = spot_value x spot_return; "
    "futures change = -contracts x contract_value x futures_return; net = their sum",
    examples=(
        Example(
            (325000, 2.5, 65000, -0.1),
            [
                ["Component", "Initial", "Change", "Final"],
                ["Spot", 325000, -32500, 292500],
                ["Futures", 0, 16250, 16250],
                ["Net", 325000, -16250, 308750],
            ],
        ),
    ),
    source=ARTICLE,
    spills=True,
)
def HEDGE_IMPACT(spot_value, contracts, contract_value, spot_return, futures_return=None):
    if futures_return is None:
        futures_return = spot_return
    lines = hedge_impact(spot_value, contracts, contract_value, spot_return, futures_return)
    return [["Component", "Initial", "Change", "Final"], *map(list, lines)]


@cell(
    category="P&L",
    help="A ladder of market moves. The returns move the hedge's market; the book moves by beta "
    "times the return.",
    args=(
        SPOT_VALUE,
        CONTRACTS,
        CONTRACT_VALUE,
        Arg("returns", ANY_NUMBER, "returns of the hedge's market", DECIMAL, column=True),
        BETA,
        Arg(
            "basis_change",
            ANY_NUMBER,
            "widening of the basis as a share of the contract's value; a short hedge loses it",
            DECIMAL,
        ),
    ),
    result="return, unhedged P&L, futures P&L, hedged P&L, final value, under a header",
    formula="unhedged = spot_value x beta x return; "
    "futures = -contracts x contract_value x (return + basis_change)",
    examples=(
        Example(
            (325000, 2.5, 65000, [[-0.1], [0], [0.1]]),
            [
                ["Return", "Unhedged P&L", "Futures P&L", "Hedged P&L", "Final value"],
                [-0.1, -32500, 16250, -16250, 308750],
                [0, 0, 0, 0, 325000],
                [0.1, 32500, -16250, 16250, 341250],
            ],
        ),
    ),
    source=ARTICLE,
    spills=True,
)
def HEDGE_SCENARIOS(spot_value, contracts, contract_value, returns, beta=1.0, basis_change=0.0):
    rows = [["Return", "Unhedged P&L", "Futures P&L", "Hedged P&L", "Final value"]]
    for market in returns:
        error = first_error([market])
        if error is not None:
            rows.append([error] * 5)
            continue
        line = hedge_scenario(spot_value, contracts, contract_value, market, beta, basis_change)
        rows.append(list(line))
    return rows
