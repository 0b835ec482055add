"""Liquidation prices against freqtrade: opt-in.

BETAHEDGE_LIBRARIES names the libraries to use, as in "QuantLib,empyrical", or "all"; install them
first.  The largest difference of each comparison is printed (shown with -s).
"""

import importlib
import inspect
from types import SimpleNamespace

import numpy as np
import pytest

from betahedge.core.margin import hedge_liquidation
from core.against_libraries.comparison import agree, optional


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
