"""The register from a cell, and the reason of a refusal."""

import pytest

from betahedge.cells import (
    HEDGE_CHECK,
    HEDGE_CONTRACTS,
    HEDGE_SPEC,
    ErrorValue,
)


@pytest.mark.parametrize(
    ("contract", "size"),
    [
        ("BINANCE:BTCUSD_PERP", 100),
        ("binance:btcusd_perp", 100),
        (" BINANCE:BTCUSD_PERP ", 100),
        ("BTCUSD_PERP", 100),
    ],
)
def test_a_contract_by_venue_and_code(contract, size):
    assert HEDGE_SPEC(contract) == size


def test_a_code_of_two_venues_asks_for_its_venue():
    answer = HEDGE_SPEC("BTCUSDT")
    assert answer == "#N/A"
    assert answer.reason == 'contract: was "BTCUSDT"; must be BINANCE:BTCUSDT or BYBIT:BTCUSDT'
    assert HEDGE_SPEC("BYBIT:BTCUSDT", "venue") == "BYBIT"
    assert HEDGE_SPEC("OKX:BTCUSDT") == "#N/A"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((325000, 65000), "OK"),
        ((325000, 65000, 0.5, 1, 0.1, "down"), "OK"),
        ((325000, 65000, None, "", None, ""), "OK"),
        (("BTC", 65000), 'spot_value: was "BTC"; must be a number'),
        ((325000, 0), "contract_value: was 0; must be a number above 0"),
        ((325000,), "contract_value: was blank; must be a number above 0"),
        ((1e308, 1e-308), "HEDGE_CONTRACTS: the result is beyond what a cell can hold"),
    ],
)
def test_check_tells_the_reason_of_hedge_contracts(arguments, answer):
    """Oracle: HEDGE_CONTRACTS itself, whose refusals are above."""
    assert HEDGE_CHECK(*arguments) == answer
    refused = HEDGE_CONTRACTS(*arguments)
    assert (refused.reason if isinstance(refused, ErrorValue) else "OK") == answer
