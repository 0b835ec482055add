"""The rows of the report: an asset each, those that page one has no room for, and the orders."""

import pytest

from betahedge.books.model import Line
from betahedge.report.assets import count_shown
from report.sample_cases import made


def coin(name, worth, **more):
    return Line(name, worth, 1.0, 1.0, contract=f"X:{name}", contract_size=1.0, **more)


@pytest.mark.parametrize("count", [0.25, 1.0, 3.0, -0.25, -1.0, -3.0])
def test_an_order_is_sold_or_bought_however_small(count):
    [order] = made([coin("BTC", count)]).orders
    assert (order.side, order.contracts) == ("Sell" if count > 0 else "Buy", abs(count))


@pytest.mark.parametrize(
    ("coins", "named"),
    [
        ("A", "A"),
        ("ABC", "A, B, C"),
        ("ABCD", "A, B, C and 1 more"),
        ("ABCDE", "A, B, C and 2 more"),
    ],
)
def test_an_order_names_three_coins_and_counts_the_others(coins, named):
    lines = [Line(each, 10.0, 1.0, 1.0, contract="X:Y", contract_size=1.0) for each in coins]
    report = made(lines)
    assert [order.asset for order in report.orders] == [named]
    assert {row.shared for row in report.assets} == {len(coins) > 1}


def test_a_page_shows_twelve_assets_or_ten_and_the_others():
    shown = [count_shown([None] * count) for count in (1, 11, 12, 13, 50)]
    assert shown == [1, 11, 12, 10, 10]
    assert [count_shown([None] * count, 8) for count in (5, 8, 13)] == [5, 8, 8]


def test_what_page_one_has_no_room_for_is_added_up():
    """By hand: of 4 others 1 and 2 have no contract, and 3 is under a thousandth of the book."""
    lines = [coin(f"C{n}", 1_000.0 - n) for n in range(10)]
    lines += [Line("N1", 100.0, 1.0, 1.0), Line("N2", 90.0, 1.0, 1.0), Line("N3", 1.0, 1.0, 1.0)]
    other = made([*lines, coin("C10", 80.0)]).other
    assert (other.asset, other.exposure, other.hedge_value, other.net) == ("Other 4", 271, -80, 191)
    assert (other.breaches, other.orders, other.status) == (2, 1, "BREACH")
    assert (other.ratio, other.ratio_now, other.target) == (pytest.approx(80 / 271), 0, 1)


def test_money_that_is_owed_is_no_exposure():
    """0 times less than nothing is -0.0, and is written so."""
    row = made([Line("USD", -1_000.0, 1.0, 0.0, is_cash=True), coin("BTC", 5.0)]).assets[-1]
    assert (row.asset, str(row.exposure)) == ("USD", "0.0")


def test_a_pair_is_sized_by_the_smaller_of_two_sizes():
    """By hand: 1.8 BTC are 18 of 0.1, and less than half of 5."""
    pair = Line("BTC", 3.0, 50_000.0, 0.6, contract="CME:BTC+CME:MBT", futures_price=50_000.0)
    [order] = made([pair]).orders
    assert (order.contract, order.contracts, order.exact) == ("MBT", 18, 18)


def test_a_hedge_that_rounds_to_nothing_is_no_ok():
    report = made([Line("BTC", 3, 65_000, 0.6, contract_size=5.0, lot_size=1.0)])
    assert (report.assets[0].status, report.assets[0].why) == ("BREACH", "rounds to 0 lots")


def test_an_asset_that_no_contract_is_quoted_for():
    lines = [Line("BTC", 3, 65_000), Line("QNT", 100, 88), Line("BAT", 100, 0.2)]
    report = made(lines, contracts={"QNT": "none", "BAT": "none"})
    found = {row.asset: (row.status, row.why) for row in report.assets}
    assert found["QNT"] == ("BREACH", "no contract is quoted")
    assert found["BAT"] == ("WATCH", "no contract is quoted")  # below the materiality
    assert found["BTC"] == ("BREACH", "no contract is named")
    assert report.orders == ()
    assert [(row.ratio, row.net) for row in report.assets] == [(0, 195_000), (0, 8_800), (0, 20)]


def test_a_contract_of_a_size_and_no_name_is_a_watch():
    report = made([Line("BTC", 30, 50_000, 0.6, contract_size=1.0)])
    [row], [order] = report.assets, report.orders
    assert (row.status, row.why) == ("WATCH", "its contract has no name")
    assert (order.venue, order.contract, order.contracts) == ("OWN", "BTC", 18)
    watch = report.breaches[0]
    assert watch.what == "BTC: its contract has no name, ratio 60.0%"
    assert watch.action == "name it for the broker, in the file or the policy"
