"""What the workbook says of margin: entries after the orders, what is not known, what is lacking.

Oracles: figures by hand, and core: the average price of fills, the price that liquidates.
"""

import dataclasses

import pytest

from betahedge.core.contract import hedge_futures_pnl
from betahedge.core.margin import hedge_liquidation
from betahedge.core.position import hedge_average_price
from betahedge.report.proof import proof
from betahedge.templates.book import ContractRow, HoldingRow, Policy, article

LINEAR = ContractRow("OWN:BTC-0.1", kind="linear", underlying="BTC", size=0.1, lot=1.0,
                     maintenance=0.005)  # fmt: skip
INVERSE = ContractRow("OWN:ETHUSD", kind="inverse", underlying="ETH", size=10.0, lot=1.0,
                      maintenance=0.01)  # fmt: skip
FREE = ContractRow("OWN:SOL-1", kind="linear", underlying="SOL", size=1.0, lot=1.0)
RISE = 0.25


def btc(quantity=3.0, **words):
    return HoldingRow("BTC", quantity, 65_000.0, contract=LINEAR.contract, **words)


def eth(quantity=40.0, **words):
    return HoldingRow("ETH", quantity, 3_500.0, contract=INVERSE.contract, **words)


def book_of(make_book, *rows, ratio=1.0):
    inputs = dataclasses.replace(
        article(), holdings=rows, contracts=(LINEAR, INVERSE, FREE), rallies=(0.1, 0.5, 2.0),
        policy=Policy(hedge_ratio=ratio, rise=RISE),
    )  # fmt: skip
    book = make_book(inputs)
    assert proof(book.result.values, book.built).different == []
    assert book.failed() == set()
    return book


@pytest.mark.parametrize(
    ("row", "order", "entry"),
    [
        (btc(), 30, 65_000),  # nothing was held
        (btc(held=10.0, entry_price=50_000.0), 20, (10 * 50_000 + 20 * 65_000) / 30),
        (btc(held=40.0, entry_price=50_000.0), -10, 50_000),  # a reduction leaves it
        (btc(held=-10.0, entry_price=50_000.0), 40, 65_000),  # turned round
        (btc(held=30.0), 0, 65_000),  # no entry is given: today's price
        # 4,000 of 10 USD since 2,000 hold 20 ETH like 7,000; the other 20 are 7,000 new ones
        (eth(held=4_000.0, entry_price=2_000.0), 7_000, 11_000 / (4_000 / 2_000 + 7_000 / 3_500)),
    ],
)
def test_the_entry_after_the_order_is_the_average_of_what_is_held(make_book, row, order, entry):
    book = book_of(make_book, row)
    assert book.column("orders.order") == [order]
    assert book.column("margin.entry") == pytest.approx([entry])
    kind = "inverse" if row.asset == "ETH" else "linear"
    fills = [row.held or 0.0, float(order)], [row.entry_price or row.price, row.price]
    assert book.column("margin.entry") == pytest.approx([hedge_average_price(*fills, kind)])


def test_a_position_of_unknown_collateral_is_neither_liquidated_nor_safe(make_book):
    book = book_of(make_book, btc(), eth(collateral=40_000.0))
    for item in ("collateral", "liquidation", "distance", "lacking"):
        assert book.column(f"margin.{item}")[0] == "n.a."
    assert book.column("margin.status") == ["WATCH", "OK"]
    assert book.column("margin.picture")[0] == ""
    said = book.result.values["Margin!A5"]
    assert said == ("0 of 1 position would be liquidated by a move of less than 25%; posted 40,000 "
                    "USD; of 1 more the collateral is not known")  # fmt: skip
    assert "Collateral of 1 position is not known; every other survives" in decision(book)
    # 0 that is known is no gap
    book = book_of(make_book, btc(collateral=0.0), eth(collateral=40_000.0))
    assert book.column("margin.status") == ["BREACH", "OK"]


def decision(book):
    return next(text for text in book.result.values.values() if str(text).startswith("2    "))


def test_an_unknown_maintenance_rate_is_said(make_book):
    row = HoldingRow("SOL", 1_000.0, 150.0, contract=FREE.contract, collateral=60_000.0)
    book = book_of(make_book, row, btc(collateral=50_000.0))
    assert book.column("margin.maintenance") == ["n.a.", pytest.approx(195_000 * 0.005)]
    assert book.total("margin.maintenance") == pytest.approx(975)
    # 60,000 of 150,000 is lost by a rise of 40 %: of which no maintenance margin is kept
    assert book.column("margin.distance")[0] == pytest.approx(0.4)
    assert book.result.values["Margin!A5"].endswith("of 1 no maintenance rate is known, 0 is taken")


def need(row, after, entry, rise):
    """Give the wallet, in money at today's price, with which core liquidates at that rise."""
    contract = INVERSE if row.asset == "ETH" else LINEAR
    inverse, top = contract.kind == "inverse", row.price * (1 + rise)
    lost = -hedge_futures_pnl(after, contract.size, entry, top, contract.kind)
    size = abs(after) * contract.size
    owed = contract.maintenance * (size / top if inverse else size * top)
    wallet = max(0.0, lost + owed)
    if wallet:
        words = ("mark", 0.0, 0.0, after, contract.size, wallet)
        price = hedge_liquidation(entry, 1.0, contract.maintenance, contract.kind, *words)
        assert price == pytest.approx(top)
    return wallet * (row.price if inverse else 1.0)


ROWS = (
    btc(held=30.0, entry_price=50_000.0, collateral=20_000.0),  # a loss of 45,000 since the entry
    eth(held=4_000.0, entry_price=2_000.0, collateral=100_000.0),  # and more is sold
)
AFTER = ((30.0, 50_000.0), (11_000.0, 2_750.0))


def test_a_rally_needs_the_loss_since_the_entry_of_each_by_itself(make_book):
    book = book_of(make_book, *ROWS)
    needs = [[need(row, *after, r) for row, after in zip(ROWS, AFTER)] for r in (0.1, 0.5, 2.0)]
    # by hand: 195,000 x 0.1 + 195,000 x 1.1 x 0.005 + 45,000; 110,000 x 0.11 / 1.1 + 30,000
    assert needs[0] == pytest.approx([65_572.5, 41_000])
    assert book.column("survival.needed") == pytest.approx([sum(each) for each in needs])
    lacking = [max(0, a - 20_000) + max(0, b - 100_000) for a, b in needs]
    assert book.column("survival.lacking") == pytest.approx(lacking)
    assert lacking[0] == pytest.approx(45_572.5)  # the other's surplus of 59,000 pays none of it
    assert book.column("survival.posted") == [120_000] * 3
    assert book.column("rallied.needed")[1] == pytest.approx(sum(needs[0]))


LONG = btc(quantity=-3.0, held=-20.0, entry_price=70_000.0, collateral=1_000.0)


@pytest.mark.parametrize(
    "rows",
    [
        (*ROWS,),
        (LONG, eth(quantity=-40.0, held=-8_000.0, entry_price=3_600.0, collateral=0.0)),
    ],
)
def test_what_is_lacking_is_what_brings_it_to_the_policys_distance(make_book, rows):
    book = book_of(make_book, *rows)
    asked = book.column("margin.lacking")
    assert any(each > 0 for each in asked)
    near = [a for a, s in zip(asked, book.column("margin.status")) if s == "BREACH"]
    assert f"post {sum(near):,.0f} USD, or reduce" in decision(book)
    posted = [
        dataclasses.replace(row, collateral=row.collateral + more)
        for row, more in zip(rows, asked, strict=True)
    ]
    book = book_of(make_book, *posted)
    for more, distance in zip(asked, book.column("margin.distance"), strict=True):
        assert distance == pytest.approx(RISE) if more else distance > RISE
    assert book.column("margin.lacking") == pytest.approx([0, 0], abs=1e-6)
    assert book.column("margin.status") == ["OK", "OK"]


def test_what_an_order_loses_by_closing_is_gone_from_the_collateral(make_book):
    """By hand: 70 bought back at 65,000 were sold at 50,000: 7 BTC x 15,000 of 200,000 are gone.

    The 3 BTC that stay are liquidated at (95,000 + 3 x 50,000) / (3 x 1.005).  Of 8,000 inverse
    ones 6,000 are closed: 60,000 x (1/2,000 - 1/3,500) of 20 ETH are gone.
    """
    rows = (
        btc(held=100.0, entry_price=50_000.0, collateral=200_000.0),
        eth(quantity=10.0, held=8_000.0, entry_price=2_000.0, collateral=70_000.0),
    )
    book = book_of(make_book, *rows)
    assert book.column("orders.order") == [-70, -6_000]
    assert book.column("margin.liquidation") == pytest.approx([245_000 / 3.015, 6_930])
    assert book.column("margin.collateral") == pytest.approx([95_000, 25_000])
    needs = 45_000 + 195_000 * (0.1 + 1.1 * 0.005), need(rows[1], 2_000, 2_000, 0.1)
    assert book.column("survival.needed")[0] == pytest.approx(sum(needs))
    assert book.column("survival.lacking")[0] == pytest.approx(max(0, needs[1] - 25_000))
    # 5 % a year on what is left, for 30 days
    assert book.total("carry.capital") == pytest.approx(-120_000 * 0.05 * 30 / 365)


def test_what_was_bought_fears_a_fall(make_book):
    """By hand: 20 of 0.1 BTC bought at 70,000 have lost 10,000; the other 10 are new, at 65,000.

    A fall of 10 % takes 19,500 more of 195,000, and 0.5 % of 175,500 is kept; none falls by 200 %.
    """
    book = book_of(make_book, dataclasses.replace(LONG, collateral=20_000.0))
    needs = [10_000 + 195_000 * r + 195_000 * (1 - r) * 0.005 for r in (0.1, 0.5, 0.99)]
    assert book.column("survival.needed") == pytest.approx(needs)
    assert book.column("survival.lacking") == pytest.approx([each - 20_000 for each in needs])


def test_collateral_in_any_row_of_a_contract_is_its_position_s(make_book):
    coin = HoldingRow("WBTC", 1.0, 65_000.0, contract=LINEAR.contract, collateral=60_000.0)
    book = book_of(make_book, btc(), coin)
    # 40 contracts, 260,000: (60,000 + 260,000) / (4 x 1.005)
    assert book.column("margin.liquidation") == [pytest.approx(79_601.990), "none"]
    assert book.column("margin.status") == ["BREACH", ""]
    assert book.total("margin.collateral") == 60_000
