"""The P&L of a period against pandas, filings and the journal: balanced whatever the trades."""

import csv
import datetime
import io
import json
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betahedge.books.faults import BadLines, Unclear
from betahedge.books.model import Book, Line
from betahedge.books.positions import Flow, Trade
from betahedge.errors import InputError
from betahedge.report.case import Case, Given
from betahedge.report.extras import Extras
from betahedge.report.filing import make_filing
from betahedge.report.journal import KEYS, Accounts, journal_csv, make_entries, read_accounts
from betahedge.report.making import make_report
from betahedge.report.period import make_period
from betahedge.report.policy import Policy
from betahedge.report.previous import Previous, read_previous, write_changes
from betahedge.report.schema import report_json

START, END = datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30)
PERP = "BINANCE:BTCUSDT"


def book(quantity, price, futures, held, as_of, kind="linear", size=1.0, **more):
    btc = Line("BTC", quantity, price, 0.6, contract=PERP, futures_price=futures,
               contract_size=size, lot_size=0.001, kind=kind, held=held, **more)  # fmt: skip
    return Case(Book((btc,), as_of=as_of, source="h.csv"), Policy(), as_of=as_of)


def before(case, tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(report_json(make_report(case).report))
    return read_previous(path)


def in_memory(case):
    from pathlib import Path

    data = json.loads(report_json(make_report(case).report))
    return Previous(data, Given("previous", Path("report.json"), "0" * 64, 1))


def period(opening, closing, trades=(), flows=(), method="average"):
    case = replace(closing, trades=tuple(trades), flows=tuple(flows))
    return make_period(make_report(case).report, case, in_memory(opening), method)


def trade(day, quantity, price, contract=PERP, fee=0.0):
    return Trade(START + datetime.timedelta(days=day), contract, quantity, price, fee, "USDT")


def test_a_period_in_parts():
    trades = [
        trade(4, -15, 61_000, fee=450),
        trade(19, 5, 63_000, fee=150),
        trade(9, 10, 61_500, "BTC"),
    ]
    flows = [Flow(START, PERP, "funding", 1_250.55, "USDT"), Flow(START, PERP, "pnl", 9e9, "USDT")]
    found = period(
        book(100, 60_000, 60_060, 58, START), book(110, 65_000, 65_050, 68, END), trades, flows
    )
    [line] = found.lines
    table = pd.DataFrame(
        [(58, 60_060), (15, 61_000), (-5, 63_000)], columns=["sold", "price"]
    )  # an independent sum over all fills
    futures = (table.sold * (table.price - 65_050)).sum()
    assert line.futures + line.basis == pytest.approx(futures)
    assert line.spot == pytest.approx(100 * 5_000 + 10 * (65_000 - 61_500))
    assert (line.funding, line.fees) == (1_250.55, -600)
    assert line.total == pytest.approx(line.spot + futures + 1_250.55 - 600)
    assert found.unexplained == 0
    [contract] = found.contracts
    assert contract.realised + contract.unrealised == pytest.approx(contract.pnl)


def test_fifo_and_average_differ_in_what_is_realised_only():
    trades = [trade(4, -10, 62_000), trade(8, 12, 64_000)]
    opening, closing = book(100, 60_000, 60_000, 10, START), book(100, 65_000, 65_000, 8, END)
    average, fifo = (period(opening, closing, trades, method=m) for m in ("average", "fifo"))
    assert average.contracts[0].realised == pytest.approx(12 * (61_000 - 64_000))
    assert fifo.contracts[0].realised == pytest.approx(
        10 * (60_000 - 64_000) + 2 * (62_000 - 64_000)
    )
    assert average.sums()["total"] == pytest.approx(fifo.sums()["total"])


def test_an_inverse_contract_pays_in_coin():
    opening = book(10, 60_000, 60_000, 6_000, START, "inverse", 100.0, entry_price=60_000.0)
    closing = book(10, 90_000, 90_000, 6_000, END, "inverse", 100.0, entry_price=60_000.0)
    [line] = period(opening, closing).lines
    coins = 6_000 * 100 * (1 / 90_000 - 1 / 60_000)
    assert line.futures + line.basis == pytest.approx(coins * 90_000)
    assert line.total == pytest.approx(0, abs=1e-6)  # a full inverse hedge keeps its dollars


def test_what_does_not_tie_out_is_said_by_how_much():
    found = period(book(100, 60_000, 60_000, 58, START), book(100, 65_000, 65_000, 61, END))
    [contract] = found.contracts
    assert (contract.difference, contract.unexplained) == (3, 195_000)
    assert found.numbers()["ties_out"] is False


def test_a_gap_fails_a_check_and_the_page(tmp_path):
    opening = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    made, _ = Extras(opening).add(make_report(book(100, 65_000, 65_000, 61, END)))
    failed = [c for c in made.report.checks.lines if c.result == "FAIL"]
    assert [(c.test, c.value) for c in failed] == [
        ("Contracts held are those held before, and traded since", "195,000.00")
    ]


def test_a_fee_in_a_coin_without_a_price_is_refused():
    with pytest.raises(Unclear, match='currency: was "BNB"; has no price in USD'):
        bnb = replace(trade(1, -1, 60_000, fee=1), fee_currency="BNB", number=3)
        period(book(100, 60_000, 60_000, 0, START), book(100, 65_000, 65_000, 1, END), [bnb])


def test_two_currencies_are_no_period():
    closing = book(100, 65_000, 65_000, 58, END)
    closing = replace(closing, book=replace(closing.book, currency="EUR"))
    with pytest.raises(Unclear, match="is in USD, the book in EUR"):
        period(book(100, 60_000, 60_000, 58, START), closing)


def test_the_tables_of_a_filing():
    opening, closing = (
        book(100, 60_000, 60_000, 58, START),
        book(
            110,
            65_000,
            65_050,
            58,
            END,
            entry_price=60_000.0,
            cost_basis=4e6,
            line_item="Digital assets",
        ),
    )
    found = period(opening, closing)
    filing = make_filing(make_report(closing).report, found)
    [derivative] = filing.derivatives
    assert (derivative.gross, derivative.long) == (58 * 65_050, 0)
    assert derivative.short == derivative.gross
    assert (derivative.assets, derivative.liabilities) == (0, 58 * 5_050)
    [holding] = filing.holdings
    assert (holding.cost_basis, holding.fair_value, holding.units) == (4e6, 110 * 65_000, 110)
    [roll] = filing.rolls
    assert (
        roll.opening + roll.additions + roll.dispositions + roll.gains + roll.losses == roll.closing
    )
    assert {name: short for name, _, short in filing.buckets}["no maturity (perpetual)"] > 0


def test_changes_in_one_paragraph(tmp_path):
    opening = before(book(100, 60_000, 60_000, 58, START), tmp_path)
    report = make_report(book(110, 65_000, 65_050, 68, END)).report
    text = write_changes(report, opening)
    assert text == (
        "Since 1 September 2026: BTC +10; exposure up 1.15 million USD; held now hedges 61.9%, "
        "was to hedge 58.0%; no breach new or gone."
    )


TRADES = st.lists(
    st.tuples(st.integers(-1000, 1000).filter(bool), st.floats(1, 1e5), st.floats(0, 1e3)),
    max_size=12,
)


@given(TRADES, st.floats(1, 1e5), st.floats(1, 1e5), st.integers(-500, 500))
@settings(max_examples=60)
def test_the_journal_balances_entry_by_entry(trades, first, last, held):
    fills = [trade(n + 1, q, price, fee=fee) for n, (q, price, fee) in enumerate(trades)]
    now = held - sum(q for q, _, _ in trades)
    found = period(book(50, first, first, held, START), book(50, last, last, now, END), fills)
    assert found.unexplained == 0
    entries = make_entries(found)
    rows = list(csv.DictReader(io.StringIO(journal_csv(entries, "2026-09-30", "ab").decode())))
    balance: dict[str, Decimal] = {}
    for row in rows:
        debit, credit = (Decimal(row[side] or 0) for side in ("debit", "credit"))
        assert debit >= 0 <= credit
        assert bool(debit) != bool(credit)
        balance[row["entry"]] = balance.get(row["entry"], Decimal(0)) + debit - credit
    assert set(balance.values()) <= {Decimal(0)}
    cash = sum((Decimal(r["debit"] or 0) - Decimal(r["credit"] or 0)) for r in rows
               if r["account"] in ("margin_account", "digital_assets"))  # fmt: skip
    assert abs(float(cash) - found.sums()["total"]) <= 0.03  # five parts, each to the cent


CHART = "[accounts]\n" + "\n".join(f'{key} = "{n} {key}"' for n, key in enumerate(KEYS))


@pytest.mark.parametrize(
    ("ledger", "heads"),
    [("netsuite", "External ID,Date,Memo,Subsidiary,Account,Debit,Credit"),
     ("quickbooks", "Journal No.,Journal Date,Account Name,Debits,Credits,Description")],
)  # fmt: skip
def test_ledgers(ledger, heads):
    found = period(book(100, 60_000, 60_000, 58, START), book(100, 65_000, 65_000, 58, END))
    accounts = read_accounts("a.toml", CHART.encode())
    text = journal_csv(
        make_entries(found), "2026-09-30", "0123456789abcdef", ledger, accounts
    ).decode()
    assert text.splitlines()[0] == heads
    assert text.splitlines()[1].startswith("BH-0123456789abcdef-0001,2026-09-30,")
    assert "0 digital_assets" in text


def test_a_second_import_has_the_same_identity_and_another_book_another():
    one = book(100, 65_000, 65_000, 58, END)
    assert make_report(one).report.inputs_hash == make_report(one).report.inputs_hash
    other = book(100, 65_000.01, 65_000, 58, END)
    assert make_report(one).report.inputs_hash != make_report(other).report.inputs_hash


def test_all_faults_of_a_chart_of_accounts_at_once():
    with pytest.raises(BadLines) as refused:
        read_accounts("a.toml", b'[accounts]\nfees = 3\ncoins = "x"\n')
    assert len(refused.value.lines) == len(KEYS) + 1


def test_a_ledger_needs_accounts_and_a_pack_before():
    with pytest.raises(InputError, match="needs --accounts"):
        Extras(ledger="netsuite").check()
    with pytest.raises(InputError, match="needs --previous"):
        Extras(ledger="netsuite", accounts=Accounts({})).check()
