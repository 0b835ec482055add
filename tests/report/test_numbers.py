"""Numbers in sentences."""

import pytest

from betahedge.report.numbers import (
    amount,
    bound,
    count,
    days,
    fixed,
    listed,
    percent,
    setting,
    spoken,
    told,
)
from betahedge.report.rows import Money

USD = Money(1.0, "USD", 0)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(23_854.5, 0, "23,855"), (-23_854.5, 0, "\N{MINUS SIGN}23,855"), (0.125, 2, "0.13"),
     (-0.4, 0, "0"), (2.5, 0, "3"), (1e22, 0, "10,000,000,000,000,000,000,000")],
)  # fmt: skip
def test_a_half_goes_away_from_zero(value, decimals, text):
    assert fixed(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(999_499, "999,499"), (999_600, "1 million"), (4_986_143, "4.99 million"),
     (1.25e7, "12.5 million"),
     (-6.234e8, "623 million"), (1.5e9, "1.5 billion"), (2.68e13, "26.8 trillion"), (0, "0")],
)  # fmt: skip
def test_amounts_in_sentences(value, text):
    assert spoken(value, USD) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.55, "55%"), (0.6 - 0.025, "57.5%"), (1.0, "100%"), (None, "n.a.")]
)
def test_an_end_of_a_band_has_a_decimal_where_it_has_one(value, text):
    assert bound(value) == text
    assert setting(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0225, "2.25%"), (0.0004, "0.04%"), (0.0, "0%"), (1 / 3, "33.3333%")]
)
def test_a_setting_has_the_decimals_that_were_typed(value, text):
    assert setting(value) == text


@pytest.mark.parametrize(
    ("value", "limits", "text"),
    [(0.98961, (0.99, 1.01), "98.96%"), (0.899_996, (0.9, 0.9), "89.9996%"), (0.6, (0.6,), "60.0%"),
     (0.6 + 1e-12, (0.6,), "60.0%"), (0.7, (), "70%")],
)  # fmt: skip
def test_a_share_is_told_from_its_limits(value, limits, text):
    assert told(value, *limits) == text


def test_one_is_a_day():
    assert (days(1), days(30), days(0.5)) == ("1 day", "30 days", "0.5 days")


def test_small_numbers():
    assert percent(0.0055) == "0.6%"
    assert percent(-0.00001, plus=True) == "0.0%"
    assert percent(None) == "n.a."
    assert count(0.1 + 0.2) == "0.3"
    assert count(18.0) == "18"
    assert count(0.6 * 9e14) == "540,000,000,000,000"  # a float is 539,999,999,999,999.94
    assert amount(1234.5, Money(1.0, "USD", 2), plus=True) == "+1,234.50"
    assert (
        listed(["a" * 40, "b", "c", "d"]) == f"{'a' * 25}\N{HORIZONTAL ELLIPSIS}, b, c and 1 more"
    )
