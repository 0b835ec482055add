"""An exchange that is slow, busy, banning or broken: asked again where that helps."""

import pytest

from betahedge.market.exchange import NoExchange
from betahedge.market.session import Wish, snapshot
from market.takes import manners, take


@pytest.mark.parametrize("kinds", [[429], [429, 500], ["cut"], ["reset"], ["slow"], ["hang"]])
@pytest.mark.parametrize(("name", "part"), [("binance", "premiumIndex"), ("okx", "funding-rate")])
def test_a_fault_that_passes_leaves_no_trace(venue, name, part, kinds):
    venue.fail(part, *kinds)
    done = take(venue, name, "BTC/USDT:USDT")
    assert (done.rows[0]["status"], done.faults) == ("ok", [])


@pytest.mark.parametrize("kind", [418, 451])
def test_a_ban_is_never_asked_again(venue, kind):
    venue.fail("fapi/v1/ticker", *[kind] * 9)
    take(venue, "binance", "BTC/USDT:USDT")
    assert sum("fapi/v1/ticker" in key for key in venue.asked) == 1


def test_each_try_waits_twice_as_long(venue):
    waits = []
    venue.fail("fapi/v1/ticker", *[429] * 9)
    said = manners(venue, tries=4, pause=0.5, sleep=waits.append)
    snapshot(Wish("binance", ["BTC/USDT:USDT"], manners=said))
    assert waits == [0.5, 1.0, 2.0]


def test_without_markets_each_row_has_failed(venue):
    venue.fail("exchangeInfo", *[451] * 9)
    done = take(venue, "binance", "BTC/USDT:USDT", "ETH/USDT:USDT")
    assert [row["status"] for row in done.rows] == ["failed"] * 2
    assert len(done.faults) == 1
    assert "451" in done.faults[0]


def test_no_such_exchange(venue):
    with pytest.raises(NoExchange, match="--exchange: was binanse; is it binance"):
        take(venue, "binanse", "BTC/USDT")


def test_a_proxy_of_the_environment_is_asked(venue, monkeypatch):
    """No name is looked up: the fixture would say so."""
    monkeypatch.setenv("HTTP_PROXY", venue.prefix)
    take(venue, "okx", "BTC/USDT:USDT")
    assert all("www.okx.com" in key for key in venue.asked)
    venue.asked.clear()
    said = manners(venue, through="http://far.example/", tries=1)
    snapshot(Wish("okx", ["BTC/USDT:USDT"], manners=said))
    assert any("far.example/www.okx.com" in key for key in venue.asked)
