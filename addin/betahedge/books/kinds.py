"""What a file holds: of a known layout, or told by what its columns are named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from betahedge.books.declared import DECLARED, FLOWS, MARKET
from betahedge.books.fields import HOLDINGS
from betahedge.books.flows import read_funding
from betahedge.books.grid import Grid
from betahedge.books.header import DATES, FIRST_ROWS, find_header, known_layout, names_in
from betahedge.books.headings import Heading, headings
from betahedge.books.holdings import read_holdings
from betahedge.books.how import How
from betahedge.books.layout import Layout
from betahedge.books.market import read_market
from betahedge.books.positions import read_positions, read_trades
from betahedge.books.prices import read_prices
from betahedge.books.table import SHEETS, TEXTS, open_grids
from betahedge.books.tells import balances_in, margin_in
from betahedge.books.transactions import is_funding, is_no_funding, moves_in

READERS: dict[str, Callable[..., Any]] = {
    "holdings": read_holdings,
    "positions": read_positions,
    "trades": read_trades,
    "funding": read_funding,
    "market": read_market,
    "prices": read_prices,
}
# What tells a kind, the surest first: the fields that a header names, by their weak names too.
_TOLD_BY = tuple(
    (kind, frozenset(fields.split()), weak)
    for kind, fields, weak in (
        ("trades", "date contract side quantity price", False),
        ("funding", "date contract amount flow currency", False),
        ("holdings", "asset quantity", False),
        ("trades", "date contract quantity price", False),
        ("funding", "date amount flow", False),
        ("funding", "date amount funding_rate", False),
        ("funding", "date contract amount currency", False),
        ("trades", "date contract side quantity price", True),
        ("positions", "contract position", False),
        ("positions", "contract held", False),
        ("positions", "contract short", False),
        ("positions", "contract entry_price", False),
        ("holdings", "asset quantity contract", True),
        ("positions", "contract position entry_price", True),
        ("positions", "contract held entry_price", True),
        ("positions", "contract position side", True),
        ("positions", "contract short long", True),
        ("holdings", "asset quantity", True),
        ("positions", "contract position", True),
        ("market", "symbol price", False),
        ("market", "symbol futures_price", False),
        ("market", "symbol funding_rate", False),
        ("trades", "date contract quantity price", True),
        ("funding", "date contract amount", False),
        ("market", "symbol price", True),
    )
)
_PRICES = frozenset(("price", "futures_price"))


def kinds_of(name: str, data: bytes, how: How) -> tuple[str, ...]:
    """Tell what a file holds: of a known layout, or by what its columns are named.

    Fields that the user names are of that kind, or the file is of the first kind that has them.
    """
    if Path(name).suffix.lower() not in (*TEXTS, *SHEETS, ".parquet"):
        return ("holdings",)
    grids = list(open_grids(name, data, "holdings", How(sheet=how.sheet)))
    rows = [headings(row) for grid in grids for row in grid.rows[:FIRST_ROWS]]
    for row in rows:
        layout = known_layout(row)
        if layout:
            return _with_lines(layout, grids)
    kind = _told_by(rows)
    if kind == "market" or (kind == "funding" and any(map(_is_quoted, rows))):
        is_priced = any(names_in(row, MARKET, weak=True) & _PRICES for row in rows)
        past = "prices" if kind == "market" and is_priced else "funding"
        kind = past if any(map(_is_history, grids)) else "market"
    if not how.columns:
        return (kind,)
    names = {each: {field.name for field in DECLARED[each][0]} for each in DECLARED}
    fits = [each for each in (kind, *names) if how.columns.keys() <= names.get(each, set())]
    return (fits[0] if fits else "holdings",)


def _with_lines(layout: Layout, grids: list[Grid]) -> tuple[str, ...]:
    """Give the kinds of a known file of which it has lines; all, where it has of none."""
    has_lines = {
        kind: any(str(value) in words for grid in grids for row in grid.rows for value in row)
        for kind, (_, words) in layout.only.items()
    }
    return tuple(kind for kind in layout.holds if has_lines.get(kind, True)) or layout.holds


def _is_quoted(row: tuple[Heading, ...]) -> bool:
    """Tell funding that stands beside a price, and may be a rate as well as an amount."""
    names = names_in(row, MARKET, weak=True)
    amounts = (each for each in row if "amount" in names_in([each], FLOWS))
    is_rate = all("funding_rate" in names_in([each], MARKET) for each in amounts)
    return {"symbol", "funding_rate"} <= names and bool(names & _PRICES) and is_rate


def _is_history(grid: Grid) -> bool:
    """Tell quotes of a symbol at two dates, of one venue."""
    header = find_header(grid, "market", {})
    columns = header.columns if header else {}
    if not header or not {"symbol", "as_of"} <= columns.keys():
        return False
    names = [columns[name] for name in ("symbol", "venue") if name in columns]
    width = 1 + max(columns["as_of"], *names)
    lines = [row for row in grid.rows[header.row + 1 :] if len(row) >= width]
    stamps = [(tuple(row[name] for name in names), row[columns["as_of"]]) for row in lines]
    first = dict(reversed(stamps))
    return any(first[name] != stamp for name, stamp in stamps)


def _is_of_positions(names: set[str]) -> bool:
    """Tell what is bought or sold at an entry price, and is no coin that a contract hedges."""
    return {"side", "entry_price"} <= names and "contract" not in names


def _told_by(rows: list[tuple[Heading, ...]]) -> str:
    """Tell the kind of a file by what its first rows name."""
    books = [row for row in rows if {"asset", "quantity"} <= names_in(row, HOLDINGS)]
    if any(_is_of_positions(names_in(row, HOLDINGS)) for row in books):
        return "positions"
    positions = [row for row in rows if not moves_in(row, "positions")]
    if any(map(margin_in, positions)) and all(map(margin_in, books)):
        return "positions"
    for kind, fields, weak in _TOLD_BY:
        for row in rows:
            fits = fields <= names_in(row, DECLARED[kind][0], weak=weak)
            other = is_no_funding(row) if kind == "funding" else moves_in(row, kind)
            if fits and not other:
                return "holdings" if kind == "market" and balances_in(row) else kind
    if any(map(is_funding, rows)):
        return "funding"
    first = (next((each.key for each in row if each.key), "") for row in rows)
    dated = not DATES.isdisjoint(first)
    return "prices" if dated and not any(moves_in(row, "holdings") for row in rows) else "holdings"
