"""Lines written in Python, read as a file's are."""

import datetime
from decimal import Decimal

import numpy as np
import pytest

from betahedge.books.how import How
from betahedge.books.lines import read_lines
from betahedge.books.market import Market, Quote
from betahedge.errors import InputError

WHEN = datetime.datetime(2026, 1, 31)


def only(line, **words):
    reading = read_lines([line], **words)
    assert reading.faults == ()
    (found,) = reading.book.lines
    return found


@pytest.mark.parametrize(
    "number", [3, 3.0, 1e-7, 1.5e16, -40, 0.1 + 0.2, Decimal("1E-7"), np.float32(0.5), np.int64(7)]
)
def test_a_number_is_read_as_it_is(number):
    assert only({"asset": "BTC", "quantity": number, "price": 1}).quantity == float(number)


def test_every_field_is_read():
    line = {
        "asset": '<b> ETH, of "us"', "quantity": 4, "price": 2, "beta": 1.2,
        "hedge_ratio": 0.5, "contract": "OWN:X", "contract_size": 0.1, "lot_size": 1,
        "kind": "linear", "expiry": datetime.date(2026, 12, 25), "funding_rate": -1e-5,
        "held": 3, "entry_price": 2.5, "collateral": 9, "futures_price": 2.1,
    }  # fmt: skip
    found = only(line)
    expiry = datetime.datetime(2026, 12, 25)
    assert {name: getattr(found, name) for name in line} == line | {"expiry": expiry}


def test_what_is_not_said_is_filled_from_the_register_and_the_market():
    quotes = (Quote("BTC", 65_000.0, None, None, None, WHEN),)
    found = only({"asset": "BTC", "quantity": 3, "contract": "CME:MBT"}, market=Market("", quotes))
    # CME: a micro bitcoin future is a tenth of a coin.
    assert (found.price, found.contract_size, found.lot_size) == (65_000.0, 0.1, 1.0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"asset": "BTC", "quantity": float("inf"), "price": 1}, 'quantity: was "Infinity"'),
        ({"asset": "BTC", "quantity": "3,5", "price": 1}, 'quantity: was "3,5"'),
        ({"asset": "BTC", "quantity": 3, "price": 1, "hedge_ratio": 60}, 'hedge ratio: was "60"'),
        (
            {"asset": "BTC", "quantity": 3, "price": 1, "contract": "CME:X"},
            "is not in the register",
        ),
        ({"asset": "\x1b[31m", "quantity": 3, "price": 1}, "asset: was"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_said_and_the_line_left_out(line, message):
    reading = read_lines([line, {"asset": "ETH", "quantity": 1, "price": 2}])
    assert message in str(reading.faults[0])
    assert "\x1b" not in str(reading.faults[0])
    assert [each.asset for each in reading.book.lines] == ["ETH"]
    with pytest.raises(InputError, match=r"lines\.csv, line 2"):
        reading.accept()


def test_what_is_said_of_a_file_is_said_of_lines():
    line = {"asset": "TOKEN", "quantity": 3, "price": 1}
    assert only(line, how=How(cash=frozenset({"TOKEN"}))).is_cash
    assert only(line, how=How(coins={"TOKEN": "ETH"})).asset == "ETH"
    assert read_lines([line], How(currency="EUR")).book.currency == "EUR"


@pytest.mark.parametrize("lines", [[], [{}]])
def test_no_lines_are_refused(lines):
    with pytest.raises(InputError, match=r"lines\.csv"):
        read_lines(lines)
