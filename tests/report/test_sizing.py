"""The sized book: the article's numbers, shared and inverse contracts, policy and positions."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.books.faults import Unclear
from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position
from betahedge.report.filling import fill_inputs
from betahedge.report.making import make_report
from betahedge.report.sizing import Group
from betahedge.report.wishes import Wish
from betahedge.templates.book import Policy
from report.sample_cases import ALL, case, line, made, two


def test_the_article():
    report = make_report(two()).report
    assert [(r.spot_value, r.order, r.contract_value) for r in report.assets] == [
        (195_000, 18.0, 6_500), (140_000, 240.0, 350),
    ]  # fmt: skip
    assert (report.totals.spot_value, report.totals.net) == (335_000, 134_000)
    impact = next(move for move in report.scenario if move.move == -0.1)
    assert (impact.unhedged, impact.futures, impact.hedged) == pytest.approx(
        (-33_500, 20_100, -13_400)
    )


def test_half_of_five_bitcoin():
    report = made([Line("BTC", 5, 65_000, 0.5, contract_size=1.0)])
    assert report.orders[0].contracts == 2.5
    fall = next(move for move in report.scenario if move.move == -0.1)
    assert (fall.unhedged, fall.futures, fall.hedged) == (-32_500, 16_250, -16_250)


def test_funding_of_the_article_is_received():
    btc = Line("BTC", 5, 65_000, 1.0, contract_size=1.0, funding_rate=0.0001, funding_interval=8.0)
    [position] = made([btc]).positions
    assert (position.funding_cash, position.word) == (pytest.approx(2_925), "RECEIVE")
    assert (position.funding_rate, position.interval_hours) == (0.0001, 8)
    assert position.funding_year == pytest.approx(0.1095)


def test_a_full_inverse_hedge_needs_no_trade_when_the_price_moves():
    held = Line("BTC", 10, 90_000, 1.0, contract="BITMEX:XBTUSD", kind="inverse",
                contract_size=100.0, lot_size=1.0, futures_price=90_000.0, held=6_000,
                entry_price=60_000.0)  # fmt: skip
    report = made([held])
    assert report.orders == ()
    assert report.assets[0].ratio == pytest.approx(1.0)


def test_an_exact_order_is_that_which_is_rounded():
    """20,000 of 100 USD since 40,000 move like 3,250,000: 650,000 of 3,900,000 are new ones."""
    held = Line("BTC", 100, 65_000, 0.6, contract="BITMEX:XBTUSD", kind="inverse",
                contract_size=100.0, lot_size=1.0, futures_price=65_000.0, held=20_000,
                entry_price=40_000.0)  # fmt: skip
    report = made([held])
    [order] = report.orders
    assert (order.contracts, order.exact) == (6_500, pytest.approx(6_500))
    assert report.assets[0].ratio == pytest.approx(0.6)
    [netted] = net_orders(Book((held,)))
    assert (netted.exact, netted.target) == (pytest.approx(26_500), 26_500)


def test_one_order_for_coins_that_share_a_contract():
    lines = [
        Line("BTC", 226.775, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear"),
        Line("DOT", 60_000, 4.8, 0.6, 1.3128, "CME:MBT", 65_000.0, 0.1, 1.0, "linear"),
    ]
    report = made(lines)
    [order] = report.orders
    assert order.contracts == round((226.775 * 65_000 + 60_000 * 4.8 * 1.3128) * 0.6 / 6_500)
    assert math.fsum(r.order for r in report.assets) == pytest.approx(order.contracts)
    assert {row.shared for row in report.assets} == {True}


@pytest.mark.parametrize(
    ("wanted", "money", "shares"),
    [
        ((100, 300), 200, (50, 150)),
        ((100, 300, -200), 400, (200, 600, -400)),
        ((100, 200, -300), 60, (110, 220, -270)),  # of wishes that cancel, by their sizes
        ((100, 240, -300), 104, (110.0, 264.0, -270.0)),
        ((0, 0), 50, (25, 25)),  # nothing is wanted, and 50 are there
        ((100,), 30, (30,)),
        ((0,), 30, (30,)),
    ],
)
def test_money_is_shared_as_it_is_wanted_and_adds_up(wanted, money, shares):
    wishes = tuple(Wish(Line("A", each, 1.0), 1.0, 1.0, "X:Y", is_quoted=True) for each in wanted)
    assert Group("X:Y", wishes, ()).share(money) == pytest.approx(shares)


def test_two_sizes_of_one_coin_are_one_hedge():
    btc = Line("BTC", 8.37, 65_000, 1.0, None, "CME:BTC+CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    orders = {o.contract: o.contracts for o in made([btc]).orders}
    assert orders == {"BTC": 1, "MBT": 34}


def test_cash_is_shown_and_has_no_exposure():
    report = made([Line("USDT", 2.5e6, 1.0, 0.0, is_cash=True), Line("BTC", 1, 65_000)])
    cash = next(row for row in report.assets if row.asset == "USDT")
    assert (cash.spot_value, cash.exposure, cash.order, cash.status) == (2.5e6, 0, 0, "OK")
    assert report.totals.spot_value == 2_565_000


def test_positions_stand_for_what_is_held():
    btc = Line("BTC", 3, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear")
    held = [Position("CME:MBT", 10, 60_000, 50_000), Position("CME:MBT", 7, 62_000, 20_000)]
    report = made([btc], held)
    assert report.orders == ()  # 17 of 18 is inside the band
    [position] = report.positions
    assert position.collateral == 70_000
    assert position.entry == pytest.approx((10 * 60_000 + 7 * 62_000) / 17)


def test_what_is_held_of_a_coin_that_no_contract_is_quoted_on_is_never_dropped():
    with pytest.raises(Unclear, match="BTC: the policy says that no contract is quoted, the holdi"):
        made([Line("BTC", 3, 65_000, held=2.0)], contracts={"BTC": "none"})


def test_cash_without_a_ratio_is_not_hedged():
    coins = Line("BTC", 3, 65_000, contract_size=1.0)
    report = made([Line("USDC", 1_000, 1.0, is_cash=True), coins])
    assert [order.asset for order in report.orders] == ["BTC"]
    assert report.totals.exposure == 195_000


def test_contradictory_positions_are_refused():
    btc = Line("BTC", 3, 65_000, 0.6, None, "CME:MBT", 65_000.0, 0.1, 1.0, "linear", held=10)
    with pytest.raises(Unclear, match="say 10 contracts held, the positions 12; leave one"):
        made([btc], [Position("CME:MBT", 12)])


def test_a_position_without_a_holding_is_not_to_be_signed():
    report = made([Line("BTC", 3, 65_000)], [Position("CME:MET", -10)])
    failed = [check for check in report.checks.lines if check.result == "FAIL"]
    assert [(c.test, c.value) for c in failed] == [
        ("Every position held hedges a line of the book", "CME:MET")
    ]


def on(contract, asset, **terms):
    return Line(asset, 10, 3_000, 1.0, contract=contract, futures_price=3_000.0, **terms)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (
            [on("BITMEX:ETHUSD", "ETH", contract_size=1e-6, kind="quanto")],
            "BITMEX:ETHUSD: is a quanto contract; its value needs the price of its settlement "
            "coin; name a linear or an inverse contract",
        ),
        (
            [on("X:E", "ETH", contract_size=1.0), on("X:E", "STETH", contract_size=10.0)],
            "X:E: ETH and STETH give it two prices or sizes; one contract has one of each",
        ),
        (  # what is left out is as it is usual
            [on("X:E", "ETH", contract_size=1.0),
             on("X:E", "STETH", contract_size=1.0, kind="linear", lot_size=0.0)],
            None,
        ),
        (
            [Line("BTC", 3, 50_000, held=2.0), Line("SOL", 3, 150.0, 0.0, held=-1.0),
             Line("ETH", 40, 3_500, held=0.0)],
            "BTC, SOL: contracts are held, and none is named; name it in the holdings or the "
            "policy, or give its contract size",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "size", [net_orders, lambda book: made(book.lines), lambda book: fill_inputs(book, Policy())]
)
def test_the_terminal_the_report_and_the_workbook_refuse_alike(size, lines, refusal):
    if refusal is None:
        size(Book(tuple(lines)))
        return
    with pytest.raises(Unclear) as error:
        size(Book(tuple(lines)))
    assert str(error.value) == refusal


MBT = {"contract": "CME:MBT", "futures_price": 50_000.0, "contract_size": 0.1, "lot_size": 1.0}


@pytest.mark.parametrize(
    ("btc", "name", "order"),
    [
        (Line("BTC", 3, 50_000, 0.6, **MBT), "BTC", 13),  # 18 of 0.1, and 5 are held
        (Line("WBTC", 3, 50_000, 0.6, **MBT), "BTC", 13),
        (Line("BTC", 30, 50_000, 0.6, contract_size=1.0), "BTC", 13),  # it has no name
        (Line("BTC", 30, 50_000, 0.6, contract_size=1.0), "OWN:BTC", 13),
        (Line("BTC", 30, 50_000, 0.0, contract_size=1.0), "BTC", -5),  # nothing is wanted any more
    ],
)
def test_a_position_named_by_its_coin_counts_once_and_everywhere(btc, name, order):
    held, lines = [Position(name, 5.0)], (btc, Line("SOL", 10, 150, 0.0))
    (netted,) = net_orders(Book(lines), positions=held)
    assert (netted.held, netted.order) == (5, order)
    report = made(lines, held)
    assert [each.held for each in report.held] == [5]
    assert [(each.side, each.contracts) for each in report.orders] == [
        ("Sell" if order > 0 else "Buy", abs(order))
    ]
    assert [c.test for c in report.checks.lines if c.result == "FAIL"] == []
    rows = fill_inputs(Book(lines), Policy(), positions=held).holdings
    assert [row.held for row in rows] == [5, None]


def test_a_pair_held_in_both_sizes_has_the_average_entry():
    pair = Line("BTC", 30, 50_000, 0.6, **{**MBT, "contract": "CME:BTC+CME:MBT"}, held=150)
    held = [Position("CME:BTC", 2.0, 40_000.0), Position("CME:MBT", 50.0, 46_000.0)]
    (row,) = fill_inputs(Book((pair,)), Policy(), positions=held).holdings
    assert (row.held, row.entry_price) == (150, 42_000)  # of 0.1: 100 at 40,000, 50 at 46,000
    assert [each.held for each in made([pair], held).held] == [2, 50]
    assert [each.held for each in net_orders(Book((pair,)), positions=held)] == [2, 50]


def test_cash_is_no_exposure_that_an_order_is_sized_on():
    cash = Line("USDC", 250_000, 1.0, 0.0, is_cash=True, **MBT)
    lines = (Line("BTC", 3, 50_000, 0.6, **MBT), cash)
    held = [Position("CME:MBT", 16.0)]  # 53.3 % of 60 %; of the cash too it were 20 % of 22.5 %
    (order,) = net_orders(Book(lines), positions=held)
    assert order.order == 2
    assert [each.contracts for each in made(lines, held).orders] == [2]


def test_a_contract_of_a_size_and_no_name_may_be_held():
    coins = Line("BTC", 30, 50_000, 0.6, contract_size=1.0, held=5.0)
    (order,) = net_orders(Book((coins,)))
    assert (order.contract, order.order) == ("OWN:BTC", 13)
    assert [each.contracts for each in made([coins]).orders] == [13]


def test_a_position_that_may_be_in_two_contracts_is_in_none():
    large = {**MBT, "contract": "CME:BTC", "contract_size": 5.0}
    lines = (Line("BTC", 3, 50_000, 0.6, **MBT), Line("WBTC", 30, 50_000, 0.6, **large))
    held = [Position("BTC", 5.0)]
    assert [each.held for each in net_orders(Book(lines), positions=held)] == [0, 0]
    report = made(lines, held)
    assert [each.held for each in report.held] == [0, 0]
    (failed,) = (check for check in report.checks.lines if check.result == "FAIL")
    assert (failed.test, failed.value) == ("Every position held hedges a line of the book", "BTC")
    assert failed.advice == "BTC: write CME:MBT or CME:BTC"
    rows = fill_inputs(Book(lines), Policy(), positions=held).holdings
    assert [row.held for row in rows] == [None, None]


def test_an_addition_averages_the_entry_and_a_liquidation_follows_it():
    btc = line("BTC", 100, 65_000, code="CME:MBT", size=1.0, held=10, entry_price=40_000.0)
    report = make_report(case([btc], "Desk")).report
    [position] = report.positions
    assert position.entry == pytest.approx((10 * 40_000 + 50 * 65_000) / 60)
    margin = position.collateral + 60 * (position.entry - position.liquidation)
    assert margin == pytest.approx(0.005 * 60 * position.liquidation)


@pytest.mark.parametrize("name", ALL)
def test_books_tie_out(name):
    report = make_report(ALL[name]()).report
    assert [c for c in report.checks.lines if c.result == "FAIL" and "Prices" not in c.test] == []
    rows, totals = report.assets, report.totals
    assert math.fsum(r.net for r in rows) == pytest.approx(totals.net, rel=1e-12)
    assert math.fsum(p.notional * (1 if p.contracts > 0 else -1) for p in report.positions) == (
        pytest.approx(-totals.hedge_value, rel=1e-9)
    )


LINES = st.builds(
    lambda name, quantity, price, ratio, size, lot, held: Line(
        name, quantity, price, ratio, contract=f"OWN:{name[0]}", contract_size=size, lot_size=lot,
        futures_price=100.0, held=held, kind="linear",
    ),
    st.sampled_from(("A1", "A2", "B1", "C1")), st.floats(-1e6, 1e6), st.floats(0.01, 1e4),
    st.floats(0, 1.5), st.just(0.1), st.just(1.0), st.integers(-1000, 1000),
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=4, unique_by=lambda each: each.asset))
def test_any_book_ties_out(lines):
    report = made(lines)
    failed = [c.test for c in report.checks.lines if c.result == "FAIL"]
    assert failed in ([], ["Orders lead to whole lots"])
    again = {row.asset: row for row in report.assets}
    assert math.fsum(again[name].hedge_value for name in again) == pytest.approx(
        report.totals.hedge_value, abs=1e-6
    )
