"""Books at random: several lines a coin, pairs of sizes, inverse contracts, cash, dead tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from betahedge.books.contracts import name_contract
from betahedge.books.faults import Unclear
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position

PRICES = {"BTC": 65_000.0, "WBTC": 64_900.0, "ETH": 3_500.0, "DOT": 4.25, "USDC": 1.0, "DUST": 0.0}
PAIR = "CME:BTC+CME:MBT"
FUTURES = {
    "CME:MBT": 65_100.0, PAIR: 65_100.0, "BINANCE:BTCUSD_PERP": 65_010.0,
    "CME:BTC": 65_200.0, "BINANCE:ETHUSDT": 3_502.5, "HOUSE:DOT": 4.3,
}  # fmt: skip
OWN = {"HOUSE:DOT": {"contract_size": 10.0, "lot_size": 1.0}, "ETH": {"contract_size": 0.1},
       "WBTC": {"contract_size": 100.0, "lot_size": 1.0, "kind": "inverse"}}  # fmt: skip
NAMES = (*FUTURES, "BTC", "btc", "XBT", "WBTC", "ETH", "OWN:ETH", "DOT", "USDC", "DUST",
         "CME:MSL", "house:dot")  # fmt: skip
counts = st.one_of(st.integers(-400, 400).map(float), st.sampled_from([0.0, 2.5, 130_000.0]))
entries = st.sampled_from([None, 50_000.0, 71_234.5])


@st.composite
def lines(draw: st.DrawFn, is_held: bool) -> Line:
    """Draw a line; a coin, and a contract, has one price and one size in all lines."""
    asset = draw(st.sampled_from(list(PRICES)))
    contract = None if asset == "DUST" else draw(st.sampled_from([None, *FUTURES]))
    terms = dict(name_contract(contract).terms) if contract else {}
    terms |= OWN.get(contract or asset, {})
    ratio = draw(st.sampled_from([0.0, 0.5, 1.0] + [None] * (asset != "USDC")))
    return Line(
        asset, draw(st.decimals(-300, 300, places=3).map(float)), PRICES[asset], ratio,
        draw(st.sampled_from([None, None, 0.0, 1.2, -0.4])), contract, FUTURES.get(contract),
        held=draw(st.none() | counts) if is_held else None, entry_price=draw(entries),
        is_cash=asset == "USDC", **terms,
    )  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> tuple[Book, tuple[Position, ...]]:
    """Draw a book and positions: what is held is said by its lines, by positions, or by both."""
    said = draw(st.sampled_from(["lines", "positions", "both"]))
    some = draw(st.lists(lines(said != "positions"), min_size=1, max_size=6))
    row = st.builds(Position, st.sampled_from(NAMES), counts, entries)
    rows = draw(st.lists(row, max_size=5)) if said != "lines" else []
    return Book(tuple(some)), tuple(rows)


def trial(make: Callable[[], Any]) -> Any:
    """Give what is made, or the line by which it is refused."""
    try:
        return make()
    except Unclear as error:
        return str(error)


POLICIES = st.fixed_dictionaries({
    "band": st.sampled_from([0.0, 0.05, 0.2]),
    "rounding": st.sampled_from(["nearest", "down", "up"]),
})  # fmt: skip
