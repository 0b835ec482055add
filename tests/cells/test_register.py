"""The register of contracts: sizes against the venues' published ones, and the user's own file."""

import pytest

from betahedge.cells import HEDGE_SPEC
from betahedge.cells.register import FIELDS, NUMBERS, BadRegister, contracts, margin_tiers, parse

SIZES = {  # as the venues publish them; the register names each source
    "CME:BTC": 5,
    "CME:MBT": 0.1,
    "CME:BFF": 0.02,
    "CME:ETH": 50,
    "CME:MET": 0.1,
    "CME:SOL": 500,
    "CME:MSL": 25,
    "CME:XRP": 50_000,
    "CME:MXP": 2_500,
    "BINANCE:BTCUSDT": 1,
    "BINANCE:ETHUSDT": 1,
    "BINANCE:BTCUSD_PERP": 100,
    "BINANCE:ETHUSD_PERP": 10,
    "BYBIT:BTCUSDT": 1,
    "BYBIT:ETHUSDT": 1,
    "BYBIT:BTCUSD": 1,
    "DERIBIT:BTC-PERPETUAL": 10,
    "OKX:BTC-USDT-SWAP": 0.01,
    "OKX:ETH-USDT-SWAP": 0.1,
    "OKX:BTC-USD-SWAP": 100,
    "BITMEX:XBTUSD": 1,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_contract_sizes(name, size):
    assert HEDGE_SPEC(name) == size
    assert HEDGE_SPEC(name.lower(), "Contract_Size") == size


def test_every_contract_is_complete_where_it_must_be():
    for name, contract in contracts().items():
        assert set(contract) == set(FIELDS)
        for field in ("venue", "code", "underlying", "kind", "contract_size", "source"):
            assert contract[field], (name, field)
        assert contract["kind"] in ("linear", "inverse", "quanto")
        assert float(contract["contract_size"]) > 0
        assert "://" in contract["source"] or "github:" in contract["source"]
        initial = float(contract["initial_margin_rate"] or 1)
        assert float(contract["maintenance_margin_rate"] or 0) <= initial


def test_a_code_of_two_venues_needs_its_venue():
    answer = HEDGE_SPEC("BTCUSDT")
    assert answer == "#N/A"
    assert answer.reason == ('contract: was "BTCUSDT"; must be BINANCE:BTCUSDT or BYBIT:BTCUSDT')


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("NOPE",), "#N/A"),
        (("CME:BTC", "colour"), "#VALUE!"),
        (("CME:BTC", "maker_fee"), "#N/A"),
        ((None,), "#VALUE!"),
        (("#REF!",), "#REF!"),
    ],
)
def test_errors(arguments, error):
    assert HEDGE_SPEC(*arguments) == error


def test_a_range_of_contracts():
    assert HEDGE_SPEC([["CME:BTC"], ["NOPE"], ["MBT"]]) == [[5], ["#N/A"], [0.1]]


def test_a_users_own_file_adds_and_replaces(tmp_path, monkeypatch):
    own = tmp_path / "own.csv"
    own.write_text(
        "venue,code,kind,contract_size,lot_size\nHOUSE,X,linear,7,0.5\nCME,MBT,linear,9,\n"
    )
    monkeypatch.setenv("BETAHEDGE_CONTRACTS", str(own))
    assert (HEDGE_SPEC("X"), HEDGE_SPEC("X", "lot_size"), HEDGE_SPEC("MBT")) == (7, 0.5, 9)
    assert HEDGE_SPEC("CME:BTC") == 5


def test_a_bad_file_of_the_users_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("BETAHEDGE_CONTRACTS", str(tmp_path / "none.csv"))
    answer = HEDGE_SPEC("CME:BTC")
    assert answer == "#N/A"
    assert answer.reason.endswith("none.csv: cannot be read (FileNotFoundError)")
    with pytest.raises(BadRegister, match=r"own, line 2, tick: was \"x\"; must be a number"):
        parse("venue,code,kind,contract_size,tick\nA,B,linear,1,x\n", "own")
    with pytest.raises(BadRegister, match="must have the columns"):
        parse("venue,code\n", "own")


def test_number_fields_are_numbers():
    assert {
        "contract_size",
        "lot_size",
        "tick",
        "initial_margin_rate",
        "maintenance_margin_rate",
        "maker_fee",
        "taker_fee",
        "funding_interval_hours",
    } == NUMBERS


def test_unknown_columns_pass_and_rebates_are_negative_fees():
    text = "venue,code,kind,contract_size,maker_fee,colour\nHOUSE,X,linear,1,-0.0001,red\n"
    assert parse(text, "own")["HOUSE:X"]["maker_fee"] == "-0.0001"
    with pytest.raises(BadRegister, match=r'maker_fee: was "-2"; must be a number, -1 or above'):
        parse(text.replace("-0.0001", "-2"), "own")


def test_what_a_hedge_needs_beside_the_size():
    assert HEDGE_SPEC("HYPERLIQUID:BTC", "funding_interval_hours") == 1
    assert HEDGE_SPEC("HYPERLIQUID:BTC", "funding_price") == "oracle"
    assert HEDGE_SPEC("CME:QBTC", "type") == "spot-quoted"
    assert HEDGE_SPEC("CDE:BIP", "expiry") == "2030-12-20"
    assert "not confirmed" in HEDGE_SPEC("CBOE:PBT", "status")
    assert len(contracts()) == 121


def test_a_code_of_two_kinds_of_venue_needs_its_venue():
    assert HEDGE_SPEC("SOL").reason == 'contract: was "SOL"; must be CME:SOL or CDE:SOL'


def test_brackets_go_on_from_one_another():
    for name in ("BINANCE:BTCUSDT", "BYBIT:BTCUSDT"):
        tiers = margin_tiers(name)
        amount = last = 0.0
        for tier in tiers:
            amount += tier.start * (tier.maintenance_rate - last if tier.start else 0.0)
            assert tier.amount == pytest.approx(amount)
            last = tier.maintenance_rate
    assert margin_tiers("CME:BTC") == ()
