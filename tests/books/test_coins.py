"""Coins by the names that venues, custodians and desks give them."""

import pytest

from betahedge.books.coins import coin, is_cash
from books.files import lines, read, said


@pytest.mark.parametrize(
    ("name", "ticker"),
    [
        ("USDT_ERC20", "USDT"), ("USDC_POLYGON", "USDC"), ("USDC_SOL", "USDC"),
        ("USDT (TRC20)", "USDT"), ("usdc-base", "USDC"), ("ETH_ARB", "ETH"),
        ("Bitcoin Cash", "BCH"), ("Tether (USDT)", "USDT"), ("US Dollar (USD)", "USD"),
        ("XBTUSD Curncy", "BTC"), ("XETEUR Curncy", "ETH"), ("BTC*", "BTC"), ("SOL†", "SOL"),
        ("ＢＴＣ", "BTC"), ("Tether USDt", "USDT"), ("US Dollars", "USD"), ("Euro", "EUR"),
        ("BTC (EUR)", "BTC (EUR)"), ("FOO_ERC20", "FOO_ERC20"), ("USD Coin (Polygon)", "USDC"), ("XBt", ""), ("BTC_TEST", ""), ("ETH_TEST5", ""),
    ],
)  # fmt: skip
def test_a_coin_is_known_by_its_other_names(name, ticker):
    assert coin(name) == ticker


def test_stablecoins_of_custodians_are_not_hedged():
    """What is bridged, and what a custodian names with its network, is cash as well."""
    text = "asset,quantity,value\nUSDT_ERC20,100,100\nUSDC.e,50,50\nUSDe,5,5\nsDAI,9,9.9\n"
    assert [line.is_cash for line in read(text).book.lines] == [True, True, True, False]
    assert is_cash("usdt0")
    assert is_cash("Cash at bank")


def test_a_coin_of_a_test_network_is_asked_about():
    assert said("asset,quantity,price\nETH_TEST5,3,3500\n")[0] == (
        'h.csv, line 2, asset: was "ETH_TEST5"; is a venue\'s name of a coin that is not known; '
        "say --coin ETH_TEST5=TICKER"
    )


def test_a_share_of_the_book_is_no_count_of_coins():
    text = "Asset,Amount %,Units,Price\nBTC,80,2,65000\n"
    assert lines(read(text)) == [("BTC", 2, 65000)]


def test_more_bitcoin_than_there_can_be_is_warned_of():
    """21 million, by its definition; the balances of BitGo are in satoshi under the same names."""
    book = read("coin,balance,confirmedBalance,price\nbtc,200000000,200000000,65000\n").book
    assert book.warnings == ("BTC: 200,000,000 is more than there can be; is it in satoshi?",)
    assert lines(read("coin,balance,price\nbtc,21000000,65000\n")) == [("BTC", 21e6, 65000.0)]
