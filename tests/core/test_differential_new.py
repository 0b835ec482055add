"""The functions a desk misses against other people's libraries, over random and edge inputs.

Each test prints its largest difference (see it with -s), relative to the larger of the number and
its scale.  statsmodels, pandas, SciPy, NumPy and dateutil are always asked; QuantLib, empyrical
and nautilus_trader with BETAHEDGE_LIBRARIES=1, where they are installed.
"""

import datetime
import importlib
import math
import os
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from dateutil.relativedelta import FR, relativedelta  # type: ignore[import-untyped]
from scipy import optimize, stats  # type: ignore[import-untyped]

from betahedge.core.basket import fit_with_errors, hedge_minvar_portfolio, hedge_var_components
from betahedge.core.funding import hedge_funding_history
from betahedge.core.hedged import hedge_returns, hedge_rolling_beta, hedge_tracking_error
from betahedge.core.position import hedge_position
from betahedge.core.roll import hedge_roll, last_friday
from betahedge.core.shared import hedge_liquidation_shared
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance

RANDOM = np.random.default_rng(9)


def library(name: str) -> Any:
    """Import a heavy library, where it was asked for and is installed."""
    if os.environ.get("BETAHEDGE_LIBRARIES") != "1":
        pytest.skip(f"BETAHEDGE_LIBRARIES=1 asks {name} too")
    return pytest.importorskip(name)


def differ(what: str, pairs: Iterable[tuple[float, float, float]], within: float) -> None:
    """Hold pairs (ours, theirs, scale) to a tolerance, and print the largest difference."""
    gaps = [abs(ours - theirs) / max(abs(theirs), scale) for ours, theirs, scale in pairs]
    assert gaps, "nothing was compared"
    print(f"\n{what}: {len(gaps)} compared, largest difference {max(gaps):.1e}")  # noqa: T201
    assert max(gaps) <= within


def walks(rows: int, columns: int, scale: float = 0.03) -> Any:
    """Columns of returns with something in common."""
    market = RANDOM.normal(0.0005, scale, (rows, 1))
    return market * RANDOM.uniform(0.3, 1.8, columns) + RANDOM.normal(0, scale / 2, (rows, columns))


def columns_of(table: Any) -> list[list[float]]:
    return [list(map(float, column)) for column in np.asarray(table).T]


@pytest.mark.parametrize("futures", [1, 2, 5])
def test_a_basket_as_statsmodels_fits_it(futures):
    pairs = []
    for rows in (futures + 3, 30, 400):
        for scale in (1e-6, 0.03, 0.4):
            table = np.maximum(walks(rows, futures + 3, scale), -0.9)
            values = RANDOM.normal(0, 1e6, 3)
            book = table[:, :3] @ values
            fit = sm.OLS(book, sm.add_constant(table[:, 3:])).fit()
            each = RANDOM.uniform(1e3, 1e5, futures)
            ours = hedge_minvar_portfolio(
                values, columns_of(table[:, :3]), columns_of(table[:, 3:]), each, "returns"
            )
            size = np.abs(fit.params[1:]).max()
            for j, line in enumerate(ours.lines):
                pairs += [
                    (line.contracts * each[j], fit.params[1 + j], size),
                    (line.ratio, fit.params[1 + j] / values.sum(), size / abs(values.sum())),
                    (line.standard_error, fit.bse[1 + j] / abs(values.sum()), 0.0),
                ]
            pairs.append((ours.r2, fit.rsquared, 1.0))
    differ(f"HEDGE_MINVAR_PORTFOLIO, {futures} futures, statsmodels", pairs, 1e-9)


def test_near_twins_as_statsmodels_fits_them():
    """Two futures a thousandth of their moves apart: wild ratios, and the errors say so."""
    table = walks(250, 2)
    twins = np.column_stack([table[:, 1], table[:, 1] + RANDOM.normal(0, 3e-5, 250)])
    fit = sm.OLS(table[:, 0], sm.add_constant(twins)).fit()
    ours = fit_with_errors(columns_of(table)[0], columns_of(twins))
    pairs = [(a, b, 0.0) for a, b in zip(ours.coefficients, fit.params[1:])]
    pairs += [(a, b, 0.0) for a, b in zip(ours.errors, fit.bse[1:])]
    differ("twins, statsmodels", pairs, 1e-8)


def test_prices_with_gaps_as_pandas_and_statsmodels_take_them():
    prices = pd.DataFrame(100 * np.cumprod(1 + walks(300, 4), axis=0))
    prices = prices.mask(RANDOM.random(prices.shape) < 0.05)
    moves = prices.pct_change(fill_method=None).dropna()
    fit = sm.OLS(moves[[0, 1]] @ [3.0, -1.0], sm.add_constant(moves[[2, 3]])).fit()
    gaps = [[None if math.isnan(x) else x for x in column] for column in columns_of(prices)]
    ours = hedge_minvar_portfolio([3.0, -1.0], gaps[:2], gaps[2:], [1.0, 1.0])
    pairs = [(line.contracts, b, 0.0) for line, b in zip(ours.lines, fit.params[1:])]
    pairs.append((ours.r2, fit.rsquared, 0.0))
    differ("prices with gaps, pandas and statsmodels", pairs, 1e-9)


@pytest.mark.parametrize("window", [3, 20, 250])
def test_rolling_beta_as_pandas_rolls_it(window):
    table = pd.DataFrame(walks(600, 2))
    theirs = table[0].rolling(window).cov(table[1]) / table[1].rolling(window).var()
    ours = hedge_rolling_beta(*columns_of(table), window, "returns")
    assert [beta is None for beta in ours] == list(theirs.isna())
    pairs = [(a, b, 1.0) for a, b in zip(ours[window - 1 :], theirs[window - 1 :])]
    differ(f"HEDGE_ROLLING_BETA, {window}, pandas", pairs, 1e-8)


def test_rolling_beta_where_running_sums_lose_it():
    """Calm after a storm of a million times the size: exact by NumPy, window by window."""
    table = walks(400, 2) * np.where(np.arange(400) < 200, 1e3, 1e-3)[:, None]
    ours = hedge_rolling_beta(*columns_of(table), 30, "returns")
    pairs = []
    for end in range(230, 401):
        c = np.cov(table[end - 30 : end].T)
        pairs.append((ours[end - 1], c[0, 1] / c[1, 1], 0.0))
    differ("HEDGE_ROLLING_BETA after a storm, NumPy", pairs, 1e-10)


def test_rolling_ewma_as_pandas_weighs_it():
    y, x = columns_of(walks(120, 2))
    ours = hedge_rolling_beta(y, x, 40, "returns", "ewma")
    pairs = []
    for end in range(40, 121):
        frame = pd.DataFrame({"xy": np.multiply(y, x), "xx": np.square(x)})[end - 40 : end]
        last = frame.ewm(alpha=0.06).mean().iloc[-1]
        pairs.append((ours[end - 1], last.xy / last.xx, 1.0))
    differ("HEDGE_ROLLING_BETA, ewma, pandas", pairs, 1e-10)


def test_hedged_returns_and_tracking_as_numpy_has_them():
    pairs = []
    for rows, periods in [(2, 365), (36, 12), (1000, 252)]:
        table = walks(rows, 4)
        a, *futures = columns_of(table)
        ratios = list(map(float, RANDOM.normal(0, 1, 3)))
        ours = hedge_returns(a, futures, ratios, "returns")
        pairs += [(o, t, 0.01) for o, t in zip(ours, table[:, 0] - table[:, 1:] @ ratios)]
        theirs = np.std(table[:, 0] - table[:, 1], ddof=1) * periods**0.5
        pairs.append((hedge_tracking_error(a, futures[0], periods), theirs, 0.0))
    differ("HEDGE_RETURNS and HEDGE_TRACKING_ERROR, NumPy", pairs, 1e-12)


def test_var_components_as_scipy_and_numpy_split_it():
    pairs = []
    for rows, assets in [(2, 1), (10, 3), (500, 8)]:
        table, weights = walks(rows, assets), RANDOM.normal(0, 1, assets)
        confidence = float(RANDOM.uniform(0.51, 0.999))
        sigma = np.atleast_2d(np.cov(table.T))
        risk = math.sqrt(weights @ sigma @ weights)
        z = stats.norm.ppf(confidence)
        theirs = weights * (z * (sigma @ weights) / risk - table.mean(axis=0))
        ours = hedge_var_components(columns_of(table), list(map(float, weights)), confidence)
        pairs += [(o, t, np.abs(theirs).max()) for o, t in zip(ours.parts, theirs)]
        pairs.append((ours.total, z * risk - (table @ weights).mean(), np.abs(theirs).max()))
    differ("HEDGE_VAR_COMPONENTS, SciPy and NumPy", pairs, 1e-11)


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


def test_a_roll_as_quantlib_implies_the_forward_rate():
    ql = library("QuantLib")
    today = ql.Date(2, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    pairs = []
    for _ in range(200):
        rate, spot = float(RANDOM.normal(0.05, 0.08)), float(RANDOM.uniform(10, 1e5))
        near, far = int(RANDOM.integers(1, 200)), int(RANDOM.integers(201, 700))
        curve = ql.FlatForward(today, rate, ql.Actual365Fixed(), ql.Continuous)
        forwards = [spot / curve.discount(today + days) for days in (near, far)]
        theirs = curve.forwardRate(today + near, today + far, ql.Actual365Fixed(), ql.Simple).rate()
        cash, ours = hedge_roll(3, 0.1, *forwards, far - near)
        pairs += [(ours, theirs, 1e-3), (cash, 0.3 * (forwards[1] - forwards[0]), 1e-3 * spot)]
    differ("HEDGE_ROLL, QuantLib", pairs, 1e-11)


def test_expiries_as_quantlib_counts_weekdays():
    ql = library("QuantLib")
    for year in range(1990, 2100):
        for month in range(1, 13):
            last = ql.Date.endOfMonth(ql.Date(1, month, year))
            friday = last - (last.weekday() - ql.Friday) % 7
            ours = last_friday(year, month)
            assert (ours.day, ours.month) == (friday.dayOfMonth(), friday.month())
            assert friday.serialNumber() == (ours - datetime.date(1899, 12, 30)).days


@pytest.mark.parametrize("window", [3, 30])
def test_rolling_beta_as_empyrical_rolls_it(window):
    empyrical = library("empyrical")
    table = pd.DataFrame(walks(200, 2), index=pd.date_range("2024-01-01", periods=200))
    theirs = empyrical.roll_beta(table[0], table[1], window=window)
    ours = hedge_rolling_beta(*columns_of(table), window, "returns")[window - 1 :]
    differ(f"HEDGE_ROLLING_BETA, {window}, empyrical", zip(ours, theirs, [1.0] * 999), 1e-9)


def nautilus_position(fills: list[tuple[float, float]], inverse: bool) -> Any:
    """Run fills through nautilus_trader: what they realised, closed positions and the open one."""
    library("nautilus_trader")
    part = importlib.import_module
    stubs = "nautilus_trader.test_kit.stubs"
    provider = part("nautilus_trader.test_kit.providers").TestInstrumentProvider
    ids, events = part(f"{stubs}.identifiers").TestIdStubs, part(f"{stubs}.events").TestEventStubs
    side, model = part("nautilus_trader.model.enums").OrderSide, part("nautilus_trader.model")
    factory = part("nautilus_trader.common.factories").OrderFactory(
        trader_id=ids.trader_id(),
        strategy_id=ids.strategy_id(),
        clock=part("nautilus_trader.common.component").TestClock(),
    )
    each = provider.xbtusd_bitmex() if inverse else provider.btcusdt_perp_binance()
    position, done, held = None, 0.0, 0.0
    for number, (quantity, price) in enumerate(fills):
        size = model.Quantity(abs(quantity), each.size_precision)
        order = factory.market(each.id, side.BUY if quantity > 0 else side.SELL, size)
        filled = events.order_filled(
            order,
            instrument=each,
            position_id=model.PositionId(f"P-{number}"),
            trade_id=model.TradeId(str(number)),
            last_px=model.Price(price, each.price_precision),
        )
        if position is None or held == 0:
            done += 0.0 if position is None else float(position.realized_pnl)
            position = type_of_position()(instrument=each, fill=filled)
        else:
            position.apply(filled)
        held += quantity
    return each, position, done + float(position.realized_pnl)


def type_of_position() -> Any:
    return importlib.import_module("nautilus_trader.model.position").Position


def random_fills(adds: bool) -> list[tuple[int, float]]:
    """Fills that leave a position open; a turn through zero is two fills in nautilus_trader."""
    fills: list[tuple[int, float]] = []
    held = int(RANDOM.integers(1000, 2000)) * (1 if RANDOM.random() < 0.5 else -1)
    fills.append((held, float(RANDOM.integers(20_000, 40_000) / 2)))
    for _ in range(int(RANDOM.integers(1, 30))):
        quantity = int(RANDOM.integers(1, 2000)) * (1 if RANDOM.random() < 0.5 else -1)
        if not adds:
            quantity = -int(held * RANDOM.uniform(0, 0.9))
        price = float(RANDOM.integers(20_000, 40_000) / 2)
        turns = held * (held + quantity) < 0
        fills += [(q, price) for q in ([-held, held + quantity] if turns else [quantity]) if q]
        held += quantity
    return fills if held else random_fills(adds)


@pytest.mark.parametrize("kind", ["linear", "inverse"])
def test_positions_as_nautilus_trader_runs_them(kind):
    """Its money has 8 decimals.  It averages the entries of an inverse position arithmetically,
    so that what it earned is not the cash: there only one entry, closed in parts, is compared.
    """
    library("nautilus_trader")
    inverse, pairs = kind == "inverse", []
    for _ in range(100):
        fills = random_fills(adds=not inverse)
        each, theirs, realised = nautilus_position(fills, inverse)
        mark, fee = 15_000.0, float(each.taker_fee)
        ours = hedge_position(*map(list, zip(*fills)), "average", mark, kind, 1.0, fee)
        price = importlib.import_module("nautilus_trader.model").Price(mark, each.price_precision)
        turnover = sum(abs(q) * (1 / p if inverse else p) for q, p in fills)
        pairs += [
            (ours.quantity, theirs.signed_qty, 0.0),
            (ours.average_price, theirs.avg_px_open, 0.0),
            (ours.realised, realised, turnover),
            (ours.unrealised, float(theirs.unrealized_pnl(price)), turnover),
        ]
    differ(f"HEDGE_POSITION, {kind}, nautilus_trader", pairs, 1e-6)
