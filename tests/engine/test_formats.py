"""Numbers shown as texts: formats that are known, and those that are left.

Oracle: what Excel's documentation says of TEXT and its formats.
"""

import pytest

from betahedge.engine import calculate
from engine.case_books import library, sheet


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('TEXT(DATE(2024,2,1),"DD/MM/YYYY")', "01/02/2024"),
        ('TEXT(14.5/24,"h:mm AM/PM")', "2:30 PM"),
        ('TEXT(-A1/1000,"0.0%;[Red]-0.0%")', "-1.0%"),
        ("TEXT(A1,B1)", "10.00"),
        ("TEXT(A1,C1)", None),
        ("TEXT(A1,D1)", None),
        ("TEXT(A1,IF(A1>5,B1,C1))", None),
        ("TEXT(A1,B1:D1)", None),
    ],
)
def test_a_format_is_one_that_is_known(formula, text):
    """It may stand in a cell; what a formula finds may be any."""
    cells = {"A1": 10, "B1": "0.00", "C1": "[>5]0/3", "D1": '="0"&".0"', "A2": f"={formula}"}
    result = calculate(sheet(cells))
    assert result.values.get("S!A2") == text
    assert ("S!A2" in result.left) == (text is None)


@pytest.mark.parametrize(("text", "left"), [("Preis", []), ("価格、円で", ["S!A1"])])
def test_the_currency_of_dollar_is_not_guessed_by_the_language(text, left):
    """Texts tell how they are sorted; not which currency a computer is set to."""
    result = calculate(library({"A1": "=DOLLAR(3.5)", "B1": text}))
    assert (list(result.left), result.values.get("S!A1")) == (left, None if left else "$3.50")
