"""Positions and average prices: by hand, in published numbers, and what must hold of any fills."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.contract import Kind, hedge_futures_pnl
from betahedge.core.position import hedge_average_price, hedge_position, worth
from core.strategies import KINDS, prices, thousandths

WHOLE_FILLS = st.lists(
    st.tuples(st.integers(-50, 50).filter(bool), st.integers(1, 200)), min_size=1, max_size=20
)


@given(WHOLE_FILLS, st.sampled_from(["linear", "inverse"]))
def test_an_average_price_and_what_was_realised_make_the_cash_of_the_fills(
    fills: list[tuple[int, int]], kind: Kind
) -> None:
    """P&L at a mark is each fill's own, whichever way the fills lie."""
    realised, held, average = 0.0, 0, 1.0
    for count, (quantity, price) in enumerate(fills, start=1):
        if held * quantity < 0:
            closed = math.copysign(min(abs(held), abs(quantity)), held)
            realised += hedge_futures_pnl(closed, 1.0, average, price, kind)
        held += quantity
        if held:
            quantities, prices = zip(*fills[:count])
            average = hedge_average_price(quantities, prices, kind)
    mark = 100.0
    each = math.fsum(hedge_futures_pnl(q, 1.0, p, mark, kind) for q, p in fills)
    whole = realised + hedge_futures_pnl(held, 1.0, average, mark, kind)
    assert whole == pytest.approx(each, rel=1e-9, abs=1e-9)


@given(WHOLE_FILLS)
def test_an_average_price_is_among_the_prices(fills: list[tuple[int, int]]) -> None:
    quantities, prices = zip(*fills)
    assume(sum(quantities))
    for kind in ("linear", "inverse"):
        average = hedge_average_price(quantities, prices, kind)
        assert min(prices) * (1 - 1e-12) <= average <= max(prices) * (1 + 1e-12)


def test_average_entry_price() -> None:
    """The example of the function reference: dollars over coins, 3,000 / (0.2 + 1/3)."""
    assert hedge_average_price([1000, 2000], [5000, 6000], "inverse") == pytest.approx(5625)
    assert hedge_average_price([1000, 2000], [5000, 6000]) == pytest.approx(17000 / 3)
    assert hedge_average_price([1000, 2000], [5000, 6000], "quanto") == pytest.approx(17000 / 3)
    with pytest.raises(ZeroDivisionError, match=r"^no position is left$"):
        hedge_average_price([1, -1], [5000, 6000])


@pytest.mark.parametrize("kind", ["linear", "inverse", "quanto"])
def test_the_average_price_earns_what_the_fills_earn(kind: Kind) -> None:
    fills = [(1000.0, 5000.0), (2000.0, 6000.0), (500.0, 5550.0)]
    average = hedge_average_price([q for q, _ in fills], [p for _, p in fills], kind)
    each = sum(hedge_futures_pnl(q, 1.0, p, 5800.0, kind) for q, p in fills)
    assert hedge_futures_pnl(3500.0, 1.0, average, 5800.0, kind) == pytest.approx(each, rel=1e-12)


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


METHODS = ["average", "fifo"]
fills = st.lists(st.tuples(thousandths, prices), min_size=1, max_size=40)


@given(fills, prices, st.sampled_from(METHODS), st.sampled_from(KINDS), st.floats(-0.001, 0.01))
def test_what_was_earned_is_the_cash(orders, mark, method, kind, fee_rate):
    """Realised + unrealised + fees = cash of the fills and of what is open at the mark."""
    quantities, at = map(list, zip(*orders))
    found = hedge_position(quantities, at, method, mark, kind, 0.5, fee_rate)
    flows = [-0.5 * q * worth(p, kind) for q, p in orders]
    left = 0.5 * math.fsum(quantities) * worth(mark, kind)
    size = math.fsum(map(abs, flows)) + abs(left)
    earned = found.realised + found.unrealised + found.fees
    assert earned == pytest.approx(math.fsum(flows) + left, abs=1e-12 * size)
    assert found.quantity == pytest.approx(math.fsum(quantities), abs=1e-9)


@given(fills, prices, st.sampled_from(KINDS))
def test_average_and_fifo_earn_the_same_in_all(orders, mark, kind):
    quantities, at = map(list, zip(*orders))
    both = [hedge_position(quantities, at, method, mark, kind) for method in METHODS]
    size = math.fsum(abs(q * worth(p, kind)) for q, p in [*orders, (sum(quantities), mark)])
    totals = [found.realised + found.unrealised for found in both]
    assert totals[0] == pytest.approx(totals[1], abs=1e-11 * size)
    assert both[0].quantity == both[1].quantity


@given(fills, st.sampled_from(METHODS), st.sampled_from(KINDS))
def test_a_closed_position_is_flat(orders, method, kind):
    """However the fills add up in floats: 0.1 + 0.2 - 0.3 is no position."""
    quantities, at = map(list, zip(*orders))
    quantities.append(-round(sum(quantities), 3))
    found = hedge_position(quantities, [*at, 100.0], method, None, kind)
    assert (found.quantity, found.average_price, found.unrealised) == (0, None, 0)


@given(fills, st.sampled_from(METHODS), st.sampled_from(KINDS))
def test_an_average_is_between_the_prices(orders, method, kind):
    quantities, at = map(list, zip(*orders))
    average = hedge_position(quantities, at, method, None, kind).average_price
    assert average is None or min(at) * (1 - 1e-9) <= average <= max(at) * (1 + 1e-9)


@given(fills, st.sampled_from(METHODS), st.sampled_from(KINDS))
def test_selling_is_buying_mirrored(orders, method, kind):
    quantities, at = map(list, zip(*orders))
    bought = hedge_position(quantities, at, method, 100.0, kind)
    sold = hedge_position([-q for q in quantities], at, method, 100.0, kind)
    assert (sold.realised, sold.unrealised) == (-bought.realised, -bought.unrealised)
    assert (sold.quantity, sold.average_price) == (-bought.quantity, bought.average_price)


@pytest.mark.parametrize("kind", ["linear", "inverse"])
def test_fills_need_a_price_each(kind):
    with pytest.raises(ValueError, match="zip"):
        hedge_average_price([1.0, 2.0], [100.0], kind)


@pytest.mark.parametrize("method", METHODS)
def test_additions_of_less_than_one_contract_realise_nothing(method):
    """By hand: two halves, at 100 and 110."""
    found = hedge_position([0.5, 0.5], [100, 110], method, 120.0)
    assert found == pytest.approx((1.0, 105.0, 0.0, 15.0, 0.0))


@pytest.mark.parametrize("method", METHODS)
def test_a_position_starts_at_the_price_of_its_fill_whatever_was_before(method):
    """To the last digit: a new one takes nothing from the average of one that is closed."""
    found = hedge_position([1, -1, 0, 2], [65000, 65000, 1, 1e-12], method)
    assert (found.average_price, found.realised) == (1e-12, 0)


@pytest.mark.parametrize(("kind", "fees"), [("linear", 1.0), ("inverse", 0.0001)])
def test_fees_are_of_the_notional(kind, fees):
    """By hand: 1 % of 2 contracts of half a coin at 100, or of half a dollar in coin."""
    found = hedge_position([2.0], [100.0], fee_rate=0.01, contract_size=0.5, kind=kind)
    assert (found.fees, found.realised) == pytest.approx((fees, -fees))
