"""What contracts are counted in: contracts, or the coins or the money that they are of."""

import pytest

from betahedge.books.how import How
from betahedge.books.positions import positions_of, trades_of


def read(text: str, **columns: str):
    return positions_of("p.csv", text.encode(), How(columns=columns))


@pytest.mark.parametrize(
    ("heading", "contract", "each"),
    [
        ("Amount", "DERIBIT:BTC-PERPETUAL", "10 USD each, or USD"),
        ("size", "DERIBIT:BTC-PERPETUAL", "10 USD each, or USD"),
        ("Amount", "OKX:BTC-USDT-SWAP", "0.01 BTC each, or BTC"),
    ],
)
def test_a_heading_for_any_unit_is_asked_about(heading, contract, each):
    text = f"contract,side,{heading}\n{contract},short,500\n"
    must = f"may be contracts of {each}"
    remedy = f"give a column unit, or say --map position={heading} if it is contracts"
    assert [str(each) for each in read(text).faults] == [
        f'line 2, position: was "500"; {must}; {remedy}'
    ]
    trades = f"date,contract,side,{heading},price\n2026-01-02,{contract},sell,500,65000\n"
    said = [str(each) for each in trades_of("t.csv", trades.encode(), How()).faults]
    assert must in said[0] and "--map quantity=" in said[0]
    with_unit = text.replace("\n", ",unit\n", 1).replace("500", "500,")
    for clear in (
        read(text, position=heading),
        read(with_unit),
        read(text.replace(heading, "qty")),
    ):
        assert [each.held for each in clear.accept()] == [500]


def test_two_sizes_that_are_joined_have_no_size_to_ask_about():
    [position] = read("contract,side,amount\nCME:BTC+CME:MBT,short,12\n").accept()
    assert (position.contract, position.held) == ("CME:BTC+CME:MBT", 12)


def test_a_coin_has_no_size_though_a_future_has_its_name():
    """DOT is a future of 100 coins at one venue; the book may hedge it with another of 1."""
    head = "contract,side,quantity,unit\n"
    for text in (f"{head}DOT,short,2000,DOT\n", f"{head}DOT,short,2000 DOT,\n"):
        [fault] = read(text).faults
        assert "has 'DOT' beside it; must be contracts" in str(fault)
    for text in (f"{head}DOT,short,20,contracts\n", "contract,side,amount\nDOT,short,20\n"):
        [position] = read(text).accept()
        assert (position.contract, position.held) == ("DOT", 20)


@pytest.mark.parametrize(("count", "is_asked"), [(1, True), (0.5, True), (0, False)])
def test_one_of_any_unit_is_asked_about_and_none_is_none(count, is_asked):
    text = f"date,contract,side,amount,price\n2026-01-02,OKX:BTC-USDT-SWAP,buy,{count},65000\n"
    said = [str(each) for each in trades_of("t.csv", text.encode(), How()).faults]
    assert any("may be contracts of 0.01 BTC each, or BTC" in each for each in said) == is_asked
