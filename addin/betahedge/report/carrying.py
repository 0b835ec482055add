"""What the hedge earns, costs and needs: positions after the orders, carry, margin, the ladder."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

from betahedge.books.contracts import JOIN, name_contract
from betahedge.cells.register import contracts
from betahedge.core.carry import hedge_basis_rate, hedge_funding, hedge_funding_rate
from betahedge.core.contract import hedge_futures_pnl
from betahedge.core.margin import SurvivalKind, hedge_liquidation, hedge_survival
from betahedge.core.pnl import hedge_scenario
from betahedge.core.position import hedge_average_price
from betahedge.core.rounding import is_above
from betahedge.report.assets import split_contract
from betahedge.report.numbers import rounded
from betahedge.report.policy import Policy
from betahedge.report.rows import (
    Carry,
    CarryLine,
    Held,
    Margin,
    Move,
    Order,
    Position,
    Rally,
    Totals,
)
from betahedge.report.sizing import Group, Leg, joined
from betahedge.report.wishes import Wish

MOVES = tuple(step / 10 for step in range(-5, 6))
RALLIES = (0.1, 0.25, 0.5, 1.0)
ENDLESS = ("perpetual", "perp-style")  # types of the register
_DAYS = 365.0
_DEEPEST = -0.99  # no price falls by more, whatever distance the policy asks for


def make_positions(
    groups: Sequence[Group],
    wishes: Sequence[Wish],
    policy: Policy,
    day: datetime.date,
    decimals: int,
) -> list[Position]:
    """Describe what is held after the orders, the nearest to its liquidation first.

    wishes: every line of the book, whose spot prices the bases are told from.  decimals: of money
    as it is shown; what rounds to 0 is neither received nor paid.
    """
    spots, rows = _spots(wishes), []
    for group in groups:
        names = [wish.line.asset for wish in group.wishes]
        asset = names[0] + (f" +{len(names) - 1:,}" if len(names) > 1 else "")
        leg = joined(group)
        if leg.after:
            coin = name_contract(leg.contract).underlying or names[0]
            spot = spots.get(coin.casefold())
            rows.append(_position(asset, leg, policy, day, spot, decimals))
    return sorted(rows, key=lambda row: math.inf if row.distance is None else row.distance)


def make_held(groups: Sequence[Group], wishes: Sequence[Wish]) -> list[Held]:
    """Describe what is held before the orders, for the next report to start from."""
    spots, rows = _spots(wishes), []
    for group in groups:
        for leg in group.legs:
            coin = name_contract(leg.contract).underlying or group.wishes[0].line.asset
            spot = spots.get(coin.casefold())
            expiry = leg.expiry.date().isoformat() if leg.expiry else ""
            rows.append(Held(coin, leg.contract, leg.kind, leg.size, leg.held, leg.entry,
                             leg.price, spot, expiry))  # fmt: skip
    return rows


def _spots(wishes: Sequence[Wish]) -> dict[str, float | None]:
    return {wish.line.asset.casefold(): wish.line.price for wish in wishes}


def maintenance_rate(contract: str, policy: Policy) -> float | None:
    """Give a contract's maintenance rate, of two sizes the higher: of the policy, else known."""
    own = {name.casefold(): rate for name, rate in policy.maintenance.items()}

    def rate(part: str) -> float | None:
        text = contracts().get(part.upper(), {}).get("maintenance_margin_rate", "")
        return own.get(part.casefold(), float(text) if text else None)

    rates = [found for part in contract.split(JOIN) if (found := rate(part)) is not None]
    return max(rates, default=None)


def entry_after(leg: Leg) -> float:
    """Give the entry price after the order: additions average, reductions leave it."""
    entry = leg.entry or leg.price
    if leg.order * leg.held <= 0:
        return leg.price if leg.order * leg.after > 0 else entry
    return hedge_average_price((leg.held, leg.order), (entry, leg.price), leg.kind)


def _position(
    asset: str, leg: Leg, policy: Policy, day: datetime.date, spot: float | None, decimals: int
) -> Position:
    notional, rate = abs(leg.after * leg.value), maintenance_rate(leg.contract, policy)
    entry = entry_after(leg)
    liquidation = _liquidation(leg, entry, rate or 0.0)
    side = 1.0 if leg.after > 0 else -1.0
    distance = (liquidation / leg.price - 1.0) * side if liquidation else None
    days = float((leg.expiry.date() - day).days) if leg.expiry else None
    basis, basis_year = _basis(leg, spot, days, policy)
    funding, funding_year = _funding(leg, policy)
    funded = funding_year is not None
    known = funded or basis_year is not None
    word = _word(funding + basis, decimals) if known else "n.a."
    near = distance is not None and is_above(policy.limits.distance, distance)
    posted = collateral_after(leg)
    status = "BREACH" if near else "WATCH" if posted is None else "OK"
    lacking = collateral_needed(leg, rate or 0.0, policy.limits.distance, posted or 0.0)
    venue, code = split_contract(leg.contract)
    return Position(
        asset, venue, code, "dated" if is_dated(leg.contract, leg.expiry) else "perpetual",
        leg.after, notional,
        posted, notional * (rate or 0.0), rate or 0.0, entry, leg.price, liquidation,
        distance, leg.funding_rate if funded else None, leg.interval if funded else None,
        funding_year, basis_year, days, funding, basis, funding + basis, word, status, lacking,
    )  # fmt: skip


def is_dated(contract: str, expiry: datetime.datetime | None = None) -> bool:
    """Tell a contract that ends, whether its day is known or not; one of no register does not."""
    part = contract.split(JOIN)[0]
    kind = contracts().get(part.upper(), {}).get("type", "")
    return expiry is not None or kind not in ("", *ENDLESS)


def collateral_needed(leg: Leg, rate: float, move: float, posted: float = 0.0) -> float:
    """Tell the collateral that a move of the price against a position just leaves, less `posted`.

    In the book's money; move: as a rise, of what was bought as a fall.  With it
    `hedge_liquidation` gives the price after that move: what was lost since the entry counts, what
    was gained stands for collateral.  0 where none is needed.
    """
    if not leg.after or not leg.price:
        return 0.0
    against = move if leg.after > 0 else max(_DEEPEST, -move)
    gain = hedge_futures_pnl(leg.after, leg.size, entry_after(leg), leg.price, leg.kind)
    kind: SurvivalKind = "inverse" if leg.kind == "inverse" else "linear"
    unit = _unit(leg)
    there = gain + posted / unit
    return float(unit * hedge_survival(leg.after, leg.value, against, rate, there, kind, leg.price))


def _unit(leg: Leg) -> float:
    """Give what one of the settlement currency is worth: a coin of an inverse contract."""
    return leg.price if leg.kind == "inverse" else 1.0


def collateral_after(leg: Leg) -> float | None:
    """Give the collateral after the order, in money: it has the P&L of what the order closes."""
    if leg.collateral is None or not leg.price:
        return leg.collateral
    closed = 0.0 if leg.order * leg.held >= 0 else min(abs(leg.order), abs(leg.held))
    held = math.copysign(closed, leg.held)
    gain = hedge_futures_pnl(held, leg.size, leg.entry or leg.price, leg.price, leg.kind)
    return float(leg.collateral + gain * _unit(leg))


def _word(cash: float, decimals: int) -> str:
    shown = rounded(cash, decimals)
    return "RECEIVE" if shown > 0 else "PAY" if shown < 0 else "NONE"


def _liquidation(leg: Leg, entry: float, rate: float) -> float | None:
    """Give the price that liquidates; None where the collateral is not known, or none does."""
    posted = collateral_after(leg)
    if posted is None or not leg.price:
        return None
    found = hedge_liquidation(
        entry, 1.0, rate, leg.kind, "mark", 0.0, 0.0, leg.after, leg.size, posted / _unit(leg)
    )
    return None if found is None or not math.isfinite(found) else float(found)


def _basis(
    leg: Leg, spot: float | None, days: float | None, policy: Policy
) -> tuple[float, float | None]:
    """Give the basis that a dated contract earns over the horizon, and its rate a year.

    None where it is not known, as without a price of the contract's own.
    """
    if days is None or not spot or days < 1 or not leg.price or not leg.is_quoted:
        return 0.0, None
    part = min(1.0, policy.horizon_days / days)
    cash = leg.after * leg.value * (leg.price - spot) / leg.price * part
    return cash, hedge_basis_rate(leg.price, spot, days)


def _funding(leg: Leg, policy: Policy) -> tuple[float, float | None]:
    """Give the funding of a perpetual over the horizon, and its rate a year.

    None where it is not known.
    """
    rate, hours = leg.funding_rate, leg.interval
    if leg.expiry or rate is None or hours is None:
        return 0.0, None
    cash = hedge_funding(leg.after, leg.value, rate, policy.horizon_days * 24.0 / hours)
    return float(cash), hedge_funding_rate(rate, hours)


def make_ladder(totals: Totals, policy: Policy) -> tuple[tuple[Move, ...], Move]:
    """Move the market by each step, each coin by its beta; calls are met, the basis stays."""

    def move(step: float) -> Move:
        exposure = totals.exposure
        found = hedge_scenario(exposure, -totals.hedge_value, 1.0, step)
        unhedged, futures = found.unhedged_pnl + 0.0, found.futures_pnl + 0.0
        hedged = unhedged + futures
        return Move(step, unhedged, futures, hedged, totals.spot_value + hedged)

    return tuple(move(step) for step in MOVES), move(policy.stress)


def make_carry(
    positions: Sequence[Position],
    orders: Sequence[Order],
    totals: Totals,
    policy: Policy,
    decimals: int,
) -> Carry:
    """Add up what the hedge earns and costs over the horizon; decimals: of money as it is shown."""
    traded = math.fsum(order.notional for order in orders)
    open_ = math.fsum(each.notional for each in positions)
    posted = math.fsum(each.collateral or 0.0 for each in positions)
    days = policy.horizon_days
    parts = (
        ("Funding", math.fsum(p.funding_cash for p in positions), "at today's rates"),
        ("Basis to expiry", math.fsum(p.basis_cash for p in positions), "as it converges"),
        ("Fees, now and at the end", -policy.fee * (traded + open_),
         "of the orders, and of the position when it is closed"),
        ("Slippage", -policy.slippage * traded, "of what is traded"),
        ("Capital in margin", -posted * policy.capital_rate * days / _DAYS, "on collateral"),
    )  # fmt: skip
    words = {"RECEIVE": "RECEIVE", "PAY": "PAY", "NONE": ""}
    lines = tuple(
        CarryLine(what, cash + 0.0, words[_word(cash, decimals)], by) for what, cash, by in parts
    )
    net = math.fsum(line.cash for line in lines)
    size, hedge = abs(totals.exposure), abs(totals.hedge_value)
    return Carry(
        lines, net, "EARNS" if net > 0 else "COSTS" if net < 0 else "IS FREE",
        net * _DAYS / days / size if totals.ratio is not None else None, net - 2.0 * lines[0].cash,
        -net / hedge if hedge else None,
    )  # fmt: skip


def make_margin(positions: Sequence[Position], groups: Sequence[Group], policy: Policy) -> Margin:
    """Add up the collateral, and what rallies need of it; each position stands by itself.

    Of what was bought it is a fall as large as the rally.
    """
    notional = math.fsum(each.notional for each in positions)
    posted = math.fsum(each.collateral or 0.0 for each in positions)
    owed = math.fsum(each.maintenance for each in positions)
    near = [each for each in positions if each.distance is not None]
    legs = [(leg, maintenance_rate(leg.contract, policy) or 0.0) for leg in map(joined, groups)]

    def rally(rise: float) -> Rally:
        need = math.fsum(collateral_needed(leg, rate, rise) for leg, rate in legs)
        lacking = (collateral_needed(leg, rate, rise, collateral_after(leg) or 0.0)
                   for leg, rate in legs)  # fmt: skip
        return Rally(rise, need, posted, math.fsum(lacking))

    return Margin(posted, owed, notional, near[0] if near else None, _half(near, notional),
                  tuple(map(rally, RALLIES)))  # fmt: skip


def _half(near: Sequence[Position], notional: float) -> float | None:
    """Give the rise at which half of the hedge is liquidated, if no collateral is added.

    Of shorts: what falls liquidate is no rise.
    """
    gone = 0.0
    for each in near:
        if each.contracts > 0:
            gone += each.notional
            if gone >= notional / 2.0:
                return each.distance
    return None
