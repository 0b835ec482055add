"""What is said of a good book: cash, dead tokens, betas, and what was understood."""

import pytest

from betahedge.books.how import How
from betahedge.books.kinds import kinds_of
from betahedge.books.model import Counts
from betahedge.books.writing import rejected_csv
from books.files import (
    HEAD,
    lines,
    read,
    said,
    xlsx,
)


def test_cash_is_shown_and_not_hedged_unless_a_ratio_is_given():
    reading = read(
        "asset,quantity,price,hedge ratio\nUSDT,2500000,1,\nUSDC,5,1,0.5\nBTC,3,65000,\nUSD,7,,\n"
    )
    found = {
        line.asset: (line.is_cash, line.hedge_ratio, line.is_hedged) for line in reading.book.lines
    }
    assert found == {
        "USDT": (True, 0.0, False), "USDC": (True, 0.5, True), "BTC": (False, None, True), "USD": (True, 0.0, False),
    }  # fmt: skip
    assert read("asset,quantity,price\nXSGD,5,1\n", cash=frozenset({"XSGD"})).book.lines[0].is_cash


def test_a_dead_token_is_worth_nothing_and_said():
    reading = read("asset,quantity,price\nDEADCOIN,1000,0\nBTC,3,65000\n")
    assert [(line.asset, line.is_hedged) for line in reading.book.lines] == [
        ("DEADCOIN", False),
        ("BTC", True),
    ]
    assert reading.book.warnings == (
        "DEADCOIN: has the price 0; it is worth nothing, and not hedged",
    )


def test_a_beta_on_a_coins_own_future_is_said():
    reading = read(
        "asset,quantity,price,contract,beta\nBTC,3,65000,CME:MBT,1.2\nETH,4,3500,CME:MBT,1.2\n"
    )
    assert reading.book.warnings == (
        "BTC: CME:MBT is on BTC itself, where beta is 1; with 1.2 the hedge is 120% of what was asked",
    )


def test_what_is_said_of_a_good_file():
    reading = read("Coin,Amount,Price (EUR),Wallet,ISIN\nXBT,1,5,a,\nBTC,2,5,b,\n")
    assert reading.book.currency == "EUR"
    assert reading.understood.mapped == {
        "asset": "Coin", "quantity": "Amount", "price": "Price (EUR)", "wallet": "Wallet",
    }  # fmt: skip
    assert reading.understood.ignored == ("ISIN",)
    assert reading.understood.notes == (
        "names read as tickers: XBT = BTC",
        "added up: BTC of 2 lines",
    )
    assert [tuple(wallet) for wallet in reading.book.lines[0].wallets] == [("a", 1.0), ("b", 2.0)]
    notes = read(xlsx(HEAD, ["BTC", "3", 65000]), "h.xlsx").understood.notes
    assert notes == ("quantity: 1 cell holds a text that is a number",)


@pytest.mark.parametrize("heading", ["Währung", "Devise", "Divisa", "Moneda"])
def test_a_column_of_the_currency_is_known_in_german_french_and_spanish(heading):
    reading = read(f"asset;quantity;price;{heading}\nBTC;3;65000;CHF\n")
    assert (reading.book.currency, reading.book.lines[0].value) == ("CHF", 195_000)


def test_what_a_bank_says_it_is_worth_gives_the_price():
    reading = read("Coin;Bestand;Marktwert\nBTC;3;195000\n")
    assert reading.book.lines[0].price == 65_000


def test_what_the_user_says_goes_before():
    data = "name of it;pieces;asset;quote\nBTC;1.250;x;5\n"
    chosen = {"asset": "name of it", "quantity": "pieces", "price": "#4"}
    assert lines(read(data, columns=chosen, decimal=",")) == [("BTC", 1250.0, 5.0)]
    assert lines(read(data, columns=chosen, decimal=".")) == [("BTC", 1.25, 5.0)]
    assert said(data, columns={"asset": "nothing"}) == [
        "h.csv, --map asset=nothing: there is no such column; there are name of it, pieces, asset, quote"
    ]
    assert said(data, columns={"colour": "x"})[0].startswith(
        "--map: colour is no field; there are asset, "
    )
    book = xlsx(HEAD, ["BTC", 3, 65000], sheets=[("Old", [HEAD, ["BTC", 2, 60000]])])
    assert lines(read(book, "h.xlsx", sheet="Old")) == [("BTC", 2.0, 60000.0)]
    assert said(book, "h.xlsx", sheet="New") == [
        "h.xlsx, --sheet: there is no sheet New; there are Sheet, Old"
    ]
    ratio = "asset,quantity,price,hedge ratio\nBTC,3,65000,6\n"
    assert read(ratio, allow_over_hedge=True).book.lines[0].hedge_ratio == 6.0
    assert lines(read("asset,quantity,price\nSOL03.S,3,150\n", coins={"SOL03.S": "SOL"})) == [
        ("SOL", 3.0, 150.0)
    ]


def test_per_cent_is_read_as_it_is_written():
    data = "asset,quantity,price,hedge ratio %\nBTC,3,65000,60\nETH,1,2,55 %\nSOL,1,2,0.5%\n"
    assert [line.hedge_ratio for line in read(data).book.lines] == [0.6, 0.55, 0.005]


@pytest.mark.parametrize("name", ["BTC-27DEC26-70000-C", "ETH-USD-261227-3500-P", "ETH-PERP",
                                  "SOL-USDT-SWAP"])  # fmt: skip
def test_an_option_or_a_future_among_the_coins_is_said(name):
    (warning,) = read(f"asset,quantity,price\n{name},-5,1200\n").book.warnings
    assert warning.startswith(
        f"{name}: reads like an option, a future or a pair, and is counted as a coin"
    )


@pytest.mark.parametrize("name", ["BTC", "PERP", "cbBTC", "USD-C", "LP-UNI-V2", "BTC-PERPETUITY"])
def test_a_coin_is_no_future_by_a_part_of_its_name(name):
    assert read(f"asset,quantity,price\n{name},5,1200\n").book.warnings == ()


def test_a_history_or_a_ledger_is_not_added_up():
    text = "date,coin,amount,price\n2026-08-31,USDC,1000,1\n2026-09-30,USDC,2000,1\n"
    [fault] = said(text)
    assert fault == (
        'h.csv, line 3, as of: was "2026-09-30 00:00:00"; is another time of USDC than that of '
        "line 2, as in a history; leave one time, or say --map as_of= to add them up"
    )
    assert lines(read(text, columns={"as_of": ""})) == [("USDC", 3000, 1)]
    wallets = "wallet,date,coin,amount,price\nA,2026-08-31,BTC,1,2\nB,2026-09-30,BTC,2,2\n"
    assert lines(read(wallets)) == [("BTC", 3, 2)]


def test_a_share_beside_per_cents_is_asked_about():
    """0.5 beside 50 is half, or half a per cent."""
    (line,) = said("asset,quantity,price,hedge ratio %\nBTC,1,2,50\nETH,1,2,0.5\n")
    assert "the heading says per cent, and 0.5 can be 0.5% or 50%" in line


def test_a_fault_of_a_date_is_said_once():
    assert len(said("asset,quantity,price,as of\nBTC,1,2,03/04/2026\n")) == 1


def test_transactions_are_no_balances():
    text = "Type,Coin,Amount,Price\nDeposit,BTC,2,65000\nWithdrawal,BTC,0.5,65000\n"
    assert said(text) == [
        "h.csv, line 1: says in Type what went away, so it lists transactions and no balances; "
        "give the balances, or say --map quantity=COLUMN to add up all"
    ]
    assert lines(read(text, columns={"quantity": "Amount"})) == [("BTC", 2.5, 65000)]
    assert not read(text.replace("Withdrawal", "Deposit").replace("0.5", "1.5")).faults


def test_a_number_of_lots_is_no_size_of_a_lot():
    assert read("asset,quantity,price,lots\nBTC,2,65000,5\n").book.lines[0].lot_size is None


def test_what_is_mapped_is_a_column_each_and_under_a_header():
    table = "BTC,2,65000\nETH,3,3000\n"
    by_place = {"asset": "#1", "quantity": "#2", "price": "#3"}
    assert said(table, columns=by_place) == [
        "h.csv, line 1: is no header, for quantity is 2 there; write a line of names above it"
    ]
    assert len(lines(read("a,b,c\n" + table, columns=by_place))) == 2
    assert said("asset,n\nBTC,2\n", columns={"quantity": "n", "price": "n"}) == [
        "h.csv, --map: quantity and price are one column; say two"
    ]


def test_a_funding_rate_without_its_per_cent_sign_is_warned_of():
    """0.01 every 8 hours is 10.95 a year, 1,095 %; 0.01 % is a tenth of that in per cent."""
    text = "asset,quantity,price,contract,funding rate\nBTC,2,65000,BINANCE:BTCUSDT,{}\n"
    assert read(text.format("0.01%")).book.warnings == ()
    assert read(text.format("0.01")).book.warnings == (
        "BTC: funding of 0.01 a stamp is 1,095% a year; if 0.01% was meant, write 0.0001",
    )


def test_a_heading_that_is_a_currency_by_its_name_is_no_coin_beside_another():
    text = "Security,Ccy,Position,Price,MV\nBTC,EUR,2,56000,112000\n"
    assert lines(read(text)) == [("BTC", 2, 56000)]
    assert read(text).book.currency == "EUR"
    assert lines(read("Currency,Wallet Balance,Price\nBTC,2,56000\n")) == [("BTC", 2, 56000)]


def test_a_column_that_is_not_read_tells_lines_apart_and_a_line_s_number_does_not():
    text = "{},Coin,Balance,Price\n1,ETH,32,3500\n2,ETH,32,3500\n"
    assert lines(read(text.format("Validator"))) == [("ETH", 64, 3500)]
    for head in ("#", "No.", "id"):
        assert "repeats line 2" in said(text.format(head))[0]


@pytest.mark.parametrize("heading", ["Shares", "Count", "Amount Held", "bal", "Final Balance"])
def test_what_is_held_has_many_names(heading):
    assert kinds_of("h.csv", f"Ticker,{heading},Price\nBTC,2,65000\n".encode(), How()) == (
        "holdings",
    )
    assert lines(read(f"Ticker,{heading},Price\nBTC,2,65000\n")) == [("BTC", 2, 65000)]


def test_a_margin_balance_beside_coins_is_no_collateral_in_dollars():
    book = read("currency,balance,margin_balance,price\nBTC,2,1.5,65000\n").book
    assert book.lines[0].collateral is None


def test_a_quote_that_is_a_number_may_be_the_price():
    text = "Shares,Name,Symbol,Quote,Market Value\n2,Bitcoin,BTC,65000,130000\n"
    assert said(text) == [
        "h.csv, line 2: Quote was 65000; must be a code like USD; say --map price=Quote where it is "
        "the price"
    ]
    assert lines(read(text, columns={"price": "Quote"})) == [("BTC", 2, 65000)]
    assert lines(read(text.replace("BTC,65000", "BTC,USD"))) == [("BTC", 2, 65000)]


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("asset,quantity,price,wallet\nBTC,2,9,a\nBTC,2,9,a\nBTC,1,9,b\nETH,1,9,a\n", {5}),
        ("asset,quantity,price,wallet\nBTC,2,9,a\nBTC,3,9,b\nBTC,5,9,\nETH,1,9,a\n", {5}),
        ("asset,quantity,price,date\nBTC,2,9,2026-09-29\nBTC,3,9,2026-09-30\nETH,1,9,\n", {4}),
        ("asset,quantity,price\nBTC,2,9\nETH,1,9\nBTC,3,8\n", {3}),
        ("asset,quantity,price,hedge ratio\nBTC,2,9,6\nBTC,3,9,6\nETH,1,9,1\n", {4}),
        ("asset,quantity,price\nBTC,2,9\nBTC,x,9\nETH,1,9\n", {2, 4}),
    ],
)
def test_a_line_is_in_the_book_or_left_out_with_its_reason(table, kept):
    reading = read(table, decimal=".")
    assert {number for line in reading.book.lines for number in line.numbers} == kept
    left = [fault.line for fault in reading.left_out]
    under = set(range(2, len(table.splitlines()) + 1))
    assert (sorted(left), reading.rows.keys()) == (sorted(under - kept), under - kept)
    assert reading.counts == Counts(len(under), len(kept), len(left))
    assert not any(note.startswith("added up: BTC") for note in reading.understood.notes)
    written = rejected_csv(reading).decode().splitlines()
    assert [int(row.partition(",")[0]) for row in written[1:]] == left
