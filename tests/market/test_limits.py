"""Watching a book: one line for each limit that is broken since the last run."""

import datetime
import json

import pytest
from click.testing import CliRunner

from betahedge.books.holdings import read_holdings
from betahedge.books.how import How
from betahedge.books.market import Market, Quote
from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.cli import main
from betahedge.market.limits import Bounds, check_limits


def test_all_is_well_in_silence(desk):
    result = desk()
    assert (result.exit_code, result.output) == (0, "")
    assert json.loads((desk.folder / "book.csv.watch.json").read_text("utf-8")) == {
        "watch": 1, "broken": [],
    }  # fmt: skip


def test_a_limit_is_said_once_and_again_after_it_was_whole(desk):
    result = desk(held=1.5)
    assert result.exit_code == 1
    assert result.output == ("BINANCE:BTCUSDT: 1.5 held, 1.8 asked, a drift above 5.0%: sell 0.3\n")
    assert (desk(held=1.5).exit_code, desk(held=1.4).output) == (0, "")
    assert desk().output == "whole again: drift BINANCE:BTCUSDT\n"
    assert desk(held=1.5).exit_code == 1


@pytest.mark.parametrize(
    ("quantity", "held", "line"),
    [
        # 60 % of the coins, in contracts of a coin and lots of 0.001
        (2_500_000, 1_000_000, "1,000,000 held, 1,500,000 asked, a drift above 5.0%: sell 500,000"),
        (
            "22345678.205",
            6_172_839.8,
            "6,172,839.8 held, 13,407,406.923 asked, a drift above 5.0%: sell 7,234,567.123",
        ),
        (-2_500_000, 0.002, "0.002 held, -1,500,000 asked, a drift above 5.0%: buy 1,500,000.002"),
    ],
)
def test_large_numbers_of_contracts_are_written_out(desk, quantity, held, line):
    desk()
    book = desk.folder / "book.csv"
    text = book.read_text("utf-8").replace("BTC,3,", f"BTC,{quantity},")
    book.write_text(text.replace(",1.8,", f",{held},"), "utf-8")
    words = ["watch", str(book), "--market", str(desk.folder / "market.csv")]
    assert CliRunner().invoke(main, words).output == f"BINANCE:BTCUSDT: {line}\n"


def test_old_prices_and_funding_paid(desk):
    result = desk(1.8, -0.0002, 30.0)
    assert result.exit_code == 1
    age, funding = result.output.splitlines()
    assert age.endswith("market.csv: its oldest price is 30.0 hours old, above 24")
    assert funding == "BINANCE:BTCUSDT: the position pays funding of 21.9% a year, above 10.0%"
    assert desk(-1.8, -0.0002, 30.0).output.startswith("BINANCE:BTCUSDT: -1.8 held, 1.8 asked")


@pytest.mark.parametrize(("held", "broken"), [(1, True), (-1, False)])
def test_how_often_funding_is_paid_is_never_assumed(held, broken):
    line = Line("BTC", held, 100.0, 1.0, contract_size=1.0, funding_rate=-0.0001, held=held)
    bounds, now = Bounds(drift=None, age=None), datetime.datetime(2026, 9, 30)
    (limit,) = check_limits(Book((line,)), (), bounds, 1.0, (), now)
    assert (limit.name, limit.is_broken) == ("funding OWN:BTC", broken)
    assert limit.line == "OWN:BTC: the position pays funding, and how often is not known"


def test_bounds_are_the_users(desk):
    assert desk(1.5, 0.0001, 1.0, "--drift", "20%").exit_code == 0
    assert desk(1.8, -0.0002, 30.0, "--age", "48", "--funding", "30%").exit_code == 0
    assert "--drift: was x; must be like" in desk(1.8, 0.0, 1.0, "--drift", "x").stderr
    for age in ("nan", "-1"):
        result = desk(1.8, 0.0, 30.0, "--age", age)
        told = f"betahedge: --age: was {age}; must be hours, 0 or more\n"
        assert (result.exit_code, result.stderr) == (2, told)


@pytest.mark.parametrize(
    ("line", "held", "broken"),
    [
        # 21,500 of 10 USD since 25,000 are 430,000 USD of 450,000 at 50,000: 57.3 % of 60 %
        ("BTC,15,50000,DERIBIT:BTC-PERPETUAL", {"DERIBIT:BTC-PERPETUAL": (21_500, 25_000)}, False),
        ("BTC,15,50000,DERIBIT:BTC-PERPETUAL", {"DERIBIT:BTC-PERPETUAL": (20_000, 25_000)}, True),
        # 15.8 of 16.02 BTC: 59.2 %
        ("BTC,26.7,50000,CME:BTC+CME:MBT", {"CME:BTC": (3, None), "CME:MBT": (8, None)}, False),
        ("BTC,26.7,50000,CME:BTC+CME:MBT", {"CME:BTC": (2, None), "CME:MBT": (8, None)}, True),
    ],
)
def test_a_drift_is_that_of_the_ratio(tmp_path, line, held, broken):
    path = tmp_path / "book.csv"
    path.write_text(f"asset,quantity,price,contract\n{line}\n", "utf-8")
    positions = [Position(name, count, entry) for name, (count, entry) in held.items()]
    now = datetime.datetime.now(datetime.UTC)
    limits = check_limits(
        read_holdings(path, How()).accept(), (), Bounds(age=None, funding=None), 0.6, positions, now
    )
    assert any(limit.is_broken for limit in limits) == broken


@pytest.mark.parametrize(
    ("day", "held", "broken"),
    [("2028-02-29", 18, True), ("2028-03-01", 18, False), ("2027-12-31", 18, True),
     ("2028-02-29", 0, False)],
)  # fmt: skip
def test_a_future_that_ends_today_is_to_be_rolled(tmp_path, day, held, broken):
    path = tmp_path / "book.csv"
    text = f"asset,quantity,price,contract,expiry,held\nBTC,3,65000,CME:MBT,{day},{held}\n"
    path.write_text(text, "utf-8")
    now, bounds = datetime.datetime(2028, 2, 29, 16), Bounds(drift=None, age=None, funding=None)
    (end,) = check_limits(read_holdings(path, How()).accept(), (), bounds, 0.6, (), now)
    assert (end.name, end.is_broken) == ("end CME:MBT", broken)
    assert end.line == (
        f"CME:MBT: {held} held, and it ends on {day}: roll them into a later one, or take out what "
        "was settled"
    )


def test_a_position_that_hedges_nothing_is_a_limit(tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("asset,quantity,price,contract\nBTC,3,65000,CME:MBT\n", "utf-8")
    held = [Position("CME:MBT", 18.0), Position("CME:MSL", 7.0), Position("CME:MSL", 2.0)]
    bounds = Bounds(drift=None, age=None, funding=None)
    book, now = read_holdings(path, How()).accept(), datetime.datetime(2026, 9, 30)
    limits = check_limits(book, (), bounds, 0.6, held, now)
    assert [(limit.name, limit.is_broken, limit.line) for limit in limits] == [
        ("position CME:MBT", False, ""),
        ("position CME:MSL", True, "CME:MSL is held; it hedges no line of the book; "
         "add the coin to the holdings, or close the position"),
    ]  # fmt: skip


def test_a_book_is_watched_at_the_prices_of_the_market(tmp_path):
    """60 % of 10 BTC are 60 contracts of 0.1 at any price; the price of the file is an old one."""
    path = tmp_path / "book.csv"
    head = "asset,quantity,price,contract,futures price,held,as of"
    path.write_text(f"{head}\nBTC,10,50000,CME:MBT,50100,60,2026-06-01\n", "utf-8")
    now = datetime.datetime(2026, 9, 30, 16)
    coin = Quote("BTC", 65_000.0, None, None, None, now)
    future = Quote("CME:MBT", None, 65_000.0, None, None, now)
    book = read_holdings(path, How()).accept()
    for quotes in [(coin, future), (coin,)]:
        limits = check_limits(book, [Market("m.csv", quotes)], Bounds(), 0.6, (), now)
        assert [limit.name for limit in limits if limit.is_broken] == []
    limits = check_limits(book, [Market("m.csv", (future,))], Bounds(), 0.6, (), now)
    said = {limit.name.split()[0]: limit.line for limit in limits if limit.is_broken}
    assert said["age"].endswith("book.csv: its oldest price is 2,920.0 hours old, above 24")
    assert said.keys() == {"age", "drift"}
    path.write_text(path.read_text("utf-8").replace("2026-06-01", ""), "utf-8")
    book = read_holdings(path, How(), Market("m.csv", (future,))).accept()
    limits = check_limits(book, [Market("m.csv", (future,))], Bounds(), 0.6, (), now)
    assert next(
        each.line for each in limits if each.name.startswith("age ") and each.is_broken
    ) == (f"{path}: has no stamp, and prices of it are used")


def test_the_age_of_a_book_is_that_of_the_prices_that_are_used_of_it(tmp_path):
    """BTC is the market's, which is a week old; that of ETH is the file's, of ten hours ago."""
    path, now = tmp_path / "book.csv", datetime.datetime(2026, 9, 30, 16)
    head = "asset,quantity,price,contract,as of"
    rows = "BTC,10,50000,CME:MBT,2026-06-01\nETH,20,3500,CME:MET,2026-09-30T06:00\n"
    path.write_text(f"{head}\n{rows}", "utf-8")
    quote = Quote("BTC", 65_000.0, None, None, None, datetime.datetime(2026, 9, 23, 16))
    market = Market("m.csv", (quote,))
    book = read_holdings(path, How(), market).accept()
    bounds = Bounds(drift=None, age=9.0, funding=None)
    lines = [limit.line for limit in check_limits(book, [market], bounds, 0.6, (), now)]
    assert lines == [
        "m.csv: its oldest price is 168.0 hours old, above 9",
        f"{path}: its oldest price is 10.0 hours old, above 9",
    ]


def test_a_coin_has_the_price_that_the_market_gives_beside_its_contract(desk):
    """60 % of 3 BTC are 1.8 at any price, which the file says is 50,000."""
    desk()
    book = desk.folder / "book.csv"
    book.write_text(book.read_text("utf-8").replace("65000", "50000"), "utf-8")
    words = ["watch", str(book), "--market", str(desk.folder / "market.csv")]
    assert CliRunner().invoke(main, words).output == ""


@pytest.mark.parametrize(("hours", "broken"), [(-0.9, False), (-1.1, True), (-40_000.0, True)])
def test_prices_of_a_time_to_come_are_not_fresh(desk, hours, broken):
    output = desk(hours=hours).output
    assert ("hours ahead of this computer's clock" in output) == broken


def test_shares_are_rounded_as_on_the_page(desk):
    # 0.01% each 8 hours is 10.95% a year: 11.0%, as on the Carry sheet, not 10.9%
    (line,) = desk(1.8, -0.0001, 1.0).output.splitlines()
    assert line == "BINANCE:BTCUSDT: the position pays funding of 11.0% a year, above 10.0%"
