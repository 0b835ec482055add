"""Funding and other cash of contracts: what each word of a ledger stands for."""

import pytest

from betahedge.books.flows import funding_of
from betahedge.books.how import How

HEAD = "time,symbol,income,asset,incomeType\n"


def ledger(*words):
    """Give a ledger of 1, 2, 3."""
    lines = [f"2026-09-0{n},BTCUSDT,{n},USDT,{word}\n" for n, word in enumerate(words, 1)]
    return funding_of("f.csv", (HEAD + "".join(lines)).encode(), How())


def test_a_word_that_is_not_known_is_named_with_all_of_its_lines():
    """Cash that is of no known kind would be in no P&L."""
    found = ledger("FUNDING_FEE", "WELCOME_BONUS", "Interest", "WELCOME_BONUS", "")
    assert [(row.flow, row.amount) for row in found.rows] == [("funding", 1), ("funding", 5)]
    assert [str(fault) for fault in found.faults] == [
        f'{lines}, flow: was "{word}"; must be funding, fee, P&L or transfer; write what it was, '
        "or take the lines out"
        for lines, word in (("line 3, line 5", "WELCOME_BONUS"), ("line 4", "Interest"))
    ]


@pytest.mark.parametrize(
    ("word", "flow"),
    [
        ("COMMISSION", "fee"),
        ("COMMISSION_REBATE", "fee"),
        ("REFERRAL_KICKBACK", "fee"),
        ("Taker fee", "fee"),
        ("Fee refund", "fee"),
        ("INSURANCE_CLEAR", "fee"),
        ("P&L", "pnl"),
        ("Realized P&L", "pnl"),
        ("REALIZED_PNL", "pnl"),
        ("DELIVERED_SETTELMENT", "pnl"),
        ("TRANSFER", "transfer"),
        ("TRANSFER_IN", "transfer"),
        ("Deposit", "transfer"),
        ("Funding fee-expenditure", "funding"),
        ("received", "funding"),
    ],
)
def test_what_venues_call_it(word, flow):
    text = f"{HEAD}2026-09-01,BTCUSDT,-1,USDT,{word}\n"
    assert [row.flow for row in funding_of("f.csv", text.encode(), How()).accept()] == [flow]


@pytest.mark.parametrize(("head", "cell"), [("funding (EUR)", "7"), ("funding", "7 EUR")])
def test_the_currency_of_funding_is_said_beside_it(head, cell):
    text = f"date,contract,{head}\n2026-09-01,CME:EBM,{cell}\n"
    [row] = funding_of("f.csv", text.encode(), How()).accept()
    assert (row.amount, row.currency) == (7, "EUR")


def test_fees_that_are_all_above_0_are_asked_about():
    """Amounts are received above 0: 13 that were paid would be 13 that were received."""
    fault = "is a fee above 0; write what was paid below 0, or call what was received a rebate"
    assert [str(each) for each in ledger("funding", "Commission", "fee").faults] == [
        f"line 3, amount: was 2; {fault}", f"line 4, amount: was 3; {fault}"
    ]  # fmt: skip
    assert [row.amount for row in ledger("Commission rebate", "fee refund").accept()] == [1, 2]
    text = HEAD + "2026-09-01,BTCUSDT,-1,USDT,fee\n2026-09-02,BTCUSDT,7,USDT,fee\n"
    rows = funding_of("f.csv", text.encode(), How()).accept()
    assert [row.amount for row in rows] == [-1, 7]
