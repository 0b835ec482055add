"""The journal: balanced entry by entry whatever the trades, in the form of each ledger."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betahedge.books.faults import BadLines
from betahedge.report.journal import KEYS, journal_csv, make_entries, read_accounts
from betahedge.report.making import make_report
from report.periods import END, START, book, period, trade

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
