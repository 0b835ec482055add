"""The journal: balanced entry by entry whatever the trades, in the form of each ledger."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betahedge.books.faults import BadLines
from betahedge.books.model import Book, Line
from betahedge.report.case import Case
from betahedge.report.filing import make_filing
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


def test_coins_in_the_ledger_move_from_their_opening_to_their_closing_value():
    """By hand: 100 BTC at 60,000, 10 bought at 61,500, 4 sold at 70,000, 1 came; 107 at 65,000."""
    trades = [trade(3, 10, 61_500, "BTC", fee=30), trade(5, -4, 70_000, "BTC")]
    opening, closing = book(100, 60_000, 60_000, 0, START), book(107, 65_000, 65_000, 0, END)
    entries = make_entries(period(opening, closing, trades))
    told = [(e.kind, e.debit, e.credit, e.amount, e.memo) for e in entries]
    assert told == [
        ("bought", "digital_assets", "cash", 615_000, "BTC: bought, in the period"),
        ("sold", "cash", "digital_assets", 280_000, "BTC: sold, in the period"),
        ("spot", "digital_assets", "gain_on_digital_assets", 555_000,
         "BTC: spot, gain of the period"),
        ("fees", "fees", "margin_account", 30, "BTC: fees, loss of the period"),
    ]  # fmt: skip
    assert 6_000_000 + 615_000 - 280_000 + 555_000 + 65_000 == 107 * 65_000


def test_money_is_no_digital_asset_of_the_ledger():
    """1,000 euros gain 100 dollars; so do 1,000 of a stablecoin of euros, which is an asset."""
    opening, closing = (
        Case(Book((Line("EUR", 1_000, price, is_cash=True), Line("EURC", 1_000, price)), as_of=day),
             as_of=day) for day, price in ((START, 1.1), (END, 1.2))
    )  # fmt: skip
    [entry] = make_entries(period(opening, closing))
    assert (entry.memo, entry.amount) == ("EURC: spot, gain of the period", 100)
    assert make_filing(make_report(closing).report, period(opening, closing)).coins_in_oci == (
        pytest.approx(100)
    )


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


@pytest.mark.parametrize(
    ("ledger", "places"),
    [
        ("", "identity day account debit credit memo source"),
        ("netsuite", "identity day memo subsidiary account debit credit"),
        ("quickbooks", "identity day account debit credit memo"),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_half_a_dollar_is_booked_as_its_ledger_has_it(ledger, places, sign):
    """By hand: half a coin that rises by a dollar is a gain; owed, it is a loss."""
    opening, closing = (
        Case(Book((Line("DOT", sign * 0.5, price),), as_of=day), as_of=day)
        for day, price in ((START, 5.0), (END, 6.0))
    )
    text = journal_csv(make_entries(period(opening, closing)), "2026-09-30", "ab", ledger).decode()
    of_both = {"identity": "BH-ab-0001", "day": "2026-09-30", "subsidiary": "",
               "memo": f"DOT: spot, {'gain' if sign > 0 else 'loss'} of the period",
               "source": "period line 1"}  # fmt: skip
    accounts = ("digital_assets", "gain_on_digital_assets")[::sign]
    wanted = [
        of_both | {"account": account, "debit": debit, "credit": credit}
        for account, debit, credit in zip(accounts, ("0.50", ""), ("", "0.50"))
    ]
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        [row[place] for place in places.split()] for row in wanted
    ]


def test_a_second_import_has_the_same_identity_and_another_book_another():
    one = book(100, 65_000, 65_000, 58, END)
    assert make_report(one).report.inputs_hash == make_report(one).report.inputs_hash
    other = book(100, 65_000.01, 65_000, 58, END)
    assert make_report(one).report.inputs_hash != make_report(other).report.inputs_hash


def test_all_faults_of_a_chart_of_accounts_at_once():
    with pytest.raises(BadLines) as refused:
        read_accounts("a.toml", b'[accounts]\nfees = 3\ncoins = "x"\n')
    assert len(refused.value.lines) == len(KEYS) + 1
