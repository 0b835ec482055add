"""Tables are read by their headings, in many languages, without their totals."""

from pathlib import Path

import pytest

from betahedge.books.flows import read_funding
from betahedge.books.positions import read_positions, read_trades
from books.files import lines, read, said

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


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
        "Kürzel;Stück/Nominal;Kurs (EUR)",
        "Wertpapierbezeichnung;Stück/Nominale;Kurs in EUR",
    ],
)
def test_headings_of_many_languages_are_known(head):
    assert lines(read(f"{head}\nBTC;2,5;65.000,00\n")) == [("BTC", 2.5, 65_000)]


def test_a_statement_of_a_custody_account_is_known():
    text = (
        "Bankhaus Süd;;;;;;\nVermögensübersicht;;;;;;\n;;;;;;\n"
        "Wertpapierbezeichnung;Kürzel;Stück/Nominal;Kurs (EUR);Kursdatum;Kurswert;Einstandswert\n"
        "Bitcoin;BTC;2,5000;65.000,00;30.09.2026;162.500,00;90.000,00\n"
        "Summe;;;;;162.500,00;90.000,00\n"
    )
    book = read(text).accept()
    [line] = book.lines
    assert (line.quantity, line.price, line.cost_basis) == (2.5, 65_000, 90_000)
    assert str(book.as_of).startswith("2026-09-30")


@pytest.mark.parametrize("heading", ["Währung", "devise", "Valuta", "Waluta", "货币", "통화"])
def test_a_column_of_currencies_is_known_in_many_languages(heading):
    text = f"Asset;Quantity;Price;{heading}\nBTC;2,5;65.000,00;EUR\n"
    assert read(text).accept().currency == "EUR"


@pytest.mark.parametrize("price", ["価格(円)", "Price (¥)", "price ￥", "Price in ₩"])
def test_a_heading_in_other_money_is_not_taken_for_the_price(price):
    assert "BTC has no price" in said(f"asset,quantity,{price}\nBTC,2,9750000\n")[0]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_columns_that_are_named_tell_the_delimiter(delimiter):
    rows = ["Was;Wieviel;Zu", "BTC;2,5;65.000,25", "ETH;40,5;3.500,75"]
    columns = {"asset": "Was", "quantity": "Wieviel", "price": "Zu"}
    found = read("\n".join(rows).replace(";", delimiter), columns=columns)
    assert lines(found) == [("BTC", 2.5, 65_000.25), ("ETH", 40.5, 3_500.75)]
