"""One order a contract: its assets are netted and rounded once, and traded from what is held.

Oracle: the netting of books, which is sized by core in Python.
"""

import dataclasses

import pytest
from click.testing import CliRunner

from betahedge.books.faults import Unclear
from betahedge.books.holdings import read_holdings
from betahedge.books.how import How
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position
from betahedge.cli import main
from betahedge.report import policy
from betahedge.report.filling import fill_inputs
from betahedge.report.proof import proof
from betahedge.report.sizing import size_groups
from betahedge.report.wishes import make_wishes
from betahedge.templates.book import HoldingRow, Policy, article

RATIO = 0.6


@pytest.fixture(scope="module")
def example(request):
    return request.config.rootpath / "docs" / "examples" / "twelve_coins.csv"


@pytest.fixture(scope="module")
def twelve(example):
    return read_holdings(example, How()).accept()


def read(tmp_path, text):
    path = tmp_path / "book.csv"
    path.write_text(text, "utf-8")
    return read_holdings(path, How()).accept()


def ticket(book):
    """Give the orders that the sheet lists, by contract."""
    names, counts = book.column("netted.contract"), book.column("netted.net")
    return {name: count for name, count in zip(names, counts, strict=True) if name}


def test_alts_are_netted_into_one_order_rounded_once(make_book, twelve):
    book = make_book(fill_inputs(twelve, Policy(hedge_ratio=RATIO)))
    assets = book.column("hedge.asset")
    singly = dict(zip(assets, book.column("hedge.lots"), strict=True))
    assert [singly[name] for name in ("BTC", "DOT", "UNI", "ATOM")] == [1_361, 35, 37, 15]
    assert ticket(book)["CME:MBT"] == 1_447
    assert ticket(book) == {order.contract: order.order for order in net_orders(twelve, RATIO)}
    assert sum(book.column("orders.order")) == sum(ticket(book).values())
    assert book.column("orders.side").count("netted") == 3
    assert book.failed() == set()
    assert proof(book.result.values, book.built).different == []


def test_the_terminal_prints_the_same_orders(example, tmp_path):
    wanted = [
        "template",
        "mixed_portfolio",
        "--holdings",
        str(example),
        "-o",
        str(tmp_path / "b.xlsx"),
    ]
    result = CliRunner().invoke(main, wanted, catch_exceptions=False)
    (line,) = (line for line in result.output.splitlines() if line.startswith("CME:MBT"))
    assert "1,446.95" in line
    assert "1,447" in line
    assert "BTC and 3 more" in line


def test_assets_share_what_their_contract_leaves(make_book, twelve):
    book = make_book(fill_inputs(twelve, Policy(hedge_ratio=RATIO)))
    ratios = dict(zip(book.column("orders.asset"), book.column("orders.ratio"), strict=True))
    achieved = 1_447 / 1_446.947796923077 * RATIO
    for name in ("BTC", "DOT", "UNI", "ATOM"):
        assert ratios[name] == pytest.approx(achieved)
    shorts = sum(book.column("orders.short"))
    assert shorts == pytest.approx(sum(book.column("carry.short")))


@pytest.mark.parametrize(("held", "order"), [(0, 1_447), (1_400, 0), (1_000, 447), (1_900, -453)])
def test_orders_trade_from_what_is_held_once(make_book, twelve, held, order):
    # 1,400 of 1,446.9 is 58 %, inside the band of 5 points
    positions = (Position("CME:MBT", float(held), 60_000.0),)
    book = make_book(fill_inputs(twelve, Policy(hedge_ratio=RATIO), positions=positions))
    assert sum(value for value in book.column("orders.held")) == held
    assert ticket(book).get("CME:MBT", 0) == order
    assert book.failed() == set()


def test_a_short_whose_spot_is_sold_is_bought_back(make_book, tmp_path):
    book = read(
        tmp_path,
        "asset,quantity,price,contract,held\nBTC,0,65000,CME:MBT,12\nETH,40,3500,CME:MET,0\n",
    )
    made = make_book(fill_inputs(book, Policy(hedge_ratio=RATIO)))
    assert ticket(made)["CME:MBT"] == -12


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        # 55,000 USD net, of which 60 %: 5.08 contracts of 6,500; the net position is off its target
        ("BTC,10,65000,0,\nETH,-170,3500,0,\n", 5),
        # nothing net, and 50 % of 650,000 more than of -650,000: 50 contracts; of the gross, 25 %
        ("BTC,10,65000,0,1\nETH,-200,3250,0,0.5\n", 50),
        # 650,000 net the one way, and a target of -520,000 the other: 80 contracts bought
        ("BTC,20,65000,0,0\nETH,-200,3250,0,0.8\n", -80),
        # of the gross 1,950,000 that target is 27 %; 70 held are within 5 points of 80
        ("BTC,20,65000,-70,0\nETH,-200,3250,0,0.8\n", 0),
        # nothing is left to hedge
        ("BTC,0,65000,12,\nETH,0,3500,0,\n", -12),
        # 58 of 60 are within 5 points, 54 are not
        ("BTC,10,65000,58,\nETH,0,3500,0,\n", 0),
        ("BTC,10,65000,54,\nETH,0,3500,0,\n", 6),
    ],
)
def test_workbook_page_and_terminal_trade_the_same(make_book, tmp_path, lines, order):
    text = "asset,quantity,price,held,hedge ratio,contract\n" + lines.replace("\n", ",CME:MBT\n")
    book = read(tmp_path, text)
    made = make_book(fill_inputs(book, Policy(hedge_ratio=RATIO)))
    assert ticket(made).get("CME:MBT", 0) == order
    assert proof(made.result.values, made.built).different == []
    page = policy.Policy(target=RATIO)
    (group,) = size_groups(make_wishes(book, page), page, ())
    assert [leg.order for leg in group.legs] == [order]
    assert [each.order for each in net_orders(book, RATIO)] == [order]


def test_a_contract_held_in_two_accounts_is_one_position(make_book, tmp_path):
    # 2,000 of 100 USD since 50,000 and 1,500 since 70,000 hold 6.142857 BTC: 399,285.71 USD at
    # 65,000, 61.4 % of 650,000; below 65 %, so nothing is traded at 60 %
    name = "BINANCE:BTCUSD_PERP"
    book = read(tmp_path, f"asset,quantity,price,contract\nBTC,10,65000,{name}\n")
    accounts = (
        Position(name, 2000.0, 50_000.0, 5_000.0),
        Position(name, 1500.0, 70_000.0, 4_000.0),
    )
    made = make_book(fill_inputs(book, Policy(hedge_ratio=RATIO), positions=accounts))
    assert made.column("orders.held") == [3_500]
    assert made.column("orders.short_now") == [pytest.approx(6.142857142857 * 65_000)]
    assert made.column("margin.collateral") == [9_000]
    page = policy.Policy(target=RATIO)
    (group,) = size_groups(make_wishes(book, page), page, accounts)
    assert group.legs[0].short_now == pytest.approx(6.142857142857 * 65_000)
    (order,) = net_orders(book, RATIO, positions=accounts)
    assert (ticket(made), group.legs[0].order, order.held, order.order) == ({}, 0, 3_500, 0)


OWN = "GATE:ETH_USDT,1,1,3000"
PERPETUAL = "DERIBIT:BTC-PERPETUAL,10,1,50000"
PAIR = "CME:BTC+CME:MBT,,,50000"


@pytest.mark.parametrize(
    ("lines", "held", "orders"),
    [
        # 60 % of 10 BTC, 3 held of a contract that has no name, and is of a coin
        ("BTC,10,50000,,1,,,3,45000\n", {}, {"OWN:BTC": 3}),
        # 19.2 BTC is 3 of 5 and 42 of 0.1; a position is that of the pair, once
        (f"BTC,26.7,50000,{PAIR},,\nWBTC,5.3,50000,{PAIR},,\n", {"CME:BTC": 2, "CME:MBT": 30},
         {"CME:BTC": 1, "CME:MBT": 12}),
        # 16.02 BTC is 3 of 5 and 10 of 0.1; what a line says of the pair is in the smaller
        (f"BTC,26.7,50000,{PAIR},100,\n", {}, {"CME:BTC": 3, "CME:MBT": -90}),
        # 9.9 BTC of 10 at 60 % of 16.6 are inside the band, though 1 of 5 and 49 of 0.1 are fewer
        (f"BTC,16.6,50000,{PAIR},,\n", {"CME:MBT": 99}, {"CME:BTC": 0, "CME:MBT": 0}),
        # 0.6 x (10 - 10.4 + 5.7) = 3.18: one order also in a contract of no register
        (f"ETH,10,3000,{OWN},,\nSTETH,-10.4,3000,{OWN},,\nRETH,5.7,3000,{OWN},,\n", {},
         {"GATE:ETH_USDT": 3}),
        # 1.8 BTC in contracts of 0.5 and lots of 2, which go before the register's 0.1 and 1
        ("BTC,3,50000,CME:MBT,0.5,2,50000,,\n", {}, {"CME:MBT": 4}),
        # 15,000 of 10 USD since 25,000 move like 20: of 450,000 the other 150,000 are new ones
        (f"BTC,10,50000,{PERPETUAL},,\nWBTC,5,50000,{PERPETUAL},15000,25000\n", {},
         {"DERIBIT:BTC-PERPETUAL": 15_000}),
    ],
)  # fmt: skip
def test_what_is_held_counts_once_wherever_it_is_said(make_book, tmp_path, lines, held, orders):
    head = "asset,quantity,price,contract,contract size,lot size,futures price,held,entry price\n"
    book = read(tmp_path, head + lines)
    positions = [Position(name, float(count), 50_000.0) for name, count in held.items()]
    page = policy.Policy(target=RATIO)
    groups = size_groups(make_wishes(book, page), page, positions)
    assert {leg.contract: leg.order for group in groups for leg in group.legs} == orders
    terminal = net_orders(book, RATIO, positions=positions)
    assert {each.contract: each.order for each in terminal} == orders
    made = make_book(fill_inputs(book, Policy(hedge_ratio=RATIO), positions=positions))
    if "+" in lines:
        traded = dict(zip(("CME:BTC", "CME:MBT"), made.column("parts1.order")))
    else:
        traded = ticket(made) or {"OWN:BTC": made.column("orders.order")[0]}
    assert traded == orders
    assert made.failed() == set()


def test_a_contract_of_two_sizes_is_refused(tmp_path):
    head = "asset,quantity,price,contract,contract size,futures price\n"
    lines = "ETH,10,3000,GATE:ETH_USDT,1,3000\nSTETH,5,3000,GATE:ETH_USDT,10,3000\n"
    with pytest.raises(Unclear, match="ETH and STETH give it two prices or sizes"):
        fill_inputs(read(tmp_path, head + lines), Policy(hedge_ratio=RATIO))


def test_two_sizes_of_a_coin_are_mixed(make_book, tmp_path):
    text = "asset,quantity,price,contract\nBTC,26.3,65000,CME:MBT+CME:BTC\nETH,40,3500,CME:MET\n"
    positions = (Position("CME:BTC", 2.0, 60_000.0), Position("CME:MBT", 3.0, 60_000.0))
    lines = read(tmp_path, text)
    book = make_book(fill_inputs(lines, Policy(hedge_ratio=RATIO), positions=positions))
    assert ticket(book)["CME:BTC+CME:MBT"] == 158 - 103  # of 0.1 BTC: 15.78 BTC, 10.3 held
    assert (book.column("mix1.larger"), book.column("mix1.smaller")) == ([3], [8])
    assert book.column("parts1.order") == [1, 5]
    wanted = {each.contract: each.order for each in net_orders(lines, RATIO, positions=positions)}
    assert wanted["CME:BTC"] == 1
    assert wanted["CME:MBT"] == 5
    assert book.failed() == set()
    assert proof(book.result.values, book.built).different == []


def test_a_future_on_another_coin_takes_that_coins_price(make_book, tmp_path):
    text = "asset,quantity,price,contract,beta\nBTC,1,65000,CME:MBT,\nADA,400000,0.75,CME:MBT,1.2\n"
    book = make_book(fill_inputs(read(tmp_path, text), Policy(hedge_ratio=RATIO)))
    assert book.column("hedge.value") == [6_500, 6_500]
    assert book.failed() == set()


def test_beta_on_a_coins_own_future_is_warned_of(make_book, tmp_path):
    text = "asset,quantity,price,contract,beta\nBTC,10,65000,CME:MBT,1.2\n"
    book = make_book(fill_inputs(read(tmp_path, text), Policy(hedge_ratio=0.5)))
    assert book.column("hedge.status") == ["beta on own coin"]
    assert book.column("breaches.beta") == [1]


def test_a_hedge_that_rounds_to_nothing_is_never_ok(make_book, tmp_path):
    text = "asset,quantity,price,contract\nBTC,0.04,65000,CME:MBT\nETH,4000,3500,CME:MET\n"
    wide = Policy(hedge_ratio=RATIO, band=0.7)
    book = make_book(fill_inputs(read(tmp_path, text), wide))
    assert book.column("orders.status") == ["WATCH", "OK"]
    text = "asset,quantity,price,contract\nBTC,0.04,65000,CME:MBT\n"
    book = make_book(fill_inputs(read(tmp_path, text), wide))
    assert book.column("orders.status") == ["BREACH"]


@pytest.mark.parametrize(
    ("coins", "order", "after"),
    [
        # conventions: 10 BTC, short 6,000 x 100 USD at 60,000, price 90,000 needs no trade
        (10.0, 0, 1.0),
        (12.0, 1_800, 1.0),  # 180,000 more, in new ones of 100
        (8.0, -1_200, 1.0),  # 180,000 less, of 150 each
        (-1.0, -6_900, 1.0),  # all of them, and 900 new ones bought
    ],
)
def test_an_inverse_position_counts_since_its_entry_and_new_contracts_at_their_face(
    make_book, coins, order, after
):
    row = HoldingRow("BTC", coins, 90_000.0, hedge_ratio=1.0, contract="BINANCE:BTCUSD_PERP",
                     held=6_000.0, entry_price=60_000.0)  # fmt: skip
    book = make_book(dataclasses.replace(article(), holdings=(row,)))
    assert book.column("orders.order") == [order]
    assert book.column("orders.now") == pytest.approx([10 / coins])
    assert book.column("orders.ratio") == pytest.approx([after])
    # what is aimed at, in the same contracts as what is held
    exact = [each for each in book.column("netted.exact") if each not in ("", None)]
    assert exact == ([pytest.approx(-900 if coins < 0 else 6_000 + order)] if order else [])
    assert book.failed() == set()


def test_alts_hedged_with_one_contract_are_one_order(make_book):
    rows = (
        HoldingRow("BTC", 1.0, 60_000.0, contract="CME:MBT"),
        HoldingRow("SOL", 1_000.0, 150.0, beta=1.4, contract="CME:MBT", futures_price=60_000.0),
        HoldingRow("ADA", -50_000.0, 0.8, beta=1.2, contract="CME:MBT", futures_price=60_000.0),
    )
    book = make_book(dataclasses.replace(article(), holdings=rows))
    orders = book.column("orders.order")
    assert len([order for order in orders if order]) == 1
    exact = sum(book.column("hedge.exact"))
    assert sum(orders) == pytest.approx(exact, abs=0.5)
    netted = [net for net in book.column("netted.net") if net not in (None, "", 0)]
    assert netted == [sum(orders)]
    assert book.failed() == set()


def test_half_a_lot_of_millions_is_what_rounding_leaves(make_book):
    """By hand: 685.971 x 0.625 / 0.01 is 42,873.1875, half a lot of 0.001 from 42,873.188."""
    row = HoldingRow("XYZ", 685.971, 360.59, hedge_ratio=0.625, contract_size=0.01, lot_size=0.001)
    policy = dataclasses.replace(article().policy, rounding="nearest")
    book = make_book(dataclasses.replace(article(), holdings=(row,), policy=policy))
    assert book.column("orders.order") == [42_873.188]
    assert book.failed() == set()
