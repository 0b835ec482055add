"""Each alarm fires on an input that is changed on purpose, and only then; the master check follows.

Oracle: what each change does, by the definitions of the alarms.
"""

import pytest

from betahedge.cells import CATALOGUE
from templates.strategy_books import NAMES, figure, solved

QUIET = {  # the worked examples, without the alarms that they show on purpose
    "single_asset": {},
    "defensive": {"funding expected": 0.0001, "funding realised": 0.0001, "accept funding": "no"},
    "carry": {"leverage used": 3, "funding rate": 0.00012, "accept margin": "no"},
    "transition": {},
}
STEPS = [
    ["date", "from price", "to price", "sold", "short", "long"],
    ["2025-10-05", "65000", "3500", "0", "", ""],
    ["2025-10-12", "63000", "3430", "0.1", "", ""],
    ["2025-10-19", "60000", "3300", "0.2", "", ""],
    ["2025-10-26", "62000", "3500", "0.3", "", ""],
]
BOOK = [
    [
        "asset",
        "quantity",
        "spot entry",
        "futures entry",
        "spot exit",
        "futures exit",
        "size",
        "held",
    ],
    ["BTC", "3", "65000", "65065", "52000", "51948", "0.1", ""],
    ["ETH", "40", "3500", "3503.5", "2800", "2797.2", "0.1", ""],
]


def with_cell(table, row, column, value):
    rows = [list(line) for line in table]
    rows[row][table[0].index(column)] = value
    return rows


def kept_short():
    rows = STEPS
    for row in (2, 3, 4):
        rows = with_cell(rows, row, "short", "30")
    return {"steps": rows}


def still_open(held=""):
    rows = BOOK
    for row in (1, 2):
        for column in ("spot exit", "futures exit"):
            rows = with_cell(rows, row, column, "")
    return {"holdings": with_cell(rows, 1, "held", held)}


FIRES = [
    ("single_asset", {"contract used": "CME:BTC"}, {}, {"rounding": "ROUNDS TO 0"}),
    ("single_asset", {"contract used": "1 coin"}, {}, {"band": "OUTSIDE BAND"}),
    ("single_asset", {"target ratio": 1.1}, {}, {"over": "OVER-HEDGED"}),
    ("single_asset", {"sized at": "spot", "futures price": 67_000}, {}, {"spot": "SIZED AT SPOT"}),
    ("single_asset", {"priced on": "2025-10-03"}, {}, {"age": "PRICE IS OLD"}),
    ("single_asset", {"collateral rate": 0.3}, {}, {"margin": "BREACH"}),
    ("defensive", {"target ratio": 0.65}, {}, {"ratio": "OUTSIDE"}),
    ("defensive", {"target ratio": 0.95}, {}, {"ratio": "OUTSIDE"}),
    ("defensive", {"as of": "2025-10-20"}, still_open(), {"event": "HEDGE OUTLIVES EVENT"}),
    ("defensive", {"as of": "2025-10-20"}, {"holdings": with_cell(BOOK, 2, "held", "5")},
     {"event": "HEDGE OUTLIVES EVENT"}),
    ("defensive", {"funding expected": -0.0001}, {}, {"funding": "PAY"}),
    ("defensive", {"funding realised": -0.0001}, {}, {"funding": "PAY"}),
    ("defensive", {"futures fee": 0.01}, {}, {"budget": "ABOVE BUDGET"}),
    ("defensive", {"collateral rate": 0.1}, {}, {"margin": "BREACH"}),
    ("carry", {"short held": 4.9}, {}, {"neutral": "NOT NEUTRAL"}),
    ("carry", {"short held": -5}, {},
     {"neutral": "NOT NEUTRAL", "funding": "PAY", "return": "BELOW CAPITAL"}),
    ("carry", {"funding rate": -0.0001}, {}, {"funding": "PAY", "return": "BELOW CAPITAL"}),
    ("carry", {"funding rate": 0.00005}, {}, {"return": "BELOW CAPITAL"}),
    ("carry", {"leverage used": 5}, {}, {"margin": "BREACH"}),
    ("carry", {"dated days": 0.5}, {}, {"expiry": "EXPIRED"}),
    ("transition", {}, kept_short(), {"outlives": "HEDGE OUTLIVES SPOT", "plan": "OFF PLAN"}),
    ("transition", {}, {"steps": with_cell(STEPS, 2, "short", "21")},
     {"outlives": "HEDGE OUTLIVES SPOT"}),
    ("transition", {}, {"steps": with_cell(STEPS, 2, "short", "19")}, {"under": "UNDER-HEDGED"}),
    ("transition", {}, {"steps": with_cell(STEPS, 4, "sold", "0.36")}, {"plan": "OFF PLAN"}),
    ("transition", {"as of": "2025-10-27"},
     {"steps": with_cell(with_cell(STEPS, 4, "sold", ""), 4, "from price", "")},
     {"missed": "STEP MISSED"}),
]  # fmt: skip


def alarms_of(outcome):
    """Give the alarms that do not say OK."""
    return {
        alarm.key: word
        for alarm in outcome.strategy.alarms
        if (word := outcome.item(f"alarms.{alarm.key}")) != "OK"
    }


@pytest.mark.parametrize("name", NAMES)
def test_nothing_fires_where_nothing_is_wrong(name):
    outcome = solved(name, QUIET[name])
    assert alarms_of(outcome) == {}
    assert outcome.result.master_check == "OK"


@pytest.mark.parametrize(("name", "changes", "tables", "alarms"), FIRES, ids=str)
def test_an_alarm_fires_and_the_master_check_follows(name, changes, tables, alarms):
    outcome = solved(name, QUIET[name] | changes, tables)
    assert alarms_of(outcome) == alarms
    assert outcome.result.master_check == "FAIL"
    assert outcome.proof.different == []
    known = {f"accept {key}": "yes" for key in alarms}
    outcome = solved(name, QUIET[name] | changes | known, tables)
    assert alarms_of(outcome) == {key: f"{word}, accepted" for key, word in alarms.items()}
    assert outcome.result.master_check == "OK"


def test_every_alarm_is_tried():
    tried = {(name, key) for name, _, _, alarms in FIRES for key in alarms}
    all_of_them = {(name, a.key) for name in NAMES for a in solved(name).strategy.alarms}
    assert tried == all_of_them


def test_long_and_long_is_not_neutral_and_a_short_receives():
    outcome = solved("carry")
    assert figure(outcome, "legs.word") == ["OK", "NOT NEUTRAL"]
    assert figure(outcome, "legs.funding")[0] > 0 > figure(outcome, "legs.funding")[1]
    assert figure(outcome, "by_rate.word") == ["PAY"] * 3 + ["none"] + ["RECEIVE"] * 3
    held = solved("carry", {"short held": -5})
    assert held.headline.startswith("NOT NEUTRAL")


def test_a_short_that_is_kept_outlives_the_spot():
    outcome = solved("transition", {}, kept_short())
    assert figure(outcome, "by_step.alarm") == ["OK"] + ["HEDGE OUTLIVES SPOT"] * 3
    assert figure(outcome, "by_step.net") == [7, 6, 5, 4]
    assert outcome.headline.startswith("HEDGE OUTLIVES SPOT")
    assert figure(outcome, "by_step.back") == [0, 10, 20, 30]


def test_a_hedge_that_is_open_has_a_plan_and_no_past():
    outcome = solved("defensive", {"as of": "2025-10-10", "priced on": "2025-10-10"}, still_open())
    assert outcome.result.master_check == "OK"
    assert figure(outcome, "by_asset.total") == [None, None]
    assert outcome.item("happened.still") == 344
    assert "to the exit" in outcome.headline


def test_steps_to_come_are_blank():
    rows = [line if n < 3 else [line[0], *[""] * 5] for n, line in enumerate(STEPS)]
    outcome = solved(
        "transition", {"as of": "2025-10-14", "priced on": "2025-10-14"}, {"steps": rows}
    )
    assert outcome.result.master_check == "OK"
    assert figure(outcome, "by_step.short_to") == [30, 20, None, None]
    assert figure(outcome, "ways.pnl")[0] == pytest.approx(7 * -2_000 + 195_000 / 3_500 * -70)


def test_with_no_long_leg_coins_are_bought_at_their_price():
    outcome = solved("transition", {"long leg": "no"})
    assert figure(outcome, "by_step.long_to") == [0, 0, 0, 0]
    assert figure(outcome, "by_step.other_spot")[-1] == pytest.approx(57.21883558618252)
    assert outcome.result.master_check == "OK"


def test_a_mix_of_sizes_that_do_not_divide_is_not_available():
    outcome = solved("single_asset", {}, {"contracts": [["code", "size"], ["a", "0.25"],
                                                        ["CME:MBT", "0.1"]]})  # fmt: skip
    assert figure(outcome, "by_contract.mix") == ["n.a.", "n.a."]
    assert outcome.proof.different == []
    assert outcome.result.master_check == "OK"


@pytest.mark.parametrize("rounding", ["nearest", "down", "up"])
@pytest.mark.parametrize("coins", [5, 4.5, 0.013, 2.2, 17.777])
def test_the_mix_is_the_functions_own(coins, rounding):
    changes = {"coins held": coins, "rounding rule": rounding, "sized at": "spot"}
    outcome = solved("single_asset", changes)
    assert outcome.proof.different == []
    assert "Alarm" not in str(outcome.result.errors)


@pytest.mark.parametrize(
    ("name", "function"),
    [("single_asset", "HEDGE_RATIO"), ("defensive", "HEDGE_COST"), ("carry", "HEDGE_SURVIVAL"),
     ("transition", "HEDGE_TRANSITION")],
)  # fmt: skip
def test_a_wrong_function_is_caught_by_the_checks_and_by_the_proof(monkeypatch, name, function):
    right = CATALOGUE[function]

    def wrong(*arguments):
        found = right(*arguments)
        if isinstance(found, list):
            return [[label, number + 0.001] for label, number in found]
        return found * 1.000001 + 0.001

    monkeypatch.setitem(wrong.__dict__, "cell", right.__dict__["cell"])
    monkeypatch.setitem(CATALOGUE, function, wrong)
    outcome = solved(name)
    assert outcome.result.master_check == "FAIL"
    assert outcome.proof.different


def test_text_of_the_user_never_becomes_a_formula():
    rows = [["asset", "quantity", "spot entry", "futures entry"], ["=1+1", "1", "100", "101"],
            ["@SUM(A1)", "2", "50", "50"]]  # fmt: skip
    outcome = solved("defensive", {"entity": "=1+1"}, {"holdings": rows})
    assert figure(outcome, "by_asset.asset") == ["=1+1", "@SUM(A1)"]
    assert outcome.item("book.entity") == "=1+1"
    assert outcome.result.errors == {}
