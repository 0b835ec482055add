"""Average prices and positions against nautilus_trader: opt-in.

BETAHEDGE_LIBRARIES names the libraries to use, as in "QuantLib,empyrical", or "all"; install them
first.  The largest difference of each comparison is printed (shown with -s).
"""

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from betahedge.core.position import hedge_average_price, hedge_position
from core.against_libraries.comparison import RANDOM, SEEDS, agree, differ, optional


def many_fills(seed: int) -> list[tuple[int, float]]:
    chance = np.random.default_rng(seed)
    return [
        (int(chance.choice([-1, 1]) * chance.integers(1, 50)), round(chance.uniform(90, 110), 1))
        for _ in range(20)
    ]


def test_average_prices_are_those_of_nautilus_trader() -> None:
    optional("nautilus_trader")
    pairs = []
    for seed in SEEDS:
        fills = many_fills(seed)
        position = nautilus_average(fills)
        if position is not None:
            quantities, prices = zip(*fills)
            pairs.append((hedge_average_price(quantities, prices), position))
    agree("average price, nautilus_trader", pairs, 1e-9)


def split_at_zero(fills: list[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """Split a fill that turns a position: nautilus_trader's engine does before its position."""
    held = 0
    for quantity, price in fills:
        if held and abs(quantity) > abs(held) and held * quantity < 0:
            yield -held, price
            quantity, held = quantity + held, 0
        held += quantity
        yield quantity, price


def nautilus_average(fills: list[tuple[int, float]]) -> float | None:
    """Run fills through nautilus_trader's position; None when it ends flat."""
    kit = importlib.import_module("nautilus_trader.test_kit.providers").TestInstrumentProvider
    events = importlib.import_module("nautilus_trader.test_kit.stubs.events").TestEventStubs
    orders = importlib.import_module("nautilus_trader.test_kit.stubs.execution").TestExecStubs
    objects = importlib.import_module("nautilus_trader.model.objects")
    enums = importlib.import_module("nautilus_trader.model.enums")
    ids = importlib.import_module("nautilus_trader.model.identifiers")
    position_class = importlib.import_module("nautilus_trader.model.position").Position
    instrument = kit.btcusdt_perp_binance()
    position: Any = None
    for number, (quantity, price) in enumerate(split_at_zero(fills)):
        order = orders.market_order(
            instrument=instrument,
            order_side=enums.OrderSide.SELL if quantity > 0 else enums.OrderSide.BUY,
            quantity=objects.Quantity(abs(quantity), instrument.size_precision),
            client_order_id=ids.ClientOrderId(f"O-{number}"),
        )
        fill = events.order_filled(
            order,
            instrument=instrument,
            position_id=ids.PositionId("P-1"),
            trade_id=ids.TradeId(f"T-{number}"),
            last_px=objects.Price(price, instrument.price_precision),
        )
        if position is None or position.is_closed:
            position = position_class(instrument, fill)
        else:
            position.apply(fill)
    return None if position.is_closed else float(position.avg_px_open)


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
