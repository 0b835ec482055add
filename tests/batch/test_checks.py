"""What is wrong with a line is said: where, what it was, and what it must be."""

import json

import pytest

from batch.runs import HEAD, rejected, run


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


def test_contracts_held_that_are_worth_too_much_since_their_entry_are_refused(tmp_path):
    head = "portfolio,asset,quantity,price,contract,kind,contract size,held,entry price\n"
    line = "A,BTC,1,65000,X:INV,inverse,100,{},1\n"  # each moves like 6.5 million
    found = rejected(run(tmp_path, head + line.format("300000") + line.format("-400000")))
    assert found == [
        ("3", "held", "-400000",
         "makes a value above 2,000,000,000,000, too large to count in millionths"),
    ]  # fmt: skip


BESIDE = "portfolio,asset,quantity,price,wallet,type\n"


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        ("N,BTC,4,1,w,Liability", "type", "Liability", "says that it is owed"),
        ("N,BTC,4,1,Crypto loans payable,x", "wallet", "Crypto loans payable", "that it is owed"),
        ("N,BTC,4,1,w,BORROWED", "type", "BORROWED", "says that it is owed"),
        ("N,BTC,4,1,w,Short", "type", "Short", "says that it is short"),
        ("N,BTC,4,1,w,Withdrawal", "type", "Withdrawal", "is a transaction"),
        ("N,BTC,4,1,w,Cancelled", "type", "Cancelled", "is no holding; take the line out"),
        ("N,BTC,4,1,w,sats", "type", "sats", "counts parts of a coin; write whole coins"),
        ("N,USD,4,65000,w,x", "price", "65000", "must be 1, for it is the money of the run"),
        ("N,ETH/USDT:USDT,4,1,w,x", "asset", "ETH/USDT:USDT", "reads like an option, a future"),
        ("N,BTC,4,1,Subtotal,x", "wallet", "Subtotal", "is of a total"),
        ("N,BTC,4,1,w,Totale:", "type", "Totale:", "is of a total"),
        ("Grand total,BTC,4,1,w,x", "portfolio", "Grand total", "is of a total"),
        ("N,ИТОГО,4,1,w,x", "asset", "ИТОГО", "is of a total"),
        ("N,mbtz6,4,1,w,x", "asset", "mbtz6", "reads like an option, a future or a pair"),
        ("N,BTC-27DEC26-70000-C,4,1,w,x", "asset", "BTC-27DEC26-70000-C", "reads like an option"),
    ],
)
def test_a_word_that_says_that_a_line_is_no_holding_refuses_it(
    tmp_path, line, column, value, reason
):
    ((_, of, was, why),) = rejected(run(tmp_path, BESIDE + "N,BTC,10,65000,w,Asset\n" + line))
    assert (of, was) == (column, value)
    assert reason in str(why)


@pytest.mark.parametrize(
    "line",
    [
        "N,BTC,-4,1,w,Liability",
        "N,BTC,-4,1,w,Short",
        "N,BTC,4,1,w,Not borrowed",
        "N,BTC,4,1,Short,x",
        "Total Return Fund,BTC,4,1,w,x",
        "N,BTC,4,1,w,Deposit",
        "N,USDC_POLYGON,4,1,w,x",
    ],
)
def test_other_words_and_what_is_below_0_already_are_held(tmp_path, line):
    assert rejected(run(tmp_path, BESIDE + line)) == []
