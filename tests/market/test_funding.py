"""Funding: its interval and where that came from, and what was paid."""

import datetime
from itertools import pairwise

import pytest

from market.takes import some, take
from market.venues import HOUR, MOMENT


def test_an_interval_that_binance_does_not_name_is_the_distance_of_the_last_stamps(venue):
    usual, named = take(venue, "binance", "BTCUSDT", "KNCUSDT").rows
    interval = ("funding_interval_hours", "interval_source")
    assert some(usual, *interval) == ("8.0", "history")
    assert some(named, *interval) == ("4.0", "exchange")
    venue.fail("fapi/v1/fundingRate", *[500] * 9)
    done = take(venue, "binance", "BTCUSDT")
    assert some(done.rows[0], *interval, "status") == ("", "", "partial")  # and not 8
    assert done.rows[0]["note"] == "no funding interval hours"


def test_stamps_of_unequal_distance_are_no_interval(running, venue):
    key = "GET fapi.binance.com/fapi/v1/fundingRate?symbol=BTCUSDT"
    was = running.answers[key]
    running.answers[key] = [row | {"fundingTime": MOMENT - back * HOUR}
                            for row, back in zip(was, (12, 4, 0))]  # fmt: skip
    done = take(venue, "binance", "BTCUSDT")
    running.answers[key] = was
    assert done.faults == ["funding history BTC/USDT:USDT: its stamps are [4.0, 8.0] hours apart"]


@pytest.mark.parametrize(
    ("exchange", "symbol", "hours"),
    [("binance", "BTCUSDT", 8), ("okx", "BTC/USDT:USDT", 8), ("bybit", "BTC/USDT:USDT", 4),
     ("hyperliquid", "BTC", 1), ("kraken", "PF_XBTUSD", 1), ("deribit", "BTC-PERPETUAL", 1)],
)  # fmt: skip
def test_funding_history(venue, exchange, symbol, hours):
    done = take(venue, exchange, symbol, funding=(MOMENT - 20 * HOUR, MOMENT + HOUR))
    assert not done.faults
    stamps = [datetime.datetime.fromisoformat(row["time"]) for row in done.funding]
    assert len(stamps) == 3
    assert {later - sooner for sooner, later in pairwise(stamps)} == {
        datetime.timedelta(hours=hours)
    }


def test_a_history_that_begins_late_is_said(venue):
    done = take(venue, "kraken", "PF_XBTUSD", funding=(MOMENT - 100 * HOUR, MOMENT))
    assert done.faults == ["funding history BTC/USD:USD: begins 98 hours later than asked"]
