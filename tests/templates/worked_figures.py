"""The figures of the worked examples, and the item of a strategy's workbook that each is."""

import json
from pathlib import Path

WORKED = json.loads((Path(__file__).parent / "strategies.json").read_text("utf-8"))


def found_in(path):
    """Give the figures of a path of the worked examples: a/b, or a/*/b for each of a list."""
    value = WORKED
    for part in path.split("/"):
        if part == "*":
            continue
        value = [v[part] for v in value] if isinstance(value, list) else value[part]
    return value


S, D, C, T = "single_asset/", "defensive/", "carry/", "transition/"
BY, PERPETUAL, DATED = "by contract/*/", "perpetual, 30 days/", "dated, 91 days/"
MAP = {
    "single_asset": {
        "by_contract.value": S + BY + "contract value",
        "by_contract.exact": S + BY + "exact",
        "by_contract.lots": S + BY + "in lots",
        "by_contract.achieved": S + BY + "achieved ratio",
        "by_contract.left": S + BY + "left over, contracts",
        "by_contract.net": S + BY + "exposure left",
        "attribution.spot": S + "impact right/spot P&L",
        "attribution.futures_pnl": S + "impact right/futures P&L",
        "attribution.basis": S + "impact right/of it basis",
        "attribution.hedged": S + "impact right/hedged P&L",
        "margin.collateral": S + "margin, 25 MBT/collateral 40%",
        "margin.maintenance": S + "margin, 25 MBT/maintenance 27%",
        "margin.call": S + "margin, 25 MBT/margin call price",
        "margin.rise": S + "margin, 25 MBT/rise to it",
        "carry.basis": S + "carry to expiry, 82 days/basis",
        "carry.basis_year": S + "carry to expiry, 82 days/basis a year, simple",
        "carry.earned": S + "carry to expiry, 82 days/earned at convergence",
    },
    "defensive": {
        "by_asset.value": D + "by asset/*/spot value",
        "by_asset.exact": D + "by asset/*/exact",
        "by_asset.lots": D + "by asset/*/contracts",
        "by_asset.ratio": D + "by asset/*/achieved ratio",
        "by_asset.spot": D + "by asset/*/spot P&L",
        "by_asset.futures": D + "by asset/*/futures, at the spot price",
        "by_asset.basis": D + "by asset/*/basis",
        "by_asset.funding": D + "by asset/*/funding",
        "by_asset.fees": D + "by asset/*/fees",
        "by_asset.slippage": D + "by asset/*/slippage",
        "by_asset.total": D + "by asset/*/hedged P&L",
        "by_asset.cost": D + "by asset/*/cost of the hedge",
        "plan.short": D + "short at entry",
        "plan.ratio": D + "total/achieved ratio",
        "plan.cost": D + "plan/cost, basis unchanged",
        "plan.breakeven": D + "plan/break-even fall",
        "plan.breakeven_lots": D + "plan/break-even fall, achieved",
        "happened.unhedged": D + "total/spot P&L",
        "happened.hedged": D + "total/hedged P&L",
        "happened.cost": D + "total/cost of the hedge",
        "happened.saved": D + "total/saved against no hedge",
    },
    "carry": {
        "earns.stamps": C + PERPETUAL + "stamps",
        "earns.year": C + PERPETUAL + "funding a year",
        "earns.funding": C + PERPETUAL + "funding",
        "earns.fees": C + PERPETUAL + "fees, both legs, in and out",
        "earns.slippage": C + PERPETUAL + "slippage",
        "earns.before": C + PERPETUAL + "net before capital",
        "earns.tied": C + PERPETUAL + "capital tied up",
        "earns.capital": C + PERPETUAL + "cost of capital",
        "earns.net": C + PERPETUAL + "net",
        "earns.return": C + PERPETUAL + "return on capital, a year",
        "earns.daily": C + PERPETUAL + "income a day",
        "earns.payback": C + PERPETUAL + "break-even days, before capital",
        "earns.payback_capital": C + PERPETUAL + "break-even days, after capital",
        "earns.floor": C + PERPETUAL + "break-even funding a stamp",
        "earns.turned": C + PERPETUAL + "if funding turns to -0.01%",
        "margin.collateral": C + "margin/collateral",
        "margin.maintenance": C + "margin/maintenance",
        "margin.liquidation": C + "margin/liquidation price",
        "margin.rise": C + "margin/rise to it",
        "dated.basis": C + DATED + "basis",
        "dated.year": C + DATED + "basis a year, simple",
        "dated.by_coin": C + DATED + "contracts by coin",
        "dated.by_value": C + DATED + "contracts by value",
        "dated.locked": C + DATED + "locked at expiry",
        "dated.costs": C + DATED + "fees and slippage",
        "dated.capital": C + DATED + "cost of capital",
        "dated.net": C + DATED + "net",
        "dated.end_spot": C + DATED + "P&L at expiry, spot 50,000/spot",
        "dated.end_future": C + DATED + "P&L at expiry, spot 50,000/future",
        "dated.end_sum": C + DATED + "P&L at expiry, spot 50,000/sum",
    },
    "transition": {
        "plan.move": T + "plan/to move, BTC",
        "plan.amount": T + "plan/amount",
        "plan.buy": T + "plan/ETH to buy",
        "plan.short": T + "plan/short, contracts",
        "plan.long": T + "plan/long, contracts",
        "by_step.sold": T + "steps/*/sold, share of book",
        "by_step.spot": T + "steps/*/spot BTC",
        "by_step.short_to": T + "steps/*/short BTC, contracts",
        "by_step.net": T + "steps/*/net BTC",
        "by_step.other_spot": T + "steps/*/spot ETH",
        "by_step.long_to": T + "steps/*/long ETH, contracts",
        "by_step.other_net": T + "steps/*/net ETH",
        "by_step.share": T + "steps/*/bought back, share of the short",
        "kept.net": T + "article: sold at once, short kept/net BTC after the sale",
        "kept.share": T + "article: sold at once, short kept/share of the book",
        "kept.move": T + "article: sold at once, short kept/P&L of BTC +10%",
        "kept.right": T + "article: sold at once, short kept/the right one, +10%",
    },
}


STAGED, ARTICLE = "P&L of the staged way/", "article: sold at once, short kept/"
ROWS = {  # a figure that is one row of a column
    "single_asset": {
        ("size.price", 0): S + "article/contract value",
        ("size.full", 0): S + "article/100% hedge",
        ("size.hedge", 0): S + "article/50% hedge",
        ("size.price", 1): S + "right/contract value",
        ("size.full", 1): S + "right/100% hedge",
        ("size.hedge", 1): S + "right/50% hedge",
    },
    "defensive": {
        ("outcome.unhedged", 0): D + "outcomes, exact contracts, basis unchanged/fall 20%/unhedged",
        **{
            (f"outcome.hedged{n}", row): D + "outcomes, exact contracts, basis unchanged/"
            f"{label}/hedged 0.{6 + n}"
            for n in (1, 2, 3)
            for row, label in enumerate(("fall 20%", "flat", "rise 15%"))
        },
    },
    "carry": {
        **{
            (f"legs.{key}", row): C + f"legs {version}/{label}"
            for row, version in enumerate(("right", "article"))
            for key, label in (("net", "net exposure"), ("funding", "funding"),
                               ("pnl", "P&L of a 10% fall"))
        },
        **{
            ("survival.lacking", n): C + f"margin/lacking/{r}"
            for n, r in enumerate(("0.1", "0.25", "0.5", "1"))
        },
        **{
            ("by_rate.return", n): C + f"return on capital by funding a stamp/{r}"
            for n, r in enumerate(("-0.0003", "-0.0002", "-0.0001", "0", "0.0001", "0.0002",
                                   "0.0003"))
        },
        ("inverse.contracts", 0): C + "inverse, coin-margined/contracts",
        ("inverse.delta", 0): C + "inverse, coin-margined/delta at entry, coins",
        ("inverse.at_low", 0): C + "inverse, coin-margined/value at 40,000",
        ("inverse.at_high", 0): C + "inverse, coin-margined/value at 130,000",
    },
    "transition": {
        ("ways.pnl", 0): T + "the same at once, at step 0",
        ("ways.spot", 1): T + STAGED + "spot BTC",
        ("ways.short", 1): T + STAGED + "short BTC",
        ("ways.long", 1): T + STAGED + "long ETH",
        ("ways.other", 1): T + STAGED + "spot ETH",
        ("ways.pnl", 1): T + STAGED + "sum",
        ("ways.fees", 1): T + STAGED + "fees",
        ("ways.after", 1): T + STAGED + "after fees",
        ("ways.against", 1): T + "tracking difference, from lots",
        ("ways.pnl", 2): T + "staged, with no long leg/P&L",
        ("ways.pnl", 3): T + ARTICLE + "P&L on this path",
        ("ways.move", 3): T + ARTICLE + "P&L of BTC +10%",
        ("by_step.back", 3): T + "steps/3/buy back now, contracts",
    },
}  # fmt: skip


CASES = [
    (name, item, found_in(path)) for name, items in MAP.items() for item, path in items.items()
] + [
    (name, key, found_in(path) if "steps/3" not in path else 10)
    for name, items in ROWS.items()
    for key, path in items.items()
]
