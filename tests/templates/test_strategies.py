"""The four strategies: the worked examples' figures, three ways, and inputs held out.

Oracles: `strategies.json`, the worked examples computed in exact fractions without this product,
and `strategy_oracle`, the same definitions on any inputs.
"""

import json
from fractions import Fraction

import openpyxl
import pytest
from click.testing import CliRunner

from betahedge.cli import main
from betahedge.engine import calculate
from betahedge.hosts.export import Wish, export
from templates import strategy_oracle
from templates.strategy_books import NAMES, figure, solved
from templates.worked_figures import CASES, WORKED


def close(number):
    return pytest.approx(float(number), rel=1e-9, abs=1e-9)


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


def test_collateral_above_the_notional_is_counted_whole():
    # by hand: leverage 0.5 on 325,000 is 650,000; liquidated at (650,000 + 325,000) / (5 x 1.005)
    outcome = solved("carry", {"leverage used": 0.5})
    assert outcome.proof.different == []
    assert outcome.item("margin.collateral") == close(650_000)
    assert outcome.item("earns.tied") == close(975_000)
    assert outcome.item("margin.liquidation") == close(975_000 / 5.025)


def test_a_book_long_and_short_pays_fees_on_both_and_funding_on_the_net():
    # by hand: long 200,000 and short 100,000, all of it hedged by 20 sold and 10 bought, 3 stamps
    head = ["asset", "quantity", "spot entry", "futures entry", "size"]
    rows = [head, ["BTC", "2", "100000", "100000", "0.1"], ["ETH", "-50", "2000", "2000", "5"]]
    changes = {"target ratio": 1, "exit date": "2025-10-06", "funding expected": 0.001,
               "futures fee": 0.0005, "slippage rate": 0.001, "outcomes": [-0.2, 0, 0.1],
               "ratios": [0.5, 1, 1]}  # fmt: skip
    outcome = solved("defensive", changes, {"holdings": rows})
    assert outcome.proof.different == []
    assert outcome.column("by_asset.lots") == [20, -10]
    cost = 300_000 * (2 * 0.0005 + 0.001) - 100_000 * 0.001 * 3
    assert outcome.item("plan.cost") == close(cost)
    assert outcome.item("plan.breakeven_lots") == close(cost / 100_000)
    assert outcome.column("outcome.hedged1") == wanted_of([-10_000 - cost / 2, -cost / 2,
                                                           5_000 - cost / 2])  # fmt: skip
    assert outcome.column("outcome.hedged2") == wanted_of([-cost] * 3)
    assert outcome.column("outcome.saved") == wanted_of([20_000 - cost, -cost, -10_000 - cost])
    assert outcome.column("daily.cost")[::10] == wanted_of([600, cost])


def test_contracts_bought_are_liquidated_by_a_fall():
    # collateral 20 %, maintenance 0.5 %: bought contracts go at a fall of 19.5 / 99.5
    head = ["asset", "quantity", "spot entry", "futures entry", "size"]
    short = {"holdings": [head, ["BTC", "-2", "100000", "100000", "0.1"]]}
    for worst, word in ((-0.19, "OK"), (-0.2, "BREACH")):
        outcome = solved("defensive", {"outcomes": [worst, 0, 0.5]}, short)
        assert outcome.item("alarms.margin") == word


def test_what_is_held_no_more_is_not_bought_back():
    head = ["asset", "quantity", "spot entry", "futures entry", "size", "held"]
    rows = [["BTC", "3", "65000", "65065", "0.1", held] for held in ("", "0", "5")]
    outcome = solved("defensive", None, {"holdings": [head, *rows]})
    assert outcome.column("by_asset.back") == [24, 0, 5]


def test_the_mix_of_a_short_book_is_bought_and_none_of_it_sold():
    # -3.3 coins in contracts of 5 and 0.1; and 9,900,990.1 coins, which 15 digits hold
    table = {"contracts": [["code", "size"], ["five", "5"], ["tenth", "0.1"]]}
    asked = {"futures price": 65_000, "target ratio": 1, "contract used": "tenth"}
    for coins, mix in ((-3.3, [0, -33]), (9_900_990.1, [1_980_198, 1])):
        outcome = solved("single_asset", asked | {"coins held": coins}, table)
        assert outcome.proof.different == []
        assert outcome.column("by_contract.mix") == mix


def test_a_position_of_nothing_has_no_error_on_its_page():
    outcome = solved("single_asset", {"coins held": 0})
    assert outcome.proof.different == []
    assert outcome.column("by_contract.achieved") == [0, 0, 0, 0]
    assert not [value for value in outcome.result.values.values() if str(value).startswith("#")]


def test_a_short_in_exact_coins_is_not_under_hedged_and_pays_fees_on_its_coins():
    # by hand: 3 coins sold short at 65,000, a third of it bought back at each of three steps
    outcome = solved("transition", {"from lot": 0})
    assert outcome.column("by_step.alarm") == ["OK"] * 4
    assert outcome.item("alarms.under") == "OK"
    # the fee of no long leg is on coins, whatever is held
    steps = [
        ["date", "from price", "to price", "sold", "short"],
        ["2025-10-05", "65000", "3500", "0", "0"],
        ["2025-10-26", "62000", "3500", "0.3", "0"],
    ]
    outcome = solved("transition", None, {"steps": steps})
    spot = 0.001 * (3 * 62_000 + 3 * 65_000)
    assert outcome.column("ways.fees")[2] == close(-(0.0005 * 3 * (65_000 + 62_000) + spot))
