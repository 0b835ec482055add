"""Drift, rebalancing and the transition from one coin to another."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.contract import hedge_contract_value
from betahedge.core.pnl import hedge_pnl
from betahedge.core.rounding import Rounding, round_lots
from betahedge.core.running import (
    Destination,
    hedge_drift,
    hedge_rebalance,
    hedge_transition,
    netted_order,
    position_money,
    target_position,
)
from betahedge.core.sizing import hedge_contracts, hedge_ratio

FRACTIONS = st.floats(0, 1)


def test_drift_is_achieved_less_target() -> None:
    assert hedge_drift(325000, 2.5, 65000, 0.5) == 0
    assert hedge_drift(325000, 3, 65000, 0.5) == pytest.approx(0.1)
    assert hedge_drift(325000, 2, 65000, 0.5) == pytest.approx(-0.1)
    assert hedge_drift(325000, 3, 65000, 0.5, 1.2) == pytest.approx(0)
    with pytest.raises(ZeroDivisionError):
        hedge_drift(0, 1, 65000, 0.5)


@pytest.mark.parametrize(
    ("arguments", "trade"),
    [
        ((325000, 2.5, 65000, 0.5), 0),
        ((325000, 2.3, 65000, 0.5), 0),  # 4 points under: inside
        ((325000, 2.25, 65000, 0.5), 0),  # 5 points under: the edge is inside
        ((325000, 2.75, 65000, 0.5), 0),  # and over
        ((325000, 2.2, 65000, 0.5), 0.3),  # 6 points under: sell up to the target
        ((325000, 3, 65000, 0.5), -0.5),  # 10 points over: buy back
        ((325000, 2.7, 65000, 0.5, 0), -0.2),  # no band
        ((325000, 2, 65000, 0.5, 0.05, 0.2), 0.6),  # half a lot rounds away from zero
        ((325000, 2, 65000, 0.5, 0.05, 0.2, 1, "down"), 0.4),
        ((325000, 3, 65000, 0.5, 0.05, 0.2, 1, "down"), -0.6),  # the position is 2.4 lots of 0.2
        ((325000, 3, 65000, 0.5, 0.05, 0.2, 1, "up"), -0.4),
        ((325000, 2.5, 65000, 0.5, 0.05, 0, 2), 2.5),  # twice the beta
        ((-325000, -2, 65000, 0.5), -0.5),  # a short book buys
    ],
)
def test_rebalance(arguments: tuple[Any, ...], trade: float) -> None:
    """By hand: 5 BTC at 65,000, half hedged is 2.5 contracts."""
    assert hedge_rebalance(*arguments) == pytest.approx(trade, abs=1e-12)


@given(
    st.floats(1e3, 1e7),
    st.floats(-100, 100),
    st.floats(0, 1.5),
    st.floats(0, 0.2),
    st.sampled_from(["nearest", "down", "up"]),
)
def test_after_a_trade_the_hedge_is_on_target_or_it_was_inside_the_band(
    value: float, n: float, ratio: float, band: float, rounding: Rounding
) -> None:
    drift = hedge_drift(value, n, 1000.0, ratio)
    assume(abs(abs(drift) - band) > 1e-8)
    trade = hedge_rebalance(value, n, 1000.0, ratio, band, 0.0, 1.0, rounding)
    if abs(drift) < band:
        assert trade == 0
    else:
        assert hedge_ratio(value, n + trade, 1000.0) == pytest.approx(ratio, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "trade"),
    [
        ((1000, 1000, 500, 4, 100), 1),  # 40 % of the net exposure held, 50 % wanted
        ((1000, 1000, 500, 4.6, 100), 0),  # 46 %: inside the band
        ((1000, 1000, 500, 4.6, 100, 0.03), 0.4),
        ((1000, 1000, 550, 0, 100, 0.05, 1), 6),
        ((1000, 1000, 550, 0, 100, 0.05, 1, "down"), 5),
        ((1000, 3000, 500, 4, 100), 1),  # the net one: of the gross, 13.3 % and 16.7 %
        ((-1000, 3000, -500, -4, 100), -1),  # and of a short book
        ((1000, 3000, -500, -4, 100), 0),  # wanted against the net one: 13.3 % of 16.7 %
        ((1000, 3000, -500, -2, 100), -3),  # 6.7 % of 16.7 %
        ((-1000, 3000, 500, 4, 100), 0),
        ((-1000, 3000, 500, 2, 100), 3),
        ((1000, 3000, 0, 1, 100), -1),  # nothing wanted is not against it: 10 % held
        ((0, 2000, 500, 4, 100), 0),  # the lines cancel: 20 % of 25 %
        ((0, 2000, 500, 3, 100), 2),  # 15 %
        ((0, 2000, -500, -3, 100), -2),
        (
            (0, 0, 0, 2.5, 100, 1000, 1),
            -2.5,
        ),  # hedges nothing: closed, whatever the band and the lot
        ((0, 0, 0, -2, 100), 2),
        ((0, 0, 0, 0, 100), 0),
        ((1000, 1000, 500, 4, 0), 0),  # of no value: not traded
        ((0, 0, 0, 3, 0), 0),
    ],
)
def test_one_order_for_lines_that_share_a_contract(arguments: tuple[Any, ...], trade: float):
    """By hand, contracts of 100, those held and new ones."""
    net, gross, money, held, value, *others = arguments
    order = netted_order(net, gross, money, held, value, value, *others)
    assert order == pytest.approx(trade, abs=1e-12)


@pytest.mark.parametrize(
    ("held", "money", "trade"),
    [
        (10, 1500, 0),  # 10 sold at 60,000 move like 1,500 at 90,000
        (10, 1800, 3),  # 300 more, in new contracts of 100
        (10, 900, -4),  # 600 less, of 150 each
        (10, 0, -10),
        (10, -300, -13),  # all of them, and 3 new ones bought
        (0, 1500, 15),
        (-10, -1800, -3),
        (-10, 300, 13),
        (10, 1830, 3),  # 3.3 new ones
        (10, 1870, 4),  # 3.7
        (10, 980, -3),  # 6.53 of the old ones stay
    ],
)
def test_new_inverse_contracts_count_at_their_face(held: float, money: float, trade: float):
    """By hand: 100 USD each, those held since 60,000, at 90,000; in whole contracts."""
    each, face = 150.0, 100.0
    exposure = 2000.0 if money >= 0 else -2000.0
    order = netted_order(exposure, 2000.0, money, held, each, face, 0.0, 1.0)
    assert order == trade
    assert target_position(money / face, held, each, face, 1.0) == held + trade
    assert abs(position_money(held + trade, held, each, face) - money) <= 75


@pytest.mark.parametrize(("side", "each"), [(1, 200.0), (-1, 200.0), (1, 50.0), (-1, 50.0)])
def test_what_is_on_the_wrong_side_drifts_by_what_it_moves_like(side: int, each: float):
    """By hand, of a million: 3 % is asked, and 100 held the other way move like 2 %, or 0.5 %."""
    exposure, money, held = side * 1e6, side * 30_000.0, -side * 100.0
    drift = 0.03 + 100 * each / 1e6
    for band, trade in ((drift - 1e-6, 400 * side), (drift + 1e-6, 0)):
        order = netted_order(exposure, 1e6, money, held, each, 100.0, band, 1.0)
        assert order == trade


@given(
    st.floats(1e3, 1e6), st.floats(-2, 2), st.floats(-40, 40), st.floats(1, 1e4), st.floats(0.2, 5),
)  # fmt: skip
def test_an_order_is_the_same_in_any_money(
    net: float, ratio: float, held: float, face: float, moved: float
) -> None:
    """What is counted in dollars or in millions of them is counted in the same contracts."""
    amounts = net, net, net * ratio, held, face * moved, face
    millions = (*(each / 2**20 for each in amounts[:3]), held, face * moved / 2**20, face / 2**20)
    assert netted_order(*millions) == netted_order(*amounts)


def test_a_target_without_lots_is_exact():
    """By hand, as above: 1,800 is 10 held and 3 new ones, 900 is 6 of 150, -350 is 3.5 bought."""
    assert target_position(18, 10, 150, 100) == pytest.approx(13)
    assert target_position(9, 10, 150, 100) == pytest.approx(6)
    assert target_position(-3.5, 10, 150, 100) == -3.5


@given(
    st.floats(1e3, 1e6), st.floats(0, 40), st.floats(10, 1e4), st.floats(0.2, 5),
    st.floats(0, 2), st.floats(0, 0.2),
)  # fmt: skip
def test_one_trade_of_inverse_contracts_settles_it(
    value: float, held: float, face: float, moved: float, ratio: float, band: float
) -> None:
    """Afterwards the position moves like the target, or it was inside the band."""
    each = face * moved
    assume(abs(abs(hedge_drift(value, held, each, ratio)) - band) > 1e-8)
    money = value * ratio
    position = held + netted_order(value, value, money, held, each, face, band)
    stays = min(position, held)
    after = (stays * each + (position - stays) * face) / value
    assert position_money(position, held, each, face) == pytest.approx(after * value, rel=1e-9)
    if position == held:
        assert abs(after - ratio) <= band + 1e-8
    else:
        assert after == pytest.approx(ratio, abs=1e-8)


def test_transition_of_the_article() -> None:
    """Errata: 30 % hedged, that 30 % sold: all the short goes and 70 % is left, not 40 %."""
    assert hedge_transition(10, 0.3, 0.3) == pytest.approx((1, 7, 4))


@pytest.mark.parametrize(
    ("hedged", "sold", "answer"),
    [
        (0.3, 0.0, (0, 7, 7)),
        (0.3, 0.1, (1 / 3, 7, 6)),  # a third of the way
        (0.3, 0.5, (1, 5, 2)),  # more sold than was hedged
        (0.0, 0.3, (0, 7, 7)),  # nothing was hedged
        (1.0, 0.25, (0.25, 0, -2.5)),
    ],
)
def test_transition(hedged: float, sold: float, answer: tuple[float, ...]) -> None:
    """By hand, 10 coins."""
    assert hedge_transition(10, hedged, sold) == pytest.approx(answer, abs=1e-12)


@given(st.floats(0.1, 1e4), FRACTIONS, FRACTIONS)
def test_net_exposure_is_coins_left_less_short_left(q: float, h: float, s: float) -> None:
    plan = hedge_transition(q, h, s)
    short_left = q * h * (1 - plan.buy_back)
    assert 0 <= plan.buy_back <= 1
    assert plan.net_exposure == pytest.approx(q * (1 - s) - short_left, abs=1e-9 * q)
    assert plan.kept_exposure == pytest.approx(q * (1 - s) - q * h, abs=1e-9 * q)
    # a net exposure earns what the book does
    book = hedge_pnl(q * (1 - s) * 50.0, short_left, 50.0, 0.1, 0.1)
    assert book == pytest.approx(plan.net_exposure * 50.0 * 0.1, abs=1e-7 * q)


ROUNDINGS = st.sampled_from(["nearest", "down", "up"])
TO = st.sampled_from(["target", "edge"])
HELD = st.one_of(st.integers(-40, 40).map(float), st.floats(-40, 40))
BOOK = st.floats(1e3, 1e6).map(lambda value: round(value, 2))


@given(
    BOOK,
    HELD,
    st.sampled_from([1.0, -1.0, 1.4, -0.5]),
    st.floats(50, 2e5),
    st.floats(0, 2),
    st.floats(0, 0.3),
    st.sampled_from([0.0, 0.1, 1.0, 5.0]),
    ROUNDINGS,
    TO,
)
def test_a_rebalanced_position_needs_no_further_trade_and_is_no_further_from_its_target(
    value: float,
    held: float,
    beta: float,
    contract: float,
    ratio: float,
    band: float,
    lot: float,
    rounding: Rounding,
    to: Destination,
) -> None:
    def trade(position: float) -> float:
        arguments = (value, position, contract, ratio, band, lot, beta, rounding, to)
        return hedge_rebalance(*arguments)

    first = trade(held)
    assert trade(held + first) == 0.0
    before = abs(hedge_drift(value, held, contract, ratio, beta))
    after = abs(hedge_drift(value, held + first, contract, ratio, beta))
    assert after <= before + 1e-9
    if first:
        assert before > band
        position = held + first
        assert round_lots(position, lot, "nearest") == pytest.approx(position, rel=1e-9, abs=1e-9)
    if lot == 0.0 and before > band + 1e-8:
        assert after == pytest.approx(band if to == "edge" else 0.0, abs=1e-8)


@given(BOOK, HELD, st.floats(50, 2e5), st.floats(0, 2), st.floats(0, 0.3), ROUNDINGS)
def test_to_the_edge_trades_no_more_than_to_the_target(
    value: float, held: float, contract: float, ratio: float, band: float, rounding: Rounding
) -> None:
    arguments = (value, held, contract, ratio, band, 0.0, 1.0, rounding)
    edge, target = hedge_rebalance(*arguments, "edge"), hedge_rebalance(*arguments)
    assert abs(edge) <= abs(target) + 1e-9
    assert edge * target >= 0.0


@pytest.mark.parametrize("price", [6e3, 45e3, 90e3, 6e5])
def test_a_full_inverse_hedge_needs_no_trade_at_any_price(price: float) -> None:
    """Conventions, section 4: 10 BTC, short 6,000 x 100 USD at 60,000, needs no trade at 90,000."""
    contract = hedge_contract_value(price, 100.0, "inverse", 1.0, 60000.0)
    assert hedge_drift(10 * price, 6000.0, contract, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert hedge_rebalance(10 * price, 6000.0, contract, 1.0, 0.0) == 0.0
    opened_now = hedge_contract_value(price, 100.0, "inverse")
    assert hedge_contracts(10 * price, opened_now) == pytest.approx(price / 10)
