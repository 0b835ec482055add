"""Histories of prices: a date and a column a coin, or a line a date and coin."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from betahedge.books.amounts import find_decimal
from betahedge.books.coins import coin, money_of, pair
from betahedge.books.columns import Columns
from betahedge.books.currency import of_formats
from betahedge.books.faults import NOTHING, BadLines, Fault, Unclear
from betahedge.books.field import DATE, NAME, Field
from betahedge.books.grid import Grid
from betahedge.books.header import DATES, Header
from betahedge.books.headings import heading, headings
from betahedge.books.how import How
from betahedge.books.numbers import amount
from betahedge.books.table import open_grids, read_bytes
from betahedge.books.text import bad_name, escaped, listed
from betahedge.books.values import read_column
from betahedge.cells.kinds import ABOVE_ZERO

_COINS = {"symbol", "asset", "coin", "ticker", "token"}
_WORDS = {"symbol", "currency"}
_OF_ONE = {"open", "high", "low"}
_NO_COINS = _OF_ONE | {  # what the columns of one coin are called, which is named nowhere
    *("close", "adjclose", "price", "prices", "last", "amount", "balance", "total", "value"),
    *("volume", "vol", "change", "marketcap", "totalvolume", "shares"),
}
_OF_PRICE = re.compile(r"[ _](price|close|last)\b", re.IGNORECASE)
_FEW = 0.2  # of the cells of a column: so many may be mistyped
_PRICES = {"price", "close", "last", "pxlast", "closeprice", "markprice"}


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices oldest first: dates, and a column a coin with None where there is no price.

    currency: of the prices, as money and not as a stablecoin; "" where the file says none.
    left_out: rows that are later than what they are asked for.
    """

    source: str
    dates: tuple[datetime.datetime, ...]
    columns: dict[str, tuple[float | None, ...]]
    faults: tuple[Fault, ...] = ()
    currency: str = ""
    left_out: int = 0

    def until(self, end: datetime.datetime) -> Prices:
        """Leave out what is later than a time."""
        rows = sum(date <= end for date in self.dates)
        columns = {name: values[:rows] for name, values in self.columns.items()}
        later = len(self.dates) - rows
        return replace(self, dates=self.dates[:rows], columns=columns, left_out=later)

    def until_day(self, day: datetime.date) -> Prices:
        """Leave out what is later than a day."""
        return self.until(datetime.datetime.combine(day, datetime.time.max))

    def say_left_out(self, end: datetime.date) -> list[str]:
        """Say how many rows are later than the end; nothing where none is."""
        rows = "1 row" if self.left_out == 1 else f"{self.left_out:,} rows"
        text = f"{rows} of {escaped(self.source)} left out: after {end:%Y-%m-%d}"
        return [text] if self.left_out else []

    def accept(self) -> Prices:
        """Give the prices, or raise their faults."""
        if self.faults:
            raise BadLines(self.source, self.faults)
        return self


def read_prices(path: Path, how: How | None = None) -> Prices:
    """Read a file of prices, wide or long."""
    return prices_of(str(path), read_bytes(path), how or How())


def prices_of(name: str, data: bytes, how: How) -> Prices:
    """Read the bytes of a file of prices."""
    for grid in open_grids(name, data, "market", how):
        for index, row in enumerate(grid.rows[:20]):
            found = headings(row)
            if index and found[0].key in DATES and not any(each.key for each in found[1:]):
                grid.rows[index] = [row[0], *grid.rows[index - 1][1:]]  # yfinance: coins above
                found = headings(grid.rows[index])
            keys = [each.short if each.currency else each.key for each in found]
            if sum(bool(key) for key in keys) > 1 and DATES & set(keys):
                return _read(grid, index, keys, how)
    raise Unclear(f"{escaped(name)}: none of the first 20 lines names a column date, and a coin")


def _read(grid: Grid, index: int, keys: list[str], how: How) -> Prices:
    date = next(i for i, key in enumerate(keys) if key in DATES)
    coins = [i for i, key in enumerate(keys) if key in _COINS]
    prices = [i for i, key in enumerate(keys) if key in _PRICES]
    body = [
        row
        for row in range(index + 1, len(grid.rows))
        if any(v not in (None, "") for v in grid.rows[row])
    ]
    if len(coins) == 1 and len(prices) == 1:
        places = {"date": date, "symbol": coins[0], "price": prices[0]}
        if "currency" in keys:
            places["currency"] = keys.index("currency")
        return _long(grid, index, places, body, how)
    if coins:
        raise Unclear(
            f"{escaped(grid.name)}: names a coin and {len(prices)} prices; leave one price,"
            " or a column a coin"
        )
    return _wide(grid, index, date, body, how)


def _columns(grid: Grid, index: int, places: dict[str, int], body: list[int], how: How) -> Columns:
    header = Header(index, headings(grid.rows[index]), places, ())
    columns = Columns(grid, header, body)
    fields = [
        Field(
            name,
            DATE if name == "date" else NAME if name in _WORDS else ABOVE_ZERO,
            "money a coin",
            "",
            "",
        )
        for name in places
    ]
    columns.decimal = how.decimal or find_decimal(columns, fields)
    for each in fields:
        read_column(columns, each)
    return columns


def _name(text: str) -> str:
    """Give the coin of a column: it may have money beside it, as BTC (EUR), or say BTC price."""
    text = _OF_PRICE.sub("", text)
    found = heading(text)
    return _coin(found.short.upper() if found.currency else text)


def _coin(text: str) -> str:
    """Give the coin of a name, or of a pair with money."""
    return pair(text)[0] or coin(text) or text


def _money(text: str) -> str:
    """Give the money of a pair, as of BTCEUR; "" for a coin alone."""
    return pair(_OF_PRICE.sub("", text))[1]


def _wide(grid: Grid, index: int, date: int, body: list[int], how: How) -> Prices:
    names = {}
    for place, value in enumerate(grid.rows[index]):
        text = str(value or "").strip()
        if place != date and text and not bad_name(text):
            name = _name(text)
            if name in names:
                raise Unclear(
                    f"{escaped(grid.name)}: has two columns of {escaped(name)}; leave one"
                )
            names[name] = place
    said = {each.key for place, each in enumerate(headings(grid.rows[index])) if place != date}
    if _OF_ONE & said or said <= _NO_COINS:
        raise Unclear(
            f"{escaped(grid.name)}: has prices of one coin and not its name; add a column symbol "
            "that names it, or give a date and a column a coin, of one price each"
        )
    _check_columns(grid, names, body)
    columns = _columns(grid, index, {"date": date, **names}, body, how)
    dates = _check_dates(columns)
    order = sorted((k for k, each in enumerate(dates) if each), key=lambda k: str(dates[k]))
    series = {name: tuple(columns.values[name][k] for k in order) for name in names}
    return Prices(
        grid.name, tuple(d for k in order if (d := dates[k])), series, tuple(columns.faults),
        _currency(columns, list(names), map(_money, map(columns.header.text, names))),
    )  # fmt: skip


def _check_columns(grid: Grid, names: Mapping[str, int], body: Sequence[int]) -> None:
    """Refuse columns of words, and of numbers that are often below 0, as returns are."""
    others = []
    for name, place in names.items():
        cells = (grid.rows[row][place] for row in body if len(grid.rows[row]) > place)
        texts = [str(value) for value in cells if value not in (None, "")]
        below = sum(text.startswith("-") and amount(text) is not None for text in texts)
        if texts and (below > _FEW * len(texts) or not any(map(amount, texts))):
            others.append(name)
    if others:
        raise Unclear(
            f"{escaped(grid.name)}: has words or numbers below 0, and no prices, in "
            f"{listed(others)}; take out what is no coin"
        )


def _long(grid: Grid, index: int, places: dict[str, int], body: list[int], how: How) -> Prices:
    columns = _columns(grid, index, places, body, how)
    found: dict[str, dict[datetime.datetime, float]] = {}
    for k, row in enumerate(columns.body):
        date, symbol, price = (columns.values[name][k] for name in ("date", "symbol", "price"))
        if date is None or symbol is None or price is None:
            continue
        series = found.setdefault(_coin(symbol), {})
        if date in series:
            columns.fault(row, "date", str(date.date()), f"is there twice for {symbol}")
        series[date] = price
    dates = sorted({date for series in found.values() for date in series})
    columns_ = {name: tuple(series.get(date) for date in dates) for name, series in found.items()}
    pairs = set(filter(None, columns.values["symbol"]))
    said = {*(columns.values.get("currency") or ()), *map(_money, pairs)}
    money = _currency(columns, ["price"], said)
    return Prices(grid.name, tuple(dates), columns_, tuple(columns.faults), money)


def _currency(columns: Columns, names: Sequence[str], said: Iterable[str | None] = ()) -> str:
    """Give the money of prices, by headings, lines, cells or their formats; "" for none."""
    places = (columns.header.columns[name] for name in names)
    heads = {columns.header.headings[place].currency for place in places}
    found = {*said, *heads, *columns.currencies} - {"", None} or of_formats(columns, names)
    money = sorted({money_of(each) for each in found if each})
    if len(money) > 1:
        each = " and ".join(map(escaped, money))
        raise Unclear(f"{escaped(columns.grid.name)}: has prices in {each}; must be in one")
    return money[0] if money else ""


def _check_dates(columns: Columns) -> Sequence[datetime.datetime | None]:
    """Find lines without a date, and dates that are there twice."""
    dates: list[datetime.datetime | None] = columns.values["date"]
    seen: set[datetime.datetime] = set()
    bad = {fault.line for fault in columns.faults if fault.column == "date"}
    for row, date in zip(columns.body, dates):
        if date is None and columns.grid.numbers[row] not in bad:
            columns.fault(row, "date", NOTHING, "must not be blank")
        elif date in seen:
            columns.fault(row, "date", str(date), "is there twice")
        if date is not None:
            seen.add(date)
    return dates
