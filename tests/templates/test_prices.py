"""The sheet of past prices: what is typed there and is no price of a day.

Oracle: the cells that do not fit, counted by hand.
"""

import datetime

import pytest

NUMBERS = "Days are dates, and prices numbers above 0"
ORDER = "The days are there once, oldest first"
SECOND = (datetime.date(2001, 1, 1) - datetime.date(1899, 12, 30)).days


@pytest.mark.parametrize(
    ("cells", "fails"),
    [
        ({"prices.c1 3": None}, set()),  # a day without a price
        ({"prices.c1 3": "64.250,00"}, {NUMBERS}),
        ({"prices.c2 3": -3_500}, {NUMBERS}),
        ({"prices.c2 3": 0}, {NUMBERS}),
        ({"prices.date 3": "3.10.2025"}, {NUMBERS, ORDER}),
        ({"prices.date 3": SECOND}, {ORDER}),
        ({"prices.date 3": None}, {ORDER}),  # the next day has none above it
        ({"prices.date 4": None, "prices.date 5": SECOND}, {ORDER}),
    ],
)
def test_what_is_no_price_of_a_day_fails_a_check(article_book, cells, fails):
    assert article_book.failed() == set()
    assert article_book.failed(article_book.changed(cells)) == fails
