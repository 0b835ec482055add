"""Snapshots against a server of this machine; no other name is looked up."""

import csv
import datetime
import importlib.util
import json

import pytest
from click.testing import CliRunner

if importlib.util.find_spec("ccxt") is None:
    pytest.skip("ccxt (the extra `market`) is not installed", allow_module_level=True)

from betahedge.books.market import read_market
from betahedge.cli import main
from betahedge.market.exchange import Manners, NoExchange
from betahedge.market.files import as_csv
from betahedge.market.recording import ANSWERS as FILE_OF_ANSWERS
from betahedge.market.session import Wish, snapshot
from betahedge.market.snapshot import COLUMNS
from market.server import Venue
from market.venues import HOUR, MOMENT


def manners(venue, **more):
    said = {"timeout": 1.0, "tries": 3, "pause": 0.0, "through": venue.prefix, "is_polite": False,
            "sleep": lambda seconds: None, "now": MOMENT / 1000 + 5}  # fmt: skip
    return Manners(**(said | more))


def take(venue, exchange, *symbols, **more):
    return snapshot(Wish(exchange, symbols, manners=manners(venue), **more))


def some(row, *names):
    return tuple(row[name] for name in names)


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
    assert {later - sooner for sooner, later in zip(stamps, stamps[1:])} == {
        datetime.timedelta(hours=hours)
    }


def test_a_history_that_begins_late_is_said(venue):
    done = take(venue, "kraken", "PF_XBTUSD", funding=(MOMENT - 100 * HOUR, MOMENT))
    assert done.faults == ["funding history BTC/USD:USD: begins 98 hours later than asked"]


def test_binances_tiers_need_a_key(venue):
    assert take(venue, "binance", "BTCUSDT", with_tiers=True).faults == [
        "tiers BTC/USDT:USDT: binance needs a key"
    ]


@pytest.mark.parametrize("kinds", [[429], [429, 500], ["cut"], ["reset"], ["slow"], ["hang"]])
@pytest.mark.parametrize(("name", "part"), [("binance", "premiumIndex"), ("okx", "funding-rate")])
def test_a_fault_that_passes_leaves_no_trace(venue, name, part, kinds):
    venue.fail(part, *kinds)
    done = take(venue, name, "BTC/USDT:USDT")
    assert (done.rows[0]["status"], done.faults) == ("ok", [])


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


def test_what_is_not_there_is_said(venue):
    row = take(venue, "okx", "NOPE/USDT:USDT").rows[0]
    assert some(row, "status", "note") == ("failed", "okx has no market NOPE/USDT:USDT")
    with pytest.raises(NoExchange, match="--exchange: was binanse; is it binance"):
        take(venue, "binanse", "BTC/USDT")


@pytest.mark.parametrize("exchange", ["gate", "kucoinfutures", "bitget"])
def test_other_exchanges_are_as_ccxt_gives_them_or_one_line(venue, exchange):
    done = take(venue, exchange, "BTC/USDT:USDT")
    assert done.rows[0]["status"] == "failed"  # the server of this machine does not know them
    assert len(done.faults) == 1


EACH = [("binance", "BTC/USDT:USDT"), ("okx", "BTC/USDT:USDT"), ("bybit", "BTC/USDT:USDT"),
        ("deribit", "BTC-PERPETUAL"), ("hyperliquid", "BTC"), ("kraken", "PF_XBTUSD")]  # fmt: skip


@pytest.mark.parametrize(("exchange", "symbol"), EACH)
def test_the_same_answers_are_the_same_bytes_and_a_market(venue, tmp_path, exchange, symbol):
    written = {as_csv(COLUMNS, take(venue, exchange, symbol).rows) for _ in range(2)}
    assert len(written) == 1
    path = tmp_path / "market.csv"
    path.write_bytes(written.pop())
    market = read_market(path).accept()
    assert market.price("BTC") == pytest.approx(71250, abs=2)
    row = next(csv.DictReader(path.read_text("utf-8").splitlines()))
    terms = market.terms(f"{exchange}:{row['id']}".upper())
    assert terms["futures_price"] == float(row["futures_price"])
    assert terms["funding_interval"] == float(row["funding_interval_hours"])


@pytest.mark.parametrize(("exchange", "symbol"), EACH)
def test_a_recording_gives_the_same_again_without_a_network(
    venue, tmp_path, monkeypatch, exchange, symbol
):
    span = (MOMENT - 20 * HOUR, MOMENT)
    live = take(venue, exchange, symbol, funding=span, record=tmp_path / "kept")

    def none(*words, **more):
        raise AssertionError("a recording needs no network")

    monkeypatch.setattr("socket.getaddrinfo", none)
    again = snapshot(Wish(exchange, [symbol], span, replay=tmp_path / "kept"))
    assert (again.rows, again.funding, again.faults) == (live.rows, live.funding, live.faults)
    monkeypatch.undo()
    server = Venue(json.loads((tmp_path / "kept" / FILE_OF_ANSWERS).read_text("utf-8")))
    try:
        server.answers = {key: json.loads(text) for key, text in server.answers.items()}
        said = manners(server)
        served = snapshot(Wish(exchange, [symbol], span, manners=said))
    finally:
        server.shutdown()
        server.server_close()
    assert served.rows == live.rows


def invoke(*words):
    return CliRunner().invoke(main, ["snapshot", *map(str, words)])


def test_the_command(venue, tmp_path):
    kept, output = tmp_path / "kept", tmp_path / "market.csv"
    take(venue, "okx", "BTC/USDT:USDT", "ETH/USDT:USDT", record=kept,
         funding=(MOMENT - 20 * HOUR, MOMENT), with_tiers=True)  # fmt: skip
    words = ["--exchange", "okx", "--replay", kept, "-o", output]
    result = invoke("BTC/USDT:USDT", *words, "--funding", "2026-09-28", "2026-09-30", "--tiers")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kept", "market-funding.csv", "market-tiers.csv", "market.csv",
    ]  # fmt: skip
    assert "is there already" in invoke("BTC/USDT:USDT", *words).stderr
    before = output.read_bytes()
    result = invoke("NOPE/USDT:USDT", *words, "--force")
    assert (result.exit_code, output.read_bytes()) == (1, before)
    assert "no price came; nothing is written" in result.stderr
    result = invoke("BTC/USDT:USDT", "NOPE", *words, "--force")
    assert result.exit_code == 1
    assert output.read_bytes() != before
    result = invoke("BTC", *words, "--force", "--funding", "2026", "x")
    assert "--funding: was 2026 x; must be like" in result.stderr
    wrong = ["--exchange", "binance", "--replay", kept, "-o", output, "--force"]
    assert "is a recording of okx, not of binance" in invoke("BTC", *wrong).stderr
    wrong = ["--exchange", "okx", "--replay", tmp_path / "none", "-o", output, "--force"]
    assert "holds no recording" in invoke("BTC", *wrong).stderr
