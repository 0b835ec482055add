"""Tiered maintenance and liquidation: venues' own numbers, slices, and the root of the payoff."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.core.position import worth
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance, margin_tiers
from core.strategies import KINDS, bisected, prices, signed
from published import BY_ID

# Binance's tiers of BTCUSDT as freqtrade has them: the older ones and those of 2025.
BTC_2021 = ((0.0, 50e3, 250e3, 1e6, 5e6), (0.004, 0.005, 0.01, 0.025, 0.05))
BTC_2025 = ((0.0, 300e3, 800e3, 3e6, 12e6), (0.004, 0.005, 0.0065, 0.01, 0.02))
ETH_2021 = (
    (0.0, 10e3, 100e3, 500e3, 1e6, 2e6, 5e6),
    (0.005, 0.0065, 0.01, 0.02, 0.05, 0.1, 0.125),
)


def test_binances_amounts():
    """Oracle: Binance's maintenance amounts, in freqtrade's binance_leverage_tiers.json."""
    amounts = [tier.maintenance_amount for tier in margin_tiers(*BTC_2025)]
    assert amounts == pytest.approx([0, 300, 1500, 12000, 132000])
    amounts = [tier.maintenance_amount for tier in margin_tiers(*ETH_2021)]
    assert amounts[:6] == pytest.approx([0, 15, 365, 5365, 35365, 135365])


@pytest.mark.parametrize("case", ["MG-10", "MG-11"])
def test_maintenance_in_its_tier(case):
    """Oracle: freqtrade, tests/exchange/test_binance.py, XRP/USDT."""
    inputs, expected = BY_ID[case]["inputs"], BY_ID[case]["expected"]
    floors, rates, _ = zip(*inputs["tiers_[floor,mmr,amount]"])
    notional = inputs["notional_usdt"]
    margin = notional * expected["mmr"] - expected["maintenance_amount"]
    assert hedge_maintenance(notional, floors, rates) == pytest.approx(margin)
    assert hedge_maintenance(-notional, floors, rates) == pytest.approx(margin)


@pytest.mark.parametrize(("case", "tiers"), [("LQ-01", ETH_2021), ("LQ-04", BTC_2021)])
def test_binances_own_liquidation_prices(case, tiers):
    """Oracle: Binance's example of 4.7 million of ether and 2.9 million of bitcoin, both long.

    The source gives the tier; here it is found among all of them.
    """
    i, price = BY_ID[case]["inputs"], BY_ID[case]["expected"]["liq_price"]
    wallet = i["wallet_balance_usdt"] + i["cross_upnl_minus_tmm_usdt"]
    found = hedge_liquidation_tiered(i["entry"], -i["qty"], 1.0, wallet, *tiers)
    assert found == pytest.approx(price, abs=0.006)


@st.composite
def tier_tables(draw):
    steps = draw(st.lists(st.integers(1, 100_000), max_size=6))
    floors = [0.0, *[float(sum(steps[: n + 1])) for n in range(len(steps))]]
    rate = st.integers(0, 900).map(lambda n: n / 1000)
    return floors, draw(st.lists(rate, min_size=len(floors), max_size=len(floors)))


@given(tier_tables())
def test_tiers_are_continuous(table):
    floors, shares = table
    for floor in floors[1:]:
        below = hedge_maintenance(math.nextafter(floor, 0.0), floors, shares)
        at = hedge_maintenance(floor, floors, shares)
        assert at == pytest.approx(below, rel=1e-9, abs=1e-9)


@given(tier_tables(), st.floats(0, 1e6))
def test_maintenance_is_each_slice_at_its_own_rate(table, notional):
    floors, shares = table
    slices = [
        share * max(0.0, min(notional, top) - floor)
        for floor, top, share in zip(floors, [*floors[1:], math.inf], shares)
    ]
    margin = hedge_maintenance(notional, floors, shares)
    assert margin == pytest.approx(math.fsum(slices), rel=1e-9, abs=1e-6)


@given(tier_tables(), prices, signed, st.floats(0.001, 3), st.sampled_from(KINDS))
def test_a_tiered_price_by_bisection_of_the_payoff(table, entry, contracts, share, kind):
    """Oracle: the price at which collateral, P&L and margin meet, found without the formula."""
    inverse = kind == "inverse"
    size = 1000.0 if inverse else 1.0
    position = contracts * size
    collateral = share * abs(position) * (1 / entry if inverse else entry)

    def excess(price):
        pnl = position * ((1 / price - 1 / entry) if inverse else (entry - price))
        return collateral + pnl - hedge_maintenance(position * worth(price, kind), *table)

    found = hedge_liquidation_tiered(entry, contracts, size, collateral, *table, kind)
    expected = bisected(excess)
    if found is None or expected is None:
        assert share > 0.999999, (found, expected)
        assert found is None or found > 1e8 * entry or found < entry / 1e8
    else:
        assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "position",
    [
        (100.0, -1.0, 1.0, 100.0),  # bought and paid in full
        (100.0, -1.0, 1.0, 150.0),
        (100.0, 1.0, 100.0, 1.0, "inverse"),  # sold with its coins behind it
        (1.0, 1.0, 1.0, 1e15),  # a price 1e12 times the entry is none
        (100.0, 0.0, 1.0, 50.0),  # no position
    ],
)
def test_a_position_that_no_price_liquidates(position):
    *account, kind = (*position, "linear")[:5]
    assert hedge_liquidation_tiered(*account, [0.0, 1e6], [0.0, 0.1], kind) is None


def test_the_tier_is_its_own_for_notionals_below_one_too():
    """By hand: sold at 0.5 on 0.05: 0.55 / 1.01 is below the tier that starts at 0.6."""
    price = hedge_liquidation_tiered(0.5, 1.0, 1.0, 0.05, [0.0, 0.6], [0.01, 0.2])
    assert price == pytest.approx(0.55 / 1.01)
    above = hedge_liquidation_tiered(0.5, 1.0, 1.0, 0.2, [0.0, 0.6], [0.01, 0.2])
    assert above == pytest.approx((0.7 + 0.6 * 0.19) / 1.2)
