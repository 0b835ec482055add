"""Contracts by name, and one order for all lines that a contract hedges."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from betahedge.books.faults import Unclear
from betahedge.books.model import Book, Line
from betahedge.books.netting import add_up, net_orders
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
