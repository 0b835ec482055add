"""Files of positions and trades: what is held, and what was traded."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from betahedge.books.coins import coin, known_coins, pair
from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract
from betahedge.books.counted import in_contracts, money_beside, unit_beside
from betahedge.books.currency import one_currency
from betahedge.books.fees import sign_fees
from betahedge.books.held import check_repeats, check_signs, check_times
from betahedge.books.how import How
from betahedge.books.layout import LAST
from betahedge.books.ledgers import in_time
from betahedge.books.rows import Get, Rows, contract_in, good_rows, needs, rows_of
from betahedge.books.sides import sign_by_side
from betahedge.books.table import read_bytes, read_table
from betahedge.books.transactions import check_twice


@dataclass(frozen=True, slots=True)
class Position:
    """Contracts that are held: + sold short, - bought.

    currency: of the entry price and the collateral; "" where the file says none.
    """

    contract: str
    held: float
    entry_price: float | None = None
    collateral: float | None = None
    wallet: str = ""
    contract_size: float | None = None
    mark: float | None = None
    as_of: datetime.datetime | None = None
    number: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade: quantity + bought, - sold.  fee: paid is positive.

    currency: of the price; "" where the file says none.
    """

    date: datetime.datetime
    contract: str
    quantity: float
    price: float
    fee: float = 0.0
    fee_currency: str = ""
    wallet: str = ""
    number: int = 0
    currency: str = ""


def read_positions(path: Path, how: How | None = None) -> Rows[Position]:
    """Read a file of positions; of a log, the last position of each contract."""
    return positions_of(str(path), read_bytes(path), how or How())


def read_trades(path: Path, how: How | None = None) -> Rows[Trade]:
    """Read a file of trades."""
    return trades_of(str(path), read_bytes(path), how or How())


def positions_of(name: str, data: bytes, how: How) -> Rows[Position]:
    """Read the bytes of a file of positions."""
    columns = read_table(name, data, "positions", how)
    sign_by_side(columns, "position")
    check_signs(columns)
    layout = columns.header.layout
    is_log = layout is not None and layout.counted == LAST
    if not layout:
        check_repeats(columns)
    if not is_log:
        check_times(columns)
    found = good_rows(columns, _position)
    if is_log:
        found = _newest(columns, found)
    currency = one_currency(columns, ("entry_price", "collateral"))
    held = [replace(each, currency=currency) for _, each in found if each.held]
    return rows_of(columns, held)


def _newest(columns: Columns, found: list[tuple[int, Position]]) -> list[tuple[int, Position]]:
    by_line = dict(found)
    newest: dict[tuple[str, str], tuple[int, Position]] = {}
    for k in in_time(columns, [k for k, _ in found]):
        newest[by_line[k].contract, by_line[k].wallet] = (k, by_line[k])
    return list(newest.values())


def trades_of(name: str, data: bytes, how: How) -> Rows[Trade]:
    """Read the bytes of a file of trades."""
    columns = read_table(name, data, "trades", how)
    check_twice(columns)
    sign_by_side(columns, "quantity")
    sign_fees(columns)
    return rows_of(columns, [each for _, each in good_rows(columns, _trade)])


def _coin_or_contract(columns: Columns, code: str) -> str:
    """Give a contract; a coin's name stays: a line of it says what hedges it, or it is traded."""
    layout = columns.header.layout
    has_venue = layout is not None and layout.venue != ""
    return coin(code) if not has_venue and _is_coin(code) else contract_in(columns, code)


def _is_coin(code: str) -> bool:
    """Tell a coin's name, which is no contract though a venue has one of that name."""
    return ":" not in code and coin(code) in known_coins()


def _position(columns: Columns, get: Get, k: int) -> Position | None:
    if get("held", k) is None and get("position", k) is None and columns.header.layout:
        return None  # a line of a log that moves no position
    if columns.header.layout and get("contract", k) is None:
        return None
    if not needs(columns, get, k, "contract"):
        return None
    contract = _coin_or_contract(columns, get("contract", k))
    held = _held(columns, get, k, contract)
    if held is None:
        return None
    if held and get("entry_price", k) == 0:
        columns.fault(columns.body[k], "entry_price", 0.0, "must be a number above 0")
        return None
    return Position(
        contract,
        held + 0.0,
        get("entry_price", k) or None,
        get("collateral", k),
        get("wallet", k) or "",
        get("contract_size", k),
        get("futures_price", k) or None,
        get("as_of", k),
        columns.grid.numbers[columns.body[k]],
    )


_OPTION = re.compile(r".*-[CP]")  # of one coin, where positions are counted in amounts
_OF_NO_SIZE = (
    "is not in the register, and the file counts it in the unit of its size",
    "add it by BETAHEDGE_CONTRACTS, or take the line out",
)


def _held(columns: Columns, get: Get, k: int, contract: str) -> float | None:
    """Give the contracts of a line, sold short +; None with a fault where it says none."""
    held, short, long = get("held", k), get("short", k), get("long", k)
    if held is not None:
        return float(held)
    if columns.header.columns.keys() & {"short", "long"} and get("position", k) is None:
        return (short or 0.0) - (long or 0.0)
    if not needs(columns, get, k, "position"):
        return None
    position, layout = get("position", k), columns.header.layout
    if "side" in columns.header.columns and position and not get("side", k):
        needs(columns, get, k, "side")
        return None
    unit = unit_beside(columns, "position", k) or (get("unit", k) or "") * bool(position)
    in_amounts = position and layout and layout.in_amounts and not _OPTION.fullmatch(contract)
    if unit or not in_amounts:
        counted = in_contracts(columns, "position", k, contract, unit)
        return None if counted is None else -counted
    sizes = name_contract(contract).sizes
    if not sizes:
        columns.fault(columns.body[k], "contract", contract, *_OF_NO_SIZE)
    return -float(position) / sizes[0] if sizes else None


def _traded(columns: Columns, code: str) -> tuple[str, str]:
    """Give what was traded, and the money of a pair: a coin's ticker, or a contract."""
    layout = columns.header.layout
    is_pair = layout.spot if layout else "/" in code and ":" not in code
    base, money = pair(code) if is_pair else ("", "")
    return base or _coin_or_contract(columns, code), money


_NOT_TRADED = frozenset(
    ("canceled", "cancelled", "rejected", "expired", "new", "open", "pending", "failed", "active")
)
_OF_FILLS = ("executed", "filled", "filled quantity")  # names of what was traded of an order


def _trade(columns: Columns, get: Get, k: int) -> Trade | None:
    if not needs(columns, get, k, "date", "contract", "quantity", "price"):
        return None
    status = re.sub(r"[^a-z]", "", (get("status", k) or "").lower())
    if status in _NOT_TRADED and columns.header.text("quantity").lower() not in _OF_FILLS:
        must = "is of an order that was not filled, and no trade; take the line out"
        columns.fault(columns.body[k], "status", get("status", k), must)
        return None
    if not get("side", k) and (
        "side" in columns.header.columns
        or not any(quantity and quantity < 0 for quantity in columns.values["quantity"])
    ):
        columns.fault(columns.body[k], "side", None, "must be buy or sell")
        return None
    (contract, money), quantity = _traded(columns, get("contract", k)), get("quantity", k)
    if name_contract(contract).sizes and not _is_coin(contract):
        unit = unit_beside(columns, "quantity", k) or get("unit", k) or ""
        quantity = in_contracts(columns, "quantity", k, contract, unit)
    if quantity is None:
        return None
    fee_currency = get("fee_currency", k) or money_beside(columns, "fee", k)
    return Trade(
        get("date", k),
        contract,
        quantity,
        get("price", k),
        get("fee", k) or 0.0,
        coin(fee_currency) or fee_currency,
        get("wallet", k) or "",
        columns.grid.numbers[columns.body[k]],
        (get("currency", k) or money_beside(columns, "price", k)).upper() or money,
    )
