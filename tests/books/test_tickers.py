"""Tickers go before the names of their coins."""

import pytest

from betahedge.books.faults import Unclear
from books.files import lines, read, said


def test_a_ticker_beside_the_name_of_its_coin_is_the_coin():
    for head in ("Coin,Ticker", "Asset,Symbol", "Asset Name,Asset Symbol", "Coin Name,Coin Symbol"):
        assert lines(read(f"{head},Count,Price\nArbitrum,ARB,2,0.5\n")) == [("ARB", 2, 0.5)]
    asked = said("Asset,Symbol,Quantity,Price\nBTC,BTCUSDT,2,65000\n")
    assert asked == [
        "h.csv: asset could be Asset or Symbol; say --map asset=Asset or --map asset=Symbol"
    ]


def test_an_index_of_coins_needs_no_heading():
    """The balances of ccxt as pandas writes them."""
    text = ",free,used,total,price\nBTC,1.5,0.5,2,65000\nOWN,9,1,10,2\n"
    assert lines(read(text)) == [("BTC", 2.0, 65000.0), ("OWN", 10.0, 2.0)]
    with pytest.raises(Unclear, match="has no column asset"):
        read(text.replace("BTC", "0").replace("OWN", "1"))
