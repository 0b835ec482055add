"""The functions a desk misses, each against the source it names; values are the source's own."""

import csv
import datetime
import os
from pathlib import Path

import pytest

from betahedge.core.basket import hedge_minvar_portfolio, hedge_var_components
from betahedge.core.funding import hedge_funding_history
from betahedge.core.hedged import hedge_returns, hedge_rolling_beta, hedge_tracking_error
from betahedge.core.least_squares import fit_several
from betahedge.core.margin import margin_ledger
from betahedge.core.position import hedge_position
from betahedge.core.roll import hedge_roll, last_friday
from betahedge.core.shared import hedge_delta, hedge_liquidation_shared
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance, margin_tiers
from published import CASES, DATASETS

BY_ID = {case["id"]: case for case in CASES}
# Binance's tiers of BTCUSDT as freqtrade has them: the older ones and those of 2025.
BTC_2021 = ((0.0, 50e3, 250e3, 1e6, 5e6), (0.004, 0.005, 0.01, 0.025, 0.05))
BTC_2025 = ((0.0, 300e3, 800e3, 3e6, 12e6), (0.004, 0.005, 0.0065, 0.01, 0.02))
ETH_2021 = (
    (0.0, 10e3, 100e3, 500e3, 1e6, 2e6, 5e6),
    (0.005, 0.0065, 0.01, 0.02, 0.05, 0.1, 0.125),
)


def published_columns(name: str, columns: list[int]) -> list[list[float]]:
    """Columns of a data set of R's PerformanceAnalytics, which is not part of the project."""
    folder = os.environ.get("BETAHEDGE_DATA")
    path = Path(folder or ".") / name
    if folder is None or not path.exists():
        pytest.skip(f"BETAHEDGE_DATA is not set, or has no {name}, of R's PerformanceAnalytics")
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))[1:]
    return [[float(row[column]) for row in rows] for column in columns]


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


@pytest.mark.parametrize(
    ("account", "price"),
    [
        ((100, -1, 1, 0.004, 5, 0, 1, 0, 4), 99.3976),
        ((65000, 100, 1, 0.01, 200_000, 100, 0.95), 1_116_666.67),
        ((65000, 1000, 0.1, 0.01, 200_000, 100, 0.95), 1_116_666.67),
        ((10, 1, 1, 0.01, 2, 0, 1, 0, 0, 0.01), 11.891089108910892),  # freqtrade: an isolated one
    ],
)
def test_an_account_of_coins_and_cash(account, price):
    """Oracle: cross margin worked out by hand; freqtrade, tests of Binance, without coins."""
    assert hedge_liquidation_shared(*account) == pytest.approx(price, abs=0.006)


@pytest.mark.parametrize(
    "account",
    [
        (65000, 90, 1, 0.01, 0, 100),  # coins enough behind the short
        (65000, 100, 1, 0, 1000, 100),  # an exact hedge: the price does not matter
        (100, -1, 1, 0.01, 200, 0),  # bought and paid in full
        (100, 1, 1, 0.01, -101, 0),  # lost at any price
        (100, 0, 1, 0.01, 50, 0),
    ],
)
def test_an_account_that_no_price_liquidates(account):
    assert hedge_liquidation_shared(*account) is None


def test_coins_on_debt_are_liquidated_by_a_fall():
    """By hand: 100 coins at 0.8 and 10 sold at 50 against a debt of 3,500: 80 P - 10 P = 3,000."""
    account = (50, 10, 1, 0, -3500, 100, 0.8)
    assert hedge_liquidation_shared(*account) == pytest.approx(3000 / 70)


FILLS = ([12, 17, -9, -4, 3], [100, 99, 101, 105, 103])


def test_a_position_in_nautilus_traders_numbers():
    """Oracle: nautilus_trader, tests/unit_tests/model/test_position.py, at 1 bp."""
    found = hedge_position(*FILLS, mark=103.0, fee_rate=0.0001)
    assert found.quantity == 19
    assert found.average_price == pytest.approx(99.98003629764065, abs=1e-12)
    assert found.realised == pytest.approx(36.16858966, abs=5e-9)
    assert found.fees == pytest.approx(0.4521)
    assert found.unrealised == pytest.approx(19 * (103 - 99.98003629764065))


def test_fifo_by_hand():
    """13 sold close the 12 at 100 (9 at 101, 3 at 105) and 1 of the 17 at 99 (at 105)."""
    found = hedge_position(*FILLS, "fifo", mark=103.0)
    assert found.realised == pytest.approx(9 * 1 + 3 * 5 + 1 * 6)
    assert found.average_price == pytest.approx((16 * 99 + 3 * 103) / 19)


def test_an_inverse_position_averages_harmonically():
    """Oracle: Bybit, average entry price of an inverse contract: 5,625; P&L in coin."""
    found = hedge_position([1000, 2000, -3000], [5000, 6000, 7500], kind="inverse")
    assert found.realised == pytest.approx(3000 * (1 / 5625 - 1 / 7500))
    assert (found.quantity, found.average_price, found.unrealised) == (0, None, 0)
    open_one = hedge_position([1000, 2000], [5000, 6000], kind="inverse", mark=5000.0)
    assert open_one.average_price == pytest.approx(5625)
    assert open_one.unrealised == pytest.approx(3000 * (1 / 5625 - 1 / 5000))


@pytest.mark.parametrize(
    ("start", "finish", "long"), [(0, 8, 0.0009141), (1, 4, 0), (0, 4, 6.648e-4)]
)
def test_funding_by_the_stamp(start, finish, long):
    """Oracle: freqtrade, test__fetch_and_calculate_funding_fees, 30 ADA."""
    history = ([0.0, 8.0], [-8e-6, -3e-6], [2.77, 2.77], start, finish)
    assert hedge_funding_history(30, 1, *history) == pytest.approx(-long, rel=1e-9)
    assert hedge_funding_history(-30, 1, *history) == pytest.approx(long, rel=1e-9)


def test_funding_of_an_inverse_contract_is_in_coin():
    """Oracle: BitMEX, Perpetual Contracts Guide: 15,000 USD long at 750 and 0.25 % pay 0.05."""
    history = ([1.0], [0.0025], [750.0], 1.0, 1.0, "inverse")
    assert hedge_funding_history(-15000, 1, *history) == pytest.approx(-0.05)


def longley() -> list[list[float]]:
    return [list(column) for column in zip(*DATASETS["nist_longley"]["rows"])]


def test_longleys_coefficients_and_errors():
    """Oracle: NIST StRD, Longley: certified estimates and their standard deviations."""
    y, *columns = longley()
    fit = fit_several(y, columns)
    assert fit.coefficients == pytest.approx(
        [
            15.0618722713733,
            -0.358191792925910e-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807e-01,
            1829.15146461355,
        ],
        rel=1e-8,
    )
    assert fit.errors == pytest.approx(
        [
            84.9149257747669,
            0.334910077722432e-01,
            0.488399681651699,
            0.214274163161675,
            0.226073200069370,
            455.478499142212,
        ],
        rel=1e-8,
    )
    assert fit.r2 == pytest.approx(0.995479004577296, rel=1e-12)


def test_a_basket_is_its_weighted_returns():
    """Oracle: NIST's Longley once more, the employed split in two assets of one book."""
    y, *columns = longley()
    halves = [[value * share for value in y] for share in (0.25, 0.5)]
    found = hedge_minvar_portfolio([2.0, 1.0], halves, columns, [1.0] * 6, "returns")
    assert found.lines[4].contracts == pytest.approx(-0.511041056535807e-01, rel=1e-7)
    assert found.lines[4].ratio == pytest.approx(-0.511041056535807e-01 / 3, rel=1e-7)


def test_ham1_on_two_futures():
    """Oracle: R, lm(HAM1 ~ SP500 + US10Y) on PerformanceAnalytics' managers."""
    ham1, sp500, us10y = published_columns("managers.csv", [1, 8, 9])
    found = hedge_minvar_portfolio([1e6], [ham1], [sp500, us10y], [1e4, 1e4], "returns", [1, 1])
    ratios = [line.ratio for line in found.lines]
    assert ratios == pytest.approx([0.37296140409553, -0.22931412893758], abs=1e-13)
    assert found.r2 == pytest.approx(0.468082640141, abs=1e-12)
    assert [line.order for line in found.lines] == [37, -23]


def test_tracking_error_of_ham1():
    """Oracle: R, PerformanceAnalytics' TrackingError on managers, months."""
    ham1, sp500 = published_columns("managers.csv", [1, 8])
    assert hedge_tracking_error(ham1, sp500, 12) == pytest.approx(0.11316665937, abs=1e-11)


def test_var_components_of_edhec():
    """Oracle: R, VaR(edhec[1:100, 1:3], weights = c(.3, .4, .3), method gaussian, component)."""
    columns = [column[:100] for column in published_columns("edhec.csv", [1, 2, 3])]
    found = hedge_var_components(columns, [0.3, 0.4, 0.3])
    assert found.total == pytest.approx(0.012916, abs=5e-7)


def test_rolling_beta_of_empyrical():
    """Oracle: empyrical, tests/test_stats.py, test_roll_alpha_beta; the first return is missing."""
    i = BY_ID["RB-18"]["inputs"]
    betas = hedge_rolling_beta(i["y"], i["x"], i["window"], "returns")
    assert betas[:5] == [None] * 5
    assert betas[5:] == pytest.approx(BY_ID["RB-18"]["expected"]["rolling_beta"], abs=1e-8)


def test_hulls_margin_calls():
    """Oracle: Hull, table 2.1: calls on days 7 and 11, a balance of 15,180 at the end."""
    i = BY_ID["MG-17"]["inputs"]
    days = margin_ledger(-2, 100, 1750, i["settlements"], 12000, 9000)
    calls = [[day, round(line.call, 9)] for day, line in enumerate(days, 1) if line.call]
    assert calls == BY_ID["MG-17"]["expected"]["margin_calls_by_day"]
    assert days[-1].balance == pytest.approx(15180)


def test_a_balance_at_the_maintenance_margin_has_no_call():
    """0.3 - 0.1 is 0.19999999999999998: at 0.2, and not under it."""
    (day,) = margin_ledger(1, 1, 1.0, [1.1], 0.3, 0.2)
    assert day.call == 0


def test_a_roll_is_the_forward_rate():
    """By hand: 2 % between the expiries in a fifth of a year is 10 %; fees of both trades off."""
    assert hedge_roll(5, 1, 65000, 66300, 73) == pytest.approx((6500, 0.1))
    assert hedge_roll(-5, 1, 65000, 66300, 73) == pytest.approx((-6500, -0.1))
    cash, rate = hedge_roll(5, 1, 65000, 66300, 73, 0.0005)
    assert cash == pytest.approx(6500 - 5 * 0.0005 * (65000 + 66300))
    assert rate == pytest.approx(cash / (5 * 65000) * 5)
    assert hedge_roll(0, 1, 65000, 66300, 73) == pytest.approx((0, 0.1))


@pytest.mark.parametrize("expiry", ["2018-01-26", "2018-10-26"])
def test_cmes_expiries(expiry):
    """Oracle: the expiries of CME's bitcoin futures of January and October 2018."""
    date = datetime.date.fromisoformat(expiry)
    assert last_friday(date.year, date.month) == date


def test_a_full_inverse_hedge_leaves_no_coin_exposed():
    """Oracle: 10 BTC and 6,000 contracts of 100 USD from 60,000 stay 600,000 at any price."""
    assert hedge_delta(10, 6000, 100, 60000, "inverse") == 0
    for price in (30_000.0, 90_000.0):
        dollars = 10 * price + 600_000 * (1 / price - 1 / 60000) * price
        assert dollars == pytest.approx(600_000)
    assert hedge_delta(5, 2.5, 1, 65000) == 2.5


def test_hedged_returns_by_hand():
    """The article: half of a fall of 10 % is left."""
    assert hedge_returns([100, 90], [[50, 45]], [0.5]) == pytest.approx([-0.05])
    gap = hedge_returns(
        [0.1, None, 0.2], [[0.1, 0.1, 0.1], [0.0, 0.0, 0.1]], [1.0, -1.0], "returns"
    )
    assert gap == [0, None, pytest.approx(0.2)]
