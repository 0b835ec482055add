"""The command read, and what it shares: the bound of a ratio, and coins that no order hedges."""

import json
from pathlib import Path

import pytest

BOOK = "asset,quantity,price,contract\nBTC,26.77,65000,CME:MBT\nETH,412,3500,\nUSDC,2500,1,\n"


@pytest.fixture
def read(run):
    Path("h.csv").write_text(BOOK, "utf-8")
    return lambda *words: run("read", "h.csv", *words)


NONE = "no contract is named, so there is no order; the column contract may say "


def test_coins_without_a_contract_are_said_to_have_no_order(read):
    told = f"betahedge: warning: ETH: {NONE}CME:ETH or CME:MET for ETH\n"
    code, out, err = read("--hedge-ratio", "60%")
    assert (code, err) == (0, told)
    assert "CME:MBT" in out.partition("One order a contract")[2]
    code, out, err = read("--hedge-ratio", "60%", "--json")
    assert (code, err) == (0, told)
    assert [each["contract"] for each in json.loads(out)["orders"]] == ["CME:MBT"]


def test_a_book_that_names_no_contract_has_no_order_and_says_so(read):
    Path("h.csv").write_text(BOOK.replace("CME:MBT", ""), "utf-8")
    code, out, err = read("--hedge-ratio", "0.6")
    known = "CME:BTC or CME:MBT for BTC, CME:ETH or CME:MET for ETH"
    assert (code, err) == (0, f"betahedge: warning: BTC, ETH: {NONE}{known}\n")
    assert "One order a contract" not in out


NAMELESS = (
    "no contract hedges it; name one in its line\n"
    f"betahedge: warning: ETH: {NONE}CME:ETH or CME:MET for ETH\n"
)


def test_a_coin_that_nothing_is_asked_of_is_not_missed(read):
    assert read()[2] == ""
    assert read("--hedge-ratio", "0%")[2] == ""
    Path("p.csv").write_text("contract,held\nETH,12\n", "utf-8")
    code, out, err = read("--hedge-ratio", "60%", "--positions", "p.csv")
    assert (code, err) == (0, f"betahedge: warning: ETH is held; {NAMELESS}")
    assert "OWN:" not in out
    Path("h.csv").write_text("asset,quantity,price,hedge ratio\nBTC,1,2,0\nUSDC,5,1,0.5\n", "utf-8")
    told = "betahedge: warning: USDC: no contract is named, so there is no order\n"
    assert read("--hedge-ratio", "60%")[2] == told


@pytest.mark.parametrize(
    "words",
    [
        ["read", "h.csv"],
        ["template", "mixed_portfolio", "--holdings", "h.csv", "-o", "out"],
        ["watch", "h.csv", "--market", "m.csv"],
        ["batch", "p.csv", "-o", "out"],
    ],
    ids=lambda words: words[0],
)
def test_a_ratio_above_that_of_a_line_is_refused_by_every_command(run, tmp_path, words):
    Path("h.csv").write_text(BOOK, "utf-8")
    Path("m.csv").write_text("symbol,price,as of\nBTC,65000,2026-09-30\n", "utf-8")
    Path("p.csv").write_text("portfolio,asset,quantity,price\nA,BTC,1,2\n", "utf-8")
    made = sorted(tmp_path.iterdir())
    over = "must be like 0.6 or 60%, up to 150%, or 1000% with --allow-over-hedge"
    for said in ("6", "151%"):
        told = f"betahedge: --hedge-ratio: was {said}; {over}\n"
        assert run(*words, "--hedge-ratio", said) == (2, "", told)
    told = "betahedge: --hedge-ratio: was 11; must be like 0.6 or 60%, up to 1000%\n"
    assert run(*words, "--hedge-ratio", "11", "--allow-over-hedge") == (2, "", told)
    assert sorted(tmp_path.iterdir()) == made


def test_a_ratio_above_it_is_taken_where_it_is_allowed(read):
    for words in (["150%"], ["6", "--allow-over-hedge"]):
        code, out, _ = read("--hedge-ratio", *words)
        assert code == 0
    # 26.77 coins, six times, in contracts of a tenth
    assert "1,606.2" in out


def test_a_column_of_trades_that_is_not_used_is_said(run, tmp_path):
    """Fees under a heading that is not known would be no fees, and nobody told."""
    text = "date,contract,side,quantity,price,Comm\n2026-09-09,CME:MBT,sell,1,64000,9\n"
    (tmp_path / "f.csv").write_text(text)
    code, out, _ = run("read", str(tmp_path / "f.csv"))
    assert (code, out.splitlines()[-2:]) == (0, ["Ignored: Comm", "1 line, read as trades"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contract,held\nCME:MBT,5\n", "1 line, read as positions"),
        ("symbol,volume,last\nBTC,5,65000\nETH,7,3500\n", "2 lines, read as market"),
        ("symbol,size,leverage\nBTC,-5,2\nETH,7,2\n", "2 lines, read as positions"),
    ],
)
def test_a_file_that_is_no_book_says_as_what_it_was_read(run, tmp_path, text, said):
    (tmp_path / "f.csv").write_text(text)
    code, out, _ = run("read", str(tmp_path / "f.csv"))
    assert (code, out.splitlines()[-1]) == (0, said)


def test_trades_are_written_plainly_and_a_market_is_not(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("Date;Pair;Side;Qty;Price\n2026-09-01;CME:MBT;sell;2;65.000,50\n")
    code, out, _ = run("read", "t.csv", "--save", "plain.csv")
    assert (code, out.splitlines()[-1]) == (0, "Trades: plain.csv")
    assert Path("plain.csv").read_text("utf-8").splitlines()[1].startswith(
        "2026-09-01,CME:MBT,sell,2,65000.5,0,"
    )  # fmt: skip
    Path("m.csv").write_text("symbol,price\nBTC,65000\n")
    code, _, told = run("read", "m.csv", "--save", "other.csv")
    assert (code, Path("other.csv").exists()) == (2, False)
    assert told.startswith("betahedge: --save: is for holdings, positions, trades or funding;")


def test_the_columns_of_positions_beside_are_named_by_their_kind(read, run):
    Path("p.csv").write_text("contract,Size\nCME:MBT,100\n", "utf-8")
    words = ("--hedge-ratio", "60%", "--positions", "p.csv")
    asked = "--map positions.held=Size if a short is above 0, or --map positions.position=Size"
    assert asked in read(*words)[2]
    code, out, _ = read(*words, "--map", "positions.held=Size", "--json")
    assert (code, json.loads(out)["orders"][0]["held"]) == (0, 100)
    code, out, _ = read(*words, "--map", "positions.position=Size", "--json")
    assert (code, json.loads(out)["orders"][0]["held"]) == (0, -100)
    assert "--map: bought is no field" in read(*words, "--map", "positions.bought=Size")[2]
    of_report = ("--positions", "p.csv", "-o", "pack")
    assert asked in run("report", "h.csv", *of_report)[2]
    of_report += ("--map", "positions.held=Size")
    assert run("report", "h.csv", "--entity", "T", *of_report)[0] != 2
    assert json.loads(Path("pack/report.json").read_text("utf-8"))


def test_the_columns_of_a_market_beside_are_named_by_their_kind(read):
    Path("m.csv").write_text("symbol,bid,ask,now\nBTC,69000,71000,70000\n", "utf-8")
    Path("h.csv").write_text("asset,quantity\nBTC,2\n", "utf-8")
    code, out, _ = read("--market", "m.csv", "--map", "market.price=now", "--json")
    assert (code, json.loads(out)["lines"][0]["price"]) == (0, 70_000)


def test_prices_of_one_day_are_one_day(run, tmp_path):
    path = tmp_path / "p.csv"
    for days, said in ((1, "Prices: 1 day, BTC\n"), (2, "Prices: 2 days, BTC\n")):
        rows = "".join(f"2026-02-{day:02},65000\n" for day in range(1, days + 1))
        path.write_text(f"date,BTC\n{rows}", "utf-8")
        assert run("read", str(path), "--as", "prices") == (0, said, "")
