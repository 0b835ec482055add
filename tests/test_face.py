"""`import betahedge`: quick to import, and the commands as functions."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pytest

import betahedge
from betahedge.books.how import How
from betahedge.cells import CATALOGUE
from betahedge.templates.book import Policy

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
LINES = [
    {"asset": "BTC", "quantity": 3.0, "price": 65_000.0, "contract": "CME:MBT"},
    {"asset": "<script>", "quantity": 40.0, "price": 3_500.0, "hedge_ratio": 0.0},
]


def test_the_import_is_quick_and_loads_no_room():
    code = (
        "import sys, time\nstart = time.perf_counter()\nimport betahedge\n"
        "print(time.perf_counter() - start)\n"
        "print(sorted(name for name in sys.modules if name.startswith('betahedge')))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    spent, loaded = zip(*(done.stdout.splitlines() for done in runs))
    assert min(map(float, spent)) < 0.05
    assert set(loaded) == {"['betahedge']"}


def test_every_name_is_there_and_no_other():
    assert {*CATALOGUE, "size", "read", "template", "calculate", "export", "report"} <= set(
        dir(betahedge)
    )
    for name in dir(betahedge):
        assert getattr(betahedge, name) is not None
    assert betahedge.HEDGE_PNL is CATALOGUE["HEDGE_PNL"]
    for name in ("HEDGE_NOTHING", "sizes"):
        with pytest.raises(AttributeError, match=name):
            getattr(betahedge, name)


def test_functions_take_what_a_notebook_has():
    # 325,000 and 650,000 against 65,000: 5 and 10 contracts.
    expected = [[5.0], [10.0]]
    for column in (np.array([325e3, 650e3]), pd.Series([325e3, 650e3]), pl.Series([325e3, 650e3])):
        assert betahedge.HEDGE_CONTRACTS(column, 65_000) == expected
    frame = pd.DataFrame({"spot": [0.01, 0.02, 0.04], "future": [0.02, 0.01, 0.03]})
    rows = frame.to_numpy().tolist()
    asked = ([[row[0]] for row in rows], [[row[1]] for row in rows], "returns")
    assert betahedge.HEDGE_BETA(frame["spot"], frame["future"], "returns") == 1.0
    assert betahedge.HEDGE_MINVAR(frame["spot"], frame[["future"]], "returns") == (
        betahedge.HEDGE_MINVAR(*asked)
    )
    wrong = betahedge.HEDGE_CONTRACTS(pd.Series([325e3, float("nan")]), 65_000)
    assert wrong[0] == [5.0]
    assert wrong[1][0].reason == "spot_value: was nan; must be a number"
    assert isinstance(wrong[1][0], betahedge.ErrorValue)


def test_read_gives_what_is_understood():
    found = betahedge.read(EXAMPLES / "german_desk.csv")
    assert [(line.asset, line.quantity) for line in found.book.lines][:2] == [
        ("BTC", 3.5),
        ("ETH", 1250.0),
    ]
    assert "<td>3,775,625</td>" in found._repr_html_()  # 1,250 x 3,020.5
    kinds = ("positions", "trades", "funding", "market", "prices")
    assert [betahedge.read(EXAMPLES / f"{kind}.csv", kind).accept() is not None for kind in kinds]
    with pytest.raises(betahedge.InputError, match="kind: was lots; must be one of holdings"):
        betahedge.read("h.csv", "lots")


def test_a_table_and_what_was_read_are_sized():
    # 3 BTC in micro futures of a tenth: 30 contracts; ether has none.
    rows = {
        "asset": ["BTC", "ETH"],
        "quantity": [3.0, 40.0],
        "price": [65_000.0, 3_500.0],
        "contract": ["CME:MBT", None],
        "hedge_ratio": [1.0, None],
    }
    for table in (pd.DataFrame(rows), pl.DataFrame(rows)):
        sized = betahedge.size(table, hedge_ratio=0.0)
        assert [(order.contract, order.contracts) for order in sized.orders] == [("MBT", 30)]
    read = betahedge.read(EXAMPLES / "holdings.csv")
    assert betahedge.size(read, hedge_ratio=0.6).totals == (
        betahedge.size(EXAMPLES / "holdings.csv", hedge_ratio=0.6).totals
    )
    assert betahedge.template(book=read).check == "OK"


def test_a_notebook_shows_a_files_text_as_text(tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price\n<img src=x>,1,2\n=1+1,x,2\n")
    shown = betahedge.read(tmp_path / "h.csv")._repr_html_()
    assert "&lt;img src=x&gt;" in shown
    assert "<img" not in shown
    assert "Fault: line 3, quantity: was &quot;x&quot;; must be a number" in shown


def test_template_of_lines_is_calculated_and_proved(tmp_path):
    # 3 BTC in micro futures of a tenth, 60 % of them: 18 contracts.
    book = betahedge.template("mixed_portfolio", LINES, policy=Policy(hedge_ratio=0.6))
    assert (book.check, book.failures) == ("OK", [])
    assert book["orders.order"] == [18.0, 0.0]
    assert book["Hedge!A11"] == "<script>"
    data = book.to_xlsx(tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == data == book.data
    with pytest.raises(betahedge.InputError, match="is there already"):
        book.to_xlsx(tmp_path / "b.xlsx")
    assert "Checks: OK" in repr(book)
    assert "<td>HEDGE_CONTRACTS</td>" in book._repr_html_()


def test_template_of_a_file_and_of_a_strategy(tmp_path):
    (tmp_path / "h.csv").write_text("asset,quantity,price\nBTC,3,65000\nETH,many,1\n")
    with pytest.raises(betahedge.InputError, match="line 3, quantity"):
        betahedge.template("mixed_portfolio", tmp_path / "h.csv")
    book = betahedge.template(
        "mixed_portfolio", tmp_path / "h.csv", how=How(skip_bad_lines=True), entity="Desk"
    )
    assert book["hedge.full"] == [3.0]
    strategy = betahedge.template("transition")
    assert strategy.check == "OK"
    for words, message in (
        (("carry", LINES), "book: is not for carry, which has inputs"),
        (("mixed",), "name: was mixed; must be one of mixed_portfolio, single_asset"),
    ):
        with pytest.raises(betahedge.InputError, match=message):
            betahedge.template(*words)
    with pytest.raises(betahedge.InputError, match="entity: goes with a book; there is none"):
        betahedge.template("carry", entity="Desk")
    with pytest.raises(betahedge.InputError, match="inputs: is not for mixed_portfolio"):
        betahedge.template(inputs="x.csv")


def workbook():
    book = openpyxl.Workbook()
    book.active["A1"] = "=HEDGE_CONTRACTS(195000,6500,0.6)"
    book.active["A2"] = "=HEDGE_CONTRACTS(1,0)"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_calculate_stores_values(tmp_path):
    (tmp_path / "<b>.xlsx").write_bytes(workbook())
    for given in (workbook(), tmp_path / "<b>.xlsx", str(tmp_path / "<b>.xlsx")):
        book = betahedge.calculate(given)
        assert (book["Sheet!A1"], book["Sheet!A2"], book.check) == (18.0, "#DIV/0!", None)
        assert "contract_value: was 0; must be a number above 0" in repr(book)
    with pytest.raises(betahedge.InputError, match="there is no such file"):
        betahedge.calculate(tmp_path / "none.xlsx")


def test_export_is_the_hosts_file(tmp_path):
    data = betahedge.export(betahedge.calculate(workbook()), "native", tmp_path / "n.xlsx")
    assert (tmp_path / "n.xlsx").read_bytes() == data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert "HEDGE" not in sheet["A1"].value
    betahedge.export(workbook(), "server", tmp_path / "s.xlsx", namespace="DESK")
    assert (tmp_path / "betahedge_functions.py").exists()
    with pytest.raises(betahedge.InputError, match="host: was excel; must be one of calc"):
        betahedge.export(workbook(), "excel")
    assert zipfile.is_zipfile(tmp_path / "s.xlsx")


def test_a_template_of_prices_says_which_come_after_its_day():
    prices = betahedge.read(EXAMPLES / "prices.csv", "prices").accept()
    rows = {"asset": ["BTC"], "quantity": [3.0], "price": [65_000.0], "contract": ["CME:MBT"]}
    day = prices.dates[-3].date()  # two days are later
    made = betahedge.template("mixed_portfolio", pd.DataFrame(rows), prices=prices, as_of=day)
    assert f"2 rows of {prices.source} left out: after {day}" in made.warnings
