"""Which contract of a book each position is in, and which positions are in none of them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from betahedge.books.coins import coin, known_coins, money_of
from betahedge.books.contracts import JOIN, name_contract, parts_of
from betahedge.books.faults import Unclear
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.books.prices import Prices
from betahedge.books.text import escaped, listed
from betahedge.cells.register import own_name

Hedges = Sequence[tuple[Line, str]]  # each line and its contract, "" for none at all


@dataclass(frozen=True, slots=True)
class Stranger:
    """A position that no order counts: how it is named, why, and what to do."""

    name: str
    why: str
    remedy: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.name} is held; {self.why}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Matched:
    """Positions by the names of the book's contracts; strangers: of those in none, a name once."""

    positions: tuple[Position, ...]
    strangers: tuple[Stranger, ...]


def contract_of(line: Line) -> str:
    """Name the contract of a line, or its own where it gives a size or lot alone; else ""."""
    is_described = line.contract_size is not None or line.lot_size is not None
    return line.contract or (own_name(line.asset) if is_described else "")


def match_to_book(positions: Sequence[Position], book: Book) -> Matched:
    """Find the contract of the book's lines that each position is in.

    Raises Unclear as `match_positions` does, and where positions are in another currency.
    """
    check_currency(positions, book)
    return match_positions(positions, [(line, contract_of(line)) for line in book.lines])


def with_mark(
    line: Line, contract: str, positions: Iterable[Position], priced_at: datetime.datetime | None
) -> Line:
    """Give a line that knows no price of its future the one that the positions in it agree on.

    priced_at: of the spot prices; beside them a price of another day would be a basis of none.
    """
    marks = {
        each.mark
        for each in positions
        if each.mark and each.contract == contract and _are_of_one_day(each.as_of, priced_at)
    }
    is_told = line.futures_price is None and len(marks) == 1
    return replace(line, futures_price=marks.pop()) if is_told else line


def _are_of_one_day(one: datetime.datetime | None, other: datetime.datetime | None) -> bool:
    return one is None or other is None or one.date() == other.date()


def check_currency(positions: Sequence[Position], book: Book, prices: Prices | None = None) -> None:
    """Refuse positions and past prices whose money is not the book's; a stablecoin is its money."""
    said = [(each.contract, "positions", each.currency) for each in positions]
    if prices:
        said.append((prices.source, "prices", prices.currency))
    for name, what, currency in said:
        if currency and money_of(currency) != money_of(book.currency):
            raise Unclear(
                f"{escaped(name)}: the {what} are in {escaped(currency)}, the "
                f"book in {escaped(book.currency)}; write both in one currency"
            )


def match_positions(positions: Sequence[Position], hedges: Hedges) -> Matched:
    """Find the contract of the book that each position is in.

    A position may name the contract, its code where one contract of the book has it, or its coin:
    then it is in the contract on that coin, where the book has no other for it.  Which of several
    is never guessed.

    Raises Unclear where lines hold contracts that nothing names, or another number than the
    positions, and where a contract hedges lines alone and others as one of two sizes.
    """
    _check_named(hedges)
    contracts = _parts(hedges)
    if not positions:
        return Matched((), ())
    by_coin, by_code = _by_coin(hedges), _by_code(contracts.values())
    found, strangers = [], {}
    for each in positions:
        may = by_coin.get(key_of(each.contract))
        name = contracts.get(each.contract.casefold()) or _only(may or {})
        if may is None and not name:
            name = by_code.get(each.contract.casefold(), "")
        found.append(replace(each, contract=name or each.contract))
        if not name:
            on = name_contract(each.contract).underlying
            other = on if by_coin.get(key_of(on)) else ""
            is_known = bool(on) or coin(each.contract) in known_coins()
            strangers[each.contract] = _stranger(escaped(each.contract), may, other, is_known)
    _check_held(found, hedges)
    return Matched(tuple(found), tuple(strangers.values()))


def _parts(hedges: Hedges) -> dict[str, str]:
    """List the contracts by their names in small letters; each is in one hedge."""
    hedge_of: dict[str, str] = {}
    parts = {}
    for _, contract in hedges:
        for part in contract.split(JOIN):
            parts[part.casefold()] = part
            other = hedge_of.setdefault(part.casefold(), contract)
            if other != contract:
                raise Unclear(
                    f"{escaped(part)}: lines name {escaped(other)} and {escaped(contract)}; "
                    "name one of the two in all lines"
                )
    return parts


def _by_code(contracts: Iterable[str]) -> dict[str, str]:
    """List the contracts by their codes without a venue; a code of two venues is none."""
    names: dict[str, list[str]] = {}
    for name in contracts:
        names.setdefault(name.partition(":")[2].casefold(), []).append(name)
    return {code: found[0] for code, found in names.items() if code and len(found) == 1}


def _check_named(hedges: Hedges) -> None:
    """Refuse contracts that are held and have no name: nothing says what they are worth."""
    coins = [line.asset for line, contract in hedges if line.held and not contract]
    if coins:
        raise Unclear(
            f"{listed(coins)}: contracts are held, and none is named; name it in the holdings or "
            "the policy, or give its contract size"
        )


def _check_held(positions: Sequence[Position], hedges: Hedges) -> None:
    """Refuse a book whose lines hold other numbers than its positions; a pair in the smaller."""
    said = _sum_up((contract, line.held) for line, contract in hedges if line.held is not None)
    held = _sum_up((each.contract, each.held) for each in positions)
    for contract, number in said.items():
        parts = parts_of(contract)
        least, _ = parts[-1]
        found = math.fsum(size / least * held.get(part, 0.0) for size, part in parts)
        if abs(found - number) > 1e-9 * max(1.0, abs(number)):
            raise Unclear(
                f"{escaped(contract)}: the holdings say {number:,.12g} contracts held, "
                f"the positions {found:,.12g}; leave one of the two out"
            )


def _sum_up(counts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Add up the contracts of each name."""
    found: dict[str, list[float]] = {}
    for name, count in counts:
        found.setdefault(name, []).append(count)
    return {name: math.fsum(each) for name, each in found.items()}


def key_of(name: str) -> str:
    """Give what the names of one coin have in common; any other name keeps its letters."""
    return (coin(name) or name).casefold()


def _by_coin(hedges: Hedges) -> dict[str, dict[str, bool]]:
    """List the contracts that a name may stand for: True where it is the coin that one is on."""
    found: dict[str, dict[str, bool]] = {}
    for line, contract in hedges:
        own = key_of(name_contract(contract).underlying or line.asset)
        for name in {key_of(line.asset), own, key_of(contract)}:
            may = found.setdefault(name, {})
            may |= {part: name == own for part in contract.split(JOIN) if part}
    return found


def _only(may: dict[str, bool]) -> str:
    """Give the one contract that a coin stands for; "" where that is not clear."""
    return next(iter(may)) if len(may) == 1 and all(may.values()) else ""


def _stranger(name: str, may: dict[str, bool] | None, coin: str, is_known: bool) -> Stranger:
    if may is None and coin:
        remedy = f"name it in the lines of {coin}, or close the position"
        return Stranger(name, f"the lines of {coin} do not name it", remedy)
    if may is None and not is_known:
        remedy = "write the contract as the holdings do, like CME:MBT"
        return Stranger(name, "it is no contract of the book or the register", remedy)
    if may is None:
        remedy = "add the coin to the holdings, or close the position"
        return Stranger(name, "it hedges no line of the book", remedy)
    if not may:
        return Stranger(name, "no contract hedges it", "name one in its line")
    which = " or ".join(map(escaped, may))
    return Stranger(name, "it is not clear in which contract", f"write {which}")
