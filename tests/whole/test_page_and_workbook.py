"""What the page says of a book, its workbook says too."""

import pytest

from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.report.case import Case
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.workbook import make_workbook


def test_the_size_that_is_closed_leaves_no_collateral_to_the_other():
    """By hand: 2.4 BTC are 24 of 0.1; the one of 5 goes with its loss and its 100,000.

    4 of 0.1 since 62,000 have lost 1,600 at 66,000; 25 % more takes 39,600, and 5,000 are there.
    """
    line = Line("BTC", 4, 66_000, 0.6, None, "CME:BTC+CME:MBT", 66_000.0, 0.1, 1.0, "linear")
    held = Position("CME:BTC", 1, 60_000, 100_000), Position("CME:MBT", 4, 62_000, 5_000)
    made = make_report(Case(Book((line,)), Policy(), positions=held))
    assert {o.contract: (o.side, o.contracts) for o in made.report.orders} == {
        "BTC": ("Buy", 1), "MBT": ("Sell", 20),
    }  # fmt: skip
    wanted = 1_600 + 39_600 - 5_000
    assert made.report.margin.survival[1].lacking == pytest.approx(wanted)
    assert make_workbook(made).column("survival.lacking")[1] == pytest.approx(wanted)


def test_what_two_sizes_lost_since_their_entry_is_in_the_workbook_too():
    """By hand: 3 of 5 BTC sold at 60,000, now 66,000, have lost 90,000; 25 % more takes the rest.

    No maintenance rate of CME is known, so 0 is taken.
    """
    line = Line("BTC", 30, 66_000, 0.6, None, "CME:BTC+CME:MBT", 66_000.0, 0.1, 1.0, "linear")
    case = Case(Book((line,)), Policy(), positions=(Position("CME:BTC", 3, 60_000, 100_000),))
    made = make_report(case)
    workbook = make_workbook(made)
    wanted = 15 * 6_000 + 18 * 66_000 * 0.25  # 18 coins are sold after the order
    rally = made.report.margin.survival[1]
    assert (rally.rally, rally.need) == (0.25, pytest.approx(wanted))
    assert workbook.column("survival.needed")[1] == pytest.approx(wanted)
    assert workbook.column("margin.entry") == [pytest.approx((15 * 60_000 + 3 * 66_000) / 18)]


def test_long_and_short_coins_share_a_contract_as_on_the_page():
    """By hand: of 100,000 long and 40,000 short, 60 % is 36,000, which 36 of 1,000 are.

    The 20 that are held stand for 20 / 36 of each: 33.3 %.  What is worth nothing is OK.
    """
    terms = (None, "OWN:X", 1_000.0, 1.0, 1.0, "linear")
    lines = [Line("BTC", 100, 1_000, 0.6, *terms, held=20), Line("ETH", -40, 1_000, 0.6, *terms),
             Line("SOL", 0, 150, 0.6, contract="CME:MSL")]  # fmt: skip
    made = make_report(Case(Book(tuple(lines)), Policy()))
    workbook = make_workbook(made)
    assert workbook.column("orders.now")[:2] == [pytest.approx(1 / 3)] * 2
    assert workbook.column("orders.ratio")[:2] == [pytest.approx(0.6)] * 2
    assert [row.ratio_now for row in made.report.assets][:2] == [pytest.approx(1 / 3)] * 2
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [row.status for row in made.report.assets] == ["OK"] * 3


TERMS = (None, "OWN:X", 6_500.0, 1.0, 1.0, "linear")


@pytest.mark.parametrize(
    "lines, status, why",
    [  # 3 % of 10,000 is less than half a contract, though 0 % is within 5 points of it
        ([Line("BTC", 1, 10_000, 0.03, *TERMS)], "BREACH", "rounds to 0 lots"),
        # one of 6,500 bought beside 130,000 is -5 %: no hedge, though the band is as wide
        ([Line("BTC", 1, 130_000, 0.0, *TERMS, held=-1)], "BREACH",
         "the hedge adds to the exposure"),
        # 60 % of 1,000 and of -1,000 hedge each other, and leave nothing to order
        ([Line("BTC", 1, 1_000, 0.6, *TERMS), Line("ETH", -1, 1_000, 0.6, *TERMS)], "OK", ""),
    ],
)  # fmt: skip
def test_what_has_no_order_has_one_status(lines, status, why):
    made = make_report(Case(Book(tuple(lines)), Policy()))
    assert not made.report.orders
    assert [(row.status, row.why) for row in made.report.assets] == [(status, why)] * len(lines)
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [status] * len(lines)


def test_a_net_short_book_without_a_hedge_is_not_less_than_0_hedged():
    """Nothing is held: 0 over an exposure of -100,000 was written as -0%."""
    made = make_report(Case(Book((Line("BTC", -1, 100_000, 0.0),)), Policy()))
    workbook = make_workbook(made)
    said = [text for text in workbook.result.values.values() if "% hedged" in str(text)]
    assert said and not [text for text in said if "-0%" in str(text)]


def test_a_coin_that_names_no_contract_is_a_breach_and_no_failed_check_anywhere():
    made = make_report(Case(Book((Line("BTC", 1, 65_000), Line("SOL", 100, 150))), Policy()))
    assert {row.status for row in made.report.assets} == {"BREACH"}
    assert [each.text for each in made.report.decisions] == [
        "Accept that BTC, SOL stay open, or name a contract."
    ]
    workbook = make_workbook(made)
    assert workbook.failed() == []
    assert workbook.result.master_check == "OK"
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == ["BREACH", "BREACH"]


@pytest.mark.parametrize("rate, word", [(2e-9, "NONE"), (-1e-9, "NONE"), (-2e-8, "PAY")])
def test_funding_that_is_shown_as_0_is_not_paid_anywhere(rate, word):
    """By hand: 0.1 sold at 65,000 for 90 stamps: 0.0012, -0.0006 and -0.0117 of a book in cents.

    No coin of the book is worth 10,000, but both together are: money is in whole dollars there.
    """
    line = Line("BTC", 0.14, 65_000, 1.0, None, "OWN:X", 65_000.0, 0.1, 1.0, "linear",
                funding_rate=rate, funding_interval=8.0)  # fmt: skip
    for lines, shown in (((line,), word), ((line, Line("USDC", 5_000, 1, 0.0)), "NONE")):
        made = make_report(Case(Book(lines), Policy()))
        [position] = made.report.positions
        assert (position.contracts, position.word) == (1, shown)
        assert [b.what for b in made.report.breaches if "funding" in b.what] == (
            ["BTC pays 0.01 of funding in 30 days"] if shown == "PAY" else []
        )
        workbook = make_workbook(made)
        words = [workbook.result.values[at] for at in workbook.built.cells("carry.word")]
        assert words[0].upper() == shown


@pytest.mark.parametrize("beyond, status", [(4e-10, "OK"), (7e-10, "BREACH")])
def test_the_edge_of_the_band_is_one_on_the_page_in_the_workbook_and_for_orders(beyond, status):
    """1 - 0.35 + 4e-10 is 0.65 to nine decimals, and in the band; with 7e-10 it is above.

    Lots of 0.7 lead no nearer to 0.6, so that the ratio stays.
    """
    held = 0.65 + beyond
    line = Line("BTC", 1, 100_000, 0.6, None, "OWN:X", 100_000.0, 1.0, 0.7, "linear", held=held)
    made = make_report(Case(Book((line,)), Policy()))
    [row] = made.report.assets
    assert (made.report.orders, row.status, made.report.limits[0].status) == ((), status, status)
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [status]


def test_two_sizes_of_a_coin_are_one_position_and_two_orders_everywhere():
    """By hand: 6.1 BTC of 60,000 are 1 of 5 and 11 of 0.1; 40 of 0.1 are held.

    5 sold and 2.9 bought back are 474,000 traded.  61 of 0.1 stand after them, 40 of them since
    50,000, and 100,000 are posted.
    """
    line = Line("BTC", 6.1, 60_000, 1.0, None, "CME:MBT+CME:BTC", 60_000.0, 0.1, 1.0, "linear")
    policy = Policy(fee=0.001, slippage=0.0, maintenance={"CME:MBT": 0.25})
    held = (Position("CME:MBT", 40, 50_000, 100_000),)
    made = make_report(Case(Book((line,)), policy, positions=held))
    report, workbook = made.report, make_workbook(made)
    assert {o.contract: (o.side, o.contracts) for o in report.orders} == {
        "BTC": ("Sell", 1), "MBT": ("Buy", 29),
    }  # fmt: skip
    [position] = report.positions
    assert (position.venue, position.contract, position.contracts) == ("CME", "BTC+MBT", 61)
    entry = (4 * 50_000 + 2.1 * 60_000) / 6.1
    liquidated = (100_000 + 6.1 * entry) / (6.1 * 1.25)
    assert (position.entry, position.liquidation) == pytest.approx((entry, liquidated))
    assert workbook.column("margin.liquidation") == [pytest.approx(liquidated)]
    assert workbook.column("orders.notional") == [pytest.approx(300_000 + 174_000)]
    assert workbook.column("orders.cost") == [pytest.approx(474)]
    assert workbook.column("parts1.order") == [1, -29]
    said = [text for text in workbook.result.values.values() if "bring the book" in str(text)]
    assert all(text.startswith("2 orders bring the book from 65.6% to 100%") for text in said)
    assert said and report.headline.startswith("Two orders bring the book from 65.6% to 100.0%")


def test_the_collateral_of_two_sizes_is_not_known_where_that_of_one_is_not():
    line = Line("BTC", 7.7, 60_000, 1.0, None, "CME:BTC+CME:MBT", 60_000.0, 0.1, 1.0, "linear")
    held = (Position("CME:BTC", 1, 60_000, 90_000), Position("CME:MBT", 27, 60_000))
    made = make_report(Case(Book((line,)), Policy(), positions=held))
    [position] = made.report.positions
    assert (position.contracts, position.collateral, position.status) == (77, None, "WATCH")
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("margin.liquidation")]
    assert words == ["n.a."]


TERMS_OF_X = (None, "OWN:X", 65_000.0, 0.1, 1.0, "linear")
HEADLINES = {  # by hand, of 10 BTC at 65,000 in a fall of 20 %, which is 130,000 unhedged
    "over-hedged": (Line("BTC", 10, 65_000, 1.2, *TERMS_OF_X),
                    "earns 26,000 USD and would cost 130,000"),
    "hedged": (Line("BTC", 10, 65_000, 1.0, *TERMS_OF_X), "costs 0 USD, not 130,000"),
    "not hedged": (Line("BTC", 10, 65_000, 0.0, *TERMS_OF_X), "costs 130,000 USD"),
    "hedged by a millionth": (Line("BTC", 10, 65_000, 1e-6, None, "OWN:X", 65_000.0, 1e-5, 1.0),
                              "costs 130,000 USD"),
    "nothing but cash": (Line("USDC", 5_000, 1, 0.0, is_cash=True),
                         "No trade: nothing in the book moves with the market."),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADLINES.values(), ids=HEADLINES)
def test_the_sentence_at_the_head_is_that_of_the_page(case):
    line, said = case
    made = make_report(Case(Book((line,)), Policy(band=0.0)))
    workbook = make_workbook(made)
    place = workbook.built.names.places["keys.before"]
    texts = [text for at, text in workbook.result.values.items() if at.startswith(place.sheet)]
    assert made.report.headline.removesuffix(".").endswith(said.removesuffix("."))
    assert [text for text in texts if str(text).removesuffix(".").endswith(said.removesuffix("."))]


def test_an_order_that_is_no_whole_number_of_lots_fails_on_both():
    """Held are 5.5 contracts of a lot of 1, so that 12.5 lead to 18."""
    line = Line("BTC", 3, 65_000, 0.6, *TERMS_OF_X, held=5.5)
    made = make_report(Case(Book((line,)), Policy()))
    assert [order.contracts for order in made.report.orders] == [12.5]
    failed = [each.test for each in made.report.checks.lines if each.result == "FAIL"]
    assert failed == ["Orders lead to whole lots"]
    assert failed[0] in make_workbook(made).failed()


@pytest.mark.parametrize("held, status", [(0.0, "WATCH"), (18.0, "OK")])
def test_an_order_in_a_contract_without_a_name_is_a_watch(held, status):
    line = Line("BTC", 3, 65_000, 0.6, contract_size=0.1, lot_size=1.0, held=held)
    made = make_report(Case(Book((line,)), Policy()))
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == [row.status for row in made.report.assets] == [status]


def test_two_sizes_that_are_closed_leave_no_position():
    """3 of 50 and 137 of 0.1 are 1,637 of 0.1; in binary 163.7 over 0.1 is less than that."""
    line = Line("ETH", 10, 3_000, 0.0, None, "CME:ETH+CME:MET", 3_000.0, 0.1, 1.0, "linear")
    held = (Position("CME:ETH", 3), Position("CME:MET", 137))
    made = make_report(Case(Book((line,)), Policy(), positions=held))
    assert {o.contract: (o.side, o.contracts) for o in made.report.orders} == {
        "ETH": ("Buy", 3), "MET": ("Buy", 137),
    }  # fmt: skip
    assert made.report.positions == ()
    assert make_workbook(made).column("margin.notional") == [0.0]


@pytest.mark.parametrize("quantity, status", [(0.8, "BREACH"), (0.4, "WATCH")])
def test_what_is_small_is_small_with_its_hedge(quantity, status):
    """By hand: 0.1 % of 1,000,000 is 1,000; a lot of 1,200 is sold for 800, or 600 for 400."""
    terms = (None, "OWN:X", 1_000.0, 1.0, quantity * 1.5, "linear")
    small = Line("LTC", quantity, 1_000, 1.0, *terms)
    large = Line("BTC", 10, 100_000 - quantity * 100, 0.0)
    made = make_report(Case(Book((large, small)), Policy()))
    assert [(row.asset, row.status) for row in made.report.assets] == [
        ("BTC", "OK"), ("LTC", status),
    ]  # fmt: skip
    workbook = make_workbook(made)
    words = [workbook.result.values[at] for at in workbook.built.cells("orders.status")]
    assert words == ["OK", status]
