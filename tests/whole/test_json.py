"""What a command says as JSON: the same things, by name, and nothing else on stdout."""

import csv
import json

import openpyxl
import pytest

from betahedge.cells import CATALOGUE
from betahedge.cli import main
from market.server import Venue
from market.takes import take
from market.venues import ANSWERS


@pytest.fixture
def ask(run):
    def call(*words):
        code, out, err = run(*words)
        return code, json.loads(out), err

    return call


def test_eval(ask):
    found = {
        "formula": "=HEDGE_CONTRACTS({1;2},{1;0})",
        "rows": [[1.0], ["#DIV/0!"]],
        "reasons": ["contract_value: was 0; must be a number above 0"],
    }
    assert ask("eval", "--json", found["formula"]) == (1, found, "")
    code, found, _ = ask("eval", "--json", "=HEDGE_EXPIRY(2018,1)")
    assert (code, found["rows"]) == (0, [["2018-01-26"]])


def test_functions(ask):
    code, found, _ = ask("functions", "--json")
    assert code == 0
    assert {each["name"] for each in found} == CATALOGUE.keys()
    code, one, _ = ask("functions", "contracts", "--json")
    assert one in found
    names = [(each["name"], each["required"], each["default"]) for each in one["arguments"]]
    assert names[:3] == [
        ("spot_value", True, "required"),
        ("contract_value", True, "required"),
        ("hedge_ratio", False, "1"),
    ]
    assert one["examples"][0] == {"formula": "=HEDGE_CONTRACTS(325000,65000)", "answer": 5}


def test_read_holdings_with_orders_and_faults(ask, tmp_path):
    (tmp_path / "h.csv").write_text(
        "asset,quantity,price,contract,expiry\nBTC,3,65000,CME:MBT,2026-12-25\nX\x9b,many,1,,\n"
    )
    code, found, err = ask("read", "h.csv", "--hedge-ratio", "60%", "--json")
    assert code == 2
    assert "line 3, quantity" in err
    (line,) = found["lines"]
    assert (line["asset"], line["value"], line["expiry"]) == ("BTC", 195000, "2026-12-25T00:00:00")
    assert [(order["contract"], order["order"]) for order in found["orders"]] == [("CME:MBT", 18)]
    assert found["counts"] == {"read": 2, "good": 1, "rejected": 1}
    assert 'line 3, quantity: was "many"; must be a number' in found["faults"][1]
    code, again, err = ask("read", "h.csv", "--json", "--skip-bad-lines", "--save", "b.csv")
    assert (code, again["lines"], again["orders"]) == (0, found["lines"], [])
    assert "Book: b.csv" in err


def test_read_positions_and_prices(ask, tmp_path):
    (tmp_path / "p.csv").write_text("contract,held,entry price\nCME:MBT,18,64000\n")
    code, found, _ = ask("read", "p.csv", "--as", "positions", "--json")
    assert (code, found["kind"], found["rows"][0]["held"]) == (0, "positions", 18)
    (tmp_path / "d.csv").write_text("date,BTC,ETH\n2026-01-01,1,2\n2026-01-02,3,\n")
    code, found, _ = ask("read", "d.csv", "--as", "prices", "--json")
    assert found["prices"] == {"BTC": [1, 3], "ETH": [2, None]}
    assert found["dates"][0] == "2026-01-01T00:00:00"


def test_no_control_reaches_a_terminal(run, tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price\nX\u202e\x9b,1,1\n", "utf-8")
    _, out, _ = run("read", "h.csv", "--json")
    assert out.isascii()
    assert out.replace("\n", "").isprintable()


def test_calc(ask):
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_CONTRACTS(195000,6500,0.6)"
    book.active["A2"] = "=HEDGE_CONTRACTS(1,0)"
    book.save("mine.xlsx")
    code, found, err = ask("calc", "mine.xlsx", "--json")
    assert (code, err) == (0, "")
    assert found["workbook"] == "mine-calculated.xlsx"
    assert found["functions"] == {"HEDGE_CONTRACTS": 2}
    reason = "contract_value: was 0; must be a number above 0"
    assert found["errors"] == {"Sheet!A2": {"value": "#DIV/0!", "reason": reason}}


def test_doctor(ask):
    code, found, _ = ask("doctor", "--json")
    assert {each["state"] for each in found} <= {"ok", "note", "WRONG"}
    assert code == any(each["state"] == "WRONG" for each in found)
    assert found[0]["what"].startswith("Python ")


def test_watch(ask, tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price,contract\nBTC,3,65000,CME:MBT\n")
    (tmp_path / "m.csv").write_text("symbol,price,as of\nBTC,65000,2020-01-01\n")
    words = ("watch", "h.csv", "--market", "m.csv", "--hedge-ratio", "60%", "--json")
    code, found, _ = ask(*words)
    assert code == 1  # nothing is held, and the price is old
    assert len(found["broken"]) == 2
    assert all(each["name"] and each["line"] for each in found["broken"])
    assert ask(*words) == (0, {"broken": [], "whole_again": []}, "")


def test_strategy(ask):
    code, found, _ = ask("strategy", "single_asset", "--json")
    assert (code, found["proved"], found["master_check"]) == (0, True, "OK")


def test_template_of_holdings(ask, tmp_path):
    (tmp_path / "h.csv").write_text(
        "asset,quantity,price,contract,hedge ratio\nBTC,3,65000,CME:MBT,60%\nX,many,1,,\n"
    )
    words = ("--holdings", "h.csv", "--skip-bad-lines", "--host", "values", "--json")
    code, found, err = ask("template", "mixed_portfolio", *words)
    assert code == 0
    assert "1 rejected" in err
    assert [found["workbook"], found["host_file"]] == [
        "mixed_portfolio.xlsx",
        "mixed_portfolio-values.xlsx",
    ]
    # 3 BTC in micro futures of a tenth, 60 % of them: 18 contracts.
    (asset,) = found["assets"]
    assert (asset["hedge.asset"], asset["hedge.spot"], asset["orders.order"]) == ("BTC", 195e3, 18)
    assert [(o["netted.contract"], o["netted.net"]) for o in found["orders"]] == [("CME:MBT", 18)]
    assert (found["proved"], found["master_check"], found["failures"]) == (True, "OK", [])


def test_demo_and_the_template_of_a_strategy(ask):
    code, found, _ = ask("demo", "--json")
    assert (code, found["workbook"], found["host_file"]) == (0, "betahedge-demo.xlsx", None)
    # The article: 1.8 and 24 contracts of one coin.
    assert [row["hedge.printed"] for row in found["assets"]] == [1.8, 24]
    code, made, _ = ask("template", "transition", "--json")
    assert (code, made.pop("workbook"), made.pop("host_file")) == (0, "transition.xlsx", None)
    assert made == ask("strategy", "transition", "--json")[1]


def test_the_templates(ask):
    code, found, _ = ask("template", "--list", "--json")
    assert (code, found[0]["name"], len(found)) == (0, "mixed_portfolio", 5)
    assert all(each["what"] for each in found)


def test_export_and_repair(ask):
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_CONTRACTS(195000,6500,0.6)"
    book.active["A2"] = '=HEDGE_SPEC("MBT")'
    book.save("mine.xlsx")
    code, found, err = ask("export", "mine.xlsx", "--host", "native", "-o", "n.xlsx", "--json")
    assert (code, err, found["workbook"], found["modules"]) == (0, "", "n.xlsx", [])
    assert (found["became"]["replaced"], found["became"]["frozen"]) == (["Sheet!A1"], ["Sheet!A2"])
    code, found, _ = ask("export", "mine.xlsx", "--host", "server", "-o", "s.xlsx", "--namespace",
                         "ACME", "--json")  # fmt: skip
    assert (code, found["modules"]) == (0, ["betahedge_functions.py"])
    assert ask("repair", "mine.xlsx", "--json")[1]["workbook"] is None
    book.active["A1"] = "=[1]!HEDGE_CONTRACTS(195000,6500,0.6)"
    book.save("tied.xlsx")
    code, found, err = ask("repair", "tied.xlsx", "--json")
    assert (code, err, found["workbook"]) == (0, "", "tied-repaired.xlsx")
    assert found["functions"] == {"HEDGE_CONTRACTS": 1, "HEDGE_SPEC": 1}


def test_explain(ask):
    code, found, _ = ask("explain", "the cost is within the budget", "--json")
    assert code == 0
    assert found[0].keys() == {"check", "where", "means", "do"}
    assert any("budget" in each["check"] for each in found)


def test_report(ask, tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price,contract\nBTC,3,65000,CME:MBT\n")
    code, found, _ = ask("report", "h.csv", "-o", "pack", "--as-of", "2026-09-30", "--json")
    assert code == 0
    assert found["pack"] == "pack"
    assert set(found["files"]) == {path.name for path in (tmp_path / "pack").iterdir()}
    whole = json.loads((tmp_path / "pack" / "report.json").read_text("utf-8"))
    assert found["headline"] == whole["headline"]
    assert [each["text"] for each in found["decisions"]] == [d["text"] for d in whole["decisions"]]
    assert (found["checks"]["failed"], found["failures"]) == (0, [])


def test_batch(ask, tmp_path):
    (tmp_path / "p.csv").write_text(
        "portfolio,asset,quantity,price,contract,trader\n"
        "one,BTC,3,65000,CME:MBT,x\ntwo,ETH,40,3500,CME:MET,y\ntwo,SOL,many,1,,z\n"
    )
    code, found, _ = ask("batch", "p.csv", "-o", "results", "--json")
    assert (code, found["folder"], found["ignored"]) == (0, "results", ["trader"])
    counts = [found["counts"][name] for name in ("read", "good", "rejected", "portfolios")]
    assert counts == [3, 2, 1, 2]


def test_snapshot(ask, tmp_path):
    venue = Venue(ANSWERS)
    take(venue, "okx", "BTC/USDT:USDT", record=tmp_path / "kept")
    venue.shutdown()
    venue.server_close()
    words = ("snapshot", "--exchange", "okx", "--replay", "kept", "-o", "m.csv", "--json")
    code, found, _ = ask(*words, "BTC/USDT:USDT")
    assert (code, found["files"], found["faults"]) == (0, {"market": "m.csv"}, [])
    rows = list(csv.DictReader((tmp_path / "m.csv").read_text("utf-8").splitlines()))
    (row,) = found["rows"]
    assert (row["symbol"], row["status"]) == ("BTC/USDT:USDT", rows[0]["status"])
    assert row["futures_price"] == rows[0]["futures_price"]  # exact, as a text
    code, found, err = ask(*words, "NOPE/USDT:USDT", "--force")
    assert (code, found["files"], found["rows"][0]["status"]) == (1, {}, "failed")
    assert "nothing is written" in err


def test_every_command_that_writes_or_answers_has_it():
    """Installing ends with an exit code; a script of completion is for a shell."""
    without = {name for name, command in main.commands.items()
               if "as_json" not in {param.name for param in command.params}}  # fmt: skip
    assert without == {"install", "uninstall", "completion"}
