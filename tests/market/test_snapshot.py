"""A row a symbol, from a server of this machine; no other name is looked up."""

import pytest

from market.takes import some, take
from market.venues import ANSWERS, HOUR, MOMENT


def test_binance(venue):
    done = take(venue, "binance", "BTC/USDT:USDT", "BTCUSD_PERP", "BTC/USD:BTC-261225", "BTC/USDT")
    linear, inverse, quarter, spot = done.rows
    assert not done.faults
    assert {row["status"] for row in done.rows} == {"ok"}
    prices = ("spot_price", "futures_price", "mark_price", "index_price")
    assert some(linear, *prices) == ("71250.0", "71290.5", "71288.1", "71251.4")
    assert some(linear, "contract_size", "lot_size", "tick") == ("1.0", "0.001", "0.1")
    assert some(linear, "maker_fee", "taker_fee") == ("0.0002", "0.0005")
    assert some(inverse, "kind", "contract_size", "size_unit", "settle") == (
        "inverse", "100.0", "USD", "BTC",
    )  # fmt: skip
    assert some(quarter, "expiry", "funding_rate") == ("2026-12-25T08:00:00Z", "")
    assert some(spot, "kind", "spot_price", "futures_price") == ("spot", "71250.0", "")
    assert some(linear, "exchange_time", "fetched_at") == (
        "2026-09-29T08:00:00Z", "2026-09-29T08:00:05Z",
    )  # fmt: skip


def test_the_time_of_a_row_is_that_of_its_oldest_price(venue, monkeypatch):
    """The spot market of ETH stands still for three days, its perpetual trades."""
    spot = "GET api.binance.com/api/v3/ticker/24hr"
    btc, eth = ANSWERS[spot]
    stopped = eth | {"closeTime": 1_790_424_000_000}
    monkeypatch.setitem(venue.answers, spot, [btc, stopped])
    done = take(venue, "binance", "ETH/USDT:USDT", "ETH/USDT", "BTC/USDT:USDT")
    assert [some(row, "exchange_time", "fetched_at") for row in done.rows] == [
        ("2026-09-26T12:00:00Z", "2026-09-29T08:00:05Z"),
        ("2026-09-26T12:00:00Z", "2026-09-29T08:00:05Z"),
        ("2026-09-29T08:00:00Z", "2026-09-29T08:00:05Z"),
    ]


def test_okx_counts_in_hundredths_of_a_coin_and_its_tiers_in_contracts(venue):
    done = take(venue, "okx", "BTC/USDT:USDT", "ETH-USDT-SWAP", with_tiers=True)
    assert [row["contract_size"] for row in done.rows] == ["0.01", "0.1"]
    assert [row["funding_interval_hours"] for row in done.rows] == ["8.0", "4.0"]
    assert [(row["unit"], row["from"], row["mm"], row["amount"]) for row in done.tiers[:2]] == [
        ("contracts", 0.0, 0.004, 0.0), ("contracts", 3000.0, 0.01, 18.0),
    ]  # fmt: skip
    assert done.rows[1]["note"] == "no spot price"


def test_bybit_says_its_interval_in_minutes(venue):
    done = take(venue, "bybit", "BTC/USDT:USDT", "BTCUSD", with_tiers=True)
    linear, inverse = done.rows
    assert some(linear, "funding_interval_hours", "futures_price") == ("4.0", "71290.5")
    assert some(inverse, "funding_interval_hours", "contract_size") == ("8.0", "1.0")
    assert [(row["im"], row["mm"]) for row in done.tiers] == [  # of 0.5 and 0.56 per cent
        (0.01, 0.005), (pytest.approx(1 / 90), pytest.approx(0.0056)),
    ]  # fmt: skip


def test_deribit_is_hourly_in_its_history_and_counts_amounts_in_dollars(venue):
    span = (MOMENT - 3 * HOUR, MOMENT)
    done = take(venue, "deribit", "BTC-PERPETUAL", "BTC/USD:BTC-261225", funding=span)
    perpetual, future = done.rows
    assert not done.faults
    assert some(perpetual, "contract_size", "lot_size") == ("10.0", "1.0")  # 10 dollars: a contract
    assert some(perpetual, "funding_rate", "funding_interval_hours") == ("8e-05", "8.0")
    assert [row["funding_rate"] for row in done.funding] == ["1e-05"] * 3  # interest_1h
    assert some(future, "spot_price", "note", "status") == (
        "71251.4", "spot price is the index", "ok",
    )  # fmt: skip


def test_hyperliquid_pays_hourly_on_the_oracle_price(venue):
    row = take(venue, "hyperliquid", "BTC").rows[0]
    names = ("symbol", "id", "funding_interval_hours", "funding_rate", "index_price")
    assert some(row, *names) == ("BTC/USDC:USDC", "BTC", "1.0", "1.5e-05", "71251.4")


def test_kraken_has_two_exchanges_and_says_funding_in_dollars(venue):
    done = take(venue, "kraken", "BTC/USD", "PF_XBTUSD", "PI_XBTUSD", with_tiers=True)
    spot, linear, inverse = done.rows
    assert not done.faults
    assert [row["exchange"] for row in done.rows] == ["kraken"] * 3
    assert some(spot, "kind", "spot_price") == ("spot", "71250.0")
    assert some(linear, "funding_rate", "funding_interval_hours") == ("1.5e-05", "1.0")
    assert (inverse["kind"], done.tiers[0]["unit"], done.tiers[1]["amount"]) == (
        "inverse", "contracts", 2500.0,
    )  # fmt: skip


def test_krakens_inverse_contracts_pay_coins_a_dollar(venue, monkeypatch):
    """Kraken's own sample: 2.18900669884E-7 ETH a dollar are 0.006077996% at 277.66."""
    key = "GET futures.kraken.com/derivatives/api/v3/tickers"
    linear, inverse = ANSWERS[key]["tickers"]
    paid = {"fundingRate": 2.18900669884e-7, "indexPrice": 277.66, "markPrice": 277.9}
    answer = ANSWERS[key] | {"tickers": [linear, inverse | paid]}
    monkeypatch.setitem(venue.answers, key, answer)
    assert float(take(venue, "kraken", "PI_XBTUSD").rows[0]["funding_rate"]) == pytest.approx(
        0.00006077996, rel=1e-6
    )
    del answer["tickers"][1]["indexPrice"]
    row = take(venue, "kraken", "PI_XBTUSD").rows[0]
    assert some(row, "funding_rate", "status") == ("", "partial")


def test_the_spot_price_is_that_of_a_spot_market(venue, monkeypatch):
    """Without its day of delivery ccxt names a quarter BTC/USD, as a spot market would be."""
    key = "GET dapi.binance.com/dapi/v1/exchangeInfo"
    perpetual, quarter = ANSWERS[key]["symbols"]
    undated = {name: value for name, value in quarter.items() if name != "deliveryDate"}
    monkeypatch.setitem(venue.answers, key, {"symbols": [perpetual, undated]})
    (row,) = take(venue, "binance", "BTCUSD_261225").rows
    assert some(row, "futures_price", "spot_price") == ("72410.0", "71250.0")


def test_a_contract_that_is_told_as_its_spot_market_does_not_price_it(venue, monkeypatch):
    """ccxt takes a line of Bybit's for one of a spot market where it has no open interest."""
    key = "GET api.bybit.com/v5/market/tickers?category=linear"
    answer = ANSWERS[key]["result"]
    (line,) = answer["list"]
    bare = {name: value for name, value in line.items() if name != "openInterestValue"}
    monkeypatch.setitem(venue.answers, key, ANSWERS[key] | {"result": answer | {"list": [bare]}})
    done = take(venue, "bybit", "BTC/USDT:USDT", "BTC/USDT")
    assert [some(row, "spot_price", "futures_price") for row in done.rows] == [
        ("71250.0", ""), ("71250.0", ""),
    ]  # fmt: skip
    assert "prices swap linear: the answer has no BTC/USDT:USDT" in done.faults


def test_a_future_that_has_not_traded_is_priced_by_its_mark(venue, monkeypatch):
    key = "GET www.deribit.com/api/v2/public/ticker?instrument_name=BTC-PERPETUAL"
    answer = ANSWERS[key]["result"] | {"last_price": None}
    monkeypatch.setitem(venue.answers, key, ANSWERS[key] | {"result": answer})
    (row,) = take(venue, "deribit", "BTC-PERPETUAL").rows
    assert row["futures_price"] == row["mark_price"] == str(float(answer["mark_price"]))
    assert some(row, "status", "note") == (
        "ok", "spot price is the index; futures price is the mark",
    )  # fmt: skip


def test_a_price_without_an_end_is_none(venue, monkeypatch):
    key = "GET www.deribit.com/api/v2/public/ticker?instrument_name=BTC-PERPETUAL"
    answer = ANSWERS[key] | {"result": ANSWERS[key]["result"] | {"last_price": 1e999}}
    monkeypatch.setitem(venue.answers, key, answer)
    (row,) = take(venue, "deribit", "BTC-PERPETUAL").rows
    assert some(row, "futures_price", "status") == ("", "failed")


def test_a_contract_without_its_size_is_not_all_there(venue, monkeypatch):
    key = "GET www.deribit.com/api/v2/public/get_instruments"
    perpetual, future = ANSWERS[key]["result"]
    answer = ANSWERS[key] | {"result": [perpetual | {"contract_size": None}, future]}
    monkeypatch.setitem(venue.answers, key, answer)
    (row,) = take(venue, "deribit", "BTC-PERPETUAL").rows
    assert some(row, "status", "note") == (
        "partial", "no contract size; spot price is the index",
    )  # fmt: skip


def test_a_market_that_is_closed_is_said(venue, monkeypatch):
    key = "GET fapi.binance.com/fapi/v1/exchangeInfo"
    of_bitcoin, *others = ANSWERS[key]["symbols"]
    answer = {"symbols": [of_bitcoin | {"status": "SETTLING"}, *others]}
    monkeypatch.setitem(venue.answers, key, answer)
    closed, open_ = take(venue, "binance", "BTC/USDT:USDT", "ETH/USDT:USDT").rows
    assert some(closed, "status", "note") == ("partial", "is not traded now")
    assert some(open_, "status", "note") == ("ok", "")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (429, "prices swap linear: DDoSProtection: binance 429 Too Many Requests"),
        (500, "prices swap linear: ExchangeNotAvailable: binance GET"),
        (418, "prices swap linear: DDoSProtection: binance 418 I'm a Teapot"),
        (451, "prices swap linear: ExchangeNotAvailable: binance GET"),
        ("html", "prices swap linear: the answer is not what it should be (AttributeError)"),
        ("empty", "prices swap linear: the answer has no BTC/USDT:USDT"),
        ("hang", "prices swap linear: RequestTimeout: binance GET"),
        ("cut", "prices swap linear: NetworkError"),
        ("reset", "prices swap linear: NetworkError"),
    ],
)
def test_a_fault_that_stays_is_one_line_and_the_rest_is_there(venue, kind, said):
    venue.fail("fapi/v1/ticker", *[kind] * 9)
    done = take(venue, "binance", "BTC/USDT:USDT", "BTC/USD:BTC")
    assert [row["status"] for row in done.rows] == ["failed", "ok"]
    assert len(done.faults) == 1
    assert done.faults[0].startswith(said), done.faults
    assert len(done.faults[0]) < 220


def test_a_page_of_html_in_the_place_of_an_answer_of_okx(venue):
    venue.fail("market/tickers?instType=SWAP", "html")
    done = take(venue, "okx", "BTC/USDT:USDT")
    assert done.rows[0]["status"] == "failed"
    assert done.faults == ["prices swap: the answer has no BTC/USDT:USDT"]


def test_what_is_not_there_is_said(venue):
    row = take(venue, "okx", "NOPE/USDT:USDT").rows[0]
    assert some(row, "status", "note") == ("failed", "okx has no market NOPE/USDT:USDT")


@pytest.mark.parametrize("exchange", ["gate", "kucoinfutures", "bitget"])
def test_other_exchanges_are_as_ccxt_gives_them_or_one_line(venue, exchange):
    done = take(venue, exchange, "BTC/USDT:USDT")
    assert done.rows[0]["status"] == "failed"  # the server of this machine does not know them
    assert len(done.faults) == 1
