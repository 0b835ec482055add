"""What hosts send for one cell, and what goes back.

Excel on the desktop (COM): floats, dates, Decimals for currency cells, None for blanks, integers
for errors.  Office.js: integers and floats, "" or null, objects for errors.  LibreOffice and the
engine: floats.
"""

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from betahedge.cells import (
    HEDGE_ACTION,
    HEDGE_CHECK,
    HEDGE_CONTRACTS,
    HEDGE_ES,
    HEDGE_PNL,
    HEDGE_ROUND,
    HEDGE_SCENARIOS,
    HEDGE_SPEC,
    HEDGE_TABLE,
    HEDGE_VERSION,
    ErrorValue,
)
from betahedge.cells.excel import Answer


@pytest.mark.parametrize(
    "number",
    [
        325000,
        325000.0,
        Decimal("325000"),
        Decimal("325000.0000"),
        Fraction(650000, 2),
        np.float64(325000),
        np.float32(325000),
        np.int64(325000),
        np.int32(325000),
        np.uint32(325000),
    ],
)
def test_numbers_in_any_form(number):
    """A number is the number, alone and in a range; the answer is always a plain float."""
    for answer in (HEDGE_CONTRACTS(number, 65000), HEDGE_CONTRACTS(325000, 65000.0)):
        assert (answer, type(answer)) == (5.0, float)
    along = HEDGE_CONTRACTS([[number], [65000]], 65000)
    assert along == [[5.0], [1.0]]
    assert {type(row[0]) for row in along} == {float}


def test_an_integer_in_a_column_may_be_an_error():
    """Office.js sends whole numbers as integers, COM sends errors so."""
    column = [[325000], [-2146826281], [True], [10**400], [-65000]]
    assert HEDGE_CONTRACTS(column, 65000) == [[5.0], ["#DIV/0!"], ["#VALUE!"], ["#NUM!"], [-1.0]]
    assert HEDGE_CONTRACTS(column[:2], 65000) == [[5.0], ["#DIV/0!"]]
    assert HEDGE_CONTRACTS([[325000], [10**400]], 65000) == [[5.0], ["#NUM!"]]
    assert HEDGE_ES([[1], [2.0], [3], [4]], 0.75) == -1.0  # the worst of four
    assert HEDGE_ES([[1], [-2146826281], [3]], 0.75) == "#DIV/0!"


class JsNull:
    """What Pyodide makes of JavaScript's null; the tests in Pyodide have the real one."""


@pytest.mark.parametrize("blank", [None, "", JsNull()])
def test_blank_optional_takes_its_default(blank):
    assert HEDGE_CONTRACTS(325000, 65000, blank, blank, blank, blank) == 5.0
    assert HEDGE_CONTRACTS(325000, 65000, [[blank], [0.5]]) == [[5.0], [2.5]]
    assert HEDGE_PNL(325000, 2.5, 65000, -0.1, blank) == -16250


def test_arguments_left_out_at_the_end_take_their_defaults():
    assert HEDGE_CONTRACTS(325000, 65000) == HEDGE_CONTRACTS(325000, 65000, 1, 1, 0, "nearest")


@pytest.mark.parametrize("flag", [True, False, np.True_])
def test_booleans_are_no_numbers(flag):
    """In Excel TRUE is 1 in arithmetic; a cell ticked by mistake should not size a hedge."""
    answer = HEDGE_CONTRACTS(flag, 65000)
    assert answer == "#VALUE!"
    assert answer.reason.upper().startswith(f"SPOT_VALUE: WAS {flag}".upper())
    assert HEDGE_CONTRACTS([[flag], [65000.0]], 65000) == [["#VALUE!"], [1.0]]


@pytest.mark.parametrize(
    "date",
    [
        dt.datetime(2024, 1, 1),
        dt.datetime(2026, 3, 27, 8, 30),
        dt.datetime(2024, 2, 29, 23, 59, 59),
        dt.date(2024, 6, 28),
        dt.date(1900, 3, 1),
    ],
)
def test_a_date_is_its_serial_number(date):
    """Oracle: openpyxl's own conversion. Desktop Excel sends dates where others send serials."""
    assert HEDGE_CONTRACTS(date, 1) == pytest.approx(to_excel(date), abs=1e-9)


@given(st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2199, 12, 31)))
def test_any_date_is_its_serial_number(date):
    """To the millisecond, which is what a serial near 45,000 holds of a day."""
    assert HEDGE_CONTRACTS(date, 1) == pytest.approx(to_excel(date), abs=1e-8)


def test_a_time_zone_does_not_move_a_date():
    """pywin32 marks every date from Excel as UTC; the cell shows local wall time."""
    date = dt.datetime(2024, 6, 28, 12, 0)
    assert HEDGE_CONTRACTS(date.replace(tzinfo=dt.UTC), 1) == to_excel(date) == 45471.5


@pytest.mark.parametrize(
    "value", [dt.time(12), dt.timedelta(1), b"5", object(), {}, {1.0}, 1j, "½", "1e5"]
)
def test_other_things_are_no_numbers(value):
    assert HEDGE_CONTRACTS(value, 65000) == "#VALUE!"


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), math.nan])
def test_what_no_cell_can_hold_is_refused(value):
    assert HEDGE_CONTRACTS(value, 65000) == "#NUM!"
    assert HEDGE_CONTRACTS([[value], [65000]], 65000) == [["#NUM!"], [1.0]]


@pytest.mark.parametrize("word", ["down", "DOWN", "Down", " down ", np.str_("down")])
def test_words_in_any_case(word):
    assert HEDGE_ROUND(1.8, 1, word) == 1.0
    assert HEDGE_ROUND([[1.8], [2.8]], 1, word) == [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("BTC", "BTC"),
        (1, "1"),
        (1.0, "1"),
        (1.5, "1.5"),
        (" BTC", " BTC"),
        (Decimal(2), "2"),
        (True, "TRUE"),
        (False, "FALSE"),
        (np.True_, "TRUE"),
    ],
)
def test_a_name_may_be_a_number(name, shown):
    """A coin called 1 stays "1", not "1.0"."""
    assert HEDGE_TABLE([[name]], 1, 1, 1)[1][0] == shown


def office_js(kind, value):
    """Microsoft's CellValue: what Office.js sends for an error, a date or a formatted number."""
    return {"type": kind, "basicType": kind, "basicValue": value}


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_error_may_be_an_object(error):
    sent = office_js("Error", error)
    assert HEDGE_CONTRACTS(sent, 65000) == error
    assert HEDGE_CONTRACTS([[sent], [65000]], 65000) == [[error], [1.0]]
    assert HEDGE_ROUND(1.8, 1, sent) == error
    assert HEDGE_TABLE([[sent]], 1, 1, 1)[1][0] == error
    assert HEDGE_CHECK(sent, 65000) == error


def test_a_number_and_a_text_may_be_objects():
    assert HEDGE_CONTRACTS(office_js("FormattedNumber", 325000), 65000) == 5.0
    assert HEDGE_ROUND(1.8, 1, office_js("String", "down")) == 1.0
    assert HEDGE_CHECK(office_js("Double", 325000), 65000) == "OK"
    assert HEDGE_CONTRACTS(office_js("Boolean", True), 65000).reason.startswith("spot_value: was T")


def test_com_takes_rows_and_texts_for_errors():
    """xlwings's COM server takes the length of what it is given, and of its first row."""
    for answer in (5.0, ErrorValue("#N/A")):
        assert Answer.write_value(answer, {"convert": Answer}) == [[answer]]
    block = [[5.0, ErrorValue("#N/A")]]
    assert Answer.write_value(block, {"convert": Answer}) is block


def test_office_js_takes_rows_and_objects_for_errors():
    """Oracle: Microsoft's ErrorCellValueType, and rows since the metadata promise a matrix."""
    types = ["Null", "Div0", "Value", "Ref", "Name", "Num", "NotAvailable", "Value"]
    texts = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!"]
    for text, kind in zip(texts, types):
        written = Answer.write_value([[1.0, ErrorValue(text)]], {"runtime": "1.4"})
        assert written == [[1.0, {"type": "Error", "errorType": kind}]]
        assert Answer.write_value(ErrorValue(text), {"runtime": "1.1"}) == [[text]]
    assert Answer.write_value(5.0, {"runtime": "1.4"}) == [[5.0]]
    assert Answer.write_value([["#1"]], {"runtime": "1.4"}) == [["#1"]]


def test_minus_zero_never_comes_out():
    """Excel would show -0 in some number formats."""
    answers = [
        HEDGE_CONTRACTS(-0.0, 1),
        HEDGE_ROUND(-0.3, 1),
        *HEDGE_CONTRACTS([[-0.0, 1.0]], 1)[0],
        *HEDGE_SCENARIOS(0, 1, 1, [-0.0])[1],
    ]
    assert [math.copysign(1, answer) for answer in answers if answer == 0] == [1.0] * 8


def test_an_answer_is_a_plain_value():
    """Nothing but float, str and rows of them: what every host can take."""
    assert type(HEDGE_ACTION(1)) is str
    assert type(HEDGE_VERSION()) is str
    assert type(HEDGE_CONTRACTS("x", 1)) is ErrorValue
    table = HEDGE_TABLE([["BTC"]], np.float64(3), Decimal(65000), 1)
    assert type(table) is list
    assert {type(row) for row in table} == {list}
    assert {type(value) for row in table for value in row} <= {float, str}


def test_true_in_a_text_argument_is_the_text_a_cell_shows():
    assert HEDGE_TABLE([[True], [False]], 1, 1, 1)[1][0] == "TRUE"
    assert HEDGE_SPEC(True).reason == 'contract: was "TRUE"; must be a contract of the register'
    assert HEDGE_ROUND(1, 1, True) == "#VALUE!"  # no rounding is called so
