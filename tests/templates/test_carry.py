"""What the workbook says that a hedge earns, costs and cannot do, against the functions."""

import dataclasses

import pytest

from betahedge.cells import HEDGE_COST
from betahedge.templates.book import HoldingRow, Policy, article


def test_with_nothing_held_the_net_is_the_cost_of_the_hedge(make_book):
    row = HoldingRow("BTC", 30.0, 65_000.0, futures_price=65_400.0, contract="CME:MBT",
                     expiry_days=60.0, collateral=500_000.0)  # fmt: skip
    policy = Policy(hedge_ratio=1.0, horizon=30.0, fee=0.0005, slippage=0.0002, capital=0.05)
    book = make_book(dataclasses.replace(article(), holdings=(row,), policy=policy))
    (after,) = book.column("orders.after")
    assert after == 298  # 30 x 65,000 / (0.1 x 65,400) = 298.165
    short = after * 6_540.0
    converges = 400 / 65_400 * 30 / 60  # half of the basis, of the futures price
    cost = HEDGE_COST(after, 6_540.0, 30, 0.0005, 0.0002, 0, 8, converges, 500_000 / short, 0.05)
    assert book.column("carry.net") == [pytest.approx(-cost, rel=1e-9)]
    # by hand: basis earned, fees on both ways, slippage of the trip, interest on the collateral
    wanted = short * (converges - 2 * 0.0005 - 0.0002) - 500_000 * 0.05 * 30 / 365
    assert book.column("carry.net") == [pytest.approx(wanted, rel=1e-9)]
    assert book.failed() == set()


def test_the_basis_of_a_cross_hedge_is_that_of_the_contract_s_own_coin(make_book):
    """By hand: 120 ETH are short in futures at 3,030, and ETH is at 3,000; half of it in time.

    In a book without ETH its price, and so the basis, is not known.
    """
    rows = (
        HoldingRow("LTC", 4_000.0, 90.9, contract="CME:MET", futures_price=3_030.0,
                   expiry_days=60.0),
        HoldingRow("ETH", 1.0, 3_000.0, hedge_ratio=0.0),
    )  # fmt: skip
    policy = Policy(hedge_ratio=1.0, horizon=30.0)
    book = make_book(dataclasses.replace(article(), holdings=rows, policy=policy))
    assert book.column("orders.after")[0] == 1_200
    assert book.column("carry.basis")[0] == 30
    assert book.column("carry.basis_year")[0] == pytest.approx(0.01 * 365 / 60)
    assert book.column("carry.earned")[0] == pytest.approx(120 * 30 / 2)
    assert book.column("carry.funding")[0] == 0  # it ends: it pays none
    assert book.failed() == set()
    book = make_book(dataclasses.replace(article(), holdings=rows[:1], policy=policy))
    assert [book.column(f"carry.{key}") for key in ("basis", "earned")] == [["n.a."], ["n.a."]]


def test_a_contract_without_an_end_has_no_basis_a_year(make_book):
    """It never converges, so there is no day to which a rate would be; the page says n.a. too."""
    rows = (HoldingRow("BTC", 3.0, 65_000.0, futures_price=65_650.0, **PERPETUAL),)
    book = make_book(dataclasses.replace(article(), holdings=rows, policy=Policy(hedge_ratio=1.0)))
    found = [book.column(f"carry.{key}")[0] for key in ("basis", "basis_year", "earned")]
    assert found == [650, "n.a.", 0]
    assert book.failed() == set()


PERPETUAL = {"contract": "CME:MBT", "funding_hours": 8.0}


def headline(book):
    return book.result.values["Carry!A5"]


def test_what_is_not_known_is_no_zero_and_a_zero_is_not_received(make_book):
    rows = (
        HoldingRow("BTC", 3.0, 65_000.0, **PERPETUAL),
        HoldingRow("ETH", 40.0, 3_500.0, contract="CME:MET", expiry_days=60.0),
    )
    book = make_book(dataclasses.replace(article(), holdings=rows))
    assert book.column("carry.funding") == ["n.a.", 0]
    assert book.column("carry.earned") == [0, "n.a."]  # no futures price is given
    assert book.column("carry.basis") == ["n.a.", "n.a."]
    assert book.column("carry.word") == ["n.a.", "n.a."]
    assert (book.total("carry.funding"), book.total("carry.earned")) == ("n.a.", "n.a.")
    assert ": funding n.a., basis n.a., fees" in headline(book)
    assert book.column("carried.funding") == ["n.a."]
    costs = [*book.column("carry.fees"), *book.column("carry.slippage")]
    assert book.total("carry.net") == pytest.approx(sum(costs))
    assert book.result.errors == {}
    assert book.failed() == set()
    known = (dataclasses.replace(rows[0], funding_rate=0.0), rows[1])
    book = make_book(dataclasses.replace(article(), holdings=known))
    assert ": funding 0, basis n.a., fees" in headline(book)
    # 18 contracts of 6,500 at 0.01 % each of 90 stamps
    known = (dataclasses.replace(rows[0], funding_rate=0.0001),
             dataclasses.replace(rows[1], expiry_days=None))  # fmt: skip
    book = make_book(dataclasses.replace(article(), holdings=known))
    assert ": funding RECEIVE 1,053 (1 n.a.), basis 0, fees" in headline(book)


def test_a_quanto_is_not_sized(make_book):
    row = HoldingRow("ETH", 400.0, 3_500.0, contract="BITMEX:ETHUSD")
    book = make_book(dataclasses.replace(article(), holdings=(row,)))
    assert book.column("hedge.status") == ["quanto"]
    assert book.column("hedge.lots") == [0]
    assert book.column("orders.order") == [0]
    assert book.column("orders.status") == ["BREACH"], "an exposure that matters is not hedged"


def test_collateral_above_the_short_costs_what_it_costs(make_book):
    row = HoldingRow("BTC", 30.0, 65_000.0, contract="CME:MBT", collateral=5_000_000.0)
    policy = Policy(hedge_ratio=1.0, horizon=30.0, fee=0.0005, slippage=0.0002, capital=0.05)
    book = make_book(dataclasses.replace(article(), holdings=(row,), policy=policy))
    wanted = 300 * 6_500 * (-2 * 0.0005 - 0.0002) - 5_000_000 * 0.05 * 30 / 365
    assert book.column("carry.net") == [pytest.approx(wanted, rel=1e-9)]
    assert book.column("carry.asked") == [pytest.approx(-wanted, rel=1e-9)]
    assert book.failed() == set()


def test_collateral_of_a_position_that_is_closed_costs_nothing_more(make_book):
    row = HoldingRow("BTC", 3.0, 65_000.0, contract="CME:MBT", hedge_ratio=0.0, held=30.0,
                     collateral=90_000.0)  # fmt: skip
    book = make_book(dataclasses.replace(article(), holdings=(row,)))
    assert book.column("orders.after") == [0]
    assert book.column("carry.capital") == [0]
    assert book.total("margin.collateral") == 0
    assert book.failed() == set()


def test_an_inverse_position_held_pays_on_its_face(make_book):
    row = HoldingRow("BTC", 10.0, 90_000.0, contract="BYBIT:BTCUSD", hedge_ratio=1.0,
                     held=600_000.0, entry_price=60_000.0, funding_rate=0.0001,
                     funding_hours=8.0)  # fmt: skip
    policy = Policy(horizon=30.0, fee=0.001)
    book = make_book(dataclasses.replace(article(), holdings=(row,), policy=policy))
    # by hand: 600,000 contracts of 1 USD, which move like 900,000 since 60,000; 90 stamps
    assert book.column("carry.short") == [pytest.approx(900_000)]
    assert book.column("carry.funding") == [pytest.approx(600_000 * 0.0001 * 90)]
    assert book.column("carry.fees") == [pytest.approx(-600)]
    assert book.column("margin.notional") == [pytest.approx(600_000)]
    assert book.column("margin.maintenance") == [pytest.approx(0.005 * 600_000)]
    assert book.failed() == set()
