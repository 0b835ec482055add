"""The pack: the same number in every output, refusals in one line, the old pack or the new one."""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest

import betahedge
from betahedge.books.market import Market, Quote
from betahedge.books.model import Book, Line
from betahedge.errors import InputError
from betahedge.report.case import Case, hash_of
from betahedge.report.making import make_report
from betahedge.report.numbers import amount, percent
from betahedge.report.pack import NAMES, make_pack
from betahedge.report.schema import make_schema, schema_json
from report.pages import MINUS, attachment, text_of
from report.sample_cases import ALL, HOSTILE, fifty, names

RUN = [sys.executable, "-c", "from betahedge.cli import main; main()", "report"]
HOLDINGS = """asset,quantity,price,contract,hedge ratio,collateral,held,as of
BTC,226.77,65000,CME:MBT,60%,3000000,1200,2026-09-30
ETH,1200,3500,BINANCE:ETHUSDT,60%,900000,700,2026-09-30
"""
HERE = {**os.environ, "PYTHONPATH": str(Path(betahedge.__file__).parents[1])}
AS_OF = ["--as-of", "2026-09-30T16:00"]


@pytest.fixture(scope="module")
def pack():
    """Fifty assets on four venues, with an inverse contract, cash and wallets."""
    return make_pack(of_four_venues())


def of_four_venues():
    from dataclasses import replace

    from betahedge.books.model import Line, Wallet

    case = fifty()
    wallets = (Wallet("custodian", 100.0), Wallet("exchange", 44.8))
    lines = [
        replace(each, wallets=wallets) if each.asset == "BTC" else each for each in case.book.lines
    ]
    lines[1] = Line(
        "ETH", 2_357, 3_500, 0.6, 1.0, "DERIBIT:ETH-PERPETUAL", 3_500.0, 1.0, 1.0, "inverse",
        funding_rate=0.0001, funding_interval=8.0, held=4_000_000.0, entry_price=3_400.0,
        collateral=2_000_000.0,
    )  # fmt: skip
    lines.append(Line("USDC", 2.5e6, 1.0, 0.0, is_cash=True))
    return replace(case, book=replace(case.book, lines=tuple(lines)))


def test_every_file_is_there(pack):
    assert set(pack.files) == NAMES - {"rejected.csv", "journal.csv"}
    audit = json.loads(pack.files["audit.json"])
    assert audit["status"] == "OK"
    assert all(
        audit["outputs"][name]["sha256"] == hash_of(data)
        for name, data in pack.files.items()
        if name != "audit.json"
    )


def test_the_same_numbers_in_every_output(pack):
    report, files = pack.made.report, pack.files
    data = json.loads(files["report.json"])
    first = text_of(files["report.pdf"], 1)
    mail = files["report.md"].decode().replace(MINUS, "-")
    for name in ("exposure", "hedge_value", "net"):
        written = amount(data["totals"][name], report.money).replace(MINUS, "-")
        assert written in first
        assert written in mail
    for row in data["assets"][:10]:
        for value in (row["exposure"], row["hedge_value"], row["net"]):
            written = amount(value, report.money).replace(MINUS, "-")
            assert written in first, row["asset"]
            assert written in mail
    assert percent(data["totals"]["ratio"]) in first
    assert attachment(files["report.pdf"]) == files["report.json"]


def test_the_workbook_says_the_same(pack):
    book = openpyxl.load_workbook(io.BytesIO(pack.files["report.xlsx"]), data_only=True)
    sheet = book["Orders"]
    heads = {
        cell.value: cell.column for row in sheet.iter_rows(max_row=12) for cell in row
        if cell.value in ("Asset", "Order fx", "Exposure", "Exposure left", "Ratio after")
    }  # fmt: skip
    found = {}
    for row in range(1, sheet.max_row + 1):  # the list of orders below names assets as well
        cells = {name: sheet.cell(row, column).value for name, column in heads.items()}
        found.setdefault(cells["Asset"], cells)
    for row in pack.made.report.assets:
        cells = found[row.asset]
        assert cells["Order fx"] == pytest.approx(row.order, abs=1e-9), row.asset
        assert cells["Exposure"] == pytest.approx(row.exposure, rel=1e-12)
        assert cells["Exposure left"] == pytest.approx(row.net, rel=1e-9, abs=1e-6)


def test_orders_for_a_broker(pack):
    rows = list(csv.DictReader(io.StringIO(pack.files["orders.csv"].decode())))
    report = pack.made.report
    assert [(r["contract"], r["side"]) for r in rows] == [
        (o.contract, o.side) for o in report.orders
    ]
    assert [float(r["contracts"]) for r in rows] == pytest.approx(
        [o.contracts for o in report.orders], rel=1e-14
    )
    assert len({(r["venue"], r["contract"]) for r in rows}) == len(rows)
    traded = sum(float(r["notional"]) for r in rows)
    assert traded == pytest.approx(sum(o.notional for o in report.orders))


def test_the_committed_schema_is_that_of_the_classes_and_holds(pack):
    schema = json.loads(schema_json())
    assert schema == make_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in ALL:
        from betahedge.report.schema import report_json

        jsonschema.validate(json.loads(report_json(make_report(ALL[name]()).report)), schema)
    jsonschema.validate(json.loads(pack.files["report.json"]), schema)


def test_hostile_names_are_text_in_every_output():
    pack = make_pack(names())
    rows = list(csv.reader(io.StringIO(pack.files["orders.csv"].decode())))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]
    assert any(cell == "'=cmd|'/c calc'!A1" for row in rows for cell in row)
    assert {row["asset"] for row in json.loads(pack.files["report.json"])["assets"]} | set(
        json.loads(pack.files["report.json"])["names"].values()
    ) >= set(HOSTILE)
    mail = pack.files["report.md"].decode()
    assert "<b>" not in mail.replace("\\<b\\>", "")
    book = openpyxl.load_workbook(io.BytesIO(pack.files["report.xlsx"]))
    cells = [cell for row in book["Inputs"].iter_rows() for cell in row if cell.value == HOSTILE[5]]
    assert [cell.data_type for cell in cells] == ["s"]


def run(folder, *words, holdings=HOLDINGS, **more):
    (folder / "h.csv").write_text(holdings)
    command = [*RUN, "h.csv", "-o", "pack", *AS_OF, *words]
    return subprocess.run(command, cwd=folder, env=HERE, capture_output=True, text=True,
                          check=False, **more)  # fmt: skip


def test_a_treasurers_file_gives_a_page_to_sign(tmp_path):
    done = run(tmp_path, "--entity", "Treasury")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("One order brings the book from 54.1% to 59.6% hedged;")
    assert {path.name for path in (tmp_path / "pack").iterdir()} == NAMES - {
        "rejected.csv", "journal.csv",
    }  # fmt: skip
    assert not list(tmp_path.glob(".pack*"))
    again = run(tmp_path)
    assert again.returncode == 2
    assert again.stderr == "betahedge: pack: is there already; give another name, or --force\n"


FAULTS = {
    "a coin without a price": (
        "asset,quantity\nBTC,3\n", ["--market", "m.csv"], "has no price", 2,
        {"m.csv": "symbol,price,as of\nETH,3500,2026-09-30T16:00Z\n"},
    ),
    "stale prices": (
        "asset,quantity\nBTC,3\n", ["--market", "m.csv"], "Prices are 1 day old at most", 1,
        {"m.csv": "symbol,price,as of\nBTC,65000,2026-09-20T16:00Z\n"},
    ),
    "two currencies": (
        "asset,quantity,price,currency\nBTC,3,65000,USD\nETH,1,3000,EUR\n", [],
        "has prices in USD (line 2) and EUR (line 3); a book has one currency", 2, {},
    ),
    "contradictory positions": (
        HOLDINGS, ["--positions", "p.csv"], "say 1,200 contracts held, the positions 7", 2,
        {"p.csv": "contract,held\nCME:MBT,7\nBINANCE:ETHUSDT,700\n"},
    ),
    "no such file": (HOLDINGS, ["--policy", "none.toml"], "there is no such file", 2, {}),
    "a bad policy": (HOLDINGS, ["--policy", "p.toml"], "p.toml, band: was 7", 2,
                     {"p.toml": "band = 7\n"}),
    "no pack before": (HOLDINGS, ["--previous", "x.json"], "is no report of the schema", 2,
                       {"x.json": "{}"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line_in_terminal_exit_code_and_audit(tmp_path, name):
    holdings, words, said, code, files = FAULTS[name]
    for file, text in files.items():
        (tmp_path / file).write_text(text)
    done = run(tmp_path, *words, holdings=holdings)
    assert done.returncode == code, done.stderr
    assert len([line for line in done.stderr.splitlines() if said in line]) == 1
    audit = tmp_path / "pack" / "audit.json" if code == 1 else tmp_path / "pack.refused.json"
    found = json.loads(audit.read_text())
    assert any(said in fault for fault in found["faults"])
    assert found["status"] == ("FAILED" if code == 1 else "REFUSED")
    if code == 1:
        page = text_of((tmp_path / "pack" / "report.pdf").read_bytes(), 1)
        assert "Not to be signed" in page


def test_bad_lines_left_out_are_said_everywhere(tmp_path):
    done = run(tmp_path, "--skip-bad-lines", holdings=HOLDINGS + "SOL,many,150,,,,,\n")
    assert done.returncode == 0, done.stderr
    assert "left out: line 4" in done.stderr
    audit = json.loads((tmp_path / "pack" / "audit.json").read_text())
    assert len(audit["left_out"]) == 1
    assert audit["read"]["lines"] == {"read": 3, "good": 2, "rejected": 1}
    assert "1 line of the holdings left out" in text_of(
        (tmp_path / "pack/report.pdf").read_bytes(), 1
    )
    assert (tmp_path / "pack" / "rejected.csv").exists()


def test_a_file_that_changes_while_it_is_read(tmp_path):
    from betahedge.books.how import How
    from betahedge.report.gathering import gather
    from betahedge.report.pack import write_pack

    (tmp_path / "h.csv").write_text(HOLDINGS)
    case, _ = gather(tmp_path / "h.csv", {}, How())
    pack = make_pack(case)
    (tmp_path / "h.csv").write_text(HOLDINGS.replace("226.77", "226.78"))
    with pytest.raises(InputError, match=r"changed while it was read; run it again"):
        write_pack(pack, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_bytes_are_equal_on_two_runs(tmp_path):
    first = run(tmp_path)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    second = run(tmp_path, "--force")
    assert (first.returncode, second.returncode) == (0, 0)
    again = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    same = {name for name in kept if kept[name] == again[name]}
    assert same >= {"report.pdf", "report.json", "orders.csv", "report.md"}


def test_what_is_read_names_no_path_of_this_computer(pack):
    text = pack.files["audit.json"].decode() + pack.files["report.json"].decode()
    assert not re.search(r"/(work|home|tmp|Users)/", text)


def test_the_audit_says_whose_time_the_reports_is():
    """A price without a day beside a market: the report is of the market's time."""
    time = datetime.datetime(2026, 9, 30, 16)
    market = Market("m.csv", (Quote("BTC", 65_000.0, None, None, None, time),))
    book = Book((Line("BTC", 1, 65_000), Line("ETH", 1, 3_500)))
    audit = json.loads(make_pack(Case(book, market=market)).files["audit.json"])
    assert (audit["as_of"], audit["as_of_is"]) == ("2026-09-30T16:00Z", "of the prices")
