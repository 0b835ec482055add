"""The new functions against trading and risk libraries that are heavy or old: opt-in.

BETAHEDGE_LIBRARIES names those to use, as in "QuantLib,empyrical", or "all"; install them first.
The largest relative difference of each comparison is printed (shown with -s).
"""

import datetime
import importlib
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import pytest

from betahedge.core.hedged import hedge_rolling_beta
from betahedge.core.position import hedge_position
from betahedge.core.roll import hedge_roll, last_friday
from core.comparison import RANDOM, columns_of, differ, optional, walks


def test_a_roll_as_quantlib_implies_the_forward_rate():
    ql = optional("QuantLib")
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
    ql = optional("QuantLib")
    for year in range(1990, 2100):
        for month in range(1, 13):
            last = ql.Date.endOfMonth(ql.Date(1, month, year))
            friday = last - (last.weekday() - ql.Friday) % 7
            ours = last_friday(year, month)
            assert (ours.day, ours.month) == (friday.dayOfMonth(), friday.month())
            assert friday.serialNumber() == (ours - datetime.date(1899, 12, 30)).days


@pytest.mark.parametrize("window", [3, 30])
def test_rolling_beta_as_empyrical_rolls_it(window):
    empyrical = optional("empyrical")
    table = pd.DataFrame(walks(200, 2), index=pd.date_range("2024-01-01", periods=200))
    theirs = empyrical.roll_beta(table[0], table[1], window=window)
    ours = hedge_rolling_beta(*columns_of(table), window, "returns")[window - 1 :]
    differ(f"HEDGE_ROLLING_BETA, {window}, empyrical", zip(ours, theirs, [1.0] * 999), 1e-9)


def nautilus_position(fills: list[tuple[float, float]], inverse: bool) -> Any:
    """Run fills through nautilus_trader: what they realised, closed positions and the open one."""
    optional("nautilus_trader")
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
    optional("nautilus_trader")
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
