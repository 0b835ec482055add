"""Drift, rebalancing and the transition from one coin to another."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.pnl import hedge_pnl
from betahedge.core.rounding import Rounding
from betahedge.core.running import hedge_drift, hedge_rebalance, hedge_transition
from betahedge.core.sizing import hedge_ratio

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
