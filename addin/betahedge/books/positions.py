"""Files of positions, trades and funding: what is held, what was traded, what was paid."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from betahedge.books.amounts import OF_CONTRACTS, no_contracts
from betahedge.books.coins import coin
from betahedge.books.columns import Columns
from betahedge.books.contracts import name_contract, size_in
from betahedge.books.currency import one_currency
from betahedge.books.fees import sign_fees, sign_flows
from betahedge.books.held import check_repeats, check_signs, check_times
from betahedge.books.how import How
from betahedge.books.layout import LAST
from betahedge.books.ledgers import in_time
from betahedge.books.numbers import SIGNS, amount
from betahedge.books.rows import Get, Rows, contract_in, good_rows, needs, rows_of
from betahedge.books.sides import sign_by_side
from betahedge.books.table import read_bytes, read_table


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
    sign_by_side(columns, "quantity")
    sign_fees(columns)
    return rows_of(columns, [each for _, each in good_rows(columns, _trade)])


def funding_of(name: str, data: bytes, how: How) -> Rows[Flow]:
    """Read the bytes of a file of funding."""
    columns = read_table(name, data, "funding", how)
    sign_flows(columns)
    found = good_rows(columns, _flows)
    return rows_of(columns, [flow for _, flows in found for flow in flows])


def _coin_or_contract(columns: Columns, code: str) -> str:
    """Give a contract; a coin's name stays: a line of it says what hedges it, or it is traded."""
    layout = columns.header.layout
    has_venue = layout is not None and layout.venue != ""
    is_coin = not has_venue and name_contract(code).underlying == code.upper()
    return code if is_coin else contract_in(columns, code)


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
    unit = _unit_of(columns, "position", k) or (get("unit", k) or "") * bool(position)
    if unit and unit.lower() not in OF_CONTRACTS:
        counted = _in_contracts(columns, "position", k, contract, unit)
        return None if counted is None else -counted
    if not position or not (layout and layout.in_amounts) or _OPTION.fullmatch(contract):
        return -float(position)
    sizes = name_contract(contract).sizes
    if not sizes:
        columns.fault(columns.body[k], "contract", contract, *_OF_NO_SIZE)
    return -float(position) / sizes[0] if sizes else None


def _in_contracts(columns: Columns, name: str, k: int, contract: str, unit: str) -> float | None:
    """Give the contracts of a number of coins or of money; None with a fault for another unit."""
    number, size = columns.values[name][k], size_in(contract, unit)
    if size is None:
        columns.fault(columns.body[k], name, number, no_contracts(unit))
    return None if size is None else float(number) / size


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
    contract, quantity = _coin_or_contract(columns, get("contract", k)), get("quantity", k)
    unit = _unit_of(columns, "quantity", k) or get("unit", k) or ""
    if unit and unit.lower() not in OF_CONTRACTS and name_contract(contract).sizes:
        quantity = _in_contracts(columns, "quantity", k, contract, unit)
    if quantity is None:
        return None
    return Trade(
        get("date", k),
        contract,
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
    return SIGNS.get(found.unit, found.unit).upper() if found else ""


_FLOWS = {
    **dict.fromkeys(("fundingfee", "funding", "settlement", "fundingrate"), "funding"),
    **dict.fromkeys(("realisedfunding", "realizedfunding", "fundingpayment"), "funding"),
    **dict.fromkeys(("fundingpayments", "fundingfees", "fundingincome", "fund"), "funding"),
    **dict.fromkeys(("commission", "fee", "tradingfee", "fees", "tradefee"), "fee"),
    **dict.fromkeys(("realizedpnl", "realisedpnl", "pnl"), "pnl"),
}


def _flows(columns: Columns, get: Get, k: int) -> list[Flow] | None:
    amount_, fee = get("amount", k), get("fee", k)
    if amount_ is None and not columns.header.layout:
        needs(columns, get, k, "amount")
        return None
    if not amount_ and not fee:
        return None
    if not needs(columns, get, k, "date"):
        return None
    word = (get("flow", k) or "funding").lower()
    letters = re.sub(r"[^a-z]", "", word)
    contract = contract_in(columns, get("contract", k)) if get("contract", k) else ""
    # A venue that says no currency pays in that of the contract, a coin for an inverse one.
    own = name_contract(contract).currency if columns.header.layout and contract else ""
    said = coin(get("currency", k) or own)
    if not said and get("currency", k):
        must = "is no whole coin; write what was paid in whole coins"
        columns.fault(columns.body[k], "currency", get("currency", k), must)
        return None
    number, rate = columns.grid.numbers[columns.body[k]], get("funding_rate", k)
    return [
        Flow(get("date", k), contract, flow, cash, said, rate, number)
        for flow, cash in ((_FLOWS.get(letters, word), amount_), ("fee", -(fee or 0.0)))
        if cash
    ]
