"""The limits of the policy, each OK, WATCH or BREACH; and what of the book is outside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from betahedge.books.contracts import examples
from betahedge.core.rounding import is_above
from betahedge.report.judgements import Breach, Limit
from betahedge.report.numbers import bound, days, listed, rounded, setting, shorter, spoken, told
from betahedge.report.policy import Policy
from betahedge.report.rows import Asset, Margin, Money, Position, Totals

UNNAMED = "no contract is named"  # why a coin has no order
LEVELS = {"BREACH": 0, "WATCH": 1}
_ACTIONS = {
    "no contract is quoted": "accept, or hedge with another coin's future",
    UNNAMED: "name one, in the file or the policy",
    "its contract has no name": "name it for the broker, in the file or the policy",
    "contracts are held against nothing": "buy them back",
    "rounds to 0 lots": "accept, or use a smaller contract",
    "lots are too coarse": "accept, or use a smaller contract",
    "the hedge adds to the exposure": "close it, or set a smaller band",
    "over-hedged": "buy back, or allow it in the policy",
}


def make_limits(
    assets: Sequence[Asset],
    positions: Sequence[Position],
    totals: Totals,
    margin: Margin,
    policy: Policy,
) -> list[Limit]:
    """Hold the book against each limit that is set."""
    found = [_band(totals)]
    if margin.nearest and margin.nearest.distance is not None:
        way = "Rise" if margin.nearest.contracts > 0 else "Fall"
        found.append(
            _least(f"{way} to the nearest liquidation", margin.nearest.distance,
                   policy.limits.distance, policy.limits.watch, told,
                   f"post collateral for {shorter(margin.nearest.asset)}, or reduce")
        )  # fmt: skip
    found += _shares(positions, margin, policy)
    return found + _collateral(positions, policy) + _liquidity(assets, policy)


def _band(totals: Totals) -> Limit:
    low, high, ratio = totals.low, totals.high, totals.ratio
    if ratio is None or low is None or high is None:
        return Limit("Hedge ratio of the book", "n.a.", "n.a.", "OK", "")
    status = "BREACH" if is_above(low, ratio) or is_above(ratio, high) else "OK"
    action = "" if status == "OK" else "see the assets outside the band"
    band = f"{bound(low)} to {bound(high)}"
    return Limit("Hedge ratio of the book", told(ratio, low, high), band, status, action)


Written = Callable[..., str]  # of what is, beside its limit


def _least(
    name: str, value: float, least: float, watch: float, written: Written, action: str
) -> Limit:
    bad = is_above(least, value)
    near = is_above(least, value * watch)
    status = "BREACH" if bad else "WATCH" if near else "OK"
    what = "" if status == "OK" else action
    return Limit(name, written(value, least), f"{written(least)} or more", status, what)


def _most(name: str, value: float, most: float, watch: float, action: str) -> Limit:
    near = is_above(value, most * watch)
    status = "BREACH" if is_above(value, most) else "WATCH" if near else "OK"
    what = "" if status == "OK" else action
    return Limit(name, told(value, most), f"{setting(most)} or less", status, what)


def _shares(positions: Sequence[Position], margin: Margin, policy: Policy) -> list[Limit]:
    """Hold the largest share by venue and by contract against its limit."""
    limits, found = policy.limits, []
    by_venue: dict[str, list[float]] = {}
    by_contract: dict[str, list[float]] = {}
    for each in positions:
        by_venue.setdefault(each.venue or "no venue", []).append(each.notional)
        name = f"{each.venue}:{each.contract}"
        by_contract.setdefault(name, []).append(each.notional)
    for what, groups, most in (
        ("venue", by_venue, limits.venue_share),
        ("contract", by_contract, limits.contract_share),
    ):
        if most is not None and margin.notional:
            sums = {name: math.fsum(parts) for name, parts in groups.items()}
            name = max(sums, key=lambda each: sums[each])
            title = f"Largest share of one {what}: {shorter(name)}"
            action = f"move part of it to another {what}"
            share = sums[name] / margin.notional
            found.append(_most(title, share, most, limits.watch, action))
    return found


def _collateral(positions: Sequence[Position], policy: Policy) -> list[Limit]:
    """Hold the collateral against its least, where it is known; elsewhere that is a WATCH."""
    known = [p for p in positions if p.collateral is not None]
    posted = math.fsum(p.collateral or 0.0 for p in known)
    notional = math.fsum(p.notional for p in known)
    if policy.limits.collateral is None or not notional:
        return []
    return [
        _least("Collateral, of the notional", posted / notional, policy.limits.collateral,
               policy.limits.watch, told, "post collateral, or reduce")
    ]  # fmt: skip


def _liquidity(assets: Sequence[Asset], policy: Policy) -> list[Limit]:
    """Hold the months that cash lasts against the floor."""
    floor, spending = policy.limits.liquidity_months, policy.limits.monthly_spending
    if floor is None or not spending:
        return []
    months = math.fsum(row.spot_value for row in assets if row.cash) / spending
    return [
        _least("Cash, in months of spending", months, floor, policy.limits.watch,
               lambda value, *_: f"{value:,.1f} months", "sell part of the coins, or spend less")
    ]  # fmt: skip


def make_breaches(
    assets: Sequence[Asset],
    positions: Sequence[Position],
    limits: Sequence[Limit],
    policy: Policy,
    money: Money,
    rejected: int = 0,
) -> list[Breach]:
    """Say what is outside the policy, of one kind in one line; BREACH before WATCH."""
    found = _of_assets(assets) + _of_positions(positions, policy)
    found += [
        Breach(each.status, f"{each.name} is {each.value}", each.limit, each.action)
        for each in limits[1:]  # the band is said by its assets, the distance by its positions
        if each.status != "OK" and (each.status == "WATCH" or "liquidation" not in each.name)
    ]
    if limits[0].status != "OK" and not any(b.level == "BREACH" for b in found):
        found.append(Breach("BREACH", f"{limits[0].name} is {limits[0].value}", limits[0].limit,
                            limits[0].action))  # fmt: skip
    found += _paying(positions, policy, money)
    if rejected:
        lines = "1 line" if rejected == 1 else f"{rejected:,} lines"
        found.append(Breach("WATCH", f"{lines} of the holdings left out", "none", "mend the file"))
    return sorted(found, key=lambda each: LEVELS[each.level])


def _of_assets(assets: Sequence[Asset]) -> list[Breach]:
    kinds: dict[tuple[str, str, str], list[Asset]] = {}
    for row in assets:
        if row.status != "OK":
            band = f"{bound(row.low)} to {bound(row.high)}"
            kinds.setdefault((row.status, row.why, band), []).append(row)
    return [
        Breach(status, f"{listed([row.asset for row in rows])}: {_said(why, rows)}", limit,
               _ACTIONS[why] + (_suggestion(rows) if why == UNNAMED else ""))
        for (status, why, limit), rows in kinds.items()
    ]  # fmt: skip


def _suggestion(rows: Sequence[Asset]) -> str:
    """Give contracts of the register that one of the coins may name."""
    known = examples((row.asset for row in rows), most=1)
    return f": {known}" if known else ""


def _said(why: str, rows: Sequence[Asset]) -> str:
    """Add the ratio, where one asset has it or all have the same."""
    ratios = {told(row.ratio, row.low, row.high) for row in rows if row.ratio is not None}
    return f"{why}, ratio {ratios.pop()}" if len(ratios) == 1 else why


def _of_positions(positions: Sequence[Position], policy: Policy) -> list[Breach]:
    found = [
        Breach("BREACH", f"{shorter(p.asset)}: {say_distance(p, policy.limits.distance)}",
               f"{setting(policy.limits.distance)} or more", "post collateral, or reduce")
        for p in positions
        if p.status == "BREACH"
    ]  # fmt: skip
    unknown = [p.asset for p in positions if p.collateral is None]
    if unknown:
        what = f"{listed(unknown)}: collateral is not given, so no liquidation price"
        found.append(Breach("WATCH", what, "every position", "give it in the file of positions"))
    free = [p.asset for p in positions if p.distance is not None and not p.maintenance_rate]
    if free:
        what = f"{listed(free)}: no maintenance rate is known, 0 is taken"
        found.append(Breach("WATCH", what, "every contract", "give it in the policy"))
    return found


def say_distance(position: Position, least: float) -> str:
    """Say how far the price is from liquidating a position; least: what the policy asks for."""
    distance = position.distance or 0.0
    if distance <= 0:
        return "below maintenance after the orders"
    way = "rise" if position.contracts > 0 else "fall"
    return f"liquidated by a {way} of {told(distance, least)}"


def _paying(positions: Sequence[Position], policy: Policy, money: Money) -> list[Breach]:
    """Say who pays funding: the largest by name, the rest as a sum."""
    paid = sorted(
        (p for p in positions if rounded(p.funding_cash, money.decimals) < 0),
        key=lambda p: p.funding_cash,
    )
    if not paid:
        return []
    first, rest = paid[0], paid[1:]
    what = (
        f"{shorter(first.asset)} pays {spoken(first.funding_cash, money)} of funding in "
        f"{days(policy.horizon_days)}"
    )
    if rest:
        more = spoken(math.fsum(p.funding_cash for p in rest), money)
        what += f", {len(rest):,} more {'pays' if len(rest) == 1 else 'pay'} {more}"
    return [Breach("WATCH", what, "none set", "move to a dated future, or accept")]
