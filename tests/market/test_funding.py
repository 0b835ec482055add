"""Funding: its interval and where that came from, and what was paid."""

import datetime
from itertools import pairwise

import pytest

from betahedge.market.session import Wish, snapshot
from market.takes import some, take
from market.venues import ANSWERS, HOUR, MOMENT


def test_an_interval_that_binance_does_not_name_is_the_distance_of_the_last_stamps(venue):
    usual, named = take(venue, "binance", "BTCUSDT", "KNCUSDT").rows
    interval = ("funding_interval_hours", "interval_source")
    assert some(usual, *interval) == ("8.0", "history")
    assert some(named, *interval) == ("4.0", "exchange")
    venue.fail("fapi/v1/fundingRate", *[500] * 9)
    done = take(venue, "binance", "BTCUSDT")
    assert some(done.rows[0], *interval, "status") == ("", "", "partial")  # and not 8
    assert done.rows[0]["note"] == "no funding interval hours"


def test_what_deribit_leaves_blank_is_no_rate(venue, monkeypatch):
    key = "GET www.deribit.com/api/v2/public/get_funding_rate_history"
    first, *others = ANSWERS[key]["result"]
    answer = ANSWERS[key] | {"result": [first | {"interest_1h": ""}, *others]}
    monkeypatch.setitem(venue.answers, key, answer)
    done = take(venue, "deribit", "BTC-PERPETUAL", funding=(MOMENT - 20 * HOUR, MOMENT))
    assert [row["funding_rate"] for row in done.funding] == ["1e-05", "1e-05"]


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


BYBIT = "GET api.bybit.com/v5/market/funding/history?symbol=BTCUSDT"
OKX = "GET www.okx.com/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP"


def of_bybit(stamps):
    rows = [{"symbol": "BTCUSDT", "fundingRate": "0.0001", "fundingRateTimestamp": str(when)}
            for when in stamps]  # fmt: skip
    return ANSWERS[BYBIT] | {"result": {"category": "linear", "list": rows, "nextPageCursor": ""}}


def of_okx(stamps):
    rows = [{"instType": "SWAP", "instId": "BTC-USDT-SWAP", "fundingRate": "0.0001",
             "realizedRate": "0.0001", "fundingTime": str(when)} for when in stamps]  # fmt: skip
    return ANSWERS[OKX] | {"data": rows}


@pytest.mark.parametrize(
    ("exchange", "key", "answer", "span"),
    [("bybit", BYBIT, of_bybit, "&startTime={0}&endTime={1}"),
     ("okx", OKX, of_okx, "&before={2}&after={3}")],
)  # fmt: skip
def test_an_exchange_that_begins_with_the_newest_gives_the_whole_span(
    venue, monkeypatch, tmp_path, exchange, key, answer, span
):
    """Seven stamps of eight hours in pages of three; and the recording has every page."""
    start, end = MOMENT - 48 * HOUR, MOMENT
    stamps = range(end, start - 1, -8 * HOUR)
    for first in (0, 3, 6):
        last = end if first == 0 else stamps[first - 1] - 1
        said = span.format(start, last, start - 1, last + 1)
        monkeypatch.setitem(venue.answers, key + said, answer(stamps[first : first + 3]))
    monkeypatch.setitem(venue.answers, key, answer([]))
    done = take(venue, exchange, "BTC/USDT:USDT", funding=(start, end), record=tmp_path)
    assert done.faults == []
    found = [datetime.datetime.fromisoformat(row["time"]) for row in done.funding]
    assert [moment.timestamp() * 1000 for moment in found] == list(stamps)[::-1]
    again = snapshot(Wish(exchange, ["BTC/USDT:USDT"], (start, end), replay=tmp_path))
    assert again.funding == done.funding


def test_a_hole_in_a_history_is_said_and_stamps_that_come_twice_count_once(venue, monkeypatch):
    """Of 8 hours are 0, 8, 24, 32; what has no rate is a hole as well.  4 hours follow on 8."""
    start = MOMENT - 48 * HOUR
    rows = of_bybit([start + hours * HOUR for hours in (0, 8, 8, 16, 24, 32, 36, 40)])
    rows["result"]["list"][3]["fundingRate"] = ""
    monkeypatch.setitem(venue.answers, BYBIT, rows)
    done = take(venue, "bybit", "BTC/USDT:USDT", funding=(start, MOMENT))
    assert len(done.funding) == 6
    assert done.faults == [
        "funding history BTC/USDT:USDT: has none between 2026-09-27T16:00:00Z and "
        "2026-09-28T08:00:00Z"
    ]


def test_the_first_of_two_holes_is_named_and_the_other_counted(venue, monkeypatch):
    start = MOMENT - 48 * HOUR
    rows = of_bybit([start + hours * HOUR for hours in (0, 8, 24, 32, 48)])
    monkeypatch.setitem(venue.answers, BYBIT, rows)
    assert take(venue, "bybit", "BTC/USDT:USDT", funding=(start, MOMENT)).faults == [
        "funding history BTC/USDT:USDT: has none between 2026-09-27T16:00:00Z and "
        "2026-09-28T08:00:00Z, and in 1 other places"
    ]
