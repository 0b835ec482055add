"""The sized book: what is held of each contract, what to trade, and what each coin has of it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from betahedge.books.contracts import JOIN
from betahedge.books.netting import (
    Terms,
    add_up,
    check_terms,
    held_in_parts,
    held_of_both,
    in_smaller,
    of_contract,
    order_of_group,
    terms_of,
    value_of_held,
)
from betahedge.books.positions import Position
from betahedge.core.contract import Kind, hedge_contract_value, hedge_mix
from betahedge.core.running import position_money
from betahedge.report.policy import Policy
from betahedge.report.wishes import Wish
from betahedge.templates.orders import OPPOSED


@dataclass(frozen=True, slots=True)
class Leg:
    """One contract: its terms, what is held and traded.  Contracts are + sold short.

    is_quoted: its price is its own, and not the spot price of its coin.  value: of one sold today.
    each: what one held moves like; of an inverse one face x price / entry.  short_now, short: its
    exposure in money, + short, before and after the order.  funding_rate: None where it, or its
    interval in hours, is not known.
    """

    contract: str
    kind: Kind
    price: float
    size: float
    lot: float
    value: float
    each: float
    held: float
    order: float
    entry: float | None
    collateral: float | None
    expiry: datetime.datetime | None
    funding_rate: float | None
    interval: float | None
    is_quoted: bool

    @property
    def short_now(self) -> float:
        """Give the exposure of what is held."""
        return self.held * self.each

    @property
    def short(self) -> float:
        """Give the exposure after the order: what is held and stays, and what is new."""
        return float(position_money(self.after, self.held, self.each, self.value))

    @property
    def after(self) -> float:
        """Give the contracts held after the order."""
        return self.held + self.order


@dataclass(frozen=True, slots=True)
class Group:
    """The lines that one contract hedges, or two sizes of one."""

    contract: str
    wishes: tuple[Wish, ...]
    legs: tuple[Leg, ...]

    @property
    def money(self) -> float:
        """Give what is to be sold short, in money."""
        return math.fsum(wish.money for wish in self.wishes)

    def share(self, money: float) -> list[float]:
        """Share money among the lines as they want it, so that it adds up."""
        wanted = [wish.money for wish in self.wishes]
        total, gross = math.fsum(wanted), math.fsum(map(abs, wanted))
        if len(wanted) == 1:
            return [money]
        if abs(total) > OPPOSED * gross:
            return [money * each / total for each in wanted]
        weights = [abs(each) for each in wanted] if gross else [1.0] * len(wanted)
        whole = math.fsum(weights)
        return [each + (money - total) * w / whole for each, w in zip(wanted, weights)]


def joined(group: Group) -> Leg:
    """Give a group as one position: two sizes of a coin, counted in the smaller.

    One that is closed leaves neither a loss nor collateral.
    """
    legs, small = group.legs, group.legs[-1]
    if len(legs) == 1:
        return small
    name = JOIN.join(leg.contract for leg in legs)
    both = held_of_both(name, [(leg.size, _held(leg)) for leg in legs])
    stay = [(leg.size, _held(leg)) for leg in legs if leg.after]
    posted = held_of_both(name, stay).collateral if stay else None
    order = in_smaller(math.fsum(leg.order * leg.size for leg in legs), small.size)
    return replace(small, contract=name, held=both.held, order=order + 0.0,
                   entry=both.entry_price, collateral=posted)  # fmt: skip


def _held(leg: Leg) -> Position:
    entry = leg.entry if leg.after else leg.price
    return Position(leg.contract, leg.held, entry, leg.collateral)


def size_groups(
    wishes: Sequence[Wish], policy: Policy, positions: Sequence[Position]
) -> list[Group]:
    """Size one order a contract, from what is held; in the order of the book."""
    gathered: dict[str, list[Wish]] = {}
    for wish in wishes:
        if wish.contract:
            gathered.setdefault(wish.contract, []).append(wish)
    return [_group(name, tuple(group), policy, positions) for name, group in gathered.items()]


def _group(
    contract: str, wishes: tuple[Wish, ...], policy: Policy, positions: Sequence[Position]
) -> Group:
    lines = [wish.line for wish in wishes]
    check_terms(contract, lines)
    if JOIN in contract:
        return Group(contract, wishes, _mixed(contract, wishes, policy, positions))
    terms = terms_of(lines[0])
    held = add_up(contract, of_contract(contract, positions) or lines, terms.kind)
    leg = _leg(held, wishes, terms)
    exposures, money = [wish.exposure for wish in wishes], math.fsum(w.money for w in wishes)
    order = order_of_group(
        exposures, money, leg.held, leg.each, leg.value, policy.band, leg.lot, policy.rounding
    )
    return Group(contract, wishes, (replace(leg, order=order + 0.0),))


def _leg(held: Position, wishes: tuple[Wish, ...], terms: Terms) -> Leg:
    kind, price, size, lot = terms
    lines = [wish.line for wish in wishes]
    value, each = hedge_contract_value(price, size, kind), value_of_held(held, price, size, kind)
    line = next((each for each in lines if each.funding_rate is not None), lines[0])
    rate = line.funding_rate if line.funding_interval else None  # its interval is never assumed
    return Leg(held.contract, kind, price, size, lot, value, each, held.held, 0.0,
               held.entry_price, held.collateral, line.expiry, rate,
               line.funding_interval, any(each.futures_price for each in lines))  # fmt: skip


def _mixed(
    contract: str, wishes: tuple[Wish, ...], policy: Policy, positions: Sequence[Position]
) -> tuple[Leg, ...]:
    """Size two sizes of one coin together, the larger first; in coins, they are one hedge."""
    price = terms_of(wishes[0].line).price
    parts = held_in_parts(contract, positions, [wish.line for wish in wishes])
    legs = [_leg(mine, wishes, Terms("linear", price, size, 1.0)) for size, mine in parts]
    exposures, money = [wish.exposure for wish in wishes], math.fsum(w.money for w in wishes)
    coins = math.fsum(leg.held * leg.size for leg in legs)
    words = (policy.band, legs[-1].size, policy.rounding)
    if not order_of_group(exposures, money, coins, price, price, *words):
        return tuple(legs)
    counts = hedge_mix(money / price, [size for size, _ in parts], policy.rounding)
    return tuple(replace(leg, order=count - leg.held + 0.0) for leg, count in zip(legs, counts))
