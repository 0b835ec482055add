"""Files of positions, trades and funding: what is held, what was traded, what was paid."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract
from betahedge.books.faults import BadLines, Fault, Unclear
from betahedge.books.how import How
from betahedge.books.layouts import LAST
from betahedge.books.ledgers import in_time
from betahedge.books.numbers import amount
from betahedge.books.table import read_bytes, read_table
from betahedge.books.text import escaped

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Position:
    """Contracts that are held: + sold short, - bought."""

    contract: str
    held: float
    entry_price: float | None = None
    collateral: float | None = None
    wallet: str = ""
    contract_size: float | None = None
    mark: float | None = None
    as_of: datetime.datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade: quantity + bought, - sold.  fee: paid is positive."""

    date: datetime.datetime
    contract: str
    quantity: float
    price: float
    fee: float = 0.0
    fee_currency: str = ""
    wallet: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """Cash of a contract: received +, paid -.  flow: funding, fee, pnl, or the file's word."""

    date: datetime.datetime
    contract: str
    flow: str
    amount: float
    currency: str = ""
    funding_rate: float | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """The good lines of a file, its faults, and the columns that were not used."""

    source: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    mapped: dict[str, str]

    def accept(self, *, skip_bad_lines: bool = False) -> tuple[Row, ...]:
        """Give the rows; with faults only where bad lines may be left out."""
        if self.faults and not skip_bad_lines:
            raise BadLines(self.source, self.faults)
        return self.rows


Get = Callable[[str, int], Any]


def read_positions(path: Path, how: How | None = None) -> Rows[Position]:
    """Read a file of positions; of a log, the last position of each contract."""
    return positions_of(str(path), read_bytes(path), how or How())


def read_trades(path: Path, how: How | None = None) -> Rows[Trade]:
    """Read a file of trades."""
    return trades_of(str(path), read_bytes(path), how or How())


def read_funding(path: Path, how: How | None = None) -> Rows[Flow]:
    """Read a file of funding and other cash of contracts."""
    return funding_of(str(path), read_bytes(path), how or How())


def positions_of(name: str, data: bytes, how: How) -> Rows[Position]:
    """Read the bytes of a file of positions."""
    columns = read_table(name, data, "positions", how)
    if not {"held", "position"} & columns.header.columns.keys():
        raise Unclear(
            f"{escaped(name)}: names no column of contracts held; say --map held=COLUMN "
            "where a short is "
            "above 0, or --map position=COLUMN where it is below"
        )
    layout, own = columns.header.layout, "held" in columns.header.columns
    known = layout is not None or own or "side" in columns.header.columns
    if not known and any(v is not None and v >= 0 for v in columns.values["position"]):
        heading = columns.header.text("position")
        raise Unclear(
            f"{escaped(name)}: {heading} may be sold short or bought; say --map "
            f"held={heading} if a short is "
            f"above 0, or name a column of sides"
        )
    found = _good(columns, _position)
    if layout and layout.counted == LAST:
        found = _newest(columns, found)
    return _rows(columns, [each for _, each in found if each.held])


def _newest(columns: Columns, found: list[tuple[int, Position]]) -> list[tuple[int, Position]]:
    by_line = dict(found)
    newest: dict[tuple[str, str], tuple[int, Position]] = {}
    for k in in_time(columns, [k for k, _ in found]):
        newest[by_line[k].contract, by_line[k].wallet] = (k, by_line[k])
    return list(newest.values())


def trades_of(name: str, data: bytes, how: How) -> Rows[Trade]:
    """Read the bytes of a file of trades."""
    columns = read_table(name, data, "trades", how)
    return _rows(columns, [each for _, each in _good(columns, _trade)])


def funding_of(name: str, data: bytes, how: How) -> Rows[Flow]:
    """Read the bytes of a file of funding."""
    columns = read_table(name, data, "funding", how)
    found = _good(columns, _flows)
    return _rows(columns, [flow for _, flows in found for flow in flows])


def _rows(columns: Columns, rows: Sequence[Row]) -> Rows[Row]:
    header = columns.header
    mapped = {name: header.text(name) for name in header.columns}
    ignored = tuple(escaped(each) for each in header.ignored)
    return Rows(columns.grid.name, tuple(rows), tuple(columns.faults), ignored, mapped)


def _good(
    columns: Columns, make: Callable[[Columns, Get, int], Row | None]
) -> list[tuple[int, Row]]:
    """Make a row of each line that has no fault."""

    def get(name: str, k: int) -> Any:
        column = columns.values.get(name)
        return column[k] if column else None

    bad = {fault.line for fault in columns.faults}
    found = []
    for k, row in enumerate(columns.body):
        if columns.grid.numbers[row] not in bad:
            made = make(columns, get, k)
            if made is not None:
                found.append((k, made))
    return found


def _contract(columns: Columns, code: str) -> str:
    """Give VENUE:CODE: of a known file by its venue alone, for two venues may share a code."""
    layout = columns.header.layout
    named = name_contract(f"{layout.venue}:{code}" if layout and ":" not in code else code)
    return code if named.fault else named.name


def _coin_or_contract(columns: Columns, code: str) -> str:
    """Give a contract; a coin's name stays: a line of it says what hedges it, or it is traded."""
    is_coin = not columns.header.layout and name_contract(code).underlying == code.upper()
    return code if is_coin else _contract(columns, code)


def _needs(columns: Columns, get: Get, k: int, *names: str) -> bool:
    for name in names:
        if get(name, k) is None:
            columns.fault(columns.body[k], name, None, "must not be blank")
            return False
    return True


def _position(columns: Columns, get: Get, k: int) -> Position | None:
    if get("held", k) is None and get("position", k) is None and columns.header.layout:
        return None  # a line of a log that moves no position
    if columns.header.layout and get("contract", k) is None:
        return None
    if not _needs(columns, get, k, "contract"):
        return None
    held, position, side = get("held", k), get("position", k), get("side", k)
    if held is None and not _needs(columns, get, k, "position"):
        return None
    if held is None:
        held = abs(position) * (1 if side == "sell" else -1) if side else -position
    return Position(
        _coin_or_contract(columns, get("contract", k)),
        held + 0.0,
        get("entry_price", k),
        get("collateral", k),
        get("wallet", k) or "",
        get("contract_size", k),
        get("futures_price", k),
        get("as_of", k),
        columns.grid.numbers[columns.body[k]],
    )


def _trade(columns: Columns, get: Get, k: int) -> Trade | None:
    if not _needs(columns, get, k, "date", "contract", "quantity", "price"):
        return None
    quantity, side = get("quantity", k), get("side", k)
    if side:
        quantity = abs(quantity) * (-1 if side == "sell" else 1)
    elif "side" in columns.header.columns or not any(
        q and q < 0 for q in columns.values["quantity"]
    ):
        columns.fault(columns.body[k], "side", None, "must be buy or sell")
        return None
    return Trade(
        get("date", k),
        _coin_or_contract(columns, get("contract", k)),
        quantity,
        get("price", k),
        get("fee", k) or 0.0,
        get("fee_currency", k) or _unit_of(columns, "fee", k),
        get("wallet", k) or "",
        columns.grid.numbers[columns.body[k]],
    )


def _unit_of(columns: Columns, name: str, k: int) -> str:
    """Give the unit that stands beside a number, as 0.001BNB."""
    place = columns.header.columns.get(name)
    values = columns.grid.rows[columns.body[k]]
    raw = values[place] if place is not None and place < len(values) else None
    found = amount(raw) if isinstance(raw, str) and raw else None
    return found.unit.upper() if found else ""


_FLOWS = {
    **dict.fromkeys(
        ("funding_fee", "funding fee", "funding", "settlement", "funding_rate", "realised_funding"),
        "funding",
    ),
    **dict.fromkeys(("commission", "fee", "trading fee", "fees"), "fee"),
    **dict.fromkeys(("realized_pnl", "realized pnl", "realised pnl", "pnl"), "pnl"),
}


def _flows(columns: Columns, get: Get, k: int) -> list[Flow] | None:
    amount_, fee = get("amount", k), get("fee", k)
    if amount_ is None and not columns.header.layout:
        _needs(columns, get, k, "amount")
        return None
    if not amount_ and not fee:
        return None
    if not _needs(columns, get, k, "date"):
        return None
    word = (get("flow", k) or "funding").lower()
    contract = _contract(columns, get("contract", k)) if get("contract", k) else ""
    number = columns.grid.numbers[columns.body[k]]
    found = []
    for flow, cash in ((_FLOWS.get(word, word), amount_ or 0.0), ("fee", -(fee or 0.0))):
        if cash:
            rate = get("funding_rate", k)
            found.append(
                Flow(get("date", k), contract, flow, cash, get("currency", k) or "", rate, number)
            )
    return found
