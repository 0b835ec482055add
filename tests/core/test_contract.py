"""Contract values, futures P&L and the hedge in several contract sizes."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.contract import (
    Kind,
    NoCommonStep,
    coin_notional,
    hedge_contract_value,
    hedge_contracts_beta,
    hedge_futures_pnl,
    hedge_mix,
    notional,
    tick_value,
)
from betahedge.core.rounding import Rounding
from betahedge.core.sizing import hedge_contracts

PRICES = st.floats(0.01, 1e6)
COUNTS = st.floats(-1e4, 1e4)


def test_value_of_one_contract() -> None:
    """BitMEX Futures Guide: price x multiplier, 1 USD face, quanto through the coin's price."""
    assert hedge_contract_value(65000, 0.1) == 6500
    assert hedge_contract_value(65000, 100, "inverse") == 100
    # BitMEX Quanto Perpetuals Guide: 0.0001 XBT per 1 USDT; 250 USDT and bitcoin at 40,000
    assert hedge_contract_value(250, 0.0001, "quanto", 40000) == pytest.approx(1000, rel=1e-15)
    assert hedge_contract_value(250, 0.0001, "quanto") == pytest.approx(0.025, rel=1e-15)


@pytest.mark.parametrize(
    ("arguments", "contracts"),
    [
        ((5050000, 252500, 1.5), 30),  # Hull, section 3.5
        ((5050000, 252500, 1.5, 0.75), 15),  # the same page
        ((5050000, 252500, 1.5, 2), -10),  # the same page: buy
        ((5050000, 252500, 1.5, 0, 0.5), 60),  # half the beta in the future, twice the count
        ((-5050000, 252500, 1.5), -30),
    ],
)
def test_contracts_to_a_target_beta(arguments: tuple[float, ...], contracts: float) -> None:
    assert hedge_contracts_beta(*arguments) == pytest.approx(contracts, abs=1e-12)


@given(st.floats(-1e9, 1e9), st.floats(1, 1e6), st.floats(-3, 3))
def test_target_beta_0_is_the_full_hedge(value: float, contract: float, beta: float) -> None:
    full = hedge_contracts(value, contract, 1.0, beta)
    assert hedge_contracts_beta(value, contract, beta) == pytest.approx(full, rel=1e-12, abs=1e-9)
    assert hedge_contracts_beta(value, contract, beta, beta) == 0


def test_notionals_and_ticks() -> None:
    assert notional(2.5, 65000) == 162500
    assert coin_notional(650, 100, 65000) == 1  # a full hedge of 1 BTC, by hand
    assert tick_value(50000, 0.0005) == 25  # CME XRP futures


@pytest.mark.parametrize(
    ("arguments", "pnl"),
    [
        ((2.5, 1, 65000, 58500), 16250),  # the article's futures leg
        ((-2.5, 1, 65000, 58500), -16250),
        ((100000, 1, 10000, 11000, "inverse"), -0.90909091),  # nautilus_trader, XBTUSD short
        ((-100000, 1, 10000, 10500, "inverse"), 0.47619048),  # BitMEX Inverse Futures Guide
        ((100, 0.0001, 250, 200, "quanto"), 0.5),  # BitMEX Quanto Perpetuals Guide's formula
    ],
)
def test_futures_pnl(arguments: tuple[float, float, float, float], pnl: float) -> None:
    assert hedge_futures_pnl(*arguments) == pytest.approx(pnl, abs=1e-8)


@given(COUNTS, PRICES, PRICES, st.sampled_from(["linear", "inverse", "quanto"]))
def test_pnl_turns_with_the_side_and_the_trip(n: float, e: float, x: float, kind: Kind) -> None:
    pnl = hedge_futures_pnl(n, 0.1, e, x, kind)
    assert hedge_futures_pnl(-n, 0.1, e, x, kind) == -pnl
    assert hedge_futures_pnl(n, 0.1, x, e, kind) == pytest.approx(-pnl, rel=1e-12)
    assert hedge_futures_pnl(2 * n, 0.1, e, x, kind) == pytest.approx(2 * pnl, rel=1e-12)


@pytest.mark.parametrize("move", [0.2, 0.5, 0.9, 1.0, 1.1, 2.0, 5.0])
def test_a_full_inverse_hedge_is_worth_the_same_dollars_at_any_price(move: float) -> None:
    """3 BTC and a short of their dollar value in 100 USD contracts, entered at 65,000."""
    entry, coins = 65000.0, 3.0
    n = hedge_contracts(coins * entry, hedge_contract_value(entry, 100.0, "inverse"))
    price = entry * move
    pnl = hedge_futures_pnl(n, 100.0, entry, price, "inverse")
    assert (coins + pnl) * price == pytest.approx(195000.0, rel=1e-12)


@pytest.mark.parametrize(
    ("units", "sizes", "rounding", "mix"),
    [
        (8.37, [5, 0.1], "nearest", [1, 34]),  # the example of the function reference
        (8.37, [0.1, 5], "nearest", [1, 34]),
        (8.37, [5, 0.1], "down", [1, 33]),
        (8.37, [5, 0.1], "up", [1, 34]),
        (-8.37, [5, 0.1], "down", [-1, -33]),
        (-8.37, [5, 0.1], "up", [-1, -34]),
        (0, [5, 0.1], "nearest", [0, 0]),
        (6, [4, 3], "nearest", [0, 2]),  # largest first and then as many as fit leaves 2 over
        (6, [4, 3, 1], "nearest", [0, 2, 0]),  # and needs three contracts here
        (2.5, [2, 3], "nearest", [1, 0]),  # 2 and 3 are as near and as few: the larger hedge
        (2.5, [1, 3], "nearest", [1, 0]),  # 3 in one contract, 2 in two
        (2.5, [2, 1], "nearest", [1, 0]),  # 2 in one contract, 3 in two
        (8, [5, 4, 3], "nearest", [0, 2, 0]),  # not 5 + 3: fewer of the smallest
        (77, [14, 11, 8], "nearest", [0, 7, 0]),  # not 14 + 5 x 11 + 8, which is as few
        (26, [14, 8, 3], "nearest", [1, 0, 4]),  # an odd number of 3 leaves an odd rest
        (0.4, [5], "nearest", [0]),
        (3, [5], "nearest", [1]),  # nothing is nearer on the way up to 5
        (7, [5], "nearest", [1]),  # nor on the way down
        (7, [5], "down", [1]),
        (7, [5], "up", [2]),
        (0.4, [5], "up", [1]),
        (0.6 * 3, [0.1], "down", [18]),  # 1.7999999999999998 units
        (6, [0.1 * 3], "down", [20]),  # a size of 0.30000000000000004
        (1, [0.5, 0.5], "nearest", [2, 0]),
    ],
)
def test_mix(units: float, sizes: list[float], rounding: Rounding, mix: list[int]) -> None:
    """By hand."""
    assert hedge_mix(units, sizes, rounding) == mix


@given(
    st.integers(0, 40),
    st.lists(st.integers(1, 20), min_size=1, max_size=3),
    st.sampled_from(["nearest", "down", "up"]),
)
def test_mix_is_the_best_of_all(tenths: int, sizes: list[int], rounding: Rounding) -> None:
    """Against every combination, counted in tenths of a coin."""
    sizes.sort(reverse=True)
    ranges = [range(tenths // size + 2) for size in sizes]
    ranked = []
    for counts in itertools.product(*ranges):
        total = sum(map(int.__mul__, counts, sizes))
        if {"nearest": True, "down": total <= tenths, "up": total >= tenths}[rounding]:
            ranked.append((abs(total - tenths), sum(counts), -total))
    mix = hedge_mix(tenths / 10, [size / 10 for size in sizes], rounding)
    total = sum(map(int.__mul__, mix, sizes))
    assert (abs(total - tenths), sum(mix), -total) == min(ranked)
    assert hedge_mix(-tenths / 10, [size / 10 for size in sizes], rounding) == [-n for n in mix]


@pytest.mark.parametrize(
    ("units", "sizes", "mix"),
    [
        (5_000_000.37, [5, 0.1], [1_000_000, 4]),
        (1_000_000.789, [50, 5, 0.1, 0.02], [20_000, 0, 7, 4]),
        (1_000_000.5, [1, 0.99991], None),
        (123_456.789, [5, 0.999, 0.997], None),
    ],
)
def test_a_large_mix_is_exact_and_quick(
    units: float, sizes: list[float], mix: list[int] | None
) -> None:
    start = time.perf_counter()
    answer = hedge_mix(units, sizes)
    assert time.perf_counter() - start < 1.0  # it takes a thousandth of that
    assert mix is None or answer == mix
    left = abs(sum(n * size for n, size in zip(answer, sizes)) - units)
    assert left <= min(sizes) / 2 + 1e-6


def test_sizes_without_a_common_step_are_refused() -> None:
    with pytest.raises(NoCommonStep, match="too fine"):
        hedge_mix(1, [1, 1 / 3])
    with pytest.raises(NoCommonStep, match=r"step of 0\.1 is"):
        hedge_mix(1, [10000.2, 10000.1])
    assert hedge_mix(10000, [10000.1, 10000]) == [0, 1]  # the finest that is allowed
    assert hedge_mix(1, [1 / 3]) == [3]
    with pytest.raises(ZeroDivisionError):
        hedge_mix(1, [0.1, 0])


def test_sizes_too_unlike_to_mix_are_refused_before_long() -> None:
    """Four primes near 100,000: every count of three of them would have to be tried."""
    with pytest.raises(NoCommonStep, match=r"^the sizes are too unlike to mix$"):
        hedge_mix(3e10 + 1, [99991, 99989, 99971, 99961])
