"""What must hold of the functions a desk misses, whatever the numbers."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from betahedge.core.basket import hedge_minvar_portfolio, hedge_var_components
from betahedge.core.funding import hedge_funding_history
from betahedge.core.hedged import hedge_returns, hedge_rolling_beta
from betahedge.core.position import hedge_position, worth
from betahedge.core.regression import TooFew, hedge_beta, hedge_minvar_several
from betahedge.core.roll import hedge_roll
from betahedge.core.shared import hedge_delta, hedge_liquidation_shared
from betahedge.core.tiers import hedge_liquidation_tiered, hedge_maintenance

KINDS = ["linear", "inverse", "quanto"]
METHODS = ["average", "fifo"]
thousandths = st.integers(-2_000_000, 2_000_000).map(lambda n: n / 1000)
prices = st.integers(1, 200_000).map(lambda n: n / 10)
rates = st.floats(-0.01, 0.01)
fills = st.lists(st.tuples(thousandths, prices), min_size=1, max_size=40)
returns = st.floats(-0.5, 0.5)


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


stamps = st.lists(st.tuples(st.integers(0, 50), rates, prices), min_size=1, max_size=30)


@given(stamps, st.tuples(*[st.integers(-1, 51)] * 3), st.sampled_from(KINDS), thousandths)
def test_funding_over_two_spans_is_funding_over_both(history, times, kind, contracts):
    """[a, b] and (b, c] are [a, c]."""
    a, b, c = sorted(times)
    columns = [list(map(float, column)) for column in zip(*history)]
    spans = [(a, b), (math.nextafter(b, math.inf), c), (a, c)]
    first, second, both = (
        hedge_funding_history(contracts, 0.1, *columns, *span, kind) for span in spans
    )
    assert first + second == pytest.approx(both, rel=1e-9, abs=1e-9)
    assert hedge_funding_history(-contracts, 0.1, *columns, a, c, kind) == -both


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


def bisected(excess, low=1e-9, high=1e15):
    """Find where a function of the price changes its sign, on a scale of ratios; None if not."""
    if (excess(low) > 0) == (excess(high) > 0):
        return None
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if (excess(low) > 0) == (excess(middle) > 0) else (low, middle)
    return math.sqrt(low * high)


signed = st.integers(1, 50_000).map(lambda n: n / 1000).flatmap(lambda x: st.sampled_from([x, -x]))


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


@given(
    *[prices, signed, st.floats(0, 0.5), st.floats(-1e6, 1e6), st.floats(0, 100), st.floats(0, 1)],
    *[st.floats(-1e5, 1e5), st.floats(0, 1e5), st.floats(0, 1e4)],
)
def test_a_shared_price_by_bisection_of_the_payoff(
    entry, contracts, rate, cash, coins, ratio, pnl, others, amount
):
    """Oracle: cash, coins and P&L against all maintenance, found without the formula."""

    def excess(price):
        account = cash + ratio * coins * price + contracts * (entry - price) + pnl
        return account - others - abs(contracts) * rate * price + amount

    account = (entry, contracts, 1.0, rate, cash, coins, ratio, pnl, others, amount)
    found, expected = hedge_liquidation_shared(*account), bisected(excess)
    near = expected is not None and 1e-6 * entry < expected < 1e8 * entry
    if found is not None and near:
        assert found == pytest.approx(expected, rel=1e-6)
    assert not near or found is not None
    assert expected is not None or found is None or not 1e-6 * entry < found < 1e8 * entry


def tables(rows: int, columns: int):
    row = st.lists(returns, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows + 20).map(lambda r: list(map(list, zip(*r))))


@given(tables(5, 3), st.lists(thousandths, min_size=3, max_size=3), st.floats(0.51, 0.999))
def test_var_components_add_up(columns, weights, confidence):
    """And they are the book's own parametric VaR, by Euler's theorem."""
    from betahedge.core.risk import hedge_var

    book = [math.fsum(w * r for w, r in zip(weights, row)) for row in zip(*columns)]
    assume(max(book) - min(book) > 1e-9)
    found = hedge_var_components(columns, weights, confidence)
    assert math.fsum(found.parts) == found.total
    scale = math.fsum(map(abs, found.parts)) + 1e-9
    assert found.total == pytest.approx(hedge_var(book, confidence, "parametric"), abs=1e-9 * scale)


@given(tables(8, 3), st.floats(1, 1e9))
def test_a_basket_of_one_is_the_plain_regression(columns, value):
    asset, *futures = columns
    try:
        ratios = hedge_minvar_several(asset, futures, "returns")
    except ZeroDivisionError:
        return
    found = hedge_minvar_portfolio([value], [asset], futures, [1.0, 2.0], "returns")
    spread = max(map(abs, ratios)) + 1e-9
    for line, ratio in zip(found.lines, ratios, strict=True):
        assert line.ratio == pytest.approx(ratio, abs=1e-7 * spread)
    assert found.lines[1].contracts == pytest.approx(found.lines[1].ratio * value / 2)


@given(tables(8, 3), st.lists(thousandths, min_size=2, max_size=2))
def test_a_book_that_nets_to_nothing_still_has_contracts(columns, values):
    assume(values[0])
    book = [values[0], -values[0]]
    first, second, future = columns
    assume(max(future) - min(future) > 1e-6)
    (line,) = hedge_minvar_portfolio(book, [first, second], [future], [1.0], "returns").lines
    assert (line.ratio, line.standard_error) == (None, None)
    gap = [values[0] * (a - b) for a, b in zip(first, second)]
    (ratio,) = hedge_minvar_several(gap, [future], "returns") if max(gap) != min(gap) else (0.0,)
    assert line.contracts == pytest.approx(ratio, rel=1e-6, abs=1e-6)


@given(
    st.lists(st.tuples(*[st.none() | returns] * 2), min_size=1, max_size=30),
    st.integers(3, 12),
    st.sampled_from(["ols", "ewma", "blume", "up", "down"]),
)
def test_a_rolling_beta_is_the_beta_of_its_window(pairs, window, method):
    ys, xs = map(list, zip(*pairs))
    betas = hedge_rolling_beta(ys, xs, window, "returns", method)
    assert len(betas) == len(pairs)
    assert betas[: window - 1] == [None] * min(window - 1, len(pairs))
    for end in range(window, len(pairs) + 1):
        ours = betas[end - 1]
        try:
            theirs = hedge_beta(ys[end - window : end], xs[end - window : end], "returns", method)
        except (TooFew, ZeroDivisionError):
            continue
        assert ours is None or ours == pytest.approx(theirs, rel=1e-7, abs=1e-7 * (1 + abs(theirs)))
        assert ours is not None or max(abs(x or 0) for x in xs) < 1e-6


@given(st.lists(prices, min_size=2, max_size=30), st.integers(3, 8))
def test_a_beta_against_itself_is_one(series, window):
    betas = hedge_rolling_beta(series, series, window)
    assert len(betas) == len(series)
    assert all(beta is None or beta == pytest.approx(1) for beta in betas)


@given(st.lists(prices, min_size=2, max_size=30), thousandths)
def test_a_hedge_with_itself_is_the_rest(series, ratio):
    own = [b / a - 1 for a, b in pairwise(series)]
    hedged = hedge_returns(series, [series], [ratio])
    size = (1 + abs(ratio)) * max(1, *map(abs, own))
    assert hedged == pytest.approx([(1 - ratio) * r for r in own], abs=1e-12 * size)


@given(thousandths, prices, prices, prices, st.floats(1, 3650), rates)
def test_a_roll_there_and_back_costs_only_fees(contracts, size, near, far, days, fee):
    there = hedge_roll(contracts, size, near, far, days, fee)
    back = hedge_roll(-contracts, size, near, far, days, fee)
    fees = 2 * fee * abs(contracts) * size * (near + far)
    assert there.cash + back.cash == pytest.approx(-fees, rel=1e-9, abs=1e-3)
    if contracts:
        rate = there.cash / (abs(contracts) * size * near) * 365 / days
        assert there.rate == pytest.approx(rate, rel=1e-9, abs=1e-12)


@given(thousandths, thousandths, prices, prices)
def test_delta_is_the_slope_of_the_value(coins, contracts, entry, price):
    """The value in dollars of coins and contracts, a little up and a little down."""

    def value(at, kind):
        gain = contracts * 7 * (1 / at - 1 / entry) * at
        return coins * at + (gain if kind == "inverse" else contracts * 7 * (entry - at))

    for kind in ("linear", "inverse"):
        step = price / 2
        slope = (value(price + step, kind) - value(price - step, kind)) / (2 * step)
        delta = hedge_delta(coins, contracts, 7, entry, kind)
        scale = (abs(coins) + 7 * abs(contracts)) * max(1, 1 / entry, entry / price) + 1
        assert delta == pytest.approx(slope, rel=1e-6, abs=1e-9 * scale)
