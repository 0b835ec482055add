"""Snapshots for tests, of a server of this machine."""

import pytest

pytest.importorskip("ccxt", reason="ccxt (the extra `market`) is not installed")

from betahedge.market.exchange import Manners
from betahedge.market.session import Wish, snapshot
from market.venues import MOMENT

EACH = [("binance", "BTC/USDT:USDT"), ("okx", "BTC/USDT:USDT"), ("bybit", "BTC/USDT:USDT"),
        ("deribit", "BTC-PERPETUAL"), ("hyperliquid", "BTC"), ("kraken", "PF_XBTUSD")]  # fmt: skip


def manners(venue, **more):
    said = {"timeout": 1.0, "tries": 3, "pause": 0.0, "through": venue.prefix, "is_polite": False,
            "sleep": lambda _: None, "now": MOMENT / 1000 + 5}  # fmt: skip
    return Manners(**(said | more))


def take(venue, exchange, *symbols, **more):
    return snapshot(Wish(exchange, symbols, manners=manners(venue), **more))


def some(row, *names):
    return tuple(row[name] for name in names)
