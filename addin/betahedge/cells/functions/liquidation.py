"""Margin in full: tiers, accounts that coins and cash back together, daily settlement."""

from functools import lru_cache
from itertools import pairwise

from betahedge.cells.bodies import positions as bodies
from betahedge.cells.broadcast import first_error
from betahedge.cells.declaration import Arg, Example, cell
from betahedge.cells.errors import NA, NUM, VALUE, refuse
from betahedge.cells.functions.arguments import (
    CONTRACT_SIZE,
    CONTRACTS,
    DECIMAL,
    KIND,
    MONEY,
    SHARE,
    same_length,
)
from betahedge.cells.kinds import ABOVE_ZERO, ANY_NUMBER, NOT_NEGATIVE, Number
from betahedge.core.margin import margin_ledger
from betahedge.core.shared import hedge_liquidation_shared
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance

_ENTRY = Arg("entry_price", ABOVE_ZERO, "average entry price", MONEY)
_SIZE = Arg("contract_size", ABOVE_ZERO, "coins per contract", "coins")
_RATE = Number("a rate from 0 to below 1", low=0.0, high=1.0, open_high=True)
_MOST_TIERS = 100  # venues have 12 or so
_NO_PRICE = "no price liquidates this position"


def _shared_native(a):
    cover = (
        f"({a['cash']}+{a['other_pnl']}-{a['other_maintenance']}+{a['maintenance_amount']}"
        f"+{a['contracts']}*{a['contract_size']}*{a['entry_price']})"
    )
    sold = f"{a['contracts']}*{a['contract_size']}"
    exposed = f"({sold}+ABS({sold})*{a['maintenance_rate']}-{a['collateral_ratio']}*{a['coins']})"
    price, entry = f"{cover}/{exposed}", a["entry_price"]
    fits = f"({price}>{entry}/1E12)*({price}<{entry}*1E12)"
    return f"IF({exposed}=0,NA(),IF({fits},{price},NA()))"


@cell(
    category="Margin",
    help="Liquidation price of a linear position that coins and cash back together, as in a "
    "cross or portfolio margin account. For a short with coins behind it, a rally's; #N/A if "
    "there is none.",
    args=(
        _ENTRY,
        CONTRACTS,
        _SIZE,
        Arg("maintenance_rate", _RATE, "maintenance margin as a share of the notional", DECIMAL),
        Arg("cash", ANY_NUMBER, "wallet in quote currency; below 0 is borrowed", MONEY),
        Arg("coins", NOT_NEGATIVE, "coins of the same kind in the account", "coins"),
        Arg("collateral_ratio", SHARE, "share of the coins' value that counts", DECIMAL),
        Arg("other_pnl", ANY_NUMBER, "unrealised P&L of the other positions", MONEY),
        Arg("other_maintenance", NOT_NEGATIVE, "maintenance of the other positions", MONEY),
        Arg("maintenance_amount", NOT_NEGATIVE, "maintenance amount of the venue's tier", MONEY),
    ),
    result="quote currency; #N/A where no price liquidates it",
    formula="(cash + other_pnl - other_maintenance + maintenance_amount + n x entry_price) / "
    "(n + |n| x maintenance_rate - collateral_ratio x coins), n = contracts x contract_size",
    examples=(
        Example((100, -1, 1, 0.004, 5, 0, 1, 0, 4), 99.3976),
        Example((65000, 100, 1, 0.01, 200000, 100, 0.95), 1116666.67),
    ),
    source="the price at which the account is worth its maintenance margin; cross margin as in "
    "Binance, How to Calculate Liquidation Price of USD-M Futures Contracts",
    native=_shared_native,
)
def HEDGE_LIQUIDATION_SHARED(
    entry_price,
    contracts,
    contract_size,
    maintenance_rate,
    cash,
    coins,
    collateral_ratio=1.0,
    other_pnl=0.0,
    other_maintenance=0.0,
    maintenance_amount=0.0,
):
    price = hedge_liquidation_shared(
        entry_price,
        contracts,
        contract_size,
        maintenance_rate,
        cash,
        coins,
        collateral_ratio,
        other_pnl,
        other_maintenance,
        maintenance_amount,
    )
    if price is None:
        raise refuse(NA, f"HEDGE_LIQUIDATION_SHARED: {_NO_PRICE}")
    return price


_FLOORS = Arg(
    "floors",
    NOT_NEGATIVE,
    "notional from which each tier holds, ascending from 0; coin for inverse",
    "settlement currency",
    "series",
)
_RATES = Arg("rates", _RATE, "maintenance rate of each tier", DECIMAL, "series")
# Tiers of Binance's BTCUSDT of 2021 and of XRP/USDT, as freqtrade's tests have them.
_BTC = ([[0], [50000], [250000], [1000000], [5000000]], [[0.004], [0.005], [0.01], [0.025], [0.05]])
_XRP = (
    [[0], [100000], [500000], [1000000], [2000000], [5000000]],
    [[0.025], [0.05], [0.1], [0.15], [0.25], [0.5]],
)


@lru_cache(maxsize=32)  # a column of positions asks for one table again and again
def _tiers(floors, rates):
    """Leave out blank lines at the end of a table of tiers, and refuse what is no such table."""
    same_length(floors=floors, rates=rates)
    lines = [line for line in zip(floors, rates, strict=True) if line != (None, None)]
    if not lines or any(None in line for line in lines):
        raise refuse(VALUE, "rates: was blank beside a floor, or the other way; must be both")
    if len(lines) > _MOST_TIERS:
        raise refuse(VALUE, f"floors: was {len(lines)} tiers; must be {_MOST_TIERS} at most")
    floors, rates = zip(*lines)
    if floors[0] or any(low >= high for low, high in pairwise(floors)):
        raise refuse(NUM, "floors: was in another order; must be ascending from 0")
    return floors, rates


@cell(
    category="Margin",
    help="Maintenance margin of a notional under a venue's tiers: each slice of it at its own "
    "tier's rate, so that the margin does not jump where a tier begins.",
    args=(
        Arg("notional", ANY_NUMBER, "value of the position, of either sign", MONEY, "each"),
        _FLOORS,
        _RATES,
    ),
    result="the notional's currency, never below 0",
    formula="|notional| x rate - amount of its tier; amount = the amount before + floor x (rate - "
    "the rate before), the first 0",
    examples=(Example((999999.9, *_XRP), 72499.99), Example((12000000, *_BTC), 458700)),
    source="freqtrade, tests/exchange/test_binance.py: 10 % less 27,500; Binance, Leverage and "
    "Margin of USD-M Futures: 5 % less 141,300",
    lambda_body=bodies.MAINTENANCE,
    whole=True,
)
def HEDGE_MAINTENANCE(notional, floors, rates):
    return hedge_maintenance(notional, *_tiers(tuple(floors), tuple(rates)))


@cell(
    category="Margin",
    help="Liquidation price under a venue's tiers: that of the tier in which the notional lies at "
    "the price itself. Collateral is in coin for inverse contracts, and so are the tiers.",
    args=(
        Arg("entry_price", ABOVE_ZERO, _ENTRY.help, MONEY, "each"),
        Arg("contracts", ANY_NUMBER, CONTRACTS.help, "contracts", "each"),
        Arg("contract_size", ABOVE_ZERO, CONTRACT_SIZE.help, CONTRACT_SIZE.unit, "each"),
        Arg(
            "collateral",
            ANY_NUMBER,
            "wallet of the position; for cross margin with the others' P&L less their maintenance",
            "settlement currency",
            "each",
        ),
        _FLOORS,
        _RATES,
        Arg("kind", KIND.kind, KIND.help, "word", "each"),
    ),
    result="quote currency; #N/A where no price liquidates it",
    formula="the price P at which collateral + P&L(P) = HEDGE_MAINTENANCE(notional(P), floors, "
    "rates)",
    examples=(
        Example((32481.98, -109.488, 1, 1535443.01 - 804705.393262, *_BTC), 26316.89),
        Example((10, 1, 1, 2, [[0]], [[0.01]]), 11.881188118811881),
        Example((10, -1, 1, 10, [[0]], [[0.01]]), "#N/A"),
    ),
    source="Binance, How to Calculate Liquidation Price of USD-M Futures Contracts, in freqtrade, "
    "tests/exchange/test_binance.py",
    lambda_body=bodies.LIQUIDATION_TIERED,
    whole=True,
)
def HEDGE_LIQUIDATION_TIERED(
    entry_price, contracts, contract_size, collateral, floors, rates, kind="linear"
):
    floors, rates = _tiers(tuple(floors), tuple(rates))
    price = hedge_liquidation_tiered(
        entry_price, contracts, contract_size, collateral, floors, rates, kind
    )
    if price is None:
        raise refuse(NA, f"HEDGE_LIQUIDATION_TIERED: {_NO_PRICE}")
    return price


_LEDGER = ["Settlement", "Gain", "Balance", "Call"]


@cell(
    category="Margin",
    help="The margin account of a linear position day by day: gain, balance before the call, and "
    "the call that brings a balance under the maintenance margin back to the initial one.",
    args=(
        CONTRACTS,
        _SIZE,
        Arg("entry_price", ABOVE_ZERO, "price at which the position was opened", MONEY),
        Arg("settlements", ABOVE_ZERO, "settlement prices, oldest first", MONEY, "lines"),
        Arg("initial", NOT_NEGATIVE, "initial margin of the whole position", MONEY),
        Arg("maintenance", NOT_NEGATIVE, "maintenance margin of the whole position", MONEY),
    ),
    result="settlement, gain, balance and call, in the quote currency, under a header; a blank "
    "day is a blank line",
    formula="gain = contracts x contract_size x (settlement before - settlement); balance = the "
    "balance before + its call + gain; call = initial - balance where balance < maintenance",
    examples=(
        Example(
            (-2, 100, 1750, [[1741], [1738.3], [1744.6], [1741.3], [1740.1], [1736.2], [1729.9]],
             12000, 9000),
            [
                _LEDGER,
                [1741, -1800, 10200, 0],
                [1738.3, -540, 9660, 0],
                [1744.6, 1260, 10920, 0],
                [1741.3, -660, 10260, 0],
                [1740.1, -240, 10020, 0],
                [1736.2, -780, 9240, 0],
                [1729.9, -1260, 7980, 4020],
            ],
        ),
    ),
    source="Hull, Options, Futures, and Other Derivatives, table 2.1",
    lambda_body=bodies.MARGIN_CALLS,
    whole=True,
)  # fmt: skip
def HEDGE_MARGIN_CALLS(contracts, contract_size, entry_price, settlements, initial, maintenance):
    if maintenance > initial:
        raise refuse(NUM, f"maintenance: was {maintenance:g}; must be the initial margin at most")
    if all(price is None for price in settlements):
        raise refuse(VALUE, "settlements: was blank; must be one column or one row")
    error = first_error(settlements)
    known = settlements[: settlements.index(error)] if error is not None else settlements
    prices = [price for price in known if price is not None]
    days = iter(margin_ledger(contracts, contract_size, entry_price, prices, initial, maintenance))
    rows: list[list[object]] = [list(_LEDGER)]
    for price in known:
        if price is None:
            rows.append([""] * len(_LEDGER))
            continue
        day = next(days)
        rows.append([day.settlement, day.gain, day.balance, day.call])
    return rows + [[error] * len(_LEDGER)] * (len(settlements) - len(known))
