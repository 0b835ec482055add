"""A line: filled from what is known, and sized as core sizes it."""

import polars as pl
import pytest

from batch.many import make_lines, write_lines
from batch.runs import HEAD, rejected, run
from betahedge.batch.policy import Policy
from betahedge.batch.run import batch
from betahedge.books.contracts import name_contract
from betahedge.core.contract import hedge_contract_value
from betahedge.core.margin import hedge_liquidation, hedge_margin
from betahedge.core.pnl import hedge_scenario
from betahedge.core.rounding import round_lots
from betahedge.core.running import hedge_drift, position_money, target_position
from betahedge.core.sizing import hedge_contracts, hedge_ratio, net_exposure


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
        exact, held = hedge_contracts(value, each, ratio, beta), said["held"]
        entry = said["entry_price"] if kind == "inverse" else None
        held_value = hedge_contract_value(said["futures_price"], size, kind, 1.0, entry)
        target = target_position(exact, held, held_value, each, lot)
        hedge = position_money(target, held, held_value, each)
        if kind == "linear":
            assert (target, hedge) == (round_lots(exact, lot), target * each)
        assert (row["target"], row["order"]) == (target, target - held)
        assert row["residual"] == net_exposure(value, hedge, 1.0, beta)
        assert row["achieved_ratio"] == hedge_ratio(value, hedge, 1.0, beta)
        assert row["drift"] == hedge_drift(value, held, held_value, ratio, beta)
        assert row["pnl_up_10"] == hedge_scenario(value, hedge, 1.0, 0.1, beta).hedged_pnl


def test_an_inverse_position_that_is_held_counts_since_its_entry(tmp_path):
    """By hand: 10 BTC, of 100 USD sold at 60,000, at 90,000: 6,000 are all of a hedge."""
    head = "portfolio,asset,quantity,price,contract,held,entry price,contract size,lot size,kind"
    folder = run(
        tmp_path,
        f"{head}\n"
        "A,BTC,10,90000,X:INV,6000,60000,100,1,inverse\n"
        "B,BTC,10,90000,X:INV,5000,60000,100,1,inverse\n"
        "C,BTC,10,90000,X:INV,6500,60000,100,1,inverse\n"
        "D,BTC,10,90000,X:INV,,,100,1,inverse\n",
    )
    lines = pl.read_parquet(folder / "lines")
    assert lines["order"].to_list() == [0, 1500, -500, 9000]
    assert lines["residual"].to_list() == [0, 0, 0, 0]
    assert lines["achieved_ratio"].to_list() == [1, 1, 1, 1]
    orders = pl.read_parquet(folder / "orders").sort("portfolio")
    assert orders["order"].to_list() == [0, 1500, -500, 9000]


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


def test_what_a_shorter_line_lacks_is_blank(tmp_path):
    head = "portfolio,asset,quantity,price,beta,held"
    folder = run(tmp_path, f"{head}\nA,BTC,1,65000,,0\nB,BTC,1,9\n")
    lines = pl.read_parquet(folder / "lines")
    assert lines.select("exposure", "held").rows() == [(65_000, 0), (9, 0)]


def test_collateral_buys_the_coins_of_an_inverse_contract_at_its_own_price(tmp_path):
    # by hand: 130,000 USD at 65,000 are 2 coins, and X (1 - m) / (X / E - 2) with X = 195,000
    head = "portfolio,asset,quantity,price,contract,held,entry price,collateral,contract size,kind"
    folder = run(
        tmp_path,
        f"{head},initial margin rate,maintenance margin rate,futures price\n"
        "A,SOL,1300,150,X:INV,1950,60000,130000,100,inverse,0.1,0.005,65000\n"
        "B,BTC,3,50000,X:INV,1950,60000,130000,100,inverse,0.1,0.005,65000\n",
    )
    prices = pl.read_parquet(folder / "lines")["liquidation_price"].to_list()
    assert prices == pytest.approx([195_000 * 0.995 / 1.25] * 2)


def test_cash_is_not_hedged_and_the_policy_fills_the_rest(tmp_path):
    text = HEAD + "A,USDC,1000,1,,,,\nA,BTC,10,65000,CME:MBT,,,\nB,btc,10,65000,cme:mbt,,0.6,\n"
    folder = run(tmp_path, text, hedge_ratio=0.5)
    assert pl.read_parquet(folder / "lines")["target"].to_list() == [0, 50, 60]


def test_coins_that_name_no_contract_are_not_hedged_and_what_is_held_of_one_is_refused(tmp_path):
    head = HEAD.replace("held", "contract size,held")
    lines = "A,btc,10,65000,,,0.6,1,2\nA,ETH,10,3500,,,0.6,,0\nA,DUST,9,0,,,0.6,,4\n"
    folder = run(tmp_path, head + lines)
    sized = pl.read_parquet(folder / "lines").select("contract", "target", "order", "residual")
    assert sized.rows() == [("OWN:BTC", 6, 4, 260_000), (None, 0, 0, 35_000)]
    orders = pl.read_parquet(folder / "orders").select("contract", "target", "held", "order")
    assert orders.rows() == [("OWN:BTC", 6, 2, 4)]  # its own size says what it is
    must = "must be named, for contracts are held; or give its contract size"
    assert rejected(folder) == [("4", "contract", None, must)]


def test_cash_that_is_not_hedged_is_no_exposure(tmp_path):
    lines = "A,USDC,1000,1,,,,\nA,USDT,1000,1,,1,,\nA,EUR,1000,1.1,,,0.5,\n"
    folder = run(tmp_path, HEAD + lines)
    assert pl.read_parquet(folder / "lines")["exposure"].to_list() == [0, 1000, 1100]
    assert pl.read_parquet(folder / "portfolios.parquet")["exposure_micro"].to_list() == [2100e6]


def test_stablecoins_of_custodians_are_cash(tmp_path):
    lines = "A,usdt_erc20,1000,1,,,,\nA,USDC.e,1000,1,,,,\nA,ZUSD,1000,1,,,,\nA,USDT_X,7,1,,,,\n"
    folder = run(tmp_path, HEAD + lines)
    assert pl.read_parquet(folder / "lines")["exposure"].to_list() == [0, 0, 0, 7]


def test_what_is_held_without_an_entry_or_collateral_has_a_liquidation(tmp_path):
    """By hand: of 1 sold at 100 with 50, 150 are a quarter more than 120; so of 1 at 1 with 0.5.

    Of 600,000 USD since 60,000, 10 BTC, a tenth is posted: 99.5 % of it over 9 BTC.
    """
    head = "portfolio,asset,quantity,price,contract,held,entry price,collateral,contract size,kind"
    folder = run(
        tmp_path,
        f"{head},initial margin rate,maintenance margin rate\n"
        "A,ETH,1,100,X:E,1,,50,1,linear,0.1,0.25\n"
        "B,ETH,1,1,X:E,1,,0.5,1,linear,0.1,0.25\n"
        "C,BTC,10,65000,X:B,6000,60000,,100,inverse,0.1,0.005\n",
    )
    found = pl.read_parquet(folder / "lines")["liquidation_price"].to_list()
    assert found == pytest.approx([120, 1.2, 600_000 * 0.995 / 9])


def test_a_size_is_one_coin_and_a_lot_nothing_where_none_is_said(tmp_path):
    """By hand: 3.25 coins are 7 lots of half a contract of one, and 1.625 contracts of two."""
    head = "portfolio,asset,quantity,price,hedge ratio,contract size,lot size"
    folder = run(tmp_path, f"{head}\nA,BTC,3.25,100,1,,0.5\nB,BTC,3.25,100,1,2,\n")
    lines = pl.read_parquet(folder / "lines")
    assert lines.select("contract_value", "lot_size", "target").rows() == [
        (100, 0.5, 3.5), (200, 0, 1.625)
    ]  # fmt: skip


def test_lines_of_one_inverse_contract_move_as_their_entries_do_together(tmp_path):
    """By hand: 360,000 USD since 60,000 are 6 BTC, 240,000 since 45,000 5.33: 1,020,000 at 90,000.

    120,000 are too many, of 170 each: 706 are bought.  6.67 and 3.33 BTC are all of 10 and stay.
    """
    head = "portfolio,asset,quantity,price,contract,held,entry price,contract size,lot size,kind"
    rows = [("A", 4000, 60_000), ("A", 2000, 60_000), ("B", 3600, 60_000), ("B", 2400, 45_000)]
    lines = [f"{who},BTC,5,90000,X:INV,{n},{entry},100,1,inverse,{n}\n" for who, n, entry in rows]
    folder = run(tmp_path, f"{head},wallet\n{''.join(lines)}")
    orders = pl.read_parquet(folder / "orders").sort("portfolio")
    assert orders["order"].to_list() == [0, -706]
