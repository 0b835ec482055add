"""What the workbook says of betas: each against the coin of the contract that is sold.

Oracle: numpy's regression of simple returns.
"""

import dataclasses
import datetime

import numpy as np
import pytest

from betahedge.report.proof import proof
from betahedge.templates.book import HoldingRow, Policy, Prices, article

BTC, ETH, SOL, DOT = (
    HoldingRow("BTC", 10.0, 62_000.0, contract="CME:MBT", futures_price=62_400.0),
    HoldingRow("ETH", 1_500.0, 3_100.0, contract="CME:MET", futures_price=3_125.0),
    HoldingRow("SOL", 9_000.0, 150.0, contract="CME:MET", futures_price=3_125.0),
    HoldingRow("DOT", 90_000.0, 4.0, contract="CME:MSL", futures_price=151.0),
)
DAYS = 60


def history(coins):
    """Give prices that move together, each by its own part too."""
    draw = np.random.default_rng(5)
    market = draw.normal(0, 0.03, DAYS)
    moves = {"BTC": market, "ETH": 1.2 * market + draw.normal(0, 0.01, DAYS)}
    moves["SOL"] = 1.1 * moves["ETH"] + draw.normal(0, 0.02, DAYS)
    moves["DOT"] = 0.9 * moves["SOL"] + draw.normal(0, 0.02, DAYS)
    columns = {coin: 100.0 * np.exp(np.cumsum(moves[coin])) for coin in coins}
    days = tuple(datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(DAYS))
    rows = tuple(tuple(map(float, row)) for row in zip(*columns.values(), strict=True))
    return Prices(coins=tuple(coins), dates=days, rows=rows), columns


def test_a_beta_is_told_against_the_coin_that_is_sold(make_book):
    coins = ("BTC", "ETH", "SOL", "DOT")
    prices, columns = history(coins)
    inputs = dataclasses.replace(article(), holdings=(BTC, ETH, SOL, DOT), contracts=(),
                                 prices=prices, policy=Policy(hedge_ratio=0.6))  # fmt: skip
    book = make_book(inputs)
    assert proof(book.result.values, book.built).different == []
    returns = {coin: each[1:] / each[:-1] - 1 for coin, each in columns.items()}
    against = {"BTC": "BTC", "ETH": "ETH", "SOL": "ETH", "DOT": "SOL"}
    wanted = [np.polyfit(returns[sold], returns[coin], 1)[0] for coin, sold in against.items()]
    assert wanted[:2] == pytest.approx([1, 1])  # of its own future, whatever the first column is
    assert book.column("beta.estimate") == pytest.approx(wanted)
    assert book.column("beta.minvar") == pytest.approx(wanted)
    values = (6_240.0, 312.5, 312.5, 151.0 * 25)
    sizes = [0.6 * beta * row.quantity * row.price / value
             for row, beta, value in zip((BTC, ETH, SOL, DOT), wanted, values)]  # fmt: skip
    assert book.column("beta.at_beta") == pytest.approx(sizes)
    assert book.column("beta.status")[:2] == ["OK", "OK"]
    # 60 % of 10 BTC are 60 contracts of a tenth, of 1,500 ETH 9,000; SOL is matched by no ether
    for key in ("by_coin", "lots_coin"):
        coins = book.column(f"beta.{key}")
        assert (coins[:2], coins[2:]) == (pytest.approx([60, 9_000]), ["n.a.", "n.a."])


def test_a_coin_that_is_sold_without_prices_gives_no_beta(make_book):
    prices, _ = history(("BTC", "SOL"))
    inputs = dataclasses.replace(article(), holdings=(SOL, BTC), contracts=(), prices=prices)
    book = make_book(inputs)
    assert book.column("beta.estimate") == ["n.a.", pytest.approx(1)]
    assert book.column("beta.status") == ["no prices", "OK"]
