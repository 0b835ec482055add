"""Tickers go before the names of their coins."""

from books.files import lines, read, said


def test_a_ticker_beside_the_name_of_its_coin_is_the_coin():
    for head in ("Coin,Ticker", "Asset,Symbol", "Asset Name,Asset Symbol", "Coin Name,Coin Symbol"):
        assert lines(read(f"{head},Count,Price\nArbitrum,ARB,2,0.5\n")) == [("ARB", 2, 0.5)]
    asked = said("Asset,Symbol,Quantity,Price\nBTC,BTCUSDT,2,65000\n")
    assert asked == [
        "h.csv: asset could be Asset or Symbol; say --map asset=Asset or --map asset=Symbol"
    ]
