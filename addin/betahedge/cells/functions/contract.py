"""Contracts: what one is worth and earns, how many move a beta, which sizes make up a hedge."""

from betahedge.cells.bodies import positions, tables
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
from betahedge.cells.native import BLANK, native_lots
from betahedge.core.contract import (
    hedge_contract_value,
    hedge_contracts_beta,
    hedge_futures_pnl,
    hedge_mix,
)
from betahedge.core.position import hedge_average_price
from betahedge.core.rounding import round_lots

LEAST_FUTURES_BETA = 0.1
MOST_SIZES = 20  # a coin has two or three; the search through more would not end


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


def _value_native(a):
    face, entry = a["contract_size"], a["entry_price"]
    if entry != BLANK:
        face += f'*IF({entry}="",1,{a["price"]}/{entry})'
    return (
        f'IF({a["kind"]}="inverse",{face},{a["price"]}*{a["contract_size"]}'
        f'*IF({a["kind"]}="quanto",{a["settle_price"]},1))'
    )


@cell(
    category="Sizing",
    help="Value of one contract: price x size (linear), face (inverse; held since an entry: face x "
    "price / entry, what it moves like), price x multiplier x settlement coin's price (quanto, "
    "whose move with that coin is not counted).",
    args=(
        Arg("price", ABOVE_ZERO, "futures price, not the spot price", MONEY),
        CONTRACT_SIZE,
        KIND,
        Arg("settle_price", ABOVE_ZERO, "price of the settlement coin, for a quanto", MONEY),
        Arg(
            "entry_price",
            ABOVE_ZERO,
            "average entry of an inverse position that is held; blank for one to be opened now. "
            "Its coins are face / entry, at any price",
            MONEY,
        ),
    ),
    result="quote currency",
    formula="linear: price x contract_size; inverse: contract_size, or contract_size x price / "
    "entry_price; quanto: price x contract_size x settle_price",
    examples=(
        Example((65000, 0.1), 6500),
        Example((65000, 100, "inverse"), 100),
        Example((90000, 100, "inverse", None, 60000), 150),
        Example((3500, 0.000001, "quanto", 65000), 227.5),
    ),
    source="BitMEX, Futures Guide and Quanto Perpetuals Guide",
    native=_value_native,
    lambda_body='IF((kind_="quanto")*(settle_price_=""),#VALUE!,native_)',
)
def HEDGE_CONTRACT_VALUE(price, contract_size, kind="linear", settle_price=None, entry_price=None):
    if kind == "quanto" and settle_price is None:
        raise refuse(VALUE, "settle_price: was blank; must be given for a quanto")
    return hedge_contract_value(price, contract_size, kind, settle_price, entry_price)


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
    lambda_body=tables.MIX,
    whole=True,
)
def HEDGE_MIX(units, contract_sizes, rounding="nearest"):
    sizes = [size for size in contract_sizes if size is not None]
    if len(sizes) > MOST_SIZES:
        reason = f"contract_sizes: was {len(sizes)} sizes; must be {MOST_SIZES} at most"
        raise refuse(VALUE, reason)
    if not sizes:
        raise refuse(VALUE, "contract_sizes: was blank; must be one column or one row")
    if len(set(sizes)) < len(sizes):
        raise refuse(VALUE, "contract_sizes: was a size twice; must be each size once")
    return [[float(count) for count in hedge_mix(units, sizes, rounding)]]


@cell(
    category="P&L",
    help="P&L of contracts sold between two prices, in the settlement currency: coin for inverse, "
    "another coin for a quanto. What that coin's own price does to its dollars is not counted.",
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
    help="Average entry price of the position that fills leave open, oldest first: additions "
    "average in (harmonically for inverse contracts), reductions leave it, and a turn through zero "
    "starts anew.",
    args=(
        Arg(
            "quantities",
            ANY_NUMBER,
            "contracts of each fill, oldest first: + sold, - bought",
            "contracts",
            "series",
        ),
        Arg("prices", ABOVE_ZERO, "price of each fill, oldest first", MONEY, "series"),
        KIND,
    ),
    result="quote currency; #DIV/0! where no position is left",
    formula="of additions, linear: sum(q x p) / sum(q); inverse: sum(q) / sum(q / p)",
    examples=(
        Example(([[1000], [2000]], [[5000], [6000]], "inverse"), 5625),
        Example(
            ([[12], [17], [-9], [-4], [3]], [[100], [99], [101], [105], [103]]), 99.98003629764065
        ),
    ),
    source="Bybit, help centre: average entry price of an inverse contract; nautilus_trader, "
    "tests/unit_tests/model/test_position.py: fills of both sides",
    lambda_body=positions.AVERAGE_PRICE,
    whole=True,
)
def HEDGE_AVERAGE_PRICE(quantities, prices, kind="linear"):
    same_length(quantities=quantities, prices=prices)
    fills = [(q, p) for q, p in zip(quantities, prices, strict=True) if q is not None or p]
    if any(q is None or p is None for q, p in fills):
        raise refuse(VALUE, "prices: was blank beside a quantity, or the other way; must be both")
    return hedge_average_price([q for q, _ in fills], [p for _, p in fills], kind)
