"""One order a contract: the lines that one future hedges are netted before they are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from betahedge.books.contracts import JOIN, parts_of
from betahedge.books.faults import Unclear
from betahedge.books.matching import contract_of, match_to_book, with_mark
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.books.text import escaped
from betahedge.core.contract import Kind, hedge_contract_value, hedge_mix
from betahedge.core.position import hedge_average_price
from betahedge.core.rounding import DECIMALS, Rounding, round_lots
from betahedge.core.running import BAND, netted_order, target_position
from betahedge.core.sizing import hedge_contracts


class Terms(NamedTuple):
    """What a contract is: its price, its size in coins or its face, its lot in contracts."""

    kind: Kind
    price: float
    size: float
    lot: float


@dataclass(frozen=True, slots=True)
class Share:
    """What one line asks of a contract: exactly, and in lots if it were alone."""

    asset: str
    exact: float
    alone: float


@dataclass(frozen=True, slots=True)
class NetOrder:
    """The order in one contract.  Contracts are + sold short, - bought.

    exact: what its lines ask for together, contracts held that stay among them.  target: that in
    whole lots.  held: before.  order: what to trade.
    """

    contract: str
    kind: str
    contract_value: float
    lot_size: float
    exact: float
    target: float
    held: float
    order: float
    shares: tuple[Share, ...]


def net_orders(
    book: Book,
    hedge_ratio: float = 1.0,
    rounding: Rounding = "nearest",
    positions: Sequence[Position] = (),
    band: float = BAND,
) -> tuple[NetOrder, ...]:
    """Size the book's hedges by contract; lines that name and describe none are left out.

    hedge_ratio: of lines that have none of their own.  positions: what is held, in the place of
    what the lines of its contract say.  An order brings what is held to the target, where the
    ratio is off it by more than the band.
    """
    positions = match_to_book(positions, book).positions
    groups: dict[str, list[Line]] = {}
    for line in book.lines:
        contract = contract_of(line)
        if contract:
            line = with_mark(line, contract, positions, book.priced_at)
            groups.setdefault(contract, []).append(line)
    return tuple(
        order
        for contract, lines in groups.items()
        for order in _orders(contract, lines, positions, hedge_ratio, rounding, band)
    )


def coins_without(book: Book, hedge_ratio: float) -> list[str]:
    """Name the coins that are to be hedged, and have no order because no contract is named."""

    def is_wanted(line: Line) -> bool:
        ratio = 0.0 if line.is_cash else hedge_ratio
        return bool(line.value and (ratio if line.hedge_ratio is None else line.hedge_ratio))

    return [line.asset for line in book.lines if not contract_of(line) and is_wanted(line)]


def order_of_group(
    exposures: Sequence[float],
    money: float,
    held: float,
    each: float,
    value: float,
    band: float,
    lot_size: float = 0.0,
    rounding: Rounding = "nearest",
) -> float:
    """Count what to trade in the contract of some lines, by core's `netted_order`.

    exposures: of the lines, + long.  money: what they want sold short together.  each: the money
    that one contract held moves like.  value: that of one sold today.
    """
    net, gross = math.fsum(exposures), math.fsum(map(abs, exposures))
    return float(netted_order(net, gross, money, held, each, value, band, lot_size, rounding))


def of_contract(contract: str, positions: Sequence[Position]) -> list[Position]:
    """Give the positions in a contract."""
    return [each for each in positions if each.contract == contract]


def add_up(contract: str, rows: Sequence[Position | Line], kind: Kind = "linear") -> Position:
    """Add up what is held of a contract in several accounts, or beside several coins.

    The entry price is that of all contracts together, by core's `hedge_average_price`.  Rows
    without one, or that hold nothing, have no part in it.
    """
    held = [(row.held or 0.0, row) for row in rows]
    is_held = any(count for count, _ in held)
    known = [
        (abs(count), row.entry_price)
        for count, row in held
        if row.entry_price and (count or not is_held)
    ]
    entry = known[0][1] if known else None
    if is_held and len(known) > 1:
        counts, prices = zip(*known)
        entry = hedge_average_price(counts, prices, kind)
    posted = [row.collateral for _, row in held if row.collateral is not None]
    return Position(
        contract,
        math.fsum(count for count, _ in held),
        entry,
        math.fsum(posted) if posted else None,
    )


def terms_of(line: Line) -> Terms:
    """Give what a line says of its contract; without a futures price, its coin's spot price."""
    price = line.futures_price or line.coin_price or line.price or 0.0
    kind = cast(Kind, line.kind or "linear")
    return Terms(kind, price, line.contract_size or 1.0, line.lot_size or 0.0)


def check_kind(contract: str, kind: str | None) -> None:
    """Refuse a contract that cannot be valued.

    Raises Unclear.
    """
    if kind == "quanto":
        raise Unclear(
            f"{escaped(contract)}: is a quanto contract; its value needs the price of its "
            "settlement coin; name a linear or an inverse contract"
        )


def check_terms(contract: str, lines: Sequence[Line]) -> None:
    """Refuse a contract that cannot be valued, or that its lines give two prices or sizes.

    Raises Unclear.
    """
    first = lines[0]
    check_kind(contract, first.kind)
    for line in lines[1:]:
        if terms_of(line) != terms_of(first):
            raise Unclear(
                f"{escaped(contract)}: {escaped(first.asset)} and {escaped(line.asset)} "
                "give it two prices or sizes; one contract has one of each"
            )


def _orders(
    contract: str,
    lines: list[Line],
    positions: Sequence[Position],
    hedge_ratio: float,
    rounding: Rounding,
    band: float,
) -> tuple[NetOrder, ...]:
    check_terms(contract, lines)
    kind, price, size, lot = terms_of(lines[0])
    value = hedge_contract_value(price, size, kind)
    shares = tuple(_share(line, value, hedge_ratio, lot, rounding) for line in lines)
    exact = math.fsum(share.exact for share in shares)
    exposures = [line.value * line.market_beta for line in lines]
    if JOIN in contract:
        parts = [(size, mine.contract, mine.held)
                 for size, mine in held_in_parts(contract, positions, lines)]  # fmt: skip
        coins, of_parts = exact * size, math.fsum(held * each for each, _, held in parts)
        money = coins * price
        order = order_of_group(exposures, money, of_parts, price, price, band, size, rounding)
        return tuple(_mixed(parts, price, coins, shares, rounding, trades=order != 0))
    mine = add_up(contract, of_contract(contract, positions) or lines, kind)
    each = value_of_held(mine, price, size, kind)
    order = order_of_group(exposures, exact * value, mine.held, each, value, band, lot, rounding)
    aim = target_position(exact, mine.held, each, value) if each else 0.0
    target = round_lots(aim, lot, rounding)
    return (NetOrder(contract, kind, value, lot, aim, target, mine.held, order, shares),)


def value_of_held(position: Position, price: float, size: float, kind: Kind) -> float:
    """Give the money that a contract that is held moves like: an inverse one since its entry."""
    since = position.entry_price if kind == "inverse" and position.held else None
    return float(hedge_contract_value(price, size, kind, 1.0, since or None))


def _share(line: Line, value: float, ratio: float, lot: float, rounding: Rounding) -> Share:
    ratio = ratio if line.hedge_ratio is None else line.hedge_ratio
    exact = hedge_contracts(line.value, value, ratio, line.market_beta) if value else 0.0
    return Share(line.asset, exact, round_lots(exact, lot, rounding))


def held_in_parts(
    contract: str, positions: Sequence[Position], lines: Sequence[Line]
) -> list[tuple[float, Position]]:
    """Give the size of each of two contracts on one coin, and what is held of it; larger first.

    What lines say of the pair is counted in the smaller.
    """
    parts = parts_of(contract)
    held = [(size, add_up(name, of_contract(name, positions))) for size, name in parts]
    if not any(of_contract(name, positions) for _, name in parts):
        least, name = parts[-1]
        held[-1] = (least, add_up(name, lines))
    return held


def in_smaller(coins: float, size: float) -> float:
    """Count coins in the smaller of two sizes, to the decimals that lots are counted with."""
    return round(coins / size, DECIMALS)


def held_of_both(name: str, parts: Sequence[tuple[float, Position]]) -> Position:
    """Add up what is held of two sizes of one coin, counted in the smaller.

    parts: the size of each, and what is held of it; larger first.  The collateral of both is not
    known where that of one is not.
    """
    least = parts[-1][0]
    counts = [replace(mine, held=in_smaller(mine.held * size, least)) for size, mine in parts]
    both = add_up(name, counts)
    known = all(mine.collateral is not None for _, mine in parts if mine.held)
    return both if known else replace(both, collateral=None)


def _mixed(
    parts: Sequence[tuple[float, str, float]],
    price: float,
    coins: float,
    shares: tuple[Share, ...],
    rounding: Rounding,
    *,
    trades: bool,
) -> Iterator[NetOrder]:
    """Hedge a number of coins with two sizes of one coin; the exact count stands with each."""
    counts = hedge_mix(coins, [size for size, _, _ in parts], rounding)
    for (size, name, held), count in zip(parts, counts):
        order = count - held if trades else 0.0
        yield NetOrder(
            name, "linear", price * size, 1.0, coins / size, float(count), held, order, shares
        )
