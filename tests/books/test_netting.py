"""Contracts by name, and one order for all lines that a contract hedges."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge.books.faults import Unclear
from betahedge.books.model import Book, Line
from betahedge.books.netting import add_up, net_orders, value_of_held
from betahedge.books.positions import Position
from betahedge.cli import main
from books.files import read, said

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TWELVE = (EXAMPLES / "twelve_coins.csv").read_text("utf-8")


def test_alts_are_netted_into_one_order_of_bitcoin():
    book = read(TWELVE).book
    assert len(book.lines) == 12
    orders = {order.contract: order for order in net_orders(book)}
    bitcoin = orders["CME:MBT"]
    assert [(share.asset, share.alone) for share in bitcoin.shares] == [
        ("BTC", 1361), ("DOT", 35), ("UNI", 37), ("ATOM", 15),
    ]  # fmt: skip
    assert bitcoin.target == bitcoin.order == 1447
    assert len(orders) == 9
    assert sum(share.exact for share in bitcoin.shares) == pytest.approx(bitcoin.exact)


def test_the_terminal_shows_the_same():
    result = CliRunner().invoke(
        main, ["read", str(EXAMPLES / "twelve_coins.csv"), "--hedge-ratio", "60%"]
    )
    assert result.exit_code == 0, result.output
    row = next(line for line in result.output.splitlines() if line.startswith("CME:MBT"))
    assert row.split()[2:6] == ["1,447", "0", "1,447", "Sell"]
    assert row.endswith("BTC, DOT, UNI, ATOM")


def test_what_is_held_is_traded_to_the_target():
    book = read("asset,quantity,price,contract,held\nBTC,3,65000,MBT,20\nETH,40,3500,MBT,2\n").book
    (order,) = net_orders(book, 0.6)
    assert (order.contract, order.target, order.held, order.order) == ("CME:MBT", 31, 22, 9)


def test_a_file_of_positions_says_what_is_held():
    words = ["read", str(EXAMPLES / "twelve_coins.csv"), "--hedge-ratio", "60%"]
    result = CliRunner().invoke(main, [*words, "--positions", str(EXAMPLES / "positions.csv")])
    rows = {
        line.split()[0]: line.split()[1:6]
        for line in result.output.splitlines()
        if ":" in line.split(" ")[0]
    }
    assert rows["CME:MBT"] == ["1,446.947797", "1,447", "1,200", "247", "Sell"]
    assert rows["CME:MET"] == ["7,200", "7,200", "-10", "7,210", "Sell"]


def test_a_line_that_names_no_contract_has_no_order_and_holds_nothing():
    data = "asset,quantity,price,contract size,hedge ratio\nLTC,10,80,2,60%\nSOL,3,150,,60%\n"
    book = read(data).book
    (order,) = net_orders(book, positions=[Position("LTC", 2.0), Position("SOL", 1.0)])
    assert (order.contract, order.target, order.held, order.order) == ("OWN:LTC", 3, 2, 1)
    held = read("asset,quantity,price,held\nLTC,10,80,2\nSOL,3,150,1\nETH,3,150,0\n").book
    with pytest.raises(Unclear) as error:
        net_orders(held)
    assert str(error.value) == (
        "LTC, SOL: contracts are held, and none is named; name it in the holdings or the policy, "
        "or give its contract size"
    )


def test_a_position_beside_each_wallet_is_not_counted_twice():
    data = "asset,quantity,price,wallet,contract,held\nBTC,3,65000,a,MBT,20\nBTC,2,65000,b,MBT,20\n"
    assert said(data) == [
        "h.csv, line 3, held: was 20; is that of BTC in line 2 too; say it in one line of a coin"
    ]


def test_two_sizes_of_one_coin():
    book = read("asset,quantity,price,contract\nBTC,83.7,65000,CME:BTC+CME:MBT\n").book
    assert [(order.contract, order.order) for order in net_orders(book)] == [
        ("CME:BTC", 16),
        ("CME:MBT", 37),
    ]


def test_two_sizes_have_the_money_of_one_and_what_either_would_take_alone():
    """By hand: 18 BTC are 3.6 of 5 BTC, and 180 of 0.1."""
    pair = Line("BTC", 30, 50_000, 0.6, contract="CME:BTC+CME:MBT", futures_price=50_000.0)
    large, small = net_orders(Book((pair,)))
    assert (large.contract_value, large.lot_size, large.exact) == (250_000, 1, 3.6)
    assert (small.contract_value, small.lot_size, small.exact) == (5_000, 1, 180)


@pytest.mark.parametrize(("held", "orders"), [(172, (0, 0)), (164, (3, -134))])
def test_two_sizes_are_traded_outside_the_band(held, orders):
    """By hand: 172 of 0.1 are 57.3 % of 30 BTC, 164 are 54.7 %; 18 BTC are 3 of 5 and 30 of 0.1."""
    pair = Line("BTC", 30, 50_000, 0.6, contract="CME:BTC+CME:MBT", futures_price=50_000.0)
    found = net_orders(Book((pair,)), positions=[Position("CME:MBT", float(held))])
    assert tuple(each.order for each in found) == orders


def test_a_contract_of_no_size_is_of_one_coin():
    (order,) = net_orders(Book((Line("BTC", 3, 65_000, 1.0, contract="X:Y"),)))
    assert (order.contract_value, order.order) == (65_000, 3)


def test_what_is_worth_nothing_has_a_contract_of_no_value_and_no_order():
    (order,) = net_orders(Book((Line("GONE", 10, 0.0, 1.0, contract="X:GONE"),)))
    assert (order.contract_value, order.exact, order.target, order.order) == (0, 0, 0, 0)


def test_one_contract_has_one_price():
    data = "asset,quantity,price,contract,futures price\nBTC,3,65000,MBT,65100\nETH,40,3500,MBT,65200\n"
    with pytest.raises(Unclear, match=r"CME:MBT: BTC and ETH give it two prices or sizes"):
        net_orders(read(data).book)


TERMS = {"contract": "OWN:I", "futures_price": 90_000.0, "contract_size": 100.0,
         "lot_size": 1.0, "kind": "inverse"}  # fmt: skip


@pytest.mark.parametrize("by_line", [True, False])
def test_a_full_inverse_hedge_needs_no_trade_at_any_price(by_line):
    # 10 BTC at 90,000 against 6,000 contracts of 100 USD sold at 60,000: 10 coins on each side.
    own = {"held": 6_000.0, "entry_price": 60_000.0} if by_line else {}
    positions = () if by_line else (Position("OWN:I", 6_000.0, 60_000.0),)
    book = Book((Line("BTC", 10.0, 90_000.0, 1.0, **TERMS, **own),))
    (order,) = net_orders(book, positions=positions)
    assert (order.held, order.target, order.order) == (6_000, 6_000, 0)


def test_a_new_inverse_hedge_is_sized_by_its_face():
    (order,) = net_orders(Book((Line("BTC", 10.0, 90_000.0, 1.0, **TERMS),)))
    assert (order.exact, order.order) == (9_000, 9_000)


@pytest.mark.parametrize(
    ("kind", "accounts", "entry"),
    [
        ("linear", [(2.0, 50_000.0), (1.0, 65_000.0)], 55_000),
        # 2,000 and 1,500 of 100 USD are 4 and 2.142857 BTC: 350,000 USD / 6.142857 BTC
        ("inverse", [(2000.0, 50_000.0), (1500.0, 70_000.0)], 56_976.744186046512),
        ("linear", [(2.0, 50_000.0), (1.0, None)], 50_000),
        ("linear", [(0.0, 50_000.0), (1.0, None)], None),
        ("linear", [(0.0, 50_000.0)], 50_000),
    ],
)
def test_accounts_have_one_entry_price(kind, accounts, entry):
    rows = [Position("X:Y", held, price) for held, price in accounts]
    assert add_up("X:Y", rows, kind).entry_price == pytest.approx(entry)


def test_the_entry_price_of_one_account_is_as_it_is_written():
    """Turned over twice, 49 would be 49.00000000000001."""
    assert add_up("X:Y", [Position("X:Y", 3.0, 49.0)], "inverse").entry_price == 49


@pytest.mark.parametrize(
    ("accounts", "posted"), [([5.0, 7.0], 12), ([5.0, None], 5), ([0.0], 0), ([None, None], None)]
)
def test_accounts_add_up_what_is_posted_and_known(accounts, posted):
    rows = [Position("X:Y", 1.0, None, each) for each in accounts]
    assert add_up("X:Y", rows).collateral == posted


@pytest.mark.parametrize(
    ("kind", "held", "entry", "value"),
    [
        ("inverse", 6_000.0, 60_000.0, 150),  # 100 USD at 60,000 are a 600th BTC, at 90,000 150 USD
        ("inverse", 0.0, 60_000.0, 100),  # none is held: what was closed has no part in it
        ("inverse", 6_000.0, None, 100),
        ("inverse", 6_000.0, 0.0, 100),
        ("linear", 6_000.0, 60_000.0, 9_000_000),
    ],
)
def test_an_inverse_contract_moves_like_its_face_until_it_is_held(kind, held, entry, value):
    position = Position("X:Y", held, entry)
    assert value_of_held(position, 90_000.0, 100.0, kind) == pytest.approx(value)
