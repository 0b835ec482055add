"""Which contract of a book a position is in: by its name, by its coin, or by neither."""

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.how import How
from betahedge.books.matching import check_currency, match_positions, match_to_book
from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.books.positions import Position, positions_of
from betahedge.books.prices import Prices
from betahedge.report.case import Case
from betahedge.report.filling import fill_inputs
from betahedge.report.making import make_report
from betahedge.templates.book import Policy
from books.files import read

PAIR = "CME:BTC+CME:MBT"


def lines_of(hedges):
    return [(Line(asset, 1.0), contract) for asset, contract in hedges]


@pytest.mark.parametrize(
    ("hedges", "name", "contract"),
    [
        ([("BTC", "CME:MBT")], "CME:MBT", "CME:MBT"),
        ([("BTC", "X:btc")], "x:BTC", "X:btc"),  # as the book spells it
        ([("BTC", PAIR)], "CME:BTC", "CME:BTC"),
        ([("BTC", "CME:MBT")], "BTC", "CME:MBT"),
        ([("BTC", "CME:MBT")], "XBT", "CME:MBT"),  # another name of the coin
        ([("DOT", "CME:MBT")], "BTC", "CME:MBT"),  # the coin that the contract is on
        ([("BTC", "CME:MBT"), ("DOT", "CME:MBT")], "btc", "CME:MBT"),
        ([("ETH", "X:E"), ("STETH", "X:E")], "STETH", "X:E"),  # of no register: on its lines' coins
        ([("FOO", "X:FOO"), ("BTC", "CME:MBT")], "Foo", "X:FOO"),
        ([("BTC", "OWN:BTC")], "BTC", "OWN:BTC"),
        ([("BTC", "A"), ("A", "X:A")], "A", "A"),  # a contract's name goes before a coin's
        ([("BTC", "BINANCE:BTCUSDT")], "btcusdt", "BINANCE:BTCUSDT"),  # a code of two venues
        ([("BTC", "X:ETH"), ("ETH", "Y:F")], "ETH", "Y:F"),  # a coin's name is no code
    ],
)
def test_a_position_is_in_the_contract_that_its_name_stands_for(hedges, name, contract):
    found = match_positions([Position(name, 5.0, 60_000.0)], lines_of(hedges))
    assert found.positions == (Position(contract, 5.0, 60_000.0),)
    assert found.strangers == ()


@pytest.mark.parametrize(
    ("hedges", "name", "line"),
    [
        ([("BTC", "CME:MBT")], "CME:MET",
         "it hedges no line of the book; add the coin to the holdings, or close the position"),
        ([("BTC", "CME:MBT")], "MICRO BITCOIN DEC26", "it is no contract of the book or the register; "
         "write the contract as the holdings do, like CME:MBT"),
        ([("BTC", "CME:MBT")], "CME:BTC", "the lines of BTC do not name it; "
         "name it in the lines of BTC, or close the position"),
        ([("BTC", "OWN:BTC")], "CME:MBT", "the lines of BTC do not name it; "  # they name none
         "name it in the lines of BTC, or close the position"),
        ([("BTC", "CME:MBT"), ("WBTC", "CME:BTC")], "BTC",
         "it is not clear in which contract; write CME:MBT or CME:BTC"),
        ([("BTC", PAIR)], "BTC", "it is not clear in which contract; write CME:BTC or CME:MBT"),
        ([("BTC", PAIR)], PAIR, "it is not clear in which contract; write CME:BTC or CME:MBT"),
        # one of MBT is a tenth of a bitcoin, which no position in DOT is
        ([("DOT", "CME:MBT")], "DOT", "it is not clear in which contract; write CME:MBT"),
        ([("ETH", "CME:MBT"), ("WETH", "CME:MET")], "ETH",
         "it is not clear in which contract; write CME:MBT or CME:MET"),
        ([("BTC", "")], "BTC", "no contract hedges it; name one in its line"),
    ],
)  # fmt: skip
def test_a_position_in_no_contract_keeps_its_name_and_is_told_once(hedges, name, line):
    held = (Position(name, 5.0), Position(name, 7.0))
    found = match_positions(held, lines_of(hedges))
    assert found.positions == held
    assert [str(each) for each in found.strangers] == [f"{name} is held; {line}"]


def test_names_of_a_file_are_no_terminal_code():
    (stranger,) = match_positions([Position("\x1b[31m", 1.0)], []).strangers
    assert "\x1b" not in str(stranger)


@pytest.mark.parametrize("code", ["BTC", "DOT", "MBT"])  # of two venues, of one, and no coin
def test_a_file_of_positions_may_name_coins(code):
    rows = positions_of("p.csv", f"contract,held\n{code},5\n".encode(), How()).rows
    dot = Line("DOT", 10.0, 4.0, contract_size=1.0)
    book = Book((dot, Line("BTC", 1.0, 65_000.0, contract="CME:MBT")))
    (held,) = match_to_book(rows, book).positions
    assert held.contract == {"DOT": "OWN:DOT"}.get(code, "CME:MBT")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({"CME:MBT": 5}, {"CME:MBT": 5}),
        ({PAIR: 103}, {"CME:BTC": 2, "CME:MBT": 3}),  # 10.3 BTC in contracts of 0.1
        ({"OWN:BTC": 5}, {"BTC": 5}),
        ({"CME:MBT": None}, {"CME:MBT": 5}),
    ],
)
def test_what_lines_and_positions_say_alike_is_one_position(said, held):
    lines = [(Line("BTC", 1.0, held=count), contract) for contract, count in said.items()]
    rows = [Position(name, count) for name, count in held.items()]
    assert len(match_positions(rows, lines).positions) == len(held)


@pytest.mark.parametrize(
    ("said", "held", "line"),
    [
        (10, "CME:MBT", "CME:MBT: the holdings say 10 contracts held, the positions 12;"),
        (0, "CME:MBT", "CME:MBT: the holdings say 0 contracts held, the positions 12;"),
        (10, "CME:MSL", "CME:MBT: the holdings say 10 contracts held, the positions 0;"),
    ],
)
def test_what_lines_and_positions_say_otherwise_is_refused(said, held, line):
    with pytest.raises(Unclear) as error:
        match_positions([Position(held, 12.0)], [(Line("BTC", 1.0, held=said), "CME:MBT")])
    assert str(error.value) == f"{line} leave one of the two out"


@pytest.mark.parametrize("names", [("CME:MBT", PAIR), ("X:E", "x:e")])
def test_a_contract_is_in_one_hedge(names):
    with pytest.raises(Unclear, match="name one of the two in all lines"):
        match_positions((), [(Line("BTC", 1.0), name) for name in names])


def test_positions_in_another_currency_than_the_book_are_refused():
    held = "contract,held,collateral\nCME:MBT,10,{}\n"
    book = Book((Line("BTC", 3, 65_000, contract="CME:MBT"),))
    for collateral in ("5000", "$5000", "5000 USDT"):
        found = positions_of("p.csv", held.format(collateral).encode(), How()).accept()
        assert match_to_book(found, book).positions[0].collateral == 5_000
    euros = positions_of("p.csv", held.format("5000 EUR").encode(), How()).accept()
    with pytest.raises(Unclear, match=r"the positions are in EUR, the book in USD"):
        match_to_book(euros, book)


def test_past_prices_in_another_currency_than_the_book_are_refused():
    book = Book((Line("BTC", 1, 65_000.0),), currency="USDT")
    check_currency((), book, Prices("p.csv", (), {}, currency="USD"))
    check_currency((), book, Prices("p.csv", (), {}))
    said = r"^p\.csv: the prices are in EUR, the book in USDT; write both in one currency$"
    with pytest.raises(Unclear, match=said):
        check_currency((), book, Prices("p.csv", (), {}, currency="EUR"))


def test_collateral_in_coins_is_no_money():
    [fault] = positions_of(
        "p.csv", b"contract,held,collateral\nDERIBIT:BTC-PERPETUAL,10,0.1 BTC\n", How()
    ).faults
    assert "has 'BTC' beside it, which is not its unit" in str(fault)


@pytest.mark.parametrize(
    ("own", "marks", "price"),
    [
        ("", (65_400,), 65_400),
        ("", (65_400, 65_400), 65_400),
        ("", (65_400, 65_300), 65_000),  # none that they agree on: the spot price
        ("", ("",), 65_000),
        ("65100", (65_400,), 65_100),  # the holdings' own goes before it
    ],
)
def test_a_future_is_valued_at_the_price_that_its_position_has(own, marks, price):
    """Oracle: 60% of 12 coins at 65,000, over a tenth of a coin at the price of the future."""
    head = "asset,quantity,price,contract,futures price\n"
    book = read(f"{head}BTC,12,65000,CME:MBT,{own}\nDOT,10,5,CME:MBT,{own}\n").book
    rows = "".join(f"CME:MBT,{20 + k},{mark},w{k}\n" for k, mark in enumerate(marks))
    text = f"contract,held,futures price,wallet\n{rows}CME:MET,5,2500,w\n"
    positions = positions_of("p.csv", text.encode(), How()).accept()
    (order,) = net_orders(book, 0.6, positions=positions)
    assert order.exact == pytest.approx(0.6 * (12 * 65_000 + 50) / (price / 10))
    row = fill_inputs(book, Policy(), positions=positions).holdings[0]
    assert (row.futures_price or 65_000) == price
    made = make_report(Case(book, positions=positions))
    assert made.groups[0].legs[0].price == price


@pytest.mark.parametrize(
    ("day", "price"), [("2026-09-30T09:00", 65_400), ("2026-08-31", 65_000), ("", 65_400)]
)
def test_a_price_of_another_day_values_no_future(day, price):
    """A price of last month beside a spot price of today would be a basis, and an order."""
    book = read("asset,quantity,price,contract,as of\nBTC,12,65000,CME:MBT,2026-09-30\n").book
    text = f"contract,held,futures price,as of\nCME:MBT,20,65400,{day}\n"
    positions = positions_of("p.csv", text.encode(), How()).accept()
    (order,) = net_orders(book, 0.6, positions=positions)
    assert order.exact == pytest.approx(0.6 * 12 * 65_000 / (price / 10))
    row = fill_inputs(book, Policy(), positions=positions).holdings[0]
    assert (row.futures_price or 65_000) == price
    assert make_report(Case(book, positions=positions)).groups[0].legs[0].price == price
