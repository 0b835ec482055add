"""What a file holds is found by its columns."""

from pathlib import Path

import pytest

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.positions import read_funding, read_positions, read_trades
from books.files import lines, read, said

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_what_a_file_holds_is_found_by_its_columns():
    for kind in ("positions", "trades", "funding", "market", "prices"):
        path = EXAMPLES / f"{kind}.csv"
        assert kinds_of(path.name, path.read_bytes(), How()) == (kind,)


def test_every_example_is_read():
    assert read_positions(EXAMPLES / "positions.csv").accept()[1].held == -10
    assert [trade.quantity for trade in read_trades(EXAMPLES / "trades.csv").accept()] == [
        -1200,
        40,
    ]
    assert [flow.amount for flow in read_funding(EXAMPLES / "funding.csv").accept()] == [12.5, -3.1]
    german = read((EXAMPLES / "german_desk.csv").read_text("utf-8"))
    assert german.book.currency == "EUR"
    assert lines(german) == [("BTC", 3.5, 56120), ("ETH", 1250, 3020.5), ("USDC", 250000, 0.86)]
    assert german.faults == ()
    assert lines(read((EXAMPLES / "holdings.csv").read_text("utf-8")))[0] == ("BTC", 3, 65000)


def test_a_coin_alone_makes_no_market():
    """The refusal names what a book has not, and not what a market would need."""
    data = b"Coin,pieces,quote\nBTC,3,65000\n"
    assert kinds_of("h.csv", data, How()) == ("holdings",)
    assert kinds_of("m.csv", b"Coin,price\nBTC,65000\n", How()) == ("market",)


@pytest.mark.parametrize("head", ["contract,held", "contract,entry price", "contract,contracts"])
def test_a_contract_and_what_is_held_are_positions(head):
    assert kinds_of("p.csv", f"{head}\nCME:MBT,18\n".encode(), How()) == ("positions",)


@pytest.mark.parametrize(
    "name",
    ["Total assets", "TOTAL (USD)", "Subtotal BTC", "Crypto total", "Net asset value", "Sum of it"],
)
def test_a_total_by_its_words_is_no_coin_and_is_checked(name):
    """It stands under the quantities too: 12 coins of 133,000 would be counted again."""
    text = f"asset,quantity,price,value\nBTC,2,65000,130000\nETH,10,300,3000\n{name},12,,133000\n"
    assert lines(read(text)) == [("BTC", 2, 65000), ("ETH", 10, 300)]
    (fault,) = read(text.replace("133000", "143000")).faults
    assert "is not the total of the lines above" in str(fault)


@pytest.mark.parametrize(
    ("head", "fields", "kind"),
    [
        ("Symbol,Size,Mark Price", {"held": "Size"}, "positions"),
        ("Symbol,Size,Mark Price", {"position": "Size"}, "positions"),
        ("Symbol,Size,Mark Price", {"asset": "Symbol", "quantity": "Size"}, "holdings"),
        ("a,b,c", {"contract": "a", "position": "b"}, "positions"),
        ("a,b,c", {"asset": "a", "quantity": "b", "price": "c"}, "holdings"),
        ("Coin,pieces,price", {"quantity": "pieces"}, "holdings"),
        ("a,b", {"nonsense": "a"}, "holdings"),
    ],
)
def test_fields_that_are_named_are_of_the_kind_that_is_read(head, fields, kind):
    data = f"{head}\n".encode()
    assert kinds_of("f.csv", data, How(columns=fields)) == (kind,)


@pytest.mark.parametrize(
    "head",
    [
        "Actifs;Quantite;Cours",
        "Attività;Quantità;Prezzo",
        "Activum;Aantal;Koers",
        "Moeda;Quantidade;Preço",
        "Aktywo;Ilość;Cena",
        "銘柄;数量;価格",
        "币种;数量;价格",
        "자산;수량;가격",
        "Kryptowährung;Stückzahl;Aktueller Kurs",
    ],
)
def test_headings_of_many_languages_are_known(head):
    assert lines(read(f"{head}\nBTC;2,5;65.000,00\n")) == [("BTC", 2.5, 65_000)]


@pytest.mark.parametrize("heading", ["Währung", "devise", "Valuta", "Waluta", "货币", "통화"])
def test_a_column_of_currencies_is_known_in_many_languages(heading):
    text = f"Asset;Quantity;Price;{heading}\nBTC;2,5;65.000,00;EUR\n"
    assert read(text).accept().currency == "EUR"


@pytest.mark.parametrize("price", ["価格(円)", "Price (¥)", "price ￥", "Price in ₩"])
def test_a_heading_in_other_money_is_not_taken_for_the_price(price):
    assert "BTC has no price" in said(f"asset,quantity,{price}\nBTC,2,9750000\n")[0]
