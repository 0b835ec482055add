"""The rows of the report: an asset each, their sums, and the orders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from betahedge.books.contracts import JOIN, name_contract
from betahedge.core.rounding import is_above
from betahedge.core.running import target_position
from betahedge.report.limits import LEVELS, UNNAMED
from betahedge.report.policy import Policy
from betahedge.report.rows import Asset, Order, Other, Totals
from betahedge.report.sizing import Group, Leg, joined
from betahedge.report.wishes import Wish

SHOWN, SHOWN_OF_MANY = 12, 10  # assets on page one: all up to twelve, else ten and the others
_MANY = 3  # assets that an order names


def make_assets(wishes: Sequence[Wish], groups: Sequence[Group], policy: Policy) -> list[Asset]:
    """Make a row a line of the book, the largest exposure first."""
    parts = {}
    for group in groups:
        now = group.share(math.fsum(leg.short_now for leg in group.legs))
        after = group.share(math.fsum(leg.short for leg in group.legs))
        for wish, one, other in zip(group.wishes, now, after):
            parts[id(wish)] = (group, one, other)
    gross = math.fsum(abs(wish.exposure) for wish in wishes)
    least = policy.materiality * gross
    rows = [_asset(wish, parts.get(id(wish)), policy, least) for wish in wishes]
    return sorted(rows, key=lambda row: -abs(row.exposure))


def _asset(
    wish: Wish, part: tuple[Group, float, float] | None, policy: Policy, least: float
) -> Asset:
    group, now, after = part if part else (None, 0.0, 0.0)
    line, exposure = wish.line, wish.exposure
    leg = joined(group) if group else None
    ratio_now, ratio = (x / exposure if exposure else None for x in (now, after))
    low, high = _lowest(wish.ratio, policy.band), wish.ratio + policy.band
    status, why = _status(wish, group, ratio, (low, high), after, least)
    venue, code = split_contract(wish.contract)
    value = leg.each if leg else 0.0
    return Asset(
        line.asset, line.quantity, line.price or 0.0, wish.beta, line.value, exposure + 0.0,
        0.0 - now, now - after, 0.0 - after, exposure - after, ratio_now, ratio,
        wish.ratio, low, high, *_contracts(group, leg, now, after), code, venue, value,
        leg.lot if leg else 0.0,
        bool(group and len(group.wishes) > 1), line.is_cash,
        line.cost_basis, line.line_item or "",
        tuple(dict.fromkeys(each.name for each in line.wallets)), status, why,
        _ticket(wish.contract, line.asset),
    )  # fmt: skip


def _contracts(
    group: Group | None, leg: Leg | None, now: float, after: float
) -> tuple[float, float]:
    """Give the contracts held and ordered for a row: of a shared contract, its part by money."""
    if group is None or leg is None:
        return 0.0, 0.0
    if len(group.wishes) == 1:
        return leg.held, leg.order
    return (now / leg.each, (after - now) / leg.each) if leg.each else (0.0, 0.0)


def split_contract(contract: str) -> tuple[str, str]:
    """Give a contract's venue and code; two sizes of one venue are one code joined by +."""
    venue, colon, _ = contract.partition(":")
    if not colon:
        return "", contract
    return venue, JOIN.join(part.partition(":")[2] for part in contract.split(JOIN))


def _ticket(contract: str, *coins: str) -> str:
    """Name a contract as a page does: 66 BTC would be coins, 66 CME:BTC are contracts."""
    _, code = split_contract(contract)
    return contract if code in (name_contract(contract).underlying, *coins) else code


def _status(
    wish: Wish,
    group: Group | None,
    ratio: float | None,
    band: tuple[float, float],
    after: float,
    least: float,
) -> tuple[str, str]:
    """Say whether an asset is inside its band; below the materiality a breach is a WATCH."""
    bad = "BREACH" if max(abs(wish.exposure), abs(after)) >= least else "WATCH"
    if ratio is None:
        return (bad, "contracts are held against nothing") if after else ("OK", "nothing to hedge")
    if group is None:
        why = UNNAMED if wish.is_quoted else "no contract is quoted"
        return (bad, why) if band[0] > 0 else ("OK", "")
    if _rounds_away(wish, group, ratio):
        return bad, "rounds to 0 lots"
    if not is_above(band[0], ratio) and not is_above(ratio, band[1]):
        is_named = wish.line.contract or not any(leg.order for leg in group.legs)
        return ("OK", "") if is_named else ("WATCH", "its contract has no name")
    if is_above(0.0, ratio) and len(group.wishes) == 1:
        return bad, "the hedge adds to the exposure"
    return bad, "over-hedged" if is_above(ratio, 1.0) and wish.ratio <= 1 else "lots are too coarse"


def _rounds_away(wish: Wish, group: Group, ratio: float) -> bool:
    """Tell a hedge that is wanted, inside the band or not, and less than a lot."""
    leg = group.legs[-1]  # the smaller of two sizes
    wanted = abs(group.money)
    return bool(wish.money) and not is_above(abs(ratio), 0.0) and wanted < leg.lot * leg.value


def add_up(rows: Sequence[Asset]) -> dict[str, float]:
    """Add up the money of rows, without losing a cent on the way."""
    names = ("spot_value", "exposure", "held_value", "order_value", "hedge_value", "net")
    return {name: math.fsum(getattr(row, name) for row in rows) + 0.0 for name in names}


def _lowest(target: float, band: float) -> float:
    """Give the low end of a band: not below 0, unless longs and shorts net to a target that is."""
    return max(0.0, target - band) if target >= 0 else target - band


def _ratios(rows: Sequence[Asset], sums: dict[str, float], band: float) -> dict[str, float | None]:
    """Give the ratios of several assets together; None where long and short cancel."""
    exposure = sums["exposure"]
    gross = math.fsum(abs(row.exposure) for row in rows)
    if abs(exposure) <= 1e-9 * gross or not gross:
        return dict.fromkeys(("ratio_now", "ratio", "target", "low", "high"))
    target = math.fsum(row.target * row.exposure for row in rows) / exposure
    return {
        "ratio_now": (0.0 - sums["held_value"]) / exposure + 0.0,
        "ratio": (0.0 - sums["hedge_value"]) / exposure + 0.0,
        "target": target,
        "low": _lowest(target, band),
        "high": target + band,
    }


def make_totals(rows: Sequence[Asset], policy: Policy) -> Totals:
    """Add up all assets."""
    sums = add_up(rows)
    parts: dict[str, Any] = {**sums, **_ratios(rows, sums, policy.band)}
    return Totals(**parts)


def count_shown(rows: Sequence[Asset], most: int | None = None) -> int:
    """Count the assets that page one shows."""
    most = most or (SHOWN if len(rows) <= SHOWN else SHOWN_OF_MANY)
    return min(len(rows), most)


def make_other(rows: Sequence[Asset], shown: int, policy: Policy) -> Other | None:
    """Add up the assets that page one has no room for."""
    rest = rows[shown:]
    if not rest:
        return None
    sums = add_up(rest)
    return Other(
        f"Other {len(rest):,}", sums["exposure"], sums["hedge_value"], sums["net"],
        **_ratios(rest, sums, policy.band), orders=sum(1 for row in rest if row.order),
        breaches=sum(1 for row in rest if row.status == "BREACH"),
        status=min((row.status for row in rest), key=lambda word: LEVELS.get(word, len(LEVELS))),
    )  # fmt: skip


def make_orders(groups: Sequence[Group], policy: Policy) -> list[Order]:
    """Make an order a contract, the largest first."""
    orders = [_order(group, leg, policy) for group in groups for leg in group.legs if leg.order]
    return sorted(orders, key=lambda order: -order.notional)


def _order(group: Group, leg: Leg, policy: Policy) -> Order:
    names = [wish.line.asset for wish in group.wishes]
    more = f" and {len(names) - _MANY:,} more" if len(names) > _MANY else ""
    venue, code = split_contract(leg.contract)
    size = abs(leg.order)
    notional = size * leg.value
    exposure = math.fsum(wish.exposure for wish in group.wishes)
    now = math.fsum(each.short_now for each in group.legs)
    exact = (group.money - now) / leg.each
    if len(group.legs) == 1:
        in_new = group.money / leg.value
        exact = target_position(in_new, leg.held, leg.each, leg.value) - leg.held
    return Order(
        ", ".join(names[:_MANY]) + more, venue, code, "Sell" if leg.order > 0 else "Buy", size,
        abs(exact), size / leg.lot if leg.lot else size, leg.price, notional,
        notional * policy.fee, notional * policy.slippage, now / exposure if exposure else None,
        _ticket(leg.contract, *names),
    )  # fmt: skip
