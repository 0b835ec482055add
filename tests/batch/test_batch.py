"""Many portfolios by Polars: what comes out, that nothing is lost, and nothing half-written."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from batch.many import make_lines, write_lines
from betahedge.batch.policy import Policy
from betahedge.batch.run import DoesNotTieOut, batch, tie_out
from betahedge.batch.source import text_blocks
from betahedge.books.contracts import name_contract
from betahedge.books.model import Book, Line
from betahedge.books.netting import net_orders
from betahedge.cli import main
from betahedge.core.contract import hedge_contract_value
from betahedge.core.margin import hedge_liquidation, hedge_margin
from betahedge.core.pnl import hedge_scenario
from betahedge.core.rounding import round_lots
from betahedge.core.running import hedge_drift
from betahedge.core.sizing import hedge_contracts, hedge_ratio, net_exposure

HEAD = "portfolio,asset,quantity,price,contract,beta,hedge ratio,held\n"


def run(tmp_path: Path, text: str, **policy) -> Path:
    source, output = tmp_path / "p.csv", tmp_path / "out"
    source.write_text(text, "utf-8")
    batch(source, output, Policy(**policy), force=True)
    return output


def rejected(folder: Path) -> list[tuple[str | None, ...]]:
    table = pl.read_csv(folder / "rejected.csv", infer_schema=False)
    return table.select("line", "column", "value", "reason").rows()


def test_a_line_is_sized_as_core_sizes_it(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 3000)
    batch(source, tmp_path / "out", Policy())
    sized = pl.read_parquet(tmp_path / "out" / "lines")
    given_lines = make_lines(3000)
    assert sized.height > 2990
    for row in sized.iter_rows(named=True):
        said = given_lines.row(row["line"] - 1, named=True)
        terms = name_contract(said["contract"]).terms
        size, lot, kind = terms["contract_size"], terms["lot_size"], terms["kind"]
        value, beta, ratio = row["spot_value"], said["beta"], said["hedge_ratio"]
        each = hedge_contract_value(said["futures_price"], size, kind)
        target = round_lots(hedge_contracts(value, each, ratio, beta), lot)
        entry = said["entry_price"] if kind == "inverse" else None
        held_value = hedge_contract_value(said["futures_price"], size, kind, 1.0, entry)
        assert (row["target"], row["order"]) == (target, target - said["held"])
        assert row["residual"] == net_exposure(value, target, each, beta)
        assert row["achieved_ratio"] == hedge_ratio(value, target, each, beta)
        assert row["drift"] == hedge_drift(value, said["held"], held_value, ratio, beta)
        assert row["pnl_up_10"] == hedge_scenario(value, target, each, 0.1, beta).hedged_pnl


def test_margin_and_liquidation_are_those_of_core(tmp_path):
    head = "portfolio,asset,quantity,price,contract,held,entry price,collateral,contract size,kind"
    folder = run(
        tmp_path,
        f"{head},initial margin rate,maintenance margin rate\n"
        "A,BTC,3,65000,X:LIN,3,60000,20000,1,linear,0.1,0.005\n"
        "A,BTC,3,65000,X:INV,1950,60000,65000,100,inverse,0.1,0.005\n"
        "A,ETH,40,3500,X:ETH,40,3400,,1,linear,0.1,0.005\n"
        "A,ETH,40,3500,X:NONE,40,3400,,1,linear,,\n",
    )
    lines = pl.read_parquet(folder / "lines")
    assert lines["initial_margin"].to_list()[0] == hedge_margin(3.0, 65000.0, 0.1)
    prices = lines["liquidation_price"].to_list()
    assert prices[0] == hedge_liquidation(
        60000.0, 1.0, 0.005, contracts=3.0, contract_size=1.0, collateral=20000.0
    )
    assert prices[1] == hedge_liquidation(
        60000.0, 1.0, 0.005, "inverse", contracts=1950.0, contract_size=100.0, collateral=1.0
    )
    assert prices[2] == pytest.approx(hedge_liquidation(3400.0, 10.0, 0.005))
    assert prices[3] is None


def test_every_bad_line_is_said_and_counts_tie_out(tmp_path):
    folder = run(
        tmp_path,
        HEAD + "A,BTC,200,65000,CME:MBT,,0.6,\n"
        ",BTC,1,65000,CME:MBT,,0.6,\nA,,1,65000,CME:MBT,,0.6,\nA,BTC,,65000,CME:MBT,,0.6,\n"
        'A,BTC,"1,5",65000,CME:MBT,,0.6,\nA,BTC,1,,CME:MBT,,0.6,\nA,BTC,1,0,CME:MBT,,0.6,\n'
        "A,BTC,1,65000,CME:NOPE,,0.6,\nA,BTC,1,65000,BTCUSDT,,0.6,\nA,DOT,9,4,CME:MBT,1.3,0.6,\n"
        "A,BTC,1,65000,CME:MBT,,6,\nA,BTC,1,65000,CME:MBT,nan,0.6,\nA,BTC,1e300,65000,,,0.6,\n"
        "A,BTC,1,65000,CME:MBT+CME:BTC,,0.6,\nA,BTC,1,65000,CME:MBT,,0.6,1e99\n",
    )
    found = rejected(folder)
    assert [(line, column, value) for line, column, value, _ in found] == [
        ("3", "portfolio", None), ("4", "asset", None), ("5", "quantity", None),
        ("6", "quantity", "1,5"), ("7", "price", None), ("8", "price", "0"),
        ("9", "contract", "CME:NOPE"), ("10", "contract", "BTCUSDT"), ("11", "futures price", None),
        ("12", "hedge ratio", "6"), ("13", "beta", "nan"), ("14", "quantity", "1e300"),
        ("15", "contract", "CME:MBT+CME:BTC"), ("16", "held", "1e99"),
    ]  # fmt: skip
    assert "BINANCE:BTCUSDT or BYBIT:BTCUSDT" in str(found[7][3])
    record = json.loads((folder / "batch.json").read_text("utf-8"))
    assert (record["counts"]["read"], record["counts"]["good"], record["counts"]["rejected"]) == (
        15, 1, 14,
    )  # fmt: skip
    with pytest.raises(DoesNotTieOut):
        tie_out({"read": 3, "good": 1, "rejected": 1, "lines_of_portfolios": 1})


def test_cash_is_not_hedged_and_the_policy_fills_the_rest(tmp_path):
    text = HEAD + "A,USDC,1000,1,,,,\nA,BTC,10,65000,CME:MBT,,,\nB,btc,10,65000,cme:mbt,,60%,\n"
    folder = run(tmp_path, text, hedge_ratio=0.5)
    assert pl.read_parquet(folder / "lines")["target"].to_list() == [0, 50]
    assert rejected(folder)[0][2] == "60%"


def test_sums_are_whole_millionths(tmp_path):
    folder = run(tmp_path, HEAD + "A,BTC,0.1,1,,,,\n" * 3 + "A,BTC,-0.0000005,1,,,,\n")
    sums = pl.read_parquet(folder / "portfolios.parquet")
    assert sums.select("lines", "spot_value_micro").rows() == [(4, 300_000 - 1)]
    assert sums.schema["spot_value_micro"] == pl.Decimal(38, 0)


def test_sums_beyond_64_bits_are_exact(tmp_path):
    folder = run(tmp_path, HEAD + "A,IDR,2e12,1,,,0,\n" * 30)
    sums = pl.read_parquet(folder / "portfolios.parquet")
    assert int(sums["spot_value_micro"][0]) == 60 * 10**12 * 10**6 > 2**63


def test_the_same_bytes_five_times(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 300_000)
    found = set()
    for n in range(5):
        batch(source, tmp_path / f"out{n}", Policy())
        record = json.loads((tmp_path / f"out{n}" / "batch.json").read_text("utf-8"))
        found.add(json.dumps(record))
    assert len(found) == 1


def test_texts_parquet_and_folders_of_them_are_the_same(tmp_path):
    lines = make_lines(5000).with_columns(pl.col("portfolio").cast(pl.String))
    folder = tmp_path / "in"
    folder.mkdir()
    lines[:2000].write_parquet(folder / "a.parquet")
    lines[2000:].write_csv(folder / "b.csv", separator=";")
    (folder / "_SUCCESS").write_bytes(b"")
    lines.write_parquet(tmp_path / "all.parquet")
    batch(folder, tmp_path / "one", Policy())
    batch(tmp_path / "all.parquet", tmp_path / "other", Policy())
    for name in ("portfolios.parquet", "orders"):
        one, other = (pl.read_parquet(tmp_path / each / name) for each in ("one", "other"))
        assert one.equals(other)
    sized = pl.read_parquet(tmp_path / "one" / "lines")
    assert sized["file"].unique().sort().to_list() == ["a.parquet", "b.csv"]
    assert sized.filter(file="b.csv")["line"].min() == 2


def test_blocks_of_a_text_end_with_lines(tmp_path):
    path = tmp_path / "p.csv"
    rows = [f'"{n}\n""x""",{"y" * n}\n' for n in range(40)]
    path.write_text("a,b\n" + "".join(rows), "utf-8")
    for least in (1, 7, 64, 1000):
        blocks = list(text_blocks(path, least))
        assert all(block.startswith(b"a,b\n") for block in blocks)
        assert b"".join(block[4:] for block in blocks).decode() == "".join(rows)
        assert all(block.count(b'"') % 2 == 0 for block in blocks)


# One contract, one price: as a book has it.
PRICES = {"CME:MBT": 65010.0, "BINANCE:ETHUSDT": 3502.5, "BINANCE:BTCUSD_PERP": 65001.0}
quantities = st.decimals(-1000, 1000, places=4).map(float)
book_line = st.tuples(
    st.sampled_from(["BTC", "ETH", "DOT"]), quantities,
    st.decimals("0.01", 70000, places=2).map(float), st.sampled_from([None, *PRICES]),
    st.one_of(st.none(), st.sampled_from([0.5, 1.2, 1.3128, -0.4])),
    st.one_of(st.none(), st.sampled_from([0.0, 0.333, 0.6, 1.0])),
    st.one_of(st.none(), st.integers(-500, 500).map(float)),
)  # fmt: skip


@given(books=st.lists(st.lists(book_line, min_size=1, max_size=7), min_size=1, max_size=5),
       rounding=st.sampled_from(["nearest", "down", "up"]))  # fmt: skip
def test_a_batch_and_a_book_give_the_same_orders(books, rounding, tmp_path_factory):
    names = ("asset", "quantity", "price", "contract", "beta", "hedge_ratio", "held")
    rows = [
        dict(zip(names, line)) | {"portfolio": n, "futures_price": PRICES.get(line[3])}
        for n, lines in enumerate(books)
        for line in lines
    ]
    folder = tmp_path_factory.mktemp("b")
    schema = {name: pl.Float64 for name in names} | {
        "asset": pl.String, "contract": pl.String, "portfolio": pl.Int64, "futures_price": pl.Float64,
    }  # fmt: skip
    pl.DataFrame(rows, schema=schema).write_parquet(folder / "p.parquet")
    batch(folder / "p.parquet", folder / "out", Policy(0.8, rounding))
    orders = pl.read_parquet(folder / "out" / "orders")
    found = {(row["portfolio"], row["contract"]): row for row in orders.iter_rows(named=True)}
    expected = {
        (n, order.contract): order
        for n, lines in enumerate(books)
        for order in net_orders(as_book(lines), 0.8, rounding)
    }
    assert found.keys() == expected.keys()
    for key, order in expected.items():
        row = found[key]
        assert (row["target"], row["order"]) == (order.target, order.order)
        assert math.isclose(row["exact"], order.exact, rel_tol=1e-14, abs_tol=1e-11)


def as_book(lines: list[tuple]) -> Book:
    book = []
    for asset, quantity, price, contract, beta, ratio, held in lines:
        terms = name_contract(contract).terms if contract else {}
        book.append(
            Line(
                asset, quantity, price, ratio, beta, contract,
                PRICES.get(contract or ""), terms.get("contract_size"), terms.get("lot_size"),
                terms.get("kind"), held=held,
            )
        )  # fmt: skip
    return Book(tuple(book))


def test_a_contract_of_two_prices_has_no_order(tmp_path):
    head = HEAD.replace("held", "futures price")
    text = head + "A,BTC,3,65000,CME:MBT,,,65000\nA,BTC,3,65000,CME:MBT,,,65100\n"
    orders = pl.read_parquet(run(tmp_path, text) / "orders")
    assert orders["order"].to_list() == [None, None]
    assert "two prices or sizes" in orders["note"][0]


def invoke(*words: object):
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.csv", None, "there is no such file or folder"),
        ("p.pdf", b"x", "must be a file .parquet, .csv, .tsv, or a folder"),
        ("p.parquet", b"PAR1 not", "is no Parquet file"),
        ("p.csv", b"portfolio,asset\nA,BTC\n", "has no column quantity, price"),
        ("p.csv", b"", "is empty"),
        ("p.csv", b"portfolio,asset,quantity,price\nA,B,1,2,3,4\n", "is no CSV file"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path, name, data, said):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = invoke("batch", tmp_path / name, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name] * (data is not None)


def test_results_are_replaced_only_if_they_are_results(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 200)
    assert invoke("batch", source, "-o", tmp_path / "out").exit_code == 0
    assert "is there already" in invoke("batch", source, "-o", tmp_path / "out").stderr
    assert invoke("batch", source, "-o", tmp_path / "out", "--force").exit_code == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("kept")
    result = invoke("batch", source, "-o", tmp_path / "mine", "--force")
    assert "is no folder of results" in result.stderr
    result = invoke("batch", source, "-o", tmp_path, "--force")
    assert "holds what is read" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out", "p.parquet"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_run_leaves_no_results(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 1_000_000)
    words = ["batch", str(source), "-o", str(tmp_path / "out")]
    code = f"from betahedge.cli import main; main({words!r})"
    running = subprocess.Popen([sys.executable, "-c", code])
    while running.poll() is None and not list(tmp_path.glob(".out.*/lines/*.parquet")):
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    source = write_lines(tmp_path / "p.parquet", 200)

    def full(*_words, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("betahedge.batch.polars_run._write", full)
    result = invoke("batch", source, "-o", tmp_path / "out")
    assert "No space left" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["p.parquet"]
