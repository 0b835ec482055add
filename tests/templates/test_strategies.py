"""The four strategies: the worked examples' figures, three ways, and inputs held out.

Oracles: `strategies.json`, the worked examples computed in exact fractions without this product,
and `strategy_oracle`, the same definitions on any inputs.
"""

import json
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export
from templates import strategy_oracle
from templates.strategy_books import NAMES, figure, solved

WORKED = json.loads((Path(__file__).parent / "strategies.json").read_text("utf-8"))


def close(number):
    return pytest.approx(float(number), rel=1e-9, abs=1e-9)


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


@pytest.fixture(scope="module")
def examples():
    return {name: solved(name) for name in NAMES}


@pytest.fixture(scope="module")
def native(examples, convert, tmp_path_factory):
    """Give each example as LibreOffice calculates its native formulas, with no add-in."""
    books = {}
    for name, outcome in examples.items():
        path = tmp_path_factory.mktemp("native") / f"{name}.xlsx"
        wish = Wish(recalculate=lambda data: calculate(data).values)
        path.write_bytes(export(outcome.result.data, "native", wish).data)
        books[name] = openpyxl.load_workbook(convert(path, "xlsx"), data_only=True)
    return books


@pytest.fixture(scope="module")
def printed():
    """Give the JSON that the command prints."""
    found = {}
    for name in NAMES:
        result = CliRunner().invoke(main, ["strategy", name, "--json"], catch_exceptions=False)
        assert result.exit_code == 0
        found[name] = json.loads(result.stdout)["results"]
    return found


def wanted_of(value):
    return [close(v) for v in value] if isinstance(value, list) else close(value)


def one(values, key):
    return values if isinstance(key, str) else values[key[1]]


def name_of(key):
    return key if isinstance(key, str) else key[0]


@pytest.mark.parametrize(("name", "key", "number"), CASES, ids=str)
def test_the_calculated_workbook_has_the_figure(examples, name, key, number):
    assert one(figure(examples[name], name_of(key)), key) == wanted_of(number)


@pytest.mark.parametrize(("name", "key", "number"), CASES, ids=str)
def test_libreoffice_has_it_by_native_formulas(examples, native, name, key, number):
    outcome, book = examples[name], native[name]
    cells = outcome.built.cells(name_of(key))
    values = [book[sheet][ref].value for sheet, ref in (cell.split("!") for cell in cells)]
    if isinstance(key, str) and not isinstance(number, list):
        (values,) = values
    assert one(values, key) == wanted_of(number)


ON_THE_PAGE = [case for case in CASES if case[1] != "by_asset.cost"]  # the page has its total


@pytest.mark.parametrize(("name", "key", "number"), ON_THE_PAGE, ids=str)
def test_the_json_has_it(printed, name, key, number):
    block, item = name_of(key).split(".")
    found = printed[name][block]
    found = found["rows"] if isinstance(found, dict) and "rows" in found else found
    values = [row[item] for row in found] if isinstance(found, list) else found[item]
    assert one(values, key) == wanted_of(number)


def test_the_articles_impact_and_grid(examples):
    outcome = examples["single_asset"]
    for row, key in enumerate(("initial", "change", "final")):
        for line in ("spot", "futures", "net"):
            wanted = WORKED["single_asset"]["impact article"][line][row]
            assert outcome.item(f"impact.{key}.{line}") == close(wanted)
    for row, wanted in enumerate(WORKED["single_asset"]["grid, exact contracts"].values()):
        assert [figure(outcome, f"grid.move{n}")[row] for n in range(1, 8)] == wanted_of(wanted)


STEPS = [
    ["date", "from price", "to price", "sold"],
    ["2025-01-01", "42137.5", "2291.3", "0"],
    ["2025-01-08", "39870.25", "2410.9", "4.1%"],
    ["2025-01-15", "44120", "2333.33", "11.7%"],
    ["2025-01-22", "47001.5", "2702.2", "19.3%"],
    ["2025-01-29", "45210.75", "2540", "23%"],
]
HOLDINGS = [
    ["asset", "quantity", "spot entry", "futures entry", "spot exit", "futures exit", "size"],
    ["BTC", "7.31", "41234.5", "41399.9", "47120.3", "47011.1", "0.01"],
    ["ETH", "93.7", "2311.7", "2322.2", "2544.4", "2549.9", "0.01"],
    ["SOL", "1250", "98.76", "98.5", "121.3", "121.9", "0.01"],
]
HELD_OUT = [
    (
        "single_asset",
        {"coins held": 7.3, "spot price": 43_217.5, "futures price": 43_901.1,
         "target ratio": "62%", "market move": -0.17, "expiry days": 37, "collateral rate": 0.31,
         "maintenance rate": 0.12, "rounding rule": "down"},
        {},
        {"coins": "7.3", "spot": "43217.5", "futures": "43901.1", "ratio": "0.62",
         "move": "-0.17", "days": "37", "collateral": "0.31", "maintenance": "0.12",
         "rounding": "down"},
    ),
    (
        "defensive",
        {"target ratio": 0.83, "entry date": "2025-01-01", "event date": "2025-01-20",
         "exit date": "2025-01-22", "as of": "2025-01-22", "funding expected": 0.00007,
         "funding realised": 0.00012, "funding hours": 4, "futures fee": 0.0004,
         "slippage rate": 0.0003},
        {"holdings": HOLDINGS},
        {"book": [row[1:6] for row in HOLDINGS[1:]], "size": "0.01", "ratio": "0.83",
         "days": "21", "expected": "0.00007", "realised": "0.00012", "hours": "4",
         "fee": "0.0004", "slip": "0.0003"},
    ),
    (
        "carry",
        {"coins held": 12.75, "spot price": 3_417.3, "perpetual price": 3_431.9,
         "funding rate": 0.00023, "funding hours": 4, "holding days": 17, "spot fee": 0.0008,
         "futures fee": 0.0004, "slippage rate": 0.0003, "leverage used": 3,
         "maintenance rate": 0.01, "capital rate": 0.07, "dated price": 3_501.5,
         "dated days": 44, "end price": 5_000, "inverse face": 10, "market move": 0.2,
         "low price": 1_000, "high price": 9_999},
        {},
        {"coins": "12.75", "spot": "3417.3", "perpetual": "3431.9", "rate": "0.00023",
         "hours": "4", "days": "17", "spot_fee": "0.0008", "fee": "0.0004", "slip": "0.0003",
         "leverage": "3", "maintenance": "0.01", "capital": "0.07", "dated": "3501.5",
         "dated_days": "44", "end": "5000", "face": "10", "move": "0.2"},
    ),
    (
        "transition",
        {"coins held": 23.4, "share to move": 0.23, "from size": 0.01, "to size": 0.01,
         "futures fee": 0.0004, "spot fee": 0.0012, "as of": "2025-01-29"},
        {"steps": STEPS},
        {"coins": "23.4", "share": "0.23", "size": "0.01", "fee": "0.0004",
         "spot_fee": "0.0012", "start": STEPS[1][1:3], "sold": ["0.041", "0.117", "0.193", "0.23"],
         "path": [row[1:3] for row in STEPS[2:]]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "tables", "given"), HELD_OUT, ids=str)
def test_inputs_held_out(name, changes, tables, given):
    outcome = solved(name, changes, tables)
    assert outcome.proof.different == []
    wanted = getattr(strategy_oracle, name)(**given)
    legs = wanted.pop("both legs", None)
    for item, number in wanted.items():
        found = figure(outcome, item)
        assert found == wanted_of(number if isinstance(number, list) else Fraction(number)), item
    if legs:
        keys = ("spot", "short", "long", "other", "pnl", "fees", "after")
        assert [figure(outcome, f"ways.{key}")[1] for key in keys] == wanted_of(list(legs))


@pytest.mark.parametrize("name", NAMES)
def test_the_oracle_in_fractions_is_the_worked_example(examples, name):
    wanted = getattr(strategy_oracle, name)()
    wanted.pop("both legs", None)
    for item, number in wanted.items():
        found = figure(examples[name], item)
        assert found == wanted_of(number if isinstance(number, list) else Fraction(number)), item
