"""Tiers of margin, where they are public."""

import pytest

from market.takes import take


def test_tiers_of_okx_are_in_contracts(venue):
    done = take(venue, "okx", "BTC/USDT:USDT", "ETH-USDT-SWAP", with_tiers=True)
    assert [(row["unit"], row["from"], row["mm"], row["amount"]) for row in done.tiers[:2]] == [
        ("contracts", 0.0, 0.004, 0.0), ("contracts", 3000.0, 0.01, 18.0),
    ]  # fmt: skip


def test_rates_of_bybit_are_per_cent(venue):
    done = take(venue, "bybit", "BTC/USDT:USDT", "BTCUSD", with_tiers=True)
    assert [(row["im"], row["mm"]) for row in done.tiers] == [  # of 0.5 and 0.56 per cent
        (0.01, 0.005), (pytest.approx(1 / 90), pytest.approx(0.0056)),
    ]  # fmt: skip


def test_tiers_of_kraken_are_in_contracts(venue):
    first, second = take(venue, "kraken", "PI_XBTUSD", with_tiers=True).tiers
    assert (first["unit"], second["amount"]) == ("contracts", 2500.0)


def test_binances_tiers_need_a_key(venue):
    assert take(venue, "binance", "BTCUSDT", with_tiers=True).faults == [
        "tiers BTC/USDT:USDT: binance needs a key"
    ]
