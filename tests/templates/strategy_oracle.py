"""The strategies in exact fractions, from first principles; no code of the product is used.

Each function takes the inputs of a worked example with some of them changed, and gives figures by
the names that the page has for them: a number, or a list with one for each row.
"""

from fractions import Fraction
from itertools import pairwise
from math import floor


def exact(number):
    return Fraction(str(number))


def lots(contracts, lot, rounding="nearest"):
    """Whole lots: the quotient to 9 decimals, then the rule; a half goes away from zero."""
    if not lot:
        return contracts
    quotient = Fraction(round(contracts / lot * 10**9), 10**9)
    size = abs(quotient)
    whole = floor(size)
    if rounding == "nearest":
        whole += size - whole >= Fraction(1, 2)
    elif rounding == "up":
        whole += size > whole
    return (1 if quotient >= 0 else -1) * whole * lot


SINGLE = {
    "coins": "5", "spot": "65000", "futures": "65650", "ratio": "0.5", "move": "-0.1",
    "sizes": ["5", "1", "0.1", "0.02"], "used": 2, "days": "82", "collateral": "0.4",
    "maintenance": "0.27", "rounding": "nearest",
}  # fmt: skip
MOVES = [Fraction(n, 10) for n in range(-3, 4)]


def single_asset(**changed):
    given = SINGLE | changed
    coins, spot, futures, ratio, move, days, rate, kept = (
        exact(given[key])
        for key in ("coins", "spot", "futures", "ratio", "move", "days", "collateral",
                    "maintenance")
    )  # fmt: skip
    value = coins * spot
    sizes = [exact(size) for size in given["sizes"]]
    counts = [value * ratio / (futures * size) for size in sizes]
    orders = [lots(count, Fraction(1), given["rounding"]) for count in counts]
    sold = orders[given["used"]] * sizes[given["used"]]
    new_spot, new_futures = spot * (1 + move), futures * (1 + move)
    found = {
        "size.price": [spot, futures],
        "size.full": [value / spot, value / futures],
        "size.hedge": [value * ratio / spot, value * ratio / futures],
        "by_contract.value": [futures * size for size in sizes],
        "by_contract.exact": counts,
        "by_contract.lots": orders,
        "by_contract.achieved": [n * s * futures / value for n, s in zip(orders, sizes)],
        "by_contract.left": [a - b for a, b in zip(counts, orders)],
        "by_contract.net": [value - n * s * futures for n, s in zip(orders, sizes)],
        "attribution.spot": coins * (new_spot - spot),
        "attribution.futures": sold * (spot - new_spot),
        "attribution.basis": sold * ((futures - spot) - (new_futures - new_spot)),
        "attribution.futures_pnl": sold * (futures - new_futures),
        "attribution.hedged": coins * (new_spot - spot) + sold * (futures - new_futures),
        "carry.basis": futures - spot,
        "carry.basis_year": (futures / spot - 1) * 365 / days,
        "carry.earned": sold * (futures - spot),
        "margin.collateral": rate * sold * futures,
        "margin.maintenance": kept * sold * futures,
        "margin.call": (rate * sold * futures + sold * futures) / (sold * (1 + kept)),
        "margin.rise": (1 + rate) / (1 + kept) - 1,
        "impact.change.net": value * move - value * ratio / spot * spot * move,
    }
    for number, each in enumerate(MOVES, start=1):
        found[f"grid.move{number}"] = [
            value * each * (1 - Fraction(n, 4)) for n in range(5)
        ] + [value * each * (1 - sold * futures / value)]  # fmt: skip
    return found


DEFENSIVE = {
    "book": [("3", "65000", "65065", "52000", "51948"), ("40", "3500", "3503.5", "2800", "2797.2")],
    "size": "0.1", "ratio": "0.8", "fee": "0.0005", "slip": "0.0002", "expected": "-0.0001",
    "realised": "-0.0001", "days": "14", "hours": "8",
}  # fmt: skip


def defensive(**changed):
    given = DEFENSIVE | changed
    size, ratio, fee, slip, expected, realised, days, hours = (
        exact(given[key])
        for key in ("size", "ratio", "fee", "slip", "expected", "realised", "days", "hours")
    )
    stamps = days * 24 / hours
    keys = "value exact lots ratio spot futures basis funding fees slippage total cost after"
    rows = {key: [] for key in keys.split()}
    short = Fraction(0)
    for row in given["book"]:
        coins, s0, f0, s1, f1 = map(exact, row)
        value = coins * s0
        count = value * ratio / (f0 * size)
        sold = lots(count, Fraction(1)) * size
        parts = {
            "spot": coins * (s1 - s0),
            "futures": sold * (s0 - s1),
            "basis": sold * ((f0 - s0) - (f1 - s1)),
            "funding": sold * f0 * realised * stamps,
            "fees": -fee * sold * (f0 + f1),
            "slippage": -slip * sold * f0,
        }
        earned = sum(parts.values())
        short += sold * f0
        for key, figure in {
            **parts, "value": value, "exact": count, "lots": sold / size,
            "ratio": sold * f0 / value, "total": earned,
            "cost": -(earned - parts["spot"] - parts["futures"]), "after": coins * s1,
        }.items():  # fmt: skip
            rows[key].append(figure)
    book = sum(rows["value"])
    cost = short * (2 * fee + slip) - short * expected * stamps
    found = {f"by_asset.{key}": figures for key, figures in rows.items()}
    found |= {
        "plan.short": short,
        "plan.ratio": short / book,
        "plan.cost": cost,
        "plan.breakeven": cost / (ratio * book),
        "plan.breakeven_lots": cost / short,
        "happened.hedged": sum(rows["total"]),
        "happened.saved": sum(rows["total"]) - sum(rows["spot"]),
        "happened.cost": sum(rows["cost"]),
        "outcome.unhedged": [book * m for m in OUTCOMES],
    }
    for number, each in enumerate(("0.7", "0.8", "0.9"), start=1):
        hedged = book * exact(each)
        spent = hedged * (2 * fee + slip) - hedged * expected * stamps
        found[f"outcome.hedged{number}"] = [book * m - hedged * m - spent for m in OUTCOMES]
    return found


OUTCOMES = (Fraction(-1, 5), Fraction(0), Fraction(3, 20))
CARRY = {
    "coins": "5", "spot": "65000", "perpetual": "65000", "rate": "0.0001", "days": "30",
    "hours": "8", "spot_fee": "0.001", "fee": "0.0005", "slip": "0.0002", "leverage": "5",
    "maintenance": "0.005", "capital": "0.05", "dated": "66300", "dated_days": "91",
    "end": "50000", "face": "100", "move": "-0.1",
}  # fmt: skip


def carry(**changed):
    g = {key: exact(value) for key, value in (CARRY | changed).items()}
    coins, spot, perpetual = g["coins"], g["spot"], g["perpetual"]
    value, short, stamps = coins * spot, coins * perpetual, g["days"] * 24 / g["hours"]
    funding = short * g["rate"] * stamps
    fees = -2 * (value * g["spot_fee"] + short * g["fee"])
    slippage = -g["slip"] * (value + short)
    collateral = short / g["leverage"]
    tied, before = value + collateral, funding + fees + slippage
    capital = -tied * g["capital"] * g["days"] / 365
    daily = funding / g["days"]
    liquidation = (collateral + short) / (coins * (1 + g["maintenance"]))
    dated = coins * g["dated"]
    locked = dated - value
    costs = -(2 * value * g["spot_fee"] + (dated + value) * g["fee"] + g["slip"] * (value + dated))
    dated_capital = -(value + dated / g["leverage"]) * g["capital"] * g["dated_days"] / 365
    return {
        "legs.net": [value - short, value + short],
        "legs.funding": [funding, -funding],
        "legs.pnl": [(value - short) * g["move"], (value + short) * g["move"]],
        "earns.stamps": stamps,
        "earns.year": g["rate"] * 8760 / g["hours"],
        "earns.funding": funding,
        "earns.fees": fees,
        "earns.slippage": slippage,
        "earns.before": before,
        "earns.tied": tied,
        "earns.capital": capital,
        "earns.net": before + capital,
        "earns.return": before / tied * 365 / g["days"],
        "earns.daily": daily,
        "earns.payback": -(fees + slippage) / daily,
        "earns.payback_capital": -(fees + slippage) / (daily - tied * g["capital"] / 365),
        "earns.floor": -(fees + slippage) / (short * stamps),
        "earns.turned": -funding + fees + slippage,
        "margin.collateral": collateral,
        "margin.maintenance": short * g["maintenance"],
        "margin.liquidation": liquidation,
        "margin.rise": liquidation / perpetual - 1,
        "survival.lacking": [
            max(Fraction(0), short * r + short * (1 + r) * g["maintenance"] - collateral)
            for r in (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(1))
        ],
        "by_rate.return": [
            (short * Fraction(n, 10_000) * stamps + fees + slippage) / tied * 365 / g["days"]
            for n in range(-3, 4)
        ],
        "dated.basis": g["dated"] - spot,
        "dated.year": (g["dated"] / spot - 1) * 365 / g["dated_days"],
        "dated.by_coin": coins,
        "dated.by_value": value / g["dated"],
        "dated.locked": locked,
        "dated.costs": costs,
        "dated.capital": dated_capital,
        "dated.net": locked + costs + dated_capital,
        "dated.end_spot": coins * (g["end"] - spot),
        "dated.end_future": coins * (g["dated"] - g["end"]),
        "dated.end_sum": locked,
        "inverse.contracts": [value / g["face"]],
        "inverse.delta": [Fraction(0)],
        "inverse.at_low": [value],
        "inverse.at_high": [value],
    }  # fmt: skip


TRANSITION = {
    "coins": "10", "share": "0.3", "size": "0.1", "fee": "0.0005", "spot_fee": "0.001",
    "start": ("65000", "3500"), "sold": ["0.1", "0.2", "0.3"],
    "path": [("63000", "3430"), ("60000", "3300"), ("62000", "3500")],
}  # fmt: skip


def transition(**changed):
    given = TRANSITION | changed
    coins, part, size, fee, spot_fee = (
        exact(given[key]) for key in ("coins", "share", "size", "fee", "spot_fee")
    )
    p0, e0 = map(exact, given["start"])
    move = coins * part
    target = move * p0 / e0
    sold = [Fraction(0), *map(exact, given["sold"])]
    prices = [(p0, e0), *(tuple(map(exact, step)) for step in given["path"])]
    shorts = [lots((move - coins * s) / size, Fraction(1)) for s in sold]
    others = [target * s / part for s in sold]
    longs = [lots((target - o) / size, Fraction(1)) for o in others]
    spots = [coins * (1 - s) for s in sold]
    pnl = {"spot": Fraction(0), "short": Fraction(0), "long": Fraction(0), "other": Fraction(0)}
    fees = -fee * size * (shorts[0] * p0 + longs[0] * e0)
    for k in range(1, len(sold)):
        (p, e), (q, f) = prices[k], prices[k - 1]
        pnl["spot"] += spots[k - 1] * (p - q)
        pnl["short"] += shorts[k - 1] * size * (q - p)
        pnl["long"] += longs[k - 1] * size * (e - f)
        pnl["other"] += others[k - 1] * (e - f)
        fees -= fee * size * ((shorts[k - 1] - shorts[k]) * p + (longs[k - 1] - longs[k]) * e)
        fees -= spot_fee * (coins * (sold[k] - sold[k - 1]) * p + (others[k] - others[k - 1]) * e)
    p, e = prices[-1]
    bought = sum(
        coins * (sold[k] - sold[k - 1]) * p0 / prices[k][1] for k in range(1, len(sold))
    )  # fmt: skip
    at_once = (coins - move) * (p - p0) + target * (e - e0)
    no_leg = (coins - move) * (p - p0) + bought * e - move * p0
    staged = sum(pnl.values())
    article = no_leg + move * (p0 - p)
    return {
        "plan.move": move,
        "plan.amount": move * p0,
        "plan.buy": target,
        "plan.short": shorts[0],
        "plan.long": longs[0],
        "by_step.spot": spots,
        "by_step.short_to": shorts,
        "by_step.share": [s / part for s in sold],
        "by_step.back": [Fraction(0), *(a - b for a, b in pairwise(shorts))],
        "by_step.net": [s - n * size for s, n in zip(spots, shorts)],
        "by_step.article": [coins - move, *[coins - 2 * move] * (len(sold) - 1)],
        "by_step.other_spot": others,
        "by_step.long_to": longs,
        "by_step.other_net": [o + n * size for o, n in zip(others, longs)],
        "ways.pnl": [at_once, staged, no_leg, article],
        "ways.spot": [(coins - move) * (p - p0), pnl["spot"], pnl["spot"],
                      (coins - move) * (p - p0)],
        "ways.long": [0, pnl["long"], 0, 0],
        "ways.against": [0, staged - at_once, no_leg - at_once, article - at_once],
        "both legs": (pnl["spot"], pnl["short"], pnl["long"], pnl["other"], staged, fees,
                      staged + fees),
        "kept.net": coins - 2 * move,
        "kept.share": 1 - 2 * part,
        "kept.move": (coins - 2 * move) * p0 / 10,
        "kept.right": (coins - move) * p0 / 10,
    }  # fmt: skip
