"""Tiers, shared margin, funding and expiries against freqtrade's formulas, SciPy and pandas.

Each test prints its largest difference (see it with -s), relative to the larger of the number and
its scale.
"""

import datetime
import math
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
from dateutil.relativedelta import (
    FR,  # type: ignore[import-untyped]
    relativedelta,  # type: ignore[import-untyped]
)
from scipy import optimize  # type: ignore[import-untyped]

from betahedge.core.contract import hedge_futures_pnl
from betahedge.core.funding import hedge_funding_history
from betahedge.core.margin import hedge_liquidation
from betahedge.core.roll import last_friday
from betahedge.core.shared import hedge_liquidation_shared
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance
from core.against_libraries.comparison import RANDOM, agree, columns_of, differ


def brackets() -> tuple[list[float], list[float]]:
    """A table of tiers such as Binance's, of random steps."""
    count = int(RANDOM.integers(1, 11))
    floors = [0.0, *np.cumsum(RANDOM.integers(1, 500, count - 1) * 1e4).tolist()]
    return floors, np.sort(RANDOM.uniform(0.001, 0.5, count)).tolist()


def freqtrades_tier(notional: float, floors: list[float], rates: list[float]) -> Any:
    """Find rate and amount as freqtrade's get_maintenance_ratio_and_amt does: from the top."""
    amounts = [0.0]
    for floor, rate, before in zip(floors[1:], rates[1:], rates):
        amounts.append(amounts[-1] + floor * (rate - before))
    for floor, rate, amount in reversed(list(zip(floors, rates, amounts))):
        if notional >= floor:
            return rate, amount
    raise AssertionError


def test_tiers_in_freqtrades_formula():
    """Its price in the tier of its own notional, of a wallet for long and short."""
    pairs = []
    while len(pairs) < 400:
        floors, rates = brackets()
        entry, coins = RANDOM.uniform(1, 1e5), RANDOM.uniform(0.01, 500)
        side = 1 if RANDOM.random() < 0.5 else -1  # freqtrade: long is 1
        wallet = coins * entry * RANDOM.uniform(0.01, 0.9)
        ours = hedge_liquidation_tiered(entry, -side * coins, 1.0, wallet, floors, rates)
        if ours is None:
            continue
        rate, amount = freqtrades_tier(ours * coins, floors, rates)
        theirs = (wallet + amount - side * coins * entry) / (coins * rate - side * coins)
        pairs.append((ours, theirs, 0.0))
        margin = hedge_maintenance(ours * coins, floors, rates)
        pairs.append((margin, ours * coins * rate - amount, 1e-6))
    differ("HEDGE_LIQUIDATION_TIERED, freqtrade's formula", pairs, 1e-9)


@pytest.mark.parametrize("kind", ["linear", "inverse"])
def test_tiers_as_scipy_finds_the_root(kind):
    pairs = []
    while len(pairs) < 200:
        floors, rates = brackets()
        entry = float(RANDOM.uniform(1, 1e5))
        coins = float(RANDOM.normal(0, 500))
        position = coins * (entry if kind == "inverse" else 1.0)
        wallet = abs(coins) * (1.0 if kind == "inverse" else entry) * RANDOM.uniform(0.01, 2)

        def excess(log_price, position=position, entry=entry, wallet=wallet, table=(floors, rates)):
            price = math.exp(log_price)
            at = -1 / price if kind == "inverse" else price
            gain = position * ((-1 / entry if kind == "inverse" else entry) - at)
            return wallet + gain - hedge_maintenance(position * at, *table)

        ours = hedge_liquidation_tiered(entry, position, 1.0, float(wallet), floors, rates, kind)
        if ours is None or not 1e-4 < ours / entry < 1e4:
            continue
        near = math.log(entry)
        root = math.exp(optimize.brentq(excess, near - 12, near + 12, xtol=1e-14, rtol=1e-14))
        pairs.append((ours, root, 0.0))
    differ(f"HEDGE_LIQUIDATION_TIERED, {kind}, SciPy", pairs, 1e-9)


def test_an_account_without_coins_in_freqtrades_formula():
    """Binance's cross margin, other positions and all, over coins x (rate - side)."""
    pairs = []
    for _ in range(300):
        entry, coins, rate = (
            RANDOM.uniform(1, 1e5),
            RANDOM.uniform(0.01, 50),
            RANDOM.uniform(0, 0.2),
        )
        side = 1 if RANDOM.random() < 0.5 else -1
        wallet, pnl, others, amount = RANDOM.uniform(0, 0.4, 4) * coins * entry
        theirs = (wallet - others + pnl + amount - side * coins * entry) / (
            coins * rate - side * coins
        )
        ours = hedge_liquidation_shared(
            entry, -side * coins, 1.0, rate, wallet, 0.0, 1.0, pnl, others, amount
        )
        if theirs > 0:
            pairs.append((ours, theirs, 0.0))
        else:
            assert ours is None
    differ("HEDGE_LIQUIDATION_SHARED, freqtrade's formula", pairs, 1e-12)


def test_funding_as_pandas_adds_it_up():
    """freqtrade's: open_fund x mark over the rows between two dates, the other way for a long."""
    pairs = []
    for _ in range(50):
        rows = int(RANDOM.integers(1, 400))
        frame = pd.DataFrame({"stamp": np.arange(rows) / 3 + 45000.0})
        frame["rate"], frame["mark"] = RANDOM.normal(0, 1e-4, rows), RANDOM.uniform(1, 9, rows)
        start, finish = np.sort(RANDOM.choice(frame.stamp, 2))
        contracts = float(RANDOM.normal(0, 1000))
        held = frame[(frame.stamp >= start) & (frame.stamp <= finish)]
        theirs = (held.rate * held["mark"]).sum() * contracts * 0.1
        columns = columns_of(frame)
        ours = hedge_funding_history(contracts, 0.1, *columns, float(start), float(finish))
        pairs.append((ours, theirs, abs(contracts) * 1e-6))
    differ("HEDGE_FUNDING_HISTORY, pandas", pairs, 1e-9)


def test_expiries_as_pandas_and_dateutil_have_them():
    for year in range(1901, 2200):
        for month in range(1, 13):
            ours = last_friday(year, month)
            last = datetime.date(year, month, 1) + relativedelta(day=31, weekday=FR(-1))
            assert ours == last
    for month in pd.date_range("2017-12-01", "2040-12-01", freq="MS"):
        friday = (month - pd.Timedelta(days=1)) + pd.tseries.offsets.LastWeekOfMonth(weekday=4)
        assert last_friday(month.year, month.month) == friday.date()


def test_liquidation_is_the_root_that_scipy_finds() -> None:
    pairs = []
    for seed in range(300):
        chance = np.random.default_rng(seed)
        kind: Any = chance.choice(["linear", "inverse"])
        entry, n, rate = (
            chance.uniform(1, 1e5),
            chance.choice([-30.0, 30.0]),
            chance.uniform(0, 0.2),
        )
        wallet = chance.uniform(0.0, 1.5) * 30 * (1 / entry if kind == "inverse" else entry)
        arguments = (entry, n, rate, wallet, kind)
        ours = hedge_liquidation(entry, 1.0, rate, kind, contracts=n, collateral=wallet)
        low, high = entry * 1e-6, entry * 1e6
        if left(low, *arguments) * left(high, *arguments) > 0:
            assert ours is None or not low < ours < high
            continue
        root = optimize.brentq(left, low, high, args=arguments, xtol=1e-300, rtol=1e-14)
        pairs.append((ours, root))
    assert len(pairs) > 200
    agree("liquidation, scipy.optimize", pairs, 1e-8)


def left(price: float, entry: float, n: float, rate: float, wallet: float, kind: Any) -> float:
    """What a position has at a price above its maintenance margin."""
    notional = abs(n) * (1 / price if kind == "inverse" else price)
    return wallet + hedge_futures_pnl(n, 1.0, entry, price, kind) - rate * notional
