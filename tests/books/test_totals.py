"""Totals are held against the lines above them, as closely as rounding allows."""

import pytest

from books.files import said

NOT = "is not the total of the lines above"


def is_refused(text, what="total"):
    return [NOT in each for each in said(text) if what in each] == [True]


@pytest.mark.parametrize(
    ("quantity", "lines", "total", "refused"),
    [
        (1_000.4, 4, "3999", True),  # 4,001.6, and a half for each line that was rounded
        (1_000.4, 4, "4000", False),
        (1_000.4, 4, "4003", False),
        (1_000.4, 4, "4004", True),
        (1_000.104, 4, "4000.39", True),  # 4,000.416, and half a cent for each
        (1_000.104, 4, "4000.40", False),
        (1_000.104, 4, "4000.43", False),
        (1_000.104, 4, "4000.44", True),
        (0.3, 4, "1", True),  # no rounding hides more than a thousandth
        (6e10, 2, "120000000100", False),  # nine digits are the same
        (6e10, 2, "120000000130", True),
    ],
)
def test_a_total_may_be_rounded_as_its_lines_are(quantity, lines, total, refused):
    rows = "".join(f"C{n},{quantity!r},100\n" for n in range(lines))
    assert is_refused(f"asset,quantity,price\n{rows}Total,{total},\n") == refused


@pytest.mark.parametrize(("total", "refused"), [(200, False), (205, True)])
def test_what_has_no_price_is_no_part_of_a_value(total, refused):
    text = f"asset,quantity,price\nBTC,2,100\nGONE,5,\nTotal,,{total}\n"
    assert is_refused(text) == refused


@pytest.mark.parametrize(("first", "second", "last"), [(5, 4, 9), (5, 9, 9)])
def test_a_total_is_of_all_lines_or_since_the_last_one(first, second, last):
    text = (
        f"asset,quantity,price\nBTC,2,100\nETH,3,10\nSubtotal,{first},\nSOL,4,1\n"
        f"Subtotal,{second},\nTotal,{last},\n"
    )
    assert [each for each in said(text) if NOT in each] == []


@pytest.mark.parametrize("wrong", ["Subtotal,6,", "Subtotal,,"])
def test_a_total_of_other_lines_is_refused(wrong):
    text = f"asset,quantity,price\nBTC,2,100\n{wrong}\nETH,3,10\nTotal,7,\n"
    assert NOT in said(text)[-1]
