"""P&L: what the hedged book earns when prices move."""

from betahedge.cells.broadcast import first_error
from betahedge.cells.calling import attempt
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.functions.arguments import (
    BETA,
    CONTRACT_VALUE,
    CONTRACTS,
    DECIMAL,
    FUNDING,
    FUTURES_RETURN,
    MONEY,
    SPOT_RETURN,
    SPOT_VALUE,
)
from betahedge.cells.functions.sizing import ARTICLE
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, MOVE, NOT_NEGATIVE
from betahedge.cells.native import NativeBlock
from betahedge.core.attribution import hedge_attribution
from betahedge.core.pnl import hedge_impact, hedge_pnl, hedge_scenario


@cell(
    category="P&L",
    help="P&L of a spot book hedged with contracts sold, funding and costs included. Of a quanto, "
    "what its settlement coin's price does is not counted; an inverse position's coins are part of "
    "the spot value.",
    args=(
        SPOT_VALUE,
        CONTRACTS,
        CONTRACT_VALUE,
        SPOT_RETURN,
        FUTURES_RETURN,
        FUNDING,
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
    help="The impact table of one price move: spot, futures and net, each before and after. Of a "
    "quanto, what its settlement coin's price does is not counted.",
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
    lambda_body="""
LET(spot,spot_value_*spot_return_,futures,-contracts_*contract_value_*futures_return_,
 VSTACK({"Component","Initial","Change","Final"},
  HSTACK("Spot",spot_value_,spot,spot_value_+spot),
  HSTACK("Futures",0,futures,futures),
  HSTACK("Net",spot_value_,spot+futures,spot_value_+spot+futures)))
""",
    native_block=NativeBlock(
        head={"component": "Component", "initial": "Initial", "change": "Change", "final": "Final"},
        rows={
            "spot": ('"Spot"', "{spot_value}", "{spot_value}*{spot_return}", "{initial}+{change}"),
            "futures": (
                '"Futures"',
                "0",
                "-{contracts}*{contract_value}*{futures_return}",
                "{initial}+{change}",
            ),
            "net": (
                '"Net"',
                "{spot.initial}+{futures.initial}",
                "{spot.change}+{futures.change}",
                "{initial}+{change}",
            ),
        },
    ),
    whole=True,
)
def HEDGE_IMPACT(spot_value, contracts, contract_value, spot_return, futures_return=None):
    if futures_return is None:
        futures_return = spot_return
    lines = hedge_impact(spot_value, contracts, contract_value, spot_return, futures_return)
    return [["Component", "Initial", "Change", "Final"], *map(list, lines)]


_RETURNS = Arg(
    "returns",
    MOVE,
    "returns of the hedge's market: -0.1 is a fall of 10 %",
    DECIMAL,
    shape="lines",
)


@cell(
    category="P&L",
    help="A ladder of market moves. The returns move the hedge's market; the book moves by beta "
    "times the return. Of a quanto, what its settlement coin's price does is not counted.",
    args=(
        SPOT_VALUE,
        CONTRACTS,
        CONTRACT_VALUE,
        _RETURNS,
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
    lambda_body="""
LET(market,IF(SEQUENCE(IFERROR(ROWS(returns_),1))>0,
  IF(ISERROR(returns_),returns_,IF(returns_="",#VALUE!,returns_))),
 unhedged,spot_value_*(beta_*market),
 futures,-contracts_*contract_value_*(market+basis_change_),
 VSTACK({"Return","Unhedged P&L","Futures P&L","Hedged P&L","Final value"},
  HSTACK(market,unhedged,futures,unhedged+futures,spot_value_+(unhedged+futures))))
""",
    native_block=NativeBlock(
        head={
            "move": "Return",
            "unhedged": "Unhedged P&L",
            "futures": "Futures P&L",
            "hedged": "Hedged P&L",
            "final": "Final value",
        },
        each=(
            "{returns}",
            "{spot_value}*{beta}*{move}",
            "-{contracts}*{contract_value}*({move}+{basis_change})",
            "{unhedged}+{futures}",
            "{spot_value}+{hedged}",
        ),
    ),
    whole=True,
)
def HEDGE_SCENARIOS(spot_value, contracts, contract_value, returns, beta=1.0, basis_change=0.0):
    rows = [["Return", "Unhedged P&L", "Futures P&L", "Hedged P&L", "Final value"]]
    for market in returns:
        error = first_error([market])
        if market is None:  # a blank keeps its place, so that rungs stay beside their returns
            error = attempt("HEDGE_SCENARIOS", _RETURNS.kind.coerce, None, _RETURNS.name)
        if error is not None:
            rows.append([error] * 5)
            continue
        line = hedge_scenario(spot_value, contracts, contract_value, market, beta, basis_change)
        rows.append(list(line))
    return rows


@cell(
    category="P&L",
    help="P&L of a hedged holding by source: spot, futures at the spot price, basis, funding and "
    "fees. The parts sum to the total. Linear contracts: an inverse's or a quanto's dollars do not "
    "move so.",
    args=(
        Arg("quantity", ANY_NUMBER, "coins held", "coins"),
        Arg("spot_entry", ABOVE_ZERO, "spot price at the start", MONEY),
        Arg("spot_exit", ABOVE_ZERO, "spot price at the end", MONEY),
        CONTRACTS,
        Arg("contract_size", ABOVE_ZERO, "coins per contract", "coins"),
        Arg("futures_entry", ABOVE_ZERO, "futures price at the start", MONEY),
        Arg("futures_exit", ABOVE_ZERO, "futures price at the end", MONEY),
        FUNDING,
        Arg("fees", NOT_NEGATIVE, "fees and slippage, as a positive number", MONEY),
    ),
    result="spot, futures, basis, funding, fees and total with their labels; gains are +",
    formula="spot = quantity x (S1 - S0); futures = contracts x contract_size x (S0 - S1); "
    "basis = contracts x contract_size x ((F0 - S0) - (F1 - S1)); total = their sum + funding - "
    "fees",
    examples=(
        Example(
            (1, 100, 90, 1, 1, 102, 90),
            [
                ["Spot", -10],
                ["Futures", 10],
                ["Basis", 2],
                ["Funding", 0],
                ["Fees", 0],
                ["Total", 2],
            ],
        ),
    ),
    source=f"{ARTICLE}, corrected: spot 100 to 90 and futures 102 to 90 is -10 + 12",
    lambda_body="""
LET(coins,contracts_*contract_size_,
 spot,quantity_*(spot_exit_-spot_entry_),futures,coins*(spot_entry_-spot_exit_),
 basis,coins*((futures_entry_-spot_entry_)-(futures_exit_-spot_exit_)),
 HSTACK({"Spot";"Futures";"Basis";"Funding";"Fees";"Total"},
  VSTACK(spot,futures,basis,funding_,-fees_,spot+futures+basis+funding_-fees_)))
""",
    whole=True,
)
def HEDGE_ATTRIBUTION(
    quantity,
    spot_entry,
    spot_exit,
    contracts,
    contract_size,
    futures_entry,
    futures_exit,
    funding=0.0,
    fees=0.0,
):
    parts = hedge_attribution(
        quantity,
        spot_entry,
        spot_exit,
        contracts,
        contract_size,
        futures_entry,
        futures_exit,
        funding,
        fees,
    )
    labels = ("Spot", "Futures", "Basis", "Funding", "Fees", "Total")
    return [[label, value] for label, value in zip(labels, parts, strict=True)]
