"""Positions after the orders: what they need, and what stands behind them."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Limits, Policy
from report.sample_cases import AS_OF, made

BTC = Line("BTC", 100, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
INVERSE = Line("BTC", 100, 65_000, 0.6, None, "BINANCE:BTCUSD_PERP", 65_000.0, 100.0, 1.0,
               "inverse")  # fmt: skip
RATES = {"CME:MBT": 0.27, "BINANCE:BTCUSD_PERP": 0.27}


def test_what_was_lost_since_the_entry_is_needed_too():
    """By hand: 60 BTC short since 50,000, at 65,000: 900,000 lost.

    25 % further takes 975,000, and 27 % of 4,875,000 is 1,316,250: 3,191,250 in all.
    """
    [position] = made(
        [BTC], [Position("CME:MBT", 600, 50_000, 400_000)], maintenance=RATES
    ).positions
    assert position.lacking == pytest.approx(3_191_250 - 400_000)
    report = made([BTC], [Position("CME:MBT", 600, 50_000, 3_191_250)], maintenance=RATES)
    [position] = report.positions
    assert (position.distance, position.lacking) == (
        pytest.approx(0.25),
        pytest.approx(0, abs=1e-6),
    )
    rally = next(each for each in report.margin.survival if each.rally == 0.25)
    assert (rally.need, rally.lacking) == (pytest.approx(3_191_250), pytest.approx(0, abs=1e-6))


def test_what_an_order_loses_by_closing_is_gone_from_the_collateral():
    """By hand: 90 BTC sold at 50,000 are bought back at 65,000: 1,350,000 of 3,000,000 are gone.

    The 60 that stay are gone at 50,000 + 1,650,000 / 60; a rise of 25 % takes 60 x 31,250.
    """
    [position] = made([BTC], [Position("CME:MBT", 1_500, 50_000, 3e6)]).positions
    assert (position.contracts, position.collateral) == (600, 1_650_000)
    assert position.liquidation == pytest.approx(77_500)
    assert position.lacking == pytest.approx(60 * 31_250 - 1_650_000)


@given(
    st.sampled_from([BTC, INVERSE]),
    st.sampled_from([1.0, -1.0]),
    st.sampled_from([1.0, 1.5]),
    st.floats(40_000, 80_000),
    st.floats(1e4, 1e6),
)
def test_with_what_it_lacks_a_position_is_as_far_off_as_the_policy_asks(
    line, side, times, entry, posted
):
    """Oracle: the price of liquidation."""
    line = Line(**{name: getattr(line, name) for name in line.__slots__} | {"quantity": 100 * side})
    count = times * side * (600 if line.kind == "linear" else 60 * entry / 100)

    def ask(collateral):
        held = [Position(line.contract or "", count, entry, collateral)]
        [position] = made([line], held, maintenance=RATES).positions
        return position

    lacking = ask(posted).lacking
    if lacking:
        assert ask(posted + lacking).distance == pytest.approx(0.25, abs=1e-9)
    else:
        distance = ask(posted).distance
        assert distance is None or distance >= 0.25 - 1e-9


@pytest.mark.parametrize(
    ("posted", "status"), [(2_129_000, "BREACH"), (2_131_000, "WATCH"), (2_217_000, "OK")]
)
def test_the_limit_on_collateral_is_held_against_what_the_order_leaves(posted, status):
    """By hand: 1,350,000 are lost by closing; of 3,900,000 that stay 20 % are 780,000.

    A WATCH is from 780,000 / 0.9 down.
    """
    limits = Limits(distance=0.0, collateral=0.2)
    report = made([BTC], [Position("CME:MBT", 1_500, 50_000, posted)], limits=limits)
    (limit,) = (each for each in report.limits if each.name.startswith("Collateral"))
    assert limit.status == status


def test_collateral_that_is_not_known_is_no_breach_of_its_limit():
    """By hand: 50,000 of 60 ETH at 3,500 are 23.8 %; what is posted for BTC is not known."""
    ether = Line("ETH", 100, 3_500, 0.6, None, "BINANCE:ETHUSDT", 3_500.0, 1.0, 0.001, "linear")
    limits = Limits(distance=0.0, collateral=0.2)
    held = [Position("CME:MBT", 600, 65_000), Position("BINANCE:ETHUSDT", 60, 3_500, 50_000)]
    (limit,) = (each for each in made([BTC, ether], held, limits=limits).limits
                if each.name.startswith("Collateral"))  # fmt: skip
    assert limit.value == "23.8%"
    report = made([BTC], held[:1], limits=limits)
    assert [each.name for each in report.limits] == ["Hedge ratio of the book"]


def test_a_carry_has_no_rate_of_longs_and_shorts_that_cancel():
    lines = [Line("BTC", 1.1, 1_000.1, 1.0, contract="BINANCE:BTCUSDT"),
             Line("ETH", 2.2, 1_000.1, 1.0, contract="BINANCE:ETHUSDT"),
             Line("SOL", -3.3, 1_000.1, 0.0)]  # fmt: skip
    report = made(lines)
    assert 0 < report.totals.exposure < 1e-9  # of rounding
    assert report.carry.net < 0
    assert report.carry.net_year is None


def test_what_was_bought_fears_a_fall():
    """By hand: 60 BTC bought at 70,000, at 65,000: 300,000 lost, 390,000 more by 10 %.

    27 % of 3,510,000 is 947,700.  A doubling takes nothing; a fall of 99 % is the largest there is.
    """
    short = dataclasses.replace(BTC, quantity=-100)
    report = made([short], [Position("CME:MBT", -600, 70_000, 1e6)], maintenance=RATES)
    ten, *_, most = report.margin.survival
    assert (ten.need, ten.lacking) == (pytest.approx(1_637_700), pytest.approx(637_700))
    assert most.need == pytest.approx(300_000 + 3_900_000 * (0.99 + 0.27 * 0.01))


def test_no_position_stands_for_another():
    """What one venue has too much of helps none of the others."""
    ether = Line("ETH", 100, 3_500, 0.6, None, "BINANCE:ETHUSDT", 3_500.0, 1.0, 0.001, "linear")
    held = [Position("CME:MBT", 600, 65_000, 9e6), Position("BINANCE:ETHUSDT", 60, 3_500, 1_000)]
    report = made([BTC, ether], held, maintenance={"BINANCE:ETHUSDT": 0.01})
    rally = next(each for each in report.margin.survival if each.rally == 0.1)
    needs = 60 * 3_500 * (0.1 + 0.01 * 1.1)
    assert rally.held > rally.need
    assert rally.lacking == pytest.approx(needs - 1_000)


def test_collateral_that_is_not_known_is_not_ok():
    [position] = made([BTC], [Position("CME:MBT", 600, 60_000)]).positions
    assert (position.liquidation, position.status) == (None, "WATCH")


def test_a_contract_that_ends_is_no_perpetual_one():
    """CME has no perpetual bitcoin future; the day of this one is not said."""
    kinds = [made([line]).positions[0].kind for line in (BTC, INVERSE)]
    assert kinds == ["dated", "perpetual"]
    ends = datetime.datetime(2026, 12, 25)
    named = Line("BTC", 5, 65_000, 1.0, contract="X:Y", contract_size=1.0, expiry=ends)
    assert made([named]).positions[0].kind == "dated"


def test_a_contract_has_the_basis_of_its_coin_though_that_is_not_hedged():
    """By hand: 1,962,000 of SOL are 300 sold at 6,540; half of 400 a coin in half of the days."""
    ends = AS_OF + datetime.timedelta(60)
    sol = Line("SOL", 13_080, 150, 1.0, None, "CME:MBT", 65_400.0, 0.1, 1.0, "linear", expiry=ends)
    book = Book((sol, Line("BTC", 1, 65_000, 0.0)), as_of=AS_OF)
    [position] = make_report(Case(book, Policy(horizon_days=30.0))).report.positions
    assert (position.contracts, position.days) == (300, 60)
    assert position.basis_cash == pytest.approx(30 * 400 / 2)
    assert position.basis_year == pytest.approx(400 / 65_000 * 365 / 60)


@pytest.mark.parametrize(("line", "share"), [(BTC, 0.99 + 0.27 * 0.01), (INVERSE, 99 + 0.27 * 100)])
def test_no_price_falls_by_all_of_it_whatever_the_policy_asks(line, share):
    """By hand, of 3,900,000 bought: a fall of 99 % loses 0.99 of it, and 27 % of 1 % is kept.

    Of an inverse contract that is in coins, which are worth a hundredth then.
    """
    short = dataclasses.replace(line, quantity=-100)
    count = -3_900_000 / (6_500 if line is BTC else 100)
    held = [Position(line.contract or "", count, 65_000, 0)]
    for distance in (0.99, 1.0, 1.5):
        limits = Limits(distance=distance)
        [position] = made([short], held, maintenance=RATES, limits=limits).positions
        assert position.lacking == pytest.approx(3_900_000 * share)


def test_an_inverse_position_held_pays_on_its_face_though_it_moves_like_more():
    """By hand: 6,000 of 100 USD since 60,000, at 90,000: it moves like 900,000, and is 600,000.

    In coin: 600,000 / 90,000 coins at 0.01 % are 0.000667, worth 60 USD at each stamp.
    """
    prices = {"price": 90_000, "futures_price": 90_000.0, "funding_rate": 0.0001}
    line = dataclasses.replace(
        INVERSE, quantity=10, hedge_ratio=1.0, funding_interval=8.0, **prices
    )
    held = [Position("BINANCE:BTCUSD_PERP", 6_000, 60_000, 0)]
    report = made([line], held, maintenance=RATES, horizon_days=30.0, fee=0.001)
    [position] = report.positions
    assert report.totals.hedge_value == pytest.approx(-900_000)
    assert position.notional == pytest.approx(600_000)
    assert position.maintenance == pytest.approx(0.27 * 600_000)
    assert position.funding_cash == pytest.approx(90 * 60)
    assert report.carry.lines[2].cash == pytest.approx(-0.001 * 600_000)
    line = dataclasses.replace(line, funding_interval=None)  # which is never assumed
    [position] = made([line], held).positions
    assert (position.funding_rate, position.funding_year, position.funding_cash) == (None, None, 0)


@pytest.mark.parametrize("count", [0.5, 1.0, -0.5, -1.0])
def test_less_than_one_contract_fears_what_many_fear(count):
    """By hand: a move of 25 % against it takes a quarter of what it is worth, and no rate is."""
    line = Line("BTC", count, 65_000, 1.0, contract="X:Y", contract_size=1.0)
    [position] = made([line], [Position("X:Y", count, 65_000.0, 0.0)]).positions
    assert position.lacking == pytest.approx(65_000 * abs(count) / 4)


@pytest.mark.parametrize(
    ("notionals", "half"),
    [
        ((40, 15, 45), 0.2),  # 40 % are gone at 10 %, 55 % at 20 %
        ((50, 15, 35), 0.1),
        ((15, 30, 55), 0.3),
        ((20, -50, 30), 0.3),  # what was bought fears no rise: 20 at 10 %, 50 of 100 at 30 %
        ((20, -60, 20), None),
    ],
)
def test_half_of_the_hedge_is_liquidated_by_a_rise(notionals, half):
    """By hand: without a maintenance rate collateral of a tenth is gone at a rise of 10 %."""
    lines, held = [], []
    for name, money, share in zip("ABC", notionals, (0.1, 0.2, 0.3)):
        lines.append(Line(name, money, 1.0, 1.0, contract=f"X:{name}F", contract_size=1.0))
        held.append(Position(f"X:{name}F", money, 1.0, abs(money) * share))
    found = made(lines, held).margin.half
    assert found == (None if half is None else pytest.approx(half))
