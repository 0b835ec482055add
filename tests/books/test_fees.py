"""Fees are paid above 0 and received below, however a file writes them."""

import random

import pytest

from betahedge.books.faults import Unclear
from betahedge.books.flows import funding_of
from betahedge.books.how import How
from betahedge.books.positions import trades_of

HEAD = "date,contract,side,quantity,price,Commission"
LINE = "2026-09-01,MBT,sell,10,64000,"


def fees(text, **columns):
    return [row.fee for row in trades_of("t.csv", text.encode(), How(columns=columns)).accept()]


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("seed", range(20))
def test_what_is_paid_is_paid_at_the_higher_rate(seed, sign):
    """Takers pay 0.05% and makers receive 0.01%: a desk of makers receives more than it pays."""
    rows, wanted, draw = [], [], random.Random(seed)
    for day in range(1, 29):
        quantity, price = draw.randint(1, 50), draw.randint(50_000, 70_000)
        is_taker = day in (7, 14) or draw.random() < 0.1
        fee = quantity * price / 10 * (0.0005 if is_taker else -0.0001)
        rows.append(f"2026-09-{day:02},CME:MBT,buy,{quantity},{price},{sign * fee!r}\n")
        wanted.append(fee)
    assert fees(f"{HEAD}\n{''.join(rows)}") == wanted


def test_a_single_correction_does_not_turn_the_fees_of_all_others():
    """Ten contracts cost 22.5 each time; 45 were given back once, of a bill before."""
    paid, corrected = f"{LINE}22.5\n" * 20, f"{LINE}-45\n"
    assert sum(fees(f"{HEAD}\n{paid}{corrected}")) == 20 * 22.5 - 45
    with pytest.raises(Unclear, match="some Commission is below 0"):
        fees(f"{HEAD}\n{paid}{corrected}".replace(",22.5", ",-22.5").replace(",-45", ",45"))


@pytest.mark.parametrize("fee", [-12.5, 12.5, -0.0005, 0.0005])
def test_what_a_taker_has_beside_is_paid(fee):
    paid, text = abs(fee), f"{HEAD},Role\n{LINE}{fee},Taker\n"
    assert fees(text) == [paid]
    assert fees(f"{text}{LINE.replace('MBT', 'MET')}{-fee},Maker\n") == [paid, -paid]


LOG = (
    "Time,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,"
    "Cash Flow,Change,Wallet Balance\n"
)


@pytest.mark.parametrize(("received", "paid"), [(1, 1), (1, -1), (-1, 1), (-1, -1)])
@pytest.mark.parametrize("funding", [0.0004, -0.0001])
@pytest.mark.parametrize("fee", [0.0002, 0.0, None])
def test_the_changes_of_a_balance_tell_the_signs_of_a_log(received, paid, funding, fee):
    """What changes a balance is what was received less what was paid, whatever a log writes."""
    change = funding - (fee or 0.0)
    row = f"{received * funding},{paid * (fee or 0.0)},0,{change},1"
    text = f"{LOG}2026-09-01 08:00:00,BTC,BTCUSD,SETTLEMENT,Sell,1,-1,65000,{row}\n"
    how = How(columns={"fee": ""} if fee is None else {})
    found = [(each.flow, each.amount) for each in funding_of("f.csv", text.encode(), how).accept()]
    assert found == [("funding", funding), *([("fee", -fee)] if fee else [])]


def test_fees_below_0_of_which_nothing_tells_are_asked_about():
    """Brokers write so what was paid; a desk of makers alone receives."""
    other = LINE.replace("MBT", "MET")
    two = f"{LINE}9\n{LINE}-1\n" * 2
    for text, what in (
        (f"{HEAD}\n{LINE}-12.5\n", "every"),
        (f"{HEAD}\n{LINE}-12.5\n{other}3\n", "some"),
        (f"{HEAD}\n{two}{other}2\n{other}-3\n{other}2\n{other}-3\n", "some"),  # they contradict
    ):
        with pytest.raises(Unclear) as error:
            fees(text)
        assert str(error.value) == (
            f"t.csv: {what} Commission is below 0; say --map rebate=Commission if what is below 0 "
            "was paid, or --map fee=Commission if it was received"
        )
    text = f"{HEAD}\n{LINE}-12.5\n"
    assert fees(text, rebate="Commission") == [12.5]
    assert fees(text, fee="Commission") == [-12.5]


@pytest.mark.parametrize(("fee", "rebate"), [("12.5", "2"), ("-12.5", "2"), ("-12.5", "-2")])
def test_a_rebate_in_a_column_of_its_own_makes_the_fee_less(fee, rebate):
    text = f"{HEAD},Rebate\n{LINE}{fee},\n{LINE},{rebate}\n{LINE}{fee},{rebate}\n"
    assert fees(text) == [12.5, -2, 10.5]


def test_a_rebate_beside_funding_is_received():
    head = b"date,contract,funding,fee,rebate\n"
    text = head + b"2026-09-01,CME:MBT,3,13,2\n2026-09-02,CME:MBT,3,,2\n"
    rows = funding_of("f.csv", text, How()).accept()
    assert [(row.flow, row.amount) for row in rows] == [
        ("funding", 3), ("fee", -11), ("funding", 3), ("fee", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "cell", "paid_in"),
    [
        ("fee (EUR)", "7", "EUR"),
        ("fee", "7 EUR", "EUR"),
        ("fee,fee currency", "7,XBT", "BTC"),
        ("fee,fee currency", "7,XBt", "XBt"),  # satoshi: no name of a coin, and of no price
        ("fee", "7", ""),
    ],
)
def test_what_a_fee_was_paid_in_is_said_beside_it(head, cell, paid_in):
    text = f"date,contract,side,quantity,price,{head}\n2026-09-01,BTC,buy,1,65000,{cell}\n"
    [trade] = trades_of("t.csv", text.encode(), How()).accept()
    assert (trade.fee, trade.fee_currency) == (7, paid_in)
