"""Numbers as desks write them: read both ways, with what each proves; None where it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.books.numbers import Amount, amount, plain, proof, quick_numbers

BOTH = [  # a text, with a decimal point, with a decimal comma, which of the two it proves
    ("1250", 1250, 1250, ""),
    ("1,250", 1250, 1.25, "?"),
    ("1.250", 1.25, 1250, "?"),
    ("1,250.5", 1250.5, None, "."),
    ("１，２５０．５", 1250.5, None, "."),
    ("1.250,5", None, 1250.5, ","),
    ("1.25", 1.25, None, "."),
    ("0,5", None, 0.5, ","),
    ("1'250'000", 1_250_000, 1_250_000, ""),
    ("1 250 000", 1_250_000, 1_250_000, ""),
    ("54,60,000", 5_460_000, None, "."),
    ("6.5e4", 65_000, None, "."),
]


@pytest.mark.parametrize(("text", "point", "comma", "proves"), BOTH)
def test_a_text_is_read_both_ways(text, point, comma, proves):
    for sign, written in ((1, text), (-1, f"-{text}"), (-1, f"({text})"), (-1, f"{text}-")):
        found = amount(written)
        wanted = [None if value is None else sign * value for value in (point, comma)]
        assert [found.with_point, found.with_comma] == wanted, written
        assert found.proves == proves


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        *(("$65000", "$", 65_000), ("65000 USD", "USD", 65_000), ("3BTC", "BTC", 3)),
        *(("US$5", "US$", 5), ("-€7", "€", -7), ("$7 USD", "$", 7)),
    ],
)
def test_a_unit_stands_in_front_or_behind(text, unit, value):
    found = amount(text)
    assert (found.unit, found.value(".")) == (unit, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("$(250,000.00)", -250_000), ("$ (1,234.50)", -1_234.5), ("($1,234.50)", -1_234.5)),
        *(("(3'000.5) EUR", -3_000.5), ("(5.0)%", -0.05), ("(5.0%)", -0.05), ("(1.5) BTC", -1.5)),
    ],
)
def test_brackets_are_below_zero_wherever_the_unit_stands(text, value):
    assert amount(text).value(".") == pytest.approx(value)


@pytest.mark.parametrize(("text", "value"), [("60%", 0.6), ("60 %", 0.6), ("-5%", -0.05)])
def test_per_cent_is_a_hundredth(text, value):
    assert amount(text).value(".") == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", ".", ",", "x", "--5", "-5-", "(-5)", "1e999", "1,25,0", "1..5", "5 % of it"),
        *("5 (1)", "(5)-", "-(5)", "((5))", "(1) 5", "()", "($)", "BTC (EUR)"),
        *("$5 EUR", "0x10", "1_000", "٥", "5/4", "1" * 101),
    ],
)
def test_what_is_no_number_is_none(text):
    assert amount(text) is None


TEXTS = st.text("0123456789.,-' e", min_size=1, max_size=12)


@given(st.lists(TEXTS, max_size=20), st.sampled_from(".,"))
def test_many_at_once_are_read_as_one_by_one_or_left_to_it(texts, decimal):
    for text, found in zip(texts, quick_numbers(texts, decimal)):
        if found is not None:
            assert found == amount(text).value(decimal)


@given(TEXTS, st.sampled_from("23456789"))
def test_what_a_text_proves_hangs_on_its_shape(text, digit):
    other = text.replace("1", digit)
    one, two = (amount(each) or Amount(0, 0) for each in (text, other))
    assert one.proves == two.proves or "e" in text


@given(
    st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True)
    | st.integers(-999_999, 999_999).map(lambda thousandths: thousandths / 1000)
)
def test_a_number_is_written_as_it_reads_back(value):
    text = plain(value)
    assert float(text) == value
    assert not text.endswith(".0")
    assert amount(text).value(".") == value
    assert amount(text).proves != "?"


def test_the_shape_of_a_whole_number_proves_nothing():
    assert (proof("1101"), proof("110.11"), proof("1,101"), proof("x")) == ("", ".", "?", "")
