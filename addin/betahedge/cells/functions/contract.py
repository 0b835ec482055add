"""Contracts: what one is worth and earns, how many move a beta, which sizes make up a hedge."""

from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NUM, VALUE, refuse
from betahedge.cells.functions.arguments import (
    CONTRACT_SIZE,
    CONTRACT_VALUE,
    CONTRACTS,
    KIND,
    LOT_SIZE,
    MONEY,
    ROUNDING,
    SPOT_VALUE,
    same_length,
)
from betahedge.cells.functions.sizing import HULL
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, DIVISOR
from betahedge.cells.native import native_lots
from betahedge.core.contract import (
    hedge_average_price,
    hedge_contract_value,
    hedge_contracts_beta,
    hedge_futures_pnl,
    hedge_mix,
)
from betahedge.core.rounding import round_lots

LEAST_FUTURES_BETA = 0.1
# All counts of the smaller sizes below what a larger one makes up, each with the largest size
# below and above; of these the best.
_MIX = """
IF(COUNT(contract_sizes_)=0,#VALUE!,
LET(sizes,SORT(FILTER(contract_sizes_,ISNUMBER(contract_sizes_)),1,-1),m,ROWS(sizes),
IF(ROWS(UNIQUE(sizes))<m,#VALUE!,
LET(digits,XMATCH(TRUE,MAP(SEQUENCE(16,1,0),LAMBDA(d,
  SUM(--(ABS(ROUND(sizes*10^d,0)/10^d/sizes-1)>5E-16))=0)))-1,
 whole,ROUND(sizes*10^digits,0),step,GCD(whole),parts,whole/step,
IF(ISERROR(step),#NUM!,IF(INDEX(parts,m)>100000,#NUM!,
LET(target,ROUND(ABS(units_)*10^digits/step,9),
 most,MAP(SEQUENCE(m),LAMBDA(i,IF(i=1,1,REDUCE(1E15,SEQUENCE(i-1),LAMBDA(a,j,
  MIN(a,INDEX(parts,j)/GCD(INDEX(parts,j),INDEX(parts,i)))))))),
 ways,PRODUCT(most),
IF(ways>200000,#NUM!,
LET(radix,MAP(SEQUENCE(m),LAMBDA(i,PRODUCT(TAKE(most,i))/INDEX(most,i))),
 few,MOD(INT(SEQUENCE(ways,1,0)/TRANSPOSE(radix)),TRANSPOSE(most)),
 made,MMULT(few,parts),big,INT((target-made)/INDEX(parts,1)),
 counts,VSTACK(few,few),
 first,VSTACK(big,IF(big<0,0,IF(big*INDEX(parts,1)+made=target,big,big+1))),
 total,first*INDEX(parts,1)+MMULT(counts,parts),
 fits,(first>=0)*IF(rounding_="down",total<=target,IF(rounding_="up",total>=target,1)),
 chosen,FILTER(HSTACK(ROUND(ABS(total-target),9),first+MMULT(counts,SEQUENCE(m,1,1,0)),-total,
  CHOOSECOLS(counts,SEQUENCE(1,m,m,-1)),first),fits),
 best,TAKE(REDUCE(chosen,SEQUENCE(m+3),
  LAMBDA(a,i,FILTER(a,CHOOSECOLS(a,i)=MIN(CHOOSECOLS(a,i))))),1),
 IF(units_<0,-1,1)*CHOOSECOLS(best,IF(SEQUENCE(1,m)=1,m+4,m+4-SEQUENCE(1,m))))))))))))
"""


def _beta_native(a):
    exact = (
        f"({a['portfolio_beta']}-{a['target_beta']})/{a['futures_beta']}"
        f"*{a['spot_value']}/{a['contract_value']}"
    )
    return native_lots(exact, a["lot_size"], a["rounding"])


@cell(
    category="Sizing",
    help="Contracts to sell to move the beta of a book to a target; negative means buy.",
    args=(
        SPOT_VALUE,
        CONTRACT_VALUE,
        Arg("portfolio_beta", ANY_NUMBER, "beta of the book as it is", "number"),
        Arg("target_beta", ANY_NUMBER, "beta it should have", "number"),
        Arg("futures_beta", DIVISOR, "beta of the futures, 0.1 or more in size", "number"),
        LOT_SIZE,
        ROUNDING,
    ),
    result="contracts: + to sell, - to buy (a target above the present beta)",
    formula="(portfolio_beta - target_beta) / futures_beta x spot_value / contract_value, "
    "in whole lots",
    examples=(
        Example((5050000, 252500, 1.5), 30),
        Example((5050000, 252500, 1.5, 0.75), 15),
        Example((5050000, 252500, 1.5, 2), -10),
    ),
    source=HULL,
    native=_beta_native,
    lambda_body="IF(ABS(futures_beta_)<0.1,#NUM!,native_)",
)
def HEDGE_CONTRACTS_BETA(
    spot_value,
    contract_value,
    portfolio_beta,
    target_beta=0.0,
    futures_beta=1.0,
    lot_size=0.0,
    rounding="nearest",
):
    if abs(futures_beta) < LEAST_FUTURES_BETA:
        reason = f"futures_beta: was {futures_beta:g}; must be {LEAST_FUTURES_BETA} or more in size"
        raise refuse(NUM, reason)
    contracts = hedge_contracts_beta(
        spot_value, contract_value, portfolio_beta, target_beta, futures_beta
    )
    return round_lots(contracts, lot_size, rounding) if lot_size else contracts


@cell(
    category="Sizing",
    help="Value of one contract: at its price (linear), its face (inverse), or price x multiplier "
    "x price of the settlement coin (quanto).",
    args=(
        Arg("price", ABOVE_ZERO, "futures price, not the spot price", MONEY),
        CONTRACT_SIZE,
        KIND,
        Arg("settle_price", ABOVE_ZERO, "price of the settlement coin, for a quanto", MONEY),
    ),
    result="quote currency",
    formula="linear: price x contract_size; inverse: contract_size; "
    "quanto: price x contract_size x settle_price",
    examples=(
        Example((65000, 0.1), 6500),
        Example((65000, 100, "inverse"), 100),
        Example((3500, 0.000001, "quanto", 65000), 227.5),
    ),
    source="BitMEX, Futures Guide and Quanto Perpetuals Guide",
    native=lambda a: (
        f'IF({a["kind"]}="inverse",{a["contract_size"]},{a["price"]}*{a["contract_size"]}'
        f'*IF({a["kind"]}="quanto",{a["settle_price"]},1))'
    ),
    lambda_body='IF((kind_="quanto")*(settle_price_=""),#VALUE!,native_)',
)
def HEDGE_CONTRACT_VALUE(price, contract_size, kind="linear", settle_price=None):
    if kind == "quanto" and settle_price is None:
        raise refuse(VALUE, "settle_price: was blank; must be given for a quanto")
    return hedge_contract_value(price, contract_size, kind, settle_price)


@cell(
    category="Sizing",
    help="Whole contracts of each size that hedge a number of units with the least residual, then "
    "with the fewest contracts.",
    args=(
        Arg("units", ANY_NUMBER, "coins to sell; negative to buy", "coins"),
        Arg("contract_sizes", ABOVE_ZERO, "coins per contract, each size once", "coins", "series"),
        Arg(
            "rounding",
            ROUNDING.kind,
            '"nearest", "down" (never over-hedge) or "up" (never under-hedge)',
            "word",
        ),
    ),
    result="contracts of each size, largest size first, in a row",
    formula="least |sum of count x size - units|; of equals the fewest contracts",
    examples=(Example((8.37, [[5, 0.1]]), [[1, 34]]),),
    lambda_body=_MIX,
    whole=True,
)
def HEDGE_MIX(units, contract_sizes, rounding="nearest"):
    sizes = [size for size in contract_sizes if size is not None]
    if not sizes:
        raise refuse(VALUE, "contract_sizes: was blank; must be one column or one row")
    if len(set(sizes)) < len(sizes):
        raise refuse(VALUE, "contract_sizes: was a size twice; must be each size once")
    return [[float(count) for count in hedge_mix(units, sizes, rounding)]]


@cell(
    category="P&L",
    help="P&L of contracts sold between two prices, in the settlement currency: coin for inverse.",
    args=(
        CONTRACTS,
        CONTRACT_SIZE,
        Arg("entry_price", ABOVE_ZERO, "price at which they were sold", MONEY),
        Arg("exit_price", ABOVE_ZERO, "price now, or at which they were bought back", MONEY),
        KIND,
    ),
    result="quote currency (linear), coin (inverse), settlement coin (quanto); a gain is +",
    formula="linear, quanto: contracts x contract_size x (entry - exit); "
    "inverse: contracts x contract_size x (1/exit - 1/entry)",
    examples=(
        Example((2.5, 1, 65000, 58500), 16250),
        Example((100000, 1, 10000, 11000, "inverse"), -0.909090909090909),
    ),
    source="the article; inverse: nautilus_trader, tests/unit_tests/model/test_position.py",
    native=lambda a: (
        f'{a["contracts"]}*{a["contract_size"]}*IF({a["kind"]}="inverse",'
        f"1/{a['exit_price']}-1/{a['entry_price']},{a['entry_price']}-{a['exit_price']})"
    ),
)
def HEDGE_FUTURES_PNL(contracts, contract_size, entry_price, exit_price, kind="linear"):
    return hedge_futures_pnl(contracts, contract_size, entry_price, exit_price, kind)


@cell(
    category="P&L",
    help="Average entry price of several fills: arithmetic for linear and quanto contracts, "
    "harmonic for inverse ones.",
    args=(
        Arg("quantities", ANY_NUMBER, "contracts of each fill", "contracts", "series"),
        Arg("prices", ABOVE_ZERO, "price of each fill", MONEY, "series"),
        KIND,
    ),
    result="quote currency",
    formula="linear: sum(q x p) / sum(q); inverse: sum(q) / sum(q / p)",
    examples=(Example(([[1000], [2000]], [[5000], [6000]], "inverse"), 5625),),
    source="Bybit, help centre: average entry price of an inverse contract",
    native=lambda a: (
        f'IF({a["kind"]}="inverse",SUM({a["quantities"]})'
        f"/SUMPRODUCT({a['quantities']}/{a['prices']}),"
        f"SUMPRODUCT({a['quantities']},{a['prices']})/SUM({a['quantities']}))"
    ),
    lambda_body="""
IF(ROWS(quantities_)<>ROWS(prices_),#VALUE!,
 IF(SUM(--(ISNUMBER(quantities_)<>ISNUMBER(prices_)))>0,#VALUE!,
 LET(q,IF(ISNUMBER(quantities_),quantities_,0),p,IF(ISNUMBER(prices_),prices_,1),
  IF(kind_="inverse",SUM(q)/SUM(q/p),SUM(q*p)/SUM(q)))))
""",
    whole=True,
)
def HEDGE_AVERAGE_PRICE(quantities, prices, kind="linear"):
    same_length(quantities=quantities, prices=prices)
    fills = [(q, p) for q, p in zip(quantities, prices, strict=True) if q is not None or p]
    if any(q is None or p is None for q, p in fills):
        raise refuse(VALUE, "prices: was blank beside a quantity, or the other way; must be both")
    return hedge_average_price([q for q, _ in fills], [p for _, p in fills], kind)
