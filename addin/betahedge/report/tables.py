"""Plain CSV tables beside the holdings: market, positions, prices; each value is checked.

market: asset, and contract, futures price, expiry days, funding rate, funding hours, price.
positions: asset, and held, entry price, collateral.  prices: date, then a column a coin, the hedge
instrument first, oldest first.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from betahedge.cells.errors import Refused
from betahedge.cells.kinds import is_blank
from betahedge.report.holdings import COLUMNS, BadHoldings, check_label, number_or_text
from betahedge.templates.book import HoldingRow, Prices

MARKET = ("contract", "futures_price", "expiry_days", "funding_rate", "funding_hours", "price")
POSITIONS = ("held", "entry_price", "collateral")


def read_table(path: Path, data: bytes, allowed: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Read values by the asset's name and the column."""
    found: dict[str, dict[str, Any]] = {}
    for number, line in _lines(path, data):
        place = f"{path}, line {number}"
        unknown = set(line) - {"asset", *allowed}
        if unknown or "asset" not in line:
            columns = ", ".join(name.replace("_", " ") for name in ("asset", *allowed))
            raise BadHoldings(f"{path}, header: must be of {columns}")
        asset = line.pop("asset")
        if asset.casefold() in found:
            raise BadHoldings(f"{place}, asset: {asset} is there twice")
        found[asset.casefold()] = {
            name: _value(place, name, text) for name, text in line.items() if not is_blank(text)
        }
    return found


def with_table(
    rows: tuple[HoldingRow, ...], table: Mapping[str, Mapping[str, Any]], path: Path
) -> tuple[HoldingRow, ...]:
    """Fill the holdings from a table; an asset that is not held is refused."""
    strangers = set(table) - {row.asset.casefold() for row in rows}
    if strangers:
        raise BadHoldings(f"{path}: {min(strangers)} is not in the holdings")
    return tuple(replace(row, **table.get(row.asset.casefold(), {})) for row in rows)


def read_prices(path: Path, data: bytes) -> Prices:
    """Read a history: a date, then a column a coin."""
    lines = list(_lines(path, data, names=False))
    if not lines or "date" not in lines[0][1]:
        raise BadHoldings(f"{path}, header: must be date, then the names of coins")
    coins = tuple(name for name in lines[0][1] if name != "date")
    for coin in coins:
        check_label(f"{path}, header", coin)
    days, rows = [], []
    for number, line in lines:
        place = f"{path}, line {number}"
        days.append(_day(place, line["date"]))
        rows.append(tuple(_value(place, "price", line[coin]) if line[coin] else None
                          for coin in coins))  # fmt: skip
    if days != sorted(days):
        raise BadHoldings(f"{path}, date: must be oldest first")
    return Prices(coins, tuple(days), tuple(rows))


def _day(place: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadHoldings(f"{place}, date: was {text}; must be like 2026-01-31") from None


def _value(place: str, name: str, text: str) -> Any:
    kind = COLUMNS[name]
    if kind is None:
        check_label(f"{place}, {name}", text)
        return text
    try:
        return kind.coerce(number_or_text(text), name.replace("_", " "))
    except Refused as refused:
        raise BadHoldings(f"{place}, {refused.error.reason}") from None


def _lines(path: Path, data: bytes, *, names: bool = True) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadHoldings(f"{path}: is not UTF-8 text; save it as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    try:
        for values in reader:
            stripped = [value.strip() for value in values]
            if not header:
                header = ["_".join(v.lower().split()) if names else v for v in stripped]
            elif any(stripped):
                if len(stripped) != len(header):
                    raise BadHoldings(
                        f"{path}, line {reader.line_num}: has {len(stripped)} values; "
                        f"the header has {len(header)}"
                    )
                yield reader.line_num, dict(zip(header, stripped, strict=True))
    except csv.Error as error:
        raise BadHoldings(f"{path}, line {reader.line_num}: is not CSV ({error})") from None
