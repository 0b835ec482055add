"""Contracts by name: terms of the register, and one's own."""

from pathlib import Path

import pytest

from betahedge.books.contracts import examples, is_no_coin, name_contract
from betahedge.books.netting import net_orders
from books.files import read, said

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TWELVE = (EXAMPLES / "twelve_coins.csv").read_text("utf-8")


def test_sizes_lots_and_kinds_are_of_the_register():
    terms = {
        line.asset: (line.contract_size, line.lot_size, line.kind)
        for line in read(TWELVE).book.lines
    }
    assert terms["BTC"] == terms["DOT"] == (0.1, 1.0, "linear")
    assert terms["ADA"] == (10_000.0, 1.0, "linear")
    assert terms["LTC"] == (1.0, 0.001, "linear")
    inverse = read("asset,quantity,price,contract\nBTC,3,65000,BINANCE:BTCUSD_PERP\n").book
    assert inverse.lines[0].kind == "inverse"
    assert net_orders(inverse)[0].order == 1950  # 195,000 USD in contracts of 100


def test_no_price_of_a_future_is_made_up():
    """ADA is hedged by a future on bitcoin: without its price, that of the coin values it."""
    book = read(
        "asset,quantity,price,contract,expiry\nBTC,3,65000,CME:MBT,2026-12-26\n"
        "ADA,130000,1,CME:MBT,2026-12-26\n"
    ).book
    assert [(line.futures_price, line.coin_price) for line in book.lines] == [(None, 65_000)] * 2
    assert net_orders(book)[0].exact == 50  # (195,000 + 130,000) / 6,500


def test_what_one_line_says_of_a_contract_holds_for_all_of_its_lines():
    """(195,000 + 130,000) / (66,000 x 0.1) contracts, whose price and day one line says."""
    book = read(
        "asset,quantity,price,contract,futures price,expiry\nADA,130000,1,MBT,,\n"
        "BTC,3,65000,CME:MBT,66000,2026-12-26\nETH,1,3000,CME:MET,,\n"
    ).book
    assert [(line.futures_price, bool(line.expiry)) for line in book.lines] == [
        (66_000, True), (66_000, True), (None, False),
    ]  # fmt: skip
    assert net_orders(book)[0].exact == pytest.approx(325_000 / 6_600)


def test_a_contract_in_another_currency_is_said():
    book = read(
        "asset,quantity,price,contract\nBTC,3,65000,CME:EBM\nETH,4,3500,BINANCE:ETHUSDT\n"
    ).book
    assert book.warnings == (
        "BTC: CME:EBM pays in EUR, the book is in USD; give its futures price in USD",
    )


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("CME:MBTX", "is it CME:MBT?; "),
        ("CME:MTB", "is it CME:MBT?; "),
        ("mbtt", "is it MBT?; "),
        ("HOUSE:X", ""),
    ],
)
def test_a_contract_of_no_register_is_told_which_it_may_be(name, near):
    [fault] = read(f"asset,quantity,price,contract\nBTC,3,65000,{name}\n").faults
    assert str(fault) == (
        f'line 2, contract: was "{name}"; is not in the register; {near}write VENUE:CODE, give its '
        "contract size, or add it by BETAHEDGE_CONTRACTS"
    )


def test_own_terms_go_before_those_of_the_register():
    book = read(
        "asset,quantity,price,contract,contract size,lot size\nBTC,3,65000,CME:MBT,0.5,2\n"
    ).book
    assert (book.lines[0].contract_size, book.lines[0].lot_size) == (0.5, 2.0)
    own = read("asset,quantity,price,contract,contract size\nBTC,3,65000,HOUSE:X,0.5\n").book
    assert own.warnings == ("BTC: HOUSE:X is not in the register; it has your own terms",)
    assert net_orders(own)[0].order == 6


def test_a_pair_of_sizes_has_one_name():
    book = read(
        "asset,quantity,price,contract\nBTC,3,65000,CME:MBT+CME:BTC\nWBTC,2,65000,BFF+mbt\n"
    ).book
    assert [line.contract for line in book.lines] == ["CME:BTC+CME:MBT", "CME:MBT+CME:BFF"]
    assert [line.contract_size for line in book.lines] == [0.1, 0.02]


@pytest.mark.parametrize(
    ("contract", "fault"),
    [
        ("CME:MBT+CME:MBT", "joins contracts that are not two sizes of one coin, "
         "linear and of one currency"),
        ("CME:BTC+CME:MBT+CME:BFF", "joins contracts that are not two sizes of one coin, "
         "linear and of one currency"),
        ("X:A+X:B", "X:A is not in the register; write VENUE:CODE, "
         "or add it by BETAHEDGE_CONTRACTS"),
        ("MBT+BTCUSDT", "BTCUSDT is a code of several venues; "
         "write BINANCE:BTCUSDT or BYBIT:BTCUSDT"),
    ],
)  # fmt: skip
def test_what_is_no_pair_of_sizes(contract, fault):
    head = "asset,quantity,price,contract,contract size,futures price"
    assert said(f"{head}\nBTC,3,65000,{contract},1,65000\n") == [
        f'h.csv, line 2, contract: was "{contract}"; {fault}'
    ]


def test_coins_are_told_two_linear_contracts_of_the_register_each():
    """The first two of the file: CME lists a large and a small future on each coin."""
    said = "CME:SOL or CME:MSL for sol, CDE:AVA or BINANCE:AVAXUSDT for AVAX"
    assert examples(["XYZ", "sol", "AVAX"]) == said
    assert examples(["BTC", "ETH"], most=1) == "CME:BTC or CME:MBT for BTC"
    assert examples(["XYZ"]) == examples([]) == ""


@pytest.mark.parametrize(
    ("name", "contract"), [("MBTZ6", "CME:MBT"), ("cme:METF27", "CME:MET"), ("BTCH7", "CME:BTC")]
)
def test_a_month_of_a_contract_is_that_contract(name, contract):
    assert name_contract(name).name == contract
    assert is_no_coin(name)


@pytest.mark.parametrize("name", ["BTCUSDTZ6", "BTC-27DEC26", "FOOZ6"])
def test_what_has_no_months_is_none(name):
    assert name_contract(name).fault
