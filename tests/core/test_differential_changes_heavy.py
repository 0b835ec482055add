"""The changed functions against trading and risk libraries that are heavy or old: opt-in.

BETAHEDGE_LIBRARIES names those to use, as in "QuantLib,empyrical", or "all"; install them first.
The largest relative difference of each comparison is printed (shown with -s).
"""

import importlib
import inspect
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from betahedge.core.margin import hedge_liquidation
from betahedge.core.position import hedge_average_price
from betahedge.core.risk import hedge_es, hedge_var
from core.comparison import optional
from core.test_differential_changes import SEEDS, agree, fat_tailed


def random_fills(seed: int) -> list[tuple[int, float]]:
    chance = np.random.default_rng(seed)
    return [
        (int(chance.choice([-1, 1]) * chance.integers(1, 50)), round(chance.uniform(90, 110), 1))
        for _ in range(20)
    ]


def test_average_prices_are_those_of_nautilus_trader() -> None:
    optional("nautilus_trader")
    pairs = []
    for seed in SEEDS:
        fills = random_fills(seed)
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


def test_shortfall_is_no_less_than_empyricals_and_var_is_its_own() -> None:
    """empyrical counts whole returns only, the cut among them: near, never further in the tail."""
    empyrical = optional("empyrical")
    returns = [fat_tailed(seed, 200) for seed in SEEDS]
    ours = [hedge_var(r, 0.95) for r in returns]
    agree(
        "VaR, empyrical",
        zip(ours, [-empyrical.value_at_risk(np.array(r), 0.05) for r in returns]),
        1e-9,
    )
    whole = [r[:101] for r in returns]  # 0.05 x 100 is a rank: both count the worst
    for each in whole:
        theirs = -empyrical.conditional_value_at_risk(np.array(each), 0.05)
        assert theirs == pytest.approx(-np.sort(each)[: int(100 * 0.05) + 1].mean(), rel=1e-6)
        assert hedge_es(each, 0.95) >= theirs - 1e-12


def test_shortfall_is_quantlibs_of_the_returns_below_its_cut() -> None:
    """QuantLib averages what is strictly below the k-th worst: the worst k - 1 of n returns."""
    ql = optional("QuantLib")
    pairs = []
    for seed in SEEDS:
        returns = fat_tailed(seed, 1000)
        risk = ql.RiskStatistics()
        for value in returns:
            risk.add(value)
        for count in (2, 11, 26, 51, 100):
            theirs = risk.expectedShortfall(1.0 - (count - 0.5) / 1000)
            pairs.append((hedge_es(returns, 1.0 - (count - 1) / 1000), theirs))
    agree("ES, QuantLib", pairs, 1e-9)


@pytest.mark.parametrize("short", [True, False])
def test_liquidation_is_freqtrades(short: bool) -> None:
    """Binance's formula for isolated margin, as freqtrade's exchange class has it."""
    optional("freqtrade")
    binance = importlib.import_module("freqtrade.exchange.binance").Binance
    pairs = []
    for seed in range(100):
        chance = np.random.default_rng(seed)
        entry, amount, leverage = chance.uniform(10, 1e5), chance.uniform(0.01, 50), 2 + seed % 40
        rate, tier = chance.uniform(0.004, 0.02), chance.uniform(0, 10)
        wallet = amount * entry / leverage
        side = -1 if short else 1
        theirs = (wallet + tier - side * amount * entry) / (amount * rate - side * amount)
        asked = {
            "self": isolated(rate, tier),
            "pair": "X/USDT:USDT",
            "open_rate": entry,
            "is_short": short,
            "amount": amount,
            "stake_amount": wallet,
            "leverage": leverage,
            "wallet_balance": wallet,
            "open_trades": [],
        }
        price = binance.dry_run_liquidation_price
        known = inspect.signature(price).parameters  # by release
        found = price(**{name: value for name, value in asked.items() if name in known})
        assert found == pytest.approx(theirs)
        n = amount if short else -amount
        pairs.append(
            (hedge_liquidation(entry, leverage, rate, "linear", "mark", 0, tier, n), found)
        )
    agree("liquidation, freqtrade", pairs, 1e-9)


def isolated(rate: float, tier: float) -> SimpleNamespace:
    """Stand for an exchange without a network: isolated futures in one tier."""
    enums = importlib.import_module("freqtrade.enums")
    return SimpleNamespace(
        trading_mode=enums.TradingMode.FUTURES,
        margin_mode=enums.MarginMode.ISOLATED,
        get_maintenance_ratio_and_amt=lambda *_: (rate, tier),
    )
