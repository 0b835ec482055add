"""A whole run: what cannot be read, counts that tie out, the same bytes every time."""

import hashlib
import json

import pytest

from batch.many import write_lines
from batch.runs import invoke, rejected
from betahedge.batch.policy import Policy
from betahedge.batch.run import DoesNotTieOut, batch, tie_out


def test_the_same_bytes_five_times(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 300_000)
    runs = []
    for n in range(5):
        folder = tmp_path / f"out{n}"
        batch(source, folder, Policy())
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        runs.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    assert {name.partition("/")[0] for name in runs[0]} == {
        "batch.json", "lines", "orders", "portfolios.parquet", "rejected.csv",
    }  # fmt: skip
    assert all(each == runs[0] for each in runs)


def test_the_record_has_the_hash_of_all_that_went_in_and_out(tmp_path):
    source = write_lines(tmp_path / "p.parquet", 1000)
    batch(source, tmp_path / "out", Policy())
    record = json.loads((tmp_path / "out" / "batch.json").read_text("utf-8"))
    said = {tmp_path / "out" / each["name"]: each["sha256"] for each in record["outputs"]}
    said |= {tmp_path / each["name"]: each["sha256"] for each in record["inputs"]}
    written = {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert said.keys() == written - {tmp_path / "out" / "batch.json"} | {source}
    for path, digest in said.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_counts_that_contradict_one_another_are_refused():
    good = {"read": 3, "good": 2, "rejected": 1, "lines_of_portfolios": 2}
    tie_out(good)
    for name in good:
        with pytest.raises(DoesNotTieOut):
            tie_out(good | {name: 4})


def test_no_good_line_is_no_success(tmp_path):
    (tmp_path / "p.csv").write_text("portfolio,asset,quantity,price\nA,BTC,x,1\n", "utf-8")
    result = invoke(tmp_path / "p.csv", "-o", tmp_path / "out")
    where = f"{tmp_path / 'out' / 'rejected.csv'} has the reason of each"
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        [
            f"betahedge: no line is good, and nothing is sized; {where}",
            "  1 line, quantity: must be a number",
        ],
    )
    assert rejected(tmp_path / "out") == [("2", "quantity", "x", "must be a number")]


def test_what_most_lines_lack_is_said_where_none_is_good(tmp_path):
    lines = ["A,BTC,x,1", ",BTC,1,1", *["B,BTC,1,-2"] * 3, "B,BTC,1,1"]
    text = "\n".join(["portfolio,asset,quantity,price,hedge ratio", *lines[:-1], f"{lines[-1]},9"])
    (tmp_path / "p.csv").write_text(text, "utf-8")
    told = invoke(tmp_path / "p.csv", "-o", tmp_path / "out").stderr.splitlines()
    assert told[1:] == [
        "  3 lines, price: must be a number, 0 or above",
        "  1 line, hedge ratio: is above 1.5",
        "  1 line, portfolio: must not be blank",
        "  and other reasons",
    ]


def test_lines_that_name_no_contract_are_counted_and_cash_is_none(tmp_path):
    head = "portfolio,asset,quantity,price,contract,hedge ratio,contract size\n"
    rows = ("BTC,1,9,CME:MBT,,", "BTC,2,9,,,", "ETH,1,9,,0.5,", "ETH,2,9,,0,", "ETH,3,9,,,0.1")
    text = head + "".join(f"A,{row}\n" for row in (*rows, "USDC,4,1,,,", "OLD,5,0,,,"))
    (tmp_path / "p.csv").write_text(text, "utf-8")
    result = invoke(tmp_path / "p.csv", "-o", tmp_path / "out")
    said = "betahedge: warning: 2 lines name no contract, so there is no order for them\n"
    assert (result.exit_code, result.stderr) == (0, said)
    record = json.loads((tmp_path / "out" / "batch.json").read_text("utf-8"))
    assert record["counts"]["without_contract"] == 2


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.csv", None, "there is no such file or folder"),
        ("p.pdf", b"x", "must be a file .parquet, .csv, .tsv, or a folder"),
        ("p.parquet", b"PAR1 not", "is no Parquet file"),
        ("p.csv", b"portfolio,asset\nA,BTC\n", "has no column quantity, price"),
        ("p.csv", b"", "is empty"),
        ("p.csv", "portfolio,asset,quantity".encode("utf-16"), "is not UTF-8 text (byte 1); save"),
        ("p.csv", b"portfolio,asset,quantity,price\nZ\xfcrich,BTC,1,2\n", "text (byte 33); save"),
        ("p.csv", b"portfolio,asset,quantity,price\nA,B,1,2,3,4\n", "line 2 has 6 values"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path, name, data, said):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = invoke(tmp_path / name, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name] * (data is not None)


def test_a_market_in_another_currency_than_the_run_is_refused(tmp_path):
    (tmp_path / "p.csv").write_text("portfolio,asset,quantity\nA,BTC,1\n", "utf-8")
    (tmp_path / "m.csv").write_text("coin,price (EUR)\nBTC,56000\n", "utf-8")
    words = (tmp_path / "p.csv", "-o", tmp_path / "out", "--market", tmp_path / "m.csv")
    result = invoke(*words)
    said = "has prices in EUR, and the run is in USD; must be in one currency"
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert invoke(*words, "--currency", "EUR").exit_code == 0
